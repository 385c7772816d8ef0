-- 通知: what was read or pasted, as its maker saw it; a campaign made from it keeps it, and every unit asked can read it.
CREATE TABLE notice (
    id INTEGER PRIMARY KEY NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    text TEXT NOT NULL,
    file_name TEXT,
    object_sha256 TEXT REFERENCES object (sha256),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX notice_account ON notice (account_id);
CREATE INDEX notice_object ON notice (object_sha256);
CREATE TRIGGER notice_fixed BEFORE UPDATE ON notice BEGIN SELECT RAISE(ABORT, 'notice never changes'); END;
CREATE TRIGGER notice_kept BEFORE DELETE ON notice BEGIN SELECT RAISE(ABORT, 'notice never changes'); END;
ALTER TABLE campaign ADD COLUMN notice_id INTEGER REFERENCES notice (id);
CREATE INDEX campaign_notice ON campaign (notice_id);

-- 报送材料 of every kind that notices ask for, and under the notice's own names. A table's checks cannot be changed here, so it
-- is made anew; rows that refer to it find theirs again before the transaction ends.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE deliverable_before AS SELECT * FROM deliverable;
DROP TABLE deliverable;
CREATE TABLE deliverable (
    id INTEGER PRIMARY KEY NOT NULL,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    kind TEXT NOT NULL
        CHECK (kind IN ('table', 'plan', 'summary', 'pictures', 'cases', 'news', 'video', 'other')),
    title TEXT NOT NULL,
    phrase TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    grace_minutes INTEGER NOT NULL CHECK (grace_minutes >= 0),
    close_at INTEGER,
    required INTEGER NOT NULL CHECK (required IN (0, 1)),
    shifted_from INTEGER,
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
