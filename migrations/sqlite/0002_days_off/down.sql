ALTER TABLE deliverable DROP COLUMN shifted_from;
ALTER TABLE campaign DROP COLUMN workdays;
ALTER TABLE campaign DROP COLUMN holidays;
ALTER TABLE campaign DROP COLUMN shift;
