//! The elements of a document that bear on its words and tables.

use crate::problem::Refusal;

use super::super::colour::{Colour, Fill};
use super::super::xml::{Node, Tag, Xml};

pub enum Element {
    Paragraph,
    Table,
    Row,
    /// A column of the table's grid.
    GridColumn,
    RowProperties,
    /// Text deleted with changes tracked; in the properties of a row, the row itself.
    Deleted,
    GridBefore(u32),
    Cell,
    GridSpan(u32),
    /// A cell of a vertical merge; does it begin it?
    VerticalMerge {
        begins: bool,
    },
    /// A cell of a horizontal merge as old programs write it.
    HorizontalMerge {
        begins: bool,
    },
    Text,
    Character(char),
    /// A character of a symbol font, where it is a box or a tick.
    Symbol(Option<char>),
    ControlProperties,
    RunProperties,
    ParagraphProperties,
    TableProperties,
    /// What a cell is filled with.
    Shading(Fill),
    /// Where a comment of this number is anchored.
    Comment(String),
    /// Passed over with everything inside.
    Skipped,
    Other,
}

impl Element {
    pub fn of(tag: &Tag<'_>) -> Result<Element, Refusal> {
        let begins = |tag: &Tag<'_>| Ok::<_, Refusal>(tag.attribute("val")?.as_deref() == Some("restart"));
        Ok(match tag.name() {
            "p" => Element::Paragraph,
            "tbl" => Element::Table,
            "tr" => Element::Row,
            "gridCol" => Element::GridColumn,
            "trPr" => Element::RowProperties,
            "del" => Element::Deleted,
            "gridBefore" => Element::GridBefore(tag.number("val")?.unwrap_or(0)),
            "tc" => Element::Cell,
            "gridSpan" => Element::GridSpan(tag.number("val")?.unwrap_or(1)),
            "vMerge" => Element::VerticalMerge { begins: begins(tag)? },
            "hMerge" => Element::HorizontalMerge { begins: begins(tag)? },
            "t" => Element::Text,
            "tab" | "ptab" => Element::Character(' '),
            "br" | "cr" => Element::Character('\n'),
            "noBreakHyphen" => Element::Character('-'),
            "sym" => Element::Symbol(symbol(tag)?),
            "sdtPr" => Element::ControlProperties,
            "rPr" => Element::RunProperties,
            "pPr" => Element::ParagraphProperties,
            "tblPr" => Element::TableProperties,
            "shd" => Element::Shading(shading(tag)?),
            "commentRangeStart" | "commentReference" => {
                Element::Comment(tag.attribute("id")?.unwrap_or_default().into_owned())
            }
            "moveFrom" | "Fallback" | "rt" | "delText" | "instrText" | "tblPrEx" | "tblGridChange"
            | "sectPr" | "tcPrChange" | "trPrChange" => Element::Skipped,
            _ => Element::Other,
        })
    }
}

/// Boxes and ticks that are drawn with symbol fonts.
fn symbol(tag: &Tag<'_>) -> Result<Option<char>, Refusal> {
    let font = tag.attribute("font")?.unwrap_or_default().into_owned();
    let code = tag.attribute("char")?.unwrap_or_default();
    let code = u32::from_str_radix(&code, 16).unwrap_or(0) & 0xff;
    Ok(match (font.as_str(), code) {
        ("Wingdings", 0xfc..=0xfe) | ("Wingdings 2", 0x50..=0x56) => Some('☑'),
        ("Wingdings", 0x6f | 0x71 | 0x72 | 0xa8) | ("Wingdings 2", 0x2a | 0x35 | 0xa3) => Some('☐'),
        _ => None,
    })
}

fn is_on(tag: &Tag<'_>) -> Result<bool, Refusal> {
    Ok(!tag.attribute("val")?.is_some_and(|value| matches!(&*value, "0" | "false" | "off")))
}

/// How a run is shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// Hidden, or struck through: neither counts.
    pub hidden: bool,
    pub raised: bool,
    pub ink: Option<Colour>,
    pub ground: Fill,
}

/// What a shading fills its place with: a ground, with a pattern in another colour over it.
pub fn shading(tag: &Tag<'_>) -> Result<Fill, Refusal> {
    let [pattern, fill, colour] = tag.attributes(["val", "fill", "color"])?;
    Ok(match pattern.as_deref() {
        None | Some("clear" | "nil") => Fill::written(&fill.unwrap_or_default()),
        Some("solid") => Fill::written(&colour.unwrap_or_default()),
        Some(_) => Fill::Mixed,
    })
}

/// Reads what a paragraph's properties say of its ground.
pub fn paragraph_ground(xml: &mut Xml<'_>) -> Result<Fill, Refusal> {
    let inside = xml.depth();
    let mut ground = Fill::Bare;
    while xml.depth() >= inside {
        let Node::Open(tag) = xml.node()? else { continue };
        match tag.name() {
            "shd" => ground = shading(&tag)?,
            "rPr" | "pPrChange" => xml.skip()?,
            _ => {}
        }
    }
    Ok(ground)
}

/// Reads the name of a table's style out of its properties.
pub fn table_style(xml: &mut Xml<'_>) -> Result<Option<String>, Refusal> {
    let inside = xml.depth();
    let mut style = None;
    while xml.depth() >= inside {
        if let Node::Open(tag) = xml.node()?
            && tag.name() == "tblStyle"
        {
            style = tag.attribute("val")?.map(|style| style.into_owned());
        }
    }
    Ok(style)
}

/// Reads a run's properties as they are now, not as they were before a tracked change.
pub fn look_of(xml: &mut Xml<'_>) -> Result<Look, Refusal> {
    let inside = xml.depth();
    let mut look = Look::default();
    while xml.depth() >= inside {
        let Node::Open(tag) = xml.node()? else { continue };
        match tag.name() {
            "vanish" | "strike" | "dstrike" => look.hidden |= is_on(&tag)?,
            "vertAlign" => look.raised = tag.attribute("val")?.as_deref() == Some("superscript"),
            "color" => look.ink = tag.attribute("val")?.and_then(|colour| Colour::written(&colour)),
            "shd" => look.ground = shading(&tag)?.over(look.ground),
            "highlight" => {
                look.ground = tag.attribute("val")?.map_or(Fill::Bare, |colour| Fill::written(&colour));
            }
            "rPrChange" => xml.skip()?,
            _ => {}
        }
    }
    Ok(look)
}

/// Reads a content control's properties: where it is a box to tick, is it ticked?
pub fn tick_of(xml: &mut Xml<'_>) -> Result<Option<char>, Refusal> {
    let inside = xml.depth();
    let mut tick = None;
    while xml.depth() >= inside {
        if let Node::Open(tag) = xml.node()? {
            match tag.name() {
                "checkbox" => tick = Some('☐'),
                "checked" if tick.is_some() => tick = Some(if is_on(&tag)? { '☑' } else { '☐' }),
                _ => {}
            }
        }
    }
    Ok(tick)
}
