//! 填报: a grid becomes answers.
pub mod grid;
