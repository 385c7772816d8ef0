//! 上年同期: last year's figures, from a folder of last year's sheets or from one workbook, in any layout.
//!
//! They are read and settled like this year's, so that a sheet that would not have counted then is not
//! compared with now. A table of counties (a parent's own total) gives totals of nodes, where the units'
//! sheets are no longer at hand.

use std::collections::BTreeMap;
use std::path::Path;

use super::read::{File, Reader, files_below};
use super::roll_up::{Request, roll_up};
use crate::aggregate::State;
use crate::campaign::Campaign;
use crate::problem::Failure;
use crate::report::LastYear;
use crate::vocabulary::time::Instant;

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
    let request = Request {
        files: files.map_err(unreadable)?,
        campaign: Campaign { year, ..Campaign::default() },
        confirmations: Vec::new(),
        arrivals: Vec::new(),
        now,
        last_year: None,
    };
    let last = roll_up(reader, request, &|_, _| {})?;
    let mut units = BTreeMap::new();
    for (unit, outcome) in &last.outcomes {
        let counted = matches!(outcome.state, State::Counted | State::Held);
        if let Some(submission) = outcome.in_force.filter(|_| counted).map(|index| &last.submissions[index]) {
            units.insert(unit.clone(), submission.answers.values());
        }
    }
    let mut totals = BTreeMap::new();
    for submission in last.stray.iter().map(|stray| &last.submissions[stray.submission]) {
        if let Some(unit) = submission.unit.as_ref().filter(|unit| !last.register.reports(unit)) {
            totals.insert(unit.clone(), submission.answers.values());
        }
    }
    if units.is_empty() && totals.is_empty() {
        let sentence = format!("{} 里没有读到上年的数字；请核对文件和单位名录", path.display());
        return Err(Failure::new(sentence));
    }
    Ok(LastYear::new(units, totals))
}
