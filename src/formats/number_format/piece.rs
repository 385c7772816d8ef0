//! What a number format is made of, read once from its code.

use crate::vocabulary::Number;

/// The names of white.
const WHITE: [&str; 4] = ["white", "白色", "color2", "颜色2"];

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

impl Condition {
    pub fn holds(self, number: Number) -> bool {
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
