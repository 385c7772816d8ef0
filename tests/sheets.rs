//! Filled sheets in every layout, wording and format, read by the program itself, held against the truth.
//!
//! The sixty samples and three hundred generated sheets run always; a thousand run where `HUIBIAO_DEEP`
//! is set, with five thousand that are read for needless questions alone, and others where `HUIBIAO_SEEDS`
//! names them (`16000..17000`). A sheet that was ever read wrongly is kept as a file. Complaints are printed
//! together: one sheet may have several, and the pattern over all sheets says more than the first of them.

#[path = "sheets/field_is_read.rs"]
mod field_is_read;
#[path = "sheets/kinds_are_read.rs"]
mod kinds_are_read;
#[path = "sheets/mod.rs"]
mod sheets;
#[path = "sheets/strangers_are_refused.rs"]
mod strangers_are_refused;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sheets::formats::{FIRST_MILE, Format, LATER};
use sheets::verdict::{Complaint, Kind, judge};
use sheets::{
    Made, cell_texts, damage, folder, kept, layouts, make, parcels, reading, register, samples, truth,
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_huibiao");

/// A complaint about a file, told as one line.
struct Told {
    file: String,
    complaint: Complaint,
}

fn in_target(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder).expect("an old folder can be removed");
    }
    folder
}

/// The seeds that run: so many always, so many where somebody wants to know more, or those asked for.
fn seeds(always: u64, deep: u64) -> Vec<u64> {
    if let Ok(asked) = std::env::var("HUIBIAO_SEEDS") {
        let (first, after) = asked.split_once("..").expect("seeds are asked for as FIRST..AFTER");
        let number = |text: &str| text.parse::<u64>().expect("seeds are whole numbers");
        return (number(first)..number(after)).collect();
    }
    let last = if std::env::var_os("HUIBIAO_DEEP").is_some() { deep } else { always };
    (1..=last).collect()
}

fn describe(made: &Made) -> String {
    format!("{} ({}, {:?}, {})", made.file_name, made.format, made.layouts, made.fault.unwrap_or("no fault"))
}

/// Makes, writes and reads the sheets of some seeds; returns every complaint.
fn complaints_about(name: &str, seeds: &[u64], formats: &'static [Format]) -> Vec<Told> {
    let folder = in_target(name);
    let made = folder::write(&folder, seeds, formats).expect("sheets can be written");
    let files: Vec<PathBuf> = made.iter().map(|sheet| folder.join("sheets").join(&sheet.file_name)).collect();
    let answers = reading::read(PROGRAM, &files, &folder.join("units.csv"));
    made.iter()
        .flat_map(|sheet| {
            let answer = answers.get(&sheet.file_name);
            let answer = answer.unwrap_or_else(|| panic!("{} got no answer", describe(sheet)));
            let tell = |complaint| Told { file: describe(sheet), complaint };
            judge(&sheet.truths, answer).into_iter().map(tell)
        })
        .collect()
}

/// No complaint but a few needless questions.
fn assert_right(told: &[Told], sheets: usize, asked_percent: usize) {
    let asked: BTreeSet<&str> =
        told.iter().filter(|t| t.complaint.kind == Kind::Asked).map(|t| t.file.as_str()).collect();
    let wrong = told.iter().filter(|t| t.complaint.kind != Kind::Asked).count();
    let lines: Vec<String> = told.iter().map(|t| format!("{}\n    {}", t.file, t.complaint)).collect();
    let lines = lines.join("\n");
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    told.iter().for_each(|t| *kinds.entry(t.complaint.kind).or_default() += 1);
    assert!(wrong == 0, "{wrong} things were read wrongly on {sheets} sheets, {kinds:?}:\n{lines}");
    assert!(
        asked.len() * 100 <= sheets * asked_percent,
        "{} of {sheets} clean sheets drew a needless question:\n{lines}",
        asked.len()
    );
}

#[test]
fn every_sample_is_read_to_the_last_digit() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sheets/samples");
    let samples = samples::samples(&folder);
    let files: Vec<PathBuf> = samples.iter().map(|sample| sample.path.clone()).collect();
    let answers = reading::read(PROGRAM, &files, &folder.join("units.csv"));
    let mut told = Vec::new();
    for sample in &samples {
        let file = sample.path.file_name().expect("samples are files").to_string_lossy().into_owned();
        let answer = answers.get(&file).unwrap_or_else(|| panic!("{file} got no answer"));
        let complaints = judge(std::slice::from_ref(&sample.truth), answer);
        told.extend(complaints.into_iter().map(|complaint| Told { file: file.clone(), complaint }));
    }
    assert_right(&told, samples.len(), 5);
}

