//! `huibiao form`: texts of forms, checked and listed.

use std::path::Path;

use super::Ending;
use crate::form::builtin;
use crate::form::definition::read_form;
use crate::problem::Failure;
use crate::workflow::tables::{mistaken, read_text};

pub fn check(file: &Path) -> Result<Ending, Failure> {
    let text = read_text(file)?;
    match read_form(&text) {
        Ok(form) => {
            let derived = form.derived_items.len();
            println!(
                "{}：没有错误。指标 {} 项，派生指标 {derived} 项，审核规则 {} 条。",
                file.display(),
                form.items.len(),
                form.checks.len()
            );
            Ok(Ending::Done)
        }
        Err(mistakes) => Ok(super::print_mistakes(&mistaken(file, &mistakes))),
    }
}

/// A built-in form's text, for an office to start from.
pub fn show(code: &str) -> Result<Ending, Failure> {
    let built_in = builtin::FORMS.iter().find(|form| form.code == code);
    let built_in =
        built_in.ok_or_else(|| Failure::new(format!("没有内置报表“{code}”，用 huibiao form list 查看")))?;
    print!("{}", built_in.text);
    Ok(Ending::Done)
}

pub fn list() -> Result<Ending, Failure> {
    for built_in in &builtin::FORMS {
        if let Some(form) = builtin::form(built_in.code) {
            println!(
                "{}  {}（{} 版，{} 项指标）",
                form.code,
                form.title_of(None),
                form.version,
                form.items.len()
            );
        }
    }
    Ok(Ending::Done)
}
