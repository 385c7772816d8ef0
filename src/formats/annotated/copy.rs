//! A new workbook with the cells of a file whose own parts cannot be edited: legacy spreadsheets, OpenDocument, text,
//! pages, documents of Word's old format.
//!
//! The cells are those that the reader saw, at the same addresses, with merged areas, hidden rows and columns and the
//! comments of persons; words above and below the pages stay there. What a cell looked like is not known. A number
//! that a spreadsheet's binary number would not give back is written as text.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Color, ExcelDateTime, Format, FormatAlign, FormatBorder, FormatUnderline, Formula, Note, Url, Workbook,
    Worksheet, XlsxError,
};

use super::layout::{WIDTHS, height};
use super::shades::{Ink, shade};
use crate::problem::Failure;
use crate::submit::annotation::{AUTHOR, Annotations, LEADING, LIST, Mark, Part, Row};
use crate::submit::grid::{Content, Grid, Said, Sheet};
use crate::vocabulary::place::cell_name;

/// How wide a column may become, and how narrow, in digits.
const WIDEST: f64 = 44.0;
const NARROWEST: f64 = 9.0;

/// What a page held upright is wide, in digits.
const UPRIGHT: f64 = 100.0;

/// Points of a line, and of the highest row that there can be.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 400.0;

/// Of a merged area no more columns are counted.
const MOST_COLUMNS: usize = 50;

/// The bytes of a workbook with the grid's cells and the annotations.
pub fn write(grid: &Grid, annotations: &Annotations) -> Result<Vec<u8>, Failure> {
    written(grid, annotations).map_err(|error| Failure::new(format!("批注好的表写不出来：{error}")))
}

fn written(grid: &Grid, annotations: &Annotations) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let names = sheet_names(grid);
    let marks = annotations.marks(grid);
    for (index, sheet) in grid.sheets.iter().enumerate() {
        let own: Vec<&Mark> = marks.iter().filter(|mark| mark.sheet == index).collect();
        write_sheet(workbook.add_worksheet(), &names[index], sheet, &own)?;
    }
    write_list(workbook.add_worksheet(), &names, &annotations.rows(grid))?;
    workbook.save_to_buffer()
}

/// Names that a workbook can bear: of 31 letters at most, without signs that stand for something, each once.
fn sheet_names(grid: &Grid) -> Vec<String> {
    let mut names: Vec<String> = vec![LIST.to_owned()];
    for sheet in &grid.sheets {
        let bare: String =
            sheet.name.chars().filter(|c| !"[]:*?/\\'".contains(*c) && !c.is_control()).collect();
        let bare: String = bare.trim().chars().take(26).collect();
        let bare = if bare.is_empty() { "表".to_owned() } else { bare };
        let mut name = bare.clone();
        let mut number = 2;
        while names.iter().any(|known| known.to_lowercase() == name.to_lowercase()) {
            name = format!("{bare}({number})");
            number += 1;
        }
        names.push(name);
    }
    names.remove(0);
    names
}

fn write_sheet(target: &mut Worksheet, name: &str, sheet: &Sheet, marks: &[&Mark]) -> Result<(), XlsxError> {
    target.set_name(name)?;
    target.set_hidden(!sheet.visible);
    if !sheet.margins.is_empty() {
        let lines: Vec<String> = sheet.margins.iter().map(|line| line.replace('&', "&&")).collect();
        let header = format!("&C{}", lines.join("\n"));
        if header.chars().count() < 250 {
            target.set_header(header);
        }
    }
    for area in &sheet.merges {
        let [first, last] = [area.first_column, area.last_column].map(|column| column as u16);
        // Areas that overlap are in some files; a workbook cannot have them, and no figure depends on it.
        let _ = target.merge_range(
            area.first_row,
            first,
            area.last_row,
            last,
            "",
            &look(sheet, area.first_row, None),
        );
    }
    for cell in &sheet.cells {
        let mark = marks.iter().find(|mark| mark.at == (cell.row, cell.column));
        let format = look(sheet, cell.row, mark.copied());
        write_cell(target, (cell.row, cell.column as u16), &cell.content, &format)?;
    }
    for mark in marks.iter().filter(|mark| sheet.cell(mark.at.0, mark.at.1).is_none()) {
        target.write_blank(mark.at.0, mark.at.1 as u16, &look(sheet, mark.at.0, Some(*mark)))?;
    }
    target.set_paper_size(9).set_print_fit_to_pages(1, 0);
    let widths = widths(sheet);
    if widths.values().sum::<f64>() > UPRIGHT {
        target.set_landscape();
    }
    for (column, width) in &widths {
        target.set_column_width(*column, *width)?;
    }
    for (row, height) in heights(sheet, &widths) {
        target.set_row_height(row, height)?;
    }
    sheet.hidden_rows.iter().try_for_each(|row| target.set_row_hidden(*row).map(drop))?;
    sheet.hidden_columns.iter().try_for_each(|column| target.set_column_hidden(*column as u16).map(drop))?;
    write_notes(target, sheet, marks)
}

