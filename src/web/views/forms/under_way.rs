//! A form under correction: what it says, what was refused, and what its page carries along.

use crate::form::edit::Offer;
use crate::form::sketch::Sketch;
use crate::vocabulary::plain::core;
use crate::web::pages::forms::NewFields;

/// Something that was refused: at which field, what was typed there, and why.
#[derive(Clone, Debug)]
pub struct Refused {
    pub field: String,
    /// None where the field shows what the form says.
    pub typed: Option<String>,
    pub sentence: String,
}

/// A form under correction with what its page carries along.
#[derive(Clone, Debug)]
pub struct Shown {
    pub sketch: Sketch,
    pub questions: Vec<String>,
    /// Number of the notice whose annex it is made from.
    pub notice: Option<i64>,
    /// Words that units wrote and that name no item.
    pub offers: Vec<Offer>,
    pub refused: Vec<Refused>,
    pub new: NewFields,
    /// What was just found; may be empty.
    pub said: String,
}

impl Shown {
    pub fn new(sketch: Sketch, questions: Vec<String>) -> Shown {
        Shown {
            sketch,
            questions,
            notice: None,
            offers: Vec::new(),
            refused: Vec::new(),
            new: NewFields::default(),
            said: String::new(),
        }
    }

    /// Offers more words, each once.
    pub fn offer(&mut self, offers: Vec<Offer>) {
        for offer in offers {
            if !self.offers.iter().any(|known| core(&known.words) == core(&offer.words)) {
                self.offers.push(offer);
            }
        }
    }

    /// What a field shows: what was refused there, else what the form says.
    pub fn value(&self, field: &str, known: impl Into<String>) -> String {
        let typed = self.refused.iter().find(|refused| refused.field == field);
        typed.and_then(|refused| refused.typed.clone()).unwrap_or_else(|| known.into())
    }
}
