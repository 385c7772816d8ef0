//! What is true of a season, kept by nothing but who sent what when.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use huibiao::store::objects::sha256;
use huibiao::vocabulary::time::{Instant, parse_instant};

/// What a deliverable consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sheet,
    Words,
    Photo,
    Film,
}

pub const SHEET: Kind = Kind::Sheet;
pub const WORDS: Kind = Kind::Words;
pub const PHOTO: Kind = Kind::Photo;
pub const FILM: Kind = Kind::Film;

/// A deliverable that the notice asks for, with the first instant that is late.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub title: &'static str,
    pub due: &'static str,
    /// What its senders call the file.
    pub file: &'static str,
    pub kind: Kind,
}

pub fn at(text: &str) -> Instant {
    parse_instant(text).expect("a time")
}

/// One sending of one deliverable.
#[derive(Clone, Debug)]
pub struct Sent {
    pub at: Instant,
    /// `web`, `file`, `api`, `behalf`.
    pub channel: &'static str,
    /// Name and bytes; none where figures were typed.
    pub file: Option<(String, Vec<u8>)>,
    /// In millionths, of a sheet.
    pub figures: Vec<i64>,
    pub nil: bool,
    /// Its number in the database, and its receipt's: what the service said when it was sent.
    pub id: i64,
    pub receipt: String,
}

impl Sent {
    pub fn sha256(&self) -> Option<String> {
        self.file.as_ref().map(|(_, bytes)| sha256(bytes))
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    #[default]
    None,
    Submitted,
    Returned,
    Accepted,
}

impl State {
    pub fn code(self) -> &'static str {
        match self {
            State::None => "",
            State::Submitted => "submitted",
            State::Returned => "returned",
            State::Accepted => "accepted",
        }
    }
}

/// One deliverable of one unit.
#[derive(Clone, Debug, Default)]
pub struct Part {
    pub sent: Vec<Sent>,
    pub state: State,
    pub extended: Option<Instant>,
    pub returned: usize,
}

/// What a node signed: of each unit which sending, by its place in the row; what it added up to.
#[derive(Clone, Debug)]
pub struct Signed {
    pub id: i64,
    pub pins: BTreeMap<String, usize>,
    pub total: Option<Vec<i64>>,
    pub reason: &'static str,
    /// Of the workbook.
    pub sha256: String,
    pub accepted: bool,
    pub sent_back: Option<&'static str>,
}

/// A season so far.
#[derive(Debug)]
pub struct Truth {
    pub asked: &'static [Asked],
    /// Who is asked, by code: the unit's name.
    pub units: BTreeMap<String, String>,
    pub parts: BTreeMap<(String, &'static str), Part>,
    pub exempt: BTreeSet<String>,
    pub reminded: BTreeMap<String, usize>,
    pub signed: BTreeMap<&'static str, Vec<Signed>>,
    /// Sheets that do not count: unit and which of its sendings.
    pub left_out: BTreeSet<(String, usize)>,
}

impl Truth {
    pub fn part(&self, unit: &str, title: &'static str) -> Part {
        self.parts.get(&(unit.to_owned(), title)).cloned().unwrap_or_default()
    }

    pub fn part_mut(&mut self, unit: &str, title: &'static str) -> &mut Part {
        self.parts.entry((unit.to_owned(), title)).or_default()
    }

    pub fn asked(&self, title: &str) -> Asked {
        *self.asked.iter().find(|asked| asked.title == title).unwrap_or_else(|| panic!("{title}"))
    }

    /// The first instant that is late for a unit.
    pub fn due(&self, unit: &str, title: &'static str) -> Instant {
        self.part(unit, title).extended.unwrap_or_else(|| at(self.asked(title).due))
    }

    /// By how much its first sending was late.
    pub fn late_by(&self, unit: &str, title: &'static str) -> Option<TimeDelta> {
        let first = self.part(unit, title).sent.first()?.at;
        let due = self.due(unit, title);
        (first >= due).then(|| first - due)
    }

