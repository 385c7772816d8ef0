//! 首页: what to do next, first; one structure a role. The auditor sees the supervisor's without actions.

use askama::Template;

use super::Frame;
use super::board::Counts;
use super::due::Due;
use super::heads::Heads;
use super::status::{Stage, Status, Tag, Timely};

/// One campaign for the clerk.
pub struct ClerkTask {
    pub campaign: i64,
    pub unit_code: String,
    pub title: String,
    /// Who asks for it.
    pub issuer: String,
    /// Of the statistics table; `None`: none is asked for.
    pub due: Option<Due>,
    /// What else is asked for, each with its deadline, and where the unit stands with it.
    pub also: Vec<(String, Tag)>,
    pub status: Status,
    pub nil: bool,
    /// Of the current revision.
    pub timely: Option<Timely>,
    /// Receipt number of the current revision; empty when nothing has been sent.
    pub receipt: String,
    /// Why it was returned; empty otherwise.
    pub reason: String,
    /// `10:32` or `3月20日 10:32`; empty without a draft.
    pub draft_saved: String,
}

impl ClerkTask {
    fn base(&self) -> String {
        format!("/campaigns/{}/units/{}", self.campaign, self.unit_code)
    }

    fn sent(&self) -> bool {
        matches!(self.status, Status::Pending | Status::Accepted | Status::Nil)
    }

    /// A draft lies ready, in time or not.
    fn drafted(&self) -> bool {
        matches!(self.status, Status::Draft | Status::Overdue) && !self.draft_saved.is_empty()
    }

    /// A draft lies over what was sent.
    fn corrected(&self) -> bool {
        self.sent() && !self.draft_saved.is_empty()
    }

    fn advice(&self) -> String {
        if self.due.is_none() {
            return match self.also.is_empty() {
                true => "请看通知，这项任务不要求报送材料。".to_owned(),
                false => "请在填报页放入要报送的材料，核对后报送。".to_owned(),
            };
        }
        match self.status {
            Status::Draft => {
                format!("草稿已保存（{}），还没有报送。请核对后报送。", self.draft_saved)
            }
            Status::Returned => "请按退回原因修改后重新报送。".to_owned(),
            // What lies in a draft is not sent, however often it was saved.
            _ if self.corrected() => format!(
                "已收到；另有一份草稿（{}）还没有报送。要以草稿为准，请核对后再次上报。",
                self.draft_saved
            ),
            Status::Pending | Status::Nil => {
                "已收到，等待审核。审核通过前如发现填错，可以再次上报。".to_owned()
            }
            Status::Accepted | Status::Replaced => "已审核通过，不用再做什么。".to_owned(),
            Status::Exempt => "本次免报，不用填报。".to_owned(),
            Status::Overdue if self.drafted() => format!(
                "已过截止时间，草稿已保存（{}），还没有报送。请尽快核对后报送；补报会标明迟报。",
                self.draft_saved
            ),
            Status::Overdue => "已过截止时间，请尽快补报；补报会标明迟报。".to_owned(),
            Status::Blank | Status::Extended | Status::Partial => {
                "上传填好的统计表，或直接在线填写。".to_owned()
            }
        }
    }
}

#[derive(Template)]
#[template(path = "home_clerk.html", config = "src/web/askama.toml")]
pub struct ClerkHome {
    pub frame: Frame,
    pub unit: String,
    /// Open campaigns, the most urgent first.
    pub tasks: Vec<ClerkTask>,
    /// Closed and archived ones.
    pub past: Vec<PastTask>,
    pub past_heads: Heads,
}

pub struct PastTask {
    pub campaign: i64,
    pub unit_code: String,
    pub title: String,
    pub status: Status,
    /// Empty when nothing was sent.
    pub receipt: String,
}

/// One campaign for the supervisor.
pub struct CampaignCard {
    pub id: i64,
    pub title: String,
    pub stage: Stage,
    /// Of the statistics table, or of the only thing asked for.
    pub due: Option<Due>,
    /// Whether anything is asked for and counted.
    pub counted: bool,
    /// Whether there are figures to be added up.
    pub has_table: bool,
    /// What the own node sends up, each with its deadline.
    pub own: Vec<(String, Due)>,
    pub counts: Counts,
}

impl CampaignCard {
    fn advice(&self) -> String {
        let counts = &self.counts;
        match self.stage {
            Stage::Draft => "任务还没有发布，单位看不到。核对截止时间后发布。".to_owned(),
            _ if !self.counted => "这项任务只传达通知，不要求报送材料。".to_owned(),
            _ if counts.pending > 0 => format!("有 {} 份待审，请审核。", counts.pending),
            _ if counts.missing > 0 => format!("还有 {} 个单位未报，可以复制未报名单催报。", counts.missing),
            _ if counts.returned > 0 => format!("等待 {} 个被退回的单位重新报送。", counts.returned),
            _ if self.has_table => "全部报齐，可以下载汇总工作簿。".to_owned(),
            _ => "全部报齐。".to_owned(),
        }
    }
}

#[derive(Template)]
#[template(path = "home_supervisor.html", config = "src/web/askama.toml")]
pub struct SupervisorHome {
    pub frame: Frame,
    /// Name of the unit whose subtree is seen.
    pub node: String,
    /// False for the auditor.
    pub may_review: bool,
    /// What is to be said of jumps of the clock that nobody has confirmed; empty: nothing.
    pub leaps: String,
    pub campaigns: Vec<CampaignCard>,
}

/// A step of getting started.
pub struct Step {
    pub done: bool,
    pub label: String,
    pub words: String,
    pub href: String,
}

#[derive(Template)]
#[template(path = "home_administrator.html", config = "src/web/askama.toml")]
pub struct AdministratorHome {
    pub frame: Frame,
    pub units: u64,
    /// Units that report and have no account that can sign in.
    pub units_without_account: u64,
    pub accounts: u64,
    pub disabled_accounts: u64,
    /// First passwords not yet changed.
    pub first_passwords: u64,
    pub steps: Vec<Step>,
}
