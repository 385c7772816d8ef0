//! 未报名单: who has not reported, as text to copy into a chat group or the office system.

use askama::Template;

use super::Frame;
use super::campaign::Tabs;
use super::due::Due;
use super::status::Status;

pub struct MissingUnit {
    pub code: String,
    pub name: String,
    pub parent: String,
    pub contact: String,
    pub status: Status,
    /// `延至 3月25日 24:00`; may be empty.
    pub note: String,
}

#[derive(Template)]
#[template(path = "missing.html", config = "src/web/askama.toml")]
pub struct MissingPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub campaign: i64,
    pub title: String,
    pub node_name: String,
    /// `None`: no statistics table is asked for.
    pub due: Option<Due>,
    pub as_of: String,
    pub expected: u64,
    /// Ready to be sent: greeting, deadline, the names, how to report.
    pub text: String,
    /// By code.
    pub units: Vec<MissingUnit>,
}
