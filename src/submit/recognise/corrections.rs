//! What is written beside the figures and takes them back: 更正：应为66件 in a remark or below the table, a number
//! that stands alone right of a figure, the title of a plan.
//!
//! The figures stand as they are filled in, for which of two was meant only their unit can say; so it is asked.
//! A number that the table already has was corrected there as well, and needs no question: in the item's row where
//! the words stand in one, anywhere where they stand below. Rules that a form prints (合计应为1至5项之和) name no
//! other figure.

use std::collections::BTreeSet;

use super::Reading;
use super::anchor::{LabelCell, Vertical};
use super::commented::comments;
use super::view::{SheetView, Word};
use crate::form::Form;
use crate::form::wording::Meaning;
use crate::submit::answers::Answers;
use crate::submit::cell_text::{chinese_number, read_text};
use crate::submit::grid::{Cell, Content};
use crate::vocabulary::place::column_name;
use crate::vocabulary::plain::plain;
use crate::vocabulary::{Finding, Number, Severity};

/// Words right before the figure that is right.
const INSTEAD: [&str; 12] = [
    "应为",
    "应是",
    "应改为",
    "更正为",
    "更改为",
    "改为",
    "修改为",
    "订正为",
    "修正为",
    "更正:",
    "实为",
    "实际为",
];

/// What makes a number behind them no figure: items, lines, columns and places are counted, days are named, shares
/// belong to rules.
pub const COUNTED: [char; 20] = [
    '-', '项', '栏', '行', '列', '至', '、', '+', '~', '—', '年', '月', '日', '号', '=', '*', '/', '×', '%',
    '位',
];

/// What makes a text with a number behind those words a rule, or no word on figures at all.
const RULES: [&str; 11] =
    ["之和", "之差", "之比", "相加", "相减", "相等", "无此项", "没有的", "未开展的", "电话", "手机"];

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

/// The figures that a text says are right.
pub fn numbers_instead(plain: &str) -> Vec<Number> {
    let mut ends: Vec<usize> =
        INSTEAD.iter().flat_map(|word| plain.match_indices(word)).map(|(at, word)| at + word.len()).collect();
    if ends.is_empty() || RULES.iter().any(|rule| plain.contains(rule)) {
        return Vec::new();
    }
    ends.sort_unstable();
    // 应改为 ends where 改为 does.
    ends.dedup();
    ends.into_iter().filter_map(|end| number_at(plain[end..].trim_start_matches(':'))).collect()
}

/// The number that a text begins with, where it is a figure; `1,205` is one.
fn number_at(text: &str) -> Option<Number> {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = digits(0);
    while bytes.get(end) == Some(&b',') && end > 0 && digits(end + 1) == 3 {
        end += 4;
    }
    if bytes.get(end) == Some(&b'.') {
        end += 1 + digits(end + 1);
    }
    if end == 0 {
        let (number, rest) = chinese_number(text)?;
        return if rest.starts_with(COUNTED) { None } else { Some(number) };
    }
    let (number, rest) = text.split_at(end);
    let number = number.trim_end_matches('.').replace(',', "");
    if rest.starts_with(COUNTED) { None } else { Number::parse(&number) }
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

#[cfg(test)]
mod tests {
    use super::numbers_instead;

    #[test]
    fn a_figure_instead_of_another_is_told_from_rules() {
        for (text, expected) in [
            ("更正:应为66件", "66"),
            ("注:第5项投诉数有误,应为65件", "65"),
            ("原为5.6,改为6.2万元", "6.2"),
            ("更正:66", "66"),
            ("注:第2项有误,应为1,205件", "1205"),
            ("应改为66,咨询应为1,205", "66 1205"),
            ("投诉应为66件、举报应为70件", "66 70"),
            ("更正为66。", "66"),
            ("第5项应为0", "0"),
            ("改为一百零二件", "102"),
            ("应改为每月一次", ""),
            ("合计应为1至5项之和", ""),
            ("第3项应为1和2之和", ""),
            ("1项应为1.1与1.2之和", ""),
            ("合格率应为100%", ""),
            ("小数应为2位", ""),
            ("无此项的应为0", ""),
            ("联系电话改为3181234", ""),
            ("第3栏应为1栏+2栏", ""),
            ("填报日期应为3月20日前", ""),
            ("数据应为整数", ""),
            ("注:1.不得漏报、错报", ""),
        ] {
            let found: Vec<String> = numbers_instead(text).iter().map(ToString::to_string).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }
}
