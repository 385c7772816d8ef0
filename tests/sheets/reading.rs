//! Running `huibiao read` over many files, as a clerk would, and collecting its lines by file name.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use serde_json::Value;

/// Reads files as the anchor form of 2024; the answer to each, by its file name.
pub fn read(program: &str, files: &[PathBuf], units: &Path) -> HashMap<String, Value> {
    read_as(program, files, units, &["--year", "2024"])
}

/// Reads files in a few parallel runs of the program with more options; the answer to each, by its file name.
pub fn read_as(program: &str, files: &[PathBuf], units: &Path, options: &[&str]) -> HashMap<String, Value> {
    let share = files.len().div_ceil(2).max(1);
    let run = |files: &[PathBuf]| lines(program, files, units, options);
    thread::scope(|scope| {
        let runs: Vec<_> = files.chunks(share).map(|chunk| scope.spawn(move || run(chunk))).collect();
        runs.into_iter().flat_map(|run| run.join().expect("a run ends")).collect()
    })
}

fn lines(program: &str, files: &[PathBuf], units: &Path, options: &[&str]) -> Vec<(String, Value)> {
    let output = Command::new(program)
        .arg("read")
        .args(files)
        .arg("--units")
        .arg(units)
        .args(options)
        .arg("--json")
        .output()
        .expect("the program starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "the program ended with {}: {said}", output.status);
    let text = String::from_utf8(output.stdout).expect("the program prints UTF-8");
    text.lines()
        .map(|line| {
            let value: Value =
                serde_json::from_str(line).unwrap_or_else(|e| panic!("{e} in this line: {line}"));
            let path = value["file"].as_str().unwrap_or_else(|| panic!("no file is named in {line}"));
            let name = Path::new(path).file_name().unwrap_or_else(|| panic!("no file name in {path}"));
            (name.to_string_lossy().into_owned(), value)
        })
        .collect()
}
