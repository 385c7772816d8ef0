DROP TABLE activity_count;
