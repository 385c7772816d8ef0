//! Superiors' own templates through the real command: filled to the last digit with everything else as it was, or
//! refused with the reason.
//!
//! Every filled file is compared with the blank one cell by cell, its parts byte for byte but for the sheets that were
//! filled; LibreOffice opens it and comes to the same totals as are stored in it.

#[path = "templates/cases.rs"]
mod cases;
#[path = "templates/drawn.rs"]
mod drawn;
#[path = "templates/longer.rs"]
mod longer;
#[path = "templates/longer_old.rs"]
mod longer_old;
#[path = "templates/old.rs"]
mod old;
#[path = "templates/special.rs"]
mod special;
#[path = "rollup/office.rs"]
#[allow(dead_code)]
mod office;
#[path = "workbooks/book.rs"]
#[allow(dead_code)]
mod book;
#[path = "workbooks/office.rs"]
#[allow(dead_code)]
mod suite;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

use calamine::{Data, Reader, Sheets};
use cases::Case;
use office::{Answer, Desk, PLAIN};
use zip::ZipArchive;

fn with(item: usize, figure: &'static str) -> [&'static str; 11] {
    let mut figures = PLAIN;
    figures[item - 1] = figure;
    figures
}

/// A city with a sheet of each of two counties and one of its own hospital; the template beside them.
fn rolled_up(name: &str, case: &Case) -> (Desk, Answer) {
    let desk =
        Desk::new(&format!("template-{name}")).option("--template", case.file).option("--year", "2024");
    desk.sheet("sheets/a.csv", "沂源县南麻市场监督管理所", "2024.3.18", with(7, "0.1"));
    desk.sheet("sheets/b.csv", "桓台县果里卫生院", "2024.3.18", with(7, "0.2"));
    desk.sheet("sheets/c.csv", "淄博市第一医院", "2024.3.18", PLAIN);
    std::fs::write(desk.folder.join(case.file), &case.bytes).expect("the template is written");
    let answer = desk.roll_up();
    (desk, answer)
}

fn said(answer: &Answer) -> Vec<String> {
    let said = answer.json["superior"]["said"].as_array().cloned().unwrap_or_default();
    said.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect()
}

fn tests() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"))
}

fn opened(bytes: &[u8]) -> Sheets<Cursor<Vec<u8>>> {
    calamine::open_workbook_auto_from_rs(Cursor::new(bytes.to_vec())).expect("it opens")
}

/// Every cell of a workbook by sheet and name; `1!B3`.
fn workbook_cells(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut book = opened(bytes);
    let mut cells = BTreeMap::new();
    for (index, name) in book.sheet_names().into_iter().enumerate() {
        let formulas = book.worksheet_formula(&name).expect("formulas");
        let range = book.worksheet_range(&name).expect("cells");
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, value) in range.cells() {
            let at = (first_row + row as u32, first_column + column as u32);
            let formula = formulas.get_value(at).filter(|formula| !formula.is_empty());
            let words = match (formula, value) {
                (Some(formula), _) => format!("={formula}"),
                (None, Data::Empty) => continue,
                (None, value) => value.to_string(),
            };
            cells.insert(named(index, at), words);
        }
    }
    cells
}

fn named(sheet: usize, (row, column): (u32, u32)) -> String {
    let letter = char::from(b'A' + u8::try_from(column).expect("few columns"));
    if sheet == 0 { format!("{letter}{}", row + 1) } else { format!("{}!{letter}{}", sheet + 1, row + 1) }
}

/// The words of a document's table by the place in its grid, and of its lines.
fn document_cells(bytes: &[u8]) -> BTreeMap<String, String> {
    let text =
        String::from_utf8(parts(bytes).remove("word/document.xml").expect("a document")).expect("text");
    let mut cells = BTreeMap::new();
    for (row, written) in text.split("<w:tr>").skip(1).enumerate() {
        let mut column = 0;
        for cell in written.split("<w:tc>").skip(1) {
            let cell = cell.split("</w:tc>").next().unwrap_or_default();
            let words: String = cell
                .split("<w:t")
                .skip(1)
                .filter(|piece| piece.starts_with(['>', ' ']))
                .filter_map(|piece| piece.split_once('>')?.1.split("</w:t>").next().map(str::to_owned))
                .collect();
            if !words.is_empty() {
                cells.insert(named(0, (row as u32, column)), words);
            }
            let span =
                cell.split("gridSpan w:val=\"").nth(1).and_then(|rest| rest.split('"').next()?.parse().ok());
            column += span.unwrap_or(1);
        }
    }
    cells
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a part");
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("its content");
        parts.insert(file.name().unwrap().into_owned(), content);
    }
    parts
}

