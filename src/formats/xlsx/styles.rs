//! What the cells of a workbook's styles show: their number formats, and the colours of their fonts on their fills.
//!
//! The part with the styles says the same in every workbook that holds it, and is taken apart once for all of them;
//! which colours its names stand for depends on the workbook's theme, and is settled for each.

use std::rc::Rc;

use crate::problem::Refusal;

use super::super::colour::{Colour, Fill, Hue, Paint, Palette};
use super::super::container::Container;
use super::super::number_format::Shows;
use super::super::too_large;
use super::super::xml::{Node, Tag, Xml};
use super::looks::{hue, is_on};
use super::parts::Workbook;

/// What the part with the styles says.
#[derive(Default)]
pub struct Styles {
    /// For each cell style: what do its numbers show?
    pub shows: Vec<Shows>,
    /// And in which colour on which ground.
    colours: Vec<(Hue, Fill)>,
    /// The workbook's own list of colours.
    listed: Vec<Colour>,
}

#[derive(Clone, Copy, Default)]
struct Font {
    struck: bool,
    hue: Hue,
}

/// The part with the styles, as far as it has been read.
#[derive(Default)]
struct Reading {
    formats: Vec<(u32, Shows)>,
    fonts: Vec<Font>,
    fills: Vec<Fill>,
    styles: Styles,
}

/// Reads the styles, where there are any.
pub fn styles(container: &mut Container<'_>, workbook: &Workbook) -> Result<Rc<Styles>, Refusal> {
    let Some(path) = &workbook.styles else { return Ok(Rc::default()) };
    let most = container.limits().cells;
    Ok(container.read_common_xml(path, |xml| Reading::default().read(xml, most))?.unwrap_or_default())
}

/// The colours of the workbook's theme and of its own list.
pub fn palette(
    container: &mut Container<'_>,
    theme: Option<&str>,
    styles: &Styles,
) -> Result<Palette, Refusal> {
    let mut palette = themed(container, theme)?;
    palette.list(styles.listed.iter().copied());
    Ok(palette)
}

/// The colours of a theme, which lies in this part, and of the list that every program knows.
pub fn themed(container: &mut Container<'_>, theme: Option<&str>) -> Result<Palette, Refusal> {
    let mut palette = Palette::default();
    if let Some(path) = theme
        && let Some(theme) = container.read_common_xml(path, read_theme)?
    {
        palette.set_theme(*theme);
    }
    Ok(palette)
}

impl Styles {
    /// How the words of each style look.
    pub fn paints(&self, palette: &Palette) -> Vec<Paint> {
        let paint = |(hue, fill): &(Hue, Fill)| Paint::of(palette.colour(*hue), palette.ground(*fill));
        self.colours.iter().map(paint).collect()
    }

    /// In which colours the words of each style are written; unknown where a program chooses it.
    pub fn inks(&self, palette: &Palette) -> Vec<Option<Colour>> {
        self.colours.iter().map(|(hue, _)| palette.colour(*hue)).collect()
    }
}

impl Reading {
    fn read(mut self, xml: &mut Xml<'_>, most: usize) -> Result<Styles, Refusal> {
        let mut in_cell_styles = false;
        loop {
            match xml.node()? {
                Node::Open(tag) => match tag.name() {
                    "numFmt" => self.format(&tag)?,
                    "font" => self.fonts.push(font(xml)?),
                    "fill" => self.fills.push(fill(xml)?),
                    "cellXfs" => in_cell_styles = true,
                    "xf" if in_cell_styles => self.style(&tag)?,
                    _ => {}
                },
                // What follows are named styles, which no cell refers to, and the list of colours.
                Node::Close(tag) if tag.local_name().into_inner() == "cellXfs" => {
                    return self.list_colours(xml);
                }
                Node::End => return Ok(self.styles),
                _ => {}
            }
            let read = self.styles.shows.len() + self.formats.len() + self.fonts.len() + self.fills.len();
            if read > most {
                return Err(too_large("more styles than the limit"));
            }
        }
    }

    fn format(&mut self, tag: &Tag<'_>) -> Result<(), Refusal> {
        if let (Some(id), Some(code)) = (tag.number("numFmtId")?, tag.attribute("formatCode")?) {
            self.formats.push((id, Shows::of_code(&code)));
        }
        Ok(())
    }

