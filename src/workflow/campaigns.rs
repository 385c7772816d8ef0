//! 布置: campaigns are made, published, closed; their deadlines move only with a reason that everybody sees.

mod arranged;
mod chosen;
mod continued;
mod made;
mod published;
mod moved;
mod last_year;
mod exceptions;

pub use self::arranged::deliverable;
pub(super) use self::arranged::{note, note_unit};
pub(super) use self::chosen::asked;
pub use self::chosen::{Asked, Choosing, choose, choosing, expect};
pub use self::continued::{Continued, continued};
pub use self::exceptions::{exempt, extend};
pub use self::last_year::{load_last_year, use_last_campaign};
pub use self::made::{Plan, create};
pub use self::moved::move_due;
pub use self::published::change_state;
