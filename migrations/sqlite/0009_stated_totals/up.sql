-- 本级上报数: what a node itself says that its units add up to, as figures by item in JSON under their own digest. The newest
-- of a node holds; none is ever added to anything.
CREATE TABLE stated_total (
    id INTEGER PRIMARY KEY NOT NULL,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    figures TEXT NOT NULL,
    digest TEXT NOT NULL,
    object_sha256 TEXT REFERENCES object (sha256),
    file_name TEXT,
    CHECK ((object_sha256 IS NULL) = (file_name IS NULL))
) STRICT;
CREATE INDEX stated_total_campaign ON stated_total (campaign_id);
CREATE INDEX stated_total_unit ON stated_total (unit_id);
CREATE INDEX stated_total_account ON stated_total (account_id);
CREATE INDEX stated_total_object ON stated_total (object_sha256);
CREATE TRIGGER stated_total_fixed BEFORE UPDATE ON stated_total BEGIN SELECT RAISE(ABORT, 'stated_total never changes'); END;
CREATE TRIGGER stated_total_kept BEFORE DELETE ON stated_total BEGIN SELECT RAISE(ABORT, 'stated_total never changes'); END;
