//! The same templates as old workbooks (.xls), made of the new ones by the office suite: filled alike, and all but the
//! cells that were filled is the same to the byte: every record of the workbook, every other stream of the file.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use calamine::{DataType, Reader};

use super::cases::{self, Case};
use super::suite::Office;
use super::{differing, opened, rolled_up, said, unsaid, value, workbook_cells};

const BOUNDS_OF_SHEET: u16 = 0x0200;
const ROW: u16 = 0x0208;
const FORMULA: u16 = 0x0006;
const RESULT: u16 = 0x0207;
const LISTED: u16 = 0x0085;
const TABLE: u16 = 0x00fc;
const TABLE_INDEX: u16 = 0x00ff;
const CONTINUE: u16 = 0x003c;

/// A record that is of no cell, or what a record says of one cell: its kind and its bytes.
pub type Record = (u16, Vec<u8>);

/// A workbook's stream in records: those that are of no cell in their order, and each cell by sheet and address with
/// its format and what it holds.
#[derive(Default)]
pub struct Records {
    pub others: Vec<Record>,
    pub cells: BTreeMap<(usize, u16, u16), (u16, Record)>,
}

fn word(data: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([data[at], data[at + 1]])
}

/// All streams of a file by their path, the workbook's last record by record.
pub fn streams(bytes: &[u8]) -> (BTreeMap<String, Vec<u8>>, Records) {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).expect("a compound file");
    let entries: Vec<cfb::Entry> = file.walk().collect();
    let mut streams = BTreeMap::new();
    for entry in entries {
        let mut content = entry.clsid().as_bytes().to_vec();
        content.extend(entry.state_bits().to_le_bytes());
        if entry.is_stream() {
            let mut stream = file.open_stream(entry.path()).expect("a stream");
            stream.read_to_end(&mut content).expect("its content");
        }
        streams.insert(entry.path().display().to_string(), content);
    }
    let workbook = streams.remove("/Workbook").expect("a workbook");
    (streams, records(&workbook[20..]))
}

fn records(stream: &[u8]) -> Records {
    let mut records = Records::default();
    let (mut at, mut depth, mut part) = (0, 0, 0);
    let mut strings = Vec::new();
    let mut before = 0;
    while at + 4 <= stream.len() {
        let (kind, length) = (word(stream, at), usize::from(word(stream, at + 2)));
        let data = &stream[at + 4..at + 4 + length];
        at += 4 + length;
        match kind {
            0x0809 => depth += 1,
            0x000a => depth -= 1,
            _ => {}
        }
        if kind == 0x000a && depth == 0 {
            part += 1;
        }
        let mut cell = |column: u16, format: u16, kind: u16, content: &[u8]| {
            let known =
                records.cells.insert((part, word(data, 0), column), (format, (kind, content.to_vec())));
            assert!(known.is_none(), "a cell twice");
        };
        match kind {
            0x00be => (4..length - 2).step_by(2).for_each(|at| {
                cell(word(data, 2) + (at as u16 - 4) / 2, word(data, at), 0x0201, &[]);
            }),
            0x00bd => (4..length - 2).step_by(6).for_each(|at| {
                cell(word(data, 2) + (at as u16 - 4) / 6, word(data, at), 0x027e, &data[at + 2..at + 6]);
            }),
            // The result and the flags of a formula are no part of what must stay.
            FORMULA => cell(word(data, 2), word(data, 4), kind, &data[16..]),
            0x0201 | 0x0203 | 0x0204 | 0x027e | 0x00fd | 0x0205 => {
                cell(word(data, 2), word(data, 4), kind, &data[6..]);
            }
            RESULT | TABLE_INDEX | 0x020b | 0x00d7 => {}
            TABLE => strings = data[8..].to_vec(),
            CONTINUE if before == TABLE => strings.extend_from_slice(data),
            CONTINUE if before == RESULT => {}
            // Where a sheet begins may change, and how far it and its rows reach.
            LISTED => records.others.push((kind, data[4..].to_vec())),
            ROW => records.others.push((kind, [&data[..2], &data[6..]].concat())),
            BOUNDS_OF_SHEET => {}
            _ => records.others.push((kind, data.to_vec())),
        }
        if kind != CONTINUE {
            before = kind;
        }
    }
    assert!(stream[at..].iter().all(|byte| *byte == 0), "nothing behind the records");
    records.others.push((TABLE, strings));
    records
}

