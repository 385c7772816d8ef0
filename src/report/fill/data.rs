//! 数据: the tidy sheet, one row a figure, as a spreadsheet table.

use super::super::checksum::Checksum;
use super::super::table::{Cell, Fit, NamedTable, Orientation, Page, Role, Sheet, Tail};
use super::super::template::SheetTemplate;
use super::super::tidy;
use super::Targets;
use super::scope::Scope;

/// Of the columns of the tidy rows.
const WIDTHS: [f64; 21] = [
    6.0, 11.0, 25.0, 6.5, 10.0, 11.0, 9.0, 9.0, 9.0, 27.0, 7.0, 9.0, 12.0, 12.0, 7.0, 36.0, 10.0, 7.5, 11.5,
    19.5, 7.5,
];

pub fn fill<'r>(scope: &Scope<'r>, template: &SheetTemplate, targets: &mut Targets) -> Sheet<'r> {
    let page = Page {
        fit: Fit::TwoWide,
        repeat: Some((0, 0)),
        repeat_columns: Some(2),
        ..Page::new(Orientation::Landscape)
    };
    let mut sheet = Sheet::new(&template.name, page, WIDTHS.to_vec());
    sheet.push(tidy::COLUMNS.iter().map(|column| Cell::text(column, Role::Header)).collect());
    let (roll_up, outcomes) = (scope.roll_up, scope.outcomes());
    let mut checksum = Checksum::default();
    let mut length = 0;
    checksum.row(tidy::COLUMNS);
    for row in tidy::rows(roll_up, outcomes.clone()) {
        checksum.row(row.cells.iter().map(|cell| cell.content.text()));
        length += 1;
    }
    targets.checksum = Some(checksum.finish());
    sheet.named = Some(NamedTable {
        name: "填报数据".to_owned(),
        columns: tidy::COLUMNS.map(str::to_owned).to_vec(),
        length,
    });
    sheet.freeze = Some((1, 3));
    sheet.tail = Some(Tail::new(move || tidy::rows(roll_up, outcomes.clone())));
    sheet
}
