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
mod tests {
    use super::*;
    use crate::vocabulary::time::show;

    #[test]
    fn a_campaign_is_read_with_its_phrase_and_instant() {
        let text = "title = \"3·15\"\nyear = 2024\n[due]\nphrase = \"3月22日前\"\ngrace_minutes = 30\n";
        let campaign = read_campaign(text).unwrap();
        let due = campaign.due.unwrap();
        assert_eq!((due.phrase.as_str(), show(due.instant).as_str()), ("3月22日前", "2024-03-23 00:00"));
        assert_eq!(due.grace, TimeDelta::minutes(30));
    }

    #[test]
    fn a_deadline_on_a_day_off_goes_where_the_campaign_says() {
        for (shift, due) in [
            ("", "4月4日前（截止：2024年4月4日 24:00（含当日））"),
            ("shift = \"never\"", "4月4日前（截止：2024年4月4日 24:00（含当日））"),
            (
                "shift = \"holidays\"\nholidays = [\"4月4日至6日\"]",
                "4月4日前（截止：遇休息日顺延至 2024年4月7日 24:00（含当日））",
            ),
            (
                "shift = \"all\"\nholidays = [\"2024-04-04\", \"2024-04-05\"]\nworkdays = [\"4月7日\"]",
                "4月4日前（截止：遇休息日顺延至 2024年4月7日 24:00（含当日））",
            ),
            (
                "shift = \"all\"\nholidays = [\"4月4日至6日\"]",
                "4月4日前（截止：遇休息日顺延至 2024年4月8日 24:00（含当日））",
            ),
        ] {
            let text = format!("year = 2024\n[due]\nphrase = \"4月4日前\"\n{shift}\n");
            assert_eq!(read_campaign(&text).unwrap().due.unwrap().shown(), due, "{shift}");
        }
        let text = "year = 2024\n[due]\nphrase = \"4月4日前\"\nshift = \"maybe\"\nholidays = [\"清明\"]\n";
        let mistakes: Vec<String> = read_campaign(text).unwrap_err().iter().map(Mistake::to_string).collect();
        assert_eq!(
            mistakes,
            [
                "第 4 行：“maybe”不是 never、holidays、all 之一",
                "第 5 行：“清明”认不出是哪几天，请写成 2024年4月4日至6日，不连着的用顿号隔开。",
            ]
        );
    }

    #[test]
    fn mistakes_are_named_with_their_lines() {
        let mistakes =
            read_campaign("yaer = 2024\nclose = \"三月\"\n[due]\nphrase = \"尽快\"\n").unwrap_err();
        let shown: Vec<String> = mistakes.iter().map(Mistake::to_string).collect();
        assert_eq!(
            shown,
            [
                "第 1 行：不认识的键“yaer”",
                "第 2 行：“三月”不是时间，应写成 \"2024-03-23 00:00\"",
                "第 4 行：“尽快”认不出截止日，请补写 instant = \"2024-03-23 00:00\"（北京时间，到这一刻为止，不含）",
            ]
        );
    }
}
