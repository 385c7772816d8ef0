-- 分组: which offices' work a unit does (市监, 卫健, 消协 …); a campaign may ask some of them only.
ALTER TABLE unit ADD COLUMN groups TEXT;

-- 填报任务 with or without a statistics table, asking whom its notice asks: the units below some nodes, of a level, of some
-- groups. A column's constraint cannot be changed here, so the table is made anew; rows that refer to it find theirs again
-- before the transaction ends.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE campaign_before AS SELECT * FROM campaign;
DROP TABLE campaign;
CREATE TABLE campaign (
    id INTEGER PRIMARY KEY NOT NULL,
    title TEXT NOT NULL,
    form_version_id INTEGER REFERENCES form_version (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    year INTEGER NOT NULL,
    period TEXT NOT NULL,
    theme TEXT,
    issuer TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'closed', 'archived')),
    returned_is_missing INTEGER NOT NULL CHECK (returned_is_missing IN (0, 1)),
    paper_copy INTEGER NOT NULL CHECK (paper_copy IN (0, 1)),
    last_campaign_id INTEGER REFERENCES campaign (id),
    created_by INTEGER NOT NULL REFERENCES account (id),
    created_at INTEGER NOT NULL,
    published_at INTEGER,
    closed_at INTEGER,
    archived_at INTEGER,
    shift TEXT CHECK (shift IN ('holidays', 'all')),
    holidays TEXT,
    workdays TEXT,
    notice_id INTEGER REFERENCES notice (id),
    asks_below TEXT,
    asks_level TEXT CHECK (asks_level IN ('unit', 'township', 'county', 'city', 'province')),
    asks_groups TEXT
) STRICT;
INSERT INTO campaign (id, title, form_version_id, unit_id, year, period, theme, issuer, state, returned_is_missing, paper_copy,
    last_campaign_id, created_by, created_at, published_at, closed_at, archived_at, shift, holidays, workdays, notice_id)
SELECT id, title, form_version_id, unit_id, year, period, theme, issuer, state, returned_is_missing, paper_copy,
    last_campaign_id, created_by, created_at, published_at, closed_at, archived_at, shift, holidays, workdays, notice_id
FROM campaign_before;
DROP TABLE campaign_before;
CREATE INDEX campaign_form_version ON campaign (form_version_id);
CREATE INDEX campaign_unit ON campaign (unit_id);
CREATE INDEX campaign_last ON campaign (last_campaign_id);
CREATE INDEX campaign_creator ON campaign (created_by);
CREATE INDEX campaign_notice ON campaign (notice_id);

-- Single units that a campaign asks beside the others, or leaves out, each with the reason.
CREATE TABLE expected_choice (
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    asked INTEGER NOT NULL CHECK (asked IN (0, 1)),
    reason TEXT NOT NULL CHECK (reason <> ''),
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, unit_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX expected_choice_unit ON expected_choice (unit_id);
CREATE INDEX expected_choice_chooser ON expected_choice (account_id);

-- 报送材料 with a deadline or without one, of the files and the size that the notice names; with a level it binds the nodes of
-- that level, who send up what their units sent (县级汇总), and nobody else.
CREATE TABLE deliverable_before AS SELECT * FROM deliverable;
DROP TABLE deliverable;
CREATE TABLE deliverable (
    id INTEGER PRIMARY KEY NOT NULL,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    kind TEXT NOT NULL
        CHECK (kind IN ('table', 'plan', 'summary', 'pictures', 'cases', 'news', 'video', 'other')),
    title TEXT NOT NULL,
    phrase TEXT NOT NULL,
    due_at INTEGER,
    grace_minutes INTEGER NOT NULL CHECK (grace_minutes >= 0),
    close_at INTEGER,
    required INTEGER NOT NULL CHECK (required IN (0, 1)),
    shifted_from INTEGER,
    level TEXT CHECK (level IN ('township', 'county', 'city', 'province')),
    file_kinds TEXT,
    most_bytes INTEGER CHECK (most_bytes > 0),
    UNIQUE (campaign_id, title)
) STRICT;
INSERT INTO deliverable (id, campaign_id, kind, title, phrase, due_at, grace_minutes, close_at, required, shifted_from)
SELECT id, campaign_id, kind, title, phrase, due_at, grace_minutes, close_at, required, shifted_from
FROM deliverable_before;
DROP TABLE deliverable_before;
CREATE TRIGGER deadline_moved AFTER UPDATE ON deliverable
WHEN OLD.due_at IS NOT NEW.due_at OR OLD.grace_minutes IS NOT NEW.grace_minutes
BEGIN
    INSERT INTO changed_unit (campaign_id, unit_id)
    SELECT campaign_id, unit_id FROM expected_unit WHERE campaign_id = NEW.campaign_id;
END;

CREATE TABLE due_change_before AS SELECT * FROM due_change;
DROP TABLE due_change;
CREATE TABLE due_change (
    id INTEGER PRIMARY KEY NOT NULL,
    deliverable_id INTEGER NOT NULL REFERENCES deliverable (id),
    at INTEGER NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    phrase_before TEXT NOT NULL,
    due_before INTEGER,
    close_before INTEGER,
    phrase_after TEXT NOT NULL,
    due_after INTEGER,
    close_after INTEGER,
    reason TEXT NOT NULL CHECK (reason <> '')
) STRICT;
INSERT INTO due_change SELECT * FROM due_change_before;
DROP TABLE due_change_before;
CREATE INDEX due_change_deliverable ON due_change (deliverable_id);
CREATE INDEX due_change_account ON due_change (account_id);
CREATE TRIGGER due_change_fixed BEFORE UPDATE ON due_change BEGIN SELECT RAISE(ABORT, 'due_change never changes'); END;
CREATE TRIGGER due_change_kept BEFORE DELETE ON due_change BEGIN SELECT RAISE(ABORT, 'due_change never changes'); END;

CREATE TABLE receipt_before AS SELECT * FROM receipt;
DROP TABLE receipt;
CREATE TABLE receipt (
    revision_id INTEGER PRIMARY KEY NOT NULL REFERENCES revision (id),
    number TEXT NOT NULL UNIQUE,
    phrase TEXT NOT NULL,
    due_at INTEGER,
    extended_until INTEGER,
    late_by INTEGER CHECK (late_by >= 0),
    chain TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    head TEXT NOT NULL,
    FOREIGN KEY (chain, sequence) REFERENCES audit_entry (chain, sequence)
) STRICT;
INSERT INTO receipt SELECT * FROM receipt_before;
DROP TABLE receipt_before;
CREATE INDEX receipt_entry ON receipt (chain, sequence);
CREATE TRIGGER receipt_fixed BEFORE UPDATE ON receipt BEGIN SELECT RAISE(ABORT, 'receipt never changes'); END;
CREATE TRIGGER receipt_kept BEFORE DELETE ON receipt BEGIN SELECT RAISE(ABORT, 'receipt never changes'); END;
