//! What a notice is taken to say: a campaign that a person confirms.
//!
//! Everything that is proposed carries the place of its words in the notice's text, so that a page can mark them
//! beside the field. What the notice does not say is empty and stands among the questions; nothing is invented.

use std::ops::Range;

use chrono::NaiveDate;

use super::prose::Table;
use crate::campaign::DeliverableKind;
use crate::vocabulary::time::Instant;
use crate::vocabulary::unit::Level;

/// Something that the notice says. Both places are bytes of [`Proposal::text`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted<T> {
    pub value: T,
    /// The words themselves, for marking.
    pub words: Range<usize>,
    /// The sentence in which they stand.
    pub sentence: Range<usize>,
}

/// A campaign as one notice has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposal {
    /// The notice's text, its tables as lines with tabs.
    pub text: String,
    pub title: Option<Quoted<String>>,
    pub year: Option<Quoted<i32>>,
    pub theme: Option<Quoted<String>>,
    /// The office that asks (发文单位).
    pub issuer: Option<Quoted<String>>,
    /// The office that takes what is sent (接收单位).
    pub receiver: Option<Quoted<String>>,
    /// Who must report, as the notice words it.
    pub reporters: Option<Quoted<String>>,
    /// 活动时间: in which days the activity takes place.
    pub window: Option<Quoted<Window>>,
    pub contacts: Vec<Quoted<Contact>>,
    pub channels: Vec<Quoted<Channel>>,
    pub deliverables: Vec<Quoted<Deliverable>>,
    /// Dates that are no deadline for reporting.
    pub passed_over: Vec<Quoted<PassedOver>>,
    /// The table that is to be filled in.
    pub annex: Option<Annex>,
    /// What is missing or open, as questions to whoever confirms.
    pub questions: Vec<String>,
}

impl Proposal {
    /// The words at a place without line breaks and blanks around.
    pub fn words(&self, place: &Range<usize>) -> String {
        one_line(&self.text[place.clone()])
    }
}

/// A text on one line.
pub fn one_line(text: &str) -> String {
    text.split(['\n', '\r']).map(str::trim).collect::<String>().replace('\t', " ").trim().to_owned()
}

/// The first and the last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

/// A person or an office to ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    pub name: Option<String>,
    pub phone: Option<String>,
}

/// A way on which reports are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    pub kind: ChannelKind,
    /// A mail address, the name of a system or a group, the office that takes papers.
    pub value: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelKind {
    Mail,
    /// Office automation (OA).
    Oa,
    /// Any other system, platform or group.
    System,
    Paper,
    Electronic,
    /// Brought or sent to a place.
    Office,
}

impl ChannelKind {
    /// Stable name for programs.
    pub fn code(self) -> &'static str {
        match self {
            ChannelKind::Mail => "mail",
            ChannelKind::Oa => "oa",
            ChannelKind::System => "system",
            ChannelKind::Paper => "paper",
            ChannelKind::Electronic => "electronic",
            ChannelKind::Office => "office",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            ChannelKind::Mail => "电子邮箱",
            ChannelKind::Oa => "OA 系统",
            ChannelKind::System => "系统或工作群",
            ChannelKind::Paper => "书面形式",
            ChannelKind::Electronic => "电子形式",
            ChannelKind::Office => "送交科室",
        }
    }
}

/// One thing that is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deliverable {
    pub kind: DeliverableKind,
    /// As the notice calls it; no two of a notice are called the same.
    pub name: String,
    /// The words that say by when; none where the notice names no time.
    pub phrase: Option<String>,
    /// What the phrase means, exclusive; none where a person must say it.
    pub instant: Option<Instant>,
    /// Not only asked “if there is any”.
    pub required: bool,
    /// Who sends it, where the sentence itself says so.
    pub from: Option<String>,
    /// Who takes it, where the sentence itself says so.
    pub to: Option<String>,
    /// Whom its clock binds, where clocks cascade: the offices of this level, which gather what others sent them;
    /// none for whoever reports as everywhere.
    pub level: Option<Level>,
}

/// A date that is no deadline for reporting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOver {
    pub phrase: String,
    pub why: &'static str,
}

/// The table that is to be filled in, as it stands in the notice.
#[derive(Clone, Debug, PartialEq)]
pub struct Annex {
    pub title: Option<String>,
    /// Lines between the title and the table: 填报单位 and the like.
    pub lines: Vec<String>,
    pub table: Table,
    /// Where it stands in the text.
    pub place: Range<usize>,
}
