//! `huibiao demo`: placeholder until the demonstration sheets are there.

use std::path::PathBuf;

use super::Ending;
use crate::problem::Failure;

pub fn run(_out: Option<PathBuf>) -> Result<Ending, Failure> {
    Ok(Ending::Done)
}
