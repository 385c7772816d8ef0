//! The fixed words of every state, each with its tone and icon: colour is never the only signal.

mod tag;

pub use self::tag::{Icon, Tag, icon};
use crate::campaign::SignState;
use crate::vocabulary::Severity;

/// Where a unit stands in a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// 未填
    Blank,
    /// 草稿（尚未报送）
    Draft,
    /// 部分已报
    Partial,
    /// 已报待审
    Pending,
    /// 已退回
    Returned,
    /// 已通过
    Accepted,
    /// 已被后一次上报替代，没有审核过
    Replaced,
    /// 逾期未报
    Overdue,
    /// 已延期
    Extended,
    /// 免报
    Exempt,
    /// 零报告
    Nil,
}

impl Status {
    pub fn label(self) -> &'static str {
        match self {
            Status::Blank => "未填",
            Status::Draft => "草稿（尚未报送）",
            Status::Partial => "部分已报",
            Status::Pending => "已报待审",
            Status::Returned => "已退回",
            Status::Accepted => "已通过",
            Status::Replaced => "已被替代",
            Status::Overdue => "逾期未报",
            Status::Extended => "已延期",
            Status::Exempt => "免报",
            Status::Nil => "零报告",
        }
    }

    fn look(self) -> (&'static str, &'static str) {
        match self {
            Status::Blank => ("plain", "circle"),
            Status::Draft => ("amber", "pen"),
            Status::Partial => ("amber", "box"),
            Status::Pending => ("blue", "clock"),
            Status::Returned => ("red", "back"),
            Status::Accepted => ("green", "tick"),
            Status::Replaced => ("plain", "dash"),
            Status::Overdue => ("red", "hard"),
            Status::Extended => ("violet", "clock"),
            Status::Exempt => ("plain", "dash"),
            Status::Nil => ("plain", "zero"),
        }
    }

    /// The word with its icon, as a tag.
    pub fn tag(self) -> Tag {
        let (tone, picture) = self.look();
        Tag { tone, picture, label: self.label().to_owned() }
    }
}

/// On time or late, against which deadline being said elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Timely {
    OnTime,
    /// `2 天 3 小时`.
    LateBy(String),
}

impl Timely {
    pub fn label(&self) -> String {
        match self {
            Timely::OnTime => "按时".to_owned(),
            Timely::LateBy(by) => format!("迟报 {by}"),
        }
    }

    pub fn tag(&self) -> Tag {
        let (tone, picture) = match self {
            Timely::OnTime => ("green", "tick"),
            Timely::LateBy(_) => ("amber", "clock"),
        };
        Tag { tone, picture, label: self.label() }
    }
}

/// Where a node stands with its 上报汇总.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signing {
    Is(SignState),
    /// 待更正: units' figures are no longer those that were signed.
    ToCorrect,
    /// A sign-off that a later one has taken the place of.
    Replaced,
}

impl Signing {
    pub fn label(self) -> &'static str {
        match self {
            Signing::Is(state) => state.label(),
            Signing::ToCorrect => "待更正",
            Signing::Replaced => "已有更新的一次",
        }
    }

    pub fn tag(self) -> Tag {
        let (tone, picture) = match self {
            Signing::Is(SignState::Open) => ("plain", "circle"),
            Signing::Is(SignState::Signed) => ("blue", "clock"),
            Signing::Is(SignState::Returned) => ("red", "back"),
            Signing::Is(SignState::Accepted | SignState::Published) => ("green", "tick"),
            Signing::ToCorrect => ("amber", "changed"),
            Signing::Replaced => ("plain", "dash"),
        };
        Tag { tone, picture, label: self.label().to_owned() }
    }
}

/// A campaign's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Draft,
    Published,
    Closed,
    Archived,
}

impl Stage {
    pub fn label(self) -> &'static str {
        match self {
            Stage::Draft => "草稿（未发布）",
            Stage::Published => "已发布",
            Stage::Closed => "已关闭",
            Stage::Archived => "已归档",
        }
    }

    pub fn tag(self) -> Tag {
        let (tone, picture) = match self {
            Stage::Draft => ("amber", "pen"),
            Stage::Published => ("green", "tick"),
            Stage::Closed => ("plain", "dash"),
            Stage::Archived => ("plain", "box"),
        };
        Tag { tone, picture, label: self.label().to_owned() }
    }
}

/// A severity as a tag.
pub fn severity(severity: Severity) -> Tag {
    let (tone, picture) = match severity {
        Severity::Hard => ("red", "hard"),
        Severity::Query => ("amber", "query"),
        Severity::Hint => ("blue", "hint"),
    };
    Tag { tone, picture, label: severity.label().to_owned() }
}
