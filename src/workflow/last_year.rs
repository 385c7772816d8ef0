//! 上年同期: last year's figures, from a folder of last year's sheets or from one workbook, in any layout.
//!
//! They are read and settled like this year's, so that a sheet that would not have counted then is not
//! compared with now. A table of counties (a parent's own total) gives totals of nodes, where the units'
//! sheets are no longer at hand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::binding::of_any_version;
use super::read::{File, FileReading, Reader, files_below};
use super::roll_up::{Request, roll_up};
use crate::aggregate::State;
use crate::campaign::Campaign;
use crate::problem::{Failure, Problem};
use crate::report::LastYear;
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Number, UnitCode};

/// Reads last year's figures; `year` is last year where this year is known.
pub fn read_last_year(
    reader: &Reader,
    path: &Path,
    year: Option<i32>,
    now: Instant,
) -> Result<LastYear, Failure> {
    let files = if path.is_dir() {
        files_below(path)
    } else {
        Ok(vec![File { name: path.display().to_string(), path: path.to_owned() }])
    };
    let unreadable = |error| Failure::new(format!("读不出 {}：{error}", path.display()));
    let found = figures_in(reader, files.map_err(unreadable)?, year, now)?;
    if found.is_empty() {
        return Err(Failure::new(format!("{}：{}", path.display(), found.lacking(year))));
    }
    Ok(LastYear::new(found.units, found.totals))
}

/// Figures by unit, indexed as `Form::figure`.
pub type Figures = BTreeMap<UnitCode, Vec<Option<Number>>>;

/// The same from one file that is at hand as bytes: each unit's own figures, and whole nodes' totals.
pub fn read_last_year_bytes(
    reader: &Reader,
    name: &str,
    bytes: &[u8],
    year: i32,
    now: Instant,
) -> Result<(Figures, Figures), Problem> {
    let path = std::env::temp_dir().join(format!("huibiao-{}", super::secrets::reference()?));
    let kept = std::fs::write(&path, bytes);
    let files = vec![File { name: name.to_owned(), path: path.clone() }];
    let read = kept
        .map_err(|error| {
            tracing::error!(%error, "a temporary file was not written");
            Problem::broken()
        })
        .and_then(|()| Ok(figures_in(reader, files, Some(year), now)?));
    let _ = std::fs::remove_file(&path);
    let found = read?;
    if found.is_empty() {
        return Err(Problem::field("file", format!("{}。", found.lacking(Some(year)))));
    }
    Ok((found.units, found.totals))
}

/// What files say of a year: each unit's own figures, whole nodes' totals, and which years their titles name.
struct Found {
    units: Figures,
    totals: Figures,
    titled: BTreeSet<i32>,
}

impl Found {
    fn is_empty(&self) -> bool {
        self.units.is_empty() && self.totals.is_empty()
    }

    /// Why there is nothing in it, as far as that can be told.
    fn lacking(&self, year: Option<i32>) -> String {
        match (self.titled.last(), year) {
            (Some(titled), Some(year)) if !self.titled.contains(&year) => {
                let which = if *titled == year + 1 { "是本年的" } else { "不是上年的" };
                format!("表的标题写的是 {titled} 年，{which}；上年数要用 {year} 年的表，请核对是否选错了文件")
            }
            _ => "没有读到上年的数字；请核对文件和单位名录".to_owned(),
        }
    }
}

fn figures_in(reader: &Reader, files: Vec<File>, year: Option<i32>, now: Instant) -> Result<Found, Failure> {
    let mut read: Vec<FileReading> = reader.read_all(&files, &|_| {}).into_iter().flatten().collect();
    let readings = read.iter_mut().filter_map(|file| file.readings.as_mut().ok()).flatten();
    let mut titled = BTreeSet::new();
    for reading in readings {
        of_any_version(reading, reader.form());
        titled.extend(reading.title_years.last());
    }
    let request = Request {
        read,
        campaign: Campaign { year, ..Campaign::default() },
        confirmations: Vec::new(),
        arrivals: Vec::new(),
        now,
        last_year: None,
    };
    let last = roll_up(reader, request)?;
    let mut units = BTreeMap::new();
    for (unit, outcome) in &last.outcomes {
        let counted = matches!(outcome.state, State::Counted | State::Held);
        if let Some(submission) = outcome.in_force.filter(|_| counted).map(|index| &last.submissions[index]) {
            units.insert(unit.clone(), submission.answers.values());
        }
    }
    let mut totals = BTreeMap::new();
    let strays = last.stray.iter().map(|stray| &last.submissions[stray.submission]);
    for submission in strays.filter(|submission| !submission.has_hard()) {
        let is_total = |unit: &&UnitCode| submission.is_total || !last.register.reports(unit);
        if let Some(unit) = submission.unit.as_ref().filter(is_total) {
            totals.insert(unit.clone(), submission.answers.values());
        }
    }
    Ok(Found { units, totals, titled })
}
