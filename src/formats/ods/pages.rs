//! What stands above and below the pages of an OpenDocument sheet: in another part, by the name of a page style.

use std::collections::HashMap;

use crate::problem::Refusal;

use super::super::container::Container;
use super::super::too_large;
use super::super::xml::{Node, Xml};
use super::looks::Looks;

/// The lines of headers and footers, by the name of their page style.
pub type Pages = HashMap<String, Vec<String>>;

/// The page style of a sheet that names none.
pub const DEFAULT: &str = "Default";

/// Reads the part with the page styles and the common ones of cells, where there is one.
pub fn pages(container: &mut Container<'_>, looks: &mut Looks) -> Result<Pages, Refusal> {
    let most = container.limits().sheets;
    Ok(container.read_xml("styles.xml", |xml| read(xml, looks, most))?.unwrap_or_default())
}

/// Reads page styles, and the common styles of cells with them, to the end of the part.
pub fn read(xml: &mut Xml<'_>, looks: &mut Looks, most: usize) -> Result<Pages, Refusal> {
    let mut pages = Pages::new();
    let (mut name, mut style) = (String::new(), String::new());
    loop {
        match xml.node()? {
            Node::Open(tag) => match tag.name() {
                "style" => {
                    style = tag.attribute("name")?.unwrap_or_default().into_owned();
                    looks.inherit(&style, &tag.attribute("parent-style-name")?.unwrap_or_default());
                }
                "text-properties"
                | "table-cell-properties"
                | "table-row-properties"
                | "table-column-properties" => looks.learn(&style, &tag)?,
                "master-page" => name = tag.attribute("name")?.unwrap_or_default().into_owned(),
                "header" | "footer" | "header-left" | "footer-left" | "header-first" | "footer-first" => {
                    let shown = tag.attribute("display")?.is_none_or(|display| display != "false");
                    let lines = lines(xml)?;
                    if shown {
                        pages.entry(name.clone()).or_default().extend(lines);
                    }
                }
                _ => {}
            },
            Node::End => return Ok(pages),
            _ => {}
        }
        if pages.len() > most {
            return Err(too_large("more page styles than sheets"));
        }
    }
}

/// The paragraphs of the element just opened; fields such as the page's number are words like any other.
fn lines(xml: &mut Xml<'_>) -> Result<Vec<String>, Refusal> {
    let inside = xml.depth();
    let mut lines = Vec::new();
    while xml.depth() >= inside {
        if let Node::Open(tag) = xml.node()?
            && tag.name() == "p"
        {
            let mut line = String::new();
            xml.text_into(&mut line)?;
            if !line.trim().is_empty() {
                lines.push(line);
            }
        }
    }
    Ok(lines)
}
