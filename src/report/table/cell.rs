//! What a cell holds and the part it plays.

use std::borrow::Cow;
use std::sync::Arc;

use crate::vocabulary::Number;

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub content: Content,
    pub role: Role,
}

/// What a cell holds. Texts are shared, because a unit's name stands on many rows.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    Blank,
    Text(Arc<str>),
    Number(Number, Shown),
    Formula(Box<Formula>),
    /// Words that lead to another cell of the workbook.
    Link {
        text: Arc<str>,
        sheet: Arc<str>,
        row: u32,
    },
}

/// A live formula and what it comes to, exactly.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// Without the leading `=`.
    pub text: String,
    pub result: Outcome,
    pub shown: Shown,
}

/// The stored result of a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Number(Number),
    Text(Arc<str>),
}

/// How a number is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shown {
    /// All the digits there are.
    Exact,
    Places(u8),
    /// A ratio printed as a percentage.
    Percent(u8),
}

/// The part a cell plays; how it looks follows from this alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Not part of any table: no border, nothing.
    Empty,
    Title,
    /// The line above a table: left, right.
    Caption,
    CaptionRight,
    /// Heading of a block inside a sheet: 一、…
    Block,
    Header,
    Label,
    /// A label under the one it is part of, so many steps in.
    Indented(u8),
    Centred,
    Figure,
    /// A state's word, centred.
    State,
    SubtotalLabel,
    SubtotalCentred,
    Subtotal,
    TotalLabel,
    TotalCentred,
    Total,
    /// Words in a list, top left, wrapped.
    Words,
    /// The same without a border: notes, coverage, signatures.
    Note,
    Signature,
    /// Text to be pasted into a chat.
    Paste,
    /// A cell of the tidy sheet.
    Plain,
    /// A figure's cell on a sheet that is handed out.
    Entry,
    /// Words to be written behind the label to their left.
    EntryWords,
    /// A line with labels and room to write behind them.
    EntryLine,
    /// A figure of last year beside this year's.
    Earlier,
    /// What only programs read: as small as can be.
    Mark,
}

impl Cell {
    pub const EMPTY: Cell = Cell { content: Content::Blank, role: Role::Empty };

    pub fn blank(role: Role) -> Cell {
        Cell { content: Content::Blank, role }
    }

    pub fn text(text: impl AsRef<str>, role: Role) -> Cell {
        let text = text.as_ref();
        Cell { content: if text.is_empty() { Content::Blank } else { Content::Text(Arc::from(text)) }, role }
    }

    pub fn number(number: Number, shown: Shown, role: Role) -> Cell {
        Cell { content: Content::Number(number, shown), role }
    }

    pub fn count(count: usize, role: Role) -> Cell {
        Cell::number(Number::whole(count as i64), Shown::Places(0), role)
    }

    /// A figure, or nothing where there is none.
    pub fn figure(figure: Option<Number>, shown: Shown, role: Role) -> Cell {
        figure.map_or(Cell::blank(role), |number| Cell::number(number, shown, role))
    }

    pub fn formula(text: String, result: Outcome, shown: Shown, role: Role) -> Cell {
        Cell { content: Content::Formula(Box::new(Formula { text, result, shown })), role }
    }
}

impl Content {
    /// What a reader of the file sees, numbers as canonical decimals.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Content::Blank => Cow::Borrowed(""),
            Content::Text(text) | Content::Link { text, .. } => Cow::Borrowed(text),
            Content::Number(number, _) => Cow::Owned(number.to_string()),
            Content::Formula(formula) => match &formula.result {
                Outcome::Number(number) => Cow::Owned(number.to_string()),
                Outcome::Text(text) => Cow::Borrowed(text),
            },
        }
    }

    pub fn shown(&self) -> Option<Shown> {
        match self {
            Content::Number(_, shown) => Some(*shown),
            Content::Formula(formula) => Some(formula.shown),
            _ => None,
        }
    }
}

impl Outcome {
    /// What stands where nothing can be computed.
    pub fn dash() -> Outcome {
        Outcome::Text(Arc::from("—"))
    }

    pub fn of(number: Option<Number>) -> Outcome {
        number.map_or_else(Outcome::dash, Outcome::Number)
    }
}