fn write_cell(
    target: &mut Worksheet,
    (row, column): (u32, u16),
    content: &Content,
    format: &Format,
) -> Result<(), XlsxError> {
    match content {
        Content::Number(text) => {
            match text.parse::<f64>().ok().filter(|number| number.to_string() == *text) {
                Some(number) => target.write_number_with_format(row, column, number, format)?,
                None => target.write_string_with_format(row, column, text, format)?,
            }
        }
        Content::Date(year, month, day) => {
            let day = u16::try_from(*year).ok().zip(u8::try_from(*month).ok()).zip(u8::try_from(*day).ok());
            let day = day.and_then(|((year, month), day)| ExcelDateTime::from_ymd(year, month, day).ok());
            match day {
                Some(day) => {
                    let format = format.clone().set_num_format("yyyy-mm-dd");
                    target.write_datetime_with_format(row, column, &day, &format)?
                }
                None => target.write_string_with_format(row, column, content.words(), format)?,
            }
        }
        Content::Bool(value) => target.write_boolean_with_format(row, column, *value, format)?,
        Content::Error(error) => {
            let formula = Formula::new(format!("={error}")).set_result(error.clone());
            target.write_formula_with_format(row, column, formula, format)?
        }
        Content::Text(_) | Content::FormulaWithoutResult => {
            target.write_string_with_format(row, column, content.words(), format)?
        }
    };
    Ok(())
}

/// Whether a row is words around a table.
fn is_line(sheet: &Sheet, row: u32) -> bool {
    row < sheet.paragraphs || sheet.row(row).len() < 2
}

/// Words around a table have no frame.
fn look(sheet: &Sheet, row: u32, mark: Option<&Mark>) -> Format {
    let format = face().set_align(FormatAlign::VerticalCenter);
    let format =
        if is_line(sheet, row) { format } else { format.set_border(FormatBorder::Thin).set_text_wrap() };
    match mark {
        Some(mark) => format.set_background_color(colour(shade(mark.severity, Ink::Dark))),
        None => format,
    }
}

fn face() -> Format {
    Format::new().set_font_name("宋体").set_font_size(11.0).set_font_charset(134)
}

fn colour(digits: &str) -> Color {
    Color::RGB(u32::from_str_radix(digits, 16).unwrap_or(0xff_ffff))
}

/// Columns as wide as their words, those of lines that stand alone aside.
fn widths(sheet: &Sheet) -> BTreeMap<u16, f64> {
    let mut widths = BTreeMap::new();
    for cell in &sheet.cells {
        if sheet.row(cell.row).len() < 2 || sheet.merge_at(cell.row, cell.column).is_some() {
            continue;
        }
        let longest = cell.content.words().lines().map(width).max().unwrap_or(0);
        let known = widths.entry(cell.column as u16).or_insert(0);
        *known = longest.max(*known);
    }
    let wide = |width: u32| (f64::from(width) + 2.0).clamp(NARROWEST, WIDEST);
    widths.into_iter().map(|(column, width)| (column, wide(width))).collect()
}

/// Rows that need more than one line, in points: programs do not all measure that when they open a file.
fn heights(sheet: &Sheet, widths: &BTreeMap<u16, f64>) -> BTreeMap<u32, f64> {
    let wide = |column: u32| widths.get(&(column as u16)).copied().unwrap_or(NARROWEST);
    let mut heights = BTreeMap::new();
    for cell in sheet.cells.iter().filter(|cell| !is_line(sheet, cell.row)) {
        let (last, rows) = match sheet.merge_at(cell.row, cell.column) {
            Some(area) => (area.last_column, area.last_row + 1 - area.first_row),
            None => (cell.column, 1),
        };
        let room: f64 = (cell.column..=last).take(MOST_COLUMNS).map(wide).sum::<f64>() - 1.0;
        let lines = |words: &str| (f64::from(width(words)) / room).ceil().max(1.0);
        let lines: f64 = cell.content.words().lines().map(lines).sum();
        let height = ((lines / f64::from(rows)).ceil() * LINE + 3.0).min(HIGHEST);
        let known = heights.entry(cell.row).or_insert(0.0_f64);
        *known = height.max(*known);
    }
    heights.retain(|_, height| *height > LINE + 3.0);
    heights
}

