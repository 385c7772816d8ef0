//! 填报: a grid becomes answers.

pub mod answers;
pub mod cell_text;
pub mod grid;
pub mod submission;

pub use answers::{Answer, Answers};
pub use submission::Submission;
