//! 账号: made, disabled, enabled, given a new first password; the own password changed.
//!
//! Administrators belong to the root of the tree; everybody else to the unit whose figures they fill in or
//! look after. A first password is random, good for three days, and leads only to the page where it is
//! changed. Whatever ends an account's right to be here ends its sessions in the same transaction.

mod authority;
mod listing;
mod passwords;
mod made;
mod changed;
mod own;

pub(super) use self::authority::note;
pub use self::authority::{By, by_login};
pub use self::changed::{disable, enable, reset_password, reset_second_factor};
pub use self::listing::{Listing, Page, list};
pub use self::made::{HandedOut, Wish, create, names};
pub use self::own::{NewPassword, OwnSession, change_password, own_sessions};
pub(super) use self::passwords::{SAME, changed_in, chosen, first_password};
pub use self::passwords::{Whose, demands};
pub use crate::store::accounts::{Account, Listed};
