-- 两步验证: what an account's codes are worked out from, together with a key outside the database; nothing where it is off.
CREATE TABLE second_factor (
    account_id INTEGER PRIMARY KEY NOT NULL REFERENCES account (id),
    salt TEXT,
    key_id TEXT,
    set_at INTEGER,
    last_step INTEGER NOT NULL,
    recovery TEXT NOT NULL,
    ended_at INTEGER,
    ended_by INTEGER REFERENCES account (id)
) STRICT;
CREATE INDEX second_factor_ended ON second_factor (ended_by);

-- 登录的下一步: somebody whose password was right and who is not in yet.
CREATE TABLE sign_in_step (
    token_hash TEXT PRIMARY KEY NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    code_given INTEGER NOT NULL CHECK (code_given IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_step_account ON sign_in_step (account_id);

-- When the password was chosen; nothing where an earlier version kept it.
ALTER TABLE account ADD COLUMN password_at INTEGER;
