//! Sheets of the field: habits of offices that were once read wrongly, refused or asked about needlessly.
//!
//! Their truth says what a careful reader does with each (`field/README.md`); here it becomes the truth that
//! the verdict knows. A figure that must be asked about is debatable: whatever is read, the question stands.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::truth::{Expected, ITEMS, Issue, Truth, WhichUnit};

/// A file of the field, the register that its units stand in, and what must come of it.
pub struct FieldSheet {
    pub path: PathBuf,
    pub units: PathBuf,
    pub due: Due,
    /// The kind of sheet that it stands for, as a sentence.
    pub kind: String,
}

/// What must come of a file.
pub enum Due {
    Answers(Vec<Truth>),
    Refusal,
}

/// All sheets of the field, each file once.
pub fn sheets(folder: &Path) -> Vec<FieldSheet> {
    let truth = fs::read_to_string(folder.join("truth.jsonl")).expect("the field has a truth");
    let registers = HashMap::from([
        ("samples", folder.with_file_name("samples").join("units.csv")),
        ("habits", folder.join("units_habits.csv")),
    ]);
    let mut sheets: Vec<FieldSheet> = Vec::new();
    for line in truth.lines() {
        let line: Value = serde_json::from_str(line).expect("each line of the truth is JSON");
        let word = |key: &str| line[key].as_str().expect("the truth is complete").to_owned();
        let path = folder.join(word("file"));
        let units = registers[word("register").as_str()].clone();
        let due = due(&line, &units);
        match (sheets.last_mut().filter(|last| last.path == path), due) {
            (Some(FieldSheet { due: Due::Answers(all), .. }), Due::Answers(more)) => all.extend(more),
            (_, due) => sheets.push(FieldSheet { path, units, due, kind: word("trait") }),
        }
    }
    sheets
}

fn due(line: &Value, units: &Path) -> Due {
    let expect = line["expect"].as_str().expect("something is expected");
    let code = line["unit_code"].as_str().expect("a unit is named").to_owned();
    let mut truth = Truth {
        unit_name: name_of(&code, units),
        unit: WhichUnit::Code(code),
        date: None,
        values: ITEMS.map(|item| figure(&line["values"][item - 1])),
        due: Vec::new(),
        allowed: explained(&line["explained"]),
    };
    let (kind, items) = expect.split_once(':').unwrap_or((expect, ""));
    let items: Vec<usize> = items.split(',').filter_map(|item| item.parse().ok()).collect();
    match kind {
        "refuse" => return Due::Refusal,
        "read" => {}
        "may" => truth.allowed.extend(items.into_iter().map(|item| Issue::ask("may", item))),
        "ask" if items.len() == ITEMS.len() => ask_for_the_sheet(&mut truth),
        "ask" => items.into_iter().for_each(|item| ask(&mut truth, item)),
        "ask-any" => ask_for_the_sheet(&mut truth),
        other => panic!("the field has a new expectation: {other}"),
    }
    if kind != "read" {
        truth.allowed.extend(ITEMS.map(|item| Issue::query("side effect", item)));
        truth.allowed.push(Issue::refusal());
    }
    Due::Answers(vec![truth])
}

fn ask(truth: &mut Truth, item: usize) {
    truth.set(item, Expected::Debatable);
    truth.due.push(Issue::ask("asked", item));
}

/// One question for all figures at once.
fn ask_for_the_sheet(truth: &mut Truth) {
    truth.values = ITEMS.map(|_| Expected::Debatable);
    truth.due.push(Issue::ask_sheet("asked"));
}

fn figure(value: &Value) -> Expected {
    value.as_str().map_or(Expected::Nothing, |figure| Expected::Figure(figure.to_owned()))
}

fn explained(issues: &Value) -> Vec<Issue> {
    let words = issues.as_array().map_or(&[][..], Vec::as_slice).iter();
    words.map(|issue| Issue::from_words(issue.as_str().expect("issues are words"))).collect()
}

fn name_of(code: &str, units: &Path) -> String {
    let register = fs::read_to_string(units).expect("the register can be read");
    let mut rows = register.lines().map(|row| row.split(',').collect::<Vec<_>>());
    let row = rows.find(|row| row[0] == code);
    row.map(|row| row[1].to_owned()).unwrap_or_default()
}
