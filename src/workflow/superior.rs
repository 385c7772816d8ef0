//! 上级模板: a superior's own blank file filled from a roll-up, with everything that did not fit said.
//!
//! `template` reads and fills the file for whoever has one, the command line included. On the service a node keeps its
//! own (`kept`): what was read is a proposal, corrected in the words of pages and programs (`choices`), confirmed once
//! (`confirming`), and filled ever after from what is in force or from what was signed (`filled`).

mod template;
mod kept;
mod filled;
mod confirming;
mod choices;

pub use self::choices::{Below, Chosen, asked_code, asked_words, below, choices, whose_words};
pub use self::confirming::confirm;
pub use self::filled::{From, Looked, Open, Sheets, download, file, open};
pub use self::kept::{Shown, correct, receive, remove, shown, whose};
pub use self::template::{Filled, Template};
pub use crate::store::superior_templates::{Kept, Step};
