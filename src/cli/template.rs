//! `huibiao template`: report templates, shown, checked and explained.

use std::path::Path;

use super::Ending;
use crate::problem::Failure;
use crate::report::template::{self, TEXTS};
use crate::workflow::tables::{mistaken, read_text};

const GUIDE: &str = include_str!("../../report_templates/guide.md");

/// The page that explains how templates are written.
pub fn guide() -> Result<Ending, Failure> {
    print!("{GUIDE}");
    Ok(Ending::Done)
}

/// A built-in template's text, for an office to start from.
pub fn show(name: &str) -> Result<Ending, Failure> {
    let wanted = |file: &&(&str, &str)| file.0.trim_end_matches(".toml") == name.trim_end_matches(".toml");
    let (_, text) = TEXTS.iter().find(wanted).ok_or_else(|| {
        let known: Vec<&str> = TEXTS.iter().map(|(file, _)| file.trim_end_matches(".toml")).collect();
        Failure::new(format!("没有内置模板“{name}”，有：{}", known.join("、")))
    })?;
    print!("{text}");
    Ok(Ending::Done)
}

pub fn check(file: &Path) -> Result<Ending, Failure> {
    match template::read(&read_text(file)?) {
        Ok(template) => {
            println!("{}：没有错误，共 {} 张表。", file.display(), template.sheets.len());
            Ok(Ending::Done)
        }
        Err(mistakes) => Ok(super::print_mistakes(&mistaken(file, &mistakes))),
    }
}
