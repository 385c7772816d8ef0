//! The headers and footers of a sheet's pages: 金额单位：元, and now and then 填报单位.
//!
//! They are seen on paper and hardly ever on the screen, so they are the last to be asked: a line above the
//! table, a column, a label and the words of a cell all weigh more.

use super::fields::find;
use super::known::Memory;
use super::labelled::labelled;
use super::surroundings::unit_among;
use crate::form::wording::Wording;
use crate::submit::grid::{Cell, Content, Sheet};

/// The unit that a sheet's pages name.
pub fn unit(sheet: &Sheet, wording: &Wording, memory: &Memory) -> Option<String> {
    if sheet.margins.is_empty() {
        return None;
    }
    let line = |(row, line): (usize, &String)| Cell {
        row: row as u32,
        column: 0,
        content: Content::Text(without_page_numbers(line)),
        computed: false,
    };
    let lines = Sheet { cells: sheet.margins.iter().enumerate().map(line).collect(), ..Sheet::default() };
    let view = labelled(&lines, wording, memory);
    let found = find(&view, 0..=view.last_row, (0, u32::MAX));
    unit_among(&view, &found)
}

/// 第1页, 共 3 页 beside other words say nothing of what the page is about.
fn without_page_numbers(line: &str) -> String {
    let mut kept = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(['第', '共']) {
        let (before, number) = rest.split_at(at);
        let (sign, inside) = number.split_at('第'.len_utf8());
        kept.push_str(before);
        let blank = |c: char| c.is_ascii_digit() || c.is_whitespace();
        match inside.trim_start_matches(blank).strip_prefix('页') {
            Some(after) => rest = after,
            None => {
                kept.push_str(sign);
                rest = inside;
            }
        }
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::without_page_numbers;

    #[test]
    fn page_numbers_are_no_words() {
        for (line, words) in [
            ("填报单位：甲 第1页", "填报单位：甲 "),
            ("第 页，共 3 页 乙", "， 乙"),
            ("第一医院 共青团", "第一医院 共青团"),
        ] {
            assert_eq!(without_page_numbers(line), words);
        }
    }
}
