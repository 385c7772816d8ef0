//! What stands around one table: title, year, unit, date, 零报告, a unit of measure for all of it.

use super::fields::{Field, FieldNames, Found, declares_nil, is_sample, table_measure};
use super::view::{SheetView, Word};
use crate::form::year::years;
use crate::submit::date_text::{DateRead, read_content, read_date};
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::plain;

/// The words around a table, settled.
#[derive(Clone, Debug)]
pub struct Surroundings {
    pub unit: Option<String>,
    pub unit_code: Option<String>,
    pub gathered_by: Option<String>,
    pub title: Option<String>,
    pub title_years: Vec<i32>,
    pub date: DateRead,
    pub nil: bool,
    pub is_sample: bool,
    pub measure: Option<Measure>,
}

/// Looks above and below a table. `rows` are: the first row above it that is free, its first row (heads
/// included), its last row, and the first row of the next table.
pub fn look_around(
    view: &SheetView,
    names: &FieldNames,
    rows: (u32, u32, u32, Option<u32>),
    columns: (u32, u32),
) -> Surroundings {
    let (free, top, bottom, next) = rows;
    let above_from = if free == 0 { 0 } else { parting(view, free, top).unwrap_or(free) };
    let below_to = match next {
        Some(next) => parting(view, bottom + 1, next).unwrap_or(next),
        None => view.last_row + 1,
    };
    let inside = |word: &&Word| (columns.0..=columns.1).contains(&word.column);
    let above: Vec<&Word> =
        view.words.iter().filter(|word| (above_from..top).contains(&word.row)).filter(inside).collect();
    let around = view
        .words
        .iter()
        .filter(|word| word.row < top && word.row >= above_from || word.row > bottom && word.row < below_to);
    let mut found =
        if top > above_from { names.find(view, above_from..=top - 1, columns) } else { Vec::new() };
    if below_to > bottom + 1 {
        found.extend(names.find(view, bottom + 1..=below_to - 1, columns));
    }
    if !found.iter().any(|found| found.field == Field::Unit) && above_from > 0 {
        found.extend(names.find(view, 0..=above_from - 1, (0, u32::MAX)));
    }
    let title = title_of(&above);
    let sheet_name = plain(&view.sheet.name);
    let title_years = title
        .map(|word| if word.is_title { word.title_years.clone() } else { years(&word.plain) })
        .filter(|years| !years.is_empty())
        .unwrap_or_else(|| years(&sheet_name));
    let sample = is_sample(&sheet_name) || above.iter().any(|word| word.is_title && is_sample(&word.plain));
    Surroundings {
        unit: found
            .iter()
            .filter(|found| found.field == Field::Unit)
            .find_map(|found| unit_words(view, found)),
        unit_code: found
            .iter()
            .find(|found| found.field == Field::UnitCode)
            .map(|found| plain(&found.value.text())),
        gathered_by: None,
        title_years,
        title: title.map(|word| word.plain.clone()),
        date: date_of(view, &found, below_to.saturating_sub(1), bottom),
        nil: around.into_iter().any(|word| declares_nil(view, word)) || nil_inside(view, top, bottom),
        is_sample: sample,
        measure: if top > 0 { table_measure(view, above_from..=top - 1) } else { None },
    }
}

/// Whether a note (注：…) above the title of a table in a document declares 零报告: it is the note of the
/// table before. Without 注 the words are the lower table's own.
pub fn begins_with_nil(view: &SheetView) -> bool {
    let paragraphs = || view.words.iter().take_while(|word| word.row < view.sheet.paragraphs);
    let title = paragraphs().find(|word| word.is_title).map_or(0, |title| title.row);
    let is_note = |word: &Word| ["注", "备注"].iter().any(|note| word.plain.starts_with(note));
    paragraphs().any(|word| word.row < title && is_note(word) && declares_nil(view, word))
}

