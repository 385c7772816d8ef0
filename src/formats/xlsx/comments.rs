//! Comments on the cells of a sheet: notes as programs have always kept them, and threads of remarks.
//!
//! Where a cell has a thread, its note only says so to programs that know none, and is passed over.

use std::collections::BTreeMap;

use crate::problem::Refusal;
use crate::submit::grid::Said;

use super::super::colour::Palette;
use super::super::container::Container;
use super::super::gathering::Gathering;
use super::super::note::without_author;
use super::super::relationships;
use super::super::xml::{Node, Xml};
use super::rich_text::rich_text;
use super::sheet::address;

/// What is said of cells, by row and column.
type Comments = BTreeMap<(u32, u32), String>;

/// Remarks what the comments of a sheet's part say in the sheet read last.
pub fn read(
    container: &mut Container<'_>,
    gathering: &mut Gathering<'_>,
    sheet: &str,
) -> Result<(), Refusal> {
    let parts = relationships::of_part_if_any(container, sheet)?;
    let (mut notes, mut threads) = (Comments::new(), Comments::new());
    for part in parts.iter() {
        match part.kind.as_str() {
            // In a binary workbook they are records, and read there.
            "comments" if !part.path.ends_with(".bin") => {
                container.read_xml(&part.path, |xml| read_notes(xml, &mut notes))?;
            }
            "threadedComment" => {
                container.read_xml(&part.path, |xml| read_threads(xml, &mut threads))?;
            }
            _ => {}
        }
    }
    remark(gathering, notes, threads)
}

/// Adds notes and threads to the sheet read last.
fn remark(gathering: &mut Gathering<'_>, mut notes: Comments, threads: Comments) -> Result<(), Refusal> {
    notes.extend(threads);
    for ((row, column), words) in notes {
        if !words.trim().is_empty() {
            gathering.remark(row, column, Said::Comment(words))?;
        }
    }
    Ok(())
}

fn read_notes(xml: &mut Xml<'_>, notes: &mut Comments) -> Result<(), Refusal> {
    let palette = Palette::default();
    let (mut authors, mut place, mut by) = (Vec::new(), None, None);
    loop {
        match xml.node()? {
            Node::Open(tag) => match tag.name() {
                "author" => {
                    let mut author = String::new();
                    xml.text_into(&mut author)?;
                    authors.push(author);
                }
                "comment" => {
                    place = tag.attribute("ref")?.map(|place| address(place.as_bytes())).transpose()?;
                    by = tag.number("authorId")?;
                }
                "text" => {
                    let text = rich_text(xml, &palette)?.0;
                    let author = by.and_then(|by| authors.get(by as usize)).map_or("", String::as_str);
                    if let Some(place) = place {
                        add(notes, place, without_author(&text, author));
                    }
                }
                _ => {}
            },
            Node::End => return Ok(()),
            _ => {}
        }
    }
}

fn read_threads(xml: &mut Xml<'_>, threads: &mut Comments) -> Result<(), Refusal> {
    let mut place = None;
    loop {
        match xml.node()? {
            Node::Open(tag) => match tag.name() {
                "threadedComment" => {
                    place = tag.attribute("ref")?.map(|place| address(place.as_bytes())).transpose()?;
                }
                "text" => {
                    let mut text = String::new();
                    xml.text_into(&mut text)?;
                    if let Some(place) = place {
                        add(threads, place, &text);
                    }
                }
                _ => {}
            },
            Node::End => return Ok(()),
            _ => {}
        }
    }
}

/// Replies stand below what they reply to.
fn add(comments: &mut Comments, place: (u32, u32), words: &str) {
    let known = comments.entry(place).or_default();
    if !known.is_empty() {
        known.push('\n');
    }
    known.push_str(words.trim());
}
