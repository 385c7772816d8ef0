//! 报送材料 other than the statistics table, as units sent them.
//!
//! Each time is a row of its own with its files, its receipt and its place in the unit's audit chain, and never
//! changes. What was sent last stands; where a unit stands with each deliverable is one row that moves on.
//! They are kept apart from the table's revisions, so that no total can ever count one.

mod new;
mod shown;
mod reviews;
mod standing;

pub use self::new::{NewDelivery, RECEIPT, Stated, digest, insert, proof};
pub use self::reviews::{DeliveryReview, insert_review, reviews_of_unit};
pub use self::shown::{Delivered, Delivery, by_key, by_receipt, current_below, find, of_unit};
pub use self::standing::{below, lock, note_delivery, note_review, of_one};
