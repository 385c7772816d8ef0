//! The sheet's own part: rows below the repeated one are renumbered, its copies stand behind it, and what is said of
//! areas behind the rows (merged cells, checks, colours, page breaks) reaches as far as it should.
//!
//! Formulas that cells share are written out first, each where it stands: what is shared is told from one cell's place,
//! and the others' places change.

use std::collections::BTreeMap;

use quick_xml::escape::{escape, unescape};

use super::super::annotated::parts::Parts;
use super::super::annotated::scan::{Kind, Piece, Splices, element, pieces};
use super::super::annotated::xlsx::names::{Address, is_usual};
use super::super::annotated::xlsx::walk::whole;
use super::super::xlsx::sheet::address;
use super::places::{Part, change};
use super::rows::{Repeated, Stands, moved};
use crate::problem::Refusal;
use crate::vocabulary::place::cell_name;

/// Children of a sheet's part in which this room knows every word that says where something lies.
const KNOWN: [&str; 26] = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "autoFilter",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "ignoredErrors",
    "drawing",
    "legacyDrawing",
    "tableParts",
    "extLst",
];

/// The last row that the part has; nothing where it has none.
pub fn last_row(found: &[Piece<'_>]) -> Option<u32> {
    rows(found).last().map(|row| row.number)
}

/// Repeats a row of the sheet; `false` where that cannot be done.
pub fn repeat(parts: &mut Parts<'_>, path: &str, repeated: &Repeated<'_>) -> Result<bool, Refusal> {
    let Some(text) = parts.text(path)? else { return Ok(false) };
    let found = pieces(&text)?;
    let is_known = |piece: &&Piece<'_>| piece.depth != 2 || KNOWN.contains(&piece.name());
    if !is_usual(found.first(), "worksheet") || !found.iter().all(|piece| is_known(&piece)) {
        return Ok(false);
    }
    let Some(made) = made(&text, &found, repeated) else { return Ok(false) };
    parts.put(path, made);
    Ok(true)
}

fn made(text: &str, found: &[Piece<'_>], repeated: &Repeated<'_>) -> Option<String> {
    let formulas = formulas(text, found)?;
    let mut splices = Splices::default();
    let (open, close) = element(found, "sheetData")?;
    let position = |piece: &Piece<'_>| found.iter().position(|one| one.range == piece.range);
    let (from, to) = (position(open)?, position(close)?);
    change(text, found, 0..from, repeated, Part::OfCells, &mut splices)?;
    change(text, found, to..found.len(), repeated, Part::OfCells, &mut splices)?;
    for row in rows(found) {
        let written = Written { text, row: &row, formulas: &formulas };
        let mut becomes = written.becomes(repeated.row(row.number), |formula, at| {
            let stands = if at.0 == repeated.row { Stands::InIt } else { Stands::OnItsSheet };
            repeated.formula(formula, stands)
        })?;
        if row.number == repeated.row {
            for by in 1..=repeated.count {
                becomes += &written.becomes(row.number + by, |formula, (row, column)| {
                    let above = row.checked_sub(1).and_then(|above| formulas.get(&(above, column)));
                    repeated.copy(formula, column, by, above.map(String::as_str))
                })?;
            }
        }
        splices.replace(row.range(), becomes);
    }
    merges(found, repeated, &mut splices);
    breaks(found, repeated, &mut splices)?;
    Some(splices.apply(text))
}

/// A row of the part, its number from zero.
struct Row<'l, 'p> {
    number: u32,
    pieces: &'l [Piece<'p>],
}

impl Row<'_, '_> {
    fn range(&self) -> std::ops::Range<usize> {
        self.pieces[0].range.start..self.pieces[self.pieces.len() - 1].range.end
    }
}

fn rows<'l, 'p>(found: &'l [Piece<'p>]) -> Vec<Row<'l, 'p>> {
    let mut rows: Vec<Row<'l, 'p>> = Vec::new();
    let begins = |piece: &Piece<'_>| piece.depth == 3 && piece.begins("row");
    for (index, piece) in found.iter().enumerate().filter(|(_, piece)| begins(piece)) {
        let next = rows.last().map_or(0, |row| row.number + 1);
        let number = piece.number("r").map_or(next, |number| number.saturating_sub(1));
        rows.push(Row { number, pieces: whole(&found[index..]) });
    }
    rows
}

