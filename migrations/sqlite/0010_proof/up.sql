-- 签名公钥: every key that this service has signed with; the private one lies in a file outside the database.
CREATE TABLE signing_key (
    id INTEGER PRIMARY KEY NOT NULL,
    public TEXT NOT NULL UNIQUE,
    made_at INTEGER NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> '')
) STRICT;
CREATE TRIGGER signing_key_fixed BEFORE UPDATE ON signing_key BEGIN SELECT RAISE(ABORT, 'signing_key never changes'); END;
CREATE TRIGGER signing_key_kept BEFORE DELETE ON signing_key BEGIN SELECT RAISE(ABORT, 'signing_key never changes'); END;

-- The signed text of what was issued; nothing where an earlier version issued it.
ALTER TABLE receipt ADD COLUMN proof TEXT;
ALTER TABLE delivery ADD COLUMN proof TEXT;
ALTER TABLE checkpoint ADD COLUMN proof TEXT;
