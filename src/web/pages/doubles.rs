//! 重复上报: sheets of different units that are the same, and what somebody decided about them.

use askama::Template;

use super::Frame;
use super::campaign::Tabs;

/// One of the sheets that are the same.
pub struct DoubleSheet {
    pub revision: i64,
    pub code: String,
    pub name: String,
    /// `市监、消协`; may be empty.
    pub groups: String,
    /// `第 1 次上报，上传文件，3月20日 10:32`.
    pub sent: String,
    /// Name of the file; may be empty.
    pub file: String,
    /// `计入`, `不计入` or `重复计入` with who and why; empty where nobody has decided.
    pub decision: String,
    pub left_out: bool,
}

/// Sheets that are the same, or that were sent beside summaries which tell of one activity alike.
pub struct DoubleGroup {
    /// Tells the fields of this group from those of the others.
    pub form: String,
    /// `同一份文件；11 项数字全部相同`, or the sentence of the summaries.
    pub evidence: String,
    pub is_decided: bool,
    pub sheets: Vec<DoubleSheet>,
    /// As typed.
    pub reason: String,
}

impl DoubleGroup {
    /// Whether it is the group whose first sheet is this one.
    pub fn begins_with(&self, revision: Option<i64>) -> bool {
        self.sheets.first().map(|sheet| sheet.revision) == revision
    }
}

#[derive(Template)]
#[template(path = "doubles.html", config = "src/web/askama.toml")]
pub struct DoublesPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub campaign: i64,
    pub title: String,
    pub node_code: String,
    pub node_name: String,
    pub above: Vec<(String, String)>,
    pub groups: Vec<DoubleGroup>,
    pub activities: Vec<DoubleGroup>,
    pub may_decide: bool,
}
