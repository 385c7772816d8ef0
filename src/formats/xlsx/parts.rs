//! The parts that say what a workbook's sheets mean: the workbook itself, shared strings, styles.

use std::rc::Rc;

use crate::problem::Refusal;

use super::super::container::Container;
use super::super::figure::Epoch;
use super::super::formula::ledger::Doubt;
use super::super::number_format::Shows;
use super::super::relationships::{self, Relationship};
use super::super::text::append_raised;
use super::super::xml::{Node, Tag, Xml};
use super::super::{damaged, too_large};
use super::plain;

/// What `workbook.xml` says, with the paths of its parts.
pub struct Workbook {
    pub sheets: Vec<SheetEntry>,
    pub epoch: Epoch,
    /// Why the results of its formulas may be none.
    pub doubts: Vec<Doubt>,
    strings: Option<String>,
    styles: Option<String>,
}

pub struct SheetEntry {
    pub name: String,
    pub visible: bool,
    pub path: String,
}

/// What the workbook's own part says, before its parts are found.
struct Listed {
    sheets: Vec<ListedSheet>,
    epoch: Epoch,
    doubts: Vec<Doubt>,
}

struct ListedSheet {
    name: String,
    visible: bool,
    /// By which its part is found.
    id: String,
}

/// Finds the workbook and reads its list of sheets; charts on sheets of their own are not listed.
pub fn workbook(container: &mut Container<'_>) -> Result<Workbook, Refusal> {
    let path = relationships::main_part(container)?;
    let parts = relationships::of_part(container, &path)?;
    let most = container.limits().sheets;
    let listed = container.read_xml_once(&path, |xml| list_sheets(xml, most))?;
    let listed = listed.ok_or_else(|| damaged("no workbook part"))?;
    let mut sheets = Vec::with_capacity(listed.sheets.len());
    for sheet in &listed.sheets {
        sheets.extend(sheet_entry(sheet, &parts)?);
    }
    let path_of =
        |kind: &str| parts.iter().rev().find(|part| part.kind == kind).map(|part| part.path.clone());
    let (epoch, doubts) = (listed.epoch, listed.doubts.clone());
    let (strings, styles) = (path_of("sharedStrings"), path_of("styles"));
    Ok(Workbook { sheets, epoch, doubts, strings, styles })
}

/// Every string that cells refer to, in order.
pub fn shared_strings(container: &mut Container<'_>, workbook: &Workbook) -> Result<Vec<String>, Refusal> {
    let Some(path) = &workbook.strings else { return Ok(Vec::new()) };
    let most = container.limits().cells;
    let strings = container.read_xml(path, |xml| {
        let mut strings = Vec::new();
        loop {
            match xml.node()? {
                Node::Open(tag) if tag.name() == "si" => strings.push(rich_text(xml)?),
                Node::End => return Ok(strings),
                _ => {}
            }
            while let Some(text) = xml.take(plain::string) {
                strings.push(text.to_owned());
            }
            if strings.len() > most {
                return Err(too_large("more shared strings than the limit"));
            }
        }
    })?;
    strings.ok_or_else(|| damaged("no part with the shared strings"))
}

/// For each cell style: what do its numbers show?
pub fn styles(container: &mut Container<'_>, workbook: &Workbook) -> Result<Rc<Vec<Shows>>, Refusal> {
    let Some(path) = &workbook.styles else { return Ok(Rc::default()) };
    let most = container.limits().cells;
    let styles = container.read_xml_once(path, |xml| {
        let mut formats: Vec<(u32, Shows)> = Vec::new();
        // For each font: does it strike through?
        let mut fonts: Vec<bool> = Vec::new();
        let mut styles = Vec::new();
        let mut in_cell_styles = false;
        loop {
            match xml.node()? {
                Node::Open(tag) => match tag.name() {
                    "numFmt" => {
                        if let (Some(id), Some(code)) =
                            (tag.number("numFmtId")?, tag.attribute("formatCode")?)
                        {
                            formats.push((id, Shows::of_code(&code)));
                        }
                    }
                    "font" => fonts.push(strikes(xml)?),
                    "cellXfs" => in_cell_styles = true,
                    "xf" if in_cell_styles => styles.push(style(&tag, &formats, &fonts)?),
                    _ => {}
                },
                // What follows are named styles, which no cell refers to.
                Node::Close(tag) if tag.local_name().into_inner() == "cellXfs" => return Ok(styles),
                Node::End => return Ok(styles),
                _ => {}
            }
            if styles.len() + formats.len() + fonts.len() > most {
                return Err(too_large("more styles than the limit"));
            }
        }
    })?;
    Ok(styles.unwrap_or_default())
}

