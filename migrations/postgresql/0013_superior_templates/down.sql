DROP TABLE superior_template_step;
DROP TABLE superior_template;
