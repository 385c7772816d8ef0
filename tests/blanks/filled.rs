//! Blank forms filled in as offices do, by editing the parts of the file: figures typed into its cells, rows put in
//! between.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const SHEET: &str = "xl/worksheets/sheet1.xml";
const DOCUMENT: &str = "word/document.xml";

/// What an empty field of a document shows.
const ROOM: &str = "\u{2002}\u{2002}\u{2002}\u{2002}\u{2002}";

/// The same package with one part changed.
fn changed(bytes: &[u8], part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a part");
        let name = file.name().expect("a name").into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("its bytes");
        if name == part {
            content = change(std::str::from_utf8(&content).expect("a text")).into_bytes();
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

/// The text with some of its tags written otherwise.
fn with_tags(text: &str, change: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive('>') {
        let (before, tag) = piece.split_at(piece.find('<').unwrap_or(piece.len()));
        out.push_str(before);
        out.push_str(&change(tag).unwrap_or_else(|| tag.to_owned()));
    }
    out
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

/// `D12` in its parts.
fn parts(cell: &str) -> (&str, u32) {
    let (column, row) = cell.split_at(cell.find(|c: char| c.is_ascii_digit()).unwrap_or(cell.len()));
    (column, row.parse().expect("a row"))
}

/// The cells of a workbook's first sheet that wait for figures, from above and from the left.
pub fn inputs(bytes: &[u8]) -> Vec<String> {
    let sheet = part(bytes, SHEET);
    let tags = sheet.split('<').filter(|tag| tag.starts_with("dataValidation "));
    let mut found: Vec<(u32, String)> =
        tags.filter_map(|tag| attribute(tag, "sqref")).map(|cell| (parts(cell).1, cell.to_owned())).collect();
    found.sort();
    found.into_iter().map(|(_, cell)| cell).collect()
}

/// A workbook with these words typed into cells; what is a number is typed as one.
pub fn typed(bytes: &[u8], cells: &BTreeMap<String, String>) -> Vec<u8> {
    let fill = |tag: &str| {
        let blank = tag.strip_suffix("/>").filter(|tag| tag.starts_with("<c "))?;
        let words = cells.get(attribute(tag, "r")?)?;
        Some(match words.parse::<f64>() {
            Ok(_) => format!("{blank}><v>{words}</v></c>"),
            Err(_) => format!("{blank} t=\"inlineStr\"><is><t>{words}</t></is></c>"),
        })
    };
    changed(bytes, SHEET, |sheet| with_tags(sheet, fill))
}

/// A workbook with figures in the cells that wait for them.
pub fn filled(bytes: &[u8], figures: &[String]) -> Vec<u8> {
    let inputs = inputs(bytes);
    assert_eq!(inputs.len(), figures.len(), "a cell for every figure");
    typed(bytes, &inputs.into_iter().zip(figures.iter().cloned()).collect())
}

/// A workbook with empty rows put in above these rows, counted from 1.
pub fn with_rows_above(bytes: &[u8], rows: &[u32]) -> Vec<u8> {
    let moved = |row: u32| row + rows.iter().filter(|above| row >= **above).count() as u32;
    let cell = |cell: &str| format!("{}{}", parts(cell).0, moved(parts(cell).1));
    let area = |area: &str| area.split(':').map(cell).collect::<Vec<String>>().join(":");
    let moved_tag = |tag: &str| {
        let named = |name: &str| Some((name.to_owned(), attribute(tag, name)?.to_owned()));
        let (name, old) = match tag {
            tag if tag.starts_with("<row ") || tag.starts_with("<c ") => named("r"),
            _ => named("ref").or_else(|| named("sqref")),
        }?;
        let new = match old.parse::<u32>() {
            Ok(row) => moved(row).to_string(),
            Err(_) => area(&old),
        };
        Some(tag.replacen(&format!(" {name}=\"{old}\""), &format!(" {name}=\"{new}\""), 1))
    };
    changed(bytes, SHEET, |sheet| with_tags(sheet, moved_tag))
}

/// A document with figures in the fields of its table.
pub fn filled_document(bytes: &[u8], figures: &[String]) -> Vec<u8> {
    const FIELD: &str = r#"<w:jc w:val="right"/></w:pPr><w:r><w:fldChar w:fldCharType="begin">"#;
    assert_eq!(part(bytes, DOCUMENT).matches(FIELD).count(), figures.len(), "a field for every figure");
    changed(bytes, DOCUMENT, |document| {
        let mut pieces = document.split(FIELD);
        let before = pieces.next().unwrap_or_default().to_owned();
        let typed =
            pieces.zip(figures).map(|(piece, figure)| FIELD.to_owned() + &piece.replacen(ROOM, figure, 1));
        std::iter::once(before).chain(typed).collect()
    })
}
