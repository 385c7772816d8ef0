//! What the program says of drawn sheets, in a few words that a test can hold against the truth.
//!
//! A submission is told as its unit's code, then each item with its figures (`_` where there is none), then
//! each 强制 and 核实 finding with its item and column.

use std::path::{Path, PathBuf};

use huibiao::form::definition::read_form;
use huibiao::form::{Form, builtin};
use serde_json::Value;

use crate::picture;
use crate::sheets::random::Random;
use crate::sheets::{formats, reading, register};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_huibiao");

/// Draws a sheet in several formats and demands the same of each.
pub fn check(name: &str, form: &str, formats: &[&str], drawn: &str, expected: &str) {
    let folder = in_target(&format!("{form} {name}"));
    let built_in = builtin::form(form).expect("the form is built in");
    check_as(&folder, (form, &built_in), formats, drawn, expected);
}

/// The same for an office's own form, given as its text.
pub fn check_own(name: &str, text: &str, formats: &[&str], drawn: &str, expected: &str) {
    let folder = in_target(&format!("own {name}"));
    let path = folder.join("form.toml");
    std::fs::write(&path, text).expect("a form can be written");
    let form = read_form(text).expect("the form is well written");
    check_as(&folder, (&path.to_string_lossy(), &form), formats, drawn, expected);
}

fn check_as(folder: &Path, form: (&str, &Form), formats: &[&str], drawn: &str, expected: &str) {
    let units = folder.join("units.csv");
    std::fs::write(&units, register::csv()).expect("a register can be written");
    let files: Vec<PathBuf> = formats.iter().map(|format| write(folder, format, format, drawn)).collect();
    let options = ["--form", form.0, "--year", "2024"];
    let answers = reading::read_as(PROGRAM, &files, &units, &options);
    for file in &files {
        let name = file.file_name().expect("files have names").to_string_lossy().into_owned();
        let said = file_in_words(form.1, &answers[&name]);
        assert_eq!(said, lines(expected), "{name} of “{}”", folder.display());
    }
}

/// Writes a drawn sheet; its path.
pub fn write(folder: &Path, stem: &str, format: &str, drawn: &str) -> PathBuf {
    let format = formats::named(format);
    let path = folder.join(format!("{stem}.{}", format.extensions[0]));
    let bytes = (format.write)(&picture::book(drawn), &mut Random::new(315));
    std::fs::write(&path, bytes).expect("a sheet can be written");
    path
}

/// A fresh folder for one test.
pub fn in_target(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("forms").join(name);
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder).expect("an old folder can be removed");
    }
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

fn lines(text: &str) -> Vec<String> {
    text.trim().lines().map(|line| line.trim().to_owned()).collect()
}

fn file_in_words(form: &Form, answer: &Value) -> Vec<String> {
    if answer["status"] != "read" {
        return vec![format!("refused {}", answer["refusal"]["code"].as_str().unwrap_or_default())];
    }
    let submissions = answer["submissions"].as_array().expect("what was read is listed");
    submissions.iter().flat_map(|submission| in_words(form, submission)).collect()
}

fn in_words(form: &Form, submission: &Value) -> Vec<String> {
    let nil = if submission["nil"] == true { " 零报告" } else { "" };
    let mut said = vec![format!("{}{nil}", submission["unit"]["code"].as_str().unwrap_or("nobody"))];
    said.extend(figures(form, &submission["values"]));
    for finding in submission["findings"].as_array().expect("findings are listed") {
        let part = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        if part("severity") != "hint" {
            let words = [part("severity"), part("code"), part("item"), part("column")];
            said.push(words.iter().filter(|word| !word.is_empty()).cloned().collect::<Vec<_>>().join(" "));
        }
    }
    said
}

/// One line an item: its code and its figures, column by column.
pub fn figures(form: &Form, values: &Value) -> Vec<String> {
    let figure = |key: String| values[key].as_str().unwrap_or("_").to_owned();
    let line = |item: &huibiao::form::Item| {
        let own: Vec<String> = match form.has_columns() {
            true => {
                form.columns.iter().map(|column| figure(format!("{}:{}", item.code, column.code))).collect()
            }
            false => vec![figure(item.code.clone())],
        };
        format!("{}: {}", item.code, own.join(" "))
    };
    form.items.iter().filter(|item| !item.section).map(line).collect()
}
