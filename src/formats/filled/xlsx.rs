//! A workbook's cells filled in their sheets' parts, and the results of its formulas with them.

use std::collections::BTreeMap;

use quick_xml::escape::escape;

use super::super::annotated::parts::Parts;
use super::super::annotated::scan::{Kind, Piece, Splices, element, pieces};
use super::super::annotated::xlsx::names::{Address, is_usual};
use super::super::annotated::xlsx::walk::{Pen, walk};
use super::super::container::Container;
use super::super::limits::Limits;
use super::super::relationships;
use super::super::xlsx::parts as workbook;
use super::results::results;
use crate::problem::Refusal;
use crate::submit::filling::{Spot, Value};
use crate::submit::grid::{Content, Grid};
use crate::vocabulary::place::cell_name;

/// What stands before the element that says how a workbook is calculated.
const BEFORE: [&str; 4] = ["definedNames", "externalReferences", "functionGroups", "sheets"];

/// The bytes of the workbook with the values in its cells; nothing where its parts cannot be edited.
pub fn fill(
    bytes: &[u8],
    before: &Grid,
    values: &BTreeMap<Spot, Value>,
    limits: &Limits,
) -> Result<Option<Vec<u8>>, Refusal> {
    let Some(emptied) = written(bytes, before, values, None, limits)? else { return Ok(None) };
    // Without stored results every formula is calculated from what its cells hold now.
    let calculated = super::super::xlsx::read(Container::open(&emptied, limits)?)?;
    written(bytes, before, values, Some(&results(&calculated)), limits)
}

/// The workbook with its cells filled: its formulas without results, or with these.
fn written(
    bytes: &[u8],
    before: &Grid,
    values: &BTreeMap<Spot, Value>,
    results: Option<&BTreeMap<Spot, String>>,
    limits: &Limits,
) -> Result<Option<Vec<u8>>, Refusal> {
    let Some(mut parts) = Parts::editable(bytes, limits)? else { return Ok(None) };
    let path = relationships::main_part(&mut parts.container)?;
    let book = workbook::workbook(&mut parts.container)?;
    let mut is_open = false;
    for (index, entry) in book.sheets.iter().enumerate() {
        let own: BTreeMap<Address, &Value> = values
            .iter()
            .filter(|((sheet, _), _)| *sheet == index)
            .map(|((_, at), value)| (*at, value))
            .collect();
        let Some(text) = parts.text(&entry.path)? else { return Ok(None) };
        let found = pieces(&text)?;
        if !is_usual(found.first(), "worksheet") {
            return Ok(None);
        }
        let mut splices = Splices::default();
        let prefix = found.first().map_or("", |root| root.prefix());
        let mut filler = Filler { prefix, sheet: index, before, results, is_open: false };
        walk(&found, own, &mut filler, &mut splices);
        is_open |= filler.is_open;
        let made = splices.apply(&text);
        if made != text {
            parts.put(&entry.path, made);
        }
    }
    if is_open && results.is_some() && !calculate_on_load(&mut parts, &path)? {
        return Ok(None);
    }
    parts.write().map(Some)
}

/// Writes values into cells, and results behind formulas.
struct Filler<'f> {
    prefix: &'f str,
    sheet: usize,
    before: &'f Grid,
    results: Option<&'f BTreeMap<Spot, String>>,
    /// Some formula has no result now.
    is_open: bool,
}

impl Pen<&Value> for Filler<'_> {
    fn on(&mut self, at: Address, cell: &[Piece<'_>], value: Option<&Value>, splices: &mut Splices) {
        let (first, last) = (&cell[0], &cell[cell.len() - 1]);
        match value {
            None if cell.iter().any(|piece| piece.begins("f")) => self.result(at, cell, splices),
            None => {}
            Some(value) => {
                let style = first.number("s");
                splices.replace(first.range.start..last.range.end, self.cell(at, style, value));
            }
        }
    }

    fn anew(&mut self, at: Address, style: u32, value: &Value) -> String {
        self.cell(at, Some(style).filter(|style| *style > 0), value)
    }
}

impl Filler<'_> {
    fn cell(&self, (row, column): Address, style: Option<u32>, value: &Value) -> String {
        let p = self.prefix;
        let style = style.map_or(String::new(), |style| format!(" s=\"{style}\""));
        let name = cell_name(row, column);
        match value {
            Value::Blank => format!("<{p}c r=\"{name}\"{style}/>"),
            Value::Number(number) => format!("<{p}c r=\"{name}\"{style}><{p}v>{number}</{p}v></{p}c>"),
            Value::Text(words) | Value::Behind(words) => format!(
                "<{p}c r=\"{name}\"{style} t=\"inlineStr\"><{p}is><{p}t xml:space=\"preserve\">{}</{p}t></{p}is></{p}c>",
                escape(words.as_str())
            ),
        }
    }

    /// Gives a formula the result that is known, or none; one whose result stands stays as it is.
    fn result(&mut self, at: Address, cell: &[Piece<'_>], splices: &mut Splices) {
        let result = self.results.and_then(|results| results.get(&(self.sheet, at)));
        let stored = self.before.sheets.get(self.sheet).and_then(|sheet| sheet.at(at.0, at.1));
        if let (Some(result), Some(Content::Number(stored))) = (result, stored)
            && result == stored
        {
            return;
        }
        let open = cell.iter().position(|piece| piece.begins("v"));
        let end = open.and_then(|open| {
            let depth = cell[open].depth;
            cell[open..].iter().find(|piece| piece.kind != Kind::Open && piece.depth == depth)
        });
        let range = open.zip(end).map(|(open, end)| cell[open].range.start..end.range.end);
        let p = self.prefix;
        let made = result.map_or(String::new(), |result| format!("<{p}v>{result}</{p}v>"));
        self.is_open |= result.is_none();
        if result.is_some() && cell[0].attribute("t").is_some() {
            splices.replace(cell[0].range.clone(), cell[0].with("t", "n"));
        }
        match range {
            Some(range) => splices.replace(range, made),
            None => {
                let formula = cell.iter().rev().find(|piece| piece.name() == "f");
                splices.insert(formula.map_or(cell[0].range.end, |piece| piece.range.end), made);
            }
        }
    }
}

/// Has the workbook calculated when it is opened; `false` where its part cannot be edited.
fn calculate_on_load(parts: &mut Parts<'_>, book: &str) -> Result<bool, Refusal> {
    let Some(text) = parts.text(book)? else { return Ok(false) };
    let found = pieces(&text)?;
    if !is_usual(found.first(), "workbook") {
        return Ok(false);
    }
    let mut splices = Splices::default();
    match element(&found, "calcPr").or_else(|| {
        let alone = found.iter().find(|piece| piece.begins("calcPr"))?;
        Some((alone, alone))
    }) {
        Some((open, _)) => splices.replace(open.range.clone(), open.with("fullCalcOnLoad", "1")),
        None => {
            let Some((open, close)) = BEFORE.iter().find_map(|name| element(&found, name)) else {
                return Ok(false);
            };
            splices.insert(close.range.end, format!("<{}calcPr fullCalcOnLoad=\"1\"/>", open.prefix()));
        }
    }
    parts.put(book, splices.apply(&text));
    Ok(true)
}
