//! One section of a number format: for which numbers it stands, and what it makes of them.
//!
//! A section is taken apart into pieces once. Most sections are ordinary: they show the number that is stored.
//! The others speak of a quantity (元, 万, %), and the cell becomes the words that it shows; or they scale, cut or
//! replace the number without a word, and what they show is said beside it.

use crate::submit::cell_text::{Manner, read_text};
use crate::submit::grid::Content;
use crate::vocabulary::Number;

use super::face::{face, says_other};
use super::piece::{Condition, Piece};

/// Words that speak of a quantity even where the rest of them is not understood.
const TELLING: [char; 8] = ['元', '圆', '百', '千', '万', '亿', '%', '％'];

/// One section of a format, told by the sign or the size of the number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    pub condition: Condition,
    /// Words around the figure, where they speak of a quantity.
    pub before: String,
    pub after: String,
    /// How far the point is moved before the number is shown.
    pub shift: i32,
    /// How far commas and per cent signs alone move it.
    scale: i32,
    /// It is written in white, whatever the font.
    unseen: bool,
    pieces: Vec<Piece>,
}

impl Section {
    pub fn of(pieces: Vec<Piece>) -> Section {
        let mut section = Section::default();
        let is_digit = |piece: &Piece| matches!(piece, Piece::Digit(_));
        let (first, last) = (pieces.iter().position(is_digit), pieces.iter().rposition(is_digit));
        let (mut among, mut moved) = (0, None);
        for (at, piece) in pieces.iter().enumerate() {
            let (led, over) = (first.is_some_and(|first| at > first), last.is_some_and(|last| at > last));
            match piece {
                Piece::Condition(condition) => section.condition = *condition,
                Piece::White => section.unseen = true,
                Piece::Percent => {
                    section.scale += 2;
                    section.after.push('%');
                }
                Piece::Comma if over => section.scale -= 3,
                // Commas right before the point leave thousands out, as those at the end do.
                Piece::Comma
                    if led
                        && pieces[at..].iter().find(|next| **next != Piece::Comma) == Some(&Piece::Point) =>
                {
                    section.scale -= 3;
                }
                Piece::Words(words) if over => section.after.push_str(words),
                Piece::Words(words) if led && words == "." => (among, moved) = (0, Some(0)),
                Piece::Words(words) if !led => section.before.push_str(words),
                Piece::Digit(_) => {
                    among += 1;
                    moved = moved.map(|_| among);
                }
                Piece::Point if moved.is_some() => section.shift -= moved.take().unwrap_or(0),
                _ => {}
            }
        }
        section.shift += section.scale - moved.unwrap_or(0);
        if first.is_none() || !speak_of_quantity(&section.before, &section.after) {
            section.before.clear();
            section.after.clear();
        }
        section.pieces = pieces;
        section
    }

    pub fn holds(&self, number: Number) -> bool {
        self.condition.holds(number)
    }

    /// What a cell with this number holds, and the words that it shows where they say another number.
    pub fn read(&self, number: Number) -> Option<(Content, Option<String>)> {
        if self.unseen && !number.is_zero() {
            return Some((Content::Number(number.to_string()), Some(String::new())));
        }
        if self.tells() {
            let shown = number.shift(self.shift)?;
            return Some((Content::Text(format!("{}{shown}{}", self.before, self.after)), None));
        }
        if self.is_fraction() {
            return None;
        }
        let words = face(&self.pieces, number.abs().shift(self.scale)?)?;
        let scaled = self.shift != 0 && !number.is_zero();
        let other = scaled || says_other(&words, number.abs());
        Some((Content::Number(number.to_string()), other.then_some(words)))
    }

    /// Whether its words say of what the number is.
    pub fn tells(&self) -> bool {
        !(self.before.is_empty() && self.after.is_empty())
    }

    /// Whether it shows any number as it is stored.
    pub fn is_ordinary(&self) -> bool {
        !self.tells()
            && !self.unseen
            && (self.is_fraction() || self.shift == 0 && self.has_digits() && !self.adds_digits())
    }

    pub fn is_blank(&self) -> bool {
        self.face_of_zero().is_some_and(|words| words.trim().is_empty()) && !self.has_digits()
    }

    /// Whether it shows words for nothing, such as a dash, and no figure.
    pub fn shows_nothing(&self) -> bool {
        !self.has_digits() && self.face_of_zero().is_some_and(|words| !says_other(&words, Number::ZERO))
    }

    fn is_fraction(&self) -> bool {
        self.pieces.contains(&Piece::Stroke)
    }

    fn face_of_zero(&self) -> Option<String> {
        face(&self.pieces, Number::ZERO)
    }

    fn has_digits(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Digit(_)))
    }

    fn adds_digits(&self) -> bool {
        self.pieces.iter().any(|piece| match piece {
            Piece::Words(words) => words.contains(|c: char| c.is_ascii_digit()),
            Piece::Sign(sign) => sign.is_ascii_digit(),
            Piece::Power { .. } => true,
            _ => false,
        })
    }
}

/// Sections without conditions of their own: above zero, below it, the rest.
pub fn by_sign(sections: &mut [Section]) {
    if sections.iter().any(|section| section.condition != Condition::Always) {
        return;
    }
    let positive = [false, sections.len() == 2, true];
    if let [first, second, ..] = sections {
        first.condition = Condition::Compared(positive, Number::ZERO);
        second.condition = Condition::Compared([true, false, false], Number::ZERO);
    }
}

/// Whether the words beside a figure say of what it is, or how well it is known.
pub fn speak_of_quantity(before: &str, after: &str) -> bool {
    let read = read_text(&format!("{before}8{after}"));
    let told = read.measure.is_some() || read.multiplier.is_some();
    told || read.manners.contains(&Manner::Approximate) || after.contains(TELLING)
}
