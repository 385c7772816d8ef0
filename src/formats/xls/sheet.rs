//! One sheet of an old workbook: cell records, merged areas, hidden rows and columns.

use std::collections::BTreeSet;

use crate::problem::Refusal;
use crate::submit::grid::{Area, Content};

use super::super::colour::Run;
use super::super::compound::u16_at;
use super::super::damaged;
use super::super::figure;
use super::super::formula::ledger::Doubt;
use super::super::gathering::{Gathering, is_flat_row};
use super::super::number_format::Shows;
use super::super::print_words::print_words;
use super::formulas::Formulas;
use super::notes::{self, Notes};
use super::records::{Coding, Record, Records, number, short_number, truth_or_error};
use super::workbook::{BEGIN, END, SheetEntry, Workbook};

const WORKSHEET: u16 = 0x0010;
const STRING: u16 = 0x0207;
const HEADER: u16 = 0x0014;
const FOOTER: u16 = 0x0015;

/// Reads one sheet into the gathering; a chart on a sheet of its own is passed over.
pub fn read(
    stream: &[u8],
    gathering: &mut Gathering<'_>,
    workbook: &Workbook,
    entry: &SheetEntry,
) -> Result<(), Refusal> {
    let mut records = Records::new(stream, entry.at);
    let first = records.next_record()?;
    if first.kind != BEGIN {
        return Err(damaged(format!("sheet {:?} does not begin where it should", entry.name)));
    }
    if u16_at(first.data, 2)? != WORKSHEET {
        return Ok(());
    }
    gathering.open_sheet(entry.name.clone(), entry.visible)?;
    let mut sheet = Sheet {
        gathering,
        workbook,
        formulas: Formulas::default(),
        waiting: None,
        hides_rows: false,
        rows: BTreeSet::new(),
    };
    let mut notes = Notes::default();
    let mut embedded = 0_u32;
    loop {
        let record = records.next_record()?;
        match record.kind {
            BEGIN => embedded += 1,
            END if embedded > 0 => embedded -= 1,
            END => {
                notes.finish(sheet.gathering)?;
                return sheet.end();
            }
            notes::OBJECT => notes.object(record.data),
            notes::TEXT => notes.text(&mut records, record.data, workbook)?,
            notes::NOTE => notes.note(record.data, workbook.coding)?,
            STRING if embedded == 0 => sheet.formula_text(&mut records, record.data)?,
            _ if embedded == 0 => sheet.record(&record)?,
            _ => {}
        }
    }
}

struct Sheet<'s, 'g> {
    gathering: &'s mut Gathering<'g>,
    workbook: &'s Workbook,
    formulas: Formulas,
    /// A formula whose result is a text that comes in a record of its own; and its format.
    waiting: Option<((u32, u32), u16)>,
    /// Rows that say nothing of themselves are hidden; those that say something.
    hides_rows: bool,
    rows: BTreeSet<u16>,
}

impl Sheet<'_, '_> {
    fn record(&mut self, record: &Record<'_>) -> Result<(), Refusal> {
        let data = record.data;
        match record.kind {
            0x0203 => self.number(data, number(data, 6)?),
            0x027e => self.number(data, short_number(data, 6)?),
            0x00bd => self.numbers(data),
            0x00fd => self.shared_text(data),
            0x0204 | 0x00d6 => {
                let text = self.workbook.coding.string(data.get(6..).unwrap_or_default(), 2)?;
                self.add(data, Content::Text(text), false)
            }
            0x0205 => {
                let (value, is_error) = (u16_at(data, 6)? & 0xff, u16_at(data, 6)? >> 8 != 0);
                self.add(data, truth_or_error(value, is_error)?, false)
            }
            0x0006 => {
                self.formulas.add(data)?;
                self.formula(data)
            }
            0x04bc => {
                self.formulas.share(data);
                Ok(())
            }
            0x000d if data == [0, 0] => {
                self.gathering.doubt(Doubt::ByHand);
                Ok(())
            }
            0x005e => {
                self.gathering.doubt(Doubt::Unfinished);
                Ok(())
            }
            0x0208 => self.row(data),
            0x0225 => {
                self.hides_rows = u16_at(data, 0)? & 2 != 0;
                Ok(())
            }
            // The width of a column is in 256ths of a character.
            0x007d if u16_at(data, 8)? & 1 != 0 || u16_at(data, 4)? < 64 => {
                self.gathering.hide_columns(u16_at(data, 0)?.into(), u16_at(data, 2)?.into());
                Ok(())
            }
            HEADER | FOOTER => self.margins(data),
            0x00e5 => self.merges(data),
            _ => Ok(()),
        }
    }

