//! The parts that say what a workbook's sheets mean: the workbook itself and its shared strings.

use std::collections::HashMap;

use crate::problem::{Refusal, RefusalCode};

use super::super::colour::{Palette, Run};
use super::super::container::Container;
use super::super::figure::Epoch;
use super::super::formula::ledger::Doubt;
use super::super::relationships::{self, Relationship};
use super::super::xml::{Node, Tag, Xml};
use super::super::{damaged, too_large};
use super::plain;
use super::rich_text::rich_text;

/// What `workbook.xml` says, with the paths of its parts.
pub struct Workbook {
    pub sheets: Vec<SheetEntry>,
    pub epoch: Epoch,
    /// Why the results of its formulas may be none.
    pub doubts: Vec<Doubt>,
    strings: Option<String>,
    pub styles: Option<String>,
    pub theme: Option<String>,
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
    let listed = container.read_xml(&path, |xml| list_sheets(xml, most))?;
    let listed = listed.ok_or_else(|| damaged("no workbook part"))?;
    let mut sheets = Vec::with_capacity(listed.sheets.len());
    for sheet in &listed.sheets {
        sheets.extend(sheet_entry(sheet, &parts)?);
    }
    let path_of =
        |kind: &str| parts.iter().rev().find(|part| part.kind == kind).map(|part| part.path.clone());
    Ok(Workbook {
        sheets,
        epoch: listed.epoch,
        doubts: listed.doubts,
        strings: path_of("sharedStrings"),
        styles: path_of("styles"),
        theme: path_of("theme"),
    })
}

/// Every string that cells refer to, in order; and of those with runs of a look of their own, these runs.
#[derive(Default)]
pub struct Strings {
    pub texts: Vec<String>,
    pub runs: HashMap<usize, Vec<Run>>,
}

impl Strings {
    pub fn runs_of(&self, index: usize) -> Option<&[Run]> {
        if self.runs.is_empty() { None } else { self.runs.get(&index).map(Vec::as_slice) }
    }
}

/// Reads the strings that cells refer to.
pub fn shared_strings(
    container: &mut Container<'_>,
    workbook: &Workbook,
    palette: &Palette,
) -> Result<Strings, Refusal> {
    let Some(path) = &workbook.strings else { return Ok(Strings::default()) };
    let most = container.limits().cells;
    let strings = container.read_xml(path, |xml| {
        let mut strings = Strings::default();
        loop {
            match xml.node()? {
                Node::Open(tag) if tag.name() == "si" => {
                    let (text, runs) = rich_text(xml, palette)?;
                    if !runs.is_empty() {
                        strings.runs.insert(strings.texts.len(), runs);
                    }
                    strings.texts.push(text);
                }
                Node::End => return Ok(strings),
                _ => {}
            }
            while let Some(text) = xml.take(plain::string) {
                strings.texts.push(text.to_owned());
            }
            if strings.texts.len() > most {
                return Err(too_large("more shared strings than the limit"));
            }
        }
    })?;
    strings.ok_or_else(|| damaged("no part with the shared strings"))
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
        return if sheet.visible { Err(missing(&sheet.id)) } else { Ok(None) };
    };
    let entry = || SheetEntry { name: sheet.name.clone(), visible: sheet.visible, path: part.path.clone() };
    Ok((part.kind == "worksheet").then(entry))
}

/// The refusal of a workbook that lists a sheet and does not hold it.
pub fn missing(part: &str) -> Refusal {
    Refusal::new(RefusalCode::SheetMissing, format!("a sheet whose part {part} is nowhere"))
}
