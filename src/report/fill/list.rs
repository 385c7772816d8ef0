//! Lists: one row a thing, columns chosen by the template.

use super::super::table::{Area, Cell, Mark, Role, Sheet, Tone};
use super::super::words::state;
use crate::aggregate::State;

/// Widths for the chosen headings; the `flexible` one takes what is left of the page.
pub fn widths(headings: &[String], width: fn(&str) -> f64, flexible: &str, page: f64) -> Vec<f64> {
    let fixed: f64 = headings.iter().map(|heading| width(heading)).sum();
    let left = (page - fixed).max(0.0);
    let wide = |heading: &String| width(heading) + if heading == flexible { left } else { 0.0 };
    headings.iter().map(wide).collect()
}

pub fn heads(headings: &[String]) -> Vec<Cell> {
    headings.iter().map(|heading| Cell::text(heading, Role::Header)).collect()
}

/// Shades the words of states in one column.
pub fn mark_states(sheet: &mut Sheet, column: Option<usize>, rows: (u32, u32)) {
    let Some(column) = column.map(|column| column as u16).filter(|_| rows.0 <= rows.1) else { return };
    let area = Area { first_row: rows.0, first_column: column, last_row: rows.1, last_column: column };
    for (of, tone) in [
        (State::Missing, Tone::Bad),
        (State::Faulty, Tone::Bad),
        (State::Held, Tone::Doubt),
        (State::Unsettled, Tone::Doubt),
        (State::Waiting, Tone::Doubt),
        (State::Exempt, Tone::Quiet),
    ] {
        sheet.marks.push(Mark { area, word: state(of), tone });
    }
}

/// Heads that repeat on every page, stay in view and filter the rows below them.
pub fn fix_heads(sheet: &mut Sheet, (first, last): (u32, u32), columns: u16) {
    sheet.page.repeat = Some((first, last));
    sheet.freeze = Some((last + 1, columns));
    sheet.filter = Some(Area {
        first_row: last,
        first_column: 0,
        last_row: sheet.next_row().saturating_sub(1).max(last),
        last_column: sheet.last_column(),
    });
}
