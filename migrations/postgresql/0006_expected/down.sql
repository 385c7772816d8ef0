DROP TABLE expected_choice;
ALTER TABLE deliverable DROP COLUMN most_bytes;
ALTER TABLE deliverable DROP COLUMN file_kinds;
ALTER TABLE deliverable DROP COLUMN level;
ALTER TABLE campaign DROP COLUMN asks_groups;
ALTER TABLE campaign DROP COLUMN asks_level;
ALTER TABLE campaign DROP COLUMN asks_below;
ALTER TABLE unit DROP COLUMN groups;
