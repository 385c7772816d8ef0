//! 回执: proof of what was received, when, from whom; one A4 page when printed.

use askama::Template;

use super::Frame;
use super::draft::{Fields, SourceFile};
use super::due::Due;
use super::figures::{FigureTable, FindingLine};
use super::proof::Proof;
use super::status::Timely;
use super::unit::CampaignHead;

/// Who sent it.
#[derive(Clone, Debug, Default)]
pub struct Sender {
    pub name: String,
    /// `填报员`.
    pub role: String,
    pub unit: String,
    /// 代报: the unit on whose behalf; empty otherwise.
    pub on_behalf_of: String,
    /// `上传文件`, `在线填写`, `接口`, `代报`.
    pub channel: String,
}

/// Where the receipt stands in the audit chain.
#[derive(Clone, Debug, Default)]
pub struct ChainPlace {
    pub chain: String,
    pub sequence: i64,
    pub head: String,
}

#[derive(Template)]
#[template(path = "receipt.html", config = "src/web/askama.toml")]
pub struct ReceiptPage {
    pub frame: Frame,
    /// 回执号.
    pub number: String,
    pub submission: i64,
    pub campaign: CampaignHead,
    pub unit_code: String,
    pub unit_name: String,
    pub receiver: String,
    /// 第 n 次上报.
    pub revision: u32,
    /// To the second: [`super::words::to_the_second`].
    pub received: String,
    pub timely: Timely,
    /// The deadline that decided, settled.
    pub due: Due,
    pub nil: bool,
    pub table: FigureTable,
    pub fields: Fields,
    /// 核实 with their explanations.
    pub explained: Vec<FindingLine>,
    pub file: Option<SourceFile>,
    /// Items whose figures were typed on the page over what the file says.
    pub typed_over: Vec<String>,
    pub sender: Sender,
    /// SHA-256 of the revision's snapshot.
    pub digest: String,
    pub chain: ChainPlace,
    /// The signed text; nothing where an earlier version issued the receipt.
    pub proof: Option<Proof>,
    /// 下一步, sentence by sentence.
    pub next: Vec<String>,
    /// Lines for signatures and seal.
    pub paper_copy: bool,
    /// For the link back; the reader may be a supervisor.
    pub back: String,
}
