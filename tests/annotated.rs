//! Sheets go back with what is wrong written into them: every finding at its cell, everything else as it was, and read
//! again they say the same.
//!
//! A hundred generated sheets of all formats and layouts run always, four hundred where `HUIBIAO_DEEP` is set. They are
//! answered by the command, and the answers are read by the command again, so that what a clerk would do is what is
//! tested. The parts of files that are still themselves are compared byte for byte; openpyxl, which knows nothing of
//! us, finds each comment at its cell and every other cell with its value and its look.

#[path = "bench/python.rs"]
mod python;
#[path = "sheets/mod.rs"]
mod sheets;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use sheets::{folder, formats};
use zip::ZipArchive;

/// A file that was answered: itself, its answer, and what was read of both.
struct Answered {
    file: PathBuf,
    answer: PathBuf,
    before: Value,
    after: Value,
}

impl Answered {
    /// Whether the answer is the file itself, edited: all of its parts are there, and others only of kinds that are
    /// added. A new workbook has parts of its own.
    fn is_edited(&self) -> bool {
        let (file, answer) = (parts(&self.file), parts(&self.answer));
        let is_added = |name: &String| !name.starts_with("docProps/") && !name.contains("theme");
        let mut added = answer.keys().filter(|name| !file.contains_key(*name));
        !file.is_empty() && file.keys().all(|name| answer.contains_key(name)) && added.all(is_added)
    }

    fn name(&self) -> String {
        format!("{} → {}", self.file.display(), self.answer.display())
    }
}

fn home(name: &str) -> PathBuf {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&home);
    std::fs::create_dir_all(&home).expect("a folder");
    home
}

fn read(home: &Path, files: &[PathBuf], answers: Option<&Path>) -> Vec<Value> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huibiao"));
    command
        .arg("read")
        .args(files)
        .arg("--units")
        .arg(home.join("units.csv"))
        .args(["--year", "2024", "--json"]);
    if let Some(answers) = answers {
        command.arg("--answers").arg(answers);
    }
    let output = command.output().expect("the program starts");
    let text = String::from_utf8(output.stdout).expect("text");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), files.len(), "{}", String::from_utf8_lossy(&output.stderr));
    lines
}

/// Writes sheets of these seeds, has them answered, and reads the answers.
fn answered(name: &str, seeds: std::ops::Range<u64>, formats: &'static [formats::Format]) -> Vec<Answered> {
    let home = home(name);
    let made = folder::write(&home, &seeds.collect::<Vec<_>>(), formats).expect("sheets are written");
    let files: Vec<PathBuf> = made.iter().map(|made| home.join("sheets").join(&made.file_name)).collect();
    let answers = home.join("answers");
    let before = read(&home, &files, Some(&answers));
    let has_findings = |read: &Value| {
        let submissions = read["submissions"].as_array().expect("a list");
        submissions.iter().any(|one| one["findings"].as_array().is_some_and(|all| !all.is_empty()))
    };
    let with: Vec<(PathBuf, Value)> =
        files.into_iter().zip(before).filter(|(_, before)| has_findings(before)).collect();
    let text = std::fs::read_to_string(answers.join("随附说明.txt")).expect("a text to send along");
    let listed = text.lines().filter_map(|line| line.trim_start().split_once(". "));
    let listed: Vec<PathBuf> = listed.map(|(_, name)| answers.join(name)).collect();
    assert_eq!(listed.len(), with.len(), "each file with findings is answered");
    let after = read(&home, &listed, None);
    with.into_iter()
        .zip(listed)
        .zip(after)
        .map(|(((file, before), answer), after)| Answered { file, answer, before, after })
        .collect()
}

/// The parts of a package, unpacked; none where a file is none.
fn parts(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let bytes = std::fs::read(path).expect("a file");
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return BTreeMap::new() };
    let count = archive.len();
    let part = |index: usize| {
        let mut file = archive.by_index(index).ok()?;
        let mut content = Vec::new();
        file.read_to_end(&mut content).ok()?;
        Some((file.name().ok()?.into_owned(), content))
    };
    (0..count).filter_map(part).collect()
}

/// What was read, without the file's name; of a copy, without how the figures were written.
fn comparable(read: &Value, is_edited: bool) -> Vec<Value> {
    let mut submissions = read["submissions"].as_array().expect("a list").clone();
    for submission in &mut submissions {
        let fields = submission.as_object_mut().expect("fields");
        fields.remove("file");
        if !is_edited {
            fields.retain(|name, _| matches!(name.as_str(), "values" | "unit" | "nil"));
        }
    }
    submissions
}

