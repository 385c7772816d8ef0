//! Which of several tables in one file counts.

use super::Reading;
use crate::vocabulary::Finding;
use crate::vocabulary::plain::core;

/// Keeps one reading for each unit, the best; what cannot be decided becomes a finding.
pub fn choose(mut readings: Vec<Reading>, year: Option<i32>) -> Vec<Reading> {
    keep_if_any(&mut readings, |reading| !reading.is_sample);
    let all_hidden = readings.iter().all(|reading| !reading.visible);
    keep_if_any(&mut readings, |reading| reading.visible);
    keep_if_any(&mut readings, |reading| !reading.is_blank() || reading.nil);
    // A scrap without a name beside whole tables (a ledger, a note) is nobody's report.
    let fullest = readings.iter().map(filled).max().unwrap_or(0);
    keep_if_any(&mut readings, |reading| reading.unit_written.is_some() || 2 * filled(reading) >= fullest);
    match year {
        Some(year) => {
            if readings.iter().any(|reading| reading.title_years.contains(&year)) {
                readings
                    .retain(|reading| reading.title_years.is_empty() || reading.title_years.contains(&year));
            }
        }
        None => {
            let latest = readings.iter().flat_map(|reading| &reading.title_years).max().copied();
            keep_if_any(&mut readings, |reading| {
                reading.title_years.is_empty() || reading.title_years.iter().max().copied() == latest
            });
        }
    }
    if all_hidden {
        for reading in &mut readings {
            let words = format!("统计表在隐藏的工作表“{}”里；请核对是否为要报的表", reading.sheet);
            reading.findings.push(Finding::query("hidden-sheet", words).holding());
        }
    }
    one_for_each_unit(readings)
}

fn keep_if_any(readings: &mut Vec<Reading>, wanted: impl Fn(&Reading) -> bool) {
    if readings.iter().any(&wanted) {
        readings.retain(wanted);
    }
}

fn one_for_each_unit(readings: Vec<Reading>) -> Vec<Reading> {
    let several_units = readings
        .iter()
        .filter_map(|reading| reading.unit_written.as_deref())
        .map(core)
        .collect::<std::collections::BTreeSet<_>>()
        .len()
        > 1;
    let mut chosen: Vec<Reading> = Vec::new();
    for reading in readings {
        let same_unit = |other: &&mut Reading| match (&other.unit_written, &reading.unit_written) {
            (Some(left), Some(right)) => core(left) == core(right),
            // Without a name a table speaks of the file's only unit, if there is only one.
            _ => {
                !several_units && other.sheet != reading.sheet
                    || other.unit_written.is_none() && reading.unit_written.is_none() && !several_units
            }
        };
        let Some(other) = chosen.iter_mut().find(same_unit) else {
            chosen.push(reading);
            continue;
        };
        if other.answers.values() == reading.answers.values() {
            continue;
        }
        let fuller = |a: &Reading, b: &Reading| filled(a) >= 2 * filled(b).max(1);
        if fuller(&reading, other) {
            *other = reading;
        } else if !fuller(other, &reading) {
            let words = if other.sheet == reading.sheet {
                format!("工作表“{}”里有两张数字不同的统计表，不能确定以哪张为准；请只保留一张", other.sheet)
            } else {
                format!(
                    "工作表“{}”和“{}”各有一张统计表，数字不同，不能确定以哪张为准；请只保留一张",
                    other.sheet, reading.sheet
                )
            };
            other.findings.push(Finding::hard("ambiguous-table", words));
        }
    }
    chosen
}

fn filled(reading: &Reading) -> usize {
    reading.answers.iter().filter(|answer| !answer.raw.is_empty()).count()
}
