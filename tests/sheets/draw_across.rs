//! The table lying down: items as columns, one row a unit.

use super::county_table::{column_number, name_header};
use super::draw::Spot;
use super::page::{Entry, Page};
use super::plan::Plan;
use super::random::Random;

fn words(plan: &Plan) -> u32 {
    u32::from(plan.serial_header.is_some()) + u32::from(plan.name_column) + u32::from(has_codes(plan))
}

/// Codes stand behind names.
fn has_codes(plan: &Plan) -> bool {
    plan.name_column && plan.code_column.is_some()
}

pub fn width(plan: &Plan) -> u32 {
    words(plan) + plan.lines.len() as u32 + plan.asides.len() as u32
}

/// Draws header and rows; returns the row after them.
pub fn table(page: &mut Page, plan: &Plan, spot: Spot, random: &mut Random) -> u32 {
    let Spot { row: top, left } = spot;
    let first = left + words(plan);
    let mut row = top;
    for (column, line) in (first..).zip(&plan.lines) {
        page.write(row, column, &line.label);
    }
    for (column, aside) in (first + plan.lines.len() as u32..).zip(&plan.asides) {
        page.write(row, column, &aside.header);
    }
    row += 1;
    if plan.measure_row {
        for (column, line) in (first..).zip(&plan.lines) {
            page.write(row, column, &line.measure);
        }
        row += 1;
    }
    let mut column = left;
    if let Some(header) = &plan.serial_header {
        page.write(top, column, header);
        page.merge(top, column, row - 1, column);
        column += 1;
    }
    if plan.name_column {
        page.write(top, column, name_header(random));
        page.merge(top, column, row - 1, column);
        if let Some(header) = &plan.code_column {
            page.write(top, column + 1, header);
            page.merge(top, column + 1, row - 1, column + 1);
        }
    }
    if plan.numbered_columns {
        for index in 0..words(plan) + plan.lines.len() as u32 {
            let number = column_number(index as usize, words(plan) as usize);
            page.write(row, left + index, &number);
        }
        row += 1;
    }
    rows(page, plan, Spot { row, left })
}

fn rows(page: &mut Page, plan: &Plan, spot: Spot) -> u32 {
    let Spot { mut row, left } = spot;
    let mut serial = 0;
    for across in &plan.across {
        let mut column = left;
        if plan.serial_header.is_some() {
            if across.submission.is_some() {
                serial += 1;
                page.put(row, column, Entry::number(serial));
            }
            column += 1;
        }
        if plan.name_column {
            page.write(row, column, &across.name);
            column += 1;
            if has_codes(plan) {
                page.write(row, column, &across.code);
                column += 1;
            }
        }
        for value in &across.values {
            if let Some(entry) = value {
                page.put(row, column, entry.clone());
            }
            column += 1;
        }
        row += 1;
    }
    row
}
