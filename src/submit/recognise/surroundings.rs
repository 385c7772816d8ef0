//! What stands around one table: title, year, unit, date, 零报告, a unit of measure for all of it.

use super::clues::{Clue, near};
use super::examples::{is_example, marks_example};
use super::field_names::Field;
use super::fields::{Found, declares_nil, find, table_measure};
use super::phrases::is_unit_like;
use super::view::{SheetView, Word};
use crate::form::year::years;
use crate::submit::date_text::{DateRead, date_line, is_window, read_content, read_date};
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
    pub is_example: bool,
    pub measure: Option<Measure>,
    /// What may name the unit where no field does.
    pub clues: Vec<Clue>,
}

/// Where a table stands, and what stands above and below it.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// The first row above the table that is no other table's.
    pub free: u32,
    /// The table's first row, heads included.
    pub top: u32,
    pub bottom: u32,
    /// The first row of the next table below.
    pub next: Option<u32>,
    /// Another table stands above, on the sheet or before it in a document.
    pub follows: bool,
    pub columns: (u32, u32),
}

/// Looks above and below a table.
pub fn look_around(view: &SheetView, standing: Standing) -> Surroundings {
    let Standing { free, top, bottom, next, columns, .. } = standing;
    let above_from = if free == 0 { 0 } else { parting(view, free, top).unwrap_or(free) };
    let below_to = match next {
        Some(next) => parting(view, bottom + 1, next).unwrap_or(next),
        None => view.last_row + 1,
    };
    let inside = |word: &&Word| (columns.0..=columns.1).contains(&word.column);
    let above: Vec<&Word> =
        view.words.iter().filter(|word| (above_from..top).contains(&word.row)).filter(inside).collect();
    // Between two tables what follows the title is surely the lower one's.
    let own_from = if standing.follows {
        title_between(view, above_from, top).unwrap_or(above_from)
    } else {
        above_from
    };
    let mut found = Vec::new();
    for rows in [own_from..top, bottom + 1..below_to, above_from..own_from] {
        if !rows.is_empty() {
            found.extend(find(view, rows.start..=rows.end - 1, columns));
        }
    }
    let names_a_unit = |found: &Found| matches!(found.field, Field::Unit | Field::Maker);
    if !found.iter().any(names_a_unit) && above_from > 0 {
        found.extend(find(view, 0..=above_from - 1, (0, u32::MAX)));
    }
    let title = title_of(&above);
    let sheet_name = plain(&view.sheet.name);
    let title_years = title
        .map(|word| if word.is_title { word.title_years.clone() } else { years(&word.plain) })
        .filter(|years| !years.is_empty())
        .unwrap_or_else(|| years(&sheet_name));
    // 示例 among heads is the head of a column.
    let alone = |word: &Word| {
        let others = view.words_in(word.row).iter().filter(|other| other.column != word.column);
        others.into_iter().all(|other| other.heading.is_none() || other.names_a_field)
    };
    let marked = |word: &Word| word.is_example || word.marks_example && alone(word);
    let is_example =
        is_example(&sheet_name) || marks_example(&sheet_name) || above.iter().copied().any(marked);
    let unit = unit_among(view, &found);
    let clues = match unit {
        Some(_) => Vec::new(),
        None => near(view, above_from..top, bottom + 1..below_to, columns),
    };
    Surroundings {
        unit,
        clues,
        unit_code: found
            .iter()
            .find(|found| found.field == Field::UnitCode)
            .map(|found| plain(&found.value.words())),
        gathered_by: None,
        title_years,
        title: title.map(|word| word.plain.clone()),
        date: date_of(view, &found, below_to.saturating_sub(1), bottom),
        nil: says_nil(view, &standing) || nil_inside(view, top, bottom),
        is_example,
        measure: if top > 0 { table_measure(view, above_from..=top - 1) } else { None },
    }
}

/// 零报告 in words that are this table's alone: below the last table, and from the title down.
fn says_nil(view: &SheetView, standing: &Standing) -> bool {
    let Standing { free, top, bottom, next, follows, .. } = *standing;
    let from = if follows { title_between(view, free, top).unwrap_or(top) } else { free };
    let own = |word: &&Word| (from..top).contains(&word.row) || word.row > bottom && next.is_none();
    view.words.iter().filter(own).any(|word| declares_nil(view, word))
}

/// The row of the first title between two rows.
pub fn title_between(view: &SheetView, from: u32, to: u32) -> Option<u32> {
    Some(view.words.iter().find(|word| (from..to).contains(&word.row) && word.is_title)?.row)
}

/// Between two tables, the first row that belongs to the lower one: its title, with lines that stand on it
/// after an empty row.
fn parting(view: &SheetView, from: u32, to: u32) -> Option<u32> {
    let title = title_between(view, from, to)?;
    let empty = (from..title).rev().find(|row| view.is_blank_row(*row));
    Some(empty.map_or(title, |row| row + 1))
}

/// The title nearest to the table; else a line that names the year and the activity.
fn title_of<'w>(above: &[&'w Word<'w>]) -> Option<&'w Word<'w>> {
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

/// The unit that fields name: 填报单位 before 制表单位.
pub fn unit_among(view: &SheetView, found: &[Found]) -> Option<String> {
    let named = |field| found.iter().filter(move |found| found.field == field);
    named(Field::Unit).chain(named(Field::Maker)).find_map(|found| unit_words(view, found))
}

/// The unit's name as written, unless the words are units of measure (`单位：万元、件`).
fn unit_words(view: &SheetView, found: &Found) -> Option<String> {
    let words = plain(&found.value.words());
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
    if let Some(date) = day_among(found) {
        return date;
    }
    let units = found.iter().filter(|found| found.field == Field::Unit);
    if let Some(day) = units.filter_map(|found| name_and_day(&found.written).1).next() {
        return read_date(day);
    }
    let below = view.words.iter().filter(|word| word.row > bottom && word.row <= last);
    let mut signed = below.filter_map(|word| date_line(&word.plain).or_else(|| signed_day(&word.plain)));
    signed.next().unwrap_or(DateRead::Blank)
}

/// The day that fields say: 填报日期, else 制表日期 or 统计日期 with a single day. A window (3月1日至15日) is the
/// time that the figures describe, whatever it is called.
pub fn day_among(found: &[Found]) -> Option<DateRead> {
    let dated = |field| found.iter().filter(move |found| found.field == field && !is_window(&found.written));
    let read = |found: &Found| match read_content(found.value) {
        // Folded, `2024-03-18 09:30` runs day and hour together.
        DateRead::Unreadable => read_date(&found.written),
        date => date,
    };
    let mut made = dated(Field::MadeOn).map(read);
    let made = made.find(|date| matches!(date, DateRead::Day(_) | DateRead::MonthAndDay(..)));
    let own: Vec<DateRead> = dated(Field::Date).map(read).collect();
    own.iter().find(|date| **date != DateRead::Blank).copied().or(made).or(own.first().copied())
}

/// The day behind an office's name in one line: `高青县双杨西卫生院（盖章）2024年3月18日`.
fn signed_day(text: &str) -> Option<DateRead> {
    let (name, day) = name_and_day(text);
    let sealed = ["(公章)", "(盖章)", "(签章)", "(章)"].iter().find_map(|seal| name.strip_suffix(seal));
    is_unit_like(sealed.unwrap_or(name)).then_some(read_date(day?))
}

/// 零报告 written into the table where figures would stand.
fn nil_inside(view: &SheetView, top: u32, bottom: u32) -> bool {
    view.words.iter().any(|word| (top..=bottom).contains(&word.row) && word.plain == "零报告" && top < bottom)
}
