//! The one catalogue of what can go wrong: a stable code, and a Chinese sentence that says what to do.
//!
//! A refusal is about a file that was not read, `Unfilled` about one that was and that is not filled; a finding
//! (`vocabulary::finding`) is about a sheet that was read; a problem is about a request that the service did not
//! carry out; a failure ends a command. Codes are part of the JSON output and never change; sentences may improve.
//! Nothing here knows HTTP.

mod refusal;
mod request;
mod unfilled;

pub use refusal::{Refusal, RefusalCode};
pub use request::{Problem, ProblemCode};
pub use unfilled::Unfilled;

/// A command that could not run at all (exit code 2): every mistake of its inputs at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub sentences: Vec<String>,
}

impl Failure {
    pub fn new(sentence: impl Into<String>) -> Failure {
        Failure { sentences: vec![sentence.into()] }
    }
}
