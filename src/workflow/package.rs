//! 报送材料: everything that a notice asks for beside the statistics table, from the first byte to the receipt.
//!
//! Files arrive in pieces (`arriving`), are looked into once (`looking`), and lie where they belong (`sorted` where
//! the unit did not say) until somebody sends them (`sent`). Sending a deliverable is sending all files that lie at
//! it: the set is one revision under one receipt, by the clock of its own. Who may do all this, and what is asked of
//! a unit, is found once (`position`); what became of it is shown as one package (`shown`), reviewed like the table
//! (`reviewed`) and handed out (`opened`).

mod position;
mod looking;
mod sorted;
mod arriving;
mod pending;
mod sent;
mod reviewed;
mod shown;
mod opened;

pub use self::arriving::{Begun, append, begin, begin_unmeasured, cancel, end, offset, receive_whole};
pub(super) use self::looking::look;
pub(super) use self::opened::as_seen;
pub use self::opened::{Handed, Size, found as sent_file, hand_out, original, pending_view, view, words};
pub use self::pending::{place, read, remove};
pub use self::position::Position;
pub(super) use self::position::position;
pub use self::reviewed::{accept, return_};
pub use self::sent::{Deliver, deliver};
pub(super) use self::shown::whole;
pub use self::shown::{Asked, Package, closed_for, delivery, package};
pub use self::sorted::Came;
pub use crate::store::deliveries::{Delivered, Delivery, DeliveryReview};
pub use crate::store::pending::Pending;
pub use crate::store::reviews::Verdict;
pub use crate::store::seen::View;
pub use crate::store::transfers::Transfer;
pub use crate::submit::draft::DraftFile;
