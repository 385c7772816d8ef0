//! Five hundred workbooks of other work: none is claimed as the form's table.
//!
//! A wrong claim is worse than a refusal: figures of a purchase would stand in a county's total.

use std::path::{Path, PathBuf};

use crate::sheets::{reading, register, strangers};

const PROGRAM: &str = env!("CARGO_BIN_EXE_huibiao");

#[test]
fn five_hundred_tables_of_other_work_are_no_tables_of_the_form() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("strangers");
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let units = folder.join("units.csv");
    std::fs::write(&units, register::csv()).expect("a register can be written");
    let files: Vec<PathBuf> = (1..=500)
        .map(|seed| {
            let stranger = strangers::make(seed);
            let path = folder.join(&stranger.file_name);
            std::fs::write(&path, stranger.bytes).expect("a table can be written");
            path
        })
        .collect();
    let answers = reading::read(PROGRAM, &files, &units);
    assert_eq!(answers.len(), files.len(), "every file gets an answer");
    let claimed: Vec<String> = answers
        .iter()
        .filter(|(_, answer)| answer["refusal"]["code"] != "no-table")
        .map(|(name, answer)| format!("{name}: {} {}", answer["status"], answer["refusal"]))
        .collect();
    assert!(claimed.is_empty(), "{} of 500 were no strangers:\n{}", claimed.len(), claimed.join("\n"));
}
