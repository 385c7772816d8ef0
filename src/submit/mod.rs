//! 填报: a grid, or what is typed on a page, becomes answers.
//!
//! The modules stand in reading order: what a file comes in as, what the words of one cell mean, what all of it
//! becomes, by what a form that was handed out is known (`mark`), and the two ways there: from a sheet (`recognise`,
//! held against a `second_reading`), or typed (`entry`, kept as a `draft` meanwhile). Last, what is written back into a
//! sheet (`annotation`), and into a superior's blank one (`filling`).

pub mod grid;
pub mod cell_text;
pub mod date_text;
pub mod answers;
pub mod mark;
pub mod recognise;
pub mod propose;
pub mod second_reading;
pub mod submission;
pub mod entry;
pub mod draft;
pub mod annotation;
pub mod filling;

pub use answers::{Answer, Answers};
pub use submission::Submission;
