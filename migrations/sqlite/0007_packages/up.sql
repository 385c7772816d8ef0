-- Received bytes in pieces, where the database keeps them itself (PostgreSQL): a content is what was received under one name, and
-- several servers see the same. With SQLite the bytes lie in a folder, and these two stay empty.
CREATE TABLE object_chunk (
    content TEXT NOT NULL,
    start INTEGER NOT NULL CHECK (start >= 0),
    bytes BLOB NOT NULL,
    PRIMARY KEY (content, start)
) STRICT, WITHOUT ROWID;
CREATE TABLE object_content (
    sha256 TEXT PRIMARY KEY NOT NULL,
    content TEXT NOT NULL UNIQUE
) STRICT;

-- What was seen in a received file when it came: its kind by its bytes, its words, and of a picture what others see of it.
CREATE TABLE object_view (
    sha256 TEXT PRIMARY KEY NOT NULL REFERENCES object (sha256),
    kind TEXT NOT NULL,
    words TEXT,
    media TEXT,
    width INTEGER,
    height INTEGER,
    shown_sha256 TEXT REFERENCES object (sha256),
    small_sha256 TEXT REFERENCES object (sha256),
    refusal TEXT,
    seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX object_view_shown ON object_view (shown_sha256);
CREATE INDEX object_view_small ON object_view (small_sha256);

-- A file on its way in pieces: how much of it is there, the bytes themselves say.
CREATE TABLE transfer (
    id TEXT PRIMARY KEY NOT NULL,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    deliverable_id INTEGER REFERENCES deliverable (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    file_name TEXT NOT NULL,
    bytes INTEGER NOT NULL CHECK (bytes >= 0),
    begun_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX transfer_campaign ON transfer (campaign_id);
CREATE INDEX transfer_unit ON transfer (unit_id);
CREATE INDEX transfer_deliverable ON transfer (deliverable_id);
CREATE INDEX transfer_account ON transfer (account_id);

-- Files that a unit put down and has not sent; without a deliverable, somebody has yet to say where one belongs.
CREATE TABLE pending_file (
    id INTEGER PRIMARY KEY NOT NULL,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    deliverable_id INTEGER REFERENCES deliverable (id),
    object_sha256 TEXT NOT NULL REFERENCES object (sha256),
    file_name TEXT NOT NULL,
    origin TEXT,
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX pending_file_place ON pending_file (campaign_id, unit_id);
CREATE INDEX pending_file_unit ON pending_file (unit_id);
CREATE INDEX pending_file_deliverable ON pending_file (deliverable_id);
CREATE INDEX pending_file_object ON pending_file (object_sha256);
CREATE INDEX pending_file_account ON pending_file (account_id);

-- 报送材料 other than the statistics table, as it was sent: a set of files under one receipt. The next time is a row of its own.
CREATE TABLE delivery (
    id INTEGER PRIMARY KEY NOT NULL,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    deliverable_id INTEGER NOT NULL REFERENCES deliverable (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    channel TEXT NOT NULL CHECK (channel IN ('file', 'api', 'behalf')),
    account_id INTEGER NOT NULL REFERENCES account (id),
    received_at INTEGER NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    digest TEXT NOT NULL,
    receipt TEXT NOT NULL UNIQUE,
    phrase TEXT NOT NULL,
    due_at INTEGER,
    extended_until INTEGER,
    late_by INTEGER CHECK (late_by >= 0),
    chain TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    head TEXT NOT NULL,
    UNIQUE (deliverable_id, unit_id, number),
    UNIQUE (account_id, idempotency_key),
    FOREIGN KEY (chain, sequence) REFERENCES audit_entry (chain, sequence)
) STRICT;
CREATE INDEX delivery_place ON delivery (campaign_id, unit_id);
CREATE INDEX delivery_unit ON delivery (unit_id);
CREATE INDEX delivery_entry ON delivery (chain, sequence);

CREATE TABLE delivery_file (
    delivery_id INTEGER NOT NULL REFERENCES delivery (id),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 1),
    object_sha256 TEXT NOT NULL REFERENCES object (sha256),
    file_name TEXT NOT NULL,
    PRIMARY KEY (delivery_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_file_object ON delivery_file (object_sha256);

CREATE TABLE delivery_review (
    id INTEGER PRIMARY KEY NOT NULL,
    delivery_id INTEGER NOT NULL REFERENCES delivery (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'return')),
    reason TEXT,
    CHECK (verdict = 'accept' OR (reason IS NOT NULL AND reason <> ''))
) STRICT;
CREATE INDEX delivery_review_delivery ON delivery_review (delivery_id);
CREATE INDEX delivery_review_account ON delivery_review (account_id);

-- Where a unit stands with a deliverable other than the table; without a row nothing was sent.
CREATE TABLE delivered (
    deliverable_id INTEGER NOT NULL REFERENCES deliverable (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    state TEXT NOT NULL CHECK (state IN ('none', 'submitted', 'returned', 'accepted')),
    revisions INTEGER NOT NULL,
    current_delivery_id INTEGER REFERENCES delivery (id),
    first_received_at INTEGER,
    last_changed_at INTEGER,
    accepted_at INTEGER,
    PRIMARY KEY (deliverable_id, unit_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX delivered_unit ON delivered (unit_id);
CREATE INDEX delivered_current ON delivered (current_delivery_id);

-- 催报: when who reminded whom of what, by which channel, in which words.
CREATE TABLE reminder (
    id INTEGER PRIMARY KEY NOT NULL,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('group', 'phone', 'text', 'mail', 'office', 'other')),
    words TEXT NOT NULL CHECK (words <> '')
) STRICT;
CREATE INDEX reminder_campaign ON reminder (campaign_id);
CREATE INDEX reminder_account ON reminder (account_id);
CREATE TABLE reminded (
    reminder_id INTEGER NOT NULL REFERENCES reminder (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    deliverable_id INTEGER NOT NULL REFERENCES deliverable (id),
    PRIMARY KEY (reminder_id, unit_id, deliverable_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reminded_unit ON reminded (unit_id);
CREATE INDEX reminded_deliverable ON reminded (deliverable_id);

-- 书面材料: on which day the paper came; a later row without a day takes the tick back.
CREATE TABLE paper_arrival (
    id INTEGER PRIMARY KEY NOT NULL,
    deliverable_id INTEGER NOT NULL REFERENCES deliverable (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    received_on TEXT,
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX paper_arrival_place ON paper_arrival (deliverable_id, unit_id);
CREATE INDEX paper_arrival_unit ON paper_arrival (unit_id);
CREATE INDEX paper_arrival_account ON paper_arrival (account_id);

CREATE TRIGGER delivery_fixed BEFORE UPDATE ON delivery BEGIN SELECT RAISE(ABORT, 'delivery never changes'); END;
CREATE TRIGGER delivery_kept BEFORE DELETE ON delivery BEGIN SELECT RAISE(ABORT, 'delivery never changes'); END;
CREATE TRIGGER delivery_file_fixed BEFORE UPDATE ON delivery_file BEGIN SELECT RAISE(ABORT, 'delivery_file never changes'); END;
CREATE TRIGGER delivery_file_kept BEFORE DELETE ON delivery_file BEGIN SELECT RAISE(ABORT, 'delivery_file never changes'); END;
CREATE TRIGGER delivery_review_fixed BEFORE UPDATE ON delivery_review BEGIN SELECT RAISE(ABORT, 'delivery_review never changes'); END;
CREATE TRIGGER delivery_review_kept BEFORE DELETE ON delivery_review BEGIN SELECT RAISE(ABORT, 'delivery_review never changes'); END;
CREATE TRIGGER reminder_fixed BEFORE UPDATE ON reminder BEGIN SELECT RAISE(ABORT, 'reminder never changes'); END;
CREATE TRIGGER reminder_kept BEFORE DELETE ON reminder BEGIN SELECT RAISE(ABORT, 'reminder never changes'); END;
CREATE TRIGGER reminded_fixed BEFORE UPDATE ON reminded BEGIN SELECT RAISE(ABORT, 'reminded never changes'); END;
CREATE TRIGGER reminded_kept BEFORE DELETE ON reminded BEGIN SELECT RAISE(ABORT, 'reminded never changes'); END;
CREATE TRIGGER paper_arrival_fixed BEFORE UPDATE ON paper_arrival BEGIN SELECT RAISE(ABORT, 'paper_arrival never changes'); END;
CREATE TRIGGER paper_arrival_kept BEFORE DELETE ON paper_arrival BEGIN SELECT RAISE(ABORT, 'paper_arrival never changes'); END;
