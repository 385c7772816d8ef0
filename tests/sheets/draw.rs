//! From plan to page: rows and columns for whatever the clerk decided.
//!
//! The order from top to bottom is always: another year's table if it stands above, lines of text, title,
//! fields, table, fields if they stand below, people's names, notes, another year's table if it stands
//! below. The table itself is drawn by `draw_upright` or `draw_across`.

use super::draw_across;
use super::draw_export;
use super::draw_upright;
use super::figures::{self, Figures};
use super::other_pages;
use super::page::{Book, Entry, Mark, Page};
use super::plan::{Beside, Direction, Field, FieldStyle, Other, Plan};
use super::random::Random;
use super::workings;

/// Where a table stands on its page.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    pub row: u32,
    pub left: u32,
}

/// Draws the whole file.
pub fn book(plan: &Plan, figures: &Figures, random: &mut Random) -> Book {
    let mut book = Book { calculation: plan.calculation, ..Book::default() };
    let page = |other: &Other, random: &mut Random| other_pages::draw(*other, plan, figures, random);
    book.pages.extend(plan.before.iter().map(|other| page(other, random)));
    book.main = book.pages.len();
    book.pages.push(main_page(plan, figures, random));
    book.pages.extend(plan.after.iter().map(|other| page(other, random)));
    for index in 0..book.pages.len() {
        let name = book.pages[index].name.clone();
        if book.pages[..index].iter().any(|page| page.name == name) {
            book.pages[index].name = format!("{name} ({})", index + 1);
        }
    }
    workings::settle(&mut book);
    book
}

fn main_page(plan: &Plan, figures: &Figures, random: &mut Random) -> Page {
    if plan.exported {
        return draw_export::page(plan, random);
    }
    let mut page = Page::new(&plan.page_name);
    let top = plan.offset.0;
    let Spot { mut row, left } = Spot { row: plan.offset.0, left: plan.offset.1 };
    if plan.beside == Some(Beside::Above) {
        row = last_year(&mut page, plan, figures, row, random) + 1;
    }
    let width = width(plan);
    for line in &plan.above {
        page.write(row, left, line);
        row += 1 + u32::from(random.chance(20));
    }
    let mut title_row = None;
    if let Some(title) = &plan.title {
        title_row = Some(row);
        let indent = if plan.title_merged { 0 } else { random.below(2) as u32 };
        page.write(row, left + indent, title);
        if plan.title_merged {
            page.merge(row, left, row, left + width - 1);
        }
        row += 1 + u32::from(random.chance(15));
    }
    let fields_row = row;
    if !plan.fields_below {
        row = fields(&mut page, plan, &plan.fields, row, random);
    }
    let table_row = row;
    row = table(&mut page, plan, row, random);
    if plan.dark_heads {
        darken(&mut page, table_row);
    }
    let first = if plan.fields_in_table { fields_row } else { table_row };
    let mut last = row - 1;
    if plan.fields_below {
        row = fields(&mut page, plan, &plan.fields, row, random);
        last = if plan.fields_in_table { row - 1 } else { last };
    }
    page.tables.push((first, last));
    row = fields(&mut page, plan, &plan.tail, row, random);
    for note in &plan.notes {
        page.write(row, left, note);
        row += 1;
    }
    if plan.beside == Some(Beside::Below) {
        last_year(&mut page, plan, figures, row + 1, random);
    }
    if plan.beside == Some(Beside::Right) {
        let tables = page.tables.clone();
        let mut right = plan.clone();
        right.offset.1 = plan.offset.1 + width.max(4) + random.below(2) as u32;
        last_year(&mut page, &right, figures, title_row.unwrap_or(top), random);
        page.tables = tables;
    }
    page
}

/// Heads in white on dark blue.
fn darken(page: &mut Page, row: u32) {
    let heads: Vec<u32> = page.cells.range((row, 0)..(row + 1, 0)).map(|((_, column), _)| *column).collect();
    heads.into_iter().for_each(|column| page.mark(row, column, Mark::OnDark));
}

/// Columns that the table takes.
fn width(plan: &Plan) -> u32 {
    match plan.direction {
        Direction::Horizontal => draw_across::width(plan),
        _ => draw_upright::width(plan),
    }
}

fn table(page: &mut Page, plan: &Plan, row: u32, random: &mut Random) -> u32 {
    let spot = Spot { row, left: plan.offset.1 };
    match plan.direction {
        Direction::Horizontal => draw_across::table(page, plan, spot, random),
        _ => draw_upright::table(page, plan, spot),
    }
}

/// The same form a year ago, tidy and complete. Returns the row after it.
pub fn last_year(page: &mut Page, plan: &Plan, figures: &Figures, row: u32, random: &mut Random) -> u32 {
    let last = figures::last_year(figures, random);
    let mut old = super::layouts::anchor("", None, random);
    old.value_header = random.pick(&["数量", "数  量", "数值"]).into();
    old.offset = (row, plan.offset.1);
    for item in super::truth::ITEMS {
        if let Some(line) = old.line(item) {
            line.value = Some(Entry::Number(last[item - 1].clone()));
        }
    }
    page.write(row, plan.offset.1, "2023年“3·15”活动情况统计表");
    let first = row + 1;
    let after = draw_upright::table(page, &old, Spot { row: first, left: plan.offset.1 });
    page.tables.push((first, after - 1));
    after
}

/// Header or footer fields; returns the row after them.
fn fields(page: &mut Page, plan: &Plan, fields: &[Field], row: u32, random: &mut Random) -> u32 {
    let left = plan.offset.1;
    let colon = random.pick(&["：", "：", ":", "： "]);
    let joined = |field: &Field| match field.label.as_str() {
        "" => field.value.shown(),
        label => format!("{label}{colon}{}", field.value.shown()),
    };
    match plan.field_style {
        _ if fields.is_empty() => row,
        FieldStyle::OneCell => {
            let gap = " ".repeat(random.between(4, 16) as usize);
            let text = fields.iter().map(joined).collect::<Vec<_>>().join(&gap);
            page.write(row, left, &text);
            if random.chance(70) {
                page.merge(row, left, row, left + width(plan) - 1);
            }
            row + 1
        }
        FieldStyle::Blanks => {
            let between = random.pick(&[" ", "　", "  "]);
            let gap = random.pick(&["    ", "　　　", "          "]);
            let joined = |field: &Field| format!("{}{between}{}", field.label, field.value.shown().trim());
            let text = fields.iter().map(joined).collect::<Vec<_>>().join(gap);
            page.write(row, left, &text);
            row + 1
        }
        FieldStyle::RowEach => {
            for (index, field) in fields.iter().enumerate() {
                page.write(row + index as u32, left, &joined(field));
            }
            row + fields.len() as u32
        }
        FieldStyle::CellEach => {
            for (index, field) in fields.iter().enumerate() {
                page.write(row + index as u32 / 2, left + 2 * (index as u32 % 2), &joined(field));
            }
            row + fields.len().div_ceil(2) as u32
        }
        FieldStyle::LabelAndValue => {
            let colon = random.pick(&["：", "", ":"]);
            for (index, field) in fields.iter().enumerate() {
                let (at, column) = (row + index as u32 / 2, left + 2 * (index as u32 % 2));
                if !field.label.is_empty() {
                    page.write(at, column, &format!("{}{colon}", field.label));
                }
                if !field.value.shown().is_empty() {
                    page.put(at, column + 1, field.value.clone());
                }
            }
            row + fields.len().div_ceil(2) as u32
        }
    }
}
