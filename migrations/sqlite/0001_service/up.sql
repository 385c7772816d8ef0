-- The whole of the service. All times are milliseconds since 1970 in UTC; figures are integers in millionths.

CREATE TABLE unit (
    id INTEGER PRIMARY KEY NOT NULL,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    parent_id INTEGER REFERENCES unit (id),
    path TEXT NOT NULL UNIQUE,
    short_name TEXT,
    aliases TEXT NOT NULL,
    contact TEXT,
    exempt_reason TEXT,
    reports INTEGER NOT NULL CHECK (reports IN (0, 1)),
    active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;
CREATE INDEX unit_parent ON unit (parent_id);

CREATE TABLE account (
    id INTEGER PRIMARY KEY NOT NULL,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('clerk', 'supervisor', 'auditor', 'administrator')),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    password_hash TEXT NOT NULL,
    must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)),
    first_password_until INTEGER,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER
) STRICT;
CREATE INDEX account_unit ON account (unit_id);

CREATE TABLE unit_change (
    id INTEGER PRIMARY KEY NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    at INTEGER NOT NULL,
    account_id INTEGER REFERENCES account (id),
    field TEXT NOT NULL,
    before TEXT,
    after TEXT
) STRICT;
CREATE INDEX unit_change_unit ON unit_change (unit_id);
CREATE INDEX unit_change_account ON unit_change (account_id);