fn width(words: &str) -> u32 {
    words.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum()
}

fn write_notes(target: &mut Worksheet, sheet: &Sheet, marks: &[&Mark]) -> Result<(), XlsxError> {
    let mut notes: BTreeMap<(u32, u32), Vec<&str>> = BTreeMap::new();
    for remark in &sheet.remarks {
        if let Said::Comment(words) = &remark.said {
            notes.entry((remark.row, remark.column)).or_default().push(words);
        }
    }
    marks.iter().for_each(|mark| notes.entry(mark.at).or_default().push(&mark.words));
    for ((row, column), words) in notes {
        let words = words.join("\n");
        let lines: u32 = words.lines().map(|line| width(line) / 40 + 1).sum();
        let note = Note::new(words)
            .set_author(AUTHOR)
            .add_author_prefix(false)
            .set_width(320)
            .set_height(20 * (lines + 1));
        target.insert_note(row, column as u16, &note)?;
    }
    Ok(())
}

fn write_list(target: &mut Worksheet, names: &[String], rows: &[Row]) -> Result<(), XlsxError> {
    target.set_name(LIST)?;
    target.set_tab_color(colour("C00000"));
    target.set_screen_gridlines(false);
    for (column, width) in WIDTHS.into_iter().enumerate() {
        target.set_column_width(column as u16, f64::from(width))?;
    }
    for (index, row) in rows.iter().enumerate() {
        target.set_row_height(index as u32, f64::from(height(row)))?;
        for (column, words) in row.cells.iter().enumerate() {
            let (at, format) = ((index as u32, column as u16), list_look(row, column));
            match row.leads_to.filter(|_| column == LEADING) {
                Some((sheet, (to_row, to_column))) => {
                    let to = format!("internal:'{}'!{}", names[sheet], cell_name(to_row, to_column));
                    let format =
                        format.set_font_color(colour("0563C1")).set_underline(FormatUnderline::Single);
                    target.write_url_with_format(at.0, at.1, Url::new(to).set_text(words), &format)?
                }
                None => target.write_string_with_format(at.0, at.1, words, &format)?,
            };
        }
    }
    target.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn list_look(row: &Row, column: usize) -> Format {
    let format = face().set_align(FormatAlign::VerticalCenter);
    let framed =
        format.clone().set_border(FormatBorder::Thin).set_border_color(colour("BFBFBF")).set_text_wrap();
    match (row.part, column) {
        (Part::Title, _) => format.set_font_size(16.0).set_bold(),
        (Part::Note, _) => format,
        (Part::Code, _) => format.set_font_size(9.0).set_font_color(Color::Gray),
        (Part::Heads, _) => {
            framed.set_bold().set_background_color(colour("F2F2F2")).set_align(FormatAlign::Center)
        }
        (Part::Finding(severity), 1) => {
            let fill = colour(shade(severity, Ink::Dark));
            framed.set_bold().set_background_color(fill).set_align(FormatAlign::Center)
        }
        (Part::Finding(_), 0..=LEADING) => framed.set_align(FormatAlign::Center),
        (Part::Finding(_), _) => framed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submit::grid::Cell;

    #[test]
    fn rows_are_as_high_as_their_words_need() {
        let cell = |row, column, words: &str| Cell {
            row,
            column,
            content: Content::Text(words.to_owned()),
            computed: false,
        };
        let cells = [(0, "7", "召开新\n闻发布会"), (1, "8", "解决消费纠纷")];
        let cells =
            cells.iter().flat_map(|(row, number, label)| [cell(*row, 0, number), cell(*row, 1, label)]);
        let sheet = Sheet { cells: cells.collect(), visible: true, ..Sheet::default() };
        assert_eq!(heights(&sheet, &widths(&sheet)), BTreeMap::from([(0, 2.0 * LINE + 3.0)]));
    }
}
