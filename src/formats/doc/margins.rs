//! What stands in the headers and footers of a document's pages, line by line.
//!
//! All of them lie in one text behind the document's own, each of a section's six (even, odd and first pages)
//! ending with a mark of its own; which is which bears on nothing here.

use crate::problem::Refusal;

use super::super::damaged;
use super::header::Unit;
use super::properties::{Character, Runs};

/// The lines of all headers and footers.
pub fn lines(text: &[Unit], characters: &Runs<Character>) -> Result<Vec<String>, Refusal> {
    let mut lines: Vec<Vec<u16>> = vec![Vec::new()];
    // Fields that are open: does what comes now show?
    let mut fields: Vec<bool> = Vec::new();
    for unit in text {
        let character = characters.of(*unit)?;
        let line = lines.last_mut().ok_or_else(|| damaged("no line"))?;
        match unit.code {
            0x07 | 0x0b..=0x0e => lines.push(Vec::new()),
            0x13 => fields.push(false),
            0x14 => fields.iter_mut().last().into_iter().for_each(|shows| *shows = true),
            0x15 => drop(fields.pop()),
            _ if character.deleted || character.hidden || fields.contains(&false) => {}
            0x09 => line.push(u16::from(b' ')),
            0x1e => line.push(u16::from(b'-')),
            0x00..=0x1f => {}
            code => line.push(code),
        }
    }
    let lines = lines.iter().map(|line| String::from_utf16_lossy(line));
    Ok(lines.filter(|line| !line.trim().is_empty()).collect())
}