    /// A row is hidden, or so many twentieths of a point high, or as high as others.
    fn row(&mut self, data: &[u8]) -> Result<(), Refusal> {
        let (row, height, flags) = (u16_at(data, 0)?, u16_at(data, 6)?, u16_at(data, 12)?);
        self.rows.insert(row);
        let flat = height & 0x8000 == 0 && is_flat_row(f64::from(height) / 20.0);
        if flags & 0x20 != 0 || flat { self.gathering.hide_row(row.into()) } else { Ok(()) }
    }

    fn hide_unsaid_rows(&mut self) -> Result<(), Refusal> {
        if !self.hides_rows {
            return Ok(());
        }
        let cells = &self.gathering.sheet().cells;
        let unsaid = |row: &u32| u16::try_from(*row).is_ok_and(|row| !self.rows.contains(&row));
        let rows: BTreeSet<u32> = cells.iter().map(|cell| cell.row).filter(unsaid).collect();
        rows.into_iter().try_for_each(|row| self.gathering.hide_row(row))
    }

    fn add(&mut self, data: &[u8], content: Content, computed: bool) -> Result<(), Refusal> {
        let (row, column) = (u16_at(data, 0)?, u16_at(data, 2)?);
        self.end_of_formula()?;
        if self.is_struck(u16_at(data, 4)?) {
            return Ok(());
        }
        self.look(row.into(), column.into(), u16_at(data, 4)?, &content, &[])?;
        self.gathering.add(row.into(), column.into(), content, computed)
    }

    /// Remarks that a content of this format, in these runs, is not seen.
    fn look(
        &mut self,
        row: u32,
        column: u32,
        format: u16,
        content: &Content,
        runs: &[Run],
    ) -> Result<(), Refusal> {
        let paint = self.workbook.paints.get(usize::from(format)).copied().unwrap_or_default();
        if paint.hides(runs) { self.gathering.faint(row, column, content) } else { Ok(()) }
    }

    fn is_struck(&self, format: u16) -> bool {
        self.workbook.formats.get(usize::from(format)) == Some(&Shows::Nothing)
    }

    fn end(mut self) -> Result<(), Refusal> {
        self.end_of_formula()?;
        self.hide_unsaid_rows()?;
        self.formulas.tell(self.gathering, self.workbook.references.as_ref())
    }

    fn number(&mut self, data: &[u8], value: f64) -> Result<(), Refusal> {
        let content = self.figure((u16_at(data, 0)?, u16_at(data, 2)?), u16_at(data, 4)?, value)?;
        self.add(data, content, false)
    }

    /// Several numbers of one row: first column, then format and number each, last column.
    fn numbers(&mut self, data: &[u8]) -> Result<(), Refusal> {
        let (row, first) = (u16_at(data, 0)?, u16_at(data, 2)?);
        let last = u16_at(data, data.len().saturating_sub(2))?;
        let count = (data.len().saturating_sub(6)) / 6;
        if usize::from(last) + 1 != usize::from(first) + count {
            return Err(damaged("a row of numbers of another length"));
        }
        self.end_of_formula()?;
        for index in 0..count {
            let at = 4 + index * 6;
            let (format, column) = (u16_at(data, at)?, first.saturating_add(index as u16));
            if self.is_struck(format) {
                let stored = figure::stored(short_number(data, at + 2)?);
                self.gathering.aside(row.into(), column.into(), &stored)?;
                continue;
            }
            let content = self.figure((row, column), format, short_number(data, at + 2)?)?;
            self.look(row.into(), column.into(), format, &content, &[])?;
            self.gathering.add(row.into(), column.into(), content, false)?;
        }
        Ok(())
    }

