//! The words of a string that is made of runs, as shared strings, cells and comments hold them.

use crate::problem::Refusal;

use super::super::colour::{Palette, Run};
use super::super::text::append_raised;
use super::super::xml::{Node, Xml};
use super::looks::{hue, is_on};

/// The text of a string item, its runs joined, without the reading aids of East Asian text and without
/// what is struck through; and the runs, where one has a look of its own.
pub fn rich_text(xml: &mut Xml<'_>, palette: &Palette) -> Result<(String, Vec<Run>), Refusal> {
    let inside = xml.depth();
    let (mut text, mut runs) = (String::new(), Vec::new());
    let (mut struck, mut raised, mut ink) = (false, false, Run::OfCell);
    while xml.depth() >= inside {
        match xml.node()? {
            Node::Open(tag) => match tag.name() {
                "r" => (struck, raised, ink) = (false, false, Run::OfCell),
                "rPr" => ink = Run::Own(None),
                "color" => ink = Run::Own(palette.colour(hue(&tag)?)),
                "strike" => struck = is_on(&tag)?,
                "vertAlign" => raised = tag.attribute("val")?.as_deref() == Some("superscript"),
                "t" if struck => xml.skip()?,
                "t" => {
                    let mut run = String::new();
                    xml.text_into(&mut run)?;
                    if !run.trim().is_empty() && runs.last() != Some(&ink) {
                        runs.push(ink);
                    }
                    match raised {
                        true => append_raised(&mut text, &run),
                        false => text.push_str(&run),
                    }
                }
                "rPh" => xml.skip()?,
                _ => {}
            },
            Node::End => break,
            _ => {}
        }
    }
    if runs == [Run::OfCell] {
        runs.clear();
    }
    Ok((unescape(text), runs))
}

/// Spreadsheets write characters that XML forbids as `_x000D_`.
pub fn unescape(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        match escaped(rest) {
            Some(character) => {
                plain.push(character);
                rest = &rest[7..];
            }
            None => {
                plain.push_str("_x");
                rest = &rest[2..];
            }
        }
    }
    plain + rest
}

fn escaped(text: &str) -> Option<char> {
    let code = text.get(2..6)?;
    let complete = text.as_bytes().get(6) == Some(&b'_') && code.bytes().all(|byte| byte.is_ascii_hexdigit());
    if complete { char::from_u32(u32::from_str_radix(code, 16).ok()?) } else { None }
}
