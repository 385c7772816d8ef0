//! 填报: a grid becomes answers.

pub mod answers;
pub mod cell_text;
pub mod date_text;
pub mod grid;
pub mod recognise;
pub mod submission;

pub use answers::{Answer, Answers};
pub use submission::Submission;
