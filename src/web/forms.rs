//! 报表: listed, looked at, handed out; proposed from a file, corrected on a page, kept as a version.

mod begun;
mod changes;
mod corrected;
mod pressed;
mod shown;

pub use self::begun::{new, propose};
pub use self::corrected::{edit, save};
pub use self::shown::{export, list, show};
