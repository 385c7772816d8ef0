//! 表内: figures of one sheet against one another, as the form's text says.

use std::collections::BTreeSet;

use super::Against;
use crate::form::rule::{Figures, Reference};
use crate::form::{Check, Form, Relation};
use crate::submit::Answers;
use crate::vocabulary::{Finding, Level, Number, Severity};

/// 零报告 is a positive act: all zeros without it, or a figure with it, is asked about.
pub fn check_nil(form: &Form, answers: &Answers, nil: bool) -> Option<Finding> {
    if !nil {
        let words = "各项都是 0；确无活动的请注明“零报告”，否则请核对";
        return answers.all_zero().then(|| Finding::hard("all-zero", words));
    }
    let figure =
        (0..form.figures()).find(|figure| answers.value(*figure).is_some_and(|value| !value.is_zero()))?;
    let answer = answers.get(figure);
    let words = format!("注明了“零报告”，却填有数字“{}”；请核对是零报告还是有数字", answer.raw);
    Some(form.finding(Severity::Hard, "nil-with-figure", figure, answer.place.clone(), &words))
}

/// 其中: parts do not exceed the whole, or make it up.
pub fn check_parts(form: &Form, answers: &Answers) -> Vec<Finding> {
    let mut findings = Vec::new();
    let wholes: BTreeSet<usize> =
        form.items.iter().filter_map(|item| item.part_of.as_ref()).map(|part| part.whole).collect();
    for column in 0..form.columns.len() {
        let value = |item: usize| answers.value(form.figure(item, column));
        for whole in wholes.iter().copied() {
            for part in parts_of(form, whole, Relation::AtMost) {
                if let (Some(of), Some(all)) = (value(part), value(whole))
                    && of > all
                {
                    let name = &form.items[whole].label;
                    let words = format!("填的是 {of}，大于“{name}”的 {all}；其中项不能大于总项");
                    let place = answers.get(form.figure(part, column)).place.clone();
                    findings.push(form.finding(
                        Severity::Hard,
                        "part-over-whole",
                        form.figure(part, column),
                        place,
                        &words,
                    ));
                }
            }
            findings.extend(adds_up(form, answers, whole, column));
        }
    }
    findings
}

fn adds_up(form: &Form, answers: &Answers, whole: usize, column: usize) -> Option<Finding> {
    let parts = parts_of(form, whole, Relation::AddsUp);
    let all = answers.value(form.figure(whole, column))?;
    let values: Option<Vec<Number>> =
        parts.iter().map(|part| answers.value(form.figure(*part, column))).collect();
    let values = values.filter(|values| !values.is_empty())?;
    let sum = values.into_iter().try_fold(Number::ZERO, Number::checked_add)?;
    if sum == all {
        return None;
    }
    let names: Vec<&str> = parts.iter().map(|part| form.items[*part].label.as_str()).collect();
    let words = format!("填的是 {all}，各分项（{}）合计是 {sum}；两者应相等", names.join("、"));
    let figure = form.figure(whole, column);
    Some(form.finding(Severity::Hard, "parts-not-adding", figure, answers.get(figure).place.clone(), &words))
}

fn parts_of(form: &Form, whole: usize, relation: Relation) -> Vec<usize> {
    let is_part = |item: &usize| {
        form.items[*item]
            .part_of
            .as_ref()
            .is_some_and(|part| part.whole == whole && part.relation == relation)
    };
    (0..form.items.len()).filter(is_part).collect()
}

/// The form's own checks.
pub fn check_rules(form: &Form, answers: &Answers, against: Against) -> Vec<Finding> {
    let mut findings = Vec::new();
    let apt = |check: &&Check| against.last_year.is_some() || !check.needs_last_year;
    for check in form.checks.iter().filter(apt) {
        for item in &check.items {
            for column in
                (0..form.columns.len()).filter(|column| check.column.is_none_or(|own| own == *column))
            {
                let figures = OfSheet { form, answers, against, item: *item, column };
                let figure = form.figure(*item, column);
                if answers.value(figure).is_some() && check.rule.is_broken(&figures) {
                    let words = check.sentence.fill(&figures);
                    let place = answers.get(figure).place.clone();
                    let mut finding = form.finding(check.severity, &check.code, figure, place, &words);
                    finding.holds = check.holds;
                    findings.push(finding);
                }
            }
        }
    }
    findings
}

/// The figures that a rule may name.
struct OfSheet<'s> {
    form: &'s Form,
    answers: &'s Answers,
    against: Against<'s>,
    item: usize,
    column: usize,
}

impl Figures for OfSheet<'_> {
    fn figure(&self, reference: &Reference) -> Option<Number> {
        let last_year = |figure: usize| self.against.last_year.and_then(|figures| figures[figure]);
        match reference {
            Reference::This => self.answers.value(self.form.figure(self.item, self.column)),
            Reference::ThisLastYear => last_year(self.form.figure(self.item, self.column)),
            Reference::Bound => bound(self.form, self.item, self.against.level),
            Reference::Item { item, column, last_year: last } => {
                let tried = (item == Reference::TRIED).then_some(self.item);
                let item = tried.or_else(|| self.form.item_index(item))?;
                let column = match column {
                    Some(code) => self.form.columns.iter().position(|column| column.code == *code)?,
                    None => self.column,
                };
                let figure = self.form.figure(item, column);
                if *last { last_year(figure) } else { self.answers.value(figure) }
            }
        }
    }
}

/// The soft bound of an item at a level; a township is bounded as a unit.
fn bound(form: &Form, item: usize, level: Level) -> Option<Number> {
    let bounds = &form.items[item].bounds;
    let level = if level == Level::Township && !bounds.contains_key(&level) { Level::Unit } else { level };
    bounds.get(&level).copied()
}
