//! Whose sheet is it where no field says so: the words around it are held against the register.
//!
//! A name as the register writes it goes before a short one, a unit before the office above it: that stands in
//! titles, and is taken only where nothing lower fits and it reports itself. Words that fit two units, and two
//! places that name different ones, are asked about and never guessed at.
//!
//! In a table with a row for each unit several columns may name it. The one whose cells are most units of the
//! register is it, for the table as a whole: a slip in one row must not send that row to another column.

use std::collections::{BTreeMap, BTreeSet};

use super::identity::Identity;
use crate::submit::recognise::Reading;
use crate::submit::recognise::clues::{Clue, Stands};
use crate::vocabulary::plain::plain;
use crate::vocabulary::unit_name::{Named, Names};
use crate::vocabulary::{Finding, Place, Register, UnitCode};

/// A unit that words fit.
struct Hit {
    unit: UnitCode,
    words: String,
    stands: &'static str,
    place: Option<Place>,
}

/// The unit that the words around a sheet name; units that they may name; nothing where they name none.
pub fn by_clues(reading: &Reading, register: &Register, names: &Names) -> Option<Identity> {
    let tried = tried(reading);
    let mut above = Vec::new();
    for exactly in [true, false] {
        let (hits, doubtful) = hits(&tried, names, exactly);
        let (parents, units): (Vec<Hit>, Vec<Hit>) =
            hits.into_iter().partition(|hit| register.has_children(&hit.unit));
        above.extend(parents);
        let found: BTreeSet<&UnitCode> = units.iter().map(|hit| &hit.unit).collect();
        match (units.first(), found.len()) {
            (Some(hit), 1) => return Some(taken(register, hit)),
            (Some(_), _) => return Some(asked(register, &units)),
            (None, _) if doubtful.is_empty() => {}
            (None, _) => return Some(asked(register, &doubtful)),
        }
    }
    let reporting: BTreeSet<&UnitCode> =
        above.iter().map(|hit| &hit.unit).filter(|unit| register.reports(unit)).collect();
    let hit = above.iter().find(|hit| reporting.contains(&hit.unit)).or(above.first())?;
    match reporting.len() {
        // A table that only names the office above is that office's, and says so where it is settled.
        0 if hit.stands == IN_TITLE || hit.stands == ON_TAB => Some(taken(register, hit)),
        0 => None,
        1 => Some(taken(register, hit)),
        _ => Some(asked(register, &above)),
    }
}

const IN_TITLE: &str = "标题";
const ON_TAB: &str = "工作表名";

/// Words to look up, where they stand, and whether a short name may be meant.
struct Tried {
    words: String,
    stands: &'static str,
    place: Option<Place>,
    may_be_short: bool,
}

fn tried(reading: &Reading) -> Vec<Tried> {
    let mut tried = Vec::new();
    let mut from_title = |title: &str, place: Option<&Place>| {
        for words in names_in_title(title) {
            tried.push(Tried { words, stands: IN_TITLE, place: place.cloned(), may_be_short: true });
        }
    };
    if let Some(title) = &reading.title {
        from_title(title, None);
    }
    for clue in reading.clues.iter().filter(|clue| clue.stands == Stands::Title) {
        from_title(&clue.words, clue.place.as_ref());
    }
    tried.extend(reading.clues.iter().filter_map(plainly));
    let tab = reading.sheet.clone();
    tried.push(Tried { words: tab, stands: ON_TAB, place: None, may_be_short: true });
    tried.retain(|tried| tried.words.chars().count() >= 3);
    tried
}

fn plainly(clue: &Clue) -> Option<Tried> {
    let (stands, may_be_short) = match clue.stands {
        Stands::Head => ("栏头", true),
        Stands::Above => ("表格上方的字样", true),
        Stands::Below => ("表格下方的落款", true),
        Stands::Inside => ("表内的字样", false),
        Stands::Margin => ("页眉页脚", true),
        Stands::Title | Stands::Row { .. } => return None,
    };
    Some(Tried { words: clue.words.clone(), stands, place: clue.place.clone(), may_be_short })
}

/// `沂源县南麻市场监督管理所2024年“3·15”活动情况统计表`, the year before or behind the name, or the name behind a
/// dash or in brackets: every part that may be a name, and its beginnings that end like an office.
fn names_in_title(title: &str) -> Vec<String> {
    let title = plain(title);
    let parts = title.split(|c: char| c.is_ascii_digit() || "“”\"'()《》-—:,、".contains(c));
    let parts =
        parts.map(|part| part.trim_start_matches(['年', '度', '关', '于'])).filter(|part| !part.is_empty());
    let mut names = Vec::new();
    for part in parts {
        names.push(part.to_owned());
        let ends = part.char_indices().filter(|(_, c)| "所局院会站心社队室司".contains(*c));
        let mut beginnings: Vec<String> =
            ends.map(|(at, c)| part[..at + c.len_utf8()].to_owned()).filter(|name| name != part).collect();
        beginnings.reverse();
        names.extend(beginnings);
    }
    names
}