CREATE TABLE setup_link (
    token_hash TEXT PRIMARY KEY NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;

CREATE TABLE sign_in_try (
    id INTEGER PRIMARY KEY NOT NULL,
    login TEXT NOT NULL,
    address TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_try_login ON sign_in_try (login, address, at);

CREATE TABLE session (
    token_hash TEXT PRIMARY KEY NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    csrf TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX session_account ON session (account_id);

CREATE TABLE api_token (
    id INTEGER PRIMARY KEY NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX api_token_account ON api_token (account_id);

CREATE TABLE form (
    id INTEGER PRIMARY KEY NOT NULL,
    code TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE form_version (
    id INTEGER PRIMARY KEY NOT NULL,
    form_id INTEGER NOT NULL REFERENCES form (id),
    version TEXT NOT NULL,
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (form_id, version)
) STRICT;

CREATE TABLE campaign (
    id INTEGER PRIMARY KEY NOT NULL,
    title TEXT NOT NULL,
    form_version_id INTEGER NOT NULL REFERENCES form_version (id),
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
    archived_at INTEGER
) STRICT;
CREATE INDEX campaign_form_version ON campaign (form_version_id);
CREATE INDEX campaign_unit ON campaign (unit_id);
CREATE INDEX campaign_last ON campaign (last_campaign_id);
CREATE INDEX campaign_creator ON campaign (created_by);

CREATE TABLE deliverable (
    id INTEGER PRIMARY KEY NOT NULL,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    kind TEXT NOT NULL CHECK (kind IN ('table', 'plan', 'summary', 'pictures', 'cases')),
    title TEXT NOT NULL,
    phrase TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    grace_minutes INTEGER NOT NULL CHECK (grace_minutes >= 0),
    close_at INTEGER,
    required INTEGER NOT NULL CHECK (required IN (0, 1)),
    UNIQUE (campaign_id, kind)
) STRICT;

CREATE TABLE due_change (
    id INTEGER PRIMARY KEY NOT NULL,
    deliverable_id INTEGER NOT NULL REFERENCES deliverable (id),
    at INTEGER NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    phrase_before TEXT NOT NULL,
    due_before INTEGER NOT NULL,
    close_before INTEGER,
    phrase_after TEXT NOT NULL,
    due_after INTEGER NOT NULL,
    close_after INTEGER,
    reason TEXT NOT NULL CHECK (reason <> '')
) STRICT;
CREATE INDEX due_change_deliverable ON due_change (deliverable_id);
CREATE INDEX due_change_account ON due_change (account_id);

CREATE TABLE object (
    sha256 TEXT PRIMARY KEY NOT NULL,
    bytes INTEGER NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;

CREATE TABLE revision (
    id INTEGER PRIMARY KEY NOT NULL,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    deliverable_id INTEGER NOT NULL REFERENCES deliverable (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    channel TEXT NOT NULL CHECK (channel IN ('file', 'page', 'api', 'behalf')),
    account_id INTEGER NOT NULL REFERENCES account (id),
    received_at INTEGER NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    object_sha256 TEXT REFERENCES object (sha256),
    file_name TEXT,
    sheet TEXT,
    nil INTEGER NOT NULL CHECK (nil IN (0, 1)),
    filled_on TEXT,
    reporter TEXT,
    remark TEXT,
    snapshot TEXT NOT NULL,
    digest TEXT NOT NULL,
    UNIQUE (campaign_id, unit_id, number),
    UNIQUE (account_id, idempotency_key)
) STRICT;
CREATE INDEX revision_unit ON revision (unit_id);
CREATE INDEX revision_deliverable ON revision (deliverable_id);
CREATE INDEX revision_object ON revision (object_sha256);

CREATE TABLE figure (
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    item TEXT NOT NULL,
    col TEXT NOT NULL,
    value INTEGER,
    mark TEXT,
    raw TEXT NOT NULL,
    sheet TEXT,
    cell TEXT,
    PRIMARY KEY (revision_id, item, col)
) STRICT, WITHOUT ROWID;

CREATE TABLE finding (
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    ordinal INTEGER NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('query', 'hint')),
    code TEXT NOT NULL,
    item TEXT,
    col TEXT,
    sheet TEXT,
    cell TEXT,
    sentence TEXT NOT NULL,
    holds INTEGER NOT NULL CHECK (holds IN (0, 1)),
    PRIMARY KEY (revision_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE explanation (
    revision_id INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    words TEXT NOT NULL CHECK (words <> ''),
    PRIMARY KEY (revision_id, ordinal),
    FOREIGN KEY (revision_id, ordinal) REFERENCES finding (revision_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE expected_unit (
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    exempt_reason TEXT,
    exempt_by INTEGER REFERENCES account (id),
    exempt_at INTEGER,
    state TEXT NOT NULL CHECK (state IN ('none', 'submitted', 'returned', 'accepted')),
    revisions INTEGER NOT NULL,
    nil INTEGER NOT NULL CHECK (nil IN (0, 1)),
    current_revision_id INTEGER REFERENCES revision (id),
    in_force_revision_id INTEGER REFERENCES revision (id),
    first_received_at INTEGER,
    first_valid_at INTEGER,
    last_changed_at INTEGER,
    accepted_at INTEGER,
    PRIMARY KEY (campaign_id, unit_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX expected_unit_unit ON expected_unit (unit_id);
CREATE INDEX expected_unit_exempter ON expected_unit (exempt_by);
CREATE INDEX expected_unit_current ON expected_unit (current_revision_id);
CREATE INDEX expected_unit_in_force ON expected_unit (in_force_revision_id);

CREATE TABLE extension (
    id INTEGER PRIMARY KEY NOT NULL,
    deliverable_id INTEGER NOT NULL REFERENCES deliverable (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    until INTEGER NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    granted_by INTEGER NOT NULL REFERENCES account (id),
    granted_at INTEGER NOT NULL
) STRICT;
CREATE INDEX extension_deliverable ON extension (deliverable_id, unit_id);
CREATE INDEX extension_unit ON extension (unit_id);
CREATE INDEX extension_grantor ON extension (granted_by);

CREATE TABLE draft (
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    version INTEGER NOT NULL,
    content TEXT NOT NULL,
    object_sha256 TEXT REFERENCES object (sha256),
    saved_at INTEGER NOT NULL,
    saved_by INTEGER NOT NULL REFERENCES account (id),
    PRIMARY KEY (campaign_id, unit_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_unit ON draft (unit_id);
CREATE INDEX draft_object ON draft (object_sha256);
CREATE INDEX draft_saver ON draft (saved_by);

CREATE TABLE behalf_file (
    id INTEGER PRIMARY KEY NOT NULL,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    batch TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    object_sha256 TEXT NOT NULL REFERENCES object (sha256),
    file_name TEXT NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (batch, ordinal)
) STRICT;
CREATE INDEX behalf_file_campaign ON behalf_file (campaign_id);
CREATE INDEX behalf_file_account ON behalf_file (account_id);
CREATE INDEX behalf_file_object ON behalf_file (object_sha256);

CREATE TABLE review (
    id INTEGER PRIMARY KEY NOT NULL,
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'return')),
    reason TEXT,
    items TEXT NOT NULL,
    CHECK (verdict = 'accept' OR (reason IS NOT NULL AND reason <> ''))
) STRICT;
CREATE INDEX review_revision ON review (revision_id);
CREATE INDEX review_account ON review (account_id);

CREATE TABLE audit_chain (
    name TEXT PRIMARY KEY NOT NULL,
    length INTEGER NOT NULL,
    head TEXT NOT NULL
) STRICT;

CREATE TABLE audit_entry (
    chain TEXT NOT NULL REFERENCES audit_chain (name),
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    account_id INTEGER REFERENCES account (id),
    verb TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (chain, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_entry_account ON audit_entry (account_id);
CREATE INDEX audit_entry_at ON audit_entry (at);

CREATE TABLE checkpoint (
    id INTEGER PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL,
    chains INTEGER NOT NULL,
    heads TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

CREATE TABLE receipt (
    revision_id INTEGER PRIMARY KEY NOT NULL REFERENCES revision (id),
    number TEXT NOT NULL UNIQUE,
    phrase TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    extended_until INTEGER,
    late_by INTEGER CHECK (late_by >= 0),
    chain TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    head TEXT NOT NULL,
    FOREIGN KEY (chain, sequence) REFERENCES audit_entry (chain, sequence)
) STRICT;
CREATE INDEX receipt_entry ON receipt (chain, sequence);

CREATE TABLE message (
    id INTEGER PRIMARY KEY NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    campaign_id INTEGER REFERENCES campaign (id),
    at INTEGER NOT NULL,
    words TEXT NOT NULL,
    read_at INTEGER,
    read_by INTEGER REFERENCES account (id)
) STRICT;
CREATE INDEX message_unit ON message (unit_id);
CREATE INDEX message_campaign ON message (campaign_id);
CREATE INDEX message_reader ON message (read_by);

CREATE TABLE last_year_figure (
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    whole_node INTEGER NOT NULL CHECK (whole_node IN (0, 1)),
    item TEXT NOT NULL,
    col TEXT NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, unit_id, whole_node, item, col)
) STRICT, WITHOUT ROWID;
CREATE INDEX last_year_figure_unit ON last_year_figure (unit_id);

-- What was received, decided and logged never changes and never goes.
CREATE TRIGGER revision_fixed BEFORE UPDATE ON revision BEGIN SELECT RAISE(ABORT, 'revision never changes'); END;
CREATE TRIGGER revision_kept BEFORE DELETE ON revision BEGIN SELECT RAISE(ABORT, 'revision never changes'); END;
CREATE TRIGGER figure_fixed BEFORE UPDATE ON figure BEGIN SELECT RAISE(ABORT, 'figure never changes'); END;
CREATE TRIGGER figure_kept BEFORE DELETE ON figure BEGIN SELECT RAISE(ABORT, 'figure never changes'); END;
CREATE TRIGGER finding_fixed BEFORE UPDATE ON finding BEGIN SELECT RAISE(ABORT, 'finding never changes'); END;
CREATE TRIGGER finding_kept BEFORE DELETE ON finding BEGIN SELECT RAISE(ABORT, 'finding never changes'); END;
CREATE TRIGGER explanation_fixed BEFORE UPDATE ON explanation BEGIN SELECT RAISE(ABORT, 'explanation never changes'); END;
CREATE TRIGGER explanation_kept BEFORE DELETE ON explanation BEGIN SELECT RAISE(ABORT, 'explanation never changes'); END;
CREATE TRIGGER review_fixed BEFORE UPDATE ON review BEGIN SELECT RAISE(ABORT, 'review never changes'); END;
CREATE TRIGGER review_kept BEFORE DELETE ON review BEGIN SELECT RAISE(ABORT, 'review never changes'); END;
CREATE TRIGGER receipt_fixed BEFORE UPDATE ON receipt BEGIN SELECT RAISE(ABORT, 'receipt never changes'); END;
CREATE TRIGGER receipt_kept BEFORE DELETE ON receipt BEGIN SELECT RAISE(ABORT, 'receipt never changes'); END;
CREATE TRIGGER audit_entry_fixed BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry never changes'); END;
CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry never changes'); END;
CREATE TRIGGER checkpoint_fixed BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoint never changes'); END;
CREATE TRIGGER checkpoint_kept BEFORE DELETE ON checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoint never changes'); END;
CREATE TRIGGER due_change_fixed BEFORE UPDATE ON due_change BEGIN SELECT RAISE(ABORT, 'due_change never changes'); END;
CREATE TRIGGER due_change_kept BEFORE DELETE ON due_change BEGIN SELECT RAISE(ABORT, 'due_change never changes'); END;
CREATE TRIGGER unit_change_fixed BEFORE UPDATE ON unit_change BEGIN SELECT RAISE(ABORT, 'unit_change never changes'); END;
CREATE TRIGGER unit_change_kept BEFORE DELETE ON unit_change BEGIN SELECT RAISE(ABORT, 'unit_change never changes'); END;
