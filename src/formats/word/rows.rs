//! Rows of a sheet as paragraphs and as a table.

use super::escaped::escaped;
use super::fields;
use super::parts::WORDS;
use crate::report::table::{Cell, Content, Margins, Orientation, Role, Row, Sheet, Shown};

const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Twentieths of a point in a millimetre.
const MILLIMETRE: f64 = 1440.0 / 25.4;

/// A4.
const SHORT: u32 = 11_906;
const LONG: u32 = 16_838;

pub fn document(sheet: &Sheet) -> String {
    let page = Paper::of(sheet);
    let mut body = String::new();
    let mut rows = (0..).zip(&sheet.rows).peekable();
    while let Some((number, row)) = rows.next() {
        if !is_of_table(row) {
            body.push_str(&paragraph(number, row, page.text));
            continue;
        }
        let mut table = table_row(sheet, number, row, &page);
        while let Some((number, row)) = rows.next_if(|(_, row)| is_of_table(row)) {
            table.push_str(&table_row(sheet, number, row, &page));
        }
        body.push_str(&format!("<w:tbl>{}{}{table}</w:tbl>", properties(), page.grid()));
    }
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{WORDS}" xmlns:r="{RELATED}"><w:body>{body}{}</w:body></w:document>"#,
        page.section()
    )
}

/// How the sheet lies on paper, in twentieths of a point.
struct Paper {
    margins: Margins,
    orientation: Orientation,
    /// Between the margins.
    text: u32,
    columns: Vec<u32>,
}

impl Paper {
    fn of(sheet: &Sheet) -> Paper {
        let margins = sheet.page.margins();
        let orientation = sheet.page.orientation;
        let whole = if orientation == Orientation::Portrait { SHORT } else { LONG };
        let text = whole - twips(margins.left) - twips(margins.right);
        let columns = sheet.widths.iter().map(|width| (width / sheet.width() * f64::from(text)) as u32);
        Paper { margins, orientation, text, columns: columns.collect() }
    }

    fn grid(&self) -> String {
        let columns: String =
            self.columns.iter().map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#)).collect();
        format!("<w:tblGrid>{columns}</w:tblGrid>")
    }

    fn section(&self) -> String {
        let Margins { top, bottom, left, right } = self.margins;
        let (size, turned) = match self.orientation {
            Orientation::Portrait => ((SHORT, LONG), ""),
            Orientation::Landscape => ((LONG, SHORT), r#" w:orient="landscape""#),
        };
        format!(
            r#"<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="{}" w:h="{}"{turned}/><w:pgMar w:top="{}" w:right="{}" w:bottom="{}" w:left="{}" w:header="850" w:footer="1150" w:gutter="0"/></w:sectPr>"#,
            size.0,
            size.1,
            twips(top),
            twips(right),
            twips(bottom),
            twips(left)
        )
    }
}

fn twips(millimetres: u8) -> u32 {
    (f64::from(millimetres) * MILLIMETRE) as u32
}

fn properties() -> &'static str {
    r#"<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:jc w:val="center"/><w:tblBorders><w:top w:val="single" w:sz="4" w:color="000000"/><w:left w:val="single" w:sz="4" w:color="000000"/><w:bottom w:val="single" w:sz="4" w:color="000000"/><w:right w:val="single" w:sz="4" w:color="000000"/><w:insideH w:val="single" w:sz="4" w:color="000000"/><w:insideV w:val="single" w:sz="4" w:color="000000"/></w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>"#
}

fn is_of_table(row: &Row) -> bool {
    let around = |role: Role| {
        matches!(
            role,
            Role::Empty
                | Role::Title
                | Role::Caption
                | Role::CaptionRight
                | Role::Block
                | Role::Note
                | Role::Signature
                | Role::EntryWords
                | Role::EntryLine
                | Role::Mark
        )
    };
    row.cells.iter().any(|cell| !around(cell.role))
}