/// The units that words fit, and those that they fit only among others.
fn hits(tried: &[Tried], names: &Names, exactly: bool) -> (Vec<Hit>, Vec<Hit>) {
    let (mut hits, mut doubtful) = (Vec::new(), Vec::new());
    for tried in tried.iter().filter(|tried| exactly || tried.may_be_short) {
        let hit =
            |unit| Hit { unit, words: tried.words.clone(), stands: tried.stands, place: tried.place.clone() };
        match names.find(&tried.words) {
            Named::Unit { code, exactly: as_written } if as_written || !exactly => hits.push(hit(code)),
            Named::Several(units) if !exactly => doubtful.extend(units.into_iter().map(hit)),
            _ => {}
        }
    }
    (hits, doubtful)
}

fn taken(register: &Register, hit: &Hit) -> Identity {
    let name = &register.unit(&hit.unit).name;
    let words = format!("没有写填报单位，按{}“{}”认定为“{name}”", hit.stands, hit.words);
    Identity {
        unit: Some(hit.unit.clone()),
        written: Some(hit.words.clone()),
        findings: vec![Finding::hint("unit-from-title", words).at(hit.place.clone())],
        ..Identity::default()
    }
}

fn asked(register: &Register, hits: &[Hit]) -> Identity {
    let mut candidates: Vec<UnitCode> = Vec::new();
    for hit in hits {
        if !candidates.contains(&hit.unit) {
            candidates.push(hit.unit.clone());
        }
    }
    let mut seen = BTreeSet::new();
    let said = hits.iter().filter(|hit| seen.insert((hit.stands, &hit.words)));
    let said: Vec<String> = said.map(|hit| format!("{}“{}”", hit.stands, hit.words)).take(6).collect();
    let units: Vec<&str> = candidates.iter().map(|code| register.unit(code).name.as_str()).take(6).collect();
    let words = format!("没有写填报单位，{}可能是：{}；请补填", said.join("、"), units.join("、"));
    Identity { candidates, findings: vec![Finding::hard("unit-ambiguous", words)], ..Identity::default() }
}

/// Readings with the unit of each row out of the column that names most units of the register.
pub fn name_rows(mut readings: Vec<Reading>, register: &Register, names: &Names) -> Vec<Reading> {
    let mut tables: BTreeMap<(String, u32), Vec<usize>> = BTreeMap::new();
    for (index, reading) in readings.iter().enumerate() {
        if let Some((head_row, ..)) = cells(reading).next() {
            tables.entry((reading.sheet.clone(), head_row)).or_default().push(index);
        }
    }
    for rows in tables.into_values() {
        let Some(column) = best_column(&readings, &rows, register, names) else { continue };
        for index in rows {
            let cell = cells(&readings[index]).find(|(_, own, _)| *own == column);
            let words = cell.map(|(.., words)| words.to_owned());
            readings[index].unit_written = words;
        }
    }
    readings
}

/// The cells of a row that may name its unit: the table's row of heads, the column, the words.
fn cells(reading: &Reading) -> impl Iterator<Item = (u32, u32, &str)> {
    reading.clues.iter().filter_map(|clue| match clue.stands {
        Stands::Row { head_row, column } => Some((head_row, column, clue.words.as_str())),
        _ => None,
    })
}

/// The column with most different units, where it is not the one that recognition took.
fn best_column(readings: &[Reading], rows: &[usize], register: &Register, names: &Names) -> Option<u32> {
    let mut units: BTreeMap<u32, BTreeSet<UnitCode>> = BTreeMap::new();
    for (_, column, words) in rows.iter().flat_map(|index| cells(&readings[*index])) {
        let found = units.entry(column).or_default();
        if let Named::Unit { code, .. } = names.find(words)
            && register.reports(&code)
        {
            found.insert(code);
        }
    }
    let taken = |column: &u32| {
        let own = |index: &usize| {
            let mut cells = cells(&readings[*index]).filter(|(_, own, _)| own == column);
            cells.all(|(.., words)| readings[*index].unit_written.as_deref() == Some(words))
        };
        rows.iter().all(own)
    };
    // Of columns with equally many the one that was taken, else the leftmost.
    let (column, found) = units
        .iter()
        .max_by_key(|(column, units)| (units.len(), taken(column), std::cmp::Reverse(**column)))?;
    (!found.is_empty() && !taken(column)).then_some(*column)
}
