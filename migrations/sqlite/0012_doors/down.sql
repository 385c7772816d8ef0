ALTER TABLE api_token DROP COLUMN ends_at;
