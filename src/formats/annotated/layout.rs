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
            // What a sheet says is quoted with the breaks of its lines.
            let line = |words: &str, width: u32| {
                let letters: u32 = words.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum();
                letters / (width - 2) + 1
            };
            let lines = |(words, width): (&String, u32)| -> u32 {
                words.lines().map(|words| line(words, width)).sum()
            };
            let most = row.cells.iter().zip(WIDTHS).map(lines).max().unwrap_or(1).max(1);
            (most * LINE + 6).min(400)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Severity;

    #[test]
    fn a_row_is_as_high_as_its_words_need() {
        for (words, lines) in [
            ("短", 1),
            ("第6项（H9）：填的是“1\n件”，读作 1", 2),
            ("第7项 为消费者挽回经济损失（C10）：填的是 460229 万元，折合每件 5977.00 万元，疑似以元填写", 2),
        ] {
            let cells = ["1", "提示", "H9", words, "请看一眼"].map(str::to_owned).to_vec();
            let row = Row { part: Part::Finding(Severity::Hint), cells, leads_to: None };
            assert_eq!(height(&row), lines * LINE + 6, "{words}");
        }
    }
}
