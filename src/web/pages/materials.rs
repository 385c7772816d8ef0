//! 报送材料 on a unit's page: each deliverable with what lies there, what was sent, and what may be done.

use askama::Template;
use askama::filters::HtmlSafe;

use super::layout::Choice;
use super::status::{Tag, Timely};

/// A file as a line of a list.
#[derive(Clone, Debug, Default)]
pub struct FileLine {
    /// Number under which it is moved or taken away.
    pub id: i64,
    pub name: String,
    /// `文档`, `图片 4000×3000`.
    pub kind: String,
    pub size: String,
    pub sha256: String,
    /// Addresses; empty where there is nothing to be seen.
    pub small: String,
    pub whole: String,
    pub words: String,
    pub download: String,
    /// Where the bytes as they were received are opened with a reason.
    pub original: String,
    /// What is unusual about it; empty where nothing is.
    pub note: String,
}

/// One time that a deliverable was sent.
#[derive(Clone, Debug)]
pub struct SentLine {
    pub number: i64,
    pub received: String,
    pub timely: Timely,
    pub tag: Tag,
    pub sender: String,
    pub receipt: String,
    pub files: usize,
}

/// 退回, 通过 of what stands, where the reader may.
#[derive(Clone, Debug)]
pub struct Reviewing {
    pub delivery: i64,
    pub may_accept: bool,
    pub may_return: bool,
}

/// One deliverable.
#[derive(Clone, Debug)]
pub struct Material {
    pub id: i64,
    pub title: String,
    /// `必报，通知原文“3月22日前”，2024年3月22日 24:00（含当日）`.
    pub terms: String,
    pub tag: Tag,
    /// Of what stands.
    pub timely: Option<Timely>,
    /// Why nothing can be sent; empty otherwise.
    pub closed: String,
    /// 退回原因 with who and when; empty where it was not returned.
    pub returned: String,
    pub pending: Vec<FileLine>,
    /// What waits is what was sent last.
    pub same_again: bool,
    pub current: Vec<FileLine>,
    /// Newest first.
    pub sent: Vec<SentLine>,
    pub reviewing: Option<Reviewing>,
    /// Endings that the file dialogue offers first; empty: any.
    pub accept: String,
}

/// 报送材料, shown by writing it into a template.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/materials.html", config = "src/web/askama.toml")]
pub struct Materials {
    pub csrf: String,
    /// `/campaigns/4/units/370320001`.
    pub base: String,
    pub unit_name: String,
    pub rows: Vec<Material>,
    pub unplaced: Vec<FileLine>,
    /// Files with the statistics table that wait, because there is a draft of it already.
    pub tables: Vec<FileLine>,
    /// Whether the reader may have them read into it.
    pub may_fill: bool,
    /// Where such a file may belong.
    pub choices: Vec<Choice>,
    pub may_send: bool,
    /// 代报.
    pub on_behalf: bool,
    pub largest: String,
    /// Idempotency key of the next press.
    pub key: String,
    /// Deliverables at which files wait.
    pub waiting: usize,
    /// What is wrong with the last upload; empty otherwise.
    pub wrong: String,
}

impl HtmlSafe for Materials {}
