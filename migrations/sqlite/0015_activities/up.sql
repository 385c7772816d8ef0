-- 同一次活动: somebody's decision whether a sheet rightly counts an event of which other units tell too. The newest one of an
-- event and a revision holds.
CREATE TABLE activity_count (
    id INTEGER PRIMARY KEY NOT NULL,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    activity TEXT NOT NULL CHECK (activity <> ''),
    counted INTEGER NOT NULL CHECK (counted IN (0, 1)),
    reason TEXT NOT NULL CHECK (reason <> ''),
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX activity_count_campaign ON activity_count (campaign_id);
CREATE INDEX activity_count_revision ON activity_count (revision_id);
CREATE INDEX activity_count_account ON activity_count (account_id);
CREATE TRIGGER activity_count_fixed BEFORE UPDATE ON activity_count BEGIN SELECT RAISE(ABORT, 'activity_count never changes'); END;
CREATE TRIGGER activity_count_kept BEFORE DELETE ON activity_count BEGIN SELECT RAISE(ABORT, 'activity_count never changes'); END;
