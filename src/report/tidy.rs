//! The tidy sheet's rows: everything that was read, one row a figure.
//!
//! This is what programs read, our own first: a county's workbook dropped into a folder gives the city the
//! same totals as the sheets it came from. So every sheet that says anything is here, the faulty and the
//! held ones too, with 是否汇入 saying whether it counts. Figures are exact; one with more than fifteen
//! digits is written as text, because a spreadsheet would round it.

use std::sync::Arc;

use super::checksum::plain;
use super::fill::words;
use super::table::{Cell, Content, Role, Row, Shown};
use crate::aggregate::{Outcome, RollUp, State};
use crate::form::Form;
use crate::submit::Submission;
use crate::vocabulary::Number;
use crate::vocabulary::time::{Instant, beijing};

/// Headings, left to right.
pub const COLUMNS: [&str; 21] = [
    "年度",
    "单位代码",
    "单位名称",
    "级别",
    "上级代码",
    "上级名称",
    "状态",
    "是否汇入",
    "指标代码",
    "指标",
    "栏",
    "计量单位",
    "数值",
    "原文",
    "标记",
    "文件",
    "工作表",
    "单元格",
    "填报日期",
    "收到时间",
    "零报告",
];

/// Digits that a spreadsheet keeps.
const EXACT: usize = 15;

/// The rows of these units, in their order; of a unit the sheet in force, or all while none is.
pub fn rows<'r>(roll_up: &'r RollUp, outcomes: Vec<&'r Outcome>) -> impl Iterator<Item = Row> + use<'r> {
    let items = Arc::new(item_cells(&roll_up.form));
    outcomes.into_iter().flat_map(move |outcome| {
        let told = match outcome.in_force {
            Some(index) => vec![index],
            None => outcome.submissions.clone(),
        };
        let items = Arc::clone(&items);
        told.into_iter().flat_map(move |index| {
            sheet_rows(roll_up, outcome, &roll_up.submissions[index], Arc::clone(&items))
        })
    })
}

/// Index of a figure with the cells that name it: code, label, column, measure.
type ItemCells = (usize, [Cell; 4]);

fn item_cells(form: &Form) -> Vec<ItemCells> {
    let figures =
        (0..form.items.len()).flat_map(|item| (0..form.columns.len()).map(move |column| (item, column)));
    figures
        .filter(|(item, _)| !form.items[*item].section)
        .map(|(item, column)| {
            let (row, breakdown) = (&form.items[item], &form.columns[column]);
            let names = [&row.code, &row.label, &breakdown.label, &row.measure.text];
            (form.figure(item, column), names.map(|name| text(name)))
        })
        .collect()
}

fn sheet_rows<'r>(
    roll_up: &'r RollUp,
    outcome: &'r Outcome,
    submission: &'r Submission,
    items: Arc<Vec<ItemCells>>,
) -> impl Iterator<Item = Row> + use<'r> {
    let before = unit_cells(roll_up, outcome, submission);
    let file = text(&submission.source.file);
    let sheet = text(&submission.sheet);
    let after = [
        text(&submission.date.map(|date| date.to_string()).unwrap_or_default()),
        text(&submission.source.received.map(exact_time).unwrap_or_default()),
        text(yes(submission.nil)),
    ];
    (0..items.len()).map(move |position| {
        let (figure, names) = &items[position];
        let answer = submission.answers.get(*figure);
        let mut cells = Vec::with_capacity(COLUMNS.len());
        cells.extend_from_slice(&before);
        cells.extend_from_slice(names);
        cells.push(answer.value.map_or(Cell::blank(Role::Plain), number));
        cells.push(text(&answer.raw));
        cells.push(text(answer.mark.as_deref().unwrap_or_default()));
        cells.push(file.clone());
        cells.push(sheet.clone());
        cells.push(answer.place.as_ref().map_or(Cell::blank(Role::Plain), |place| text(&place.cell)));
        cells.extend_from_slice(&after);
        Row { cells, height: None, outline: 0, hidden: false }
    })
}

fn unit_cells(roll_up: &RollUp, outcome: &Outcome, submission: &Submission) -> [Cell; 8] {
    let unit = roll_up.register.unit(&outcome.unit);
    let parent = unit.parent.as_ref().map(|code| roll_up.register.unit(code));
    let year = roll_up.campaign.year.or(submission.title_year);
    [
        year.map_or(Cell::blank(Role::Plain), |year| number(Number::whole(year.into()))),
        text(unit.code.as_str()),
        text(&unit.name),
        text(words::level(unit.level)),
        text(parent.map_or("", |parent| parent.code.as_str())),
        text(parent.map_or("", |parent| parent.name.as_str())),
        text(super::fill::state(outcome.state)),
        text(yes(outcome.state == State::Counted)),
    ]
}

fn yes(is: bool) -> &'static str {
    if is { "是" } else { "否" }
}

fn text(text: &str) -> Cell {
    Cell::text(plain(text), Role::Plain)
}

fn number(number: Number) -> Cell {
    let written = number.to_string();
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    if digits > EXACT {
        return Cell { content: Content::Text(Arc::from(written)), role: Role::Plain };
    }
    Cell::number(number, Shown::Exact, Role::Plain)
}

/// To the second: whether a sheet was late must come out the same when it is read back.
fn exact_time(instant: Instant) -> String {
    instant.with_timezone(&beijing()).format("%Y-%m-%d %H:%M:%S").to_string()
}
