//! What stands in the headers and footers of a document's pages, line by line.

use crate::problem::Refusal;

use super::super::container::Container;
use super::super::relationships;
use super::super::too_large;
use super::super::xml::{Node, Xml};
use super::element::{Element, look_of};

/// The lines of all headers and footers that the document refers to.
pub fn lines(container: &mut Container<'_>, document: &str) -> Result<Vec<String>, Refusal> {
    let mut lines = Vec::new();
    let parts = relationships::of_part_if_any(container, document)?;
    let parts = parts.iter().filter(|part| matches!(part.kind.as_str(), "header" | "footer"));
    for part in parts {
        container.read_xml(&part.path, |xml| read(xml, &mut lines))?;
        if lines.len() > container.limits().sheets {
            return Err(too_large("more lines above pages than any document has"));
        }
    }
    Ok(lines)
}

fn read(xml: &mut Xml<'_>, lines: &mut Vec<String>) -> Result<(), Refusal> {
    lines.extend(lines_within(xml, 0)?);
    Ok(())
}

/// The lines of what lies so deep, to its end, as a person sees them.
pub fn lines_within(xml: &mut Xml<'_>, inside: usize) -> Result<Vec<String>, Refusal> {
    let (mut lines, mut open) = (Vec::new(), Vec::<String>::new());
    let mut hidden = false;
    while xml.depth() >= inside {
        match xml.node()? {
            Node::Open(tag) => match Element::of(&tag)? {
                Element::Paragraph => open.push(String::new()),
                Element::RunProperties => hidden = look_of(xml)?.hidden,
                Element::Text if !hidden => {
                    if let Some(line) = open.last_mut() {
                        xml.text_into(line)?;
                    }
                }
                Element::Character(character) => {
                    open.iter_mut().last().into_iter().for_each(|line| line.push(character))
                }
                Element::Text
                | Element::Deleted
                | Element::Skipped
                | Element::ParagraphProperties
                | Element::TableProperties => xml.skip()?,
                _ => {}
            },
            Node::Close(tag) => match tag.local_name().into_inner() {
                "p" => lines.extend(open.pop().filter(|line| !line.trim().is_empty())),
                "r" => hidden = false,
                _ => {}
            },
            Node::End => break,
            _ => {}
        }
    }
    Ok(lines)
}
