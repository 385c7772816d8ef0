//! A letter that is passed on below the office's own: `转发…的通知`, a day, and then the superior's notice in full.
//!
//! What the superior asks there is asked of this office. Its days are passed over with that reason, its office and its
//! people are not ours.

use super::dates::named;
use super::head::is_foot;
use super::offices::is_office;
use super::page::{Page, Sentence};
use super::proposal::{PassedOver, Quoted};
use super::refusals::SUPERIOR;

/// Takes the sentences of the superior's letter out of a page.
pub fn taken_out(page: &mut Page, title: Option<&Quoted<String>>) -> Vec<Sentence> {
    let is_passed_on = title.is_some_and(|title| title.value.contains("转发"));
    let begins = title.map_or(0, |title| title.words.end);
    match begins_below(page, begins).filter(|_| is_passed_on) {
        Some(at) => page.sentences.split_off(at),
        None => Vec::new(),
    }
}

/// The first line of another title below the first foot.
fn begins_below(page: &Page, from: usize) -> Option<usize> {
    const LEAST: usize = 8;
    let is_after = |at: &usize| page.sentences[*at].range.start >= from;
    let mut places = (0..page.sentences.len()).filter(is_after);
    places.find(|at| is_foot(page, &page.sentences[*at]))?;
    let title = places.find(|at| {
        let words = page.sentences[*at].all();
        let ends = ["通知", "的函", "方案", "意见", "通报"].iter().any(|kind| words.ends_with(kind));
        words.chars().count() >= LEAST && ends && words.contains("关于")
    })?;
    let above = title - 1;
    let is_office_alone = is_office(&page.sentences[above].all()) && page.sentences[above].range.start > from;
    Some(if is_office_alone { above } else { title })
}

/// The days of such a letter.
pub fn passed_over(page: &Page, sentences: &[Sentence]) -> Vec<Quoted<PassedOver>> {
    let days = sentences.iter().flat_map(|sentence| {
        named(sentence).into_iter().filter(|date| date.first.is_some()).map(move |date| (sentence, date))
    });
    days.map(|(sentence, date)| {
        let phrase = sentence.said(date.chars.clone());
        page.quote(sentence, date.chars, PassedOver { phrase, why: SUPERIOR })
    })
    .collect()
}
