//! 宾栏: heads over several columns of figures become the form's columns, changes between them derived ones.

use super::draft::Draft;
use super::lattice::Lattice;
use super::panels::Panel;
use super::region::Region;
use super::roles::{Role, compares, path};
use super::{compared, measures};
use crate::form::label::written_label;
use crate::form::sketch::SketchColumn;
use crate::form::year::years;
use crate::vocabulary::Place;
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::plain;

type Head = (Vec<String>, Option<Place>);

/// The columns of figures of a panel.
pub fn read(lattice: &Lattice, region: &Region, panel: &Panel, draft: &mut Draft) {
    if region.headless {
        return;
    }
    let at = |column: u32| Some(lattice.place(region.heads.1, column));
    let figures = panel.with(Role::Figure);
    let measured: Vec<Option<Measure>> = figures
        .iter()
        .map(|column| {
            path(lattice, region, *column).iter().rev().find_map(|word| written_label(word).measure)
        })
        .collect();
    let rows_measured = panel.only(Role::Measure).is_some()
        || draft.items.iter().any(|raw| written_label(&raw.words).measure.is_some());
    let words = |column: &u32| measures::guessed(&path(lattice, region, *column).concat());
    let guesses: Vec<Option<Measure>> = figures.iter().map(words).filter(Option::is_some).collect();
    let mixed = differ(&measured) || measured.iter().all(Option::is_none) && differ(&guesses);
    let agreed = measured.iter().all(Option::is_none) && !mixed && guesses.len() == figures.len();
    let agreed = guesses.first().cloned().flatten().filter(|_| agreed && !rows_measured);
    draft.measure = draft.measure.take().or(agreed);
    let counts: Vec<Option<Measure>> = if figures.len() > 1 && !rows_measured && mixed {
        let mut counts: Vec<Option<Measure>> = Vec::new();
        for (column, said) in figures.iter().zip(&measured) {
            let is_part = path(lattice, region, *column).iter().any(|word| word.starts_with("其中"));
            let of_whole = counts.last().cloned().flatten().filter(|_| is_part);
            let own = said.clone().or(of_whole);
            counts.push(Some(own.unwrap_or_else(|| guess(lattice, region, *column, draft))));
        }
        counts
    } else if rows_measured && figures.len() > 1 {
        measured.clone()
    } else {
        Vec::new()
    };
    if counts.iter().flatten().next().is_some() {
        // A fraction in a column of money says nothing of what the rows count.
        draft.items.iter_mut().for_each(|raw| raw.has_fraction = false);
    }
    let first = counts.iter().flatten().next().cloned().filter(|_| !rows_measured);
    draft.measure = first.or_else(|| measured.into_iter().flatten().next()).or(draft.measure.take());
    let heads: Vec<Head> = (panel.first..=panel.last)
        .filter(|column| figures.contains(column) || panel.with(Role::Compared).contains(column))
        .map(|column| (bare(path(lattice, region, column)), at(column)))
        .collect();
    for column in panel.with(Role::Rate) {
        let words = path(lattice, region, column).concat();
        draft.ask(at(column), format!("“{words}”是比率，不能相加，没有列为一栏；如要打印，请按派生指标设置"));
    }
    settle(heads, draft);
    for (column, measure) in draft.sketch.columns.iter_mut().zip(counts) {
        column.counted = measure.map(|measure| (measures::text(&measure), measures::decimals(&measure)));
    }
}

/// Whether some of the columns are measured otherwise than others.
fn differ(measured: &[Option<Measure>]) -> bool {
    let mut said = measured.iter().flatten();
    let Some(first) = said.next() else { return false };
    measured.iter().any(Option::is_none) || said.any(|other| other != first)
}

/// The measure of a column that says none beside others that do.
fn guess(lattice: &Lattice, region: &Region, column: u32, draft: &mut Draft) -> Measure {
    let words = path(lattice, region, column).concat();
    let guessed = measures::guessed(&words);
    let measure = guessed.unwrap_or_else(|| Measure::parse("个").expect("a counting word"));
    let sentence = format!("表上没有写“{words}”这一栏的计量单位，暂按“{}”；请核对", measure.text);
    draft.ask(Some(lattice.place(region.heads.1, column)), sentence);
    measure
}

