//! What the heads of columns say: the form's own columns, words for figures, 上年同期, a year.

use super::labels::Table;
use super::meaning::Heading;
use crate::form::Form;
use crate::form::label::{Label, without_soft_ending};
use crate::form::year::{Period, period, years};
use crate::vocabulary::plain::{core, core_of};

/// The words of heads, folded.
#[derive(Clone, Debug)]
pub struct Heads {
    headings: Table<Heading>,
    columns: Table<Heading>,
    has_columns: bool,
}

/// Parts of words that make a column someone else's figure wherever they stand.
const NEVER_PARTS: [&str; 25] = [
    "上年", "去年", "往年", "前年", "同期", "上期", "增减", "增长", "同比", "环比", "备注", "较上", "比上",
    "比去", "上月", "示例", "样表", "预计", "预算", "分值", "得分", "评分", "扣分", "权重", "天数",
];

impl Heads {
    pub fn new(form: &Form) -> Heads {
        Heads { headings: headings(form), columns: columns(form), has_columns: form.has_columns() }
    }

    /// What a head says, given folded and as a label; `None` for words nobody knows.
    pub fn headed(&self, plain: &str, label: &Label) -> Option<Heading> {
        if plain.is_empty() || plain.chars().count() > 24 {
            return None;
        }
        let word = label.readings.first()?.as_str();
        if let Some(column) = self.columns.get(word).or_else(|| self.columns.get(&core_of(plain.to_owned())))
        {
            return Some(column.clone());
        }
        if let Some(column) = self.column_of_months(plain) {
            return Some(column);
        }
        if NEVER_PARTS.iter().any(|part| word.contains(part)) {
            return Some(Heading::Never);
        }
        if let Some(heading) = self.year_heading(plain) {
            return Some(heading);
        }
        let bracketed = plain.strip_suffix(')').and_then(|text| text.split_once('('));
        let bracketed = bracketed.filter(|(_, inside)| !inside.contains([')', ':']));
        let unbracketed = bracketed.map_or(String::new(), |(before, _)| core_of(before.to_owned()));
        let words = [word, without_soft_ending(word), unbracketed.as_str()];
        match words.iter().find_map(|word| self.headings.get(*word))? {
            Heading::Figure(_) => Some(Heading::Figure(label.measure.clone())),
            other => Some(other.clone()),
        }
    }

    /// In a form with columns for months and years: `3月` is 本月, `上年1-3月` is 上年累计.
    fn column_of_months(&self, plain: &str) -> Option<Heading> {
        let names = [
            ("上年同期", "上年"),
            ("去年同期", "上年"),
            ("上年", "上年"),
            ("去年", "上年"),
            ("本年", "本年"),
            ("今年", "本年"),
        ];
        let (year, months) = names
            .iter()
            .find_map(|(name, year)| Some((*year, plain.strip_prefix(name)?)))
            .unwrap_or(("", plain));
        let word = match period(months)? {
            Period::Month => "本月",
            Period::ToDate => "累计",
        };
        self.columns.get(&format!("{year}{word}")).filter(|_| self.has_columns).cloned()
    }

    /// `2023年`, `2024年数量`: a year and at most a word for figures. A title or a date names a year too.
    fn year_heading(&self, plain: &str) -> Option<Heading> {
        let years = years(plain);
        let year = *years.first()?;
        let rest: String = plain
            .chars()
            .filter(|c| c.is_alphabetic() && !"年度〇○零一二三四五六七八九".contains(*c))
            .collect();
        let figures = rest.is_empty()
            || matches!(self.headings.get(&rest), Some(Heading::Figure(_) | Heading::Measure));
        let digits = plain.chars().filter(char::is_ascii_digit).count();
        (figures && digits <= 4 && !plain.contains(':')).then_some(if years.len() == 1 {
            Heading::Year(year)
        } else {
            Heading::Never
        })
    }
}

fn headings(form: &Form) -> Table<Heading> {
    let words = &form.headings;
    let mut table = Table::default();
    let mut learn = |list: &[String], heading: Heading| {
        for word in list {
            table.entry(core(word)).or_insert_with(|| heading.clone());
        }
    };
    learn(&words.never, Heading::Never);
    learn(&words.order, Heading::Order);
    learn(&words.measure, Heading::Measure);
    learn(&words.figure, Heading::Figure(None));
    learn(&form.fields.unit_code, Heading::UnitCode);
    learn(&form.fields.unit, Heading::UnitName);
    learn(&form.fields.made_by, Heading::UnitName);
    for word in [
        "县区",
        "区县",
        "县市区",
        "县区名称",
        "机构",
        "所属单位",
        "基层单位",
        "市监所",
        "各单位",
        "部门",
        "地区",
    ] {
        table.insert(word.to_owned(), Heading::UnitName);
    }
    learn_labels(&mut table, &words.label);
    table
}

fn learn_labels(table: &mut Table<Heading>, words: &[String]) {
    for word in words {
        table.entry(core(word)).or_insert(Heading::Label);
    }
}

/// Columns of the form's own; for a form with one column its head is simply a figure's.
fn columns(form: &Form) -> Table<Heading> {
    let mut table = Table::default();
    for (index, column) in form.columns.iter().enumerate() {
        let heading = if form.has_columns() { Heading::Column(index) } else { Heading::Figure(None) };
        for word in column.synonyms.iter().chain([&column.label, &column.code]) {
            table.entry(core(word)).or_insert_with(|| heading.clone());
        }
    }
    for (index, column) in form.derived_columns.iter().enumerate() {
        for word in column.synonyms.iter().chain([&column.label, &column.code]) {
            table.entry(core(word)).or_insert(Heading::DerivedColumn(index));
        }
    }
    if !form.has_columns() {
        // The measure in the head of an only column is read with it.
        table.clear();
        for column in &form.columns {
            for word in &column.synonyms {
                table.insert(core(word), Heading::Figure(None));
            }
        }
    }
    table
}