/// Row and column of `2!B3`, with the part of the stream that its sheet is.
fn address(at: &str) -> (usize, u16, u16) {
    let (sheet, cell) = at.split_once('!').unwrap_or(("1", at));
    let (row, column) = super::drawn::address(cell);
    (sheet.parse().expect("a sheet"), row as u16, column)
}

/// Only these cells may differ, and only in what they hold.
fn kept(name: &str, before: &[u8], after: &[u8], filled: &[(&str, &str)]) {
    let ((streams_before, mut before), (streams_after, mut after)) = (streams(before), streams(after));
    assert_eq!(streams_before, streams_after, "{name}: other streams");
    for (at, _) in filled {
        let at = address(at);
        let (was, is) = (before.cells.remove(&at), after.cells.remove(&at));
        let (is, _) = is.unwrap_or_else(|| panic!("{name}: {at:?} has no record"));
        assert!(was.is_none_or(|(was, _)| was == is), "{name}: the format of {at:?}");
    }
    assert!(before.cells == after.cells, "{name}: other cells");
    let (Some((_, strings)), Some((_, longer))) = (before.others.pop(), after.others.pop()) else { return };
    assert!(longer.starts_with(&strings), "{name}: the strings that were there");
    assert_eq!(before.others.len(), after.others.len(), "{name}: how many other records");
    for (number, (was, is)) in before.others.iter().zip(&after.others).enumerate() {
        assert_eq!(was, is, "{name}: record {number}");
    }
}

/// All cells that hold no formula: of those that share one, the other program does not tell that they have it.
fn constants(bytes: &[u8]) -> BTreeMap<String, String> {
    let (_, records) = streams(bytes);
    let calculates = |at: &str| matches!(records.cells.get(&address(at)), Some((_, (FORMULA, _))));
    workbook_cells(bytes).into_iter().filter(|(at, _)| !calculates(at)).collect()
}

/// All numbers of a workbook by sheet and cell, those that formulas come to among them.
fn numbers(bytes: &[u8]) -> BTreeMap<(usize, (usize, usize)), String> {
    let mut book = opened(bytes);
    let mut numbers = BTreeMap::new();
    for (sheet, name) in book.sheet_names().into_iter().enumerate() {
        let range = book.worksheet_range(&name).expect("cells");
        let (row, column) = range.start().unwrap_or_default();
        for (at_row, at_column, value) in range.used_cells() {
            if let Some(number) = value.as_f64() {
                let at = (row as usize + at_row, column as usize + at_column);
                numbers.insert((sheet, at), format!("{number:.9}"));
            }
        }
    }
    numbers
}

/// An old workbook, not made by the suite, with a sum and a formula that comes to a word.
const UPRIGHT: &[u8] = include_bytes!("upright.xls");

const UPRIGHT_FILLED: [(&str, &str); 13] = [
    ("A2", "填报单位：淄博市"),
    ("C2", "填报日期："),
    ("D4", "9"),
    ("D5", "3"),
    ("D6", "96"),
    ("D7", "1692"),
    ("D8", "156"),
    ("D9", "105"),
    ("D10", "11.822"),
    ("D11", "117"),
    ("D12", "24"),
    ("D13", "78"),
    ("D14", "56343"),
];

fn upright(bytes: Vec<u8>, file: &'static str) -> Case {
    Case { name: "upright", file, bytes, filled: &UPRIGHT_FILLED, totals: &[], said: &[] }
}

/// The file with something else in its folder.
fn beside(bytes: &[u8], add: impl FnOnce(&mut cfb::CompoundFile<Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes.to_vec())).expect("a compound file");
    add(&mut file);
    file.flush().expect("it is written");
    file.into_inner().into_inner()
}

fn stream(file: &mut cfb::CompoundFile<Cursor<Vec<u8>>>, path: &str, content: &[u8]) {
    let mut stream = file.create_stream(path).expect("a new stream");
    stream.write_all(content).and_then(|()| stream.flush()).expect("its content");
}

