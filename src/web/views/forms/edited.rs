//! The page on which a form is corrected: its items, columns and checks as rows of fields.

use super::super::frame;
use super::computed;
use super::papered::{paper, sample};
use super::under_way::{Refused, Shown};
use crate::form::Relation;
use crate::form::edit::Offer;
use crate::form::sketch::{Sketch, SketchCheck, SketchItem};
use crate::vocabulary::measure::Measure;
use crate::vocabulary::{Actor, Level};
use crate::web::pages::forms::{BoundField, CheckRow, EditFormPage, ItemRow, OfferRow};
use crate::web::pages::layout::Choice;
use crate::workflow::forms::Tried;

/// Levels that may have a soft bound of their own on the page.
pub const LEVELS: [Level; 3] = [Level::Unit, Level::County, Level::City];

/// The field of a bound.
pub fn bound_field(level: Level, at: usize) -> String {
    format!("bound-{}.{at}", level.code())
}

/// A title as people read it.
pub fn title_shown(title: &str) -> String {
    title.replace("{year}", "{年度}")
}

/// A title as it was typed.
pub fn as_typed(title: &str) -> String {
    title.trim().replace("{年度}", "{year}").replace("｛年度｝", "{year}")
}

/// How a part relates to its whole, by the value of its choice.
pub fn relation(value: &str) -> Relation {
    if value == "adds-up" { Relation::AddsUp } else { Relation::AtMost }
}

/// The campaign that a notice proposes.
pub fn back_to(notice: i64) -> String {
    format!("/campaigns/new?notice={notice}")
}

pub fn edit_page(shown: Shown, tried: &Tried, actor: &Actor, csrf: &str) -> EditFormPage {
    let sketch = &shown.sketch;
    let frame = match shown.notice {
        Some(notice) => frame("核对报表", actor, csrf)
            .section("/campaigns")
            .through("填报任务", "/campaigns")
            .through("从通知新建", back_to(notice)),
        None => frame("核对报表", actor, csrf)
            .section("/forms")
            .through("报表", "/forms")
            .through("制作报表", "/forms/new"),
    };
    let frame = frame.here("核对报表");
    let frame = if shown.said.is_empty() { frame } else { frame.done(shown.said.as_str()) };
    let wrong = |frame: crate::web::pages::Frame, refused: &Refused| {
        frame.error(&refused.field, refused.sentence.as_str())
    };
    let wholes = Wholes::of(sketch);
    let places = |places: u32| match places {
        0 => Choice::new("0", "整数"),
        places => Choice::new(places.to_string(), format!("{places} 位以内小数")),
    };
    let choices = |choices: &[(&str, &str)]| {
        choices.iter().map(|(value, label)| Choice::new(*value, *label)).collect::<Vec<_>>()
    };
    EditFormPage {
        frame: shown.refused.iter().fold(frame, wrong),
        text: sketch.text(),
        code: shown.value("code", sketch.code.as_str()),
        version: shown.value("version", sketch.version.as_str()),
        title: shown.value("title", title_shown(&sketch.title)),
        short_title: shown.value("short_title", sketch.short_title.as_str()),
        notes: shown.value("notes", sketch.notes.join("\n")),
        items: (0..sketch.items.len()).map(|at| row(&shown, at, &wholes)).collect(),
        columns: computed::columns(&shown),
        computed: computed::computed(&shown),
        rates: computed::rates(&shown),
        fields: computed::fields(&shown),
        column_choices: computed::column_choices(sketch),
        comparisons: computed::comparisons(),
        shows: computed::shows(),
        rate_afters: rate_afters(sketch),
        checks: sketch.checks.iter().enumerate().map(|(at, check)| check_row(sketch, at, check)).collect(),
        relations: choices(&[("at-most", "不大于总项"), ("adds-up", "各分项相加等于总项")]),
        holds: choices(&[("at-most", "不大于"), ("equal", "等于"), ("at-least", "不小于")]),
        severities: choices(&[
            ("query", "核实：说明原因后可以报"),
            ("hard", "强制：改对才能报"),
            ("hint", "提示"),
        ]),
        places: (0..=6).map(places).collect(),
        afters: afters(sketch),
        numbered: sketch.items.iter().filter(|item| !item.section).map(numbered).collect(),
        paper: paper("表样", &tried.paper),
        sample: sample(&tried.sample),
        offers: shown.offers.iter().enumerate().map(offer_row).collect(),
        questions: shown.questions.clone(),
        notice: shown.notice.map_or(String::new(), |notice| notice.to_string()),
        back: shown.notice.map_or("/forms".to_owned(), back_to),
        new: shown.new.clone(),
    }
}

fn offer_row((at, offer): (usize, &Offer)) -> OfferRow {
    OfferRow { at, words: offer.words.clone(), item: offer.item.clone().unwrap_or_default() }
}