#[test]
fn no_generated_sheet_is_silently_wrong() {
    let seeds = seeds(300, 1000);
    let told = complaints_about("generated", &seeds, FIRST_MILE);
    assert_right(&told, seeds.len(), 1);
}

/// A false alarm costs as much trust as a missed error: of the clean sheets one in a hundred may draw a question.
#[test]
fn clean_sheets_draw_hardly_ever_a_question() {
    let seeds: Vec<u64> = seeds(200, 5_000).into_iter().map(|seed| seed + 500_000).collect();
    let folder = in_target("questions");
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    std::fs::write(folder.join("units.csv"), register::csv()).expect("a register can be written");
    let (mut clean, mut told) = (0, Vec::new());
    for some in seeds.chunks(500) {
        let made = some.iter().map(|seed| make(*seed, FIRST_MILE));
        let made: Vec<Made> = made.filter(|made| made.truths.iter().all(truth::Truth::is_clean)).collect();
        clean += made.len();
        told.extend(questions(&folder, &made));
    }
    let lines: Vec<String> = told.iter().map(|t| format!("{}\n    {}", t.file, t.complaint)).collect();
    let asked: BTreeSet<&str> = told.iter().map(|t| t.file.as_str()).collect();
    let few = asked.len() * 100 <= clean;
    assert!(few, "{} of {clean} clean sheets drew a question:\n{}", asked.len(), lines.join("\n"));
}

/// The needless questions about clean sheets.
fn questions(folder: &Path, made: &[Made]) -> Vec<Told> {
    let files: Vec<PathBuf> = made.iter().map(|made| folder.join(&made.file_name)).collect();
    for (made, file) in made.iter().zip(&files) {
        std::fs::write(file, &made.bytes).expect("a sheet can be written");
    }
    let answers = reading::read(PROGRAM, &files, &folder.join("units.csv"));
    let told = made.iter().flat_map(|made| {
        let asked = judge(&made.truths, &answers[&made.file_name]).into_iter();
        let asked = asked.filter(|complaint| complaint.kind == Kind::Asked);
        asked.map(|complaint| Told { file: describe(made), complaint })
    });
    let told = told.collect();
    files.iter().for_each(|file| std::fs::remove_file(file).expect("a sheet can be removed"));
    told
}

#[test]
fn no_generated_sheet_of_another_suite_is_silently_wrong() {
    let seeds = seeds(100, 1000);
    let told = complaints_about("generated-later", &seeds, LATER);
    assert_right(&told, seeds.len(), 1);
}

/// A ZIP with names in GBK and a mail: each holds what its sheets hold alone.
#[test]
fn sheets_in_archives_and_mails_are_read_like_any_other() {
    let folder = in_target("parcels");
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    std::fs::write(folder.join("units.csv"), register::csv()).expect("a register can be written");
    let clean = |made: &Made| made.truths.len() == 1 && made.truths[0].is_clean();
    let mut sheets = (1..).map(|seed| make(seed, FIRST_MILE)).filter(clean);
    let mut parcels = Vec::new();
    for (name, pack) in [("附件.zip", parcels::zip as parcels::Pack), ("邮件.eml", parcels::mail)] {
        let packed: Vec<Made> = sheets.by_ref().take(4).collect();
        let path = folder.join(name);
        std::fs::write(&path, pack(&packed)).expect("a parcel can be written");
        parcels.push((path, packed));
    }
    let files: Vec<PathBuf> = parcels.iter().map(|(path, _)| path.clone()).collect();
    let answers = reading::read(PROGRAM, &files, &folder.join("units.csv"));
    for (path, packed) in &parcels {
        let name = path.file_name().expect("parcels are files").to_string_lossy().into_owned();
        let truths: Vec<truth::Truth> = packed.iter().flat_map(|made| made.truths.clone()).collect();
        let complaints: Vec<String> =
            judge(&truths, &answers[&name]).iter().map(|complaint| complaint.to_string()).collect();
        assert!(complaints.is_empty(), "{name}: {complaints:#?}\n{}", answers[&name]);
        let named = answers[&name].to_string().contains("报表（第1份）");
        assert!(named, "names are read as written: {}", answers[&name]["members"]);
    }
}