#[test]
fn macros_and_whatever_else_lies_in_the_file_stay_and_an_et_is_filled_like_an_xls() {
    let mut with_macros = beside(UPRIGHT, |file| {
        file.create_storage("/_VBA_PROJECT_CUR").expect("a folder");
        file.set_state_bits("/_VBA_PROJECT_CUR", 5).expect("its marks");
        stream(file, "/_VBA_PROJECT_CUR/PROJECT", b"short");
        stream(file, "/ETExtData", &[1; 9_000]);
        stream(file, "/\u{5}SummaryInformation", &[2; 4_096]);
    });
    for name in ["Root Entry", "_VBA_PROJECT_CUR"] {
        classify(&mut with_macros, name);
    }
    let suite = Office::new("old-beside");
    for (number, (file, bytes, before)) in [
        ("上报表.xls", UPRIGHT.to_vec(), ""),
        ("带宏.XLS", with_macros, ""),
        ("上报表.et", UPRIGHT.to_vec(), ""),
        ("算过.xls", calculated_before(), "少"),
    ]
    .into_iter()
    .enumerate()
    {
        let case = upright(bytes, file);
        let (_desk, answer) = rolled_up(&format!("beside-{number}"), &case);
        let path = answer.json["superior"]["path"].as_str().unwrap_or_else(|| panic!("{}", answer.errors));
        assert!(path.ends_with(&file.to_lowercase().replace('.', "（淄博市）.")), "{path}");
        let filled = std::fs::read(path).expect("the filled template");
        kept(file, &case.bytes, &filled, case.filled);
        let cells = constants(&filled);
        for (at, words) in case.filled {
            assert!(cells.get(*at).is_some_and(|cell| cell.starts_with(words)), "{file}: {at} {cells:?}");
        }
        assert_eq!(value(&filled, "D15"), Some(12.0), "the sum of the new figures, not of those before");
        // What it came to with blank cells must not be read any more; who opens the file calculates it.
        let verdict = |bytes: &[u8]| {
            let range = super::opened(bytes).worksheet_range_at(0).expect("a sheet").expect("cells");
            range.get_value((15, 3)).map_or(String::new(), ToString::to_string)
        };
        assert_eq!((verdict(&case.bytes).as_str(), verdict(&filled).as_str()), (before, ""), "{file}");
        assert_eq!(verdict(&suite.convert(&[("表.xls", &filled)], "ods")[0]), "多", "{file}");
    }
}

/// With the word that the formula came to while its cells were blank.
fn calculated_before() -> Vec<u8> {
    const WORD: [u8; 9] = [0x07, 0x02, 5, 0, 1, 0, 1, 0x11, 0x5c];
    beside(UPRIGHT, |file| {
        let mut workbook = Vec::new();
        let mut old = file.open_stream("/Workbook").expect("a workbook");
        old.read_to_end(&mut workbook).expect("its content");
        let at = workbook
            .windows(8)
            .position(|window| window == [6, 0, 0x39, 0, 15, 0, 3, 0])
            .expect("the formula");
        workbook[at + 10..at + 18].copy_from_slice(&[0, 0, 0, 0, 0, 0, 0xff, 0xff]);
        let behind = at + 4 + 0x39;
        workbook.splice(behind..behind, WORD);
        stream(file, "/Workbook", &workbook);
    })
}

/// Gives a folder of the file a class.
fn classify(bytes: &mut [u8], folder: &str) {
    const CLASS: usize = 80;
    let name: Vec<u8> = folder.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let at = bytes.windows(name.len()).position(|window| window == name).expect("the folder");
    (0..16).for_each(|byte| bytes[at + CLASS + byte] = 0xa0 + byte as u8);
}

