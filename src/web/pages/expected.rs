//! 应报单位: whom a campaign asks, chosen while it is a draft, and the list with its count.

use askama::Template;

use super::Frame;
use super::campaign::Tabs;
use super::heads::Heads;
use super::layout::Choice;
use super::status::Stage;

/// A box to be ticked.
#[derive(Clone, Debug)]
pub struct Ticked {
    pub choice: Choice,
    pub ticked: bool,
}

/// The fields of a choice, as typed.
#[derive(Clone, Debug, Default)]
pub struct ChoiceFields {
    /// Nodes below the campaign's own that have units below them, field `below`.
    pub nodes: Vec<Ticked>,
    /// Codes of other nodes, field `others`.
    pub others: String,
    /// Value of a choice of `levels`.
    pub level: String,
    pub levels: Vec<Choice>,
    /// Field `groups`.
    pub groups: Vec<Ticked>,
}

/// A unit added or taken out by itself.
#[derive(Clone, Debug)]
pub struct SingleLine {
    pub code: String,
    pub name: String,
    pub asked: bool,
    pub reason: String,
}

/// A unit in the list.
#[derive(Clone, Debug)]
pub struct AskedLine {
    pub code: String,
    pub name: String,
    pub parent: String,
    pub groups: String,
    /// Why it is named by itself, or exempt; may be empty.
    pub note: String,
}

/// The fields of a single unit, as typed.
#[derive(Clone, Debug, Default)]
pub struct SingleFields {
    pub unit: String,
    pub reason: String,
}

#[derive(Template)]
#[template(path = "expected.html", config = "src/web/askama.toml")]
pub struct ExpectedPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub campaign: i64,
    pub title: String,
    pub stage: Stage,
    /// Own campaign of a supervisor that is not archived.
    pub may_arrange: bool,
    /// `市监、卫健两组`, in words: whom the choice names.
    pub words: String,
    pub fields: ChoiceFields,
    pub singles: Vec<SingleLine>,
    pub single: SingleFields,
    /// In sight of the reader.
    pub count: usize,
    pub exempt: usize,
    /// By the node above: name and how many.
    pub by_node: Vec<(String, usize)>,
    pub heads: Heads,
    /// By code, unless another order is asked for.
    pub units: Vec<AskedLine>,
    /// Address of the next page; empty on the last.
    pub next: String,
}

impl ExpectedPage {
    fn is_draft(&self) -> bool {
        self.stage == Stage::Draft
    }
}
