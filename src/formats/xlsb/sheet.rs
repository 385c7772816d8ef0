//! One sheet of a binary workbook.
//!
//! A row's record comes before those of its cells. A cell names its column, or lies right of the one before; then
//! comes its style, then what it holds. A sheet without its end was cut, and is refused.

use crate::problem::Refusal;
use crate::submit::grid::{Area, Content};

use super::super::compound::{u16_at, u32_at};
use super::super::damaged;
use super::super::figure;
use super::super::gathering::{Gathering, is_flat_row};
use super::super::number_format::Shows;
use super::super::print_words::print_words;
use super::super::xls::records::{number, short_number, truth_or_error};
use super::book::Book;
use super::formulas::Formulas;
use super::records::{Record, Records, words};

const ROW: usize = 0;
const COLUMNS: usize = 60;
const RICH_TEXT: usize = 62;
const END: usize = 130;
const MERGE: usize = 176;
const SHARED_FORMULA: usize = 427;
const MARGINS: usize = 479;

/// Reads a sheet's part into the sheet just opened.
pub fn read(bytes: &[u8], book: &Book, gathering: &mut Gathering<'_>) -> Result<(), Refusal> {
    let mut sheet = Sheet { book, gathering, row: 0, next: 0, formulas: Formulas::default() };
    for record in Records::new(bytes) {
        let record = record?;
        if record.kind == END {
            return sheet.formulas.tell(sheet.gathering, &book.references);
        }
        sheet.record(record)?;
    }
    Err(damaged("a sheet without its end"))
}

struct Sheet<'s, 'g> {
    book: &'s Book,
    gathering: &'s mut Gathering<'g>,
    row: u32,
    /// The column right of the last cell.
    next: u32,
    formulas: Formulas,
}

impl Sheet<'_, '_> {
    fn record(&mut self, Record { kind, data }: Record<'_>) -> Result<(), Refusal> {
        match kind {
            ROW => self.begin_row(data),
            1..=18 | RICH_TEXT => self.cell(kind, data),
            // The width of a column is in 256ths of a character.
            COLUMNS if u16_at(data, 16)? & 1 != 0 || u32_at(data, 8)? < 64 => {
                self.gathering.hide_columns(u32_at(data, 0)?, u32_at(data, 4)?);
                Ok(())
            }
            MERGE => self.gathering.merge(Area {
                first_row: u32_at(data, 0)?,
                last_row: u32_at(data, 4)?,
                first_column: u32_at(data, 8)?,
                last_column: u32_at(data, 12)?,
            }),
            SHARED_FORMULA => {
                self.formulas.share(data);
                Ok(())
            }
            MARGINS => self.margins(data),
            _ => Ok(()),
        }
    }

    fn begin_row(&mut self, data: &[u8]) -> Result<(), Refusal> {
        const HIDDEN: u8 = 0x10;
        (self.row, self.next) = (u32_at(data, 0)?, 0);
        match data.get(11) {
            Some(flags) if flags & HIDDEN != 0 => self.gathering.hide_row(self.row),
            // Its height is in twentieths of a point.
            Some(_) if is_flat_row(f64::from(u16_at(data, 8)?) / 20.0) => self.gathering.hide_row(self.row),
            _ => Ok(()),
        }
    }

    fn cell(&mut self, kind: usize, data: &[u8]) -> Result<(), Refusal> {
        let (column, at) = match kind {
            12..=18 => (self.next, 4),
            _ => (u32_at(data, 0)?, 8),
        };
        self.next = column.saturating_add(1);
        let style = (u32_at(data, at - 4)? & 0x00ff_ffff) as usize;
        let shows = self.book.styles.get(style).unwrap_or(&Shows::Figure);
        self.formula(kind, column, data)?;
        if *shows == Shows::Nothing {
            return self.note_unseen(kind, column, data, at);
        }
        let mut paint = self.book.paints.get(style).copied().unwrap_or_default();
        let byte = || data.get(at).copied().map(u16::from).ok_or_else(|| damaged("a cell cut short"));
        // First cells that name their column, then results of formulas, then those that do not.
        let content = match kind {
            2 | 13 => self.figure(shows, column, short_number(data, at)?)?,
            3 | 11 | 14 => truth_or_error(byte()?, true)?,
            4 | 10 | 15 => truth_or_error(byte()?, false)?,
            5 | 9 | 16 => self.figure(shows, column, number(data, at)?)?,
            6 | 8 | 17 => Content::Text(words(data, at)?.0),
            7 | 18 => {
                let index = u32_at(data, at)? as usize;
                let text = self.book.strings.get(index);
                paint.faint = paint.hides(self.book.runs.get(&index).map_or(&[], Vec::as_slice));
                Content::Text(text.ok_or_else(|| damaged(format!("shared string {index}")))?.clone())
            }
            RICH_TEXT => {
                let (text, runs) = self.book.shown(data, at)?;
                paint.faint = paint.hides(&runs);
                Content::Text(text)
            }
            _ => return Ok(()),
        };
        if paint.faint {
            self.gathering.faint(self.row, column, &content)?;
        }
        self.gathering.add(self.row, column, content, matches!(kind, 8..=11))
    }

    /// The formula behind its result.
    fn formula(&mut self, kind: usize, column: u32, data: &[u8]) -> Result<(), Refusal> {
        const RESULT: usize = 8;
        let from = match kind {
            8 => words(data, RESULT)?.1,
            9 => RESULT + 8,
            10 | 11 => RESULT + 1,
            _ => return Ok(()),
        };
        self.formulas.add((self.row, column), data, from);
        Ok(())
    }

    fn note_unseen(&mut self, kind: usize, column: u32, data: &[u8], at: usize) -> Result<(), Refusal> {
        let value = match kind {
            2 | 13 => short_number(data, at)?,
            5 | 9 | 16 => number(data, at)?,
            _ => return Ok(()),
        };
        self.gathering.aside(self.row, column, &figure::stored(value))
    }

    fn figure(&mut self, shows: &Shows, column: u32, value: f64) -> Result<Content, Refusal> {
        self.gathering.shown((self.row, column), figure::stored(value), shows, self.book.epoch)
    }

    /// The codes of headers and footers: of all pages, of even ones, of the first.
    fn margins(&mut self, data: &[u8]) -> Result<(), Refusal> {
        let mut at = 2;
        for _ in 0..6 {
            let (codes, after) = words(data, at)?;
            print_words(&codes).iter().try_for_each(|line| self.gathering.margin(line))?;
            at = after;
        }
        Ok(())
    }
}
