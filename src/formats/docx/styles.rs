//! Styles of a document's tables that fill cells with a colour: which ones depends on the table's rows and columns,
//! so that the ground of words in such a table is not known unless it is said where they stand.

use std::collections::HashSet;

use crate::problem::Refusal;

use super::super::colour::Fill;
use super::super::container::Container;
use super::super::relationships;
use super::super::xml::{Node, Xml};
use super::element::shading;

/// The names of such styles.
pub type Shaded = HashSet<String>;

pub fn shaded(container: &mut Container<'_>, document: &str) -> Result<Shaded, Refusal> {
    let parts = relationships::of_part_if_any(container, document)?;
    let Some(part) = parts.iter().find(|part| part.kind == "styles") else { return Ok(Shaded::new()) };
    Ok(container.read_xml(&part.path, read)?.unwrap_or_default())
}

fn read(xml: &mut Xml<'_>) -> Result<Shaded, Refusal> {
    let (mut shaded, mut style) = (Shaded::new(), None);
    loop {
        match xml.node()? {
            Node::Open(tag) => match tag.name() {
                "style" => {
                    let is_table = tag.attribute("type")?.as_deref() == Some("table");
                    style = tag.attribute("styleId")?.filter(|_| is_table).map(|id| id.into_owned());
                }
                "basedOn" => {
                    let parent = tag.attribute("val")?.is_some_and(|parent| shaded.contains(&*parent));
                    shaded.extend(style.clone().filter(|_| parent));
                }
                "shd" if shading(&tag)? != Fill::Bare => shaded.extend(style.clone()),
                _ => {}
            },
            Node::End => return Ok(shaded),
            _ => {}
        }
    }
}
