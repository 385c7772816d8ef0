//! A campaign's text for the folder roll-up: what is asked, of which year, by when.

use std::collections::BTreeSet;

use chrono::{NaiveTime, TimeDelta};

use super::days_off::read_days;
use super::deadline::{resolve, usual_closing};
use super::{Campaign, DaysOff, Due, Shift};
use crate::vocabulary::definition::{Mistake, Section, read};
use crate::vocabulary::time::{Instant, parse_instant};

/// Reads a campaign file; all mistakes at once otherwise.
pub fn read_campaign(text: &str) -> Result<Campaign, Vec<Mistake>> {
    read(text, |section| Campaign {
        title: section.optional_text("title"),
        year: section.count("year").and_then(|year| i32::try_from(year).ok()),
        theme: section.optional_text("theme"),
        issuer: section.optional_text("issuer"),
        due: section.section("due").map(|due| read_due(&due, section.count("year"))),
        close: instant(section, "close"),
        paper_copy: section.flag("paper_copy").unwrap_or(true),
        basis: None,
        signed: None,
        public_key: None,
    })
}

/// The phrase is kept as the notice has it; without an `instant` of its own it is resolved by custom.
fn read_due(section: &Section, year: Option<u32>) -> Due {
    let phrase = section.text("phrase");
    let closing = closing_time(section);
    let year = year.and_then(|year| i32::try_from(year).ok());
    let resolved = if section.has("instant") {
        instant(section, "instant")
    } else {
        let resolved = year.and_then(|year| resolve(&phrase, year, closing));
        if resolved.is_none() {
            let words = format!(
                "“{phrase}”认不出截止日，请补写 instant = \"2024-03-23 00:00\"（北京时间，到这一刻为止，不含）"
            );
            section.mistake("phrase", words);
        }
        resolved
    };
    let grace = TimeDelta::minutes(section.count("grace_minutes").unwrap_or(0).into());
    let due = Due { phrase, instant: resolved.unwrap_or_default(), grace, shifted_from: None };
    due.shifted(&days_off(section, year))
}

/// 顺延: whether days off move the deadline, and which days those are.
fn days_off(section: &Section, year: Option<i32>) -> DaysOff {
    let shift = section.optional_text("shift").map_or(Shift::Never, |code| {
        Shift::from_code(&code).unwrap_or_else(|| {
            section.mistake("shift", format!("“{code}”不是 never、holidays、all 之一"));
            Shift::Never
        })
    });
    let days = |key: &'static str| {
        read_days(&section.texts(key).join("、"), year).unwrap_or_else(|words| {
            section.mistake(key, words);
            BTreeSet::new()
        })
    };
    let days_off = DaysOff { shift, holidays: days("holidays"), workdays: days("workdays") };
    if let Some(words) = days_off.mistake() {
        section.mistake("shift", words);
    }
    days_off
}

fn closing_time(section: &Section) -> NaiveTime {
    let Some(text) = section.optional_text("office_closes") else { return usual_closing() };
    NaiveTime::parse_from_str(&text, "%H:%M").unwrap_or_else(|_| {
        section.mistake("office_closes", format!("“{text}”不是时间，应写成 \"17:30\""));
        usual_closing()
    })
}

fn instant(section: &Section, key: &'static str) -> Option<Instant> {
    let text = section.optional_text(key)?;
    let instant = parse_instant(&text);
    if instant.is_none() {
        section.mistake(key, format!("“{text}”不是时间，应写成 \"2024-03-23 00:00\""));
    }
    instant
}

#[cfg(test)]
mod tests;
