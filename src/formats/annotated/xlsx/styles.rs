//! The part with the styles: each cell that is coloured gets a copy of its own style with another fill.

use std::collections::HashMap;

use super::super::super::xlsx::parts::Workbook;
use super::super::super::xlsx::styles as reader;
use super::super::parts::Parts;
use super::super::scan::{Kind, Piece, Splices, element, pieces};
use super::super::shades::{Ink, is_ours, shade};
use super::names::is_usual;
use crate::problem::Refusal;
use crate::vocabulary::Severity;

/// What a workbook without styles is taken to have.
const NONE: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">",
    "<fonts count=\"1\"><font><sz val=\"11\"/><name val=\"宋体\"/></font></fonts>",
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>",
    "<fill><patternFill patternType=\"gray125\"/></fill></fills>",
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>",
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>",
    "<cellXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/></cellXfs>",
    "</styleSheet>",
);

/// The styles of a workbook, with those that are added.
pub struct Styles {
    path: String,
    text: String,
    prefix: String,
    /// The styles of cells as they are written.
    cells: Vec<String>,
    /// What the words of each are written in.
    inks: Vec<Ink>,
    /// Fills of ours that lie there from the last time.
    ours: Vec<u32>,
    /// How many fonts, fills and borders there were.
    counts: [u32; 3],
    fonts: Vec<String>,
    fills: Vec<String>,
    borders: Vec<String>,
    added: Vec<String>,
    known: HashMap<(u32, Severity), u32>,
}

impl Styles {
    /// The styles of a workbook; nothing where they cannot be edited.
    pub fn open(parts: &mut Parts<'_>, book: &str, listed: &Workbook) -> Result<Option<Styles>, Refusal> {
        let path = match &listed.styles {
            Some(path) if parts.has(path) => path.clone(),
            _ => new_part(parts, book)?,
        };
        let inks = inks(parts, listed)?;
        let Some(text) = parts.text(&path)? else { return Ok(None) };
        let found = pieces(&text)?;
        let Some(root) = found.first().filter(|root| is_usual(Some(root), "styleSheet")) else {
            return Ok(None);
        };
        let cells = children(&found, &text, "cellXfs", "xf");
        let fills = children(&found, &text, "fills", "fill");
        let ours =
            fills.iter().enumerate().filter(|(_, fill)| is_fill_of_ours(fill)).map(|(at, _)| at as u32);
        let counts = [
            children(&found, &text, "fonts", "font").len() as u32,
            fills.len() as u32,
            children(&found, &text, "borders", "border").len() as u32,
        ];
        if cells.is_empty() || counts.contains(&0) {
            return Ok(None);
        }
        Ok(Some(Styles {
            prefix: root.prefix().to_owned(),
            ours: ours.collect(),
            path,
            cells,
            inks,
            counts,
            text,
            fonts: Vec::new(),
            fills: Vec::new(),
            borders: Vec::new(),
            added: Vec::new(),
            known: HashMap::new(),
        }))
    }

    /// Whether the file was answered before.
    pub fn had_ours(&self) -> bool {
        !self.ours.is_empty()
    }

    /// A style in the colour of a severity, otherwise as this one.
    pub fn shaded(&mut self, base: u32, severity: Severity) -> u32 {
        if let Some(known) = self.known.get(&(base, severity)) {
            return *known;
        }
        let ink = self.inks.get(base as usize).copied().unwrap_or(Ink::Dark);
        let fill = self.fill(shade(severity, ink));
        let own = self.cells.get(base as usize).or(self.cells.first()).cloned().unwrap_or_default();
        let style = self.add(with_fill(&own, fill).unwrap_or(own));
        self.known.insert((base, severity), style);
        style
    }

    /// The style that a cell had before it was coloured by us.
    pub fn without_ours(&self, style: u32) -> u32 {
        let Some(own) = self.cells.get(style as usize) else { return style };
        if self.ours.is_empty() || fill_of(own).is_none_or(|fill| !self.ours.contains(&fill)) {
            return style;
        }
        let plain = |xf: &String| with_fill(xf, 0);
        let alike = |(_, xf): &(usize, &String)| plain(xf) == plain(own);
        let others = self.cells.iter().enumerate().filter(alike);
        let mut others = others.filter(|(_, xf)| fill_of(xf).is_none_or(|fill| !self.ours.contains(&fill)));
        let bare = others.clone().find(|(_, xf)| fill_of(xf).unwrap_or(0) == 0);
        bare.or_else(|| others.next()).map_or(0, |(at, _)| at as u32)
    }

    fn fill(&mut self, colour: &str) -> u32 {
        let p = &self.prefix;
        let fill = format!(
            "<{p}fill><{p}patternFill patternType=\"solid\"><{p}fgColor rgb=\"FF{colour}\"/><{p}bgColor indexed=\"64\"/></{p}patternFill></{p}fill>"
        );
        self.counts[1] + place_of(&mut self.fills, fill)
    }

