//! Revisions: what a unit sent, with its figures, findings, explanations and receipt. Appended, never changed.
//!
//! A figure is a row of its own, so that totals are one GROUP BY; the snapshot beside it is the same once more
//! as JSON under one digest, which the unit's audit chain and the receipt carry.

mod new;
mod receipt;
mod shown;

pub use new::{NewRevision, Stored, insert, note_object};
pub use receipt::{Channel, RECEIPT, Receipt, Stated, insert_receipt, proof};
pub use shown::{Revision, answers, by_key, by_receipt, find, findings, many, of_unit, page};
