//! 流程: one file per verb. Load, decide with pure code, save.
//!
//! A verb reads like the paragraph that describes it; whatever can be decided without touching a file or a
//! clock is decided in the pure rooms. Nothing here prints and nothing here knows a command line or a page.

pub mod accounts;
pub mod audit;
pub mod backup;
pub mod behalf;
pub mod board;
pub mod burden;
pub mod campaigns;
mod clues;
pub mod content;
pub mod deposit;
mod desk;
pub mod draft;
pub mod expected;
pub mod handing_out;
mod hands;
pub mod identify;
pub mod identity;
pub mod judged;
pub mod last_year;
pub mod live;
pub mod look;
mod office;
pub mod overview;
mod own_table;
pub mod proposal;
pub mod read;
pub mod restore;
pub mod review;
pub mod roll_up;
pub mod seal;
pub mod season;
pub mod secrets;
pub mod service;
pub mod setup;
pub mod sign_in;
pub mod submit;
pub mod tables;
pub mod tokens;
pub mod totals;
pub mod units;
pub mod values;
pub mod verify;

pub use office::{Clock, Office};
pub use read::{FileReading, Reader};
pub use service::Service;
