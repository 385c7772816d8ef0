-- 两步验证: what an account's codes are worked out from, together with a key outside the database; nothing where it is off.
CREATE TABLE second_factor (
    account_id BIGINT PRIMARY KEY NOT NULL REFERENCES account (id),
    salt TEXT,
    key_id TEXT,
    set_at BIGINT,
    last_step BIGINT NOT NULL,
    recovery TEXT NOT NULL,
    ended_at BIGINT,
    ended_by BIGINT REFERENCES account (id)
);
CREATE INDEX second_factor_ended ON second_factor (ended_by);

-- 登录的下一步: somebody whose password was right and who is not in yet.
CREATE TABLE sign_in_step (
    token_hash TEXT PRIMARY KEY NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id),
    code_given BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX sign_in_step_account ON sign_in_step (account_id);

-- When the password was chosen; nothing where an earlier version kept it.
ALTER TABLE account ADD COLUMN password_at BIGINT;
