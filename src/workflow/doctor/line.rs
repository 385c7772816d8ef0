//! A line of an examination: a subject, how it stands with it, and the words for whoever looks after it.

/// How it stands with one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Fine,
    /// 提醒: it works, and something should be seen to.
    Warning,
    /// 故障: it does not work, or data are in danger.
    Fault,
}

impl State {
    pub fn label(self) -> &'static str {
        match self {
            State::Fine => "正常",
            State::Warning => "提醒",
            State::Fault => "故障",
        }
    }
}

/// One line: what it is about, how it stands, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub subject: &'static str,
    pub state: State,
    pub words: String,
}

fn line(subject: &'static str, state: State, words: impl Into<String>) -> Line {
    Line { subject, state, words: words.into() }
}

pub(super) fn fine(subject: &'static str, words: impl Into<String>) -> Line {
    line(subject, State::Fine, words)
}

pub(super) fn warning(subject: &'static str, words: impl Into<String>) -> Line {
    line(subject, State::Warning, words)
}

pub(super) fn fault(subject: &'static str, words: impl Into<String>) -> Line {
    line(subject, State::Fault, words)
}
