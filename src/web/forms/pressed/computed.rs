//! Buttons at columns, computed columns and rates: `up-column.1`, `add-rate` …

use super::super::super::posted::Fields;
use super::super::super::views::forms::{comparison, show};
use crate::form::edit::{ColumnEdit, Computed, Edit, Quotient, RateEdit};
use crate::form::sketch::Sketch;

/// The button's edit and the field at which a refusal is said.
pub fn edit(sketch: &Sketch, (verb, at): (&str, Option<usize>), fields: &Fields) -> Option<(String, Edit)> {
    let typed = |name: &str| fields.text(name).trim().to_owned();
    match verb {
        "add-column" => {
            Some(("new-column".to_owned(), Edit::Column(ColumnEdit::Add { label: typed("new-column") })))
        }
        "add-computed" => {
            let computed = Computed {
                label: typed("new-computed"),
                this: typed("new-computed-this"),
                base: typed("new-computed-base"),
                kind: comparison(&typed("new-computed-kind")),
            };
            Some(("new-computed".to_owned(), Edit::Column(ColumnEdit::AddComputed(computed))))
        }
        "add-rate" => {
            let quotient = Quotient {
                label: typed("new-rate"),
                numerator: typed("new-rate-top"),
                denominator: typed("new-rate-bottom"),
                show: show(&typed("new-rate-show")),
            };
            Some(("new-rate".to_owned(), Edit::Rate(RateEdit::Add(quotient))))
        }
        _ => {
            let (step, rows) = verb.split_once('-')?;
            Some((format!("{rows}.{}", at?), of_row(sketch, (step, rows), at?)?))
        }
    }
}

/// A row goes up, down or away.
fn of_row(sketch: &Sketch, (step, rows): (&str, &str), at: usize) -> Option<Edit> {
    let codes: Vec<&String> = match rows {
        "column" => sketch.columns.iter().map(|column| &column.code).collect(),
        "computed" => sketch.derived_columns.iter().map(|column| &column.code).collect(),
        "rate" => sketch.rates.iter().map(|rate| &rate.code).collect(),
        _ => return None,
    };
    // Down is the next row's way up.
    let (moved, before) = match step {
        "up" => (at, Some(at.checked_sub(1)?)),
        "down" => (at + 1, Some(at)),
        "remove" => (at, None),
        _ => return None,
    };
    let own = (*codes.get(moved)?).clone();
    let before = before.and_then(|before| codes.get(before)).map(|code| (*code).clone());
    Some(match (rows, step) {
        ("column", "remove") => Edit::Column(ColumnEdit::Remove { column: own }),
        ("column", _) => Edit::Column(ColumnEdit::Move { column: own, before }),
        ("computed", "remove") => Edit::Column(ColumnEdit::RemoveComputed { column: own }),
        ("computed", _) => Edit::Column(ColumnEdit::MoveComputed { column: own, before }),
        (_, "remove") => Edit::Rate(RateEdit::Remove { rate: own }),
        _ => Edit::Rate(RateEdit::Move { rate: own, before }),
    })
}
