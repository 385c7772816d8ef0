//! `[[check]]` of a form's text: rules and sentences, every reference resolved or reported.

use crate::form::rule::{Reference, Rule, Sentence, parse_rule, parse_sentence};
use crate::form::{Check, Column, Item};
use crate::vocabulary::Severity;
use crate::vocabulary::definition::Section;

pub fn read_checks(section: &Section, items: &[Item], columns: &[Column]) -> Vec<Check> {
    section.sections("check").iter().filter_map(|check| read_check(check, items, columns)).collect()
}

fn read_check(section: &Section, items: &[Item], columns: &[Column]) -> Option<Check> {
    let severity_text = section.text("severity");
    let severity = Severity::from_code(&severity_text);
    if severity.is_none() {
        section
            .mistake("severity", format!("“{severity_text}”应为 hard（强制）、query（核实）或 hint（提示）"));
    }
    let code = section.text("code");
    let holds = section.flag("holds").unwrap_or(false);
    let stands_on = read_items_of(section, items);
    let rule = parsed(section, "rule", parse_rule);
    let sentence = parsed(section, "sentence", parse_sentence);
    let rule_references = rule.iter().flat_map(Rule::references).map(|reference| ("rule", reference));
    let sentence_references =
        sentence.iter().flat_map(Sentence::references).map(|reference| ("sentence", reference));
    for (key, reference) in rule_references.chain(sentence_references) {
        check_reference(section, key, reference, items, columns);
    }
    let rule = rule?;
    let needs_last_year = rule.needs_last_year();
    let column = rule.own_column().and_then(|code| columns.iter().position(|column| column.code == code));
    let (severity, sentence) = (severity?, sentence?);
    Some(Check { code, severity, holds, items: stands_on, rule, column, needs_last_year, sentence })
}

/// `items = ["6"]`, or `items = ["*"]` for every item that takes figures.
fn read_items_of(section: &Section, items: &[Item]) -> Vec<usize> {
    let codes = section.texts("items");
    if codes == ["*"] {
        return (0..items.len()).filter(|item| !items[*item].section).collect();
    }
    if codes.is_empty() && section.has("items") || !section.has("items") {
        section.mistake("items", "要写明检查哪几项，例如 items = [\"6\"]，全部指标写 [\"*\"]");
    }
    let mut found = Vec::new();
    for code in codes {
        match items.iter().position(|item| item.code == code) {
            Some(item) => found.push(item),
            None => section.mistake("items", format!("没有代码为“{code}”的指标")),
        }
    }
    found
}

fn parsed<T>(section: &Section, key: &'static str, parse: fn(&str) -> Result<T, String>) -> Option<T> {
    let text = section.text(key);
    if text.is_empty() {
        return None;
    }
    parse(&text).map_err(|sentence| section.mistake(key, sentence)).ok()
}

fn check_reference(section: &Section, key: &str, reference: &Reference, items: &[Item], columns: &[Column]) {
    let Reference::Item { item, column, .. } = reference else { return };
    let tried = item == Reference::TRIED && column.is_some();
    if !tried && !items.iter().any(|known| known.code == *item) {
        section.mistake(key, format!("没有代码为“{item}”的指标"));
    }
    if let Some(code) = column.as_ref().filter(|code| !columns.iter().any(|column| column.code == **code)) {
        section.mistake(key, format!("没有代码为“{code}”的栏"));
    }
}
