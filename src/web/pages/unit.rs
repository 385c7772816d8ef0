//! 单位填报页: one unit in one campaign. The clerk sees what to do; a supervisor sees the same, without
//! the upload, and may extend or exempt.

use askama::Template;

use super::Frame;
use super::due::Due;
use super::heads::Heads;
use super::layout::Choice;
use super::materials::Materials;
use super::status::{Status, Timely};
use crate::vocabulary::{Arranged, Key};

/// What a unit's pages say about the campaign.
#[derive(Clone, Debug, Default)]
pub struct CampaignHead {
    pub id: i64,
    pub title: String,
    /// Who asks for it.
    pub issuer: String,
    /// `2024年度`, `3月1日至3月31日`.
    pub period: String,
    /// 主题; may be empty.
    pub theme: String,
    /// `2024年“3·15”活动情况统计表（2024版）`; empty where no statistics table is asked for.
    pub form: String,
    /// Whether its notice can be read.
    pub has_notice: bool,
}

/// An item named in a return.
#[derive(Clone, Debug)]
pub struct ItemName {
    /// Figure that the link leads to.
    pub figure: usize,
    pub label: String,
}

/// 退回 with its reason.
#[derive(Clone, Debug)]
pub struct Returned {
    pub at: String,
    pub by: String,
    pub reason: String,
    pub items: Vec<ItemName>,
}

/// What lies in the draft.
#[derive(Clone, Debug)]
pub struct DraftNote {
    /// `10:32` or `3月20日 10:32`.
    pub saved: String,
    pub by: String,
    /// Name of the file it was read from; empty when typed.
    pub file: String,
    /// The revision that has the very same file; empty where none has.
    pub same_as: String,
    /// 强制 findings that stand.
    pub hard: usize,
}

/// 历次上报 with the heads by which they can be ordered.
#[derive(Clone, Debug)]
pub struct RevisionList {
    pub heads: Heads,
    /// Newest first, unless the address says otherwise.
    pub lines: Vec<RevisionLine>,
}

impl RevisionList {
    /// `page` is the address that shows them, `sort` the order it says.
    pub fn new(page: String, sort: &str, mut lines: Vec<RevisionLine>) -> RevisionList {
        Arranged::from_code(sort).sort(&mut lines, |line, column| match column {
            // What came later has a higher number.
            "number" | "received" => Key::Number(line.number.into()),
            "timely" => Key::Number(line.late_seconds),
            "status" => Key::words(line.status.label()),
            "channel" => Key::words(&line.channel),
            "receipt" => Key::words(&line.receipt),
            _ => Key::Nothing,
        });
        RevisionList { heads: Heads::new(page, sort, "revisions"), lines }
    }
}

/// One line of the list of revisions.
#[derive(Clone, Debug)]
pub struct RevisionLine {
    pub submission: i64,
    pub number: u32,
    pub received: String,
    pub timely: Timely,
    /// How late it was; zero where it was not.
    pub late_seconds: i64,
    pub status: Status,
    pub nil: bool,
    /// `上传文件`, `在线填写`, `接口`, `代报（淄博市消保委 张三）`.
    pub channel: String,
    pub file: String,
    pub receipt: String,
    /// Counts in the totals now.
    pub in_force: bool,
}

/// What a supervisor may do with the unit.
#[derive(Clone, Debug)]
pub struct UnitControl {
    /// Why it is exempt; empty when it is not.
    pub exempt_reason: String,
    /// What may be extended; with the table alone there is nothing to choose.
    pub deliverables: Vec<Choice>,
    /// Values of the extension's fields, as typed: `2024-03-25 24:00`.
    pub deliverable: String,
    pub until: String,
    pub reason: String,
}

/// 书面件 of one deliverable.
#[derive(Clone, Debug)]
pub struct PaperLine {
    pub deliverable: i64,
    pub title: String,
    /// `3月20日收到，沂源县 王芳登记`; empty while it is not there.
    pub there: String,
    /// Field `on`: the day as `2024-03-20`.
    pub on: String,
}

/// 添负担, as it was said last; both empty where nothing was.
#[derive(Clone, Debug)]
pub struct BurdenForm {
    pub kinds: Vec<Choice>,
    /// Value of a choice.
    pub kind: String,
    pub words: String,
    /// What was said, in the words of the choice.
    pub said: String,
    /// Among so few that nobody is shown anything.
    pub few: usize,
}

#[derive(Template)]
#[template(path = "unit.html", config = "src/web/askama.toml")]
pub struct UnitPage {
    pub frame: Frame,
    pub campaign: CampaignHead,
    pub unit_code: String,
    pub unit_name: String,
    /// Who receives it: `沂源县卫生健康局`.
    pub receiver: String,
    /// Of the statistics table; `None`: none is asked for.
    pub due: Option<Due>,
    pub status: Status,
    pub nil: bool,
    /// Clerk of this unit, in a campaign that takes submissions.
    pub may_fill: bool,
    /// Why nothing can be sent (not open, closed, exempt); empty otherwise.
    pub closed: String,
    pub returned: Option<Returned>,
    pub draft: Option<DraftNote>,
    pub revisions: RevisionList,
    /// 预计用时 of the form; zero without one.
    pub minutes: usize,
    /// `50 MB`.
    pub largest: String,
    /// What else is asked for, with what lies there.
    pub materials: Option<Materials>,
    /// For the clerk: what the unit said of its burden, and may say otherwise.
    pub burden: Option<BurdenForm>,
    /// For a supervisor with the right to review.
    pub control: Option<UnitControl>,
    /// 书面件: for whoever receives them, one for each deliverable; for others, those that came.
    pub papers: Vec<PaperLine>,
    /// Whether the signed table is to come on paper.
    pub asks_paper: bool,
}

impl UnitPage {
    fn has_paper(&self) -> bool {
        self.papers.iter().any(|line| !line.there.is_empty())
    }

    fn base(&self) -> String {
        format!("/campaigns/{}/units/{}", self.campaign.id, self.unit_code)
    }
}
