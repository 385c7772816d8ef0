//! Every habit and every fault in every format that can carry it, each on sheets of its own.
//!
//! Chance alone meets a rare kind in a rare format once in a thousand sheets; here each pair gets its sheets,
//! and complaints are told by kind. Of the clean sheets of a kind one may draw a needless question.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::sheets::formats::{FIRST_MILE, LATER};
use crate::sheets::verdict::{Complaint, Kind as Verdict, judge};
use crate::sheets::{Kind, Made, make_of_kind, reading, register};

const PROGRAM: &str = env!("CARGO_BIN_EXE_huibiao");
/// Sheets of one kind in one format.
const EACH: usize = 2;
/// Seeds that are tried for them.
const TRIED: u64 = 60;
/// Needless questions that a kind may draw, as figures do by chance.
const ASKED: usize = 1;

#[test]
fn every_kind_is_read_in_every_format_that_carries_it() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kinds");
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder).expect("an old folder can be removed");
    }
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let units = folder.join("units.csv");
    std::fs::write(&units, register::csv()).expect("a register can be written");
    let sheets = sheets(&folder);
    let made: BTreeSet<&str> = sheets.iter().map(|sheet| sheet.kind).collect();
    assert_eq!(made.len(), Kind::all().count(), "every kind finds a format: {made:?}");
    let files: Vec<PathBuf> = sheets.iter().map(|sheet| folder.join(&sheet.file)).collect();
    let answers = reading::read(PROGRAM, &files, &units);
    let mut told: BTreeMap<&str, Vec<Complaint>> = BTreeMap::new();
    for sheet in &sheets {
        let answer = answers.get(&sheet.file).unwrap_or_else(|| panic!("{} got no answer", sheet.file));
        for mut complaint in judge(&sheet.made.truths, answer) {
            complaint.sentence = format!("{} {:?}: {}", sheet.file, sheet.made.layouts, complaint.sentence);
            told.entry(sheet.kind).or_default().push(complaint);
        }
    }
    let is_asked = |complaint: &Complaint| complaint.kind == Verdict::Asked;
    told.retain(|_, said| said.len() > ASKED || !said.iter().all(is_asked));
    let lines: Vec<String> = told.iter().map(|(kind, said)| in_lines(kind, said)).collect();
    assert!(lines.is_empty(), "{} of {} kinds:\n{}", told.len(), made.len(), lines.join("\n"));
}

fn in_lines(kind: &str, said: &[Complaint]) -> String {
    said.iter().fold(format!("{kind}:"), |lines, complaint| format!("{lines}\n    {complaint}"))
}

struct Sheet {
    kind: &'static str,
    file: String,
    made: Made,
}

/// Writes the sheets of all kinds into a folder.
fn sheets(folder: &Path) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    let formats = || FIRST_MILE.iter().chain(LATER);
    let pairs = Kind::all().flat_map(|kind| formats().map(move |format| (kind, format)));
    for (index, (kind, format)) in (0..).zip(pairs) {
        let first = 100_000 + index * TRIED;
        let of_kind = (first..first + TRIED).filter_map(|seed| make_of_kind(seed, format, kind));
        for made in of_kind.take(EACH) {
            let name = format!("{}-{}-{}", kind.name(), format.name, made.file_name);
            let file = name.replace([' ', '>'], "_");
            std::fs::write(folder.join(&file), &made.bytes).expect("a sheet can be written");
            sheets.push(Sheet { kind: kind.name(), file, made });
        }
    }
    sheets
}
