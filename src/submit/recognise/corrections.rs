//! What is written beside the figures and takes them back: 更正：应为66件 in a remark or below the table, a number
//! that stands alone right of a figure, the title of a plan.
//!
//! The figures stand as they are filled in, for which of two was meant only their unit can say; so it is asked.
//! A number that the table already has was corrected there as well, and needs no question: in the item's row where
//! the words stand in one, anywhere where they stand below. Rules that a form prints (合计应为1至5项之和) name no
//! other figure.

use std::collections::BTreeSet;

use super::anchor::{LabelCell, Vertical};
use super::commented::comments;
use super::reading::Reading;
use super::view::{SheetView, Word};
use crate::form::Form;
use crate::form::wording::Meaning;
use crate::submit::answers::Answers;
use crate::submit::cell_text::read_text;
use crate::submit::grid::{Cell, Content};
use crate::vocabulary::place::column_name;
use crate::vocabulary::plain::plain;
use crate::vocabulary::{Finding, Number, Severity};

/// Asks about what takes the figures of one unit's table back, down to the row where the next table begins.
pub fn ask(view: &SheetView, form: &Form, table: &Vertical, next: Option<u32>, reading: &mut Reading) {
    let rows = *table.rows.start()..next.unwrap_or(view.last_row + 1);
    for word in view.words.iter().filter(|word| rows.contains(&word.row)) {
        let item = item_of(table, word.row);
        let of_item = item.map(|item| form.figure(item, 0)..form.figure(item, 0) + form.columns.len());
        let known = |number: &Number| {
            let mut figures = of_item.clone().unwrap_or(0..form.figures());
            figures.any(|figure| reading.answers.get(figure).value == Some(*number))
        };
        if word.instead.iter().all(known) {
            continue;
        }
        let place = view.place(word.row, word.column);
        let words = unlike(view, word);
        reading.findings.push(
            match of_item {
                Some(figures) => {
                    form.finding(Severity::Query, "corrected-beside", figures.start, None, &words)
                }
                None => Finding::query("corrected-beside", words),
            }
            .at(Some(place))
            .holding(),
        );
    }
    ask_comments(view, form, table, rows, reading);
    ask_strays(view, form, table, reading);
    ask_plan(form, reading);
}

/// The same for comments: about the figure of their cell or row, or about none in particular.
fn ask_comments(
    view: &SheetView,
    form: &Form,
    table: &Vertical,
    rows: std::ops::Range<u32>,
    reading: &mut Reading,
) {
    let rows = table.top().min(rows.start)..rows.end;
    for ((row, _), comment) in comments(view, rows) {
        let own = reading.answers.iter().position(|answer| answer.place.as_ref() == Some(&comment.place));
        let of_row = item_of(table, row).map(|item| form.figure(item, 0));
        let values = |figures: std::ops::Range<usize>| -> Vec<Option<Number>> {
            figures.map(|figure| reading.answers.value(figure)).collect()
        };
        let (asked, figure) = match (own, of_row) {
            (Some(figure), _) => (comment.doubts(&values(figure..figure + 1)), Some(figure)),
            (None, Some(first)) => (comment.doubts(&values(first..first + form.columns.len())), Some(first)),
            (None, None) => (comment.corrects(&values(0..form.figures())), None),
        };
        if asked {
            reading.findings.push(comment.finding(form, figure));
        }
    }
}

/// The same for lines below a table of units' rows, which may speak of any of them.
pub fn ask_below(view: &SheetView, rows: std::ops::Range<u32>, readings: &mut [Reading]) {
    let is_text = |cell: &Cell| matches!(cell.content, Content::Text(_));
    let alone = |word: &&Word| {
        let is_line = view.words_in(word.row).len() == 1 && view.sheet.row(word.row).iter().all(is_text);
        rows.contains(&word.row) && is_line
    };
    for word in view.words.iter().filter(alone).filter(|word| !word.instead.is_empty()) {
        for reading in readings.iter_mut() {
            reading.findings.extend(corrected_by(view, word, &reading.answers));
        }
    }
}

/// The same for what stands in the row of a unit.
pub fn corrected_by(view: &SheetView, word: &Word, answers: &Answers) -> Option<Finding> {
    let known = |number: &Number| answers.iter().any(|answer| answer.value == Some(*number));
    if word.instead.iter().all(known) {
        return None;
    }
    let place = view.place(word.row, word.column);
    let words = unlike(view, word);
    Some(Finding::query("corrected-beside", words).at(Some(place)).holding())
}

fn unlike(view: &SheetView, word: &Word) -> String {
    let place = view.place(word.row, word.column);
    format!("{place} 写着“{}”，与表中所填不同，没有据此改数；请核对以哪个为准", said(view, word))
}

