//! 数据校验码: a figure changed by hand in a finished workbook is noticed.
//!
//! Our own county workbooks are read back when a city rolls them up. The 数据 sheet is what is read, so
//! the sum is taken over what a reader of that sheet sees: every cell's text, numbers as canonical
//! decimals, cells of a row joined by a tab, rows by a line break, the heading row included. White space
//! inside a text counts as one space and control characters as nothing, because file formats and their
//! readers disagree about them. It guards against a slip, not against a forger: the rule is public.

use std::borrow::Cow;

use crate::vocabulary::hex::hex;
use sha2::{Digest, Sha256};

/// What stands before the sum in the 说明 sheet.
pub const LABEL: &str = "数据校验码：";

/// A checksum being taken, row by row.
#[derive(Default)]
pub struct Checksum {
    hash: Sha256,
    line: String,
}

impl Checksum {
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.take(cells, |line, cell| line.push_str(&plain(cell.as_ref())));
    }

    /// The same for cells that write themselves, [`plain`] already.
    pub fn take<T>(&mut self, cells: impl IntoIterator<Item = T>, write: impl Fn(&mut String, T)) {
        self.line.clear();
        for (position, cell) in cells.into_iter().enumerate() {
            if position > 0 {
                self.line.push('\t');
            }
            write(&mut self.line, cell);
        }
        self.line.push('\n');
        self.hash.update(self.line.as_bytes());
    }

    /// Lower-case hexadecimal.
    pub fn finish(self) -> String {
        hex(&self.hash.finalize())
    }
}

/// The checksum of whole rows, the heading row first; every row has a text for each column.
pub fn of<R, T>(rows: impl IntoIterator<Item = R>) -> String
where
    R: IntoIterator<Item = T>,
    T: AsRef<str>,
{
    let mut checksum = Checksum::default();
    for row in rows {
        checksum.row(row);
    }
    checksum.finish()
}

/// A text as the checksum takes it and as the 数据 sheet holds it: one space for any white space.
pub fn plain(text: &str) -> Cow<'_, str> {
    // Most texts are Chinese characters and ASCII, among which only the first bytes of these are white or unseen.
    let suspect = |byte: u8| matches!(byte, 0..=0x20 | 0x7f | 0xc2 | 0xe1..=0xe3 | 0xef);
    if !text.bytes().any(suspect) {
        return Cow::Borrowed(text);
    }
    let unseen = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    if !text.chars().any(|c| c.is_whitespace() || unseen(c)) {
        return Cow::Borrowed(text);
    }
    let text: String = text.chars().filter(|c| c.is_whitespace() || !unseen(*c)).collect();
    Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_changed_figure_changes_the_sum_and_white_space_does_not() {
        let sum = of([["甲所", "57.4421"], ["乙所", ""]]);
        assert_eq!(sum.len(), 64);
        assert_eq!(sum, of([[" 甲所\n", "57.4421"], ["乙\u{1}所", "\u{3000}"]]));
        assert_ne!(sum, of([["甲所", "57.4422"], ["乙所", ""]]));
        assert_ne!(sum, of([["甲所57.4421", ""], ["乙所", ""]]));
    }
}