    fn shared_text(&mut self, data: &[u8]) -> Result<(), Refusal> {
        let index = usize::from(u16_at(data, 6)?) | usize::from(u16_at(data, 8)?) << 16;
        let strings = &self.workbook.strings;
        let text = strings.texts.get(index);
        let text = Content::Text(text.ok_or_else(|| damaged(format!("shared string {index}")))?.clone());
        let Some(runs) = strings.runs.get(&index) else { return self.add(data, text, false) };
        self.end_of_formula()?;
        let (row, column, format) = (u16_at(data, 0)?.into(), u16_at(data, 2)?.into(), u16_at(data, 4)?);
        if self.is_struck(format) {
            return Ok(());
        }
        self.look(row, column, format, &text, runs)?;
        self.gathering.add(row, column, text, false)
    }

    fn formula(&mut self, data: &[u8]) -> Result<(), Refusal> {
        let result = data.get(6..14).ok_or_else(|| damaged("a formula cut short"))?;
        let content = match (result[0], &result[6..]) {
            (0, [0xff, 0xff]) => {
                self.end_of_formula()?;
                let at = (u16_at(data, 0)?.into(), u16_at(data, 2)?.into());
                let format = u16_at(data, 4)?;
                self.waiting = (!self.is_struck(format)).then_some((at, format));
                return Ok(());
            }
            (1, [0xff, 0xff]) => Content::Bool(result[2] != 0),
            (2, [0xff, 0xff]) => truth_or_error(result[2].into(), true)?,
            // An empty text. A formula without any text in it cannot have had that result.
            (3, [0xff, 0xff]) if !holds_text(data) => Content::FormulaWithoutResult,
            (3, [0xff, 0xff]) => Content::Text(String::new()),
            (_, [0xff, 0xff]) => return Err(damaged("a formula's result of an unknown kind")),
            _ => self.figure((u16_at(data, 0)?, u16_at(data, 2)?), u16_at(data, 4)?, number(data, 6)?)?,
        };
        self.add(data, content, true)
    }

    fn formula_text<'a>(&mut self, records: &mut Records<'a>, data: &'a [u8]) -> Result<(), Refusal> {
        let Some(((row, column), format)) = self.waiting.take() else { return Ok(()) };
        let text = match self.workbook.coding {
            Coding::Wide => records.with_continuations(data)?.plain_string()?,
            coding => coding.string(data, 2)?,
        };
        let text = Content::Text(text);
        self.look(row, column, format, &text, &[])?;
        self.gathering.add(row, column, text, true)
    }

    /// A formula that was promised a text and got none has no result.
    fn end_of_formula(&mut self) -> Result<(), Refusal> {
        match self.waiting.take() {
            Some(((row, column), _)) => self.gathering.add(row, column, Content::FormulaWithoutResult, true),
            None => Ok(()),
        }
    }

    fn margins(&mut self, data: &[u8]) -> Result<(), Refusal> {
        if data.is_empty() {
            return Ok(());
        }
        let length_bytes = if matches!(self.workbook.coding, Coding::Wide) { 2 } else { 1 };
        let codes = self.workbook.coding.string(data, length_bytes)?;
        print_words(&codes).iter().try_for_each(|line| self.gathering.margin(line))
    }

    fn merges(&mut self, data: &[u8]) -> Result<(), Refusal> {
        for index in 0..usize::from(u16_at(data, 0)?) {
            let at = 2 + index * 8;
            self.gathering.merge(Area {
                first_row: u16_at(data, at)?.into(),
                last_row: u16_at(data, at + 2)?.into(),
                first_column: u16_at(data, at + 4)?.into(),
                last_column: u16_at(data, at + 6)?.into(),
            })?;
        }
        Ok(())
    }

    fn figure(&mut self, (row, column): (u16, u16), format: u16, value: f64) -> Result<Content, Refusal> {
        let stored = figure::stored(value);
        match self.workbook.formats.get(usize::from(format)) {
            None => Ok(stored),
            Some(shows) => {
                let place = (row.into(), column.into());
                self.gathering.shown(place, stored, shows, self.workbook.epoch)
            }
        }
    }
}

/// Does a formula hold a text of its own? The token is one byte, so this may see one where there is
/// none, and then the cell is taken for blank, which is what it shows.
fn holds_text(data: &[u8]) -> bool {
    const TEXT_TOKEN: u8 = 0x17;
    data.get(22..).unwrap_or_default().contains(&TEXT_TOKEN)
}