#[test]
fn sheets_that_failed_once_are_right_now() {
    let kept = kept::kept(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sheets/kept"));
    let units = in_target("kept-units.csv");
    std::fs::write(&units, register::csv()).expect("a register can be written");
    let files: Vec<PathBuf> = kept.iter().map(|sheet| sheet.path.clone()).collect();
    let answers = reading::read(PROGRAM, &files, &units);
    let mut told = Vec::new();
    for sheet in &kept {
        let file = sheet.path.file_name().expect("kept sheets are files").to_string_lossy().into_owned();
        let answer = answers.get(&file).unwrap_or_else(|| panic!("{file} got no answer"));
        let complaints = judge(&sheet.truths, answer);
        told.extend(complaints.into_iter().map(|complaint| Told { file: file.clone(), complaint }));
    }
    assert_right(&told, kept.len(), 100);
}

/// Values are all that counts here: whatever is read from a broken file must be what the whole one holds.
#[test]
fn a_broken_sample_is_refused_or_read_as_if_it_were_whole() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sheets/samples");
    let folder = in_target("broken");
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let random = &mut sheets::random::Random::new(2024);
    let mut broken = Vec::new();
    for sample in samples::samples(&source) {
        let whole = std::fs::read(&sample.path).expect("samples can be read");
        let name = sample.path.file_name().expect("samples are files").to_string_lossy().into_owned();
        for copy in damage::broken_copies(&whole, random) {
            let path = folder.join(format!("{}-{name}", copy.how));
            std::fs::write(&path, copy.bytes).expect("a copy can be written");
            broken.push((path, sample.truth.clone()));
        }
    }
    let files: Vec<PathBuf> = broken.iter().map(|(path, _)| path.clone()).collect();
    let answers = reading::read(PROGRAM, &files, &source.join("units.csv"));
    let mut wrong = Vec::new();
    for (path, truth) in &broken {
        let name = path.file_name().expect("copies are files").to_string_lossy().into_owned();
        let answer = answers.get(&name).unwrap_or_else(|| panic!("{name} got no answer"));
        let complaints = judge(std::slice::from_ref(truth), answer);
        let bad =
            complaints.iter().filter(|c| matches!(c.kind, Kind::Silent | Kind::Unit | Kind::Submissions));
        wrong.extend(bad.map(|complaint| format!("{name}\n    {complaint}")));
    }
    assert!(wrong.is_empty(), "broken files were read wrongly:\n{}", wrong.join("\n"));
}

#[test]
fn a_seed_always_makes_the_same_sheet() {
    for seed in [3, 15, 2024] {
        for formats in [FIRST_MILE, LATER] {
            let (once, again) = (make(seed, formats), make(seed, formats));
            assert_eq!(once.file_name, again.file_name);
            assert_eq!(once.book.main_page().cells, again.book.main_page().cells);
        }
    }
}

#[test]
fn the_seeds_that_always_run_meet_every_layout() {
    let made: Vec<Made> = (1..=300).map(|seed| make(seed, FIRST_MILE)).collect();
    let used = |name: &str| made.iter().any(|m| m.layouts.contains(&name));
    let names = layouts::LAYOUTS.iter().map(|layout| layout.name);
    let unused: Vec<&str> = names.filter(|name| !used(name)).collect();
    assert!(unused.is_empty(), "three hundred sheets never met {unused:?}");
}

/// The judge itself: content with a right answer, and with nothing less.
#[test]
fn the_verdict_misses_no_wrong_figure() {
    let made = (1..).map(|seed| make(seed, FIRST_MILE)).find(|made| made.truths[0].is_clean());
    let truth = &made.expect("some sheet is clean").truths[0];
    let right = serde_json::json!({"status": "read", "submissions": [{
        "unit": {"code": truth.to_json()["unit_code"], "name": truth.unit_name, "candidates": []},
        "date": truth.date,
        "values": truth::ITEMS.map(|item| (item.to_string(), truth.figure(item)))
            .into_iter().collect::<BTreeMap<_, _>>(),
        "findings": [],
    }]});
    let kinds = |line: &serde_json::Value| -> Vec<Kind> {
        judge(std::slice::from_ref(truth), line).iter().map(|complaint| complaint.kind).collect()
    };
    assert_eq!(kinds(&right), []);
    let changed = |pointer: &str, value: serde_json::Value| {
        let mut line = right.clone();
        *line.pointer_mut(pointer).expect("the place is in the answer") = value;
        kinds(&line)
    };
    let hard = |item| serde_json::json!([{"severity": "hard", "code": "x", "item": item, "message": "y"}]);
    assert_eq!(changed("/submissions/0/values/7", "0.000001".into()), [Kind::Silent]);
    assert_eq!(changed("/submissions/0/unit/code", "370320999".into()), [Kind::Unit]);
    assert_eq!(changed("/submissions/0/findings", hard("3")), [Kind::FalseAlarm]);
    assert_eq!(changed("/status", "refused".into()), [Kind::Refused]);
}

