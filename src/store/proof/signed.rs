//! The signed text of a receipt against the rows that it was made from.

use chrono::TimeDelta;

use crate::store::audit::{Link, is_stated};
use crate::store::numbers::from_millis;
use crate::store::revisions::Receipt;
use crate::store::signing_keys::SigningKey;
use crate::vocabulary::statement::Statement;

/// Whether a receipt is signed and says what is there. One that an earlier version issued has no signature, and its
/// entry in the log names none.
pub(super) fn holds(proof: Option<&str>, statement: &Statement, detail: &str, keys: &[SigningKey]) -> bool {
    let detail: serde_json::Value = serde_json::from_str(detail).unwrap_or_default();
    match (proof, detail["signer"].as_str()) {
        (None, None) => true,
        (Some(proof), Some(signer)) => {
            proof.contains(&format!("\nkey: {signer}\n")) && is_stated(proof, statement, keys)
        }
        _ => false,
    }
}

/// A receipt as it was issued: number and phrase; deadline, extension, how late; its place.
pub(super) fn issued(
    (number, phrase): (String, String),
    (due, extended, late_by): (Option<i64>, Option<i64>, Option<i64>),
    link: Link,
) -> Receipt {
    Receipt {
        number,
        phrase,
        due: due.map(from_millis),
        extended: extended.map(from_millis),
        late_by: late_by.map(TimeDelta::milliseconds),
        link,
    }
}
