//! .ods as LibreOffice and WPS export it: repeated cells, covered cells, values apart from their text.

use super::page::{Book, Entry, Page};
use super::random::Random;
use super::write_xlsx::noisy;
use super::xml::{escaped, zipped};

const NAMES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
    xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
    xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\"";

pub fn write(book: &Book, _: &mut Random) -> Vec<u8> {
    let tables: String = book.pages.iter().map(table).collect();
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content {NAMES} office:version=\"1.2\">\
         <office:automatic-styles><style:style style:name=\"hidden\" style:family=\"table\">\
         <style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>\
         <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>\
         </office:document-content>"
    );
    let manifest = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest:manifest \
         xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.2\">\
         <manifest:file-entry manifest:full-path=\"/\" \
         manifest:media-type=\"application/vnd.oasis.opendocument.spreadsheet\"/>\
         <manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>\
         </manifest:manifest>";
    let mut parts = vec![
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".to_owned()),
        ("content.xml", content),
        ("META-INF/manifest.xml", manifest.to_owned()),
    ];
    if let Some(header) = &book.main_page().header {
        let page = format!(
            "<office:document-styles {NAMES}><office:master-styles><style:master-page style:name=\"Default\">\
             <style:header><style:region-left><text:p>{}</text:p></style:region-left></style:header>\
             <style:header-left style:display=\"false\"><text:p>单位：万元</text:p></style:header-left>\
             </style:master-page></office:master-styles></office:document-styles>",
            escaped(header)
        );
        parts.push(("styles.xml", page));
    }
    zipped(&parts)
}

fn table(page: &Page) -> String {
    let (rows, columns) = page.size();
    let (rows, columns) = (rows.max(1), columns.max(1));
    let hidden = if page.hidden { " table:style-name=\"hidden\"" } else { "" };
    let rows: String = (0..rows).map(|row| self::row(page, row, columns)).collect();
    format!(
        "<table:table table:name=\"{}\"{hidden}><table:table-column \
         table:number-columns-repeated=\"{columns}\"/>{rows}</table:table>",
        escaped(&page.name)
    )
}

fn row(page: &Page, row: u32, columns: u32) -> String {
    let mut cells = String::new();
    let mut column = 0;
    while column < columns {
        let covered = page.merge_at(row, column).filter(|m| (m.top, m.left) != (row, column));
        match (page.cells.get(&(row, column)), covered) {
            (None, Some(_)) => cells += "<table:covered-table-cell/>",
            (None, None) => {
                let blank =
                    |c: &u32| !page.cells.contains_key(&(row, *c)) && page.merge_at(row, *c).is_none();
                let run = (column..columns).take_while(blank).count().max(1) as u32;
                let span = page.merge_at(row, column).map(spans).unwrap_or_default();
                cells += &format!("<table:table-cell table:number-columns-repeated=\"{run}\"{span}/>");
                column += run - 1;
            }
            (Some(entry), _) => {
                let span = page.merge_at(row, column).map(spans).unwrap_or_default();
                cells += &cell(entry, &span);
            }
        }
        column += 1;
    }
    format!("<table:table-row>{cells}</table:table-row>")
}

fn spans(merge: super::page::Merge) -> String {
    format!(
        " table:number-columns-spanned=\"{}\" table:number-rows-spanned=\"{}\"",
        merge.right - merge.left + 1,
        merge.bottom - merge.top + 1
    )
}

fn cell(entry: &Entry, span: &str) -> String {
    let text: String =
        entry.shown().split('\n').map(|line| format!("<text:p>{}</text:p>", spaced(line))).collect();
    let float = |value: &str, formula: &str| {
        format!(
            "<table:table-cell{span}{formula} office:value-type=\"float\" office:value=\"{value}\">{text}\
             </table:table-cell>"
        )
    };
    match entry {
        Entry::Text(_) => {
            format!("<table:table-cell{span} office:value-type=\"string\">{text}</table:table-cell>")
        }
        Entry::Number(number) | Entry::Formatted { number, .. } => float(number, ""),
        Entry::Noisy(number) => float(&noisy(number.parse().expect("numbers are decimals")).to_string(), ""),
        Entry::Formula { formula, result } => {
            float(result, &format!(" table:formula=\"of:={}\"", in_brackets(formula)))
        }
        Entry::Uncalculated(formula) => {
            format!("<table:table-cell{span} table:formula=\"of:={}\"/>", escaped(formula))
        }
        Entry::Error(error) => format!(
            "<table:table-cell{span} table:formula=\"of:=[.A1]/0\" office:value-type=\"string\" \
             office:string-value=\"\"><text:p>{error}</text:p></table:table-cell>"
        ),
        Entry::Date(year, month, day) => format!(
            "<table:table-cell{span} office:value-type=\"date\" \
             office:date-value=\"{year}-{month:02}-{day:02}\">{text}</table:table-cell>"
        ),
    }
}

/// Runs of blanks are elements in this format.
/// A formula as OpenDocument writes it: references in brackets, arguments parted by semicolons.
fn in_brackets(formula: &str) -> String {
    let is_cell = |word: &str| {
        let row = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
        row.len() < word.len() && row.parse::<u32>().is_ok()
    };
    let (mut written, mut word) = (String::new(), String::new());
    for c in formula.chars().chain([' ']) {
        if c.is_ascii_alphanumeric() || c == ':' {
            word.push(c);
            continue;
        }
        let taken = std::mem::take(&mut word);
        let is_reference = taken.split(':').all(is_cell);
        written += &if is_reference { format!("[.{}]", taken.replace(':', ":.")) } else { taken };
        written.push(if c == ',' { ';' } else { c });
    }
    written.trim_end().to_owned()
}

fn spaced(line: &str) -> String {
    let mut written = String::new();
    let mut blanks = 0;
    for letter in line.chars().chain(std::iter::once('\0')) {
        if letter == ' ' {
            blanks += 1;
            continue;
        }
        match blanks {
            0 => {}
            1 => written.push(' '),
            many => written += &format!(" <text:s text:c=\"{}\"/>", many - 1),
        }
        blanks = 0;
        if letter != '\0' {
            written += &escaped(&letter.to_string());
        }
    }
    written
}