#[test]
fn an_old_workbook_that_must_not_be_changed_is_refused_with_the_reason() {
    let shared = |name: &'static str| beside(UPRIGHT, |file| stream(file, name, b"log"));
    let older = beside(UPRIGHT, |file| {
        let content: Vec<u8> =
            [0x0809_u16, 8, 0x0500, 5, 0, 0, 10, 0].iter().flat_map(|w| w.to_le_bytes()).collect();
        stream(file, "/Book", &content);
    });
    let signed = beside(UPRIGHT, |file| file.create_storage("/_xmlsignatures").expect("a folder"));
    let formats = |name: &str| std::fs::read(super::tests().join("formats").join(name)).expect("a kept file");
    for (number, (file, bytes, reason)) in [
        ("共享.xls", shared("/Revision Log"), "模板是共享工作簿"),
        ("旧.xls", older, "模板是 Excel 5.0/95 的旧格式"),
        ("签名.xls", signed, "模板有数字签名"),
        ("加密.xls", formats("unasked_rc4.xls"), "模板是加密的"),
        ("加密2.xls", formats("unasked_cryptoapi.xls"), "模板是加密的"),
        ("加密3.xlsx", formats("unasked_agile.xlsx"), "模板是加密的"),
        ("旧文档.doc", formats("unit_370320018.doc"), "在 Word 或 WPS 里另存为 .docx"),
        ("断了.xls", UPRIGHT[..4_000].to_vec(), "文件已损坏或不完整"),
    ]
    .into_iter()
    .enumerate()
    {
        let (desk, answer) = rolled_up(&format!("old-refused-{number}"), &upright(bytes, file));
        assert!(answer.code == 2 && answer.errors.contains(reason), "{file}: {}", answer.errors);
        let names = std::fs::read_dir(desk.folder.join("out")).into_iter().flatten().flatten();
        let is_filled = |name: String| name.contains('（');
        assert!(!names.map(|file| file.file_name().to_string_lossy().into_owned()).any(is_filled), "{file}");
    }
}

/// Every new workbook among the cases as an old one, under the same name.
fn old(suite: &Office) -> Vec<(String, Case)> {
    let cases: Vec<Case> = cases::filled().into_iter().filter(|case| case.file.ends_with(".xlsx")).collect();
    let files: Vec<(&str, &[u8])> = cases.iter().map(|case| (case.file, case.bytes.as_slice())).collect();
    let made = suite.convert(&files, "xls");
    let named = |case: &Case| case.file.replace(".xlsx", ".xls");
    cases.into_iter().zip(made).map(|(case, bytes)| (named(&case), Case { bytes, ..case })).collect()
}

#[test]
fn old_workbooks_are_filled_to_the_last_digit_and_nothing_else_changes() {
    let suite = Office::new("old-templates");
    let mut done: Vec<(String, Vec<u8>, Case)> = Vec::new();
    let mut wrong = Vec::new();
    for (file, case) in old(&suite) {
        let file: &'static str = file.leak();
        let case = Case { file, ..case };
        let (_desk, answer) = rolled_up(&format!("old-{}", done.len() + wrong.len()), &case);
        let Some(path) = answer.json["superior"]["path"].as_str() else {
            wrong.push(format!("{}: not filled: {}", case.name, answer.errors));
            continue;
        };
        assert!(path.ends_with("（淄博市）.xls"), "{path}");
        let filled = std::fs::read(path).expect("the filled template");
        let differing = differing(&case, &constants(&case.bytes), &constants(&filled));
        let said = said(&answer);
        let unsaid = unsaid(&case, &said);
        if !differing.is_empty() || !unsaid.is_empty() {
            wrong.push(format!("{}: {differing:?}; unsaid {unsaid:?} in {said:#?}", case.name));
            continue;
        }
        kept(case.name, &case.bytes, &filled, case.filled);
        done.push((format!("{}.xls", done.len()), filled, case));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(done.len() > 10, "{}", done.len());

    // The suite shows what was stored, and comes to the same when it calculates all anew.
    let files: Vec<(&str, &[u8])> =
        done.iter().map(|(name, bytes, _)| (name.as_str(), bytes.as_slice())).collect();
    let shown = suite.convert(&files, "xlsx");
    let names: Vec<String> = done.iter().map(|(name, ..)| format!("{name}x")).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().zip(&shown).map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let again = suite.convert(&files, "xlsm");
    for (((_, stored, case), shown), again) in done.iter().zip(&shown).zip(&again) {
        for (at, total) in case.totals {
            for (who, bytes) in [("stored", stored), ("opened", shown), ("calculated anew", again)] {
                assert_eq!(value(bytes, at), Some(*total), "{}: {at}, {who}", case.name);
            }
        }
        assert_eq!(numbers(stored), numbers(shown), "{}: as the suite opens it", case.name);
        assert_eq!(numbers(stored), numbers(again), "{}: as the suite calculates it", case.name);
        let shown = workbook_cells(shown);
        for (at, words) in case.filled {
            assert_eq!(shown.get(*at).map(String::as_str), Some(*words), "{}: {at}, opened", case.name);
        }
    }
}
