//! A table that Word's text export spread over lines: a row's cells on one line, parted by tabs, or each on a line of
//! its own that begins with a tab, with a blank line below the row.

use std::ops::Range;

use super::prose::Table;

/// Tables that stand in lines with tabs.
pub fn spread(text: &str) -> Vec<(Range<usize>, Table)> {
    let mut found = Vec::new();
    let mut open = Open::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let place = at..at + line.len();
        at = place.end;
        if !open.take(line.trim_end_matches(['\n', '\r']), place) {
            found.extend(std::mem::take(&mut open).finish());
        }
    }
    found.extend(open.finish());
    found
}

/// A table while its lines are read.
#[derive(Default)]
struct Open {
    rows: Vec<Vec<String>>,
    /// The last row still takes cells.
    row_is_open: bool,
    place: Option<Range<usize>>,
}

impl Open {
    /// Whether the line belongs to the table.
    fn take(&mut self, line: &str, place: Range<usize>) -> bool {
        let is_blank = line.trim().is_empty();
        let between_bars = barred(line);
        match line.strip_prefix('\t') {
            _ if between_bars.is_some() => {
                let cells = between_bars.unwrap_or_default();
                self.rows.extend(Some(cells).filter(|cells| !cells.iter().all(|cell| is_rule(cell))));
                self.row_is_open = false;
            }
            Some(cell) if !cell.trim_end().contains('\t') => self.cell(words(cell)),
            _ if is_blank => {
                self.row_is_open = false;
                return !self.rows.is_empty();
            }
            _ if line.contains('\t') => {
                self.rows.push(line.split('\t').map(|cell| words(cell).to_owned()).collect());
                self.row_is_open = false;
            }
            _ => return false,
        }
        let from = self.place.as_ref().map_or(place.start, |place| place.start);
        self.place = Some(from..place.end);
        true
    }

    fn cell(&mut self, cell: &str) {
        if !self.row_is_open {
            self.rows.push(Vec::new());
            self.row_is_open = true;
        }
        self.rows.last_mut().into_iter().for_each(|row| row.push(cell.to_owned()));
    }

    fn finish(self) -> Option<(Range<usize>, Table)> {
        let mut rows = self.rows;
        if let [all] = rows.as_slice() {
            rows = cut(all)?;
        }
        let width = rows.iter().map(Vec::len).max().filter(|width| *width > 1)?;
        rows.iter_mut().for_each(|row| row.resize(width, String::new()));
        // Heads with their measures and one row below are a form, too.
        let measured = rows[0].iter().filter(|head| head.ends_with([')', '）'])).count();
        let is_table = rows.len() > 2 || rows.len() == 2 && measured > 1;
        self.place.filter(|_| is_table).map(|place| (place, Table { rows, merges: Vec::new() }))
    }
}

/// `| 序号 | 指标 |`: the cells of a row that is drawn with bars.
fn barred(line: &str) -> Option<Vec<String>> {
    let inside = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    Some(inside.split('|').map(|cell| cell.trim().to_owned()).collect())
}

/// `---`: the line below a head.
fn is_rule(cell: &str) -> bool {
    !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':'))
}

/// A cell without the blanks of an export; an indentation in wide blanks stays, for it tells parts.
fn words(cell: &str) -> &str {
    cell.trim_start_matches([' ', '\t', '\r']).trim_end()
}

/// Cells of all rows in one list: the head ends where the rows begin to be counted.
fn cut(cells: &[String]) -> Option<Vec<Vec<String>>> {
    let width = cells.iter().position(|cell| cell == "1").filter(|width| *width > 1)?;
    Some(cells.chunks(width).map(<[String]>::to_vec).collect())
}