    fn style(&mut self, tag: &Tag<'_>) -> Result<(), Refusal> {
        let id = tag.number("numFmtId")?.unwrap_or(0);
        // A file may redefine a built-in format; its own definition counts.
        let own = self.formats.iter().rev().find(|(own, _)| *own == id);
        let shows = own.map_or_else(|| Shows::of_builtin(id), |(_, shows)| shows.clone());
        let font = tag.number("fontId")?.and_then(|font| self.fonts.get(font as usize).copied());
        let font = font.unwrap_or_default();
        let fill = tag.number("fillId")?.and_then(|fill| self.fills.get(fill as usize).copied());
        self.styles.shows.push(shows.in_font(font.struck));
        self.styles.colours.push((font.hue, fill.unwrap_or_default()));
        Ok(())
    }

    /// Goes on to the list of colours, where a style asks for one of them.
    fn list_colours(mut self, xml: &mut Xml<'_>) -> Result<Styles, Refusal> {
        let is_listed = |hue: &Hue| matches!(hue, Hue::Indexed(8..64));
        let asks =
            |(ink, fill): &(Hue, Fill)| is_listed(ink) || matches!(fill, Fill::Solid(hue) if is_listed(hue));
        if !self.styles.colours.iter().any(asks) {
            return Ok(self.styles);
        }
        loop {
            match xml.node()? {
                // The first eight are those from the eighth on once more.
                Node::Open(tag) if tag.name() == "rgbColor" && self.styles.listed.len() < 64 => {
                    let colour = tag.attribute("rgb")?.and_then(|rgb| Colour::hexadecimal(&rgb));
                    self.styles.listed.push(colour.unwrap_or(Colour::BLACK));
                }
                Node::End => {
                    let first = self.styles.listed.len().min(8);
                    self.styles.listed.drain(..first);
                    return Ok(self.styles);
                }
                _ => {}
            }
        }
    }
}

/// What the font just opened does to its words.
fn font(xml: &mut Xml<'_>) -> Result<Font, Refusal> {
    let inside = xml.depth();
    let mut font = Font::default();
    while xml.depth() >= inside {
        match xml.node()? {
            Node::Open(tag) => match tag.name() {
                "strike" => font.struck = is_on(&tag)?,
                "color" => font.hue = hue(&tag)?,
                _ => {}
            },
            Node::End => break,
            _ => {}
        }
    }
    Ok(font)
}

fn fill(xml: &mut Xml<'_>) -> Result<Fill, Refusal> {
    let inside = xml.depth();
    let mut fill = Fill::Bare;
    while xml.depth() >= inside {
        match xml.node()? {
            Node::Open(tag) => match tag.name() {
                "patternFill" => {
                    fill = match tag.attribute("patternType")?.as_deref() {
                        None | Some("none") => Fill::Bare,
                        Some("solid") => Fill::Solid(Hue::Auto),
                        Some(_) => Fill::Mixed,
                    };
                }
                "fgColor" if matches!(fill, Fill::Solid(_)) => fill = Fill::Solid(hue(&tag)?),
                "gradientFill" => fill = Fill::Mixed,
                _ => {}
            },
            Node::End => break,
            _ => {}
        }
    }
    Ok(fill)
}

/// The colours of a theme, in the order in which cells count them: paper before ink.
fn read_theme(xml: &mut Xml<'_>) -> Result<[Option<Colour>; 12], Refusal> {
    const NAMES: [&str; 12] = [
        "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6",
        "hlink", "folHlink",
    ];
    let (mut theme, mut place) = ([None; 12], None);
    loop {
        match xml.node()? {
            Node::Open(tag) => match tag.name() {
                "srgbClr" | "sysClr" => {
                    let [value, last] = tag.attributes(["val", "lastClr"])?;
                    let colour = last.or(value).and_then(|colour| Colour::hexadecimal(&colour));
                    if let Some(place) = place.take().and_then(|place: usize| theme.get_mut(place)) {
                        *place = colour;
                    }
                }
                name => place = NAMES.iter().position(|known| *known == name).or(place),
            },
            Node::Close(tag) if tag.local_name().into_inner() == "clrScheme" => return Ok(theme),
            Node::End => return Ok(theme),
            _ => {}
        }
    }
}
