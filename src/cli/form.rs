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
        Err(mistakes) => {
            let failure = mistaken(file, &mistakes);
            for sentence in &failure.sentences {
                println!("{sentence}");
            }
            println!("共 {} 处错误。", mistakes.len());
            Ok(Ending::Attention)
        }
    }
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
