DROP TABLE stated_total;
