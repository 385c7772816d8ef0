//! A sketch as text: TOML as a person would write it, one key a line, only what differs from the usual.

use std::fmt::Write;

use super::parts::{Sketch, SketchCheck, SketchColumn, SketchDerivedColumn, SketchItem, SketchRate};
use crate::form::{Aggregation, Comparison, Relation, Show};

pub fn text(sketch: &Sketch) -> String {
    let mut page = Text::default();
    head(&mut page, sketch);
    sketch.columns.iter().for_each(|each| column(&mut page, each));
    sketch.derived_columns.iter().for_each(|each| derived_column(&mut page, each));
    sketch.items.iter().for_each(|each| item(&mut page, each));
    sketch.rates.iter().for_each(|each| rate(&mut page, each));
    sketch.checks.iter().for_each(|each| check(&mut page, each));
    for (name, words) in [("fields", &sketch.fields), ("headings", &sketch.headings)] {
        if !words.is_empty() {
            page.open(&format!("[{name}]"));
            words.iter().for_each(|(key, words)| page.list(key, words));
        }
    }
    page.text
}

fn head(page: &mut Text, sketch: &Sketch) {
    page.words("code", &sketch.code);
    page.words("version", &sketch.version);
    page.words("title", &sketch.title);
    page.words("short_title", &sketch.short_title);
    if let Some(number) = &sketch.sheet_number {
        page.words("sheet_number", number);
    }
    page.list("notes", &sketch.notes);
}

fn column(page: &mut Text, column: &SketchColumn) {
    page.open("[[column]]");
    page.named(&column.code, &column.label, &column.synonyms);
    if let Some((measure, decimals)) = &column.counted {
        page.words("measure", measure);
        if *decimals > 0 {
            page.plain("decimals", &decimals.to_string());
        }
    }
    if !column.required {
        page.plain("required", "false");
    }
}

fn derived_column(page: &mut Text, column: &SketchDerivedColumn) {
    page.open("[[derived_column]]");
    page.named(&column.code, &column.label, &column.synonyms);
    page.words("this", &column.this);
    page.words("base", &column.base);
    match column.kind {
        Comparison::Difference => page.words("kind", "difference"),
        Comparison::Growth { places } => {
            page.words("kind", "growth");
            page.plain("places", &places.to_string());
        }
    }
}

fn item(page: &mut Text, item: &SketchItem) {
    page.open("[[item]]");
    page.named(&item.code, &item.label, &item.synonyms);
    if item.section {
        page.plain("section", "true");
    }
    if !item.measure.is_empty() {
        page.words("measure", &item.measure);
    }
    if item.decimals > 0 {
        page.plain("decimals", &item.decimals.to_string());
    }
    if item.required == item.section {
        page.plain("required", if item.required { "true" } else { "false" });
    }
    if let Some((whole, relation)) = &item.part_of {
        page.words("part_of", whole);
        if *relation == Relation::AddsUp {
            page.words("relation", "adds-up");
        }
    }
    match item.aggregation {
        Aggregation::Sum => {}
        Aggregation::Max => page.words("aggregate", "max"),
        Aggregation::None => page.words("aggregate", "none"),
    }
    if !item.bounds.is_empty() {
        let bounds = item.bounds.iter().map(|(level, number)| format!("{} = {number}", level.code()));
        page.plain("bounds", &format!("{{ {} }}", bounds.collect::<Vec<_>>().join(", ")));
    }
}

fn rate(page: &mut Text, rate: &SketchRate) {
    page.open("[[derived]]");
    page.named(&rate.code, &rate.label, &rate.synonyms);
    page.words("numerator", &rate.numerator);
    page.words("denominator", &rate.denominator);
    let (show, places) = match rate.show {
        Show::Percent { places } => ("percent", places),
        Show::Ratio { places } => ("ratio", places),
    };
    page.words("show", show);
    page.plain("places", &places.to_string());
    if let Some(after) = &rate.after {
        page.words("after", after);
    }
}

fn check(page: &mut Text, check: &SketchCheck) {
    page.open("[[check]]");
    page.words("code", &check.code);
    page.words("severity", check.severity.code());
    if check.holds {
        page.plain("holds", "true");
    }
    page.list("items", &check.items);
    page.words("rule", &check.rule);
    page.words("sentence", &check.sentence);
}

/// Lines of TOML.
#[derive(Default)]
struct Text {
    text: String,
}

impl Text {
    fn open(&mut self, header: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(header);
        self.text.push('\n');
    }

    fn plain(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.text, "{key} = {value}");
    }

    fn words(&mut self, key: &str, words: &str) {
        self.plain(key, &quoted(words));
    }

    fn list(&mut self, key: &str, words: &[String]) {
        if !words.is_empty() {
            let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
            self.plain(key, &format!("[{}]", words.join(", ")));
        }
    }

    fn named(&mut self, code: &str, label: &str, synonyms: &[String]) {
        self.words("code", code);
        self.words("label", label);
        self.list("synonyms", synonyms);
    }
}

/// A basic string of TOML.
fn quoted(words: &str) -> String {
    let mut text = String::from("\"");
    for c in words.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(text, "\\u{:04X}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text.push('"');
    text
}
