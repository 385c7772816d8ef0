//! 差额: what a node itself says that its units add up to, beside the sum, a line a figure.
//!
//! The sheet stands last in the workbook and no total refers to it. What was not said is blank and not zero, and
//! so is its difference.

use super::table::{Area, Cell, Orientation, Page, Role, Sheet, Shown};
use crate::vocabulary::Number;

/// One figure of one node.
#[derive(Clone, Debug)]
pub struct Line {
    pub node: String,
    pub item: String,
    pub measure: String,
    pub said: Option<Number>,
    pub sum: Option<Number>,
    pub difference: Option<Number>,
    /// Who put it down, when, from which file.
    pub kept: String,
}

/// Columns with their widths in digits.
const COLUMNS: [(&str, f64); 7] = [
    ("单位", 18.0),
    ("指标", 30.0),
    ("计量单位", 10.0),
    ("本级上报数", 14.0),
    ("所属合计", 14.0),
    ("差额", 12.0),
    ("登记", 32.0),
];

const NOTE: &str =
    "注：差额＝本级上报数－所属合计。本级上报数只用来对照，不计入汇总；没有报的不按 0 计，没有差额。";

/// The sheet, where anything was said.
pub fn sheet(node: &str, lines: &[Line]) -> Option<Sheet> {
    if lines.is_empty() {
        return None;
    }
    let page = Page::new(Orientation::Landscape);
    let mut sheet = Sheet::new("差额", page, COLUMNS.map(|(_, width)| width).to_vec());
    sheet.band(&format!("{node}：本级上报数与所属合计"), Role::Title);
    let heads = sheet.push(COLUMNS.iter().map(|(name, _)| Cell::text(name, Role::Header)).collect());
    for line in lines {
        let figure = |number| Cell::figure(number, Shown::Exact, Role::Figure);
        sheet.push(vec![
            Cell::text(&line.node, Role::Label),
            Cell::text(&line.item, Role::Label),
            Cell::text(&line.measure, Role::Centred),
            figure(line.said),
            figure(line.sum),
            figure(line.difference),
            Cell::text(&line.kept, Role::Words),
        ]);
    }
    let (last_row, last_column) = (sheet.last_row(), sheet.last_column());
    sheet.filter = Some(Area { first_row: heads, first_column: 0, last_row, last_column });
    sheet.band(NOTE, Role::Note);
    sheet.page.repeat = Some((heads, heads));
    let width = sheet.width();
    sheet.page.fit_width(width, 2);
    sheet.freeze = Some((heads + 1, 2));
    Some(sheet)
}
