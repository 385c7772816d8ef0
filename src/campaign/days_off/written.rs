//! Days as holiday notices list them, read and shown: `2024年4月4日至6日、5月1日`.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use crate::vocabulary::plain::plain;

/// The longest run of days that a holiday is believed to have.
const LONGEST: i64 = 31;

/// Days as a holiday notice lists them: `2024年4月4日至6日、5月1日`, `2024-04-04`; a sentence where one cannot be
/// read.
pub fn read_days(text: &str, year: Option<i32>) -> Result<BTreeSet<NaiveDate>, String> {
    let mut days = BTreeSet::new();
    let parts = text.split(|c: char| c.is_whitespace() || "、,，;；".contains(c));
    for part in parts.filter(|part| !part.is_empty()) {
        let run = run_of_days(&plain(part), year);
        days.extend(run.ok_or_else(|| {
            format!("“{part}”认不出是哪几天，请写成 2024年4月4日至6日，不连着的用顿号隔开。")
        })?);
    }
    Ok(days)
}

fn run_of_days(part: &str, year: Option<i32>) -> Option<Vec<NaiveDate>> {
    let (first, last) = part.split_once(['至', '到', '~', '—', '–']).unwrap_or((part, ""));
    let first = date(first, year, None)?;
    let last = if last.is_empty() { first } else { date(last, Some(first.year()), Some(first.month()))? };
    let length = (last - first).num_days();
    (0..LONGEST).contains(&length).then(|| first.iter_days().take_while(|day| *day <= last).collect())
}

/// A day as it is written: with its year, without it, or after another day of its month.
fn date(text: &str, year: Option<i32>, month: Option<u32>) -> Option<NaiveDate> {
    if text.chars().any(|c| !c.is_ascii_digit() && !"年月日号-/.".contains(c)) {
        return None;
    }
    let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    let numbers: Vec<u32> = runs.map(str::parse).collect::<Result<_, _>>().ok()?;
    match numbers[..] {
        [year, month, day] => NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day),
        [month, day] => NaiveDate::from_ymd_opt(year?, month, day),
        [day] => NaiveDate::from_ymd_opt(year?, month?, day),
        _ => None,
    }
    .filter(|day| (2000..2100).contains(&day.year()))
}

/// Days as pages show them and the database keeps them; read back by [`read_days`].
pub fn show_days(days: &BTreeSet<NaiveDate>) -> String {
    let mut runs: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, last)) if last.succ_opt() == Some(*day) => *last = *day,
            _ => runs.push((*day, *day)),
        }
    }
    let shown = runs.into_iter().map(|(first, last)| match (first == last, first.month() == last.month()) {
        (true, _) => first.format("%Y年%-m月%-d日").to_string(),
        (_, true) => format!("{}至{}", first.format("%Y年%-m月%-d日"), last.format("%-d日")),
        _ => format!("{}至{}", first.format("%Y年%-m月%-d日"), last.format("%Y年%-m月%-d日")),
    });
    shown.collect::<Vec<_>>().join("、")
}
