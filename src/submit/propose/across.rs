//! A table with its items across: a row of heads, one row a unit.

use super::columns;
use super::compared::is_period;
use super::draft::{Draft, Raw};
use super::lattice::{Lattice, is_figure};
use super::region::Region;
use super::roles::{Role, path, role_of};
use super::rows::has_fraction;
use crate::form::label::written_label;
use crate::form::wording::Heading;
use crate::submit::recognise::phrases::is_unit_like;
use crate::vocabulary::measure::Measure;

/// Whether the items stand in the heads: nothing that is an item runs down the body.
pub fn is_across(lattice: &Lattice, region: &Region) -> bool {
    if region.headless {
        return false;
    }
    let roles: Vec<Role> = (0..lattice.columns).map(|column| role_of(lattice, region, column)).collect();
    let has_measures = roles.iter().enumerate().any(|(column, role)| {
        *role == Role::Measure
            && column_words(lattice, region, column as u32).iter().any(|text| Measure::parse(text).is_some())
    });
    let names_items = |column: u32| matches!(head(lattice, region, column), Some(Heading::Label));
    let items: usize = (0..lattice.columns)
        .filter(|column| names_items(*column))
        .map(|column| column_words(lattice, region, column).len())
        .max()
        .unwrap_or(0);
    let one_row = region.body.1 <= region.body.0 + 1;
    if has_measures || items >= 2 {
        return false;
    }
    let first = (0..lattice.columns)
        .find(|column| roles[*column as usize] != Role::Order && !path(lattice, region, *column).is_empty());
    let Some(first) = first else { return false };
    let words = column_words(lattice, region, first);
    let units = words.iter().filter(|text| is_unit_like(text) || lattice.view.wording.is_total(text)).count();
    let named = matches!(head(lattice, region, first), Some(Heading::UnitName));
    let exported = (0..lattice.columns).any(|column| is_export(&path(lattice, region, column).concat()));
    let heads =
        (first + 1..lattice.columns).filter(|column| !path(lattice, region, *column).is_empty()).count();
    let counts = one_row
        && words
            .first()
            .is_some_and(|word| matches!(word.as_str(), "数量" | "数值" | "合计" | "本单位" | "填报数"));
    heads >= 2 && (named || exported || words.is_empty() || counts || units * 2 > words.len())
}

/// Heads that only the export of a form filled online has.
fn is_export(words: &str) -> bool {
    ["提交时间", "提交者", "提交人", "填写时间", "答题时间"].iter().any(|part| words.contains(part))
}

fn head<'v>(lattice: &Lattice<'v>, region: &Region, column: u32) -> Option<&'v Heading> {
    let rows = (region.heads.0..=region.heads.1).rev();
    let row = rows.into_iter().find(|row| !lattice.plain(*row, column).is_empty())?;
    lattice.heading(row, column)
}

/// Words in the body of a column.
fn column_words(lattice: &Lattice, region: &Region, column: u32) -> Vec<String> {
    let rows = region.body.0..region.body.1;
    let words = rows.map(|row| lattice.plain(row, column));
    words.filter(|text| !text.is_empty() && !is_figure(text)).collect()
}

pub fn read(lattice: &Lattice, region: &Region, draft: &mut Draft) {
    let mut paths: Vec<(u32, Vec<String>)> = Vec::new();
    for column in 0..lattice.columns {
        let words = path(lattice, region, column);
        if !words.is_empty() && asks(lattice, region, column, &words) {
            paths.push((column, words));
        }
    }
    drop_names(&mut paths);
    if let Some(columns) = shared_columns(&paths) {
        return read_broken_down(lattice, region, &paths, columns, draft);
    }
    for (column, mut words) in paths {
        let label = words.pop().unwrap_or_default();
        draft.items.push(raw(lattice, region, column, words, label));
    }
}

