//! Formulas: is the result that a file stores with one really what it comes to?
//!
//! Programs store a formula's result beside it, and readers take it. It may be none: a workbook that is only
//! calculated by hand keeps old results, and a program that cannot calculate stores a nought. So each formula
//! that is simple enough is calculated anew over the stored numbers of the file, exactly, and told from one whose
//! result can only be believed. The stored result is what is read in any case; a person is asked where it is
//! contradicted.
//!
//! A formula is read, whatever its notation, into one list of tokens in postfix order (`text` with `reference` for
//! the three notations in words, `binary` for those in bytes; `words` writes them back). `evaluate` runs the list
//! over the `cells` of the finished grid, `run` fetches operands and `functions` knows the functions; `ledger` keeps what readers find and
//! writes the remarks. Nothing here recurses, and one budget holds for a whole file: what is too much is not
//! calculated. What is not known here (names, other files, arrays, any other function) makes a formula one that
//! cannot be calculated; nothing is guessed.

pub mod binary;
pub mod cells;
pub mod evaluate;
pub mod exact;
pub mod functions;
pub mod ledger;
pub mod reference;
pub mod run;
pub mod sheets;
pub mod text;
pub mod words;

use std::rc::Rc;

use exact::Exact;

/// A formula in postfix order.
pub type Expression = Rc<[Token]>;

/// No program takes a longer formula.
pub const MOST_TOKENS: usize = 8_192;

/// One step of a formula.
#[derive(Clone, Debug)]
pub enum Token {
    Number(Exact),
    Text(String),
    Bool(bool),
    Error,
    /// An argument left out.
    Missing,
    Area(Area),
    Binary(Operator),
    Negative,
    Percent,
    /// Around what was calculated last; for writing only.
    Parentheses,
    /// With so many arguments.
    Call(Function, usize),
}

/// The first and the last of the sheets that a reference names.
pub type Span = Rc<(String, String)>;

/// A rectangle of cells, both corners included; one cell is one as well.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// That of the formula where none is named.
    pub sheets: Option<Span>,
    pub first: Corner,
    pub last: Corner,
}

/// A row and a column, and whether each stays where it is when the formula is copied.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Corner {
    pub row: u32,
    pub column: u32,
    pub row_fixed: bool,
    pub column_fixed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Plus,
    Minus,
    Times,
    Divide,
    Power,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Operator {
    /// The sign in any notation; longer ones first.
    pub const SIGNS: [(&str, Operator); 11] = [
        ("<>", Operator::Unequal),
        ("<=", Operator::LessOrEqual),
        (">=", Operator::GreaterOrEqual),
        ("<", Operator::Less),
        (">", Operator::Greater),
        ("=", Operator::Equal),
        ("+", Operator::Plus),
        ("-", Operator::Minus),
        ("*", Operator::Times),
        ("/", Operator::Divide),
        ("^", Operator::Power),
    ];

    pub fn sign(self) -> &'static str {
        Operator::SIGNS.iter().find(|(_, operator)| *operator == self).map_or("", |(sign, _)| sign)
    }

    /// What binds closer is higher.
    pub fn binding(self) -> u8 {
        match self {
            Operator::Power => 3,
            Operator::Times | Operator::Divide => 2,
            Operator::Plus | Operator::Minus => 1,
            _ => 0,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    Sum,
    Product,
    Average,
    Min,
    Max,
    Count,
    CountAll,
    Round,
    RoundUp,
    RoundDown,
    Int,
    Abs,
    If,
    IfError,
    IsError,
    Subtotal,
    SumProduct,
}

impl Function {
    /// Name, number in the binary notations, and how many arguments there where that is not said.
    pub const ALL: [(&str, u16, usize, Function); 17] = [
        ("SUM", 4, 1, Function::Sum),
        ("PRODUCT", 183, 1, Function::Product),
        ("AVERAGE", 5, 1, Function::Average),
        ("MIN", 6, 1, Function::Min),
        ("MAX", 7, 1, Function::Max),
        ("COUNT", 0, 1, Function::Count),
        ("COUNTA", 169, 1, Function::CountAll),
        ("ROUND", 27, 2, Function::Round),
        ("ROUNDUP", 212, 2, Function::RoundUp),
        ("ROUNDDOWN", 213, 2, Function::RoundDown),
        ("INT", 25, 1, Function::Int),
        ("ABS", 24, 1, Function::Abs),
        ("IF", 1, 3, Function::If),
        ("IFERROR", 480, 2, Function::IfError),
        ("ISERROR", 3, 1, Function::IsError),
        ("SUBTOTAL", 344, 2, Function::Subtotal),
        ("SUMPRODUCT", 228, 1, Function::SumProduct),
    ];

    pub fn named(name: &str) -> Option<Function> {
        Function::ALL.iter().find(|known| known.0.eq_ignore_ascii_case(name)).map(|known| known.3)
    }

    pub fn name(self) -> &'static str {
        Function::ALL.iter().find(|known| known.3 == self).map_or("", |known| known.0)
    }
}

#[cfg(test)]
mod tests;
