DROP TABLE sign_in_step;
DROP TABLE second_factor;
ALTER TABLE account DROP COLUMN password_at;