/// Only the filled sheets' own parts may differ; whether the workbook asks to be calculated is all else that may.
fn kept(case: &Case, filled: &[u8]) {
    let (before, after) = (parts(&case.bytes), parts(filled));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>(), "{}", case.name);
    for (name, content) in &before {
        let is_edited = name.starts_with("xl/worksheets/sheet") || name == "word/document.xml";
        assert!(is_edited || after[name] == *content, "{}: {name} changed", case.name);
    }
    for (name, content) in before.iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet")) {
        let around = |content: &[u8]| {
            let text = String::from_utf8_lossy(content).into_owned();
            let (head, rest) = text.split_once("<sheetData").expect("cells");
            (head.to_owned(), rest.split_once("</sheetData>").map(|(_, tail)| tail.to_owned()))
        };
        assert_eq!(around(content), around(&after[name]), "{}: {name} around its cells", case.name);
    }
}

/// Cells that were to change and did not, or the other way round.
fn differing(
    case: &Case,
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) -> Vec<String> {
    let mut expected = before.clone();
    expected.extend(case.filled.iter().map(|(at, words)| ((*at).to_owned(), (*words).to_owned())));
    expected
        .keys()
        .chain(after.keys())
        .filter(|at| expected.get(*at) != after.get(*at))
        .map(|at| format!("{at}: {:?} for {:?}", after.get(at), expected.get(at)))
        .collect()
}

fn unsaid(case: &Case, said: &[String]) -> Vec<&'static str> {
    case.said.iter().filter(|words| !said.iter().any(|one| one.contains(*words))).copied().collect()
}

#[test]
fn templates_are_filled_to_the_last_digit_and_nothing_else_changes() {
    let cases = cases::filled();
    let mut wrong = Vec::new();
    let mut calculated: Vec<(String, Vec<u8>, &Case)> = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        let (_desk, answer) = rolled_up(&number.to_string(), case);
        let Some(path) = answer.json["superior"]["path"].as_str() else {
            wrong.push(format!("{}: not filled: {}", case.name, answer.errors));
            continue;
        };
        let filled = std::fs::read(path).expect("the filled template");
        let cells = if case.file.ends_with(".docx") { document_cells } else { workbook_cells };
        let differing = differing(case, &cells(&case.bytes), &cells(&filled));
        let said = said(&answer);
        let unsaid = unsaid(case, &said);
        if !differing.is_empty() || !unsaid.is_empty() {
            wrong.push(format!("{}: {differing:?}; unsaid {unsaid:?} in {said:#?}", case.name));
            continue;
        }
        kept(case, &filled);
        if !case.totals.is_empty() {
            calculated.push((format!("{number}.xlsx"), filled, case));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let files: Vec<(&str, &[u8])> =
        calculated.iter().map(|(name, bytes, _)| (name.as_str(), bytes.as_slice())).collect();
    let suite = suite::Office::new("templates");
    let again = suite.convert(&files, "xlsx");
    for ((_, stored, case), recalculated) in calculated.iter().zip(&again) {
        for (at, total) in case.totals {
            for (who, bytes) in [("stored", stored), ("the office suite", recalculated)] {
                assert_eq!(value(bytes, at), Some(*total), "{}: {at}, {who}", case.name);
            }
        }
    }
}

/// What a cell holds as a number: of a formula, its result.
fn value(bytes: &[u8], at: &str) -> Option<f64> {
    let mut book = opened(bytes);
    let (sheet, cell) =
        at.split_once('!').map_or((0, at), |(sheet, cell)| (sheet.parse::<usize>().unwrap() - 1, cell));
    let (row, column) = drawn::address(cell);
    let range = book.worksheet_range_at(sheet)?.ok()?;
    match range.get_value((row, u32::from(column)))? {
        Data::Float(number) => Some(*number),
        Data::Int(number) => Some(*number as f64),
        _ => None,
    }
}

#[test]
fn what_cannot_be_filled_is_refused_with_the_reason() {
    for (number, (case, reason)) in cases::refused().iter().enumerate() {
        let (desk, answer) = rolled_up(&format!("refused-{number}"), case);
        assert_eq!(answer.code, 2, "{}", case.name);
        assert!(answer.errors.contains(reason), "{}: {}", case.name, answer.errors);
        let names = std::fs::read_dir(desk.folder.join("out")).into_iter().flatten().flatten();
        assert!(
            names.into_iter().all(|file| !file.file_name().to_string_lossy().contains('（')),
            "{}: nothing is written",
            case.name
        );
    }
}
