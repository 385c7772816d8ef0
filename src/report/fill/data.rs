//! 数据: the tidy sheet, one row a figure, as a spreadsheet table.
//!
//! A county's workbook has its units' figures. The workbook of a city or a province has those of what stands
//! directly below it: its counties' totals, and the sheets of units directly under it (市直). The units of a
//! county are in the county's own workbook, and a city's clerk who filters by county wants a county's figure.

use super::super::narrow::Narrow;
use super::super::table::{Cell, Fit, Orientation, Page, Role, Row, Sheet, Shown};
use super::super::template::{Nodes, SheetTemplate};
use super::super::tidy::{self, COLUMNS, Entry, Fact};
use super::scope::{Branch, Scope, nodes};
use super::targets::Targets;

/// Of the columns of the tidy rows.
const WIDTHS: [f64; COLUMNS.len()] = [
    6.0, 11.0, 25.0, 6.5, 10.0, 11.0, 9.0, 9.0, 9.0, 27.0, 7.0, 9.0, 12.0, 12.0, 7.0, 36.0, 10.0, 7.5, 11.5,
    19.5, 7.5,
];

/// Digits that a spreadsheet keeps.
const EXACT: usize = 15;

/// Of these columns those that stand lead the table: year, code, name.
const LEADING: usize = 3;

pub fn fill(scope: &Scope, template: &SheetTemplate, targets: &mut Targets) -> Sheet {
    let table = Narrow::new(scope.form, entries(scope));
    let widths: Vec<f64> = table.columns.iter().map(|column| WIDTHS[*column]).collect();
    let leading = table.columns.iter().filter(|column| **column < LEADING).count() as u16;
    let page = Page { fit: Fit::Apart, ..Page::new(Orientation::Landscape) };
    let mut sheet = Sheet::new(&template.name, page, widths);
    sheet.push(table.heads().map(|head| Cell::text(head, Role::Header)).collect());
    sheet.freeze = Some((1, leading));
    sheet.named = Some("填报数据".to_owned());
    let row =
        |facts: &mut dyn Iterator<Item = Fact>| Row { cells: facts.map(cell).collect(), ..Row::default() };
    sheet.rows.extend(table.rows().map(|mut facts| row(&mut facts)));
    targets.checksum = Some(table.checksum());
    targets.said_once = table.said_once;
    sheet
}

/// A figure of more digits than a spreadsheet keeps stands as a text.
fn cell(fact: Fact) -> Cell {
    match fact {
        Fact::Figure(figure) if figure.digits() <= EXACT => Cell::number(figure, Shown::Exact, Role::Plain),
        fact => Cell::text(fact.text(), Role::Plain),
    }
}

/// Whether the table has totals of what stands below, not their units.
pub fn is_of_totals(scope: &Scope) -> bool {
    nodes(&scope.roll_up.register, scope.node) == Some(Nodes::City)
}

fn entries<'r>(scope: &Scope<'r>) -> Vec<Entry<'r>> {
    if !is_of_totals(scope) {
        return tidy::entries(scope.roll_up, &scope.outcomes());
    }
    let of_branch = |branch: &Branch<'r>| match branch.code {
        Some(code) => vec![tidy::of_node(scope.roll_up, scope.unit(code), &branch.figures)],
        None => tidy::entries(scope.roll_up, &branch.units),
    };
    scope.branch.below.iter().flat_map(of_branch).collect()
}
