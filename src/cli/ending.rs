//! How a command ends, which decides its exit code.

use crate::problem::Failure;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Done,
    /// Done, and something needs a person's attention.
    Attention,
}

/// Prints every mistake that was found in a text.
pub fn print_mistakes(failure: &Failure) -> Ending {
    failure.sentences.iter().for_each(|sentence| println!("{sentence}"));
    println!("共 {} 处错误。", failure.sentences.len());
    Ending::Attention
}
