//! The field, file by file: what must be read is read, what must be asked is asked, what is no table is refused.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::sheets::field::{self, Due, FieldSheet};
use crate::sheets::reading;
use crate::sheets::verdict::judge;

const PROGRAM: &str = env!("CARGO_BIN_EXE_huibiao");

#[test]
fn every_sheet_of_the_field_is_read_asked_about_or_refused() {
    let sheets = field::sheets(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sheets/field"));
    let answers = answers(&sheets);
    let mut wrong = Vec::new();
    for sheet in &sheets {
        let file = name(&sheet.path);
        let answer = answers.get(&file).unwrap_or_else(|| panic!("{file} got no answer"));
        let complaints = complaints(&sheet.due, answer);
        wrong.extend(complaints.iter().map(|said| format!("{file} ({})\n    {said}", sheet.kind)));
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), sheets.len(), wrong.join("\n"));
}

fn complaints(due: &Due, answer: &Value) -> Vec<String> {
    match due {
        Due::Answers(truths) => judge(truths, answer).iter().map(ToString::to_string).collect(),
        Due::Refusal if answer["status"] == "refused" => Vec::new(),
        Due::Refusal => vec![format!("no table can be read there: {answer}")],
    }
}

/// Each register is read with its own files.
fn answers(sheets: &[FieldSheet]) -> HashMap<String, Value> {
    let mut by_register: HashMap<&Path, Vec<PathBuf>> = HashMap::new();
    for sheet in sheets {
        by_register.entry(&sheet.units).or_default().push(sheet.path.clone());
    }
    by_register.iter().flat_map(|(units, files)| reading::read(PROGRAM, files, units)).collect()
}

fn name(path: &Path) -> String {
    path.file_name().expect("sheets are files").to_string_lossy().into_owned()
}
