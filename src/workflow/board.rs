//! 进度: who has sent, who has not, of any node of the tree; and who is missing.
//!
//! A board is about one deliverable, or about all that units are asked for together (全部); what is asked of nodes
//! above the units (a county's own summary) is counted apart, on a board of its own, so that 应报 stays the number of
//! units.

mod place;
mod row;
mod order;
mod gathered;
mod shown;
mod missing;

pub(super) use self::gathered::{chosen, wholes};
pub use self::missing::{missing_text, unit_text};
pub use self::order::{Column, Order, Rank, urgency};
pub(super) use self::place::{above, node_of};
pub use self::row::{Counts, Row};
pub use self::shown::{Board, Filter, board};
pub use crate::store::reminders::LastReminded;