/// Parts that are edited; all others are as they were.
fn is_edited_part(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let named = ["sheet", "styles", "workbook", "comments", "document", "[content_types]", "vmldrawing"];
    let file = name.rsplit('/').next().unwrap_or(&name);
    named.iter().any(|known| file.starts_with(known)) || name.ends_with(".rels") || file == "wb.xml"
}

fn complain(all: &[Answered]) -> Vec<String> {
    let mut complaints = Vec::new();
    for one in all {
        let is_edited = one.is_edited();
        if comparable(&one.before, is_edited) != comparable(&one.after, is_edited) {
            complaints.push(format!("{} is read otherwise", one.name()));
        }
        if !is_edited {
            continue;
        }
        let (before, after) = (parts(&one.file), parts(&one.answer));
        for (name, content) in &before {
            if !is_edited_part(name) && after.get(name) != Some(content) {
                complaints.push(format!("{}: part {name} is changed", one.name()));
            }
        }
    }
    complaints
}

fn seeds() -> u64 {
    if std::env::var_os("HUIBIAO_DEEP").is_some() { 200 } else { 50 }
}

#[test]
fn sheets_that_were_answered_are_read_again_as_they_were() {
    for (name, formats) in [("answered-first", formats::FIRST_MILE), ("answered-later", formats::LATER)] {
        let all = answered(name, 1..seeds() + 1, formats);
        let complaints = complain(&all);
        assert!(complaints.is_empty(), "{complaints:#?}");
        if name == "answered-first" {
            let edited = all.iter().filter(|one| one.is_edited()).count();
            assert!(edited * 3 > all.len(), "{edited} of {} are still themselves", all.len());
        }
    }
}

#[test]
fn what_was_answered_can_be_answered_again() {
    let home = home("answered-twice");
    let all = answered("answered-once", 1..seeds() / 2, formats::FIRST_MILE);
    let edited: Vec<&Answered> = all.iter().filter(|one| one.is_edited()).collect();
    let files: Vec<PathBuf> = edited.iter().map(|one| one.answer.clone()).collect();
    std::fs::write(home.join("units.csv"), sheets::register::csv()).expect("units are written");
    let again = home.join("answers");
    read(&home, &files, Some(&again));
    let text = std::fs::read_to_string(again.join("随附说明.txt")).expect("a text to send along");
    let listed = text.lines().filter_map(|line| line.trim_start().split_once(". "));
    let listed: Vec<PathBuf> = listed.map(|(_, name)| again.join(name)).collect();
    for ((one, path), after) in edited.iter().zip(&listed).zip(read(&home, &listed, None)) {
        assert_eq!(comparable(&one.before, true), comparable(&after, true), "{}", path.display());
        let once: Vec<String> = parts(&one.answer).into_keys().collect();
        let twice: Vec<String> = parts(path).into_keys().collect();
        assert_eq!(once, twice, "{}: no part is added a second time", path.display());
    }
}

#[test]
fn another_program_finds_every_comment_at_its_cell_and_every_cell_as_it_was() {
    let all = answered("answered-openpyxl", 1..seeds() + 1, formats::FIRST_MILE);
    let of_workbooks =
        all.iter().filter(|one| one.is_edited() && one.answer.extension().is_some_and(|end| end != "docx"));
    let asked: Vec<Value> = of_workbooks
        .map(|one| {
            let findings = one.before["submissions"].as_array().into_iter().flatten();
            let findings = findings.flat_map(|one| one["findings"].as_array().cloned().unwrap_or_default());
            serde_json::json!({ "file": one.file, "answer": one.answer, "findings": findings.collect::<Vec<_>>() })
        })
        .collect();
    let list = Path::new(env!("CARGO_TARGET_TMPDIR")).join("answered-openpyxl/asked.json");
    std::fs::write(&list, serde_json::to_string(&asked).expect("JSON")).expect("a list is written");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/annotated/cells.py");
    let python = python::python().unwrap_or_else(|why| panic!("{why}"));
    let output = Command::new(python).arg(script).arg(&list).output().expect("python starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let compared: usize = said.trim().parse().expect("how many were compared");
    assert!(compared * 2 > asked.len(), "{compared} of {} were compared", asked.len());
}
