//! One worksheet part: cells, merged areas, hidden rows and columns, in one pass.

use std::borrow::Cow;

use crate::problem::Refusal;
use crate::submit::grid::{Area, Content};

use super::super::colour::{Paint, Palette};
use super::super::container::Container;
use super::super::damaged;
use super::super::figure::{self, Epoch};
use super::super::gathering::{Gathering, MOST_COLUMNS, MOST_ROWS, is_flat, is_narrow};
use super::super::number_format::Shows;
use super::super::print_words::print_words;
use super::super::xml::{Node, Tag, Xml};
use super::parts::{self, SheetEntry, Strings};
use super::rich_text::{rich_text, unescape};
use super::{formulas, plain};

/// What the workbook's other parts say about the sheet's cells.
pub struct Meaning<'a> {
    pub strings: &'a Strings,
    pub styles: &'a [Shows],
    /// How the words of each style look.
    pub paints: &'a [Paint],
    pub palette: &'a Palette,
    pub epoch: Epoch,
}

/// How a cell says that its value is to be understood.
#[derive(Clone, Copy)]
enum Kind<'a> {
    Shared,
    /// Struck through; whether it is a number.
    Nothing(bool),
    Number(&'a Shows),
    Text,
    Inline,
    Bool,
    Error,
    IsoDate,
}

/// What a row says of itself.
const ROW: [&str; 3] = ["r", "hidden", "ht"];

/// Reads one sheet into the gathering.
pub fn read(
    container: &mut Container<'_>,
    gathering: &mut Gathering<'_>,
    entry: &SheetEntry,
    meaning: &Meaning<'_>,
) -> Result<(), Refusal> {
    gathering.open_sheet(entry.name.clone(), entry.visible)?;
    let read = container.read_xml(&entry.path, |xml| {
        let mut worksheet = Worksheet {
            gathering,
            meaning,
            row: 0,
            column: 0,
            paint: Paint::default(),
            inside: None,
            shared: Default::default(),
        };
        worksheet.read(xml)
    })?;
    // Nobody sees a hidden sheet, and a list may keep one whose part was removed.
    match read {
        None if entry.visible => Err(parts::missing(&entry.path)),
        _ => Ok(()),
    }
}

struct Worksheet<'w, 'g> {
    gathering: &'w mut Gathering<'g>,
    meaning: &'w Meaning<'w>,
    /// Where the next row and the next cell lie unless they say otherwise.
    row: u32,
    column: u32,
    /// How the words of the cell opened last look.
    paint: Paint,
    /// How deep one is inside the row that is open, where its name bears no prefix.
    inside: Option<usize>,
    shared: formulas::Shared,
}

