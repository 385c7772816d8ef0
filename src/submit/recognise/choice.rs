//! Which of several tables in one file counts.

use super::phrases::is_unit_like;
use super::reading::Reading;
use crate::submit::date_text::DateRead;
use crate::vocabulary::Finding;
use crate::vocabulary::plain::{core, plain};

/// Keeps one reading for each unit, the best; what cannot be decided becomes a finding, and what was passed
/// over is told with its reason.
pub fn choose(readings: Vec<Reading>, year: Option<i32>) -> Vec<Reading> {
    let mut choice = Choice { readings: joined(readings), passed: Vec::new() };
    choice.prefer("是隐藏的", |reading| reading.visible);
    // A scrap without a name beside whole tables (a ledger, a note) is nobody's report.
    let fullest = choice.readings.iter().map(filled).max().unwrap_or(0);
    choice.prefer("没有写单位，只填了少数几项", |reading| {
        reading.unit_written.is_some() || 2 * filled(reading) >= fullest
    });
    choice.prefer("是填写示例", |reading| !reading.is_example);
    choice.prefer("没有填数", |reading| !reading.is_blank() || reading.nil);
    choice.prefer("是上年的", |reading| !is_last_years(reading));
    choice.prefer_year(year);
    if choice.readings.iter().all(|reading| !reading.visible) {
        for reading in &mut choice.readings {
            let words = format!("统计表在隐藏的工作表“{}”里；请核对是否为要报的表", reading.sheet);
            reading.findings.push(Finding::query("hidden-sheet", words).holding());
        }
    }
    for reading in choice.readings.iter_mut().filter(|reading| reading.is_example) {
        let words = "这张表是填写示例，或者填报单位写的是“××”，不能当作报表；请报本单位填的表，如果这就是，请去掉“示例”等字样、写明填报单位";
        reading.findings.push(Finding::hard("example-table", words));
    }
    for reading in choice.readings.iter_mut().filter(|reading| is_last_years(reading)) {
        let said = year.is_some_and(|year| reading.title_years.contains(&year));
        if !said {
            let words =
                format!("填了数的只有工作表“{}”，看上去是上年的表；请核对是否报错了表", reading.sheet);
            reading.findings.push(Finding::query("last-years-table", words).holding());
        }
    }
    let mut chosen = one_for_each_unit(choice.readings, &mut choice.passed);
    tell_passed(&mut chosen, choice.passed);
    chosen
}

/// A table broken in two (the page ended, the head was copied): the lower part bears no other title, no other
/// name and no other day, and tells only items that the upper part does not.
fn joined(readings: Vec<Reading>) -> Vec<Reading> {
    let mut whole: Vec<Reading> = Vec::new();
    for reading in readings {
        // The units' rows of a wide table in two bands come back in the order of the first band.
        let named = reading.unit_written.is_some();
        let near = whole.iter_mut().rev().take(if named { usize::MAX } else { 1 });
        match near.into_iter().find(|upper| continues(upper, &reading)) {
            Some(upper) => continue_with(upper, reading),
            None => whole.push(reading),
        }
    }
    whole
}

fn continues(upper: &Reading, lower: &Reading) -> bool {
    let same = |above: &Option<String>, below: &Option<String>| {
        above.is_none() || below.is_none() || above.as_deref().map(core) == below.as_deref().map(core)
    };
    let one_unit = same(&upper.unit_written, &lower.unit_written)
        && same(&upper.unit_code_written, &lower.unit_code_written);
    let untitled = lower.title.is_none() && lower.title_years.is_empty();
    // The page's title copied with the head.
    let titled_alike = same(&upper.title, &lower.title) && upper.title_years == lower.title_years;
    let one_day = [DateRead::Blank, upper.date_words].contains(&lower.date_words)
        || upper.date_words == DateRead::Blank;
    let pairs = upper.answers.iter().zip(lower.answers.iter());
    let apart = pairs.into_iter().all(|(above, below)| !(above.found && below.found));
    let alike = upper.visible == lower.visible && upper.is_example == lower.is_example;
    let filled = !upper.is_blank() && !lower.is_blank();
    one_unit && (untitled || titled_alike) && one_day && apart && alike && filled
}

