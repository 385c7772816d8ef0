//! What several commands let people choose in the same words: the form and the year.

use std::path::Path;
use std::sync::Arc;

use crate::form::Form;
use crate::form::builtin;
use crate::form::definition::read_form;
use crate::problem::Failure;
use crate::workflow::tables::{mistaken, read_text};

/// Loads a form by the code of a built-in one or by the path of its text.
pub fn load_form(name: Option<&str>) -> Result<Arc<Form>, Failure> {
    let Some(name) = name else { return Ok(builtin::anchor()) };
    if let Some(form) = builtin::form(name) {
        return Ok(form);
    }
    let path = Path::new(name);
    if !path.exists() {
        let known: Vec<&str> = builtin::FORMS.iter().map(|form| form.code).collect();
        return Err(Failure::new(format!(
            "没有报表“{name}”：既不是内置报表（{}），也不是文件",
            known.join("、")
        )));
    }
    read_form(&read_text(path)?).map(Arc::new).map_err(|mistakes| mistaken(path, &mistakes))
}

/// A year as the option `--year` takes it.
pub fn year(text: &str) -> Result<i32, &'static str> {
    let year: Option<i32> = text.parse().ok();
    year.filter(|year| (2000..2100).contains(year)).ok_or("应为四位数的年份，如 2024")
}
