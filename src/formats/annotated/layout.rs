//! How the list's page lies on paper.

use crate::submit::annotation::{Part, Row};

/// Widths of its columns, in digits.
pub const WIDTHS: [u32; 5] = [6, 8, 12, 62, 40];

/// Points of a line.
const LINE: u32 = 17;

/// A row's height in points, for the cell with the most words: programs do not all measure that when they open a file.
pub fn height(row: &Row) -> u32 {
    match row.part {
        Part::Title => 30,
        Part::Note | Part::Heads | Part::Code => 22,
        Part::Finding(_) => {
            let lines = |(words, width): (&String, u32)| {
                let letters: u32 = words.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum();
                letters / (width - 2) + 1
            };
            let most = row.cells.iter().zip(WIDTHS).map(lines).max().unwrap_or(1);
            (most * LINE + 6).min(400)
        }
    }
}
