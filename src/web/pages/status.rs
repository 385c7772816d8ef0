//! The fixed words of every state, each with its tone and icon: colour is never the only signal.

use askama::filters::HtmlSafe;
use std::fmt;

use crate::vocabulary::Severity;

/// Where a unit stands in a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// 未填
    Blank,
    /// 草稿（尚未报送）
    Draft,
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

/// A word with colour and icon.
#[derive(Clone, Debug)]
pub struct Tag {
    tone: &'static str,
    picture: &'static str,
    label: String,
}

impl HtmlSafe for Tag {}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tag { tone, picture, label } = self;
        let label = label.replace('&', "&amp;").replace('<', "&lt;");
        write!(f, r#"<span class="tag tag-{tone}">{}{label}</span>"#, icon(picture))
    }
}

/// A small drawing; always beside words, so that readers of the page aloud skip it.
#[derive(Clone, Copy, Debug)]
pub struct Icon {
    path: &'static str,
}

impl HtmlSafe for Icon {}

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            r#"<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false"><path d="{}" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/></svg>"#,
            self.path
        )
    }
}

pub fn icon(name: &str) -> Icon {
    const CIRCLE: &str = "M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4z";
    let path = match name {
        "hard" => "M5.4 1.5h5.2l3.9 3.9v5.2l-3.9 3.9H5.4l-3.9-3.9V5.4zM5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6",
        "query" => "M8 1.9l6.6 11.7H1.4zM8 6.2v3.4M8 11.6v.1",
        "hint" => "M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4zM8 7.4v3.8M8 4.8v.1",
        "tick" => "M2.8 8.6l3.4 3.6l7-8",
        "clock" => "M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4zM8 4.6V8l2.4 1.8",
        "pen" => "M2.5 13.5l.7-3.1l7.6-7.6l2.4 2.4l-7.6 7.6zM9.4 4.2l2.4 2.4",
        "back" => "M6.2 3.2L2.4 7l3.8 3.8M2.8 7h6.6a4 4 0 0 1 4 4v1.6",
        "dash" => "M3.4 8h9.2",
        "zero" => "M8 2.2c2.6 0 3.8 2.6 3.8 5.8s-1.2 5.8-3.8 5.8S4.2 11.2 4.2 8S5.4 2.2 8 2.2z",
        "box" => "M2 4.2h12M2.8 4.2v9h10.4v-9M2.8 4.2l1.4-2h7.6l1.4 2M6.4 7.4h3.2",
        "upload" => "M8 10.6V2.4M4.6 5.6L8 2.2l3.4 3.4M2.4 10.4v3.2h11.2v-3.2",
        "download" => "M8 2.2v8.2M4.6 7.2L8 10.6l3.4-3.4M2.4 10.4v3.2h11.2v-3.2",
        "print" => "M4.4 5.4V2h7.2v3.4M4.4 11.4H2.2v-6h11.6v6h-2.2M4.4 9.4h7.2V14H4.4z",
        "file" => "M3.6 1.8h5.6l3.2 3.2v9.2H3.6zM9.2 1.8V5h3.2",
        "changed" => "M2.4 5.4h10.2M9.8 2.6l2.8 2.8M13.6 10.6H3.4M6.2 13.4l-2.8-2.8",
        _ => CIRCLE,
    };
    Icon { path }
}
