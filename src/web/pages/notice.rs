//! 通知: brought by a file or pasted, chosen where a file holds several, set beside the campaign that it proposes, and
//! shown to every unit that the campaign asks.

use askama::Template;

use super::Frame;

/// Where a notice is brought.
#[derive(Template)]
#[template(path = "notice_new.html", config = "src/web/askama.toml")]
pub struct NewNoticePage {
    pub frame: Frame,
    /// What was pasted.
    pub text: String,
    /// Several notices of one file, to choose from: number, title, what is asked for.
    pub choices: Vec<(i64, String, String)>,
}

/// A notice's text in pieces, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub words: String,
    /// Number of the reading that these words are the source of, 0 where they say by when; nothing was read from others.
    pub reading: Option<usize>,
}

/// One thing that was read from a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// From 1 on; the words stand at `#m-1`.
    pub number: usize,
    /// `年度`, `活动总结`.
    pub label: String,
    pub value: String,
    /// The sentence that says so.
    pub sentence: String,
}

/// What a notice was taken to say.
#[derive(Clone, Debug, Default)]
pub struct NoticeRead {
    pub id: i64,
    pub readings: Vec<Reading>,
    /// Dates that are no deadline: the words, why, the sentence.
    pub passed_over: Vec<(String, String, String)>,
    pub questions: Vec<String>,
    /// What is said of the table that is to be filled in, where there is one.
    pub annex: Option<String>,
    pub pieces: Vec<Piece>,
}

/// The notice of a campaign.
#[derive(Template)]
#[template(path = "notice.html", config = "src/web/askama.toml")]
pub struct NoticePage {
    pub frame: Frame,
    pub campaign: i64,
    pub text: String,
    /// Name of the file that it came in; may be empty.
    pub file: String,
}
