//! 数据: the tidy sheet, one row a figure, as a spreadsheet table.
//!
//! A county's workbook has its units' figures. The workbook of a city or a province has those of what stands
//! directly below it: its counties' totals, and the sheets of units directly under it (市直). The units of a
//! county are in the county's own workbook, and a city's clerk who filters by county wants a county's figure.

use super::super::narrow::Narrow;
use super::super::table::{Cell, NamedTable, Orientation, Page, Role, Sheet};
use super::super::template::{Nodes, SheetTemplate};
use super::super::tidy::{self, COLUMNS, Entry};
use super::Targets;
use super::scope::{Branch, Scope, nodes};

/// Of the columns of the tidy rows.
const WIDTHS: [f64; COLUMNS.len()] = [
    6.0, 11.0, 25.0, 6.5, 10.0, 11.0, 9.0, 9.0, 9.0, 27.0, 7.0, 9.0, 12.0, 12.0, 7.0, 36.0, 10.0, 7.5, 11.5,
    19.5, 7.5,
];

/// Of these columns those that stand lead the table: year, code, name.
const LEADING: usize = 3;

pub fn fill<'r>(scope: &Scope<'r>, template: &SheetTemplate, targets: &mut Targets) -> Sheet<'r> {
    let table = Narrow::new(scope.form, entries(scope));
    let widths: Vec<f64> = table.columns.iter().map(|column| WIDTHS[*column]).collect();
    let leading = table.columns.iter().filter(|column| **column < LEADING).count() as u16;
    let page = Page { repeat: Some((0, 0)), ..Page::new(Orientation::Landscape) };
    let mut sheet = Sheet::new(&template.name, page, widths);
    sheet.page.fit_width(sheet.width(), leading);
    sheet.push(table.heads().map(|head| Cell::text(head, Role::Header)).collect());
    sheet.freeze = Some((1, leading));
    sheet.named = Some(NamedTable {
        name: "填报数据".to_owned(),
        columns: table.heads().map(str::to_owned).collect(),
        length: table.length() as u32,
    });
    targets.checksum = Some(table.checksum());
    targets.said_once = table.said_once.clone();
    sheet.tail = Some(table);
    sheet
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
