//! 核实说明: what a person answers to a 核实, and whether it says anything.

use crate::form::Form;
use crate::submit::Submission;
use crate::vocabulary::{Number, Severity, UnitCode};

/// A line of the confirmation file: this unit's item really is this figure, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Confirmation {
    pub unit: UnitCode,
    pub item: String,
    pub column: Option<String>,
    pub figure: Number,
    pub reason: String,
}

/// Phrases that affirm and explain nothing.
const EMPTY_PHRASES: [&str; 22] = [
    "核实无误",
    "属实",
    "情况属实",
    "无误",
    "已核实",
    "核对无误",
    "确认无误",
    "经核实无误",
    "数据无误",
    "数据属实",
    "正确",
    "没错",
    "是",
    "是的",
    "对",
    "确认",
    "已确认",
    "无",
    "没有问题",
    "无问题",
    "准确",
    "数字准确",
];

/// Whether an explanation explains something: not blank, not an empty phrase, not one repeated character.
pub fn says_something(reason: &str) -> bool {
    let words = crate::vocabulary::plain::core(reason);
    let mut characters: Vec<char> = words.chars().collect();
    characters.sort_unstable();
    characters.dedup();
    let mut phrases = EMPTY_PHRASES;
    phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    let repeats_phrases = phrases.iter().fold(words.clone(), |rest, phrase| rest.replace(phrase, ""));
    let remains = repeats_phrases.trim_matches(['经', '我', '所', '已', '均', '的', '请', '该', '项', '本']);
    characters.len() >= 3 && remains.chars().count() >= 2
}

/// Frees the findings that a confirmation names: same unit, same item, same figure. The finding stays and
/// carries the reason.
pub fn confirm(form: &Form, submission: &mut Submission, confirmations: &[Confirmation]) {
    let Some(unit) = submission.unit.clone() else { return };
    let own: Vec<&Confirmation> =
        confirmations.iter().filter(|confirmation| confirmation.unit == unit).collect();
    if own.is_empty() {
        return;
    }
    for finding in
        submission.findings.iter_mut().filter(|finding| finding.severity == Severity::Query && finding.holds)
    {
        let Some(item) = finding.item.as_deref() else { continue };
        let index = form.item_index(item).map_or(0, |item| {
            let column = finding
                .column
                .as_deref()
                .and_then(|code| form.columns.iter().position(|column| column.code == code));
            form.figure(item, column.unwrap_or(0))
        });
        let value = submission.answers.value(index);
        let named = own.iter().find(|confirmation| {
            confirmation.item == item
                && Some(confirmation.figure) == value
                && (confirmation.column.is_none() || confirmation.column == finding.column)
        });
        if let Some(confirmation) = named {
            finding.holds = false;
            finding.sentence = format!("{}（已确认：{}）", finding.sentence, confirmation.reason);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_phrases_explain_nothing() {
        for reason in
            ["", "  ", "核实无误", "情况属实。", "属实", "经核实无误", "已核实，属实", "！！！", "aaa", "无"]
        {
            assert!(!says_something(reason), "{reason}");
        }
        for reason in ["含去年受理的5件", "集中办理预付卡案件，涉及金额较大", "已与财务核对，为全年合同金额"]
        {
            assert!(says_something(reason), "{reason}");
        }
    }
}