fn numbered(item: &SketchItem) -> Choice {
    Choice::new(item.code.clone(), named(item))
}

fn named(item: &SketchItem) -> String {
    if item.section { item.label.clone() } else { format!("第{}项 {}", item.code, item.label) }
}

fn afters(sketch: &Sketch) -> Vec<Choice> {
    let behind = |item: &SketchItem| Choice::new(item.code.clone(), format!("{}之后", named(item)));
    let ends = [Choice::new("", "放在最后"), Choice::new("first", "放在最前")];
    ends.into_iter().chain(sketch.items.iter().map(behind)).collect()
}

fn rate_afters(sketch: &Sketch) -> Vec<Choice> {
    let behind = |item: &SketchItem| Choice::new(item.code.clone(), format!("{}之后", named(item)));
    let own = Choice::new("", "分子之后");
    std::iter::once(own).chain(sketch.items.iter().filter(|item| !item.section).map(behind)).collect()
}

/// Measures of items, by which a part finds what it may be part of.
struct Wholes(Vec<Option<Measure>>);

impl Wholes {
    fn of(sketch: &Sketch) -> Wholes {
        Wholes(sketch.items.iter().map(|item| Measure::parse(&item.measure)).collect())
    }

    /// Items before it that are measured alike.
    fn before(&self, sketch: &Sketch, at: usize) -> Vec<Choice> {
        let alike = |other: &usize| {
            let pair = (&self.0[*other], &self.0[at]);
            matches!(pair, (Some(one), Some(other)) if one.shift_to(other) == Some(0))
        };
        let none = Choice::new("", "不是其中项");
        std::iter::once(none)
            .chain((0..at).filter(alike).map(|other| numbered(&sketch.items[other])))
            .collect()
    }
}

fn row(shown: &Shown, at: usize, wholes: &Wholes) -> ItemRow {
    let (sketch, item) = (&shown.sketch, &shown.sketch.items[at]);
    let whole = item.part_of.as_ref();
    let value = |name: &str, known: &str| shown.value(&format!("{name}.{at}"), known);
    let bound = |level: Level| {
        let field = bound_field(level, at);
        let known = item.bounds.iter().find(|(of, _)| *of == level);
        let known = known.map_or(String::new(), |(_, bound)| bound.to_string());
        let label = match level {
            Level::County => "全县上限",
            Level::City => "全市上限",
            _ => "一个单位的上限",
        };
        BoundField { value: shown.value(&field, known), label, field }
    };
    let of = |(whole, relation): &(String, Relation)| match relation {
        Relation::AtMost => format!("第{whole}项的其中项，不大于它"),
        Relation::AddsUp => format!("第{whole}项的分项，相加等于它"),
    };
    ItemRow {
        at,
        code: item.code.clone(),
        anchor: anchor(&item.code),
        section: item.section,
        depth: depth(sketch, item),
        label: value("label", &item.label),
        measure: value("measure", &item.measure),
        places: item.decimals.to_string(),
        required: item.required,
        whole: value("whole", whole.map_or("", |(whole, _)| whole)),
        wholes: if item.section { Vec::new() } else { wholes.before(sketch, at) },
        relation: match whole {
            Some((_, Relation::AddsUp)) => "adds-up".to_owned(),
            _ => "at-most".to_owned(),
        },
        part: whole.map_or(String::new(), of),
        synonyms: value("synonyms", &item.synonyms.join("、")),
        bounds: LEVELS.into_iter().map(bound).collect(),
        can_rise: sketch.before(at).is_some(),
        can_sink: sketch.after(at).is_some(),
    }
}

fn anchor(code: &str) -> String {
    let plain = |letter: &char| letter.is_alphanumeric() || ".-_".contains(*letter);
    format!("item-{}", code.chars().filter(plain).collect::<String>())
}

/// Steps below an item that is part of nothing.
fn depth(sketch: &Sketch, item: &SketchItem) -> usize {
    let above = |item: &&SketchItem| item.part_of.as_ref().and_then(|(whole, _)| sketch.item(whole));
    std::iter::successors(Some(item), above).take(5).count() - 1
}

/// A check as its sentence says it, with dots for the figures.
fn check_row(sketch: &Sketch, at: usize, check: &SketchCheck) -> CheckRow {
    let items: Vec<String> = check
        .items
        .iter()
        .map(|code| {
            sketch.item(code).map_or_else(|| "每一项".to_owned(), |item| format!("“{}”", named(item)))
        })
        .collect();
    let mut sentence = String::new();
    let mut rest = check.sentence.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        sentence.push_str(before);
        sentence.push('…');
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    sentence.push_str(rest);
    CheckRow { at, severity: check.severity.label(), words: format!("{}：{sentence}", items.join("、")) }
}
