//! Words between two tables that stand one above the other: whose are they?
//!
//! What follows a title is the lower table's. Before it, empty rows part a sheet: words that touch one table
//! only are that table's. Where they touch both or neither, and in documents, which keep no empty lines, a
//! note (注：…) is the upper table's, a field (填报单位, 填报日期) goes to the upper one if it has none of its
//! own, and 零报告 goes to the one that is all zero. If that is neither or both, 零报告 is held against both:
//! better to ask one unit too much than to miss the contradiction.

use super::clues::near;
use super::fields::{declares_nil, find};
use super::reading::Reading;
use super::surroundings::{day_among, title_between, unit_among};
use super::view::{SheetView, Word};
use crate::submit::date_text::{DateRead, date_line};

/// Which of two tables words belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Upper,
    Lower,
    Open,
}

/// Whose a declaration of 零报告 is that stands in the rows between two tables, before the lower one's title.
pub fn nil_between(view: &SheetView, from: u32, to: u32) -> Option<Owner> {
    let title = title_between(view, from, to).unwrap_or(to);
    let word =
        view.words.iter().find(|word| (from..title).contains(&word.row) && declares_nil(view, word))?;
    let gap = |mut rows: std::ops::Range<u32>| rows.any(|row| view.is_blank_row(row));
    Some(match (is_note(word), gap(from..word.row), gap(word.row + 1..title)) {
        (true, ..) | (false, false, true) => Owner::Upper,
        (false, true, false) => Owner::Lower,
        _ => Owner::Open,
    })
}

/// Gives 零报告 to the readings of the upper table, the lower one, or both. A table of many units says it row
/// by row.
pub fn settle_nil(owner: Owner, upper: &mut [Reading], lower: &mut [Reading]) {
    let zero = |readings: &[Reading]| readings.iter().all(Reading::is_all_zero);
    let (above, below) = match owner {
        Owner::Upper => (true, false),
        Owner::Lower => (false, true),
        Owner::Open if zero(upper) == zero(lower) => (true, true),
        Owner::Open => (zero(upper), zero(lower)),
    };
    if let [only] = upper {
        only.nil |= above;
    }
    if let [only] = lower {
        only.nil |= below;
    }
}

/// The words that lead a document's table, where a table of ours stands before it: what of them is the upper
/// table's. `lower` is empty where the table that follows is none of ours.
pub fn settle_paragraphs(view: &SheetView, upper: &mut [Reading], lower: &mut [Reading], year: Option<i32>) {
    let paragraphs = view.sheet.paragraphs;
    if upper.is_empty() || paragraphs == 0 {
        return;
    }
    let title = title_between(view, 0, paragraphs);
    if let Some(owner) = nil_in_paragraphs(view, title.unwrap_or(paragraphs), lower.is_empty()) {
        settle_nil(owner, upper, lower);
    }
    let before = title.unwrap_or(if lower.is_empty() { paragraphs } else { 0 });
    let found = match before.checked_sub(1) {
        Some(last) => find(view, 0..=last, (0, u32::MAX)),
        None => Vec::new(),
    };
    // A date that signs a page ends what stands above it, whatever follows.
    let signs = |word: &&Word| word.row < before.max(1);
    let signed = view.words.iter().filter(signs).find_map(|word| date_line(&word.plain));
    complete(upper, unit_among(view, &found), day_among(&found).or(signed), year);
    if let [only] = upper {
        only.clues.extend(near(view, 0..0, 0..before, (0, u32::MAX)));
    }
}

fn nil_in_paragraphs(view: &SheetView, before: u32, nothing_follows: bool) -> Option<Owner> {
    let word = view.words.iter().find(|word| word.row < before && declares_nil(view, word))?;
    Some(if nothing_follows || is_note(word) { Owner::Upper } else { Owner::Open })
}

/// Fills in the unit and the date that a table lacks.
fn complete(upper: &mut [Reading], unit: Option<String>, date: Option<DateRead>, year: Option<i32>) {
    if let ([only], Some(unit)) = (&mut *upper, unit)
        && only.unit_written.is_none()
    {
        only.unit_written = Some(unit);
    }
    let Some(date) = date else { return };
    for reading in upper.iter_mut().filter(|reading| reading.date_words == DateRead::Blank) {
        reading.date_words = date;
        reading.date = reading.date_words.day(reading.title_years.last().copied().or(year));
    }
}

fn is_note(word: &Word) -> bool {
    ["注", "备注"].iter().any(|note| word.plain.starts_with(note))
}
