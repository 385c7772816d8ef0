DROP TABLE double_count;
DROP TABLE sign_off_review;
DROP TABLE signed_file;
DROP TABLE signed_revision;
DROP TABLE sign_off;
