//! 流程: one file per verb. Load, decide with pure code, save.
//!
//! A verb reads like the paragraph that describes it; whatever can be decided without touching a file or a
//! clock is decided in the pure rooms. Nothing here prints and nothing here knows a command line or a page.

mod hands;
pub mod identify;
pub mod last_year;
mod office;
pub mod read;
pub mod roll_up;
pub mod service;
pub mod tables;

pub use office::{Clock, Office};
pub use read::{FileReading, Reader};
pub use service::Service;
