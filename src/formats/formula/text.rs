//! A formula in words, read into postfix order: the same for all three notations but for their references and
//! the sign between arguments.
//!
//! Signs that wait for their right side stand on a stack of their own, so that no depth of parentheses costs more
//! than their number.

use super::exact::Exact;
use super::reference::{Notation, area};
use super::{Expression, Function, MOST_TOKENS, Operator, Token};

/// No program takes more characters.
const LONGEST: usize = 32_768;

/// The formula, where all of it is known.
pub fn parse(text: &str, notation: Notation) -> Option<Expression> {
    if text.len() > LONGEST {
        return None;
    }
    let text = text.strip_prefix("of:").or_else(|| text.strip_prefix("msoxl:")).unwrap_or(text).trim();
    let mut reading = Reading {
        rest: text.strip_prefix('=').unwrap_or(text),
        notation,
        tokens: Vec::new(),
        waiting: Vec::new(),
    };
    while reading.operand()? {
        while reading.operator()? == Next::Operator {}
        if reading.rest.is_empty() {
            break;
        }
    }
    reading.finish()
}

/// What waits for more to come.
enum Waiting {
    Negative,
    Binary(Operator),
    Parenthesis,
    /// With so many arguments before the one being read.
    Call(Function, usize),
}

#[derive(PartialEq)]
enum Next {
    /// After what was read an operator is expected.
    Operator,
    Operand,
}

struct Reading<'t> {
    rest: &'t str,
    notation: Notation,
    tokens: Vec<Token>,
    waiting: Vec<Waiting>,
}

impl Reading<'_> {
    fn take(&mut self, sign: &str) -> bool {
        self.rest = self.rest.trim_start();
        let behind = self.rest.strip_prefix(sign);
        self.rest = behind.unwrap_or(self.rest);
        behind.is_some()
    }

    fn push(&mut self, token: Token) -> Option<()> {
        self.tokens.push(token);
        (self.tokens.len() + self.waiting.len() <= MOST_TOKENS).then_some(())
    }

    /// Everything up to the end of one operand. Nothing but an end may stand in its place.
    fn operand(&mut self) -> Option<bool> {
        loop {
            if self.waiting.len() > MOST_TOKENS {
                return None;
            }
            if self.take("-") {
                self.waiting.push(Waiting::Negative);
            } else if self.take("(") {
                self.waiting.push(Waiting::Parenthesis);
            } else if self.take("+") {
                // A plus before a number says nothing.
            } else if let Some(function) = self.call()? {
                self.waiting.push(Waiting::Call(function, 0));
                if self.take(")") {
                    self.waiting.pop();
                    return self.push(Token::Call(function, 0)).map(|()| true);
                }
            } else if self.stands_separator() {
                return self.push(Token::Missing).map(|()| true);
            } else {
                let token = self.constant().or_else(|| self.area())?;
                return self.push(token).map(|()| true);
            }
        }
    }

    /// An argument may be left out.
    fn stands_separator(&self) -> bool {
        let rest = self.rest.trim_start();
        matches!(self.waiting.last(), Some(Waiting::Call(..))) && rest.starts_with([self.separator(), ')'])
    }

    fn separator(&self) -> char {
        if self.notation == Notation::OpenDocument { ';' } else { ',' }
    }

    fn operator(&mut self) -> Option<Next> {
        self.rest = self.rest.trim_start();
        if self.rest.is_empty() {
            return Some(Next::Operand);
        }
        if self.take("%") {
            self.push(Token::Percent)?;
            return Some(Next::Operator);
        }
        if self.take(")") {
            self.settle(None)?;
            match self.waiting.pop()? {
                Waiting::Parenthesis => self.push(Token::Parentheses)?,
                Waiting::Call(function, before) => self.push(Token::Call(function, before + 1))?,
                _ => return None,
            }
            return Some(Next::Operator);
        }
        if self.take(self.separator().encode_utf8(&mut [0; 4])) {
            self.settle(None)?;
            let Some(Waiting::Call(_, before)) = self.waiting.last_mut() else { return None };
            *before += 1;
            return Some(Next::Operand);
        }
        let (sign, operator) = Operator::SIGNS.iter().find(|(sign, _)| self.rest.starts_with(sign))?;
        self.rest = &self.rest[sign.len()..];
        self.settle(Some(*operator))?;
        self.waiting.push(Waiting::Binary(*operator));
        Some(Next::Operand)
    }

    /// Writes the signs that bind what was read closer than the one that follows.
    fn settle(&mut self, next: Option<Operator>) -> Option<()> {
        while let Some(waiting) = self.waiting.last() {
            let token = match waiting {
                Waiting::Negative => Token::Negative,
                Waiting::Binary(operator) if next.is_none_or(|next| operator.binding() >= next.binding()) => {
                    Token::Binary(*operator)
                }
                _ => break,
            };
            self.waiting.pop();
            self.push(token)?;
        }
        Some(())
    }

    fn finish(mut self) -> Option<Expression> {
        self.settle(None)?;
        (self.rest.is_empty() && self.waiting.is_empty()).then(|| self.tokens.into())
    }

    /// The function whose name and parenthesis stand here; any other function is not known.
    fn call(&mut self) -> Option<Option<Function>> {
        let belongs = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
        let end = self.rest.find(|c| !belongs(c)).unwrap_or(self.rest.len());
        if end == 0 || !self.rest[end..].starts_with('(') {
            return Some(None);
        }
        let name = &self.rest[..end];
        let function = Function::named(name.strip_prefix("_xlfn.").unwrap_or(name))?;
        self.rest = &self.rest[end + 1..];
        Some(Some(function))
    }

    fn constant(&mut self) -> Option<Token> {
        if let Some(inside) = self.rest.strip_prefix('"') {
            return self.words(inside);
        }
        for (word, truth) in [("TRUE", true), ("FALSE", false)] {
            if let Some(behind) = self.rest.strip_prefix(word)
                && !behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '!'))
            {
                self.rest = behind;
                return Some(Token::Bool(truth));
            }
        }
        if let Some(behind) = self.rest.strip_prefix("#REF!") {
            self.rest = behind;
            return Some(Token::Error);
        }
        self.number()
    }

    fn words(&mut self, inside: &str) -> Option<Token> {
        let mut text = String::new();
        let mut characters = inside.char_indices();
        while let Some((at, character)) = characters.next() {
            if character != '"' {
                text.push(character);
            } else if inside[at + 1..].starts_with('"') {
                text.push('"');
                characters.next();
            } else {
                let length = self.rest.len() - inside.len() + at + 1;
                self.rest = self.rest.get(length..)?;
                return Some(Token::Text(text));
            }
        }
        None
    }

    fn number(&mut self) -> Option<Token> {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let mut end = digits(self.rest);
        if self.rest[end..].starts_with('.') {
            end += 1 + digits(&self.rest[end + 1..]);
        }
        if let Some(behind) = self.rest[end..].strip_prefix(['E', 'e']) {
            let sign = usize::from(behind.starts_with(['+', '-']));
            let count = digits(&behind[sign..]);
            end += if count > 0 { 1 + sign + count } else { 0 };
        }
        let (number, behind) = self.rest.split_at(end);
        // `1:3` are rows; `2024年` begins the name of a sheet.
        if behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '!' | '_')) {
            return None;
        }
        let number = Exact::parse(&number.replace("E+", "E").replace("e+", "e"))?;
        self.rest = behind;
        Some(Token::Number(number))
    }

    fn area(&mut self) -> Option<Token> {
        let (area, rest) = area(self.rest, self.notation)?;
        self.rest = rest;
        Some(Token::Area(area))
    }
}