/// Heads without measures, and without words for figures that stand over others.
fn bare(path: Vec<String>) -> Vec<String> {
    let last = path.len().saturating_sub(1);
    let words = path.into_iter().enumerate().filter_map(|(depth, words)| {
        let bare = written_label(&words).words;
        let generic =
            depth < last && matches!(bare.as_str(), "数量" | "数值" | "数据" | "完成情况" | "填报数");
        (!generic && !bare.is_empty()).then_some(bare)
    });
    words.collect()
}

/// Columns and derived columns of the form, or the word for figures where there is one column only.
pub fn settle(heads: Vec<Head>, draft: &mut Draft) {
    let (compared, figures): (Vec<Head>, Vec<Head>) =
        heads.into_iter().partition(|(words, _)| words.last().is_some_and(|word| compares(word)));
    if let [(words, _)] = figures.as_slice()
        && compared.is_empty()
    {
        return only(words.concat(), draft);
    }
    let mut labels: Vec<String> = Vec::new();
    let known_years: Vec<i32> =
        figures.iter().flat_map(|(words, _)| years(&plain(&words.concat()))).collect();
    for (words, place) in figures {
        let label = without_year(&words.concat(), &known_years);
        if label.is_empty() || labels.contains(&label) {
            draft.ask(place, format!("栏名“{label}”缺少或重复，没有列为一栏；请核对这一栏"));
            continue;
        }
        labels.push(label);
    }
    for (position, label) in labels.iter().enumerate() {
        let code = format!("c{}", position + 1);
        let synonyms = other_words(label, &labels);
        draft.sketch.columns.push(SketchColumn { synonyms, ..SketchColumn::new(code, label) });
    }
    compared::sum(draft);
    compared.into_iter().for_each(|head| compared::derive(head, draft));
    if draft.sketch.columns.len() == 1 && draft.sketch.derived_columns.is_empty() {
        let only_column = draft.sketch.columns.remove(0);
        only(only_column.label, draft);
    }
}

/// One column of figures: its head is a word for figures, if it is not known as one.
fn only(word: String, draft: &mut Draft) {
    let known = ["", "数量", "数值", "数据", "填报数", "合计", "完成情况", "情况"];
    if !known.contains(&word.as_str()) {
        draft.sketch.headings.push(("figure", vec![word]));
    }
}

/// 2024年 beside 2023年 is 本年 beside 上年: a form serves for more than a year.
fn without_year(label: &str, known: &[i32]) -> String {
    let own = years(&plain(label));
    let (Some(year), Some(latest)) = (own.first(), known.iter().max()) else { return label.to_owned() };
    let word = match latest - year {
        0 => "本年",
        1 => "上年",
        2 => "前年",
        _ => return label.to_owned(),
    };
    let written = [format!("{year}年度"), format!("{year}年"), year.to_string()];
    let found = written.iter().find(|written| label.contains(written.as_str()));
    found.map_or(label.to_owned(), |written| label.replacen(written.as_str(), word, 1))
}

/// Other words for a column, where they cannot be another's.
fn other_words(label: &str, all: &[String]) -> Vec<String> {
    let families: [&[&str]; 6] = [
        &["本月", "当月", "本月数", "本月实际", "本年本月"],
        &["本年累计", "累计", "累计数", "1至本月累计", "本月止累计"],
        &["上年同期", "去年同期", "上年同期数", "上年数", "去年", "上年"],
        &["本年", "今年", "本期", "本年数", "本期数"],
        &["上年累计", "上年同期累计", "去年累计", "去年同期累计"],
        &["上年本月", "上年同月", "去年同月", "上年同期本月"],
    ];
    let family = families.iter().find(|family| family.contains(&label));
    let words = family.into_iter().flat_map(|family| family.iter());
    words
        .filter(|word| **word != label && !all.iter().any(|other| other == *word))
        .map(|word| (*word).to_owned())
        .collect()
}
