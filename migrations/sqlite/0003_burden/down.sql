DROP TABLE burden;
