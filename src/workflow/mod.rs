//! 流程: one file per verb. Load, decide with pure code, save.
//!
//! A verb reads like the paragraph that describes it; whatever can be decided without touching a file or a
//! clock is decided in the pure rooms. Nothing here prints and nothing here knows a command line or a page.
//!
//! The modules stand in reading order: what every verb works with; one sheet on its way to a revision; the
//! folder of sheets that becomes a roll-up without a service, and what goes back to whoever sent one; who may come in, and the units; a campaign from
//! its notice to its review; what supervisors look at and download; what is kept, proven and brought back.

mod office;
mod hands;
mod desk;
pub mod service;

pub mod expected;
pub mod content;
mod own_table;
pub mod identity;
mod binding;
mod foreign;
pub mod identify;
mod clues;
pub mod judged;
pub mod submit;
pub mod deposit;

pub mod read;
pub mod tables;
pub mod roll_up;
pub mod annotate;
pub mod superior;

pub mod setup;
pub mod secrets;
pub mod sign_in;
pub mod second_factor;
pub mod accounts;
pub mod handing_out;
pub mod tokens;
pub mod units;

pub mod notice;
pub mod proposal;
pub mod forms;
pub mod campaigns;
pub mod last_year;
pub mod blank;
pub mod draft;
pub mod values;
pub mod look;
pub mod behalf;
pub mod review;
pub mod package;
pub mod burden;

pub mod board;
pub mod reminding;
pub mod paper;
pub mod stated;
pub mod totals;
pub mod download;
pub mod live;
pub mod doubles;
pub mod sign_off;
pub mod archive;
pub mod overview;

mod key_ring;
pub mod keys;
pub mod steady;
pub mod clock;
pub mod first_start;
pub mod readiness;
pub mod received;
pub mod audit;
pub mod background;
pub mod seal;
pub mod night;
pub mod verify;
pub mod backup;
pub mod restore;
pub mod doctor;
pub mod protection;
pub mod season;

pub use crate::store::folder::make as private_folder;
pub use office::{Clock, Office};
pub use read::{FileReading, Reader, Units};
pub use service::Service;
pub use steady::Steady;
