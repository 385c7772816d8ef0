//! What was typed into the rows of columns, as edits.

use super::super::super::posted::{Fields, LISTED};
use super::super::super::views::forms::comparison;
use crate::form::edit::{ColumnEdit, Computed, Edit};
use crate::form::sketch::{Sketch, SketchColumn, SketchDerivedColumn};

/// Edits with the fields that they come from.
pub fn changes(sketch: &Sketch, fields: &Fields) -> Vec<(String, Edit)> {
    let mut changes = Vec::new();
    for (at, column) in sketch.columns.iter().enumerate() {
        if fields.has(&format!("column.{at}")) {
            changes.extend(of_column(at, column, fields));
        }
    }
    for (at, column) in sketch.derived_columns.iter().enumerate() {
        if fields.has(&format!("computed.{at}")) {
            changes.extend(of_computed(at, column, fields));
        }
    }
    changes
}

fn of_column(at: usize, known: &SketchColumn, fields: &Fields) -> Vec<(String, Edit)> {
    let mut changes = Vec::new();
    let typed = |name: &str| fields.text(&format!("{name}.{at}")).trim().to_owned();
    let column = || known.code.clone();
    let mut change =
        |name: &str, edit: ColumnEdit| changes.push((format!("{name}.{at}"), Edit::Column(edit)));
    if typed("column") != known.label {
        change("column", ColumnEdit::Rename { column: column(), label: typed("column") });
    }
    let measure = Some(typed("column-measure")).filter(|measure| !measure.is_empty());
    let counted = measure.map(|measure| (measure, typed("column-places").parse().unwrap_or(0)));
    if counted != known.counted {
        change("column-measure", ColumnEdit::Measure { column: column(), counted });
    }
    let words = fields.words(&format!("column-synonyms.{at}"), &LISTED);
    if fields.has(&format!("column-synonyms.{at}")) && words != known.synonyms {
        change("column-synonyms", ColumnEdit::Synonyms { column: column(), words });
    }
    changes
}

fn of_computed(at: usize, known: &SketchDerivedColumn, fields: &Fields) -> Option<(String, Edit)> {
    let typed = |name: &str| fields.text(&format!("{name}.{at}")).trim().to_owned();
    let computed = Computed {
        label: typed("computed"),
        this: typed("computed-this"),
        base: typed("computed-base"),
        kind: comparison(&typed("computed-kind")),
    };
    let now = Computed {
        label: known.label.clone(),
        this: known.this.clone(),
        base: known.base.clone(),
        kind: known.kind,
    };
    let edit = ColumnEdit::Computed { column: known.code.clone(), computed: computed.clone() };
    (computed != now).then(|| (format!("computed.{at}"), Edit::Column(edit)))
}
