DROP TRIGGER unit_moved;
DROP TRIGGER deadline_moved;
DROP TRIGGER extension_granted;
DROP TRIGGER expected_unit_changed;
DROP TRIGGER expected_unit_went;
DROP TRIGGER expected_unit_came;
DROP TABLE changed_unit;
DROP TABLE kept_total;
