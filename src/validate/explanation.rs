//! 核实说明: what a person answers to a 核实, and whether it says anything.

use super::told;
use crate::form::Form;
use crate::submit::draft::{Earlier, Explanation};
use crate::submit::{Answers, Submission};
use crate::vocabulary::{Explained, Finding, Number, Severity, UnitCode};

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
        let value = figure_of(form, finding).and_then(|figure| submission.answers.value(figure));
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

impl Explanation {
    /// The explanation of a finding on these answers.
    pub fn of(form: &Form, answers: &Answers, finding: &Finding, words: &str) -> Explanation {
        Explanation {
            code: finding.code.clone(),
            item: finding.item.clone(),
            column: finding.column.clone(),
            figure: figure_of(form, finding).and_then(|figure| answers.value(figure)),
            words: words.trim().to_owned(),
            earlier: None,
        }
    }

    fn answers_to(&self, form: &Form, answers: &Answers, finding: &Finding) -> bool {
        let asked = Explanation::of(form, answers, finding, "");
        let same = (&self.code, &self.item, &self.column, self.figure)
            == (&asked.code, &asked.item, &asked.column, asked.figure);
        same && self.earlier.as_ref().is_none_or(|earlier| earlier.asked == finding.asked())
    }
}

/// What was said with an earlier revision, for whoever sends again: not to be typed twice, and not to stand for
/// a figure that has changed.
pub fn said_before(
    form: &Form,
    revision: i64,
    answers: &Answers,
    findings: &[Explained],
) -> Vec<Explanation> {
    let said = findings.iter().filter_map(|(finding, words)| {
        let earlier = Some(Earlier { revision, asked: finding.asked() });
        Some(Explanation { earlier, ..Explanation::of(form, answers, finding, words.as_ref()?) })
    });
    said.collect()
}

/// The explanation that stands for a finding.
pub fn standing<'e>(
    form: &Form,
    answers: &Answers,
    finding: &Finding,
    explanations: &'e [Explanation],
) -> Option<&'e Explanation> {
    explanations.iter().find(|explanation| explanation.answers_to(form, answers, finding))
}

/// The words given for each finding, in the findings' order; `None` where there are none.
pub fn given(
    form: &Form,
    answers: &Answers,
    findings: &[Finding],
    explanations: &[Explanation],
) -> Vec<Option<String>> {
    let words = findings.iter().map(|finding| {
        let found = standing(form, answers, finding, explanations);
        found.map(|explanation| explanation.words.clone()).filter(|words| !words.is_empty())
    });
    words.collect()
}

/// What keeps a sheet from being sent, by finding: a 强制 that stands, a 核实 without a real explanation. What a
/// summary says otherwise may be explained and need not be.
pub fn obstacles(findings: &[Finding], words: &[Option<String>]) -> Vec<(usize, String)> {
    let mut obstacles = Vec::new();
    for (index, (finding, words)) in findings.iter().zip(words).enumerate() {
        match (finding.severity, words) {
            (Severity::Hard, _) => obstacles.push((index, finding.sentence.clone())),
            (Severity::Query, None) if !may_stand(finding) => {
                obstacles.push((index, format!("{}。请写核实说明", finding.sentence.trim_end_matches('。'))));
            }
            (Severity::Query, Some(words)) if !says_something(words) => obstacles.push((
                index,
                format!("核实说明“{words}”没有说明情况；请写明为什么数字属实（{}）", finding.sentence),
            )),
            _ => {}
        }
    }
    obstacles
}

/// Whether a finding may go without an explanation.
pub fn may_stand(finding: &Finding) -> bool {
    finding.code == told::DIFFERS
}

/// The figure that a finding stands on.
pub(super) fn figure_of(form: &Form, finding: &Finding) -> Option<usize> {
    let item = form.item_index(finding.item.as_deref()?)?;
    let named = |code: &str| form.columns.iter().position(|column| column.code == code);
    Some(form.figure(item, finding.column.as_deref().and_then(named).unwrap_or(0)))
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
