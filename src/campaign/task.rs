//! A campaign as the service keeps it: what is asked of whom, and its deliverables with their clocks.

mod kind;
mod changes;

use chrono::TimeDelta;

pub use self::changes::{DueChange, Extension};
pub use self::kind::DeliverableKind;
use super::{Campaign, CampaignState, Choice, Clocks, DaysOff, Due};
use crate::vocabulary::Level;
use crate::vocabulary::time::Instant;

/// 填报任务. Numbers are those of the database.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    pub id: i64,
    pub title: String,
    /// What the statistics table asks; `None`: the campaign asks for none.
    pub form_version: Option<i64>,
    /// The node whose subtree reports, and that the figures go to.
    pub unit: i64,
    pub unit_code: String,
    pub unit_name: String,
    pub path: String,
    pub year: i32,
    /// 统计时限, as the notice words it.
    pub period: String,
    pub theme: Option<String>,
    pub issuer: String,
    pub state: CampaignState,
    /// Both customs exist: whether a returned unit counts as 未报 until it sends again.
    pub returned_is_missing: bool,
    pub paper_copy: bool,
    /// Which days move its deadlines.
    pub days_off: DaysOff,
    /// The notice that it was made from.
    pub notice: Option<i64>,
    pub last_campaign: Option<i64>,
    /// The level whose nodes report themselves, where it asks one.
    pub level: Option<Level>,
    pub created_at: Instant,
    pub published_at: Option<Instant>,
    pub closed_at: Option<Instant>,
}

/// 报送材料.
#[derive(Clone, Debug, PartialEq)]
pub struct Deliverable {
    pub id: i64,
    pub campaign: i64,
    pub kind: DeliverableKind,
    pub title: String,
    /// `None`: at any time.
    pub due: Option<Due>,
    pub close: Option<Instant>,
    pub required: bool,
    /// Whom it binds: `None`, the units asked; else the nodes of this level, who send up what their units sent.
    pub level: Option<Level>,
    pub files: Files,
}

/// What the notice says of the files that may be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// Endings without their dot, in small letters; empty: any.
    pub kinds: Vec<String>,
    /// The largest size of one file in bytes; `None`: the service's own limit.
    pub most_bytes: Option<u64>,
}

impl Files {
    /// Whether a word can be the ending of a file's name: `docx`.
    pub fn is_ending(word: &str) -> bool {
        word.len() <= 8 && word.chars().all(|c| c.is_ascii_alphanumeric())
    }
}

impl Deliverable {
    /// The statistics table that units fill in, rather than something else or a county's sum of them.
    pub fn is_table(&self) -> bool {
        self.kind == DeliverableKind::Table && self.level.is_none()
    }

    /// Its clocks for a unit with this extension.
    pub fn clocks(&self, extended: Option<Instant>) -> Clocks {
        Clocks { due: self.due.clone(), close: self.close, extended }
    }
}

impl Task {
    /// The campaign as roll-ups and workbooks know it.
    pub fn campaign(&self, table: &Deliverable) -> Campaign {
        Campaign {
            title: Some(self.title.clone()),
            year: Some(self.year),
            theme: self.theme.clone(),
            issuer: Some(self.issuer.clone()),
            due: table.due.clone(),
            close: table.close,
            paper_copy: self.paper_copy,
            basis: None,
            signed: None,
            public_key: None,
        }
    }
}

/// A campaign to be made.
#[derive(Clone, Debug)]
pub struct NewTask {
    pub title: String,
    pub form_version: Option<i64>,
    pub unit: i64,
    pub year: i32,
    pub period: String,
    pub theme: Option<String>,
    pub issuer: String,
    pub returned_is_missing: bool,
    pub paper_copy: bool,
    pub days_off: DaysOff,
    /// The notice that it was made from.
    pub notice: Option<i64>,
    pub last_campaign: Option<i64>,
    /// Whom it asks.
    pub choice: Choice,
    pub deliverables: Vec<NewDeliverable>,
}

#[derive(Clone, Debug)]
pub struct NewDeliverable {
    pub kind: DeliverableKind,
    /// As the notice calls it.
    pub title: String,
    pub due: Option<Due>,
    pub close: Option<Instant>,
    pub required: bool,
    pub level: Option<Level>,
    pub files: Files,
}

impl NewDeliverable {
    pub fn is_table(&self) -> bool {
        self.kind == DeliverableKind::Table && self.level.is_none()
    }

    /// The statistics table, without grace, closed by hand.
    pub fn table(phrase: &str, instant: Instant) -> NewDeliverable {
        NewDeliverable {
            kind: DeliverableKind::Table,
            title: DeliverableKind::Table.label().to_owned(),
            due: Some(due(phrase, instant, 0)),
            close: None,
            required: true,
            level: None,
            files: Files::default(),
        }
    }
}

/// Grace in whole minutes, as it is stored and shown.
pub fn grace_minutes(due: &Due) -> i64 {
    due.grace.num_minutes()
}

/// A due with its grace given in minutes.
pub fn due(phrase: &str, instant: Instant, grace_minutes: i64) -> Due {
    let grace = TimeDelta::minutes(grace_minutes);
    Due { phrase: phrase.to_owned(), instant, grace, shifted_from: None }
}