fn continue_with(upper: &mut Reading, lower: Reading) {
    for (figure, below) in lower.answers.iter().enumerate().filter(|(_, below)| below.found) {
        *upper.answers.get_mut(figure) = below.clone();
    }
    upper.findings.extend(lower.findings);
    upper.clues.extend(lower.clues);
    upper.unit_written = upper.unit_written.take().or(lower.unit_written);
    upper.unit_code_written = upper.unit_code_written.take().or(lower.unit_code_written);
    upper.nil |= lower.nil;
    if upper.date_words == DateRead::Blank {
        upper.date_words = lower.date_words;
        upper.date = lower.date;
    }
}

/// Readings still in question, and words about those that are not.
struct Choice {
    readings: Vec<Reading>,
    passed: Vec<String>,
}

impl Choice {
    /// Passes over what is not wanted, if anything is.
    fn prefer(&mut self, reason: &str, wanted: impl Fn(&Reading) -> bool) {
        if self.readings.len() < 2 || !self.readings.iter().any(&wanted) {
            return;
        }
        let (kept, others): (Vec<Reading>, Vec<Reading>) = self.readings.drain(..).partition(wanted);
        self.readings = kept;
        self.passed.extend(others.iter().map(|other| passed(other, reason)));
    }

    fn prefer_year(&mut self, year: Option<i32>) {
        let latest = self.readings.iter().flat_map(|reading| &reading.title_years).max().copied();
        let Some(wanted) = year.or(latest) else { return };
        if self.readings.iter().any(|reading| reading.title_years.contains(&wanted)) {
            let reason = format!("不是 {wanted} 年的");
            self.prefer(&reason, |reading| {
                reading.title_years.is_empty() || reading.title_years.contains(&wanted)
            });
        }
    }
}

/// 上年 names the sheet, or ends the title; a table compared with last year's is not last year's.
fn is_last_years(reading: &Reading) -> bool {
    let title = reading.title.as_deref().unwrap_or_default();
    let compares = |text: &str| ["含", "与", "和", "及", "比"].iter().any(|word| text.contains(word));
    let ending = title.trim_end_matches(')').rsplit('(').next().filter(|ending| ending.len() < title.len());
    [plain(&reading.sheet).as_str(), ending.unwrap_or_default()]
        .iter()
        .any(|words| ["上年", "去年", "往年"].iter().any(|word| words.starts_with(word)) && !compares(words))
}

fn passed(reading: &Reading, reason: &str) -> String {
    format!("工作表“{}”的表{reason}", reading.sheet)
}

/// Says on each chosen table which others the file held and why they were not taken.
fn tell_passed(chosen: &mut [Reading], mut passed: Vec<String>) {
    passed.dedup();
    if passed.is_empty() {
        return;
    }
    for reading in chosen {
        let words =
            format!("文件里不止一张统计表，取工作表“{}”的；{}，未取", reading.sheet, passed.join("，"));
        reading.findings.push(Finding::hint("table-chosen", words));
    }
}

fn one_for_each_unit(readings: Vec<Reading>, passed_over: &mut Vec<String>) -> Vec<Reading> {
    if readings.len() < 2 {
        return readings;
    }
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
                let apart = other.sheet != reading.sheet;
                let unnamed = other.unit_written.is_none() && reading.unit_written.is_none();
                !several_units && (apart || unnamed) && !named_by_tabs(other, &reading)
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
            passed_over.push(passed(other, "填得不全"));
            *other = reading;
        } else if fuller(other, &reading) {
            passed_over.push(passed(&reading, "填得不全"));
        } else {
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

/// Two tables on tabs that are each named after another unit.
fn named_by_tabs(one: &Reading, other: &Reading) -> bool {
    one.sheet != other.sheet && [one, other].iter().all(|reading| is_unit_like(&plain(&reading.sheet)))
}

fn filled(reading: &Reading) -> usize {
    reading.answers.iter().filter(|answer| !answer.raw.is_empty()).count()
}
