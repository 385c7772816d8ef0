//! 制表: what is asked. A form is a text; nothing about any one form is written anywhere else.
//!
//! `definition` reads the text, `rule` is the small language of its checks, `wording` decides which
//! words on a sheet mean which item. The built-in forms are texts beside this file, read by the same
//! reader as an office's own.

pub mod definition;
pub mod builtin;
pub mod rule;
pub mod sketch;
pub mod label;
pub mod year;
pub mod edit;
mod field_names;
pub mod wording;

use std::collections::BTreeMap;

use crate::vocabulary::measure::Measure;
use crate::vocabulary::{Finding, Level, Number, Place, Severity};

/// A form version: items × columns, derived items, checks, words. Frozen once a campaign uses it.
#[derive(Clone, Debug)]
pub struct Form {
    pub code: String,
    pub version: String,
    /// With `{year}` where the year belongs: `{year}年“3·15”活动情况统计表`.
    pub title: String,
    /// Short name for file names: `315活动情况统计`.
    pub short_title: String,
    pub items: Vec<Item>,
    /// At least one; forms with one figure an item have the column `数量`.
    pub columns: Vec<Column>,
    pub derived_items: Vec<DerivedItem>,
    pub derived_columns: Vec<DerivedColumn>,
    pub checks: Vec<Check>,
    pub fields: Fields,
    pub headings: Headings,
    /// Lines printed under the table after `注：`.
    pub notes: Vec<String>,
    pub sheet_number: Option<String>,
}

/// 指标: one row asked.
#[derive(Clone, Debug)]
pub struct Item {
    pub code: String,
    pub label: String,
    pub synonyms: Vec<String>,
    pub measure: Measure,
    pub kind: Kind,
    pub required: bool,
    pub part_of: Option<Part>,
    pub aggregation: Aggregation,
    /// Soft upper bounds of one sheet, by level of the unit.
    pub bounds: BTreeMap<Level, Number>,
    /// A section row: carries “—”, never a figure.
    pub section: bool,
}

/// What figures an item takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Whole,
    Decimal { places: u8 },
}

/// 其中: how an item relates to the one it is part of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Index of the whole in [`Form::items`].
    pub whole: usize,
    pub relation: Relation,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// No part exceeds the whole.
    AtMost,
    /// All parts together make the whole.
    AddsUp,
}

/// How units become a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregation {
    Sum,
    Max,
    None,
}

/// 栏: a breakdown of every item.
#[derive(Clone, Debug)]
pub struct Column {
    pub code: String,
    pub label: String,
    pub synonyms: Vec<String>,
    pub required: bool,
    /// The measure of all its figures and what they take, where the items' own do not hold in it: 案件（件） beside
    /// 金额（万元）.
    pub counted: Option<(Measure, Kind)>,
}

/// 派生指标: computed after the sum, never summed, never typed.
#[derive(Clone, Debug)]
pub struct DerivedItem {
    pub code: String,
    pub label: String,
    pub synonyms: Vec<String>,
    /// Indexes into [`Form::items`].
    pub numerator: usize,
    pub denominator: usize,
    pub show: Show,
    /// Printed after this item.
    pub after: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    Percent { places: u8 },
    Ratio { places: u8 },
}

/// A column computed from two others: 增减, 增减%.
#[derive(Clone, Debug)]
pub struct DerivedColumn {
    pub code: String,
    pub label: String,
    pub synonyms: Vec<String>,
    /// Indexes into [`Form::columns`].
    pub this: usize,
    pub base: usize,
    pub kind: Comparison,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Difference,
    Growth { places: u8 },
}

/// A check of the form's text: what must hold, and what to say where it does not.
#[derive(Clone, Debug)]
pub struct Check {
    pub code: String,
    pub severity: Severity,
    pub holds: bool,
    /// Items on which the finding may stand; a rule that says `[本项]` is tried on each of them.
    pub items: Vec<usize>,
    pub rule: rule::Rule,
    /// The only column on which the finding stands, where every figure of the rule names its own.
    pub column: Option<usize>,
    /// The rule says nothing where last year's figures are not given.
    pub needs_last_year: bool,
    pub sentence: rule::Sentence,
}

