//! What a verb answers, put into the structures of pages: numbers become texts, states their fixed words.
//!
//! One file a noun, like the pages. Nothing here asks the database and nothing here decides anything.

mod shared;
mod terms;
pub mod figures;

pub mod home;
pub mod notice;
pub mod forms;
pub mod campaign;
pub mod draft;
pub mod submission;
pub mod materials;
pub mod unit;
pub mod behalf;

pub mod board;
pub mod totals;
pub mod doubles;
pub mod stated;
pub mod superior;
pub mod sign_offs;
pub mod audit;
pub mod interface;

pub use shared::{count, due, due_changes, frame, head, messages, stage, stands, status, timely};
