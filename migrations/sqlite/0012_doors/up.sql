-- 接口令牌的期限: until when it is good; nothing where an earlier version made it.
ALTER TABLE api_token ADD COLUMN ends_at INTEGER;