    /// What of these a unit has not sent.
    pub fn owes(&self, unit: &str, titles: &[&'static str]) -> Vec<&'static str> {
        let lacks = |title: &&&'static str| self.part(unit, title).sent.is_empty();
        let owed = titles.iter().filter(lacks).copied();
        if self.exempt.contains(unit) { Vec::new() } else { owed.collect() }
    }

    /// The numbers of a board that is about these deliverables and the units below a node.
    pub fn counts(&self, node: &str, titles: &[&'static str]) -> BTreeMap<&'static str, usize> {
        let units = || self.units.keys().filter(|unit| unit.starts_with(node));
        let count = |is: &dyn Fn(&str) -> bool| units().filter(|unit| is(unit)).count();
        let any = |unit: &str, state| titles.iter().any(|title| self.part(unit, title).state == state);
        let bound = |unit: &str| {
            titles.iter().any(|title| !self.part(unit, title).sent.is_empty()) || !self.exempt.contains(unit)
        };
        let received = |unit: &str| bound(unit) && self.owes(unit, titles).is_empty();
        let late = |unit: &str| titles.iter().any(|title| self.late_by(unit, title).is_some());
        let all_accepted =
            |unit: &str| titles.iter().all(|title| self.part(unit, title).state == State::Accepted);
        BTreeMap::from([
            ("expected", count(&|unit| bound(unit))),
            ("exempt", count(&|unit| !bound(unit))),
            ("received", count(&|unit| received(unit))),
            ("on-time", count(&|unit| received(unit) && !late(unit))),
            ("late", count(&|unit| received(unit) && late(unit))),
            ("missing", count(&|unit| bound(unit) && !received(unit))),
            ("waiting", count(&|unit| any(unit, State::Submitted))),
            ("returned", count(&|unit| any(unit, State::Returned))),
            ("accepted", count(&|unit| all_accepted(unit))),
            ("nil", count(&|unit| received(unit) && titles.iter().any(|title| self.is_nil(unit, title)))),
            ("extended", count(&|unit| titles.iter().any(|title| self.part(unit, title).extended.is_some()))),
        ])
    }

    fn is_nil(&self, unit: &str, title: &'static str) -> bool {
        self.part(unit, title).sent.last().is_some_and(|sent| sent.nil)
    }

    /// The sheets in force below a node: unit and which of its sendings.
    pub fn in_force(&self, node: &str, table: &'static str) -> BTreeMap<String, usize> {
        let units = self.units.keys().filter(|unit| unit.starts_with(node));
        let newest = |unit: &String| Some((unit.clone(), self.part(unit, table).sent.len().checked_sub(1)?));
        units.filter_map(newest).collect()
    }

    /// What these sheets add up to; `None`: there are none.
    pub fn total(&self, sheets: &BTreeMap<String, usize>, table: &'static str) -> Option<Vec<i64>> {
        let rows = sheets.iter().map(|(unit, which)| self.part(unit, table).sent[*which].figures.clone());
        rows.reduce(|sum, row| sum.iter().zip(&row).map(|(sum, figure)| sum + figure).collect())
    }

    /// What a node would sign now: of counties that signed and were accepted what they signed, of others what was
    /// accepted.
    pub fn to_pin(&self, node: &str, table: &'static str) -> BTreeMap<String, usize> {
        let counties = self.signed.iter().filter(|(county, _)| county.len() > node.len());
        let accepted: Vec<(&str, &Signed)> = counties
            .filter_map(|(county, all)| Some((*county, all.iter().rev().find(|signed| signed.accepted)?)))
            .collect();
        let mut pins = self.in_force(node, table);
        pins.retain(|unit, _| {
            let below = accepted.iter().any(|(county, _)| unit.starts_with(county));
            !below && self.part(unit, table).state == State::Accepted
        });
        for (_, signed) in &accepted {
            pins.extend(signed.pins.clone());
        }
        pins.retain(|unit, which| !self.left_out.contains(&(unit.clone(), *which)));
        pins
    }

    /// Units whose figures are no longer those that a node signed last.
    pub fn moved(&self, node: &str, table: &'static str) -> BTreeSet<String> {
        let Some(signed) = self.signed.get(node).and_then(|all| all.last()) else { return BTreeSet::new() };
        let now = self.in_force(node, table);
        let has_moved = |unit: &&String| {
            let (old, new) = (signed.pins.get(*unit), now.get(*unit));
            let state = self.part(unit, table).state;
            let dropped = new.is_some_and(|new| self.left_out.contains(&((*unit).clone(), *new)));
            match (old, new) {
                (Some(old), Some(new)) => old != new || state != State::Accepted || dropped,
                (None, Some(_)) => !dropped && state != State::Returned,
                _ => false,
            }
        };
        now.keys().filter(has_moved).cloned().collect()
    }
}
