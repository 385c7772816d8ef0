//! 未报名单: who has not reported, as text to copy into a chat group or the office system, and word for each of them.

use askama::Template;

use super::Frame;
use super::board::{Address, Offer};
use super::campaign::Tabs;
use super::due::Due;
use super::heads::Heads;
use super::layout::Choice;
use super::status::Status;

pub struct MissingUnit {
    pub code: String,
    pub name: String,
    pub parent: String,
    pub contact: String,
    pub status: Status,
    /// What it is missing, by its titles.
    pub owed: Vec<String>,
    /// `延至 3月25日 24:00`; may be empty.
    pub note: String,
    /// Ready to be sent to it alone.
    pub text: String,
    /// `催报 2 次，最近 3月21日 10:00 电话`; empty when it was never reminded.
    pub reminded: String,
}

/// A reminder that was kept.
pub struct ReminderLine {
    pub at: String,
    pub by: String,
    pub channel: &'static str,
    pub words: String,
    /// `沂源县南麻市场监管所（统计报表、活动总结）`.
    pub units: Vec<String>,
}

/// The form by which a reminder is kept, as it was typed.
pub struct RemindForm {
    /// Field `channel`.
    pub channel: String,
    pub channels: Vec<Choice>,
    /// Codes ticked, field `unit`.
    pub ticked: Vec<String>,
}

#[derive(Template)]
#[template(path = "missing.html", config = "src/web/askama.toml")]
pub struct MissingPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub title: String,
    pub node_name: String,
    pub address: Address,
    /// Whether anything is asked for.
    pub counted: bool,
    /// Of the one deliverable that the list is about.
    pub due: Option<Due>,
    /// Of what there may be a list alone, after all of it; empty where there is no choice.
    pub offers: Vec<Offer>,
    pub as_of: String,
    pub expected: u64,
    /// Ready to be sent: greeting, deadline, the names, how to report; or as it was typed.
    pub text: String,
    /// `None` for who reminds nobody.
    pub form: Option<RemindForm>,
    /// The newest first.
    pub reminders: Vec<ReminderLine>,
    /// Whether it is about more than one thing.
    pub several: bool,
    pub heads: Heads,
    /// By code, unless another order is asked for.
    pub units: Vec<MissingUnit>,
}

impl MissingPage {
    fn is_ticked(&self, code: &str) -> bool {
        self.form.as_ref().is_some_and(|form| form.ticked.iter().any(|ticked| ticked == code))
    }

    fn offer_href(&self, offer: &Offer) -> String {
        self.address.of(&offer.id).missing()
    }
}
