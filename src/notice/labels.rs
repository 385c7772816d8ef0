//! What stands behind a label on its line, or below it where it is a heading: `报送单位：各区水务局`, `三、征稿对象`.

use super::page::{Page, Sentence};
use super::proposal::Quoted;

/// The first value of one of these labels, written without their colons.
pub fn labelled(page: &Page, labels: &[&str]) -> Option<Quoted<String>> {
    page.sentences.iter().enumerate().find_map(|(index, sentence)| {
        on_line(page, sentence, labels).or_else(|| {
            let below = page.sentences.get(index + 1).filter(|_| is_heading(sentence, labels))?;
            value(page, below, below.point())
        })
    })
}

/// Whether a sentence is one of these labels and nothing else.
pub fn is_heading(sentence: &Sentence, labels: &[&str]) -> bool {
    let ends = sentence.chars.len()
        - usize::from(sentence.chars.ends_with(&[':']) || sentence.chars.ends_with(&['。']));
    let words = sentence.words(sentence.point()..ends);
    labels.iter().any(|label| words == *label)
}

fn on_line(page: &Page, sentence: &Sentence, labels: &[&str]) -> Option<Quoted<String>> {
    const FURTHEST: usize = 14;
    let near = 0..sentence.chars.len().min(FURTHEST);
    let (at, length) = sentence.first_of(near, labels)?;
    let is_label = sentence.says_at(at + length, ":");
    if is_label { value(page, sentence, at + length + 1) } else { None }
}

/// The words from a place to the end of what is said there.
fn value(page: &Page, sentence: &Sentence, start: usize) -> Option<Quoted<String>> {
    let end = (start..sentence.chars.len())
        .find(|place| "。;:".contains(sentence.chars[*place]))
        .unwrap_or(sentence.chars.len());
    (end >= start + 2).then(|| page.quote(sentence, start..end, sentence.said(start..end)))
}
