//! A package as it lies there: the receipt for everything, the words of a document, the way to an original.

use askama::Template;

use super::Frame;
use super::materials::FileLine;
use super::proof::Proof;
use super::status::{Tag, Timely};
use super::unit::CampaignHead;

/// One line of the receipt for everything that is there.
#[derive(Clone, Debug)]
pub struct ReceiptLine {
    pub title: String,
    pub must: &'static str,
    pub tag: Tag,
    /// Of what stands; nothing where nothing was sent.
    pub revision: String,
    pub received: String,
    pub first_valid: String,
    pub timely: Option<Timely>,
    pub due: String,
    pub receipt: String,
    /// `/receipts/…` of the table, which has one of its own; empty otherwise.
    pub address: String,
    pub files: Vec<FileLine>,
    pub digest: String,
}

/// 材料回执: what lies there of a whole package.
#[derive(Template)]
#[template(path = "package.html", config = "src/web/askama.toml")]
pub struct PackagePage {
    pub frame: Frame,
    pub campaign: CampaignHead,
    pub unit_code: String,
    pub unit_name: String,
    pub receiver: String,
    /// 回执号 of the delivery that was asked for; empty: all.
    pub number: String,
    pub printed: String,
    /// The signed text of that delivery's receipt.
    pub proof: Option<Proof>,
    pub lines: Vec<ReceiptLine>,
    /// Titles of what is asked for and missing.
    pub missing: Vec<String>,
    pub back: String,
}

/// What a document says.
#[derive(Template)]
#[template(path = "words.html", config = "src/web/askama.toml")]
pub struct WordsPage {
    pub frame: Frame,
    pub name: String,
    pub size: String,
    pub lines: Vec<String>,
    pub download: String,
}

/// The form that asks why an original is opened.
#[derive(Template)]
#[template(path = "original.html", config = "src/web/askama.toml")]
pub struct OriginalPage {
    pub frame: Frame,
    pub name: String,
    pub size: String,
    pub reason: String,
    pub address: String,
    pub back: String,
}
