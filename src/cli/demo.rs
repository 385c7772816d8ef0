//! `huibiao demo`: placeholder until the demonstration sheets are there.

use std::path::PathBuf;

use super::Ending;
use crate::problem::Failure;
use crate::workflow::Office;

pub fn run(_out: Option<PathBuf>, _office: &Office) -> Result<Ending, Failure> {
    Ok(Ending::Done)
}
