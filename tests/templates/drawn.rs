//! Blank forms as superiors draw them: a page of cells with merges, frames and formulas; a document with a table.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{Format, FormatBorder, Formula, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// One sheet: its name, its rows as cells parted by `|`, its merged areas. A cell that begins with `=` calculates.
pub type Page<'p> = (&'p str, &'p [&'p str], &'p [&'p str]);

/// A workbook of these pages, framed, with a frozen head, a print area and a conditional format that must stay.
pub fn workbook(pages: &[Page<'_>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let framed = Format::new().set_border(FormatBorder::Thin).set_font_name("仿宋").set_num_format("General");
    for (name, rows, merges) in pages {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).expect("a name");
        for (row, cells) in rows.iter().enumerate() {
            for (column, words) in cells.split('|').enumerate() {
                let (row, column) = (row as u32, column as u16);
                let written = match words.trim() {
                    "" => sheet.write_blank(row, column, &framed),
                    words if words.starts_with('=') => sheet.write_formula_with_format(
                        row,
                        column,
                        Formula::new(words).set_result("0"),
                        &framed,
                    ),
                    words if words.parse::<f64>().is_ok() => {
                        sheet.write_number_with_format(row, column, words.parse::<f64>().unwrap(), &framed)
                    }
                    words => sheet.write_string_with_format(row, column, words, &framed),
                };
                written.expect("a cell");
            }
        }
        for merge in *merges {
            let (first, last) = merge.split_once(':').expect("two corners");
            let ((row, column), (to_row, to_column)) = (address(first), address(last));
            let words = rows[row as usize].split('|').nth(usize::from(column)).unwrap_or_default().trim();
            sheet.merge_range(row, column, to_row, to_column, words, &framed).expect("a merge");
        }
        sheet.set_freeze_panes(2, 0).expect("frozen");
        sheet.set_print_area(0, 0, rows.len() as u32 - 1, 5).expect("printed");
    }
    workbook.save_to_buffer().expect("a workbook")
}

/// Row and column of `B7`, from zero.
pub fn address(name: &str) -> (u32, u16) {
    let letters: String = name.chars().take_while(char::is_ascii_alphabetic).collect();
    let column = letters.bytes().fold(0_u16, |column, letter| column * 26 + u16::from(letter - b'A') + 1);
    let row: u32 = name[letters.len()..].parse().expect("a row");
    (row - 1, column - 1)
}

/// A document: lines, then a table whose rows are cells parted by `|`; `甲+2` spans two columns, `^` goes on from above,
/// then the lines behind `---`.
pub fn document(lines: &[&str], rows: &[&str], behind: &[&str]) -> Vec<u8> {
    let line = |words: &&str| {
        format!(
            "<w:p><w:pPr><w:jc w:val=\"left\"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>{words}</w:t></w:r></w:p>"
        )
    };
    let rows: String = rows
        .iter()
        .map(|row| {
            format!("<w:tr>{}</w:tr>", row.split('|').map(|cell| table_cell(cell.trim())).collect::<String>())
        })
        .collect();
    let body = format!(
        "{}<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr>{rows}</w:tbl>{}<w:p/>",
        lines.iter().map(line).collect::<String>(),
        behind.iter().map(line).collect::<String>()
    );
    const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    let parts = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>".to_owned(),
        ),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Target=\"word/document.xml\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\"/></Relationships>".to_owned(),
        ),
        ("word/document.xml", format!("<w:document xmlns:w=\"{WORD}\"><w:body>{body}<w:sectPr/></w:body></w:document>")),
        ("docProps/app.xml", "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>Word</Application></Properties>".to_owned()),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(format!("{HEAD}{text}").as_bytes()).expect("a part");
    }
    zip.finish().expect("a document").into_inner()
}

fn table_cell(words: &str) -> String {
    let (words, span) = match words.rsplit_once('+') {
        Some((words, span)) => (words, format!("<w:gridSpan w:val=\"{span}\"/>")),
        None => (words, String::new()),
    };
    let merged = if words == "^" {
        "<w:vMerge/>"
    } else if words.ends_with('↓') {
        "<w:vMerge w:val=\"restart\"/>"
    } else {
        ""
    };
    let words = words.trim_matches(['^', '↓']);
    let run = match words {
        "" => String::new(),
        words => format!("<w:r><w:t>{words}</w:t></w:r>"),
    };
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"1200\" w:type=\"dxa\"/>{span}{merged}</w:tcPr><w:p><w:pPr><w:jc w:val=\"center\"/><w:rPr><w:sz w:val=\"24\"/></w:rPr></w:pPr>{run}</w:p></w:tc>"
    )
}