/// A figure that must be asked about: a 强制 or a 核实 that holds will do, a question that holds nothing will not.
#[test]
fn the_verdict_knows_asking_from_mentioning() {
    let made = (1..).map(|seed| make(seed, FIRST_MILE)).find(|made| made.truths[0].is_clean());
    let mut truth = made.expect("some sheet is clean").truths[0].clone();
    truth.due.push(truth::Issue::ask("white on white", 4));
    truth.set(4, truth::Expected::Debatable);
    let said = |severity: &str, holds: bool, item: &str| {
        let finding = serde_json::json!({
            "severity": severity, "code": "x", "item": item, "holds": holds, "message": "y"
        });
        let values = truth::ITEMS.map(|item| (item.to_string(), truth.figure(item)));
        serde_json::json!({"status": "read", "submissions": [{
            "unit": {"code": truth.to_json()["unit_code"], "name": truth.unit_name, "candidates": []},
            "date": truth.date, "values": BTreeMap::from(values), "findings": [finding],
        }]})
    };
    let kinds = |truth: &truth::Truth, line: &serde_json::Value| -> Vec<Kind> {
        judge(std::slice::from_ref(truth), line).iter().map(|complaint| complaint.kind).collect()
    };
    assert_eq!(kinds(&truth, &said("query", true, "4")), []);
    assert_eq!(kinds(&truth, &said("hard", false, "4")), []);
    assert_eq!(kinds(&truth, &said("query", false, "4")), [Kind::Missed]);
    assert_eq!(kinds(&truth, &said("query", true, "5")), [Kind::Missed]);
    let refused = serde_json::json!({"status": "refused", "refusal": {"code": "x"}});
    assert_eq!(kinds(&truth, &refused), [Kind::Refused]);
    let mut refusable = truth.clone();
    refusable.allowed.push(truth::Issue::refusal());
    assert_eq!(kinds(&refusable, &refused), []);
}

/// Each way of writing a figure says the figure: a small reader of its own checks the digits.
#[test]
fn every_cell_text_still_says_its_figure() {
    let random = &mut sheets::random::Random::new(7);
    for (item, value, measure) in [
        (1, "12", "场"),
        (4, "1234", "件"),
        (11, "12000", "份"),
        (7, "28.4886", "万元"),
        (7, "3.520735", "万元"),
        (7, "0.000405", "万元"),
        (2, "0", "场"),
    ] {
        let figure = cell_texts::Figure { item, value: value.to_owned(), measure: measure.to_owned() };
        for way in cell_texts::CELL_TEXTS {
            let Some(entry) = (way.write)(&figure, random) else { continue };
            let read = careful_reading(&entry.shown(), item);
            assert_eq!(read.as_deref(), Some(value), "{}: {:?}", way.name, entry);
        }
    }
}

/// Digits, point, 万, 元, 角, 分 and capital numerals, and nothing else: enough to read what `cell_texts` writes
/// without faults.
fn careful_reading(text: &str, item: usize) -> Option<String> {
    if text.ends_with('整') {
        return Some(sheets::figures::shifted(&capital_numeral(text).to_string(), -4));
    }
    let text = &text.replace('。', ".");
    if let Some((yuan, part)) = text.split_once('元').filter(|(_, part)| part.ends_with(['角', '分'])) {
        let digit = |mark| part.split(mark).next().and_then(|words| words.chars().last()?.to_digit(10));
        let tenths = if part.contains('角') { digit('角')? } else { 0 };
        let cents = if part.contains('分') { digit('分')? } else { 0 };
        return Some(sheets::figures::shifted(&format!("{yuan}{tenths}{cents}"), -6));
    }
    let narrow = |letter: char| match letter {
        '！'..='～' => char::from_u32(letter as u32 - 0xFEE0).unwrap_or(letter),
        other => other,
    };
    let text: String = text.chars().map(narrow).collect();
    if let Some((mantissa, exponent)) = text.split_once("E+") {
        let places = exponent.parse().ok()?;
        return Some(sheets::figures::shifted(mantissa, places));
    }
    let digits: String = text.chars().filter(|letter| letter.is_ascii_digit() || *letter == '.').collect();
    if digits.is_empty() {
        return Some("0".to_owned());
    }
    let places = match (item, text.contains('万'), text.contains('元')) {
        (7, false, true) => -4,
        (7, _, _) => 0,
        (_, true, _) => 4,
        _ => 0,
    };
    Some(sheets::figures::shifted(&digits, places))
}

fn capital_numeral(text: &str) -> i64 {
    let (mut whole, mut part, mut digit) = (0, 0, 0);
    for letter in text.chars() {
        match "零壹贰叁肆伍陆柒捌玖".chars().position(|known| known == letter) {
            Some(known) => digit = known as i64,
            None => {
                let place =
                    [('拾', 10), ('佰', 100), ('仟', 1_000)].into_iter().find(|(name, _)| *name == letter);
                part += digit * place.map_or(1, |(_, place)| place);
                digit = 0;
                if letter == '万' {
                    (whole, part) = (part * 10_000, 0);
                }
            }
        }
    }
    whole + part
}