/// The text of a string item, its runs joined, without the reading aids of East Asian text and without
/// what is struck through.
pub fn rich_text(xml: &mut Xml<'_>) -> Result<String, Refusal> {
    let inside = xml.depth();
    let mut text = String::new();
    let (mut struck, mut raised) = (false, false);
    while xml.depth() >= inside {
        match xml.node()? {
            Node::Open(tag) => match tag.name() {
                "r" => (struck, raised) = (false, false),
                "strike" => struck = is_on(&tag)?,
                "vertAlign" => raised = tag.attribute("val")?.as_deref() == Some("superscript"),
                "t" if struck => xml.skip()?,
                "t" if raised => {
                    let mut run = String::new();
                    xml.text_into(&mut run)?;
                    append_raised(&mut text, &run);
                }
                "t" => xml.text_into(&mut text)?,
                "rPh" => xml.skip()?,
                _ => {}
            },
            Node::End => break,
            _ => {}
        }
    }
    Ok(unescape(text))
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

fn list_sheets(xml: &mut Xml<'_>, most: usize) -> Result<Listed, Refusal> {
    let mut listed = Listed { sheets: Vec::new(), epoch: Epoch::default(), doubts: Vec::new() };
    loop {
        match xml.node()? {
            Node::Open(tag) => match tag.name() {
                "sheet" => listed.sheets.push(listed_sheet(&tag)?),
                "calcPr" => listed.doubts = doubts(&tag)?,
                "workbookPr" if tag.is_set("date1904")? => listed.epoch = Epoch::Macintosh1904,
                _ => {}
            },
            Node::End => return Ok(listed),
            _ => {}
        }
        if listed.sheets.len() > most {
            return Err(too_large("more sheets than the limit"));
        }
    }
}

fn doubts(tag: &Tag<'_>) -> Result<Vec<Doubt>, Refusal> {
    let [on_load, completed, mode] = tag.attributes(["fullCalcOnLoad", "calcCompleted", "calcMode"])?;
    let is = |said: Option<&str>, words: &[&str]| said.is_some_and(|said| words.contains(&said));
    let said = [
        (is(on_load.as_deref(), &["1", "true"]), Doubt::OnLoad),
        (is(completed.as_deref(), &["0", "false"]), Doubt::Unfinished),
        (is(mode.as_deref(), &["manual"]), Doubt::ByHand),
    ];
    Ok(said.into_iter().filter(|(said, _)| *said).map(|(_, doubt)| doubt).collect())
}

fn listed_sheet(tag: &Tag<'_>) -> Result<ListedSheet, Refusal> {
    let Some(id) = tag.attribute("id")? else { return Err(damaged("a sheet without its part")) };
    let name = tag.attribute("name")?.unwrap_or_default().into_owned();
    let visible = tag.attribute("state")?.is_none_or(|state| state == "visible");
    Ok(ListedSheet { name, visible, id: id.into_owned() })
}

fn sheet_entry(sheet: &ListedSheet, parts: &[Relationship]) -> Result<Option<SheetEntry>, Refusal> {
    let Some(part) = parts.iter().find(|part| part.id == sheet.id) else {
        return Err(damaged(format!("a sheet whose part {} is nowhere", sheet.id)));
    };
    let entry = || SheetEntry { name: sheet.name.clone(), visible: sheet.visible, path: part.path.clone() };
    Ok((part.kind == "worksheet").then(entry))
}

/// Whether the font just opened strikes its words through.
fn strikes(xml: &mut Xml<'_>) -> Result<bool, Refusal> {
    let inside = xml.depth();
    let mut strikes = false;
    while xml.depth() >= inside {
        match xml.node()? {
            Node::Open(tag) if tag.name() == "strike" => strikes = is_on(&tag)?,
            Node::End => break,
            _ => {}
        }
    }
    Ok(strikes)
}

/// Without a value a property is on.
fn is_on(tag: &Tag<'_>) -> Result<bool, Refusal> {
    Ok(tag.attribute("val")?.is_none_or(|value| !matches!(&*value, "0" | "false")))
}

fn style(tag: &Tag<'_>, formats: &[(u32, Shows)], fonts: &[bool]) -> Result<Shows, Refusal> {
    let id = tag.number("numFmtId")?.unwrap_or(0);
    // A file may redefine a built-in format; its own definition counts.
    let own = formats.iter().rev().find(|(own, _)| *own == id);
    let shows = own.map_or_else(|| Shows::of_builtin(id), |(_, shows)| shows.clone());
    let font = tag.number("fontId")?.and_then(|font| fonts.get(font as usize).copied());
    Ok(shows.in_font(font == Some(true)))
}
