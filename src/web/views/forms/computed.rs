//! Columns, computed columns, rates and names of fields as rows of the page on which a form is corrected.

use super::under_way::Shown;
use crate::form::sketch::{FIELD_KEYS, Sketch};
use crate::form::{Comparison, Show};
use crate::web::pages::forms::{ColumnRow, ComputedRow, FieldRow, RateRow};
use crate::web::pages::layout::Choice;

/// What people call the fields, by [`FIELD_KEYS`].
const FIELD_LABELS: [&str; 9] =
    ["填报单位", "单位代码", "填报日期", "填报人", "审核人", "负责人", "联系电话", "备注", "统计时限"];

/// More decimal places are not offered.
const MOST_PLACES: u8 = 4;

/// How a rate is shown, by the value of its choice: `percent-2`, `ratio-4`.
pub fn show(value: &str) -> Show {
    let (kind, places) = value.split_once('-').unwrap_or((value, ""));
    let places = places.parse().unwrap_or(2);
    if kind == "ratio" { Show::Ratio { places } } else { Show::Percent { places } }
}

fn show_value(show: Show) -> String {
    match show {
        Show::Percent { places } => format!("percent-{places}"),
        Show::Ratio { places } => format!("ratio-{places}"),
    }
}

/// How two columns are compared, by the value of its choice: `difference`, `growth-2`.
pub fn comparison(value: &str) -> Comparison {
    match value.split_once('-') {
        Some(("growth", places)) => Comparison::Growth { places: places.parse().unwrap_or(2) },
        _ => Comparison::Difference,
    }
}

fn comparison_value(kind: Comparison) -> String {
    match kind {
        Comparison::Difference => "difference".to_owned(),
        Comparison::Growth { places } => format!("growth-{places}"),
    }
}

fn places(places: u8) -> String {
    if places == 0 { "不带小数".to_owned() } else { format!("{places} 位小数") }
}

pub fn shows() -> Vec<Choice> {
    let choice = |show: Show| {
        let label = match show {
            Show::Percent { places: digits } => format!("百分数，{}", places(digits)),
            Show::Ratio { places: digits } => format!("比值，{}", places(digits)),
        };
        Choice::new(show_value(show), label)
    };
    let percents = [2, 1, 0, 3, MOST_PLACES].map(|places| Show::Percent { places });
    let ratios = [2, 1, 0, 3, MOST_PLACES].map(|places| Show::Ratio { places });
    percents.into_iter().chain(ratios).map(choice).collect()
}

pub fn comparisons() -> Vec<Choice> {
    let growth = |digits: u8| {
        let kind = Comparison::Growth { places: digits };
        Choice::new(comparison_value(kind), format!("增减幅度（%），{}", places(digits)))
    };
    let difference = Choice::new(comparison_value(Comparison::Difference), "相减");
    std::iter::once(difference).chain([2, 1, 0, 3, MOST_PLACES].map(growth)).collect()
}

/// The columns that are filled in, to choose from.
pub fn column_choices(sketch: &Sketch) -> Vec<Choice> {
    let choice =
        |column: &crate::form::sketch::SketchColumn| Choice::new(column.code.clone(), column.label.clone());
    sketch.columns.iter().map(choice).collect()
}

pub fn columns(shown: &Shown) -> Vec<ColumnRow> {
    let columns = &shown.sketch.columns;
    let row = |(at, column): (usize, &crate::form::sketch::SketchColumn)| {
        let (measure, places) = column
            .counted
            .clone()
            .map_or_else(Default::default, |(measure, places)| (measure, places.to_string()));
        ColumnRow {
            at,
            label: shown.value(&format!("column.{at}"), column.label.as_str()),
            measure: shown.value(&format!("column-measure.{at}"), measure),
            places,
            synonyms: shown.value(&format!("column-synonyms.{at}"), column.synonyms.join("、")),
            is_last: at + 1 == columns.len(),
        }
    };
    columns.iter().enumerate().map(row).collect()
}

pub fn computed(shown: &Shown) -> Vec<ComputedRow> {
    let columns = &shown.sketch.derived_columns;
    let row = |(at, column): (usize, &crate::form::sketch::SketchDerivedColumn)| ComputedRow {
        at,
        label: shown.value(&format!("computed.{at}"), column.label.as_str()),
        this: column.this.clone(),
        base: column.base.clone(),
        kind: comparison_value(column.kind),
        is_last: at + 1 == columns.len(),
    };
    columns.iter().enumerate().map(row).collect()
}

pub fn rates(shown: &Shown) -> Vec<RateRow> {
    let rates = &shown.sketch.rates;
    let row = |(at, rate): (usize, &crate::form::sketch::SketchRate)| RateRow {
        at,
        label: shown.value(&format!("rate.{at}"), rate.label.as_str()),
        numerator: rate.numerator.clone(),
        denominator: rate.denominator.clone(),
        show: show_value(rate.show),
        synonyms: shown.value(&format!("rate-synonyms.{at}"), rate.synonyms.join("、")),
        after: rate.after.clone().unwrap_or_default(),
        is_last: at + 1 == rates.len(),
    };
    rates.iter().enumerate().map(row).collect()
}

pub fn fields(shown: &Shown) -> Vec<FieldRow> {
    let row = |(key, label): (&'static str, &'static str)| {
        let own = shown.sketch.fields.iter().find(|(known, _)| *known == key);
        let names = own.map_or(String::new(), |(_, names)| names.join("、"));
        FieldRow { field: format!("field.{key}"), label, names: shown.value(&format!("field.{key}"), names) }
    };
    FIELD_KEYS.into_iter().zip(FIELD_LABELS).map(row).collect()
}
