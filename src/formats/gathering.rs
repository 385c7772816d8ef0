//! A grid while it is being read: every reader adds cells here, and here alone the limits on cells,
//! text, sheets and bytes are kept, so that no reader can forget one.
//!
//! Nothing is ever reserved from a declared dimension or a declared count: memory follows what the file
//! really holds, one cell at a time.

use crate::problem::Refusal;
use crate::submit::grid::{Area, Cell, Content, Grid, Remark, Said, Sheet};

use super::figure::{self, Epoch};
use super::formula::exact::Exact;
use super::formula::ledger::{Doubt, Formula, Ledger};
use super::limits::Limits;
pub use super::limits::{MOST_COLUMNS, MOST_ROWS};
use super::number_format::{Shows, shown_beside};
use super::{damaged, too_large};

/// Whether a row of so many points, as text, is too low to be seen: who hides a row draws it together.
pub fn is_flat(points: &str) -> bool {
    // Most rows are of some ten points.
    points.len() < 8 && points.starts_with(['0', '1', '.']) && points.parse().is_ok_and(is_flat_row)
}

/// The same of a height as a number.
pub fn is_flat_row(points: f64) -> bool {
    points < 2.0
}

/// Whether a column of so many characters, as text, is too narrow to be seen.
pub fn is_narrow(characters: &str) -> bool {
    characters.parse().is_ok_and(|characters: f64| characters < 0.25)
}

/// A file's sheets as far as they have been read.
pub struct Gathering<'a> {
    limits: &'a Limits,
    grid: Grid,
    formulas: Ledger,
    cells: usize,
    bytes: u64,
}

impl<'a> Gathering<'a> {
    pub fn new(limits: &'a Limits) -> Gathering<'a> {
        Gathering { limits, grid: Grid::default(), formulas: Ledger::default(), cells: 0, bytes: 0 }
    }

    /// Begins the next sheet; what follows is added to it.
    pub fn open_sheet(&mut self, name: impl Into<String>, visible: bool) -> Result<(), Refusal> {
        if self.grid.sheets.len() >= self.limits.sheets {
            return Err(too_large("more sheets than the limit"));
        }
        self.grid.sheets.push(Sheet { name: name.into(), visible, ..Sheet::default() });
        Ok(())
    }

    /// The sheet being read. A reader that has opened none gets an unnamed one.
    pub fn sheet(&mut self) -> &mut Sheet {
        if self.grid.sheets.is_empty() {
            self.grid.sheets.push(Sheet { visible: true, ..Sheet::default() });
        }
        self.grid.sheets.last_mut().expect("a sheet was just made sure of")
    }

    pub fn limits(&self) -> &'a Limits {
        self.limits
    }

