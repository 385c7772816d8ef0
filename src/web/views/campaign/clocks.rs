//! How a deadline stands in the fields of a form, and what its author is told of the day that it falls on.

use crate::campaign::{DaysOff, Due};
use crate::vocabulary::time::{Instant, show};

/// `周六`, where a deadline ends on a day off; empty where it does not.
pub(super) fn day_off(due: &Due, days_off: &DaysOff) -> String {
    days_off.warning(due.instant).unwrap_or_default().to_owned()
}

/// An instant as the fields of a page show it: midnight as 24:00 of the day before.
pub fn field(instant: Instant) -> String {
    let shown = show(instant);
    match shown.strip_suffix(" 00:00") {
        Some(_) => {
            let day = instant.date_naive().pred_opt().unwrap_or(instant.date_naive());
            format!("{day} 24:00")
        }
        None => shown,
    }
}
