//! Sheets that were once read wrongly, kept as files.
//!
//! A seed alone would not keep them: every new line in a table changes what a seed makes. So the file
//! itself and its truth stay, each under a name that says what it was about.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::Made;
use super::truth::Truth;

/// A kept sheet and what must be read from it.
pub struct Kept {
    pub path: PathBuf,
    pub truths: Vec<Truth>,
}

/// All kept sheets of a folder.
pub fn kept(folder: &Path) -> Vec<Kept> {
    let truth = fs::read_to_string(folder.join("truth.jsonl")).expect("kept sheets have a truth");
    truth
        .lines()
        .map(|line| {
            let line: Value = serde_json::from_str(line).expect("each line of the truth is JSON");
            let path = folder.join(line["file"].as_str().expect("a file is named"));
            let submissions = line["submissions"].as_array().expect("submissions are listed");
            Kept { path, truths: submissions.iter().map(Truth::from_json).collect() }
        })
        .collect()
}

/// Keeps a sheet under a name.
pub fn keep(folder: &Path, made: &Made, name: &str) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let extension = made.file_name.rsplit('.').next().unwrap_or_default();
    let file = format!("{name}.{extension}");
    fs::write(folder.join(&file), &made.bytes)?;
    let submissions: Vec<Value> = made.truths.iter().map(Truth::to_json).collect();
    let line = json!({ "file": file, "format": made.format, "submissions": submissions });
    let mut truth = fs::OpenOptions::new().create(true).append(true).open(folder.join("truth.jsonl"))?;
    writeln!(truth, "{line}")
}