impl<'w> Worksheet<'w, '_> {
    fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), Refusal> {
        let mut root = false;
        loop {
            match xml.node()? {
                Node::Open(tag) => match tag.name() {
                    "worksheet" => root = true,
                    "row" => {
                        self.open_row(tag.attributes(ROW)?)?;
                        self.inside = tag.is_named("row").then(|| xml.depth());
                        self.plain_rows(xml)?;
                    }
                    "c" => {
                        let said = tag.attributes(["r", "t", "s"])?;
                        let [reference, kind, style] =
                            said.each_ref().map(|said| said.as_deref().map(str::as_bytes));
                        let kind = self.open_cell(reference, kind, style)?;
                        self.cell(xml, kind)?;
                        self.plain_rows(xml)?;
                    }
                    "col"
                        if tag.is_set("hidden")?
                            || tag.attribute("width")?.is_some_and(|width| is_narrow(&width)) =>
                    {
                        self.hide_columns(&tag)?
                    }
                    "mergeCell" => {
                        let reference = tag.attribute("ref")?.unwrap_or_default();
                        self.gathering.merge(area(&reference)?)?;
                    }
                    // By itself or for odd, even and first pages: each may be what is printed.
                    "oddHeader" | "evenHeader" | "firstHeader" | "oddFooter" | "evenFooter"
                    | "firstFooter" => {
                        self.margins(xml)?;
                    }
                    _ => {}
                },
                Node::Close(tag) if tag.local_name().into_inner() == "row" => {
                    self.row += 1;
                    self.inside = None;
                }
                Node::End if root => return Ok(()),
                Node::End => return Err(damaged("a sheet that is no worksheet")),
                _ => {}
            }
        }
    }

    fn margins(&mut self, xml: &mut Xml<'_>) -> Result<(), Refusal> {
        let mut codes = String::new();
        xml.text_into(&mut codes)?;
        print_words(&codes).iter().try_for_each(|line| self.gathering.margin(line))
    }

    fn open_row(
        &mut self,
        [number, hidden, height]: [Option<Cow<'_, str>>; ROW.len()],
    ) -> Result<(), Refusal> {
        if let Some(number) = number {
            let row = number.parse::<u32>().ok().filter(|row| (1..=MOST_ROWS).contains(row));
            self.row = row.ok_or_else(|| damaged(format!("row {number}")))? - 1;
        }
        self.column = 0;
        match hidden.as_deref() {
            Some("1" | "true") => self.gathering.hide_row(self.row),
            _ if height.is_some_and(|height| is_flat(&height)) => self.gathering.hide_row(self.row),
            _ => Ok(()),
        }
    }

    /// The cells that follow as most are written, also those of the rows behind this one.
    fn plain_rows(&mut self, xml: &mut Xml<'_>) -> Result<(), Refusal> {
        self.plain_cells(xml)?;
        while self.inside == Some(xml.depth())
            && let Some(said) = xml.next_alike("row", ROW)
        {
            self.row += 1;
            self.open_row(said)?;
            self.plain_cells(xml)?;
        }
        Ok(())
    }

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
        reference: Option<&[u8]>,
        kind: Option<&[u8]>,
        style: Option<&[u8]>,
    ) -> Result<Kind<'w>, Refusal> {
        let shown = String::from_utf8_lossy;
        if let Some(reference) = reference {
            let (row, column) = address(reference)?;
            if row != self.row {
                return Err(damaged(format!("cell {} in row {}", shown(reference), self.row + 1)));
            }
            self.column = column;
        }
        self.column += 1;
        let style = style.and_then(whole).unwrap_or(0);
        let shows = self.meaning.styles.get(style as usize).unwrap_or(&Shows::Figure);
        self.paint = self.meaning.paints.get(style as usize).copied().unwrap_or_default();
        Ok(match kind {
            _ if matches!(shows, Shows::Nothing) => Kind::Nothing(matches!(kind, None | Some(b"n"))),
            None | Some(b"n") => Kind::Number(shows),
            Some(b"s") => Kind::Shared,
            Some(b"str") => Kind::Text,
            Some(b"inlineStr") => Kind::Inline,
            Some(b"b") => Kind::Bool,
            Some(b"e") => Kind::Error,
            Some(b"d") => Kind::IsoDate,
            Some(other) => return Err(damaged(format!("cell of type {}", shown(other)))),
        })
    }

    /// Adds to the cell opened last.
    fn add(&mut self, content: Content, computed: bool) -> Result<(), Refusal> {
        if self.paint.faint {
            self.gathering.faint(self.row, self.column - 1, &content)?;
        }
        self.gathering.add(self.row, self.column - 1, content, computed)
    }

    /// The inside of a cell, to its end.
    fn cell(&mut self, xml: &mut Xml<'_>, kind: Kind<'_>) -> Result<(), Refusal> {
        let inside = xml.depth();
        let (mut formula, mut inline, mut value) = (None, None, String::new());
        while xml.depth() >= inside {
            match xml.node()? {
                Node::Open(tag) => match tag.name() {
                    "v" => xml.text_into(&mut value)?,
                    "is" => {
                        let (text, runs) = rich_text(xml, self.meaning.palette)?;
                        self.paint.faint = self.paint.hides(&runs);
                        inline = Some(Content::Text(text));
                    }
                    "f" => {
                        let (said, at) = (formulas::attributes(&tag)?, (self.row, self.column - 1));
                        formula = Some(formulas::read(xml, said, at, &mut self.shared)?);
                    }
                    _ => xml.skip()?,
                },
                Node::End => break,
                _ => {}
            }
        }
        let content = if let Kind::Inline = kind { inline } else { self.content(kind, &value)? };
        let computed = formula.is_some();
        if let Some(formula) = formula {
            self.gathering.formula(formula)?;
        }
        match content {
            Some(content) => self.add(content, computed),
            // A formula whose result is the empty text has been calculated; one without a value has not.
            None if computed && !matches!(kind, Kind::Text | Kind::Nothing(_)) => {
                self.add(Content::FormulaWithoutResult, true)
            }
            None => Ok(()),
        }
    }

    fn content(&mut self, kind: Kind<'_>, value: &str) -> Result<Option<Content>, Refusal> {
        if value.is_empty() {
            return Ok(None);
        }
        Ok(Some(match kind {
            // An inline text stands in an element of its own.
            Kind::Inline | Kind::Nothing(false) => return Ok(None),
            Kind::Nothing(true) => {
                let number = figure::number(value);
                self.gathering.aside(self.row, self.column - 1, &number)?;
                return Ok(None);
            }
            Kind::Shared => {
                let index = value.trim().parse::<usize>().ok();
                let strings = self.meaning.strings;
                if let Some(runs) = index.and_then(|index| strings.runs_of(index)) {
                    self.paint.faint = self.paint.hides(runs);
                }
                let string = index.and_then(|index| strings.texts.get(index));
                Content::Text(string.ok_or_else(|| damaged(format!("shared string {value}")))?.clone())
            }
            Kind::Number(Shows::Figure) => figure::number(value),
            Kind::Number(shows) => {
                let place = (self.row, self.column - 1);
                self.gathering.shown(place, figure::number(value), shows, self.meaning.epoch)?
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
pub fn address(reference: &[u8]) -> Result<(u32, u32), Refusal> {
    let letters = reference.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (letters, digits) = reference.split_at(letters);
    let column = letters.iter().fold(0_u32, |column, letter| {
        column.saturating_mul(26).saturating_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    });
    match (whole(digits), column) {
        (Some(row @ 1..=MOST_ROWS), column @ 1..=MOST_COLUMNS) => Ok((row - 1, column - 1)),
        _ => Err(damaged(format!("cell {}", String::from_utf8_lossy(reference)))),
    }
}

/// The number that digits and nothing else say; of one too large for any sheet, the largest.
fn whole(digits: &[u8]) -> Option<u32> {
    let digit = |number: u32, digit: &u8| {
        digit.is_ascii_digit().then(|| number.saturating_mul(10).saturating_add(u32::from(digit - b'0')))
    };
    digits.iter().try_fold(0, digit).filter(|_| !digits.is_empty())
}

fn area(reference: &str) -> Result<Area, Refusal> {
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    let [(first_row, first_column), (last_row, last_column)] =
        [address(first.as_bytes())?, address(last.as_bytes())?];
    Ok(Area { first_row, first_column, last_row, last_column })
}
