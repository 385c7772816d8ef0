//! .ods as LibreOffice and WPS export it: repeated cells, covered cells, values apart from their text. The same
//! as one flat XML document is .fods.

use super::page::{Book, Entry, Mark, Page};
use super::random::Random;
use super::write_xlsx::{noisy, parted};
use super::xml::{escaped, zipped};

const NAMES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
    xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
    xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
    xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\" \
    xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
    xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\"";

/// Hidden tables, rows of no height, columns of no width, white on white and white on dark blue.
const STYLES: &str = "<style:style style:name=\"hidden\" style:family=\"table\">\
    <style:table-properties table:display=\"false\"/></style:style>\
    <style:style style:name=\"flat-row\" style:family=\"table-row\">\
    <style:table-row-properties style:row-height=\"0cm\" style:use-optimal-row-height=\"false\"/></style:style>\
    <style:style style:name=\"flat-column\" style:family=\"table-column\">\
    <style:table-column-properties style:column-width=\"0cm\"/></style:style>\
    <style:style style:name=\"faint\" style:family=\"table-cell\">\
    <style:text-properties fo:color=\"#ffffff\"/></style:style>\
    <style:style style:name=\"on-dark\" style:family=\"table-cell\">\
    <style:table-cell-properties fo:background-color=\"#1f4e79\"/>\
    <style:text-properties fo:color=\"#ffffff\"/></style:style>\
    <style:style style:name=\"faint-letter\" style:family=\"text\">\
    <style:text-properties fo:color=\"#ffffff\"/></style:style>";

/// The document as one XML file.
pub fn write_flat(book: &Book, _: &mut Random) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document {NAMES} office:version=\"1.2\" \
         office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">{}</office:document>",
        body(book)
    )
    .into_bytes()
}

fn body(book: &Book) -> String {
    let formats = book.formats();
    let styles: String = (0..).zip(&formats).map(|(index, format)| number_style(index, format)).collect();
    let tables: String = book.pages.iter().map(|page| table(page, &formats)).collect();
    format!(
        "<office:automatic-styles>{STYLES}{styles}</office:automatic-styles>\
         <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    )
}

/// The few formats that change what a number shows; others are numbers with words behind.
fn number_style(index: usize, format: &str) -> String {
    let number = match format {
        "0," => "<number:number number:decimal-places=\"0\" number:min-integer-digits=\"1\" \
             number:display-factor=\"1000\"/>"
            .to_owned(),
        "0.00E+00" => "<number:scientific-number number:decimal-places=\"2\" \
             number:min-integer-digits=\"1\" number:min-exponent-digits=\"2\"/>"
            .to_owned(),
        _ => match format.strip_prefix('"') {
            Some(words) => format!("<number:text>{}</number:text>", words.trim_end_matches('"')),
            None => "<number:number number:min-integer-digits=\"1\"/>".to_owned(),
        },
    };
    format!(
        "<number:number-style style:name=\"N{index}\">{number}</number:number-style>\
         <style:style style:name=\"format-{index}\" style:family=\"table-cell\" style:data-style-name=\"N{index}\"/>"
    )
}

pub fn write(book: &Book, _: &mut Random) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content {NAMES} office:version=\"1.2\">\
         {}</office:document-content>",
        body(book)
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

fn table(page: &Page, formats: &[&str]) -> String {
    let (rows, columns) = page.size();
    let (rows, columns) = (rows.max(1), columns.max(1));
    let hidden = if page.hidden { " table:style-name=\"hidden\"" } else { "" };
    let rows: String = (0..rows).map(|row| self::row(page, row, columns, formats)).collect();
    format!(
        "<table:table table:name=\"{}\"{hidden}>{}{rows}</table:table>",
        escaped(&page.name),
        table_columns(page, columns)
    )
}

fn table_columns(page: &Page, columns: u32) -> String {
    let column = |index| {
        if page.hidden_columns.contains(&index) {
            "<table:table-column table:visibility=\"collapse\"/>"
        } else if page.flat_columns.contains(&index) {
            "<table:table-column table:style-name=\"flat-column\"/>"
        } else {
            "<table:table-column/>"
        }
    };
    (0..columns).map(column).collect()
}

fn row(page: &Page, row: u32, columns: u32, formats: &[&str]) -> String {
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
                let mark = page.marks.get(&(row, column));
                cells += &cell(entry, mark, &span, formats);
            }
        }
        column += 1;
    }
    let how = if page.hidden_rows.contains(&row) {
        " table:visibility=\"collapse\""
    } else if page.flat_rows.contains(&row) {
        " table:style-name=\"flat-row\""
    } else {
        ""
    };
    format!("<table:table-row{how}>{cells}</table:table-row>")
}

fn spans(merge: super::page::Merge) -> String {
    format!(
        " table:number-columns-spanned=\"{}\" table:number-rows-spanned=\"{}\"",
        merge.right - merge.left + 1,
        merge.bottom - merge.top + 1
    )
}

fn cell(entry: &Entry, mark: Option<&Mark>, span: &str, formats: &[&str]) -> String {
    let shown = entry.shown();
    let plain = || shown.split('\n').map(|line| format!("<text:p>{}</text:p>", spaced(line))).collect();
    let text: String = match mark {
        Some(Mark::FaintLetter(at)) => {
            let (head, letter, tail) = parted(&shown, *at);
            format!(
                "<text:p>{head}<text:span text:style-name=\"faint-letter\">{letter}</text:span>{tail}</text:p>"
            )
        }
        Some(Mark::Comment(words)) => format!(
            "<office:annotation><dc:creator>审核</dc:creator><dc:date>2024-03-19T10:11:00</dc:date>\
             <text:p>{}</text:p></office:annotation>{}",
            escaped(words),
            plain()
        ),
        _ => plain(),
    };
    let style = match (mark, entry) {
        (Some(Mark::Faint), _) => "faint".to_owned(),
        (Some(Mark::OnDark), _) => "on-dark".to_owned(),
        (_, Entry::Formatted { format, .. }) => {
            let known = formats.iter().position(|known| known == format);
            format!("format-{}", known.expect("formats are known"))
        }
        _ => String::new(),
    };
    let style = if style.is_empty() { style } else { format!(" table:style-name=\"{style}\"") };
    let span = &format!("{span}{style}");
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
        Entry::Over(over) => {
            float(&over.result, &format!(" table:formula=\"of:={}\"", escaped(&over.open_formula())))
        }
        Entry::Worked(_) | Entry::Marked { .. } => unreachable!("a page is settled and keeps marks apart"),
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

/// Runs of blanks are elements in this format.
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