    /// A style of the list's page: its font's properties, a fill, whether there is a frame, and how its words lie.
    pub fn of_list(&mut self, font: &str, fill: Option<&str>, framed: bool, alignment: &str) -> u32 {
        let p = self.prefix.clone();
        let prefixed = |xml: &str| {
            xml.replace("</", "\u{0}").replace('<', &format!("<{p}")).replace('\u{0}', &format!("</{p}"))
        };
        let font = self.counts[0]
            + place_of(
                &mut self.fonts,
                prefixed(&format!("<font>{font}<name val=\"宋体\"/><charset val=\"134\"/></font>")),
            );
        let fill = fill.map_or(0, |colour| self.fill(colour));
        let side = |name: &str| format!("<{name} style=\"thin\"><color rgb=\"FFBFBFBF\"/></{name}>");
        let frame =
            format!("<border>{}<diagonal/></border>", ["left", "right", "top", "bottom"].map(side).concat());
        let border = if framed { self.counts[2] + place_of(&mut self.borders, prefixed(&frame)) } else { 0 };
        let xf = format!(
            "<xf numFmtId=\"0\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><alignment vertical=\"center\" {alignment}/></xf>"
        );
        self.add(prefixed(&xf))
    }

    fn add(&mut self, xf: String) -> u32 {
        self.cells.len() as u32 + place_of(&mut self.added, xf)
    }

    /// Puts the styles with what was added into the package.
    pub fn write(self, parts: &mut Parts<'_>) {
        let Ok(found) = pieces(&self.text) else { return };
        let mut splices = Splices::default();
        for (list, child, added) in [
            ("fonts", "font", &self.fonts),
            ("fills", "fill", &self.fills),
            ("borders", "border", &self.borders),
            ("cellXfs", "xf", &self.added),
        ] {
            let Some((open, close)) = element(&found, list).filter(|_| !added.is_empty()) else { continue };
            if open.attribute("count").is_some() {
                let count = children(&found, &self.text, list, child).len() + added.len();
                splices.replace(open.range.clone(), open.with("count", &count.to_string()));
            }
            splices.insert(close.range.start, added.concat());
        }
        let made = splices.apply(&self.text);
        parts.put(&self.path, made);
    }
}

fn new_part(parts: &mut Parts<'_>, book: &str) -> Result<String, Refusal> {
    let path = parts.free_name("xl/huibiaoStyles", ".xml");
    parts.put(&path, NONE.to_owned());
    parts.declare(&path, "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml")?;
    parts.relate(book, "styles", &path)?;
    Ok(path)
}

fn inks(parts: &mut Parts<'_>, listed: &Workbook) -> Result<Vec<Ink>, Refusal> {
    let read = reader::styles(&mut parts.container, listed)?;
    let palette = reader::palette(&mut parts.container, listed.theme.as_deref(), &read)?;
    let ink = |colour: Option<super::super::super::colour::Colour>| {
        colour.map_or(Ink::Dark, |colour| Ink::of(colour.0))
    };
    Ok(read.inks(&palette).into_iter().map(ink).collect())
}

/// The children of a list as they are written.
fn children(found: &[Piece<'_>], text: &str, list: &str, child: &str) -> Vec<String> {
    let Some((open, close)) = element(found, list) else { return Vec::new() };
    let inside = |piece: &&Piece<'_>| {
        piece.range.start >= open.range.end
            && piece.range.end <= close.range.start
            && piece.depth == open.depth + 1
            && piece.name() == child
    };
    let mut begun = 0;
    let mut all = Vec::new();
    for piece in found.iter().filter(inside) {
        match piece.kind {
            Kind::Open => begun = piece.range.start,
            Kind::Close => all.push(text[begun..piece.range.end].to_owned()),
            Kind::Empty => all.push(text[piece.range.clone()].to_owned()),
        }
    }
    all
}

/// The number of a text in a list, which is added where it is not there.
fn place_of(list: &mut Vec<String>, text: String) -> u32 {
    let known = list.iter().position(|known| *known == text).unwrap_or(list.len());
    if known == list.len() {
        list.push(text);
    }
    known as u32
}

fn with_fill(xf: &str, fill: u32) -> Option<String> {
    let first = pieces(xf).ok()?.into_iter().next()?;
    let filled = first.with("fillId", &fill.to_string());
    let tag = pieces_of_tag(&filled)?;
    Some(format!("{tag}{}", &xf[first.range.end..]))
}

/// The same tag, which says that its fill counts.
fn pieces_of_tag(tag: &str) -> Option<String> {
    let closed = tag.ends_with("/>");
    let whole = if closed { tag.to_owned() } else { format!("{}/>", tag.trim_end_matches('>')) };
    let made = pieces(&whole).ok()?.first()?.with("applyFill", "1");
    Some(if closed { made } else { format!("{}>", made.trim_end_matches("/>")) })
}

fn fill_of(xf: &str) -> Option<u32> {
    pieces(xf).ok()?.first()?.number("fillId")
}

fn is_fill_of_ours(fill: &str) -> bool {
    let Ok(found) = pieces(fill) else { return false };
    let colour = found.iter().find(|piece| piece.begins("fgColor")).and_then(|piece| piece.attribute("rgb"));
    colour.is_some_and(|colour| is_ours(&colour))
}
