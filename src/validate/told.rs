//! A summary's words against the table: `发放资料8万余份` beside 50000.
//!
//! A unit writes its figures twice, in the table and in the summary's text. Where a sentence speaks of an item, its
//! figure is set beside the table's; a difference is asked about and holds nothing back. A summary has hundreds of
//! figures that are no item's: of a single day, of one street, of last year, of the whole city, of one kind of goods.
//! So a figure counts only where all of a clause is understood: an item's words stand right before it or around it,
//! what it counts is what the item counts, and all else in the clause is known to change nothing. What is not
//! understood is passed over: a false alarm on an ordinary sentence costs more than a difference that is missed.
//!
//! Where a summary says an item's figure several times, some of them are of parts: one that agrees speaks for all,
//! one that is called a total goes before the others, and several of neither say nothing.
//!
//! Limits: forms with several figures an item are not looked at, since a sentence does not name the column; a
//! figure in a picture or a table of the summary is not seen.

mod band;
mod neutral;
mod phrases;
mod quantity;
mod scope;

use crate::form::Form;
use crate::submit::Answers;
use crate::vocabulary::plain::plain;
use crate::vocabulary::{Finding, Number, Severity};

use super::Against;
pub use band::Manner;
use phrases::Phrases;
use quantity::{Spoken, spoken};
use scope::{Paragraph, Scope};

/// The code of what is asked where a summary and its table differ.
pub const DIFFERS: &str = "summary-differs";

/// A figure in a text that speaks of an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Where the item's figure stands in [`Answers`].
    pub figure: usize,
    /// As the text has it: `8万余份`.
    pub written: String,
    /// In the item's own unit of measure.
    pub value: Number,
    pub manner: Manner,
    /// What the table says.
    pub table: Number,
    pub sentence: String,
    pub agrees: bool,
    /// The text calls it a sum: 共, 累计.
    is_total: bool,
}

/// A summary that speaks of its items more often is none, nor is a sentence of so many bytes one.
const MOST: usize = 500;
const LONGEST: usize = 3_000;

/// Figures of a summary's text that speak of an item which the table has a figure of, in the text's order.
pub fn told(form: &Form, answers: &Answers, text: &str, against: Against) -> Vec<Told> {
    if form.has_columns() {
        return Vec::new();
    }
    let phrases = Phrases::of(form);
    let mut told = Vec::new();
    // A row of a table has tabs between its cells.
    for line in text.lines().filter(|line| !line.contains('\t')) {
        let mut paragraph = Paragraph::default();
        for sentence in sentences(line) {
            let words = plain(sentence);
            if words.len() > LONGEST || told.len() > MOST {
                continue;
            }
            if paragraph.scope_of(&words, against) == Scope::Own {
                told.extend(told_in(form, answers, &phrases, sentence.trim(), &words));
            }
        }
    }
    reconciled(told)
}

/// Sentences of a text, each with what ends it.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['。', '！', '？', '；', '!', '?', ';', '\n'])
}

/// The question about a figure that differs from the table's; nothing where it agrees.
pub fn finding(form: &Form, told: &Told) -> Option<Finding> {
    let (written, table, sentence) = (&told.written, told.table, shortened(&told.sentence));
    let measure = &form.measure_of(told.figure).text;
    let words = format!(
        "总结里写的是“{written}”，表里填的是 {table} {measure}，两处不一致；请核对，确实不同的请说明原因。原句：“{sentence}”"
    );
    let asked = form.finding(Severity::Query, DIFFERS, told.figure, None, &words);
    (!told.agrees).then_some(asked)
}

fn shortened(sentence: &str) -> String {
    const LONGEST: usize = 120;
    match sentence.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}……", &sentence[..end]),
        None => sentence.to_owned(),
    }
}

fn told_in(form: &Form, answers: &Answers, phrases: &Phrases, sentence: &str, words: &str) -> Vec<Told> {
    // What belongs to a part only follows this word.
    let words = words.split("其中").next().unwrap_or(words);
    let mut told = Vec::new();
    for clause in clauses(words) {
        let mut behind = 0;
        for said in spoken(clause) {
            let (before, after) = (&clause[behind..said.begins], &clause[said.ends..]);
            behind = said.ends;
            let Some(named) = phrases.named(before, after, &said.measure) else { continue };
            let Some(table) = answers.value(form.figure(named.item, 0)) else { continue };
            told.extend(compared(form, &named, &said, table, clause, sentence));
        }
    }
    told
}

fn compared(
    form: &Form,
    named: &phrases::Named,
    said: &Spoken,
    table: Number,
    clause: &str,
    sentence: &str,
) -> Option<Told> {
    let figure = form.figure(named.item, 0);
    let shift = said.measure.shift_to(form.measure_of(figure))?;
    let band = said.band.shifted(shift)?;
    Some(Told {
        figure,
        written: clause[said.begins..said.ends].to_owned(),
        value: band.value,
        manner: band.manner,
        table,
        sentence: sentence.to_owned(),
        agrees: if named.is_part { band.reaches(table) } else { band.holds(table) },
        is_total: scope::is_total(clause),
    })
}

/// Clauses of a sentence; a comma between the digits of a number parts nothing.
fn clauses(words: &str) -> Vec<&str> {
    let bytes = words.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let (mut clauses, mut begins) = (Vec::new(), 0);
    for (at, c) in words.char_indices() {
        let in_number = c == ',' && at > 0 && is_digit(at - 1) && (1..4).all(|next| is_digit(at + next));
        if matches!(c, ',' | ':' | '。' | ';' | '!' | '?') && !in_number {
            clauses.push(&words[begins..at]);
            begins = at + c.len_utf8();
        }
    }
    clauses.push(&words[begins..]);
    clauses
}

/// What is left where an item is spoken of several times.
fn reconciled(told: Vec<Told>) -> Vec<Told> {
    let is_kept = |one: &Told| {
        let of_item = || told.iter().filter(|other| other.figure == one.figure);
        let totals = || of_item().filter(|other| other.is_total);
        let is_largest = totals().all(|other| other.value <= one.value);
        match () {
            () if one.agrees => true,
            () if of_item().any(|other| other.agrees) => false,
            () if one.is_total => is_largest,
            () => of_item().all(|other| other.value == one.value),
        }
    };
    let mut kept: Vec<Told> = Vec::new();
    for one in told.iter().filter(|one| is_kept(one)) {
        let is_known = |known: &Told| known.figure == one.figure && known.written == one.written;
        if !kept.iter().any(is_known) {
            kept.push(one.clone());
        }
    }
    kept
}

#[cfg(test)]
mod tests;
