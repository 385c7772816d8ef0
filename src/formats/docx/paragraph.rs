//! A paragraph while it is read: its words, and what else the document says of them.

use crate::submit::grid::Said;

use super::super::colour::{Colour, Fill, is_faint};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraph {
    pub text: String,
    /// Comments on it; that a part of it is not seen.
    pub said: Vec<Said>,
    /// What lies below its words.
    pub ground: Fill,
    /// Where in the part its opening tag ends, where that is known.
    pub begins: usize,
}

impl From<String> for Paragraph {
    fn from(text: String) -> Paragraph {
        Paragraph { text, ..Paragraph::default() }
    }
}

impl Paragraph {
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Notes that words are written in an ink on a ground, where nobody sees them.
    pub fn look(&mut self, words: &str, ink: Option<Colour>, ground: Fill) {
        if is_faint(ink, ground.over(self.ground).plain()) && !words.trim().is_empty() {
            join(&mut self.said, vec![Said::Faint]);
        }
    }
}

/// Adds what is said of a part to what is said of the whole; that it is not seen is said once.
pub fn join(all: &mut Vec<Said>, more: Vec<Said>) {
    for said in more {
        if said != Said::Faint || !all.contains(&said) {
            all.push(said);
        }
    }
}
