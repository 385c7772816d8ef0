-- 上级模板: a superior's own blank file, kept for one roll-up: the node's in a campaign. What was read in it, as JSON
-- under its own digest; what people did with it afterwards stands in steps. Nothing of it is ever changed.
CREATE TABLE superior_template (
    id INTEGER PRIMARY KEY NOT NULL,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    object_sha256 TEXT NOT NULL REFERENCES object (sha256),
    file_name TEXT NOT NULL,
    places TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;
CREATE INDEX superior_template_campaign ON superior_template (campaign_id);
CREATE INDEX superior_template_unit ON superior_template (unit_id);
CREATE INDEX superior_template_account ON superior_template (account_id);
CREATE INDEX superior_template_object ON superior_template (object_sha256);
CREATE TRIGGER superior_template_fixed BEFORE UPDATE ON superior_template BEGIN SELECT RAISE(ABORT, 'superior_template never changes'); END;
CREATE TRIGGER superior_template_kept BEFORE DELETE ON superior_template BEGIN SELECT RAISE(ABORT, 'superior_template never changes'); END;
CREATE TABLE superior_template_step (
    id INTEGER PRIMARY KEY NOT NULL,
    superior_template_id INTEGER NOT NULL REFERENCES superior_template (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('correct', 'confirm', 'replace', 'remove')),
    content TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;
CREATE INDEX superior_template_step_template ON superior_template_step (superior_template_id);
CREATE INDEX superior_template_step_account ON superior_template_step (account_id);
CREATE TRIGGER superior_template_step_fixed BEFORE UPDATE ON superior_template_step BEGIN SELECT RAISE(ABORT, 'superior_template_step never changes'); END;
CREATE TRIGGER superior_template_step_kept BEFORE DELETE ON superior_template_step BEGIN SELECT RAISE(ABORT, 'superior_template_step never changes'); END;
