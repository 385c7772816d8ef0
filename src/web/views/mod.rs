//! What a verb answers, put into the structures of pages: numbers become texts, states their fixed words.
//!
//! One file a noun, like the pages. Nothing here asks the database and nothing here decides anything.

pub mod audit;
pub mod behalf;
pub mod board;
pub mod campaign;
pub mod draft;
pub mod figures;
pub mod home;
mod shared;
pub mod submission;
pub mod totals;
pub mod unit;

pub use shared::{count, due, due_changes, frame, head, messages, stage, status, timely};