/// Names of header and footer fields, first the one that we print.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    pub unit: Vec<String>,
    /// Who made the table (制表单位): the unit where nothing else names it.
    pub made_by: Vec<String>,
    pub unit_code: Vec<String>,
    pub date: Vec<String>,
    /// When it was made (制表日期, 统计日期): the date where nothing else says it.
    pub made_on: Vec<String>,
    /// Whom it is sent to (报：, 抄送：): never who sends it.
    pub addressee: Vec<String>,
    pub reporter: Vec<String>,
    pub reviewer: Vec<String>,
    pub signer: Vec<String>,
    pub phone: Vec<String>,
    pub remark: Vec<String>,
    pub period: Vec<String>,
}

/// Words that stand at the head of columns on filled sheets.
#[derive(Clone, Debug, Default)]
pub struct Headings {
    pub label: Vec<String>,
    pub figure: Vec<String>,
    pub measure: Vec<String>,
    pub order: Vec<String>,
    /// Columns that are never the figure: 上年同期, 备注, 增减 …
    pub never: Vec<String>,
    /// Rows that are totals, never units: 合计, 小计 …
    pub total: Vec<String>,
}

impl Form {
    /// The section that an item stands in, if the form has sections before it.
    pub fn section_of(&self, item: usize) -> Option<usize> {
        (0..item).rev().find(|index| self.items[*index].section)
    }

    pub fn item_index(&self, code: &str) -> Option<usize> {
        self.items.iter().position(|item| item.code == code)
    }

    /// Number of figures of one sheet: items × columns, row by row.
    pub fn figures(&self) -> usize {
        self.items.len() * self.columns.len()
    }

    /// Where the figure of an item and a column stands among [`Form::figures`].
    pub fn figure(&self, item: usize, column: usize) -> usize {
        item * self.columns.len() + column
    }

    /// The unit of measure of a figure: its column's, else its item's.
    pub fn measure_of(&self, figure: usize) -> &Measure {
        let counted = self.columns[figure % self.columns.len()].counted.as_ref();
        counted.map_or(&self.items[figure / self.columns.len()].measure, |(measure, _)| measure)
    }

    /// What a figure may be: its column's kind, else its item's.
    pub fn kind_of(&self, figure: usize) -> Kind {
        let counted = self.columns[figure % self.columns.len()].counted.as_ref();
        counted.map_or(self.items[figure / self.columns.len()].kind, |(_, kind)| *kind)
    }

    /// 预计用时 in minutes, in steps of five: two for the sheet and half a one for each figure. An estimate from the form
    /// alone; nobody is timed.
    pub fn minutes(&self) -> usize {
        let asked = self.items.iter().filter(|item| !item.section).count() * self.columns.len();
        (2 + asked.div_ceil(2)).div_ceil(5) * 5
    }

    pub fn has_columns(&self) -> bool {
        self.columns.len() > 1
    }

    /// `第7项 为消费者挽回经济损失`, with its column where the form has several.
    pub fn item_title(&self, item: usize, column: usize) -> String {
        let asked = &self.items[item];
        let numbered = asked.code.chars().all(|c| c.is_ascii_digit() || c == '.');
        let number = if numbered { format!("第{}项 ", asked.code) } else { String::new() };
        let column =
            if self.has_columns() { format!("·{}", self.columns[column].label) } else { String::new() };
        format!("{number}{}{column}", asked.label)
    }

    /// A finding on one figure; its sentence names item and cell: `第7项 …（D10）：…`.
    pub fn finding(
        &self,
        severity: Severity,
        code: &str,
        figure: usize,
        place: Option<Place>,
        words: &str,
    ) -> Finding {
        let (item, column) = (figure / self.columns.len(), figure % self.columns.len());
        let cell = place.as_ref().map_or(String::new(), |place| format!("（{place}）"));
        let sentence = format!("{}{cell}：{words}", self.item_title(item, column));
        let finding = Finding::new(severity, code, sentence).at(place).on_item(&self.items[item].code);
        if self.has_columns() { finding.on_column(&self.columns[column].code) } else { finding }
    }

    /// The title of one year's sheet.
    pub fn title_of(&self, year: Option<i32>) -> String {
        match year {
            Some(year) => self.title.replace("{year}", &year.to_string()),
            None => self.title.replace("{year}年", "").replace("{year}", ""),
        }
    }
}

impl Kind {
    /// Decimal places of a printed figure.
    pub fn printed_places(self) -> u8 {
        match self {
            Kind::Whole => 0,
            Kind::Decimal { .. } => 2,
        }
    }
}
