//! `[[item]]` and `[[derived]]` of a form's text.

use std::collections::BTreeMap;

use crate::form::label::written_label;
use crate::form::{Aggregation, DerivedItem, Item, Kind, Part, Relation, Show};
use crate::vocabulary::Level;
use crate::vocabulary::definition::Section;
use crate::vocabulary::measure::{Measure, MeasureKind};

/// Money is kept to 1 分 = 0.000001 万元.
const MOST_PLACES: u32 = 6;

pub fn read_items(section: &Section) -> Vec<Item> {
    let sections = section.sections("item");
    if sections.is_empty() {
        section.mistake("item", "表里没有指标（[[item]]）");
    }
    let mut items: Vec<Item> = Vec::new();
    for section in &sections {
        let item = read_item(section, &items);
        if items.iter().any(|other| other.code == item.code) {
            section.mistake("code", format!("指标代码“{}”重复", item.code));
        }
        items.push(item);
    }
    items
}

fn read_item(section: &Section, before: &[Item]) -> Item {
    let is_section = section.flag("section").unwrap_or(false);
    let measure = if is_section { no_measure() } else { read_measure(section) };
    let (label, implied) = part_by_words(section.text("label"), &measure, before);
    Item {
        code: section.text("code"),
        label,
        synonyms: section.texts("synonyms"),
        measure,
        kind: read_kind(section),
        required: section.flag("required").unwrap_or(!is_section),
        part_of: read_part(section, before).or(implied),
        aggregation: read_aggregation(section),
        bounds: read_bounds(section),
        section: is_section,
    }
}

/// 其中：罚款案件 is a part of the item above it that is none, where both count the same; the words alone are its
/// label then. Otherwise 其中 stays in the label.
fn part_by_words(label: String, measure: &Measure, before: &[Item]) -> (String, Option<Part>) {
    let written = written_label(&label);
    if !written.is_part || written.words.is_empty() {
        return (label, None);
    }
    let whole = before.iter().rposition(|item| item.part_of.is_none() && !item.section);
    let whole = whole.filter(|whole| before[*whole].measure.shift_to(measure) == Some(0));
    match whole {
        Some(whole) => (written.words, Some(Part { whole, relation: Relation::AtMost })),
        None => (label, None),
    }
}

fn no_measure() -> Measure {
    Measure { text: "—".to_owned(), kind: MeasureKind::Count, power: 0 }
}

fn read_measure(section: &Section) -> Measure {
    let text = section.text("measure");
    Measure::parse(&text).unwrap_or_else(|| {
        if !text.is_empty() {
            section.mistake("measure", format!("“{text}”不是计量单位"));
        }
        no_measure()
    })
}

/// The measure of a column, where it has one of its own.
pub fn read_counted(section: &Section) -> Option<(Measure, Kind)> {
    let kind = read_kind(section);
    section.has("measure").then(|| (read_measure(section), kind))
}

fn read_kind(section: &Section) -> Kind {
    match section.count("decimals") {
        None | Some(0) => Kind::Whole,
        Some(places) if places <= MOST_PLACES => Kind::Decimal { places: places as u8 },
        Some(places) => {
            section.mistake("decimals", format!("小数位数最多 {MOST_PLACES} 位，现在是 {places}"));
            Kind::Whole
        }
    }
}

fn read_part(section: &Section, before: &[Item]) -> Option<Part> {
    let relation = match section.optional_text("relation").as_deref() {
        None | Some("at-most") => Relation::AtMost,
        Some("adds-up") => Relation::AddsUp,
        Some(other) => {
            section.mistake("relation", format!("“{other}”应为 at-most（不大于）或 adds-up（合计相等）"));
            Relation::AtMost
        }
    };
    let code = section.optional_text("part_of")?;
    let whole = before.iter().position(|item| item.code == code);
    if whole.is_none() {
        section.mistake("part_of", format!("没有代码为“{code}”的指标"));
    }
    Some(Part { whole: whole?, relation })
}

fn read_aggregation(section: &Section) -> Aggregation {
    match section.optional_text("aggregate").as_deref() {
        None | Some("sum") => Aggregation::Sum,
        Some("max") => Aggregation::Max,
        Some("none") => Aggregation::None,
        Some(other) => {
            section
                .mistake("aggregate", format!("“{other}”应为 sum（求和）、max（取最大）或 none（不汇总）"));
            Aggregation::Sum
        }
    }
}

fn read_bounds(section: &Section) -> BTreeMap<Level, crate::vocabulary::Number> {
    let mut bounds = BTreeMap::new();
    for (name, number) in section.named_numbers("bounds") {
        match Level::from_text(&name) {
            Some(level) => {
                bounds.insert(level, number);
            }
            None => section.mistake("bounds", format!("级别“{name}”不认识")),
        }
    }
    bounds
}

pub fn read_derived(section: &Section, items: &[Item]) -> Vec<DerivedItem> {
    section.sections("derived").iter().map(|derived| read_one_derived(derived, items)).collect()
}

fn read_one_derived(section: &Section, items: &[Item]) -> DerivedItem {
    let find = |key: &'static str, code: String| {
        items.iter().position(|item| item.code == code).unwrap_or_else(|| {
            section.mistake(key, format!("没有代码为“{code}”的指标"));
            0
        })
    };
    let places = section.count("places").unwrap_or(2) as u8;
    let show = match section.optional_text("show").as_deref() {
        None | Some("percent") => Show::Percent { places },
        Some("ratio") => Show::Ratio { places },
        Some(other) => {
            section.mistake("show", format!("“{other}”应为 percent（百分比）或 ratio（比值）"));
            Show::Ratio { places }
        }
    };
    let numerator = find("numerator", section.text("numerator"));
    let denominator = find("denominator", section.text("denominator"));
    DerivedItem {
        code: section.text("code"),
        label: section.text("label"),
        synonyms: section.texts("synonyms"),
        numerator,
        denominator,
        show,
        after: section.optional_text("after").map_or(numerator, |code| find("after", code)),
    }
}
