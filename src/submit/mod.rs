//! 填报: a grid, or what is typed on a page, becomes answers.

pub mod answers;
pub mod cell_text;
pub mod date_text;
pub mod draft;
pub mod entry;
pub mod grid;
pub mod propose;
pub mod recognise;
pub mod second_reading;
pub mod submission;

pub use answers::{Answer, Answers};
pub use submission::Submission;
