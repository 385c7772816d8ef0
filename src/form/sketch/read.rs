//! A form's text as a sketch: what it says, nothing resolved.
//!
//! The text has been read as a form before, so whatever is missing or mistaken has been said already; here
//! placeholders do.

use super::parts::{
    FIELD_KEYS, HEADING_KEYS, Sketch, SketchCheck, SketchColumn, SketchDerivedColumn, SketchItem, SketchRate,
};
use crate::form::{Aggregation, Comparison, Relation, Show};
use crate::vocabulary::definition::{Mistake, Section, read as read_text};
use crate::vocabulary::{Level, Severity};

pub fn read(text: &str) -> Result<Sketch, Vec<Mistake>> {
    read_text(text, sketch)
}

fn sketch(section: &Section) -> Sketch {
    Sketch {
        code: section.text("code"),
        version: section.text("version"),
        title: section.text("title"),
        short_title: section.text("short_title"),
        sheet_number: section.optional_text("sheet_number"),
        notes: section.texts("notes"),
        columns: section.sections("column").iter().map(column).collect(),
        derived_columns: section.sections("derived_column").iter().map(derived_column).collect(),
        items: section.sections("item").iter().map(item).collect(),
        rates: section.sections("derived").iter().map(rate).collect(),
        checks: section.sections("check").iter().map(check).collect(),
        fields: words(section, "fields", &FIELD_KEYS),
        headings: words(section, "headings", &HEADING_KEYS),
    }
}

fn words(section: &Section, key: &'static str, keys: &[&'static str]) -> Vec<(&'static str, Vec<String>)> {
    let Some(own) = section.section(key) else { return Vec::new() };
    keys.iter().map(|key| (*key, own.texts(key))).filter(|(_, words)| !words.is_empty()).collect()
}

fn column(section: &Section) -> SketchColumn {
    SketchColumn {
        code: section.text("code"),
        label: section.text("label"),
        synonyms: section.texts("synonyms"),
        required: section.flag("required").unwrap_or(true),
        counted: {
            let decimals = section.count("decimals").unwrap_or(0);
            section.optional_text("measure").map(|measure| (measure, decimals))
        },
    }
}

fn derived_column(section: &Section) -> SketchDerivedColumn {
    let places = section.count("places").unwrap_or(2) as u8;
    SketchDerivedColumn {
        code: section.text("code"),
        label: section.text("label"),
        synonyms: section.texts("synonyms"),
        this: section.text("this"),
        base: section.text("base"),
        kind: match section.text("kind").as_str() {
            "growth" => Comparison::Growth { places },
            _ => Comparison::Difference,
        },
    }
}

fn item(section: &Section) -> SketchItem {
    let is_section = section.flag("section").unwrap_or(false);
    let relation = match section.optional_text("relation").as_deref() {
        Some("adds-up") => Relation::AddsUp,
        _ => Relation::AtMost,
    };
    let level = |(name, number): (String, _)| Some((Level::from_text(&name)?, number));
    SketchItem {
        code: section.text("code"),
        label: section.text("label"),
        synonyms: section.texts("synonyms"),
        measure: section.optional_text("measure").unwrap_or_default(),
        decimals: section.count("decimals").unwrap_or(0),
        required: section.flag("required").unwrap_or(!is_section),
        part_of: section.optional_text("part_of").map(|whole| (whole, relation)),
        aggregation: match section.optional_text("aggregate").as_deref() {
            Some("max") => Aggregation::Max,
            Some("none") => Aggregation::None,
            _ => Aggregation::Sum,
        },
        bounds: section.named_numbers("bounds").into_iter().filter_map(level).collect(),
        section: is_section,
    }
}

fn rate(section: &Section) -> SketchRate {
    let places = section.count("places").unwrap_or(2) as u8;
    SketchRate {
        code: section.text("code"),
        label: section.text("label"),
        synonyms: section.texts("synonyms"),
        numerator: section.text("numerator"),
        denominator: section.text("denominator"),
        show: match section.optional_text("show").as_deref() {
            Some("ratio") => Show::Ratio { places },
            _ => Show::Percent { places },
        },
        after: section.optional_text("after"),
    }
}

fn check(section: &Section) -> SketchCheck {
    SketchCheck {
        code: section.text("code"),
        severity: Severity::from_code(&section.text("severity")).unwrap_or(Severity::Hint),
        holds: section.flag("holds").unwrap_or(false),
        items: section.texts("items"),
        rule: section.text("rule"),
        sentence: section.text("sentence"),
    }
}