/// Where most heads say their measure, one that says none before all others names the row: 乡镇.
fn drop_names(paths: &mut Vec<(u32, Vec<String>)>) {
    let measured = |words: &[String]| words.last().is_some_and(|word| written_label(word).measure.is_some());
    let said = paths.iter().filter(|(_, words)| measured(words)).count();
    if said >= 2 && said * 2 > paths.len() {
        let names = paths.iter().take_while(|(_, words)| !measured(words)).count();
        paths.drain(..names);
    }
}

/// Whether a column asks for a figure: no number of the row, no unit, no remark.
fn asks(lattice: &Lattice, region: &Region, column: u32, words: &[String]) -> bool {
    let lowest = written_label(words.last().map_or("", String::as_str)).words;
    let counted = words.last().is_some_and(|word| written_label(word).measure.is_some());
    let named = !counted
        && matches!(
            head(lattice, region, column),
            Some(Heading::Order | Heading::UnitName | Heading::UnitCode | Heading::Label)
        );
    let unit = lowest == "单位" || matches!(head(lattice, region, column), Some(Heading::Measure));
    let field = ["日期", "时间", "姓名", "地址", "电话"].iter().any(|end| lowest.ends_with(end));
    let names_units =
        column_words(lattice, region, column).len() * 2 > (region.body.1 - region.body.0) as usize;
    let first = (0..column).all(|left| path(lattice, region, left).is_empty());
    let field = field || is_export(&lowest);
    !named && !unit && !field && !names_units && !first && role_of(lattice, region, column) != Role::Remark
}

fn raw(lattice: &Lattice, region: &Region, column: u32, groups: Vec<String>, words: String) -> Raw {
    let below = region.measures.map(|row| lattice.plain(row, column)).unwrap_or_default();
    let row = (region.heads.0..=region.heads.1).rev().find(|row| !lattice.plain(*row, column).is_empty());
    let bodies = region.body.0..region.body.1;
    Raw {
        place: row.map(|row| lattice.place(row, column)),
        groups,
        words,
        measure: Measure::parse_cell(&below),
        has_fraction: bodies.into_iter().any(|row| has_fraction(&lattice.plain(row, column))),
        across: true,
        ..Raw::default()
    }
}

/// The lowest words, where the same ones that tell periods stand under every item.
fn shared_columns(paths: &[(u32, Vec<String>)]) -> Option<Vec<String>> {
    let lowest = |words: &Vec<String>| words.last().cloned().unwrap_or_default();
    let first = &paths.first()?.1;
    let over = &first[..first.len().checked_sub(1)?];
    let own = paths.iter().take_while(|(_, words)| words.len() == first.len() && words.starts_with(over));
    let columns: Vec<String> = own.map(|(_, words)| lowest(words)).collect();
    let width = columns.len();
    let periods = columns.iter().filter(|word| is_period(word)).count();
    let alike = paths.chunks(width).all(|chunk| {
        chunk.iter().map(|(_, words)| lowest(words)).eq(columns.iter().cloned())
            && chunk.iter().all(|(_, words)| words[..words.len() - 1] == chunk[0].1[..chunk[0].1.len() - 1])
    });
    (width >= 2 && !over.is_empty() && paths.len() > width && periods * 2 >= width && alike)
        .then_some(columns)
}

/// 投诉 over 本月 and 累计, 举报 over the same: items with columns.
fn read_broken_down(
    lattice: &Lattice,
    region: &Region,
    paths: &[(u32, Vec<String>)],
    words: Vec<String>,
    draft: &mut Draft,
) {
    for chunk in paths.chunks(words.len()) {
        let (column, path) = &chunk[0];
        let mut over = path[..path.len() - 1].to_vec();
        let label = over.pop().unwrap_or_default();
        let mut own = raw(lattice, region, *column, over, label);
        own.place = Some(lattice.place(region.heads.0, *column));
        draft.items.push(own);
    }
    let heads: Vec<(String, Option<crate::vocabulary::Place>)> = words
        .into_iter()
        .zip(paths)
        .map(|(words, (column, _))| (words, Some(lattice.place(region.heads.1, *column))))
        .collect();
    let bare = |(words, place): (String, _)| (vec![written_label(&words).words], place);
    columns::settle(heads.into_iter().map(bare).collect(), draft);
}
