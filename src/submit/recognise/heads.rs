//! Heads in two rows: 本年 over 本月 and 累计 is 本年本月 and 本年累计.
//!
//! The words over a column are read from top to bottom as one. Where the upper cell was merged the merge
//! says how far it reaches; text files lose merges, so there it reaches as far as nothing else stands in its
//! row. A year stands for 本年 or 上年. What the words together do not say, the lowest alone may say, unless
//! what stands above it makes it someone else's figure (计划 over 累计).

use std::ops::RangeInclusive;

use super::view::{SheetView, Word};
use crate::form::wording::Heading;

/// What the heads over a column say together, in a form with several columns.
pub fn stacked(
    view: &SheetView,
    rows: RangeInclusive<u32>,
    from: u32,
    column: u32,
    year: Option<i32>,
) -> Option<Heading> {
    let words = words_over(view, rows, from, column);
    let (lowest, upper) = words.split_last()?;
    let together: String = words.iter().map(|word| spoken(word, year)).collect();
    // 本月 over 本年 and 上年 says the same the other way round.
    let reversed: String = words.iter().rev().map(|word| spoken(word, year)).collect();
    let own = |heading: &Heading| matches!(heading, Heading::Column(_) | Heading::DerivedColumn(_));
    let harmless = upper.iter().all(|word| matches!(word.heading, Some(Heading::Figure(_))));
    let alone = lowest.heading.clone().filter(|_| harmless);
    let said = |words: &str| view.wording.heading(words).filter(own);
    said(&together).or_else(|| said(&reversed)).or(alone.filter(own))
}

/// The words over a column, from the top, each once.
fn words_over<'v>(
    view: &'v SheetView,
    rows: RangeInclusive<u32>,
    from: u32,
    column: u32,
) -> Vec<&'v Word<'v>> {
    let mut words: Vec<&Word> = Vec::new();
    for row in rows.clone() {
        let below = || (row + 1..=*rows.end()).any(|lower| view.word_at(lower, column).is_some());
        let word = view.word_at(row, column).or_else(|| {
            let left = view.words_in(row).iter().rev().find(|word| word.column < column)?;
            (below() && left.column >= from && spans_freely(view, left)).then_some(left)
        });
        let repeated = |word: &&Word| {
            words.last().is_some_and(|last| (last.row, last.column) == (word.row, word.column))
        };
        if let Some(word) = word.filter(|word| !repeated(word)) {
            words.push(word);
        }
    }
    words
}

/// Nothing says how far a head reaches: the merges were lost, or there never were any.
fn spans_freely(view: &SheetView, word: &Word) -> bool {
    view.sheet.merge_at(word.row, word.column).is_none()
}

fn spoken(word: &Word, year: Option<i32>) -> String {
    match (&word.heading, year) {
        (Some(Heading::Year(said)), Some(year)) if *said == year => "本年".to_owned(),
        (Some(Heading::Year(said)), Some(year)) if *said == year - 1 => "上年".to_owned(),
        _ => word.plain.clone(),
    }
}
