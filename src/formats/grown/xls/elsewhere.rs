//! What the rest of an old workbook says of the sheet: names, formulas on other sheets, charts.
//!
//! Only a formula that has the sheet's number can lead to it. Where no number of the workbook is the sheet's, other
//! sheets stay as they are without being looked at, but for links, which name cells in words.

use super::super::super::compound::{u16_at, u32_at};
use super::super::super::formula::sheets::{Numbered, Sheets};
use super::super::super::xls::cells::{
    BESIDE_FORMULAS, CONTINUE, Cells, DIMENSIONS, FORMULA, INDEX, RESULT, ROW, ROWS_INDEX, record,
};
use super::super::super::xls::formulas::{is_own_book, listed};
use super::super::super::xls::records::Coding;
use super::super::super::xls::stream::{Book, Part, Placed};
use super::super::rows::{Repeated, Stands};
use super::drawn::is_only_drawn;
use super::kinds::*;
use super::places::{asked, leads_into_the_file};
use super::tokens::{Following, steps};

/// The kind of a part that is one chart.
const CHART: u16 = 0x0020;

/// The names of all sheets, and which of them formulas have numbers for.
pub fn sheets(book: &Book<'_>) -> Option<(Vec<String>, Sheets)> {
    let (mut names, mut numbered) = (Vec::new(), Numbered::default());
    let mut before = 0;
    for placed in book.parts[0].records.iter().filter(|placed| !placed.inner) {
        let data = placed.data;
        match placed.kind {
            LISTED => names.push(Coding::Wide.string(data.get(6..)?, 1).ok()?),
            BOOK => numbered.add_book(is_own_book(data)),
            SHEETS => {
                let entries = data.get(2..)?.chunks_exact(6);
                (entries.len() == usize::from(u16_at(data, 0).ok()?)).then_some(())?;
                for entry in entries {
                    numbered.add(listed(entry).ok()?);
                }
            }
            CONTINUE if before == SHEETS => return None,
            _ => {}
        }
        before = placed.kind;
    }
    let named = numbered.named(|sheet| names.get(sheet).map(String::as_str));
    Some((names, named))
}

/// The workbook's own part: names follow, and so many more cells use its strings.
pub fn own(part: &Part<'_>, following: &Following<'_>, words: u32) -> Option<Vec<Vec<u8>>> {
    let mut before = 0;
    let made = part.records.iter().map(|placed| {
        let made = match placed.kind {
            NAME => record(NAME, &name(placed.data, following)?),
            STRINGS => {
                let mut data = placed.data.to_vec();
                let uses = u32_at(&data, 0).ok()?.checked_add(words)?;
                data[..4].copy_from_slice(&uses.to_le_bytes());
                record(STRINGS, &data)
            }
            CONTINUE if before == NAME => return None,
            kind => (is_of_workbook(kind) && !placed.inner || is_its_frame(placed))
                .then(|| placed.whole.to_vec())?,
        };
        before = placed.kind;
        Some(made)
    });
    made.collect()
}

/// Whether a record begins or ends the part.
fn is_its_frame(placed: &Placed<'_>) -> bool {
    matches!(placed.kind, 0x0809 | 0x000a)
}

/// A name with its formula, which must not count from any cell.
fn name(data: &[u8], following: &Following<'_>) -> Option<Vec<u8>> {
    const BEGINS: usize = 15;
    const HAS_OTHER_BYTES: u16 = 0x1000;
    let (characters, length) = (usize::from(*data.get(3)?), usize::from(u16_at(data, 4).ok()?));
    (u16_at(data, 0).ok()? & HAS_OTHER_BYTES == 0).then_some(())?;
    let wide = *data.get(BEGINS - 1)?;
    (wide <= 1).then_some(())?;
    let from = BEGINS + characters * (1 + usize::from(wide));
    let tokens = data.get(from..from + length)?;
    for step in steps(tokens)?.iter().filter(|step| step.is_reference()) {
        step.is_of_sheet().then_some(())?;
        let Some(known) = following.reference(tokens, step) else { continue };
        let is_fixed = known.area.first.row_fixed && known.area.last.row_fixed;
        (is_fixed || known.is_of_columns()).then_some(())?;
    }
    let becomes = following.formula(tokens, Stands::Elsewhere)?;
    Some([&data[..from], &becomes, &data[from + length..]].concat())
}

