//! One worksheet part: cells, merged areas, hidden rows and columns, in one pass.

use crate::problem::Refusal;
use crate::submit::grid::{Area, Content};

use super::super::container::Container;
use super::super::damaged;
use super::super::figure::{self, Epoch};
use super::super::gathering::{Gathering, MOST_COLUMNS, MOST_ROWS};
use super::super::xml::{Node, Tag, Xml};
use super::parts::{SheetEntry, rich_text, unescape};
use super::plain;

/// What the workbook's other parts say about the sheet's cells.
pub struct Meaning<'a> {
    pub strings: &'a [String],
    pub day_styles: &'a [bool],
    pub epoch: Epoch,
}

/// How a cell says that its value is to be understood.
#[derive(Clone, Copy)]
enum Kind {
    Shared,
    Number { day: bool },
    Text,
    Inline,
    Bool,
    Error,
    IsoDate,
}

/// Reads one sheet into the gathering.
pub fn read(
    container: &mut Container<'_>,
    gathering: &mut Gathering<'_>,
    entry: &SheetEntry,
    meaning: &Meaning<'_>,
) -> Result<(), Refusal> {
    gathering.open_sheet(entry.name.clone(), entry.visible)?;
    let read = container.read_xml(&entry.path, |xml| {
        let mut worksheet = Worksheet { gathering, meaning, row: 0, column: 0 };
        worksheet.read(xml)
    })?;
    read.ok_or_else(|| damaged(format!("no part {}", entry.path)))
}

struct Worksheet<'w, 'g> {
    gathering: &'w mut Gathering<'g>,
    meaning: &'w Meaning<'w>,
    /// Where the next row and the next cell lie unless they say otherwise.
    row: u32,
    column: u32,
}

