//! Comments on the cells of a binary sheet: a part of records, found as in an .xlsx.

use crate::problem::Refusal;
use crate::submit::grid::Said;

use super::super::compound::u32_at;
use super::super::container::Container;
use super::super::gathering::Gathering;
use super::super::note::without_author;
use super::super::relationships;
use super::book::{Book, part};
use super::records::{Record, Records, words};

const AUTHOR: usize = 632;
const COMMENT: usize = 635;
const TEXT: usize = 637;

/// Remarks what the notes of a sheet's part say in the sheet read last. A note that stands for a thread of remarks
/// is passed over: the thread is read by itself.
pub fn read(
    container: &mut Container<'_>,
    gathering: &mut Gathering<'_>,
    sheet: &str,
    book: &Book,
) -> Result<(), Refusal> {
    let parts = relationships::of_part_if_any(container, sheet)?;
    for found in parts.iter().filter(|part| part.kind == "comments" && part.path.ends_with(".bin")) {
        let bytes = part(container, &found.path)?;
        let (mut authors, mut at, mut author) = (Vec::new(), None, String::new());
        for record in Records::new(&bytes) {
            let Record { kind, data } = record?;
            match kind {
                AUTHOR => authors.push(words(data, 0)?.0),
                COMMENT => {
                    author = authors.get(u32_at(data, 0)? as usize).cloned().unwrap_or_default();
                    at = Some((u32_at(data, 4)?, u32_at(data, 12)?));
                }
                TEXT if !author.starts_with("tc=") => {
                    let text = book.shown(data, 0)?.0;
                    let text = without_author(&text, &author);
                    if let Some((row, column)) = at.filter(|_| !text.is_empty()) {
                        gathering.remark(row, column, Said::Comment(text.to_owned()))?;
                    }
                }
                _ => {}
            }
        }
    }
    Ok(())
}