/// The formula of a part of a chart, where it has one.
pub fn charted(data: &[u8], following: &Following<'_>) -> Option<Vec<u8>> {
    const TOKENS: usize = 8;
    let length = usize::from(u16_at(data, TOKENS - 2).ok()?);
    let tokens = data.get(TOKENS..TOKENS + length)?;
    let becomes = following.formula(tokens, Stands::Elsewhere)?;
    Some([&data[..TOKENS], &becomes, &data[TOKENS + length..]].concat())
}

/// Another part: its records where some change; nothing where it cannot be told.
pub fn other(part: &Part<'_>, following: &Following<'_>) -> Option<Option<Vec<Vec<u8>>>> {
    let repeated: &Repeated<'_> = &following.repeated;
    let is_it = |name: &str| name.to_lowercase() == repeated.sheet.to_lowercase();
    let is_named = following.sheets.iter().flatten().any(|span| is_it(&span.0) || span.0 != span.1);
    if !is_named {
        let links = part.records.iter().filter(|placed| placed.kind == LINK && !placed.inner);
        let stays = links.map(|link| leads_into_the_file(link.data)).all(|leads| leads == Some(false));
        return stays.then_some(None);
    }
    let is_chart = u16_at(part.records[0].data, 2).ok()? == CHART;
    (is_chart || part.is_worksheet).then_some(())?;
    let made = part.records.iter().map(|placed| match placed.inner || is_chart {
        true => of_a_chart(placed, following),
        false => of_a_sheet(placed, following),
    });
    let made: Vec<Vec<u8>> = made.collect::<Option<_>>()?;
    let is_same = made.iter().zip(&part.records).all(|(made, placed)| made == placed.whole);
    Some((!is_same).then_some(made))
}

fn of_a_chart(placed: &Placed<'_>, following: &Following<'_>) -> Option<Vec<u8>> {
    let Placed { kind, data, whole, .. } = *placed;
    match kind {
        CHARTED => Some(record(kind, &charted(data, following)?)),
        OBJECT | WORDS => is_only_drawn(kind, data).then(|| whole.to_vec()),
        kind => (is_of_charts(kind) || kind == CONTINUE).then(|| whole.to_vec()),
    }
}

fn of_a_sheet(placed: &Placed<'_>, following: &Following<'_>) -> Option<Vec<u8>> {
    let Placed { kind, data, whole, .. } = *placed;
    let length_at = match kind {
        FORMULA => 20,
        kind if kind == BESIDE_FORMULAS[0] => 8,
        kind if kind == BESIDE_FORMULAS[1] => 12,
        _ => return is_of_its_own(placed, following)?.then(|| whole.to_vec()),
    };
    let length = usize::from(u16_at(data, length_at).ok()?);
    let from = length_at + 2;
    let tokens = data.get(from..from + length)?;
    let becomes = match (kind, tokens.first()) {
        // Told in another cell's record.
        (FORMULA, Some(0x01 | 0x02)) if length == 5 => tokens.to_vec(),
        (FORMULA, _) => following.formula(tokens, Stands::Elsewhere)?,
        // Several cells have it, each its own.
        _ if following.names_it(tokens)? => return None,
        _ => tokens.to_vec(),
    };
    Some(record(kind, &[&data[..from], &becomes, &data[from + length..]].concat()))
}

/// Whether a record of another sheet speaks of that sheet alone.
fn is_of_its_own(placed: &Placed<'_>, following: &Following<'_>) -> Option<bool> {
    let Placed { kind, data, .. } = *placed;
    Some(match kind {
        OBJECT | WORDS => is_only_drawn(kind, data),
        LINK => !leads_into_the_file(data)?,
        COLOUR | CHECK => {
            let formulas = asked(kind, data)?;
            let names_it = formulas.into_iter().map(|range| following.names_it(data.get(range)?));
            !names_it.collect::<Option<Vec<bool>>>()?.contains(&true)
        }
        ROW | DIMENSIONS | INDEX | ROWS_INDEX | RESULT | CONTINUE | DRAWING => true,
        kind if kind == BESIDE_FORMULAS[2] => true,
        kind => {
            is_of_sheet(kind)
                || is_of_another_sheet(kind)
                || is_followed(kind)
                || Cells::of(kind, data).ok()?.is_some()
        }
    })
}
