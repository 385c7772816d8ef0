//! The clock of a deliverable as it is typed: the notice's phrase, the instant it means, grace, close.
//!
//! The table's fields stand without a prefix; those of other material stand behind its code
//! (`plan-phrase`). Other material whose four fields are blank is due with the table.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::boards::some;
use super::pages::campaign::{ClockFields, clock_field as name};
use super::posted::Fields;
use crate::campaign::days_off::read_days;
use crate::campaign::deadline::{meaning, read_instant, resolve};
use crate::campaign::task::due;
use crate::campaign::{DaysOff, Deliverable, Due, Shift, Task};
use crate::problem::{Problem, ProblemCode};
use crate::vocabulary::time::Instant;

/// What is wrong, each with its field.
pub type Mistakes = Vec<(Option<String>, String)>;

/// When something is due, and from when on nothing is taken.
pub type Clock = (Option<Due>, Option<Instant>);

const WRONG_CLOSE: &str = "关闭时间写法不对，请写成 2024-03-31 24:00，或留空。";

/// What a deadline's words are understood by.
#[derive(Clone, Copy, Debug)]
pub struct Reckoning<'r> {
    pub year: Option<i32>,
    /// When the office closes.
    pub closing: NaiveTime,
    pub days_off: &'r DaysOff,
}

/// The four fields as they were posted.
pub fn typed(fields: &Fields, prefix: &str) -> ClockFields {
    let text = |field: &str| fields.text(&name(prefix, field)).trim().to_owned();
    ClockFields {
        open: fields.has(&name(prefix, "open")),
        phrase: text("phrase"),
        due_at: text("due_at"),
        grace_minutes: text("grace_minutes"),
        close_at: text("close_at"),
    }
}

impl ClockFields {
    /// The due (none where there is no deadline) and the close that were meant, or every field that is wrong.
    pub fn read(&self, prefix: &str, by: &Reckoning) -> Result<Clock, Mistakes> {
        if !self.open {
            return self.read_due(prefix, by).map(|(due, close)| (Some(due), close));
        }
        match some(&self.close_at).map(read_instant) {
            Some(None) => Err(vec![(Some(name(prefix, "close_at")), WRONG_CLOSE.to_owned())]),
            close => Ok((None, close.flatten())),
        }
    }

    /// Without a year only an instant that names its own will do.
    fn read_due(&self, prefix: &str, by: &Reckoning) -> Result<(Due, Option<Instant>), Mistakes> {
        let Reckoning { year, closing, days_off } = *by;
        let mut wrong = Vec::new();
        let mut note = |field: &str, words: &str| wrong.push((Some(name(prefix, field)), words.to_owned()));
        if self.phrase.is_empty() || self.phrase.chars().count() > 100 {
            note("phrase", "请照抄通知里的截止时间，例如“3月22日前”，不超过 100 个字。");
        }
        let instant = match some(&self.due_at) {
            Some(text) => read_instant(text),
            None => year.and_then(|year| resolve(&self.phrase, year, closing)),
        };
        let meant = year.and_then(|year| resolve(&self.phrase, year, closing));
        if let (Some(instant), Some(meant)) = (instant, meant)
            && last_day(instant) < last_day(meant)
        {
            let words = format!(
                "通知原文写的是 {}，截止时刻却更早；请改成一致，或把截止时刻留空，按原文换算。",
                meaning(meant)
            );
            note("due_at", &words);
        }
        if instant.is_none() {
            note("due_at", "看不出截止是哪一天几点，请在这里写明，例如 2024-03-22 24:00。");
        }
        let close = some(&self.close_at).map(read_instant);
        if close == Some(None) {
            note("close_at", WRONG_CLOSE);
        }
        let grace: Option<i64> = match some(&self.grace_minutes) {
            Some(text) => text.parse().ok().filter(|grace| (0..=10_080).contains(grace)),
            None => Some(0),
        };
        if grace.is_none() {
            note("grace_minutes", "宽限请填 0 到 10080 之间的分钟数。");
        }
        let shifted = instant.map(|instant| days_off.shifted(instant).unwrap_or(instant));
        if let (Some(due), Some(Some(close))) = (shifted, close)
            && close < due
        {
            note("close_at", "关闭时间不能早于截止时间。");
        }
        match (instant, grace, wrong.is_empty()) {
            (Some(instant), Some(grace), true) => {
                Ok((due(&self.phrase, instant, grace).shifted(days_off), close.flatten()))
            }
            _ => Err(wrong),
        }
    }
}

/// A custom and its calendar, the days as the year's notices write them: `4月4日至6日`; what is wrong is noted.
pub fn days_off(
    shift: Shift,
    [holidays, workdays]: [&str; 2],
    year: Option<i32>,
    wrong: &mut Mistakes,
) -> DaysOff {
    let mut days = |field: &str, text: &str| {
        read_days(text, year).unwrap_or_else(|words| {
            wrong.push((Some(field.to_owned()), words));
            BTreeSet::new()
        })
    };
    let (holidays, workdays) = (days("holidays", holidays), days("workdays", workdays));
    let days_off = DaysOff { shift, holidays, workdays };
    if let (Some(words), true) = (days_off.mistake(), wrong.is_empty()) {
        wrong.push((Some("holidays".to_owned()), words));
    }
    days_off
}

/// The clock that a deadline moves to. A phrase that moves without its instant is a slip: units would read one
/// day and be judged by another.
pub fn moved(
    typed: &ClockFields,
    before: &Deliverable,
    task: &Task,
    closing: NaiveTime,
) -> Result<Clock, Problem> {
    let by = Reckoning { year: Some(task.year), closing, days_off: &task.days_off };
    let read = typed.read("", &by).map_err(|sentences| Problem { code: ProblemCode::Invalid, sentences });
    let clock = read?;
    let moved = before.due.as_ref().zip(clock.0.as_ref());
    if moved.is_some_and(|(before, after)| is_left_behind(before, after, task.year, closing)) {
        let words = "通知原文改了，截止时刻还是原来的；请一并改，或不写截止时刻，按原文换算。";
        return Err(Problem::field("due_at", words));
    }
    Ok(clock)
}

/// The last day that a deadline lets through.
fn last_day(instant: Instant) -> NaiveDate {
    (instant - TimeDelta::milliseconds(1)).date_naive()
}

/// Whether a new phrase was typed and the instant beside it left as it was, though the phrase means another.
fn is_left_behind(before: &Due, after: &Due, year: i32, closing: NaiveTime) -> bool {
    let meant = resolve(&after.phrase, year, closing);
    after.phrase != before.phrase
        && after.literal() == before.literal()
        && meant.is_some_and(|meant| meant != after.literal())
}

#[cfg(test)]
mod tests;
