-- 上报汇总: what a node's units add up to, signed by its supervisor. The snapshot is what was signed, as JSON under its own
-- digest: figures are read from it and never added up anew.
CREATE TABLE sign_off (
    id INTEGER PRIMARY KEY NOT NULL,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    number INTEGER NOT NULL CHECK (number > 0),
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    reason TEXT CHECK (reason <> ''),
    snapshot TEXT NOT NULL,
    digest TEXT NOT NULL,
    UNIQUE (campaign_id, unit_id, number),
    CHECK (number = 1 OR reason IS NOT NULL)
) STRICT;
CREATE INDEX sign_off_unit ON sign_off (unit_id);
CREATE INDEX sign_off_account ON sign_off (account_id);

-- The revisions that it was made of.
CREATE TABLE signed_revision (
    sign_off_id INTEGER NOT NULL REFERENCES sign_off (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    PRIMARY KEY (sign_off_id, unit_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX signed_revision_unit ON signed_revision (unit_id);
CREATE INDEX signed_revision_revision ON signed_revision (revision_id);

-- The workbook and the data as they were signed.
CREATE TABLE signed_file (
    sign_off_id INTEGER NOT NULL REFERENCES sign_off (id),
    kind TEXT NOT NULL CHECK (kind IN ('workbook', 'csv', 'json')),
    name TEXT NOT NULL,
    object_sha256 TEXT NOT NULL REFERENCES object (sha256),
    PRIMARY KEY (sign_off_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX signed_file_object ON signed_file (object_sha256);

-- 通过, 退回: what whoever is above said of it.
CREATE TABLE sign_off_review (
    id INTEGER PRIMARY KEY NOT NULL,
    sign_off_id INTEGER NOT NULL REFERENCES sign_off (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'return')),
    reason TEXT,
    CHECK (verdict = 'accept' OR (reason IS NOT NULL AND reason <> ''))
) STRICT;
CREATE INDEX sign_off_review_sign_off ON sign_off_review (sign_off_id);
CREATE INDEX sign_off_review_account ON sign_off_review (account_id);

CREATE TRIGGER sign_off_fixed BEFORE UPDATE ON sign_off BEGIN SELECT RAISE(ABORT, 'sign_off never changes'); END;
CREATE TRIGGER sign_off_kept BEFORE DELETE ON sign_off BEGIN SELECT RAISE(ABORT, 'sign_off never changes'); END;
CREATE TRIGGER signed_revision_fixed BEFORE UPDATE ON signed_revision BEGIN SELECT RAISE(ABORT, 'signed_revision never changes'); END;
CREATE TRIGGER signed_revision_kept BEFORE DELETE ON signed_revision BEGIN SELECT RAISE(ABORT, 'signed_revision never changes'); END;
CREATE TRIGGER signed_file_fixed BEFORE UPDATE ON signed_file BEGIN SELECT RAISE(ABORT, 'signed_file never changes'); END;
CREATE TRIGGER signed_file_kept BEFORE DELETE ON signed_file BEGIN SELECT RAISE(ABORT, 'signed_file never changes'); END;
CREATE TRIGGER sign_off_review_fixed BEFORE UPDATE ON sign_off_review BEGIN SELECT RAISE(ABORT, 'sign_off_review never changes'); END;
CREATE TRIGGER sign_off_review_kept BEFORE DELETE ON sign_off_review BEGIN SELECT RAISE(ABORT, 'sign_off_review never changes'); END;

-- 重复计算: somebody's decision whether a sheet counts that is the same as another unit's. The newest one of a revision holds.
CREATE TABLE double_count (
    id INTEGER PRIMARY KEY NOT NULL,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    counted INTEGER NOT NULL CHECK (counted IN (0, 1)),
    reason TEXT NOT NULL CHECK (reason <> ''),
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX double_count_campaign ON double_count (campaign_id);
CREATE INDEX double_count_revision ON double_count (revision_id);
CREATE INDEX double_count_account ON double_count (account_id);
CREATE TRIGGER double_count_fixed BEFORE UPDATE ON double_count BEGIN SELECT RAISE(ABORT, 'double_count never changes'); END;
CREATE TRIGGER double_count_kept BEFORE DELETE ON double_count BEGIN SELECT RAISE(ABORT, 'double_count never changes'); END;
