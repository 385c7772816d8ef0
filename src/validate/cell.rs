//! One figure alone: is it there, is it of the kind that the item takes.

use crate::form::{Form, Kind};
use crate::submit::{Answer, Answers};
use crate::vocabulary::{Finding, Number, Severity};

/// No figure of one sheet exceeds this, so that no sum of a country can overflow what is stored.
pub const GREATEST: i64 = 100_000_000;

/// Findings on every figure of a sheet. A column that is nowhere is one finding, not one an item.
pub fn check_cells(form: &Form, answers: &Answers, nil: bool) -> Vec<Finding> {
    let lacking: Vec<bool> = (0..form.columns.len()).map(|column| lacks(form, answers, column)).collect();
    let mut findings = Vec::new();
    for (column, asked) in form.columns.iter().enumerate() {
        if lacking[column] && asked.required && !nil {
            let words = format!("表里没有“{}”这一栏；请补上这一栏，没有发生的填 0", asked.label);
            findings.push(Finding::hard("missing-column", words).on_column(&asked.code));
        }
    }
    let figures = (0..form.figures()).filter(|figure| !lacking[figure % form.columns.len()]);
    findings.extend(figures.flat_map(|figure| check_cell(form, figure, answers.get(figure), nil)));
    findings
}

/// Whether a form of several columns was filled without one of them.
fn lacks(form: &Form, answers: &Answers, column: usize) -> bool {
    let found = |item| answers.get(form.figure(item, column)).found;
    form.has_columns() && !(0..form.items.len()).any(found)
}

fn check_cell(form: &Form, figure: usize, answer: &Answer, nil: bool) -> Vec<Finding> {
    let item = &form.items[figure / form.columns.len()];
    if item.section {
        return Vec::new();
    }
    let hard =
        |code: &str, words: String| form.finding(Severity::Hard, code, figure, answer.place.clone(), &words);
    let Some(value) = answer.value else {
        let column = &form.columns[figure % form.columns.len()];
        let needed = item.required && column.required && !nil && answer.raw.is_empty();
        return match (needed, answer.found) {
            (false, _) => Vec::new(),
            (true, true) => vec![hard("missing", "没有填数；没有发生的请填 0".to_owned())],
            (true, false) => {
                vec![hard("missing-row", "表里没有这一项；请补上这一行，没有发生的填 0".to_owned())]
            }
        };
    };
    let mut findings = Vec::new();
    if value.is_negative() {
        findings.push(hard("negative", format!("填的是 {value}，不能是负数")));
    }
    match form.kind_of(figure) {
        Kind::Whole if !value.is_whole() => {
            findings.push(hard(
                "not-integer",
                format!("填的是 {value}，按“{}”计数应是整数", form.measure_of(figure).text),
            ));
        }
        Kind::Decimal { places } if value.decimals() > places => {
            findings.push(hard("too-precise", format!("填的是 {value}，最多填 {places} 位小数（精确到分）")));
        }
        _ => {}
    }
    if value.abs() > Number::whole(GREATEST) {
        findings.push(hard("too-large", format!("填的是 {value}，大得不可能；请核对数字和单位")));
    }
    findings
}
