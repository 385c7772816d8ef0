//! Comments on a document's words: a part of their own, each found by its number where it is anchored.

use std::collections::HashMap;

use crate::problem::Refusal;

use super::super::container::Container;
use super::super::note::without_author;
use super::super::relationships;
use super::super::xml::{Node, Xml};
use super::margins::lines_within;

/// The words of comments, by the number under which they are anchored.
pub type Comments = HashMap<String, String>;

/// Reads the comments that a document refers to.
pub fn comments(container: &mut Container<'_>, document: &str) -> Result<Comments, Refusal> {
    let mut comments = Comments::new();
    let parts = relationships::of_part_if_any(container, document)?;
    for part in parts.iter().filter(|part| part.kind == "comments") {
        container.read_xml(&part.path, |xml| read(xml, &mut comments))?;
    }
    Ok(comments)
}

fn read(xml: &mut Xml<'_>, comments: &mut Comments) -> Result<(), Refusal> {
    loop {
        match xml.node()? {
            Node::Open(tag) if tag.name() == "comment" => {
                let id = tag.attribute("id")?.unwrap_or_default().into_owned();
                let author = tag.attribute("author")?.unwrap_or_default().into_owned();
                let text = lines_within(xml, xml.depth())?.join("\n");
                let words = without_author(&text, &author);
                if !words.is_empty() {
                    comments.insert(id, words.to_owned());
                }
            }
            Node::End => return Ok(()),
            _ => {}
        }
    }
}
