//! Notices of many offices, read as a person reads them.
//!
//! Every text in `notices/texts` has beside it what a careful reader copies out (`.facts`): one line a fact. Dates
//! that decide over 按时 and 迟报 must all be right, or asked; nothing may be invented. An `ask` is a question that must
//! be put. Whose clock it is where clocks cascade, and how equal names are told apart, is in `clocks`. The same notice in every format of an office must say the same (`formats`), and what the command prints is held
//! here too (`printed`).

#[path = "notices/clocks.rs"]
mod clocks;
#[path = "notices/facts.rs"]
mod facts;
#[path = "notices/formats.rs"]
mod formats;
#[path = "notices/made.rs"]
mod made;
#[path = "notices/mangled.rs"]
mod mangled;
#[path = "notices/office.rs"]
mod office;
#[path = "notices/printed.rs"]
mod printed;