/// Cells of a row with where they lie.
fn cells<'l, 'p>(row: &Row<'l, 'p>) -> Vec<(Address, &'l [Piece<'p>])> {
    let mut column = 0;
    let begins = |piece: &Piece<'_>| piece.depth == 4 && piece.begins("c");
    let cells = row.pieces.iter().enumerate().filter(|(_, piece)| begins(piece)).map(|(index, piece)| {
        let named = piece.attribute("r").and_then(|name| address(name.as_bytes()).ok());
        let own = named.map_or(column, |(_, column)| column);
        column = own + 1;
        ((row.number, own), whole(&row.pieces[index..]))
    });
    cells.collect()
}

/// Every formula of the sheet where it stands; nothing where one is of several cells.
fn formulas(text: &str, found: &[Piece<'_>]) -> Option<BTreeMap<Address, String>> {
    let (mut formulas, mut shared) = (BTreeMap::new(), BTreeMap::new());
    for (at, cell) in rows(found).iter().flat_map(cells) {
        let Some(begins) = cell.iter().position(|piece| piece.begins("f")) else { continue };
        let own = whole(&cell[begins..]);
        let said =
            unescape(&text[own[0].range.end..own[own.len() - 1].range.start.max(own[0].range.end)]).ok()?;
        let is_of_one = own[0].attribute("ref").is_none_or(|area| !area.contains(':'));
        let formula = match own[0].attribute("t").as_deref() {
            Some("shared") => {
                let number = own[0].attribute("si")?;
                if !said.is_empty() {
                    shared.insert(number.clone(), (at, said.clone().into_owned()));
                }
                let (from, said): &(Address, String) = shared.get(&number)?;
                let along = |to: u32, from: u32| i64::from(to) - i64::from(from);
                moved(said, (along(at.0, from.0), along(at.1, from.1)))?
            }
            Some("array" | "dataTable") if !is_of_one => return None,
            Some("dataTable") => return None,
            _ => said.into_owned(),
        };
        formulas.insert(at, formula);
    }
    Some(formulas)
}

/// A row as the part writes it.
struct Written<'w, 'p> {
    text: &'w str,
    row: &'w Row<'w, 'p>,
    formulas: &'w BTreeMap<Address, String>,
}

impl Written<'_, '_> {
    /// The row under another number, its formulas changed.
    fn becomes(&self, number: u32, formula: impl Fn(&str, Address) -> Option<String>) -> Option<String> {
        let range = self.row.range();
        let start = range.start;
        let mut splices = Splices::default();
        let named = |piece: &Piece<'_>, splices: &mut Splices, name: String| {
            if let Some(value) = piece.value_range("r") {
                splices.replace(value.start - start..value.end - start, name);
            }
        };
        named(&self.row.pieces[0], &mut splices, (number + 1).to_string());
        for (at, cell) in cells(self.row) {
            named(&cell[0], &mut splices, cell_name(number, at.1));
            let Some(known) = self.formulas.get(&at) else { continue };
            let begins = cell.iter().position(|piece| piece.begins("f"))?;
            let own = whole(&cell[begins..]);
            let becomes = formula(known, at)?;
            splices.replace(
                own[0].range.start - start..own[own.len() - 1].range.end - start,
                self.element(&own[0], (number, at.1), &becomes),
            );
        }
        Some(splices.apply(&self.text[range]))
    }

    /// A formula's element; what was shared stands for itself.
    fn element(&self, old: &Piece<'_>, (row, column): Address, formula: &str) -> String {
        let (name, formula) = (old.full_name(), escape(formula));
        match old.attribute("t").as_deref() {
            Some("array") => {
                format!("<{name} t=\"array\" ref=\"{}\">{formula}</{name}>", cell_name(row, column))
            }
            _ => format!("<{name}>{formula}</{name}>"),
        }
    }
}

