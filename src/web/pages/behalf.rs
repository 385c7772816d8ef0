//! 代报: a supervisor sends units' own files as they are; figures cannot be touched here.
//!
//! Three steps, three structures: choose files, look at what was read and tick, see what became of each.

use askama::Template;

use super::Frame;
use super::campaign::Tabs;
use super::check::Query;
use super::figures::FindingLine;

#[derive(Template)]
#[template(path = "behalf.html", config = "src/web/askama.toml")]
pub struct BehalfPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub campaign: i64,
    pub title: String,
    pub node_name: String,
    /// `50 MB`, of one file.
    pub largest: String,
    /// How many files at once.
    pub most: usize,
}

/// One file of a batch.
pub struct BehalfFile {
    /// Fields `send.{ordinal}` and `e.{ordinal}.{index}`.
    pub ordinal: usize,
    pub name: String,
    pub size: String,
    /// Code and name of the recognised unit; empty when none was, which `refusal` then explains.
    pub unit_code: String,
    pub unit_name: String,
    /// Why it cannot be sent: not read, unit unknown, 强制 findings, already received; empty when it can.
    pub refusal: String,
    /// The unit has reported already: this would be its n-th revision; 0 when it is the first.
    pub revision: u32,
    pub nil: bool,
    /// Label with unit of measure, and figure, in the form's order.
    pub figures: Vec<(String, String)>,
    /// 强制 and 提示.
    pub findings: Vec<FindingLine>,
    pub queries: Vec<Query>,
    /// Its figures are those that stand.
    pub is_known: bool,
    pub ticked: bool,
}

/// A file of a batch that holds no table.
pub struct BehalfMaterial {
    /// Field `material.{ordinal}`.
    pub ordinal: usize,
    /// With the mail or folder that it lies in.
    pub name: String,
    /// Kind and size.
    pub about: String,
    /// Empty where nobody knows whose it is, which `refusal` then explains.
    pub unit_name: String,
    /// `按发件人“…”认定`.
    pub known_by: String,
    /// Of the deliverable; empty where it has no place.
    pub title: String,
    pub hints: Vec<String>,
    /// Empty when it can be sent.
    pub refusal: String,
    /// The unit has sent exactly this.
    pub is_known: bool,
    /// Nobody could place it: fields `unit.{ordinal}` and `place.{ordinal}` say where it belongs.
    pub is_open: bool,
}

impl BehalfFile {
    fn sendable(&self) -> bool {
        self.refusal.is_empty()
    }
}

#[derive(Template)]
#[template(path = "behalf_preview.html", config = "src/web/askama.toml")]
pub struct BehalfPreviewPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub campaign: i64,
    pub title: String,
    /// Field `batch`.
    pub batch: String,
    pub receiver: String,
    pub files: Vec<BehalfFile>,
    pub materials: Vec<BehalfMaterial>,
    /// What a file can be placed at: numbers with titles, codes with names.
    pub offered: Vec<(i64, String)>,
    pub units: Vec<(String, String)>,
}

impl BehalfPreviewPage {
    fn placed(&self) -> usize {
        self.materials.iter().filter(|material| material.refusal.is_empty()).count()
    }

    fn has_findings(&self) -> bool {
        self.files.iter().any(|file| !file.findings.is_empty() || !file.queries.is_empty())
    }

    fn sendable(&self) -> usize {
        self.files.iter().filter(|file| file.sendable()).count()
    }
}

/// What became of a file.
pub struct BehalfOutcome {
    pub file: String,
    pub unit_name: String,
    /// Receipt number; empty when it was not sent.
    pub receipt: String,
    /// Why not; empty when it was.
    pub reason: String,
}

#[derive(Template)]
#[template(path = "behalf_result.html", config = "src/web/askama.toml")]
pub struct BehalfResultPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub campaign: i64,
    pub title: String,
    pub outcomes: Vec<BehalfOutcome>,
}

impl BehalfResultPage {
    fn sent(&self) -> usize {
        self.outcomes.iter().filter(|outcome| !outcome.receipt.is_empty()).count()
    }
}
