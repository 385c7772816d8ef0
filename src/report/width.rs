//! How much room words take.
//!
//! A spreadsheet does not grow the row of a merged cell, so whoever prints a table has to know how many
//! lines its words will need. Widths are counted in columns' own unit, a digit of 宋体 11 (eight pixels): a
//! Chinese character of table text (五号) takes one and three quarters. The estimate errs towards too much
//! room, because a machine without our fonts prints with wider ones.

/// One Chinese character of table text.
const CHINESE: f64 = 1.75;

/// Width of one line of table text, in digits.
pub fn of(text: &str) -> f64 {
    text.chars().map(of_char).sum()
}

/// Lines that a text needs in a column of this width.
pub fn lines(text: &str, width: f64) -> usize {
    let usable = (width - 1.0).max(2.0);
    text.split('\n').map(|line| lines_of_paragraph(line, usable)).sum()
}

/// Height of a row, in points, whose fullest cell needs so many lines.
pub fn row_height(lines: usize) -> f64 {
    let height = 6.0 + 14.5 * lines.max(1) as f64;
    height.min(409.0)
}

fn lines_of_paragraph(line: &str, usable: f64) -> usize {
    // No character is wider than its bytes are many.
    if line.len() as f64 <= usable {
        return 1;
    }
    let mut lines = 1;
    let mut used = 0.0;
    for c in line.chars() {
        let width = of_char(c);
        if used + width > usable {
            lines += 1;
            used = 0.0;
        }
        used += width;
    }
    lines
}

fn of_char(c: char) -> f64 {
    match c {
        '\u{2018}'..='\u{201d}' | '\u{b7}' | '\u{2014}' | '\u{2026}' => CHINESE,
        c if (c as u32) < 0x1100 => 1.0,
        _ => CHINESE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_words_wrap_where_digits_do_not() {
        for (text, width, expected) in [
            ("1234567", 9.0, 1),
            ("为消费者挽回经济损失", 9.0, 3),
            ("普法宣传活动", 40.0, 1),
            ("甲\n乙", 40.0, 2),
            ("", 10.0, 1),
        ] {
            assert_eq!(lines(text, width), expected, "{text}");
        }
    }
}
