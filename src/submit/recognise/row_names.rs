//! What a row of a horizontal table says beside its figures: its unit, its day, when it was sent.
//!
//! Exports of forms filled online have many columns of words: who sent the row, from which address, with which
//! telephone. The head says which one names the unit (填报单位), else the fullest is taken; all of them are given
//! along as clues, for a register knows better.

use std::collections::BTreeSet;

use super::anchor::Horizontal;
use super::clues::{Clue, Stands};
use super::item_columns::FigureColumn;
use super::phrases::ends_table;
use super::view::SheetView;
use crate::form::label::read_label;
use crate::form::wording::Heading;
use crate::submit::date_text::{DateRead, read_content, read_moment};
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::{core, is_invisible, plain};
use crate::vocabulary::time::Instant;

/// Columns that say whose a row is, and of when.
#[derive(Default)]
pub struct NameColumns {
    head_row: u32,
    pub unit: Option<u32>,
    code: Option<u32>,
    /// Columns left of the figures, where words that head a row may stand.
    pub left: Vec<u32>,
    /// All columns of words that may name units.
    wordy: Vec<u32>,
    date: Option<u32>,
    submitted: Option<u32>,
}

/// Heads of the column that says when a row was sent, the surest first.
const SUBMITTED: [&str; 9] = [
    "提交时间",
    "提交答卷时间",
    "结束答题时间",
    "答题结束时间",
    "提交日期",
    "完成时间",
    "结束时间",
    "填写时间",
    "创建时间",
];

/// As many columns of words are looked up, no more.
const MOST: usize = 16;

impl NameColumns {
    pub fn of(view: &SheetView, table: &Horizontal, columns: &[FigureColumn]) -> NameColumns {
        let first = columns.iter().map(|column| column.column).min().unwrap_or(0);
        let is_figure = |column: &u32| columns.iter().any(|known| known.column == *column);
        let mut names =
            NameColumns { head_row: table.head_row, left: (0..first).collect(), ..NameColumns::default() };
        // 县区 beside 单位名称 names fewer: most names, then a head that says so, then the longer names.
        let mut best = (0, false, 0);
        let mut surest = SUBMITTED.len();
        for column in (0..=view.last_column).filter(|column| !is_figure(column)) {
            let heading = head_of(view, table.head_row, column);
            let below = names_below(view, table, column);
            let letters = below.iter().map(|name| name.len()).sum();
            let said = said_by(view, table.head_row, column);
            let sent = SUBMITTED.iter().position(|word| said.as_deref() == Some(word));
            if let Some(sure) = sent.filter(|sure| *sure < surest) {
                (surest, names.submitted) = (sure, Some(column));
            }
            if sent.is_some() {
                continue;
            }
            if said.is_some_and(|said| view.wording.form.fields.date.contains(&said)) {
                names.date = names.date.or(Some(column));
                continue;
            }
            if !below.is_empty() && names.wordy.len() < MOST {
                names.wordy.push(column);
            }
            let standing = match heading {
                Some(Heading::UnitName) => (below.len().max(1), true, letters),
                // 单位 heads units here unless units of measure stand below it.
                Some(Heading::Measure | Heading::Label) | None if column < first => {
                    (below.len(), false, letters)
                }
                _ => (0, false, 0),
            };
            if standing > best {
                best = standing;
                names.unit = Some(column);
            }
            if heading == Some(&Heading::UnitCode) {
                names.code = names.code.or(Some(column));
            }
        }
        names
    }

    /// The name at the head of a row, as written.
    pub fn unit_of(&self, view: &SheetView, row: u32) -> Option<String> {
        name_at(view, row, self.unit?)
    }

    pub fn code_of(&self, view: &SheetView, row: u32) -> Option<String> {
        let text = plain(&view.content_at(row, self.code?)?.words());
        (!text.is_empty()).then_some(text)
    }

    /// Every cell of a row that may name its unit.
    pub fn clues(&self, view: &SheetView, row: u32) -> Vec<Clue> {
        if self.wordy.len() < 2 {
            return Vec::new();
        }
        let clue = |column: &u32| {
            let stands = Stands::Row { head_row: self.head_row, column: *column };
            Some(Clue { words: name_at(view, row, *column)?, stands, place: Some(view.place(row, *column)) })
        };
        self.wordy.iter().filter_map(clue).collect()
    }

    /// 填报日期 in a column of its own.
    pub fn date_of(&self, view: &SheetView, row: u32) -> DateRead {
        let content = self.date.and_then(|column| view.content_at(row, column));
        content.map_or(DateRead::Blank, read_content)
    }

    pub fn submitted(&self, view: &SheetView, row: u32) -> Option<Instant> {
        read_moment(view.content_at(row, self.submitted?)?)
    }
}

fn name_at(view: &SheetView, row: u32, column: u32) -> Option<String> {
    let word = view.word_at(row, column)?;
    let written = view.content_at(row, column)?.text();
    // 数量, 本年 at the head of the only row is no unit.
    word.heading.is_none().then(|| without_order(written.trim_matches(is_invisible)).to_owned())
}

/// The words of a column's head, without the number and the kind of a question.
fn said_by(view: &SheetView, head_row: u32, column: u32) -> Option<String> {
    let label = read_label(&view.word_at(head_row, column)?.plain)?;
    label.readings.into_iter().next().map(|words| core(&words))
}

/// What heads a column: words of the row of heads or the next one (but 合计, which heads a row); those above
/// only where the row of heads is empty, and not a field with its value beside it (填报单位：…).
fn head_of<'v>(view: &'v SheetView, head_row: u32, column: u32) -> Option<&'v Heading> {
    let own = view.word_at(head_row, column);
    let above = head_row.checked_sub(1).filter(|_| own.is_none());
    let above = above.and_then(|row| view.word_at(row, column)).filter(|word| !word.plain.ends_with(':'));
    let below = view.word_at(head_row + 1, column).filter(|word| !view.wording.is_total(&word.plain));
    let words = [own, below, above];
    words.into_iter().flatten().find_map(|word| word.heading.as_ref())
}

/// Different words below the head of a column that can be names of units.
fn names_below<'v>(view: &'v SheetView, table: &Horizontal, column: u32) -> BTreeSet<&'v str> {
    let below = view
        .words
        .iter()
        .filter(|word| word.column == column && word.row > table.head_row && word.row <= *table.rows.end());
    let names = below.filter(|word| {
        let is_name = word.heading.is_none() && Measure::parse(&word.plain).is_none();
        let is_other = view.wording.is_total(&word.plain) || ends_table(&word.plain);
        // Figures typed as text are no names.
        let in_words = word.plain.chars().any(|c| c.is_alphabetic());
        is_name && in_words && word.plain.chars().count() >= 2 && !is_other
    });
    names.map(|word| word.plain.as_str()).collect()
}

/// `1.`, `2、` or `（3）` before a name number the row.
fn without_order(name: &str) -> &str {
    let bare = name.trim_start_matches(['(', '（']);
    let behind = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = behind.len() < bare.len();
    let name_of = behind.strip_prefix(['.', '、', '．', ')', '）']).map(str::trim_start);
    name_of.filter(|rest| numbered && !rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(name)
}