/// A row outside the table: its words, the second ones behind a stop two thirds of the way.
fn paragraph(number: u32, row: &Row, width: u32) -> String {
    let words: Vec<&Cell> = row.cells.iter().filter(|cell| cell.content != Content::Blank).collect();
    let role = words.first().map_or(Role::Empty, |cell| cell.role);
    let name = format!("f{number}");
    let mut texts: Vec<String> = words.iter().map(|cell| words_of(cell, &name)).collect();
    if let (Some(last), true) = (texts.last_mut(), row.cells.iter().any(|cell| cell.role == Role::EntryWords))
    {
        last.push_str(&fields::field(&name, ""));
    }
    let stop = format!(r#"<w:tabs><w:tab w:val="left" w:pos="{}"/></w:tabs>"#, width * 2 / 3);
    let (spaced, aligned) = match role {
        Role::Title => (r#"<w:spacing w:before="0" w:after="240"/>"#, "center"),
        Role::Mark => (r#"<w:spacing w:before="0" w:after="0" w:line="80" w:lineRule="exact"/>"#, "left"),
        _ => (r#"<w:spacing w:before="60" w:after="60"/>"#, "left"),
    };
    format!(
        r#"<w:p><w:pPr>{}{spaced}<w:jc w:val="{aligned}"/></w:pPr>{}</w:p>"#,
        if texts.len() > 1 { stop.as_str() } else { "" },
        texts.join("<w:r><w:tab/></w:r>")
    )
}

fn words_of(cell: &Cell, name: &str) -> String {
    let text = cell.content.text();
    match cell.role {
        Role::EntryLine => fields::line(&text, name, &|words| run(words, cell.role)),
        role => run(&text, role),
    }
}

fn table_row(sheet: &Sheet, number: u32, row: &Row, page: &Paper) -> String {
    let heads = sheet.page.repeat.is_some_and(|(first, last)| (first..=last).contains(&number));
    let height = row.height.map_or(0, |points| (points * 20.0) as u32);
    let mut cells = String::new();
    let mut column = 0;
    while let Some(cell) = row.cells.get(column) {
        let span = sheet.merges.iter().find(|area| {
            (area.first_row, usize::from(area.first_column)) == (number, column) && area.last_row == number
        });
        let span = span.map_or(1, |area| usize::from(area.last_column) + 1 - column);
        let width: u32 = page.columns.iter().skip(column).take(span).sum();
        let inside = match cell.role {
            Role::Entry => fields::field(&format!("f{number}c{column}"), hint(sheet, number, column)),
            role => run(&printed(cell), role),
        };
        cells.push_str(&table_cell(cell, span, width, &inside));
        column += span;
    }
    format!(
        r#"<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{}</w:trPr>{cells}</w:tr>"#,
        if heads { "<w:tblHeader/>" } else { "" }
    )
}

/// What is said to whoever fills a cell.
fn hint(sheet: &Sheet, row: u32, column: usize) -> &str {
    let inputs = sheet.filling.iter().flat_map(|filling| &filling.inputs);
    let mut at = inputs.filter(|input| (input.row, usize::from(input.column)) == (row, column));
    at.next().map_or("", |input| &input.hint)
}

fn table_cell(cell: &Cell, span: usize, width: u32, inside: &str) -> String {
    let span = if span > 1 { format!(r#"<w:gridSpan w:val="{span}"/>"#) } else { String::new() };
    let shade = match cell.role {
        Role::Header => r#"<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>"#,
        _ => "",
    };
    let (aligned, indented) = match cell.role {
        Role::Label => ("left", 0),
        Role::Indented(steps) => ("left", 210 * u32::from(steps)),
        Role::Figure | Role::Entry | Role::Earlier => ("right", 0),
        _ => ("center", 0),
    };
    format!(
        r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{shade}<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:ind w:left="{indented}"/><w:jc w:val="{aligned}"/></w:pPr>{inside}</w:p></w:tc>"#
    )
}

/// A figure with the places that it is printed with.
fn printed(cell: &Cell) -> String {
    match &cell.content {
        Content::Number(number, Shown::Places(places)) => number.fixed(*places),
        other => other.text().into_owned(),
    }
}

fn run(text: &str, role: Role) -> String {
    if text.is_empty() {
        return String::new();
    }
    let look = match role {
        Role::Title => {
            r#"<w:rFonts w:ascii="方正小标宋简体" w:hAnsi="方正小标宋简体" w:eastAsia="方正小标宋简体"/><w:sz w:val="44"/>"#
        }
        Role::Header => "<w:b/>",
        Role::Earlier => r#"<w:color w:val="808080"/>"#,
        Role::Mark => r#"<w:color w:val="BFBFBF"/><w:sz w:val="4"/>"#,
        _ => "",
    };
    format!(r#"<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{}</w:t></w:r>"#, escaped(text))
}