/// Between two tables, the first row that belongs to the lower one: its title, with lines that stand on it
/// after an empty row.
fn parting(view: &SheetView, from: u32, to: u32) -> Option<u32> {
    let title = view.words.iter().find(|word| (from..to).contains(&word.row) && word.is_title)?.row;
    let empty = (from..title).rev().find(|row| is_empty(view, *row));
    Some(empty.map_or(title, |row| row + 1))
}

/// Nothing in a row, or only spaces, as pages have them.
fn is_empty(view: &SheetView, row: u32) -> bool {
    view.sheet.row(row).iter().all(|cell| plain(&cell.content.text()).is_empty())
}

/// The title nearest to the table; else a line that names the year and the activity.
fn title_of<'w>(above: &[&'w Word]) -> Option<&'w Word> {
    let titles = above.iter().rev().filter(|word| word.is_title);
    let with_year = titles.clone().find(|word| !word.title_years.is_empty());
    let title = with_year.or_else(|| titles.clone().next());
    let speaks_of_it = |word: &&&Word| {
        let length = word.plain.chars().count();
        (4..=60).contains(&length)
            && word.plain.contains("15")
            && word.plain.contains("活动")
            && !word.plain.contains(':')
    };
    title.or_else(|| above.iter().rev().find(speaks_of_it)).copied()
}

/// The unit's name as written, unless the words are units of measure (`单位：万元、件`).
fn unit_words(view: &SheetView, found: &Found) -> Option<String> {
    let words = plain(&found.value.text());
    let measures = words.split(['、', ',', '/', ';']).all(|part| Measure::parse(part).is_some());
    let heads_a_column = view.wording.heading(&words).is_some();
    let name = name_and_day(&found.written).0;
    (!measures && !heads_a_column && !words.is_empty() && !name.is_empty()).then(|| name.to_owned())
}

/// A day behind the unit's name in one cell, with 时间 before it or only spaces: the name, and the day.
fn name_and_day(written: &str) -> (&str, Option<&str>) {
    let day_from = |at: usize| {
        let day = &written[at..];
        let begins_run = !written[..at].ends_with(|c: char| c.is_ascii_digit());
        (begins_run && day.starts_with("20") && matches!(read_date(day), DateRead::Day(_))).then_some(at)
    };
    match written.char_indices().find_map(|(at, _)| day_from(at)) {
        None => (written, None),
        Some(at) => {
            let name =
                written[..at].trim_end_matches(|c: char| c.is_whitespace() || ":：（(，,、_".contains(c));
            let name =
                ["填报时间", "时间", "日期"].iter().find_map(|word| name.strip_suffix(word)).unwrap_or(name);
            (name.trim_end(), Some(&written[at..]))
        }
    }
}

/// 填报日期; else a line below the table that is a date and nothing else.
fn date_of(view: &SheetView, found: &[Found], last: u32, bottom: u32) -> DateRead {
    if let Some(found) = found.iter().find(|found| found.field == Field::Date) {
        // Folded, `2024-03-18 09:30` runs day and hour together.
        return match read_content(&found.value) {
            DateRead::Unreadable => read_date(&found.written),
            date => date,
        };
    }
    let units = found.iter().filter(|found| found.field == Field::Unit);
    if let Some(day) = units.filter_map(|found| name_and_day(&found.written).1).next() {
        return read_date(day);
    }
    let below = view.words.iter().filter(|word| word.row > bottom && word.row <= last);
    let mut dates = below
        .filter(|word| word.plain.chars().count() <= 12 && word.plain.ends_with('日'))
        .map(|word| read_date(&word.plain));
    dates.find(|date| matches!(date, DateRead::Day(_))).unwrap_or(DateRead::Blank)
}

/// 零报告 written into the table where figures would stand.
fn nil_inside(view: &SheetView, top: u32, bottom: u32) -> bool {
    view.words.iter().any(|word| (top..=bottom).contains(&word.row) && word.plain == "零报告" && top < bottom)
}
