//! A form's text becomes a [`Form`].
//!
//! The text is TOML with English keys (TOML allows no others bare) and Chinese words; the built-in forms
//! are its examples. Words common to all forms (names of header fields, heads of columns) stand in one
//! text of their own, so that a form only says what is special about it. Every mistake is reported with its
//! line, rules and sentences included; a form is only made when there is none.

mod items;
mod checks;

use super::field_names::family;
use super::{Column, Comparison, DerivedColumn, Fields, Form, Headings};
use crate::vocabulary::definition::{Mistake, Section, read};

const COMMON_WORDS: &str = include_str!("texts/common.toml");

/// Reads a form's text; all mistakes at once otherwise.
pub fn read_form(text: &str) -> Result<Form, Vec<Mistake>> {
    let (fields, headings) = read(COMMON_WORDS, |common| (fields(common), headings(common)))?;
    let fields = merge_fields(fields, family());
    read(text, |section| form(section, fields, headings))
}

fn form(section: &Section, common_fields: Fields, common_headings: Headings) -> Form {
    let columns = columns(section);
    let items = items::read_items(section);
    let derived_items = items::read_derived(section, &items);
    let derived_columns = derived_columns(section, &columns);
    let checks = checks::read_checks(section, &items, &columns);
    let own_fields = section.section("fields").map(|own| named_fields(&own)).unwrap_or_default();
    let own_headings = section.section("headings").map(|own| named_headings(&own)).unwrap_or_default();
    Form {
        code: section.text("code"),
        version: section.text("version"),
        title: section.text("title"),
        short_title: section.text("short_title"),
        items,
        columns,
        derived_items,
        derived_columns,
        checks,
        fields: merge_fields(own_fields, common_fields),
        headings: merge_headings(own_headings, common_headings),
        notes: section.texts("notes"),
        sheet_number: section.optional_text("sheet_number"),
    }
}

fn columns(section: &Section) -> Vec<Column> {
    let columns: Vec<Column> = section
        .sections("column")
        .iter()
        .map(|column| Column {
            code: column.text("code"),
            label: column.text("label"),
            synonyms: column.texts("synonyms"),
            required: column.flag("required").unwrap_or(true),
            counted: items::read_counted(column),
        })
        .collect();
    for (position, column) in columns.iter().enumerate() {
        if columns[..position].iter().any(|other| other.code == column.code) {
            section.mistake("column", format!("栏的代码“{}”重复", column.code));
        }
    }
    if columns.is_empty() {
        let only = Column {
            code: "数量".into(),
            label: "数量".into(),
            synonyms: Vec::new(),
            required: true,
            counted: None,
        };
        return vec![only];
    }
    columns
}

fn derived_columns(section: &Section, columns: &[Column]) -> Vec<DerivedColumn> {
    let read_one = |derived: &Section| {
        let find = |key: &'static str| {
            let code = derived.text(key);
            columns.iter().position(|column| column.code == code).unwrap_or_else(|| {
                derived.mistake(key, format!("没有代码为“{code}”的栏"));
                0
            })
        };
        let places = derived.count("places").unwrap_or(2) as u8;
        let kind = match derived.text("kind").as_str() {
            "difference" => Comparison::Difference,
            "growth" => Comparison::Growth { places },
            other => {
                derived.mistake("kind", format!("“{other}”应为 difference（增减）或 growth（增减%）"));
                Comparison::Difference
            }
        };
        DerivedColumn {
            code: derived.text("code"),
            label: derived.text("label"),
            synonyms: derived.texts("synonyms"),
            this: find("this"),
            base: find("base"),
            kind,
        }
    };
    section.sections("derived_column").iter().map(read_one).collect()
}

fn fields(section: &Section) -> Fields {
    section.section("fields").map(|own| named_fields(&own)).unwrap_or_default()
}

fn headings(section: &Section) -> Headings {
    section.section("headings").map(|own| named_headings(&own)).unwrap_or_default()
}

fn named_fields(section: &Section) -> Fields {
    Fields {
        unit: section.texts("unit"),
        made_by: Vec::new(),
        unit_code: section.texts("unit_code"),
        date: section.texts("date"),
        made_on: Vec::new(),
        addressee: Vec::new(),
        reporter: section.texts("reporter"),
        reviewer: section.texts("reviewer"),
        signer: section.texts("signer"),
        phone: section.texts("phone"),
        remark: section.texts("remark"),
        period: section.texts("period"),
    }
}

fn named_headings(section: &Section) -> Headings {
    Headings {
        label: section.texts("label"),
        figure: section.texts("figure"),
        measure: section.texts("measure"),
        order: section.texts("order"),
        never: section.texts("never"),
        total: section.texts("total"),
    }
}

/// The form's own words first: the first is the one we print.
fn joined(mut own: Vec<String>, common: Vec<String>) -> Vec<String> {
    own.extend(common);
    own
}

fn merge_fields(own: Fields, common: Fields) -> Fields {
    Fields {
        unit: joined(own.unit, common.unit),
        made_by: joined(own.made_by, common.made_by),
        unit_code: joined(own.unit_code, common.unit_code),
        date: joined(own.date, common.date),
        made_on: joined(own.made_on, common.made_on),
        addressee: joined(own.addressee, common.addressee),
        reporter: joined(own.reporter, common.reporter),
        reviewer: joined(own.reviewer, common.reviewer),
        signer: joined(own.signer, common.signer),
        phone: joined(own.phone, common.phone),
        remark: joined(own.remark, common.remark),
        period: joined(own.period, common.period),
    }
}

fn merge_headings(own: Headings, common: Headings) -> Headings {
    Headings {
        label: joined(own.label, common.label),
        figure: joined(own.figure, common.figure),
        measure: joined(own.measure, common.measure),
        order: joined(own.order, common.order),
        never: joined(own.never, common.never),
        total: joined(own.total, common.total),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_of_a_form_is_reported_with_its_line() {
        let text = r#"code = "x"
version = "1"
title = "表"
[[item]]
code = "1"
label = "甲"
measure = "件"
[[item]]
code = "1"
label = "乙"
measure = "什么"
part_of = "9"
[[derived]]
code = "rate"
label = "率"
numerator = "1"
denominator = "3"
[[check]]
code = "c"
severity = "bad"
items = ["7"]
rule = "[1] <= [8]"
sentence = "错 {[1}"
"#;
        let shown: Vec<String> = read_form(text).unwrap_err().iter().map(Mistake::to_string).collect();
        assert_eq!(
            shown,
            [
                "第 1 行：缺少“short_title”",
                "第 9 行：指标代码“1”重复",
                "第 11 行：“什么”不是计量单位",
                "第 12 行：没有代码为“9”的指标",
                "第 17 行：没有代码为“3”的指标",
                "第 20 行：“bad”应为 hard（强制）、query（核实）或 hint（提示）",
                "第 21 行：没有代码为“7”的指标",
                "第 22 行：没有代码为“8”的指标",
                "第 23 行：方括号没有闭合",
            ]
        );
    }
}
