//! What was typed as names of header and footer fields, as edits.

use super::super::super::posted::{Fields, LISTED};
use crate::form::edit::Edit;
use crate::form::sketch::{FIELD_KEYS, Sketch};

/// Edits with the fields that they come from.
pub fn changes(sketch: &Sketch, fields: &Fields) -> Vec<(String, Edit)> {
    let change = |key: &'static str| {
        let field = format!("field.{key}");
        let names = fields.words(&field, &LISTED);
        let known = sketch.fields.iter().find(|(known, _)| *known == key).map(|(_, names)| names);
        let same = known.map_or(names.is_empty(), |known| *known == names);
        (fields.has(&field) && !same).then_some((field, Edit::Fields { key, names }))
    };
    FIELD_KEYS.into_iter().filter_map(change).collect()
}
