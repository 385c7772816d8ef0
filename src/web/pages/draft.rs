//! 填报表: the draft as the paper form, to be filled in or corrected. Not sent.

use askama::Template;

use super::Frame;
use super::due::Due;
use super::figures::{FigureTable, FindingLine};
use super::unit::{CampaignHead, Returned};

/// The file that a draft or a revision was read from.
#[derive(Clone, Debug, Default)]
pub struct SourceFile {
    pub name: String,
    /// `24 KB`.
    pub size: String,
    pub sha256: String,
    /// `统计表`; empty for files without sheets.
    pub sheet: String,
    /// Something is said of it: it can be had with that written into it.
    pub has_findings: bool,
}

/// Header and footer fields of the form.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    pub date: String,
    pub reporter: String,
    pub remark: String,
}

#[derive(Template)]
#[template(path = "draft.html", config = "src/web/askama.toml")]
pub struct DraftPage {
    pub frame: Frame,
    pub campaign: CampaignHead,
    pub unit_code: String,
    pub unit_name: String,
    pub receiver: String,
    pub due: Due,
    /// Field `version`: another window that saved meanwhile is noticed.
    pub version: i64,
    pub table: FigureTable,
    /// 零报告, field `nil`.
    pub nil: bool,
    pub fields: Fields,
    /// `10:32`; empty before anything was saved.
    pub saved: String,
    /// 预计用时.
    pub minutes: usize,
    pub source: Option<SourceFile>,
    /// Findings about the sheet as a whole.
    pub findings: Vec<FindingLine>,
    /// Why the last revision was returned.
    pub returned: Option<Returned>,
    /// What the file took the place of, to be brought back: `读自文件“甲.xlsx”的`; empty where nothing was.
    pub earlier: String,
}

impl DraftPage {
    fn base(&self) -> String {
        format!("/campaigns/{}/units/{}", self.campaign.id, self.unit_code)
    }
}
