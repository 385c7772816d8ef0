//! 填报单位: the tree, and the import of a list with its preview.

use askama::Template;

use super::Frame;
use super::heads::Heads;

pub struct UnitLine {
    pub code: String,
    pub name: String,
    /// `单位`, `县区`, `市`.
    pub level: String,
    /// Below the first line of the tree.
    pub depth: usize,
    pub contact: String,
    /// Accounts that can sign in.
    pub accounts: u64,
    /// Whether it reports itself.
    pub reports: bool,
    pub active: bool,
    /// Why it is exempt in general; may be empty.
    pub exempt: String,
    /// 分组.
    pub groups: String,
}

/// What an import would do with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    New,
    Changed,
    Same,
    Wrong,
}

impl Change {
    pub fn label(self) -> &'static str {
        match self {
            Change::New => "新增",
            Change::Changed => "变更",
            Change::Same => "不变",
            Change::Wrong => "错误",
        }
    }

    fn tone(self) -> &'static str {
        match self {
            Change::New => "green",
            Change::Changed => "blue",
            Change::Same => "plain",
            Change::Wrong => "red",
        }
    }
}

pub struct ImportLine {
    /// In the file.
    pub line: usize,
    pub change: Change,
    pub code: String,
    pub name: String,
    /// `名称：沂源县中医院 → 沂源县中医医院`, or what is wrong.
    pub words: String,
}

/// The preview, exactly what confirming will do.
pub struct ImportPreview {
    pub file: String,
    /// Field `plan` of the confirmation; names the file kept on the server.
    pub plan: String,
    pub new: usize,
    pub changed: usize,
    pub same: usize,
    pub wrong: usize,
    /// Those that change something or are wrong come first.
    pub lines: Vec<ImportLine>,
}

#[derive(Template)]
#[template(path = "units.html", config = "src/web/askama.toml")]
pub struct UnitsPage {
    pub frame: Frame,
    /// As typed into the search.
    pub q: String,
    pub heads: Heads,
    pub units: Vec<UnitLine>,
    /// Of the whole tree.
    pub count: u64,
    /// Address of the next page; empty on the last.
    pub next: String,
    pub preview: Option<ImportPreview>,
}
