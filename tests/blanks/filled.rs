//! Blank forms filled in as offices do, by editing the parts of the file: figures typed into its cells, rows put in
//! between, values pasted elsewhere.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use regex::{Captures, Regex};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const SHEET: &str = "xl/worksheets/sheet1.xml";
const DOCUMENT: &str = "word/document.xml";

/// The same package with one part changed.
fn changed(bytes: &[u8], part: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a part");
        let name = file.name().expect("a name").into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("its bytes");
        if name == part {
            content = change(String::from_utf8(content).expect("a text")).into_bytes();
        }
        out.start_file(&name, SimpleFileOptions::default()).expect("a part begins");
        out.write_all(&content).expect("a part is written");
    }
    out.finish().expect("a package").into_inner()
}

/// A text out of a package.
pub fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("a text");
    text
}

/// The cells of a workbook's first sheet that wait for figures, from above and from the left.
pub fn inputs(bytes: &[u8]) -> Vec<String> {
    let cells = Regex::new(r#"<dataValidation [^>]*sqref="([A-Z]+)(\d+)""#).unwrap();
    let sheet = part(bytes, SHEET);
    let mut found: Vec<(u32, String)> =
        cells.captures_iter(&sheet).map(|found| (found[2].parse().unwrap(), found[1].to_owned())).collect();
    found.sort();
    found.into_iter().map(|(row, column)| format!("{column}{row}")).collect()
}

/// A workbook with these words typed into cells; what is a number is typed as one.
pub fn typed(bytes: &[u8], cells: &BTreeMap<String, String>) -> Vec<u8> {
    let empty = Regex::new(r#"<c r="([A-Z]+\d+)"( s="\d+")/>"#).unwrap();
    changed(bytes, SHEET, |sheet| {
        let fill = |found: &Captures| match cells.get(&found[1]) {
            None => found[0].to_owned(),
            Some(words) if words.parse::<f64>().is_ok() => {
                format!(r#"<c r="{}"{}><v>{words}</v></c>"#, &found[1], &found[2])
            }
            Some(words) => {
                format!(r#"<c r="{}"{} t="inlineStr"><is><t>{words}</t></is></c>"#, &found[1], &found[2])
            }
        };
        empty.replace_all(&sheet, fill).into_owned()
    })
}

/// A workbook with figures in the cells that wait for them.
pub fn filled(bytes: &[u8], figures: &[String]) -> Vec<u8> {
    let inputs = inputs(bytes);
    assert_eq!(inputs.len(), figures.len(), "a cell for every figure");
    typed(bytes, &inputs.into_iter().zip(figures.iter().cloned()).collect())
}

/// A workbook with empty rows put in above these rows, counted from 1, from below upwards.
pub fn with_rows_above(bytes: &[u8], rows: &[u32]) -> Vec<u8> {
    let moved = |row: u32| row + rows.iter().filter(|above| row >= **above).count() as u32;
    let numbers = Regex::new(r#"(<row r="|<c r="[A-Z]+)(\d+)""#).unwrap();
    let areas = Regex::new(r#"(ref|sqref)="([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?""#).unwrap();
    changed(bytes, SHEET, |sheet| {
        let number = |found: &Captures| format!("{}{}\"", &found[1], moved(found[2].parse().unwrap()));
        let sheet = numbers.replace_all(&sheet, number);
        let area = |found: &Captures| {
            let first = moved(found[3].parse().unwrap());
            let last = found.get(5).map_or(String::new(), |row| {
                format!(":{}{}", &found[4], moved(row.as_str().parse().unwrap()))
            });
            format!("{}=\"{}{first}{last}\"", &found[1], &found[2])
        };
        areas.replace_all(&sheet, area).into_owned()
    })
}

/// A document with figures in the cells that wait for them, which are the empty ones of its table.
pub fn filled_document(bytes: &[u8], figures: &[String]) -> Vec<u8> {
    let empty = Regex::new(r#"<w:jc w:val="right"/></w:pPr></w:p>"#).unwrap();
    let count = empty.find_iter(&part(bytes, DOCUMENT)).count();
    assert_eq!(count, figures.len(), "a cell for every figure");
    changed(bytes, DOCUMENT, |document| {
        let mut figures = figures.iter();
        let fill = |_: &Captures| {
            let words = figures.next().expect("a figure");
            format!(r#"<w:jc w:val="right"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"#)
        };
        empty.replace_all(&document, fill).into_owned()
    })
}