    /// Adds one cell. Empty text is blank and is not kept.
    pub fn add(&mut self, row: u32, column: u32, content: Content, computed: bool) -> Result<(), Refusal> {
        let text = match &content {
            Content::Text(text) | Content::Number(text) | Content::Error(text) => text.as_str(),
            _ => "",
        };
        if text.is_empty() && matches!(content, Content::Text(_)) {
            return Ok(());
        }
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(damaged(format!("cell at row {row}, column {column}")));
        }
        if text.len() > self.limits.text && text.chars().count() > self.limits.text {
            return Err(too_large("text of a cell"));
        }
        self.charge(text.len())?;
        self.sheet().cells.push(Cell { row, column, content, computed });
        Ok(())
    }

    /// Adds a merged area; one cell merged with itself is nothing.
    pub fn merge(&mut self, area: Area) -> Result<(), Refusal> {
        if area.last_row < area.first_row || area.last_column < area.first_column {
            return Err(damaged("merged area with its corners exchanged"));
        }
        if area.first_row == area.last_row && area.first_column == area.last_column {
            return Ok(());
        }
        self.charge(0)?;
        self.sheet().merges.push(area);
        Ok(())
    }

    /// A text that is all a file keeps of a cell; where it is a number cut short, that is remarked.
    pub fn only_shown(&mut self, (row, column): (u32, u32), text: String) -> Result<Content, Refusal> {
        if figure::shows_part(&text) {
            self.remark(row, column, Said::Rounded)?;
        }
        Ok(Content::Text(text))
    }

    /// Adds what the file says of a cell beside its content.
    pub fn remark(&mut self, row: u32, column: u32, said: Said) -> Result<(), Refusal> {
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(damaged(format!("remark on row {row}, column {column}")));
        }
        let length = match &said {
            Said::Comment(text) | Said::Shown(text) | Said::Stored(text) | Said::Formula { text, .. } => {
                text.len()
            }
            Said::Faint | Said::Rounded => 0,
        };
        if length > 4 * self.limits.text {
            return Err(too_large("text of a remark"));
        }
        self.charge(length)?;
        self.sheet().remarks.push(Remark { row, column, said });
        Ok(())
    }

    /// Notes the formula that made a cell's content.
    pub fn formula(&mut self, formula: Formula) -> Result<(), Refusal> {
        self.charge(formula.text.len())?;
        self.formulas.formula(self.grid.sheets.len().saturating_sub(1), formula);
        Ok(())
    }

    /// Tells the number that is stored in a cell which shows words, or nothing.
    pub fn aside(&mut self, row: u32, column: u32, stored: &Content) -> Result<(), Refusal> {
        self.stored(row, column, stored);
        match stored {
            Content::Number(text) => self.remark(row, column, Said::Stored(text.clone())),
            _ => Ok(()),
        }
    }

    /// Notes the number that is stored in a cell, where the cell's content is something else.
    pub fn stored(&mut self, row: u32, column: u32, content: &Content) {
        if let Content::Number(text) = content
            && let Some(number) = Exact::parse(text)
        {
            self.formulas.number((self.grid.sheets.len().saturating_sub(1), row, column), number);
        }
    }

    /// Notes why the results of the file's formulas may be none.
    pub fn doubt(&mut self, doubt: Doubt) {
        self.formulas.doubt(doubt);
    }

    /// Whether the file has formulas, as far as it has been read.
    pub fn has_formulas(&self) -> bool {
        !self.formulas.is_empty()
    }

    /// Hides a run of columns, as far as any sheet may reach.
    pub fn hide_columns(&mut self, first: u32, last: u32) {
        let last = last.min(MOST_COLUMNS - 1);
        self.sheet().hidden_columns.extend(first..=last.max(first).min(MOST_COLUMNS - 1));
    }

    pub fn hide_row(&mut self, row: u32) -> Result<(), Refusal> {
        self.charge(0)?;
        self.sheet().hidden_rows.push(row);
        Ok(())
    }

    /// Adds a line that stands above or below the sheet's pages.
    pub fn margin(&mut self, line: &str) -> Result<(), Refusal> {
        if line.len() > self.limits.text {
            return Err(too_large("text above or below a page"));
        }
        self.charge(line.len())?;
        self.sheet().margins.push(line.to_owned());
        Ok(())
    }

    /// Tells the user what this format cannot give back.
    pub fn lose(&mut self, sentence: &str) {
        if !self.grid.losses.iter().any(|known| known == sentence) {
            self.grid.losses.push(sentence.to_owned());
        }
    }

    /// Says that few files come in this format.
    pub fn seldom(&mut self) {
        self.grid.seldom = true;
    }

    /// Tells the user what was taken for granted.
    pub fn assume(&mut self, sentence: &str) {
        self.grid.assumed.push(sentence.to_owned());
    }

    /// What a cell holds that stores this; where it shows another number, that is remarked.
    pub fn shown(
        &mut self,
        place: (u32, u32),
        stored: Content,
        shows: &Shows,
        epoch: Epoch,
    ) -> Result<Content, Refusal> {
        if *shows == Shows::Figure {
            return Ok(stored);
        }
        let (content, words) = shows.read(stored.clone(), epoch);
        if matches!(content, Content::Text(_)) || *shows == Shows::Nothing {
            self.aside(place.0, place.1, &stored)?;
        } else {
            self.stored(place.0, place.1, &stored);
        }
        self.told(place, (content, words))
    }

    /// The same where the file keeps what the cell shows beside what it holds.
    pub fn shown_beside(
        &mut self,
        place: (u32, u32),
        stored: Content,
        shown: &str,
    ) -> Result<Content, Refusal> {
        self.told(place, shown_beside(stored, shown))
    }

    fn told(
        &mut self,
        (row, column): (u32, u32),
        (content, words): (Content, Option<String>),
    ) -> Result<Content, Refusal> {
        if let Some(words) = words {
            self.remark(row, column, Said::Shown(words))?;
        }
        Ok(content)
    }

    /// Remarks that nobody sees a cell's content, or a part of it; where there is any.
    pub fn faint(&mut self, row: u32, column: u32, content: &Content) -> Result<(), Refusal> {
        match content {
            Content::Text(text) if text.trim().is_empty() => Ok(()),
            _ => self.remark(row, column, Said::Faint),
        }
    }

    /// The finished grid, in the promised order. Two different contents at one address mean that the
    /// file contradicts itself, and no choice between them would be right.
    pub fn finish(mut self) -> Result<Grid, Refusal> {
        for sheet in &mut self.grid.sheets {
            let sorted = |pair: &[Cell]| (pair[0].row, pair[0].column) < (pair[1].row, pair[1].column);
            if !sheet.cells.windows(2).all(sorted) {
                sheet.cells.sort_by_key(|cell| (cell.row, cell.column));
                refuse_contradiction(&sheet.cells)?;
                sheet.normalise();
            }
            for hidden in [&mut sheet.hidden_rows, &mut sheet.hidden_columns] {
                hidden.sort_unstable();
                hidden.dedup();
            }
            let widest = sheet.cells.iter().map(|cell| cell.column).max().unwrap_or(0);
            sheet.hidden_columns.retain(|column| *column <= widest);
        }
        self.tell_formulas();
        for sheet in &mut self.grid.sheets {
            sheet.remarks.sort_by_key(|remark| (remark.row, remark.column));
        }
        Ok(self.grid)
    }

    /// What is to be said of the formulas; each was charged for when it was noted.
    fn tell_formulas(&mut self) {
        let formulas = std::mem::take(&mut self.formulas);
        if formulas.is_empty() {
            return;
        }
        for ((sheet, row, column), said) in formulas.prove(&self.grid) {
            self.grid.sheets[sheet].remarks.push(Remark { row, column, said });
        }
    }

    fn charge(&mut self, text: usize) -> Result<(), Refusal> {
        const CELL: u64 = 16;
        self.cells += 1;
        self.bytes += CELL + text as u64;
        if self.cells > self.limits.cells || self.bytes > self.limits.grid {
            return Err(too_large("more content than the limit"));
        }
        Ok(())
    }
}

