//! Several notices in one file: collections print them one below the other, each under a title that ends in 篇1, 篇2.

use super::prose::{Block, Prose};
use crate::vocabulary::plain::plain;

/// Titles of parts are no longer.
const LONGEST: usize = 60;

/// The notices of a file, in order; what stands before the first title belongs to none.
pub fn parts(prose: &Prose) -> Vec<Prose> {
    let titles: Vec<usize> =
        (0..prose.blocks.len()).filter(|at| part_number(&prose.blocks[*at]).is_some()).collect();
    let numbers: Vec<u32> = titles.iter().filter_map(|at| part_number(&prose.blocks[*at])).collect();
    let counts_up = numbers.iter().enumerate().all(|(index, number)| *number as usize == index + 1);
    if titles.len() < 2 || !counts_up {
        return vec![prose.clone()];
    }
    let ends = titles.iter().skip(1).copied().chain([prose.blocks.len()]);
    titles
        .iter()
        .zip(ends)
        .map(|(begins, ends)| Prose { blocks: prose.blocks[*begins..ends].to_vec() })
        .collect()
}

/// The number in `… 篇2`, `第二篇`, `（篇三）`.
fn part_number(block: &Block) -> Option<u32> {
    let Block::Line(line) = block else { return None };
    let words = plain(line);
    let words = words.trim_end_matches([')', ':']);
    if words.chars().count() > LONGEST {
        return None;
    }
    let number = match words.strip_suffix('篇') {
        Some(rest) => rest.rsplit('第').next().filter(|number| rest.len() > number.len())?,
        None => words.rsplit('篇').next().filter(|number| number.len() < words.len())?,
    };
    number.parse().ok().or_else(|| in_numerals(number))
}

fn in_numerals(number: &str) -> Option<u32> {
    let numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    numerals.iter().position(|numeral| *numeral == number).and_then(|at| u32::try_from(at + 1).ok())
}
