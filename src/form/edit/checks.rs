//! A check made by choosing: 第6项 不大于 第5项, 第9项 等于 第1、2、3项之和.

use crate::form::sketch::{Sketch, SketchCheck};
use crate::vocabulary::Severity;

/// A check by choosing items and a relation.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub item: String,
    pub holds: Holds,
    /// One item, or several whose sum is meant.
    pub others: Vec<String>,
    pub severity: Severity,
}

/// How an item must stand to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    AtMost,
    Equal,
    AtLeast,
}

pub fn check(sketch: &Sketch, choice: &Choice) -> Result<SketchCheck, String> {
    let label =
        |code: &String| sketch.item(code).map(|item| item.label.as_str()).ok_or_else(|| missing(code));
    label(&choice.item)?;
    let names: Vec<&str> = choice.others.iter().map(label).collect::<Result<_, _>>()?;
    if names.is_empty() || choice.others.contains(&choice.item) {
        return Err("请选择要比较的另一项或几项，不能是本项自己".to_owned());
    }
    let item = format!("[{}]", choice.item);
    let others: Vec<String> = choice.others.iter().map(|code| format!("[{code}]")).collect();
    let sum = others.join(" + ");
    let (sign, words) = match choice.holds {
        Holds::AtMost => ("<=", "不应大于"),
        Holds::Equal => ("=", "应等于"),
        Holds::AtLeast => (">=", "不应小于"),
    };
    let of = if names.len() > 1 { format!("{}之和", names.join("、")) } else { names[0].to_owned() };
    let sentence = format!("填的是 {{{item}}}，{words}“{of}”的 {{{sum}}}；请核对");
    let rule = format!("{item} {sign} {sum}");
    if sketch.checks.iter().any(|check| check.rule == rule) {
        return Err("已经有同样的审核".to_owned());
    }
    let free = |code: &String| !sketch.checks.iter().any(|check| check.code == *code);
    let code = (1..).map(|number| format!("chosen-{number}")).find(free).unwrap_or_default();
    let items = vec![choice.item.clone()];
    Ok(SketchCheck { code, severity: choice.severity, holds: false, items, rule, sentence })
}

/// What is said where there is no such item.
pub fn missing(code: &str) -> String {
    format!("没有第{code}项；可能已被删去，请刷新后再改")
}