fn refuse_contradiction(cells: &[Cell]) -> Result<(), Refusal> {
    let contradicts = |pair: &[Cell]| {
        (pair[0].row, pair[0].column) == (pair[1].row, pair[1].column) && pair[0].content != pair[1].content
    };
    match cells.windows(2).find(|pair| contradicts(pair)) {
        Some(pair) => Err(damaged(format!("two contents at row {}, column {}", pair[0].row, pair[0].column))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::RefusalCode;

    fn text(word: &str) -> Content {
        Content::Text(word.to_owned())
    }

    #[test]
    fn cells_come_back_in_order_and_blank_ones_not_at_all() {
        let limits = Limits::sheet();
        let mut gathering = Gathering::new(&limits);
        gathering.open_sheet("表", true).unwrap();
        for (row, column, word) in [(1, 0, "b"), (0, 2, "a"), (0, 1, ""), (1, 0, "b")] {
            gathering.add(row, column, text(word), false).unwrap();
        }
        gathering.hide_columns(1, 9_999);
        let sheet = gathering.finish().unwrap().sheets.remove(0);
        let places: Vec<_> = sheet.cells.iter().map(|cell| (cell.row, cell.column)).collect();
        assert_eq!(places, [(0, 2), (1, 0)]);
        assert_eq!(sheet.hidden_columns, [1, 2]);
    }

    #[test]
    fn what_is_too_much_or_contradicts_itself_is_refused() {
        let small = Limits { cells: 2, text: 3, sheets: 1, ..Limits::sheet() };
        for (cells, code) in [
            ("a b c", RefusalCode::TooLarge),
            ("四个汉字", RefusalCode::TooLarge),
            ("a @b", RefusalCode::Damaged),
        ] {
            let mut gathering = Gathering::new(&small);
            let added = cells.split(' ').enumerate().try_for_each(|(column, word)| {
                // A word after @ goes where the first one lies already.
                let column = if word.starts_with('@') { 0 } else { column as u32 };
                gathering.add(0, column, text(word), false)
            });
            let refusal = added.and_then(|()| gathering.finish().map(drop)).unwrap_err();
            assert_eq!(refusal.code, code, "{cells:?}");
        }
        let mut gathering = Gathering::new(&small);
        assert_eq!(gathering.add(MOST_ROWS, 0, text("a"), false).unwrap_err().code, RefusalCode::Damaged);
    }
}
