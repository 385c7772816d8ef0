//! How figures and times are written in JSON: a figure under the code of its item, a time with its offset.

use std::collections::BTreeMap;

use crate::form::Form;
use crate::vocabulary::Number;
use crate::vocabulary::time::Instant;

/// How a figure is named in `values`.
pub fn name_of(form: &Form, figure: usize) -> String {
    let (item, column) = (figure / form.columns.len(), figure % form.columns.len());
    if form.has_columns() {
        format!("{}/{}", form.items[item].code, form.columns[column].code)
    } else {
        form.items[item].code.clone()
    }
}

/// Figures by name; null where the sheet has none.
pub fn figures(form: &Form, values: &[Option<Number>]) -> BTreeMap<String, Option<String>> {
    let asked = (0..form.figures()).filter(|figure| !form.items[figure / form.columns.len()].section);
    asked.map(|figure| (name_of(form, figure), values[figure].map(|value| value.to_string()))).collect()
}

/// RFC 3339 with +08:00, to the millisecond.
pub fn time(instant: Instant) -> String {
    instant.to_rfc3339_opts(chrono::SecondsFormat::Millis, false)
}