impl Worksheet<'_, '_> {
    fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), Refusal> {
        let mut root = false;
        loop {
            match xml.node()? {
                Node::Open(tag) => match tag.name() {
                    "worksheet" => root = true,
                    "row" => {
                        self.open_row(&tag)?;
                        self.plain_cells(xml)?;
                    }
                    "c" => {
                        let [reference, kind, style] = tag.attributes(["r", "t", "s"])?;
                        let kind = self.open_cell(reference.as_deref(), kind.as_deref(), style.as_deref())?;
                        self.cell(xml, kind)?;
                        self.plain_cells(xml)?;
                    }
                    "col" if tag.is_set("hidden")? => self.hide_columns(&tag)?,
                    "mergeCell" => {
                        let reference = tag.attribute("ref")?.unwrap_or_default();
                        self.gathering.merge(area(&reference)?)?;
                    }
                    _ => {}
                },
                Node::Close(tag) if tag.local_name().into_inner() == "row" => self.row += 1,
                Node::End if root => return Ok(()),
                Node::End => return Err(damaged("a sheet that is no worksheet")),
                _ => {}
            }
        }
    }

    fn open_row(&mut self, tag: &Tag<'_>) -> Result<(), Refusal> {
        let [number, hidden] = tag.attributes(["r", "hidden"])?;
        if let Some(number) = number {
            let row = number.parse::<u32>().ok().filter(|row| (1..=MOST_ROWS).contains(row));
            self.row = row.ok_or_else(|| damaged(format!("row {number}")))? - 1;
        }
        self.column = 0;
        match hidden.as_deref() {
            Some("1" | "true") => self.gathering.hide_row(self.row),
            _ => Ok(()),
        }
    }

    /// The cells that follow as most are written.
    fn plain_cells(&mut self, xml: &mut Xml<'_>) -> Result<(), Refusal> {
        while let Some(cell) = xml.take(plain::cell) {
            let kind = self.open_cell(cell.reference, cell.kind, cell.style)?;
            if let Some(content) = self.content(kind, cell.value)? {
                self.add(content, false)?;
            }
        }
        Ok(())
    }

    fn open_cell(
        &mut self,
        reference: Option<&str>,
        kind: Option<&str>,
        style: Option<&str>,
    ) -> Result<Kind, Refusal> {
        if let Some(reference) = reference {
            let (row, column) = address(reference)?;
            if row != self.row {
                return Err(damaged(format!("cell {reference} in row {}", self.row + 1)));
            }
            self.column = column;
        }
        self.column += 1;
        Ok(match kind {
            None | Some("n") => {
                let style = style.and_then(|style| style.parse::<usize>().ok()).unwrap_or(0);
                Kind::Number { day: self.meaning.day_styles.get(style).copied().unwrap_or(false) }
            }
            Some("s") => Kind::Shared,
            Some("str") => Kind::Text,
            Some("inlineStr") => Kind::Inline,
            Some("b") => Kind::Bool,
            Some("e") => Kind::Error,
            Some("d") => Kind::IsoDate,
            Some(other) => return Err(damaged(format!("cell of type {other}"))),
        })
    }

    /// Adds to the cell opened last.
    fn add(&mut self, content: Content, computed: bool) -> Result<(), Refusal> {
        self.gathering.add(self.row, self.column - 1, content, computed)
    }

    /// The inside of a cell, to its end.
    fn cell(&mut self, xml: &mut Xml<'_>, kind: Kind) -> Result<(), Refusal> {
        let inside = xml.depth();
        let (mut formula, mut inline, mut value) = (false, None, String::new());
        while xml.depth() >= inside {
            match xml.node()? {
                Node::Open(tag) => match tag.name() {
                    "v" => xml.text_into(&mut value)?,
                    "is" => inline = Some(Content::Text(rich_text(xml)?)),
                    "f" => {
                        formula = true;
                        xml.skip()?;
                    }
                    _ => xml.skip()?,
                },
                Node::End => break,
                _ => {}
            }
        }
        let content = if let Kind::Inline = kind { inline } else { self.content(kind, &value)? };
        match content {
            Some(content) => self.add(content, formula),
            // A formula whose result is the empty text has been calculated; one without a value has not.
            None if formula && !matches!(kind, Kind::Text) => self.add(Content::FormulaWithoutResult, true),
            None => Ok(()),
        }
    }

    fn content(&self, kind: Kind, value: &str) -> Result<Option<Content>, Refusal> {
        if value.is_empty() {
            return Ok(None);
        }
        Ok(Some(match kind {
            // An inline text stands in an element of its own.
            Kind::Inline => return Ok(None),
            Kind::Shared => {
                let index = value.trim().parse::<usize>().ok();
                let string = index.and_then(|index| self.meaning.strings.get(index));
                Content::Text(string.ok_or_else(|| damaged(format!("shared string {value}")))?.clone())
            }
            Kind::Number { day: false } => figure::number(value),
            Kind::Number { day: true } => {
                let day =
                    value.trim().parse().ok().and_then(|serial| figure::day(serial, self.meaning.epoch));
                day.unwrap_or_else(|| figure::number(value))
            }
            Kind::Text => Content::Text(unescape(value.to_owned())),
            Kind::Bool => match value.trim() {
                "1" | "true" | "TRUE" => Content::Bool(true),
                "0" | "false" | "FALSE" => Content::Bool(false),
                other => return Err(damaged(format!("boolean {other}"))),
            },
            Kind::Error => Content::Error(value.to_owned()),
            Kind::IsoDate => figure::iso_day(value).unwrap_or_else(|| Content::Text(value.to_owned())),
        }))
    }

    fn hide_columns(&mut self, tag: &Tag<'_>) -> Result<(), Refusal> {
        if let (Some(first @ 1..), Some(last)) = (tag.number("min")?, tag.number("max")?)
            && last >= first
        {
            self.gathering.hide_columns(first - 1, last - 1);
        }
        Ok(())
    }
}

/// `D10` is row 9, column 3.
fn address(reference: &str) -> Result<(u32, u32), Refusal> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    let column = reference[..letters].bytes().try_fold(0_u32, |column, letter| {
        column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    });
    let row = reference[letters..].parse::<u32>().ok();
    match (row, column) {
        (Some(row @ 1..=MOST_ROWS), Some(column @ 1..=MOST_COLUMNS)) => Ok((row - 1, column - 1)),
        _ => Err(damaged(format!("cell {reference}"))),
    }
}

fn area(reference: &str) -> Result<Area, Refusal> {
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    let ((first_row, first_column), (last_row, last_column)) = (address(first)?, address(last)?);
    Ok(Area { first_row, first_column, last_row, last_column })
}
