//! Words that tables, templates and programs share: placeholders filled, states, levels, spans of time, file names.

use crate::aggregate::{RollUp, State};
use crate::campaign::Due;
use crate::vocabulary::time::{beijing, show};
use crate::vocabulary::{Level, Unit};
use chrono::{NaiveTime, TimeDelta};

/// What a template's texts may contain.
pub const PLACEHOLDERS: [&str; 8] =
    ["{node}", "{year}", "{title}", "{short_title}", "{issuer}", "{due}", "{made}", "{version}"];

/// The values of all placeholders for one workbook.
#[derive(Clone, Debug)]
pub struct Words {
    /// In the order of [`PLACEHOLDERS`]; `None` where there is no value.
    values: [Option<String>; 8],
}

impl Words {
    pub fn new(roll_up: &RollUp, node: &Unit) -> Words {
        let campaign = &roll_up.campaign;
        let form = &roll_up.form;
        Words {
            values: [
                Some(node.name.clone()),
                campaign.year.map(|year| year.to_string()),
                Some(form.title_of(campaign.year)),
                Some(form.short_title.clone()),
                campaign.issuer.clone(),
                campaign.due.as_ref().map(due),
                Some(show(roll_up.made)),
                Some(form.version.clone()),
            ],
        }
    }

    /// The text; placeholders without a value leave nothing behind.
    pub fn text(&self, text: &str) -> String {
        let mut filled = text.to_owned();
        if self.values[1].is_none() {
            filled = filled.replace("{year}年", "");
        }
        for (placeholder, value) in PLACEHOLDERS.iter().zip(&self.values) {
            filled = filled.replace(placeholder, value.as_deref().unwrap_or_default());
        }
        filled
    }

    /// The same for a whole line, which is left out where a placeholder has no value.
    pub fn line(&self, text: &str) -> Option<String> {
        let lacks = |(placeholder, value): (&&str, &Option<String>)| {
            value.is_none() && *placeholder != "{year}" && text.contains(*placeholder)
        };
        (!PLACEHOLDERS.iter().zip(&self.values).any(lacks)).then(|| self.text(text))
    }

    pub fn made(&self) -> &str {
        self.values[6].as_deref().unwrap_or_default()
    }

    pub fn issuer(&self) -> Option<&str> {
        self.values[4].as_deref()
    }
}

/// The notice's words and the instant they mean: midnight is the 24:00 of the day before.
pub fn due(due: &Due) -> String {
    let local = due.instant.with_timezone(&beijing());
    let instant = if local.time() == NaiveTime::MIN {
        let day = local - TimeDelta::days(1);
        format!("{} 24:00，含当日", day.format("%Y-%m-%d"))
    } else {
        show(local)
    };
    let shifted = if due.shifted_from.is_some() { "遇休息日顺延至 " } else { "" };
    format!("{}（{shifted}{instant}）", due.phrase)
}

/// The state's word, the same in every sheet.
pub fn state(state: State) -> &'static str {
    match state {
        State::Counted => "已汇入",
        State::Faulty => "有误待改",
        State::Held => "待核实",
        State::Unsettled => "待确认",
        State::Waiting => "待审",
        State::Missing => "未报",
        State::Exempt => "免报",
    }
}

/// The register's word for a level.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Unit => "单位",
        Level::Township => "乡镇",
        Level::County => "县区",
        Level::City => "市",
        Level::Province => "省",
    }
}

/// `2 天 3 小时`, `40 分钟`: how long after the deadline, never rounded down to nothing.
pub fn duration(by: TimeDelta) -> String {
    let minutes = by.num_minutes();
    let (days, hours) = (minutes / 1440, minutes / 60 % 24);
    match (days, hours) {
        (0, 0) => format!("{} 分钟", minutes.max(1)),
        (0, hours) => format!("{hours} 小时 {} 分钟", minutes % 60),
        (days, hours) => format!("{days} 天 {hours} 小时"),
    }
}

/// A file name that every system takes: none of Windows' forbidden characters, names or endings.
pub fn file_name(text: &str) -> String {
    let (stem, extension) = text.rsplit_once('.').unwrap_or((text, "xlsx"));
    let extension: String = extension.chars().map(allowed).collect();
    format!("{}.{extension}", safe_name(stem, 100))
}

/// A name of a folder, or of a file without its ending, that every system takes, of at most so many characters.
pub fn safe_name(text: &str, most: usize) -> String {
    let text: String = text.chars().map(allowed).collect();
    let stem: String = text.trim_matches([' ', '.']).chars().take(most).collect();
    let device = stem.split('.').next().unwrap_or_default().trim().to_ascii_uppercase();
    let reserved = matches!(device.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (device.len() == 4
            && (device.starts_with("COM") || device.starts_with("LPT"))
            && device.ends_with(|c: char| c.is_ascii_digit()));
    let prefix = if reserved || stem.is_empty() { "_" } else { "" };
    format!("{prefix}{}", stem.trim_end_matches([' ', '.']))
}

fn allowed(c: char) -> char {
    if c.is_control() || "\\/:*?\"<>|".contains(c) { '-' } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_taken_by_windows_too() {
        for (wished, given) in [
            ("沂源县-2024年315活动情况统计-汇总.xlsx", "沂源县-2024年315活动情况统计-汇总.xlsx"),
            ("甲/乙:丙*?.xlsx", "甲-乙-丙--.xlsx"),
            ("CON.xlsx", "_CON.xlsx"),
            ("com1.xlsx", "_com1.xlsx"),
            ("甲县 ..xlsx", "甲县.xlsx"),
        ] {
            assert_eq!(file_name(wished), given);
        }
    }

    #[test]
    fn lateness_is_said_in_the_two_largest_units() {
        for (minutes, said) in
            [(0, "1 分钟"), (40, "40 分钟"), (100, "1 小时 40 分钟"), (3065, "2 天 3 小时")]
        {
            assert_eq!(duration(TimeDelta::minutes(minutes)), said);
        }
    }
}
