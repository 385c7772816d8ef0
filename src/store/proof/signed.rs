//! The signed text of a receipt against the rows that it was made from.

use chrono::TimeDelta;

use super::{Receipt as Row, Revision};
use crate::store::audit::{Link, is_stated};
use crate::store::numbers::from_millis;
use crate::store::papers::{FigurePaper, figures_digest};
use crate::store::revisions::{Receipt, Stated};
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

/// The same for a revision's receipt.
pub(super) fn of_revision(
    row: &Revision,
    receipt: &Row,
    code: &str,
    figures: &[FigurePaper],
    detail: &str,
    keys: &[SigningKey],
) -> bool {
    let link = Link { chain: receipt.chain.clone(), sequence: receipt.sequence, hash: receipt.head.clone() };
    let number = (receipt.number.clone(), receipt.phrase.clone());
    let issued = issued(number, (receipt.due_at, receipt.extended_until, receipt.late_by), link);
    let stated = Stated {
        receipt: &issued,
        campaign: row.campaign_id,
        deliverable: row.deliverable_id,
        unit: code,
        revision: row.number,
        received: from_millis(row.received_at),
        file: row.object_sha256.as_deref(),
        figures: &figures_digest(figures),
        digest: &row.digest,
    };
    holds(receipt.proof.as_deref(), &stated.statement(), detail, keys)
}
