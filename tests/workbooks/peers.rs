//! Other programs open every workbook: openpyxl and SheetJS see the cells that were told, and a validator of the
//! Open XML schemas (ECMA-376, transitional) finds no fault in any part.
//!
//! The validator is shown broken workbooks too, because one that finds nothing proves nothing.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use huibiao::report::table::{Cell, Content, Outcome, Sheet, Workbook};
use huibiao::vocabulary::place::cell_name;
use serde_json::{Value, json};
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::book::parts;
use crate::python::python;
use crate::{every, office};

/// Workbooks as files in a folder of their own, gone with it.
struct Folder {
    home: PathBuf,
}

impl Folder {
    fn new(name: &str) -> Folder {
        let home = office::home(name);
        std::fs::create_dir_all(&home).expect("a folder");
        Folder { home }
    }

    fn put(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.home.join(name);
        std::fs::write(&path, bytes).expect("the file is written");
        path.display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.home);
    }
}

/// What a program says in JSON.
fn said(command: &mut Command) -> Value {
    let output = command.output().expect("the program starts");
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

fn with_python() -> Command {
    Command::new(python().unwrap_or_else(|why| panic!("{why}")))
}

#[test]
fn openpyxl_and_sheetjs_see_the_cells_that_were_told() {
    let folder = Folder::new("peers");
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let written: Vec<(String, Workbook)> = every::workbooks()
        .into_iter()
        .enumerate()
        .map(|(number, (workbook, bytes))| (folder.put(&format!("{number}.xlsx"), &bytes), workbook))
        .collect();
    let paths = || written.iter().map(|(path, _)| path);
    let mut sheetjs = Command::new("node");
    for (program, command) in [
        ("openpyxl", with_python().arg(here.join("workbooks/cells.py"))),
        ("SheetJS", sheetjs.arg(here.join("browser/cells.mjs"))),
    ] {
        let seen = said(command.args(paths()));
        for (path, workbook) in &written {
            for sheet in &workbook.sheets {
                same_cells(program, workbook, sheet, &seen[path.as_str()][sheet.name.as_str()]);
            }
        }
    }
}

fn same_cells(program: &str, workbook: &Workbook, sheet: &Sheet, seen: &Value) {
    let place = format!("{program}, {} {}", workbook.file_name, sheet.name);
    let seen = seen.as_object().unwrap_or_else(|| panic!("{place} is not there"));
    let told = told(sheet);
    for (cell, (result, formula)) in &told {
        let seen = seen.get(cell).unwrap_or_else(|| panic!("{place} {cell} is not there"));
        assert_eq!(comparable(&seen[0]), comparable(result), "{place} {cell}");
        assert_eq!(seen[1].as_str(), formula.as_deref(), "{place} {cell}");
    }
    assert_eq!(seen.len(), told.len(), "{place}: {} cells more", seen.len().abs_diff(told.len()));
}

/// 3 and 3.0 are one figure.
fn comparable(value: &Value) -> Value {
    value.as_f64().map_or(value.clone(), |figure| json!(figure))
}

/// What stands in each filled cell of a sheet, and its formula.
fn told(sheet: &Sheet) -> BTreeMap<String, (Value, Option<String>)> {
    let mut told = BTreeMap::new();
    for (number, row) in (0..).zip(&sheet.rows) {
        for (column, Cell { content, .. }) in (0..).zip(&row.cells) {
            let stands = match content {
                Content::Blank => continue,
                Content::Text(text) | Content::Link { text, .. } => (json!(**text), None),
                Content::Number(figure, _) => (json!(figure.to_spreadsheet()), None),
                Content::Formula(formula) => match &formula.result {
                    Outcome::Number(figure) => (json!(figure.to_spreadsheet()), Some(formula.text.clone())),
                    Outcome::Text(text) => (json!(**text), Some(formula.text.clone())),
                },
            };
            told.insert(cell_name(number, column), stands);
        }
    }
    told
}

/// What the validator finds in the workbooks of a folder, by their names.
fn faults(folder: &Folder) -> BTreeMap<String, Vec<String>> {
    let options = ["-m", "openxml_audit", "--format", "office2007", "-o", "json", "-m", "0", "-r"];
    let judged = said(with_python().args(options).arg(&folder.home));
    let files = judged.as_array().expect("a list of files");
    let fault = |error: &Value| format!("{}: {}", error["part_uri"], error["description"]);
    let of_file = |file: &Value| {
        let path = Path::new(file["file"].as_str().expect("a file"));
        let faults = file["errors"].as_array().expect("a list of faults").iter().map(fault).collect();
        (path.file_name().expect("a name").to_string_lossy().into_owned(), faults)
    };
    files.iter().map(of_file).collect()
}

#[test]
fn every_part_is_valid_by_the_schemas() {
    let folder = Folder::new("schemas");
    let written = every::workbooks();
    for (number, (_, bytes)) in written.iter().enumerate() {
        folder.put(&format!("{number}.xlsx"), bytes);
    }
    let faults = faults(&folder);
    assert_eq!(faults.len(), written.len());
    for (number, (workbook, bytes)) in written.iter().enumerate() {
        let found = &faults[&format!("{number}.xlsx")];
        assert!(found.is_empty(), "{}: {found:#?}", workbook.file_name);
        anchors_are_whole_numbers(&workbook.file_name, &parts(bytes));
    }
}

/// Where a drawing lies, which the validator does not look into.
fn anchors_are_whole_numbers(name: &str, parts: &BTreeMap<String, String>) {
    for (part, xml) in parts.iter().filter(|(part, _)| part.starts_with("xl/drawings/drawing")) {
        for element in ["col", "colOff", "row", "rowOff"] {
            let opening = format!("<xdr:{element}>");
            let texts = xml.split(&opening).skip(1);
            let mut numbers = texts.map(|text| text.split('<').next().expect("a text").parse::<u32>());
            assert!(numbers.all(|number| number.is_ok()), "{name} {part}: {element}");
        }
    }
}

#[test]
fn the_validator_sees_what_breaks_a_schema() {
    let sheet = "xl/worksheets/sheet1.xml";
    let cases = [
        ("an element out of order", sheet, "<sheetData>", "<printOptions/><sheetData>"),
        ("a kind of cell that there is not", sheet, "t=\"s\"", "t=\"zz\""),
        ("a merged area without its place", sheet, "<mergeCell ref=", "<mergeCell at="),
        ("a height in words", sheet, " ht=\"", " ht=\"high"),
        ("a format that is no number", "xl/styles.xml", "fontId=\"", "fontId=\"x"),
        ("a sheet without its number", "xl/workbook.xml", "sheetId=", "number="),
        ("a text outside its element", "xl/sharedStrings.xml", "<si><t>", "<si><q/><t>"),
        ("a table without its number", "xl/tables/table1.xml", " id=", " number="),
        ("a chart whose values stand first", "xl/charts/chart1.xml", "<c:cat>", "<c:val/><c:cat>"),
        ("a gap in words", "xl/charts/chart1.xml", "<c:gapWidth val=\"", "<c:gapWidth val=\"wide"),
    ];
    let folder = Folder::new("faulty");
    let good = parts(&every::workbooks()[0].1);
    for (number, (_, part, from, to)) in cases.iter().enumerate() {
        assert!(good[*part].contains(from), "{part} has no {from}");
        let mut broken = good.clone();
        broken.insert((*part).to_owned(), good[*part].replacen(from, to, 1));
        folder.put(&format!("{number}.xlsx"), &packed(&broken));
    }
    let faults = faults(&folder);
    for (number, (what, part, ..)) in cases.iter().enumerate() {
        let found = &faults[&format!("{number}.xlsx")];
        assert!(found.iter().any(|fault| fault.contains(part)), "{what} is not seen: {found:#?}");
    }
}

fn packed(parts: &BTreeMap<String, String>) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name.as_str(), SimpleFileOptions::default()).expect("a part begins");
        archive.write_all(text.as_bytes()).expect("a part is written");
    }
    archive.finish().expect("a package").into_inner()
}