/// Cells merged along the row are merged in each of its copies.
fn merges(found: &[Piece<'_>], repeated: &Repeated<'_>, splices: &mut Splices) {
    let mut copies = String::new();
    let mut own = 0;
    for piece in found.iter().filter(|piece| piece.begins("mergeCell")) {
        let Some((from, to)) = piece.attribute("ref").and_then(|area| {
            let (from, to) = area.split_once(':')?;
            Some((address(from.as_bytes()).ok()?, address(to.as_bytes()).ok()?))
        }) else {
            continue;
        };
        if (from.0, to.0) == (repeated.row, repeated.row) {
            for by in 1..=repeated.count {
                let (from, to) = (cell_name(from.0 + by, from.1), cell_name(to.0 + by, to.1));
                copies += &format!("<{} ref=\"{from}:{to}\"/>", piece.full_name());
                own += 1;
            }
        }
    }
    if let (Some((open, close)), true) = (element(found, "mergeCells"), own > 0) {
        splices.insert(close.range.start, copies);
        if let (Some(count), Some(range)) = (open.number("count"), open.value_range("count")) {
            splices.replace(range, (count + own).to_string());
        }
    }
}

/// Pages break behind the same rows; behind the repeated one, behind its last copy.
fn breaks(found: &[Piece<'_>], repeated: &Repeated<'_>, splices: &mut Splices) -> Option<()> {
    let Some((open, close)) = element(found, "rowBreaks") else { return Some(()) };
    let inside = open.range.start..close.range.end;
    let each = found.iter().filter(|piece| inside.contains(&piece.range.start) && piece.kind != Kind::Close);
    for piece in each.filter(|piece| piece.name() == "brk") {
        let (behind, range) = (piece.number("id")?, piece.value_range("id")?);
        if behind > repeated.row {
            splices.replace(range, (behind + repeated.count).to_string());
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Row 4 of `表` is repeated once.
    const REPEATED: Repeated<'_> = Repeated { sheet: "表", row: 3, count: 1 };

    fn grown(rows: &str, behind: &str) -> Option<String> {
        let part = format!("<worksheet><sheetData>{rows}</sheetData>{behind}</worksheet>");
        let made = made(&part, &pieces(&part).unwrap(), &REPEATED)?;
        let inside = made.strip_prefix("<worksheet><sheetData>")?.strip_suffix("</worksheet>")?;
        Some(inside.replace("</sheetData>", " "))
    }

    #[test]
    fn rows_are_renumbered_and_the_copy_stands_behind_its_row() {
        for (rows, behind, expected) in [
            (
                "<row r=\"4\" ht=\"20\"><c r=\"A4\" s=\"3\"/></row><row r=\"6\"><c r=\"A6\"><v>1</v></c></row>",
                "",
                "<row r=\"4\" ht=\"20\"><c r=\"A4\" s=\"3\"/></row><row r=\"5\" ht=\"20\"><c r=\"A5\" s=\"3\"/></row><row r=\"7\"><c r=\"A7\"><v>1</v></c></row> ",
            ),
            (
                // A formula that rows 3 and 4 and the sum's row share.
                "<row r=\"3\"><c r=\"C3\"><f t=\"shared\" ref=\"C3:C5\" si=\"0\">A3+B3</f><v>1</v></c></row><row r=\"4\"><c r=\"C4\"><f t=\"shared\" si=\"0\"/><v>2</v></c></row><row r=\"5\"><c r=\"C5\"><f t=\"shared\" si=\"0\"/><v>3</v></c></row>",
                "",
                "<row r=\"3\"><c r=\"C3\"><f>A3+B3</f><v>1</v></c></row><row r=\"4\"><c r=\"C4\"><f>A4+B4</f><v>2</v></c></row><row r=\"5\"><c r=\"C5\"><f>A5+B5</f><v>2</v></c></row><row r=\"6\"><c r=\"C6\"><f>A6+B6</f><v>3</v></c></row> ",
            ),
            (
                "<row r=\"4\"/><row r=\"5\"><c r=\"A5\"><f t=\"array\" ref=\"A5\">SUM(A3:A4*1)</f></c></row>",
                "<mergeCells count=\"2\"><mergeCell ref=\"A4:B4\"/><mergeCell ref=\"C3:C4\"/></mergeCells><rowBreaks count=\"1\"><brk id=\"4\"/></rowBreaks><colBreaks><brk id=\"4\"/></colBreaks>",
                "<row r=\"4\"/><row r=\"5\"/><row r=\"6\"><c r=\"A6\"><f t=\"array\" ref=\"A6\">SUM(A3:A5*1)</f></c></row> <mergeCells count=\"3\"><mergeCell ref=\"A4:B4\"/><mergeCell ref=\"C3:C5\"/><mergeCell ref=\"A5:B5\"/></mergeCells><rowBreaks count=\"1\"><brk id=\"5\"/></rowBreaks><colBreaks><brk id=\"4\"/></colBreaks>",
            ),
        ] {
            assert_eq!(grown(rows, behind).as_deref(), Some(expected), "{rows}");
        }
    }

    #[test]
    fn formulas_of_several_cells_are_left() {
        for formula in
            ["<f t=\"array\" ref=\"A3:A5\">B3:B5</f>", "<f t=\"dataTable\" ref=\"A4\"/>", "<f>[1]表!A1</f>"]
        {
            let rows = format!("<row r=\"3\"><c r=\"A3\">{formula}</c></row>");
            assert_eq!(grown(&rows, ""), None, "{formula}");
        }
    }
}
