//! One section of a number format: for which numbers it stands, and what it makes of them.
//!
//! A section is taken apart into pieces once. Most sections are ordinary: they show the number that is stored.
//! The others speak of a quantity (元, 万, %), and the cell becomes the words that it shows; or they scale, cut or
//! replace the number without a word, and what they show is said beside it.

use crate::submit::cell_text::{Manner, read_text};
use crate::submit::grid::Content;
use crate::vocabulary::Number;

use super::face::{face, says_other};

/// Words that speak of a quantity even where the rest of them is not understood.
const TELLING: [char; 8] = ['元', '圆', '百', '千', '万', '亿', '%', '％'];

/// The names of white.
const WHITE: [&str; 4] = ["white", "白色", "color2", "颜色2"];

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

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Condition {
    #[default]
    Always,
    /// In this order to the number: less, equal, greater.
    Compared([bool; 3], Number),
}

/// What a format is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// `0`, `#`, `?`; `@` stands for all of a number.
    Digit(char),
    Point,
    Comma,
    Percent,
    /// Of ten, with or without a plus sign.
    Power {
        signed: bool,
    },
    /// Of a fraction.
    Stroke,
    Words(String),
    /// A sign that may stand in a format as it is, and says nothing of a quantity.
    Sign(char),
    Condition(Condition),
    /// The colour that hides what follows.
    White,
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

impl Condition {
    fn holds(self, number: Number) -> bool {
        match self {
            Condition::Always => true,
            Condition::Compared(orders, other) => orders[(number.cmp(&other) as i8 + 1) as usize],
        }
    }

    /// `[>=10000]`, without its brackets.
    fn parse(text: &str) -> Option<Condition> {
        let operators = [
            (">=", [false, true, true]),
            ("<=", [true, true, false]),
            ("<>", [true, false, true]),
            (">", [false, false, true]),
            ("<", [true, false, false]),
            ("=", [false, true, false]),
        ];
        let (rest, orders) =
            operators.iter().find_map(|(sign, orders)| Some((text.strip_prefix(sign)?, *orders)))?;
        Some(Condition::Compared(orders, Number::parse(rest.trim())?))
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

/// The sections of a format, each in pieces. Colours, padding and filling say nothing.
pub fn pieces(code: &str) -> Vec<Vec<Piece>> {
    let mut sections = vec![Vec::new()];
    let mut characters = code.chars().peekable();
    while let Some(character) = characters.next() {
        let piece = match character {
            ';' => {
                sections.push(Vec::new());
                None
            }
            '"' => Some(Piece::Words(characters.by_ref().take_while(|next| *next != '"').collect())),
            '[' => bracketed(&characters.by_ref().take_while(|next| *next != ']').collect::<String>()),
            '\\' | '!' => characters.next().map(|next| Piece::Words(next.to_string())),
            '_' | '*' => {
                characters.next();
                None
            }
            '0' | '#' | '?' | '@' => Some(Piece::Digit(character)),
            '.' => Some(Piece::Point),
            ',' => Some(Piece::Comma),
            '%' => Some(Piece::Percent),
            '/' => Some(Piece::Stroke),
            'E' | 'e' => {
                let sign = characters.next_if(|next| matches!(next, '+' | '-'));
                sign.map(|sign| Piece::Power { signed: sign == '+' })
            }
            other if other.is_ascii() => (!other.is_ascii_alphabetic()).then_some(Piece::Sign(other)),
            other => Some(Piece::Words(other.to_string())),
        };
        if let Some(section) = sections.last_mut() {
            section.extend(piece);
        }
    }
    sections
}

/// Signs of foreign money, and what it is called.
const FOREIGN: [(&str, &str); 8] = [
    ("$", "美元"),
    ("US$", "美元"),
    ("USD", "美元"),
    ("HK$", "港元"),
    ("HKD", "港元"),
    ("€", "欧元"),
    ("EUR", "欧元"),
    ("£", "英镑"),
];

/// `[$元-804]` is a word, `[>=10000]` a condition; white hides; other colours and calendars are none of these.
fn bracketed(inside: &str) -> Option<Piece> {
    match inside.strip_prefix('$') {
        Some(currency) => {
            let sign = currency.split('-').next().unwrap_or_default();
            // $350 is no sum in the money of the form.
            let foreign = FOREIGN.iter().find(|(known, _)| *known == sign).map(|(_, name)| *name);
            Some(Piece::Words(foreign.unwrap_or(sign).to_owned()))
        }
        None if WHITE.contains(&inside.to_ascii_lowercase().as_str()) => Some(Piece::White),
        None => Condition::parse(inside).map(Piece::Condition),
    }
}

/// Whether the words beside a figure say of what it is, or how well it is known.
pub fn speak_of_quantity(before: &str, after: &str) -> bool {
    let read = read_text(&format!("{before}8{after}"));
    let told = read.measure.is_some() || read.multiplier.is_some();
    told || read.manners.contains(&Manner::Approximate) || after.contains(TELLING)
}
