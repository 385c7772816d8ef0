//! A reporting unit and its level.

use std::fmt;
use std::sync::Arc;

/// The code of a unit in the register; opaque, compared as text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnitCode(Arc<str>);

impl UnitCode {
    pub fn new(text: &str) -> UnitCode {
        UnitCode(Arc::from(text.trim()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnitCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How far up a unit stands; soft bounds of a form are given by level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Unit,
    Township,
    County,
    City,
    Province,
}

impl Level {
    pub const ALL: [Level; 5] = [Level::Unit, Level::Township, Level::County, Level::City, Level::Province];

    pub fn code(self) -> &'static str {
        match self {
            Level::Unit => "unit",
            Level::Township => "township",
            Level::County => "county",
            Level::City => "city",
            Level::Province => "province",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Level::Unit => "单位",
            Level::Township => "乡镇",
            Level::County => "县",
            Level::City => "市",
            Level::Province => "省",
        }
    }

    pub fn from_code(code: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.code() == code)
    }

    /// Reads the register's word for a level, English or Chinese.
    pub fn from_text(text: &str) -> Option<Level> {
        let chinese = match text.trim() {
            "单位" | "基层" | "基层单位" => Some(Level::Unit),
            "乡镇" | "镇" | "乡" | "街道" => Some(Level::Township),
            "县" | "区" | "县级" | "县区" | "区县" => Some(Level::County),
            "市" | "市级" | "地市" => Some(Level::City),
            "省" | "省级" => Some(Level::Province),
            _ => None,
        };
        chinese.or_else(|| Level::from_code(&text.trim().to_ascii_lowercase()))
    }
}

/// A unit as the register describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub code: UnitCode,
    pub name: String,
    pub level: Level,
    pub parent: Option<UnitCode>,
    pub aliases: Vec<String>,
    pub short_name: Option<String>,
    pub contact: Option<String>,
    /// Why this unit need not report (免报).
    pub exempt: Option<String>,
    /// A parent that sends a sheet of its own (机关/本级). Units without children always report.
    pub reports_itself: bool,
    /// 分组: whose work it does (市监, 卫健, 消协 …); a campaign may ask some groups only.
    pub groups: Vec<String>,
}