/// A number without a head somewhere right of a figure, in a row or two: somebody's second thought. Three digits
/// there may be the rest of it: a text file cut 3,000 at its comma.
fn ask_strays(view: &SheetView, form: &Form, table: &Vertical, reading: &mut Reading) {
    const MOST: usize = 2;
    let [panel] = table.panels.as_slice() else { return };
    let (Some(heads), false) = (panel.heads.clone(), form.has_columns()) else { return };
    let headless = |column: &u32| {
        (*heads.start()..panel.labels[0].row)
            .all(|row| view.content_at(row, *column).is_none_or(|head| plain(&head.words()).is_empty()))
    };
    let cells = panel.labels.iter().flat_map(|label| view.sheet.row(label.row));
    let columns: BTreeSet<u32> =
        cells.map(|cell| cell.column).filter(|column| *column > panel.label_column).collect();
    let headless: Vec<u32> = columns.into_iter().filter(headless).collect();
    if headless.is_empty() {
        return;
    }
    let mut strays = Vec::new();
    for label in &panel.labels {
        let Meaning::Item(item) = label.meaning else { continue };
        let answer = reading.answers.get(form.figure(item, 0));
        let (Some(value), Some(place)) = (answer.value, &answer.place) else { continue };
        let own = view.sheet.row(label.row).iter().find(|cell| view.place(cell.row, cell.column) == *place);
        let Some(own) = own else { continue };
        let stray = view.sheet.row(label.row).iter().find(|cell| {
            let number = match &cell.content {
                Content::Number(text) => Number::parse(text),
                Content::Text(text) => {
                    Some(read_text(text)).filter(|read| read.manners.is_empty()).and_then(|read| read.number)
                }
                _ => None,
            };
            cell.column > own.column
                && headless.contains(&cell.column)
                && number.is_some_and(|number| number != value)
        });
        strays.extend(stray.map(|cell| (item, cell)));
    }
    let rest = |cell: &Cell| {
        let text = cell.content.text();
        let whole = text.split('.').next().unwrap_or_default();
        whole.len() == 3 && whole.bytes().all(|byte| byte.is_ascii_digit())
    };
    if strays.len() > MOST && !strays.iter().all(|(_, cell)| rest(cell)) {
        ask_second_column(view, &strays, reading);
        return;
    }
    for (item, cell) in strays {
        let place = view.place(cell.row, cell.column);
        let words =
            format!("{place} 另有数字“{}”，没有栏头，没有读取；请核对以哪个为准", cell.content.text());
        let figure = form.figure(item, 0);
        reading.findings.push(
            form.finding(Severity::Query, "stray-figure", figure, None, &words).at(Some(place)).holding(),
        );
    }
}

/// A whole column of other figures under no head: which of the two is meant?
fn ask_second_column(view: &SheetView, strays: &[(usize, &Cell)], reading: &mut Reading) {
    let columns: BTreeSet<u32> = strays.iter().map(|(_, cell)| cell.column).collect();
    let places = columns.iter().map(|column| format!("{} 列", column_name(*column))).collect::<Vec<_>>();
    let words = format!(
        "{}还有一些数字，没有栏头，与读取的数不同，没有读取；请核对以哪一栏为准，并删去另一栏",
        places.join("、")
    );
    let place = strays.first().map(|(_, cell)| view.place(cell.row, cell.column));
    reading.findings.push(Finding::query("stray-column", words).at(place).holding());
}

/// Figures under the title of a plan are not what was done.
fn ask_plan(form: &Form, reading: &mut Reading) {
    let title = reading.title.as_deref().unwrap_or_default();
    let planned = ["计划表", "计划统计", "计划情况", "预计情况", "预计表", "任务分解", "目标任务"];
    let planned = planned.iter().any(|word| title.contains(word) && !form.title.contains(word));
    if planned && !title.contains("完成") {
        let words = format!("标题“{title}”像是计划，不是完成情况；请核对是否报错了表");
        reading.findings.push(Finding::query("title-of-a-plan", words).holding());
    }
}

fn item_of(table: &Vertical, row: u32) -> Option<usize> {
    let own = |label: &&LabelCell| label.row == row;
    let labels = table.panels.iter().flat_map(|panel| &panel.labels);
    match labels.filter(own).map(|label| label.meaning).collect::<Vec<_>>().as_slice() {
        [Meaning::Item(item)] => Some(*item),
        _ => None,
    }
}

fn said(view: &SheetView, word: &Word) -> String {
    let text = view.sheet.at(word.row, word.column).map_or(String::new(), Content::text);
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(40).collect()
}
