ALTER TABLE checkpoint DROP COLUMN proof;
ALTER TABLE delivery DROP COLUMN proof;
ALTER TABLE receipt DROP COLUMN proof;
DROP TABLE signing_key;
