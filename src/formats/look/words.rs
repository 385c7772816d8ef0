//! The words of a grid as lines of text, up to a bound.
//!
//! Every row is a line, its cells parted by tabs. Sheets that an author hid are not seen here either.

use crate::submit::grid::{Grid, Sheet};

/// Characters that a view of a file holds.
pub const MOST: usize = 200_000;

/// The words, and whether there are more.
pub fn of_grid(grid: &Grid) -> (String, bool) {
    let mut words = Words { text: String::new(), room: MOST };
    let shown = grid.sheets.iter().filter(|sheet| sheet.visible);
    let is_cut = shown.flat_map(lines).any(|line| !words.takes(&line));
    (words.text, is_cut)
}

struct Words {
    text: String,
    /// Characters that may be added.
    room: usize,
}

impl Words {
    /// Adds a line as far as there is room; whether there was room for all of it.
    fn takes(&mut self, line: &str) -> bool {
        match line.char_indices().nth(self.room) {
            Some((end, _)) => {
                self.text.push_str(&line[..end]);
                self.room = 0;
                false
            }
            None => {
                self.text.push_str(line);
                self.text.push('\n');
                self.room = self.room.saturating_sub(line.chars().count() + 1);
                true
            }
        }
    }
}

fn lines(sheet: &Sheet) -> impl Iterator<Item = String> {
    sheet.cells.chunk_by(|one, next| one.row == next.row).map(|cells| {
        let words = cells.iter().map(|cell| cell.content.text());
        words.collect::<Vec<String>>().join("\t")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submit::grid::{Cell, Content};

    fn grid(rows: &[&[&str]]) -> Grid {
        let cells = (0..).zip(rows).flat_map(|(row, cells)| {
            (0..).zip(*cells).map(move |(column, text)| Cell {
                row,
                column,
                content: Content::Text((*text).to_owned()),
                computed: false,
            })
        });
        let sheet = Sheet { visible: true, cells: cells.collect(), ..Sheet::default() };
        let hidden = Sheet { visible: false, ..sheet.clone() };
        Grid { sheets: vec![sheet, hidden], ..Grid::default() }
    }

    #[test]
    fn rows_become_lines() {
        let (text, is_cut) = of_grid(&grid(&[&["活动总结"], &["序号", "名称"], &["1", "甲"]]));
        assert_eq!((text.as_str(), is_cut), ("活动总结\n序号\t名称\n1\t甲\n", false));
    }

    #[test]
    fn what_is_too_long_is_cut_and_says_so() {
        let long = "长".repeat(MOST - 3);
        let (text, is_cut) = of_grid(&grid(&[&[&long], &["第二行"]]));
        assert_eq!((text.chars().count(), is_cut), (MOST, true));
        assert!(text.ends_with("长\n第二"));
    }
}
