//! 纸质表样: the form as it is printed and handed out, blank or with figures in it.
//!
//! It stands in the layout that the program itself reads best: one row an item, its number, label and unit of
//! measure before its figures. An office that wants its own layout prints its own table; both are read.
//! What the program computes (派生指标, 增减) is left blank: nobody fills it in.

use super::fill::across::{Breakdown, Line, breakdowns, lines, measure, shown};
use super::fill::form::{depth, is_first_part, name};
use super::table::{Cell, Content, Fit, Orientation, Page, Role, Sheet};
use crate::form::Form;
use crate::submit::grid;
use crate::vocabulary::Number;

/// What stands on a copy besides the form's own words; all blank on the paper that is handed out.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    pub unit: String,
    /// `2024年3月18日`
    pub day: String,
    /// By [`Form::figure`]; empty for none at all.
    pub figures: Vec<Option<Number>>,
}

/// The form on paper; `year` for its title, where it names one.
pub fn paper(form: &Form, year: Option<i32>, filled: &Filled) -> Sheet {
    let columns = breakdowns(form);
    let orientation = if columns.len() > 4 { Orientation::Landscape } else { Orientation::Portrait };
    let mut page = Page::new(orientation);
    page.fit = Fit::Width;
    let widths = widths(page.width(), columns.len());
    let mut sheet = Sheet::new(&form.short_title, page, widths);
    sheet.band(&form.title_of(year), Role::Title);
    sheet.caption(&field(&form.fields.unit, &filled.unit), &field(&form.fields.date, &filled.day));
    let head = sheet.push(heads(form, &columns));
    sheet.page.repeat = Some((head, head));
    for line in lines(form) {
        let row = row(form, line, &columns, filled);
        sheet.push(row);
    }
    for (position, note) in form.notes.iter().enumerate() {
        sheet.band(&format!("{}{note}", if position == 0 { "注：" } else { "　　" }), Role::Note);
    }
    sheet.band(&signatures(form), Role::Signature);
    sheet
}

/// `填报单位：` and what stands behind it.
pub(super) fn field(names: &[String], value: &str) -> String {
    format!("{}：{value}", names.first().map_or("填报单位", String::as_str))
}

/// The line of names below the table.
pub(super) fn signatures(form: &Form) -> String {
    let signed = [&form.fields.reporter, &form.fields.reviewer, &form.fields.signer, &form.fields.phone];
    let signed: Vec<String> = signed.iter().map(|names| field(names, "")).collect();
    signed.join("　　　　　　")
}

pub(super) fn widths(page: f64, figures: usize) -> Vec<f64> {
    let figure = if figures > 1 { 13.0 } else { 18.0 };
    let label = (page - 14.0 - figure * figures as f64).max(26.0);
    [6.0, label, 8.0].into_iter().chain(std::iter::repeat_n(figure, figures)).collect()
}

pub(super) fn heads(form: &Form, columns: &[Breakdown]) -> Vec<Cell> {
    let words = &form.headings;
    let first = |words: &[String], usual: &str| words.first().map_or(usual.to_owned(), String::clone);
    let mut heads =
        vec![first(&words.order, "序号"), first(&words.label, "项目"), first(&words.measure, "单位")];
    match columns {
        [_] => heads.push(first(&words.figure, "数量")),
        several => heads.extend(several.iter().map(|column| measured(form, *column))),
    }
    heads.iter().map(|head| Cell::text(head, Role::Header)).collect()
}

/// The head of a column, with its measure where it has one of its own.
fn measured(form: &Form, column: Breakdown) -> String {
    let own = match column {
        Breakdown::Asked(column) => form.columns[column].counted.as_ref(),
        Breakdown::Compared(_) => None,
    };
    let name = name(form, column);
    own.map_or(name.clone(), |(measure, _)| format!("{name}（{}）", measure.text))
}

fn row(form: &Form, line: Line, columns: &[Breakdown], filled: &Filled) -> Vec<Cell> {
    let figure = |column: &Breakdown| match (line, column) {
        (Line::Item(item), _) if form.items[item].section => Cell::text("—", Role::Figure),
        (Line::Item(item), Breakdown::Asked(column)) => {
            let value = filled.figures.get(form.figure(item, *column)).copied().flatten();
            Cell::figure(value, shown(form, form.figure(item, *column)), Role::Figure)
        }
        _ => Cell::blank(Role::Figure),
    };
    leading(form, line).into_iter().chain(columns.iter().map(figure)).collect()
}

/// Number, label and measure of a line.
pub(super) fn leading(form: &Form, line: Line) -> [Cell; 3] {
    let Line::Item(item) = line else {
        let label = Cell::text(super::fill::across::label(form, line), Role::Label);
        return [Cell::blank(Role::Centred), label, Cell::text(measure(form, line), Role::Centred)];
    };
    let own = &form.items[item];
    let label = if is_first_part(form, item) { format!("其中：{}", own.label) } else { own.label.clone() };
    let role = match depth(form, item) {
        0 => Role::Label,
        steps => Role::Indented(steps),
    };
    // Where every column says its own, the items have none to say.
    let counted = form.columns.iter().all(|column| column.counted.is_some());
    let measured = if own.section || counted { "—" } else { measure(form, line) };
    let code = Cell::text(printed(&own.code), Role::Centred);
    [code, Cell::text(label, role), Cell::text(measured, Role::Centred)]
}

/// A code that is a number; sections may go by one that nobody reads.
fn printed(code: &str) -> &str {
    if code.starts_with(|c: char| c.is_ascii_alphabetic()) { "" } else { code }
}

/// A sheet as its reader sees it once it is a file.
pub fn as_grid(sheet: &Sheet) -> grid::Grid {
    let mut read = grid::Sheet { name: sheet.name.clone(), visible: true, ..grid::Sheet::default() };
    for (row, cells) in sheet.rows.iter().enumerate() {
        for (column, cell) in cells.cells.iter().enumerate() {
            let content = match &cell.content {
                Content::Blank => continue,
                Content::Number(number, _) => grid::Content::Number(number.to_string()),
                other => grid::Content::Text(other.text().into_owned()),
            };
            read.cells.push(grid::Cell { row: row as u32, column: column as u32, content, computed: false });
        }
    }
    read.merges = sheet
        .merges
        .iter()
        .map(|area| grid::Area {
            first_row: area.first_row,
            first_column: u32::from(area.first_column),
            last_row: area.last_row,
            last_column: u32::from(area.last_column),
        })
        .collect();
    grid::Grid { sheets: vec![read], ..grid::Grid::default() }
}
