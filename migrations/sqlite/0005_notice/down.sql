DROP INDEX campaign_notice;
ALTER TABLE campaign DROP COLUMN notice_id;
DROP TABLE notice;
