//! The parts of a campaign, as tabs above each of its pages.

use askama::Template;

/// The parts of a campaign between which a reader moves; shown by writing it into a template.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/tabs.html", config = "src/web/askama.toml")]
pub struct Tabs {
    pub campaign: i64,
    /// Code of the node looked at; empty for the own one.
    pub node: String,
    pub current: Tab,
    /// Whether figures are asked for: without them there is nothing to add up.
    pub has_table: bool,
    /// False for auditors: no 代报.
    pub may_review: bool,
}

impl askama::filters::HtmlSafe for Tabs {}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Board,
    Totals,
    SignOffs,
    Missing,
    Behalf,
    Expected,
    Settings,
}

impl Tab {
    pub fn label(self) -> &'static str {
        match self {
            Tab::Board => "进度",
            Tab::Totals => "汇总",
            Tab::SignOffs => "上报汇总",
            Tab::Missing => "未报名单",
            Tab::Behalf => "代报",
            Tab::Expected => "应报单位",
            Tab::Settings => "任务设置",
        }
    }
}

impl Tabs {
    fn list(&self) -> Vec<(&'static str, String, bool)> {
        let node = if self.node.is_empty() { String::new() } else { format!("?node={}", self.node) };
        let base = format!("/campaigns/{}", self.campaign);
        let mut tabs = vec![(Tab::Board, format!("{base}/board{node}"))];
        if self.has_table {
            tabs.push((Tab::Totals, format!("{base}/totals{node}")));
            tabs.push((Tab::SignOffs, format!("{base}/sign-offs{node}")));
        }
        tabs.push((Tab::Missing, format!("{base}/missing{node}")));
        if self.may_review {
            tabs.push((Tab::Behalf, format!("{base}/behalf")));
        }
        tabs.push((Tab::Expected, format!("{base}/expected{node}")));
        tabs.push((Tab::Settings, base));
        tabs.into_iter().map(|(tab, href)| (tab.label(), href, tab == self.current)).collect()
    }
}
