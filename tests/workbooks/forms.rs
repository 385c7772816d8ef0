//! Other families of forms: rates, 其中, several columns, section rows.
