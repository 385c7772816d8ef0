//! Words that several items of a form go by: which of them does a row mean?
//!
//! What stands beside the words may tell: 销毁假冒伪劣商品 once over 类, 件 and 万元 is three rows, each told by
//! its unit of measure. Where the measure is the same as well, what stands over the words tells: the section
//! (线上 and 线下 each with 宣传活动 in 场) or the whole (其中：食品类 under 投诉 and under 咨询). Rows so told get
//! labels as if each had its own. Where nothing tells, they stay without: order alone never decides.

use super::known::{Held, Known};
use super::view::{SheetView, Word};
use crate::form::wording::{Fit, Match, Meaning};
use crate::vocabulary::measure::Measure;

/// Gives the rows of shared words their labels.
pub fn label_shared<'g>(view: &mut SheetView<'g>) {
    let shared = view.words.iter().filter(|word| word.is_shared);
    let found: Vec<Word<'g>> = shared.flat_map(|word| rows_sharing(view, word)).collect();
    for label in found {
        let at = view.words.partition_point(|word| (word.row, word.column) < (label.row, label.column));
        match view.words.get_mut(at).filter(|word| (word.row, word.column) == (label.row, label.column)) {
            Some(word) => *word = label,
            None => view.words.insert(at, label),
        }
    }
}

/// One label for each row from a shared word down, as long as what stands beside it tells another item.
fn rows_sharing<'g>(view: &SheetView, shared: &Word) -> Vec<Word<'g>> {
    let mut found: Vec<Word<'g>> = Vec::new();
    for row in shared.row..=view.last_row {
        let own = view.words_in(row).iter().any(|word| word.column == shared.column);
        let label = label_beside(view, shared, row)
            .filter(|_| row == shared.row || !own)
            .or_else(|| label_under(view, shared).filter(|_| row == shared.row));
        let Some(label) = label.filter(|label| {
            !found.iter().any(|known| known.label.as_ref().map(|known| known.meaning) == Some(label.meaning))
        }) else {
            break;
        };
        let known = Known {
            label: Some(label),
            heading: None,
            is_shared: false,
            is_title: false,
            title_years: Vec::new(),
            ..Known::clone(shared)
        };
        found.push(Word { row, column: shared.column, known: Held::Own(Box::new(known)) });
    }
    found
}

/// Which of the items a row is: by the words beside it (种类, 案值（万元）) or its unit of measure.
fn label_beside(view: &SheetView, shared: &Word, row: u32) -> Option<Match> {
    let beside = view.words_in(row).iter().filter(|word| word.column > shared.column).take(2);
    beside.into_iter().find_map(|word| {
        let together = view.wording.label(&format!("{}{}", shared.plain, word.plain));
        together.or_else(|| view.wording.shared(&shared.plain, &Measure::parse(&word.plain)?))
    })
}

/// Which of the items the words are: by the section or the whole that they stand under.
fn label_under(view: &SheetView, shared: &Word) -> Option<Match> {
    let beside = view.words_in(shared.row).iter().filter(|word| word.column > shared.column).take(2);
    let measure = beside.into_iter().find_map(|word| Measure::parse(&word.plain));
    let counted = |item: &usize| {
        let own = &view.wording.form.items[*item].measure;
        measure.as_ref().is_none_or(|measure| own.counts_alike(measure))
    };
    let items: Vec<usize> = view.wording.sharers(&shared.plain).into_iter().filter(counted).collect();
    let mut parted = false;
    for word in over(view, shared) {
        let is_part = |item: usize| view.wording.form.items[item].part_of.is_some();
        let heads = |item: &usize| {
            let near = !parted || !is_part(*item);
            near && (is_section_of(view, word, *item) || is_whole_of(view, word, *item))
        };
        match items.iter().copied().filter(heads).collect::<Vec<_>>().as_slice() {
            [] => parted |= parts(view, word, shared),
            [only] => return Some(Match { meaning: Meaning::Item(*only), measure: None, fit: Fit::Synonym }),
            _ => return None,
        }
    }
    None
}

/// Whether words between a whole and a part take the part from it: another whole, or a row that is no item.
fn parts(view: &SheetView, word: &Word, part: &Word) -> bool {
    let is_part = word.is_shared
        || word.plain.starts_with("其中")
        || word.label.as_ref().is_some_and(|label| match label.meaning {
            Meaning::Item(item) => view.wording.form.items[item].part_of.is_some(),
            Meaning::Derived(_) => true,
        });
    let in_line = word.column == part.column || word.row == part.row && word.label.is_some();
    in_line && !is_part
}

/// The words over a cell, the nearest first: what covers it in the rows above, what stands before it in its
/// row, what stands above. In the right one of two panels the left one's words say nothing.
fn over<'v>(view: &'v SheetView, shared: &'v Word) -> impl Iterator<Item = &'v Word<'v>> {
    let Word { row, column, .. } = *shared;
    let before = move || view.words_in(row).iter().rev().filter(move |word| word.column < column);
    let panel =
        before().find(|word| word.label.is_some() || word.is_shared).map_or(0, |word| word.column + 1);
    let covering = (row.saturating_sub(2)..row).rev().filter_map(move |row| view.word_at(row, column));
    let above = (0..row).rev().flat_map(move |row| view.words_in(row).iter().rev());
    let above = above.filter(move |word| (panel..=column).contains(&word.column));
    covering.chain(before()).chain(above)
}

fn is_whole_of(view: &SheetView, word: &Word, item: usize) -> bool {
    let part = view.wording.form.items[item].part_of.as_ref();
    let meaning = word.label.as_ref().map(|label| label.meaning);
    part.is_some_and(|part| meaning == Some(Meaning::Item(part.whole)))
}

fn is_section_of(view: &SheetView, word: &Word, item: usize) -> bool {
    let section = view.wording.form.section_of(item);
    section.is_some_and(|section| view.wording.names_section(&word.plain, section))
}
