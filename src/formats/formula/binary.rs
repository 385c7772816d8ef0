//! A formula in the bytes of .xls (since Excel 97) and .xlsb, which differ in the width of rows and of texts.
//!
//! The bytes are in postfix order already. Each token is one byte and what belongs to it; the class of a token's
//! result makes three bytes of one token. A formula with any token not listed here is not known.

use super::super::compound::{u16_at, u32_at};
use super::super::limits::{MOST_COLUMNS, MOST_ROWS};
use super::super::xls::records;
use super::exact::Exact;
use super::sheets::Sheets;
use super::{Area, Corner, Expression, Function, MOST_TOKENS, Operator, Span, Token};
use crate::submit::grid::Content;

/// What the bytes mean depends on these.
#[derive(Clone, Copy)]
pub struct Bytes<'b> {
    pub width: Width,
    pub sheets: &'b Sheets,
    /// The formula's own row and column: shared ones count from it.
    pub cell: (u32, u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// .xls: 65,536 rows of 256 columns.
    Narrow,
    /// .xlsb.
    Wide,
}

/// Where a shared formula stands: the cell that the bytes name, and nothing else, is all of a formula.
pub fn shared_at(tokens: &[u8], extra: &[u8], width: Width) -> Option<(u32, u32)> {
    match (tokens, width) {
        ([0x01, _, _, _, _], Width::Narrow) => {
            Some((u16_at(tokens, 1).ok()?.into(), u16_at(tokens, 3).ok()?.into()))
        }
        ([0x01, _, _, _, _], Width::Wide) => Some((u32_at(tokens, 1).ok()?, u32_at(extra, 0).ok()?)),
        _ => None,
    }
}

/// The formula, where all of it is known.
pub fn parse(tokens: &[u8], bytes: Bytes<'_>) -> Option<Expression> {
    let mut reading = Reading { tokens, at: 0, bytes };
    let mut read = Vec::new();
    while reading.at < tokens.len() && read.len() < MOST_TOKENS {
        read.extend(reading.token()?);
    }
    (reading.at == tokens.len() && !read.is_empty()).then(|| read.into())
}

struct Reading<'b> {
    tokens: &'b [u8],
    at: usize,
    bytes: Bytes<'b>,
}

impl Reading<'_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.tokens.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn short(&mut self) -> Option<u16> {
        let short = u16_at(self.tokens, self.at).ok()?;
        self.at += 2;
        Some(short)
    }

    fn row(&mut self) -> Option<u32> {
        if self.bytes.width == Width::Narrow {
            return self.short().map(u32::from);
        }
        let row = u32_at(self.tokens, self.at).ok()?;
        self.at += 4;
        Some(row)
    }

    /// One token; nothing of those that only say how a formula was typed or shall be run.
    fn token(&mut self) -> Option<Option<Token>> {
        let kind = self.byte()?;
        let token = match kind {
            0x03 => Token::Binary(Operator::Plus),
            0x04 => Token::Binary(Operator::Minus),
            0x05 => Token::Binary(Operator::Times),
            0x06 => Token::Binary(Operator::Divide),
            0x07 => Token::Binary(Operator::Power),
            0x09 => Token::Binary(Operator::Less),
            0x0a => Token::Binary(Operator::LessOrEqual),
            0x0b => Token::Binary(Operator::Equal),
            0x0c => Token::Binary(Operator::GreaterOrEqual),
            0x0d => Token::Binary(Operator::Greater),
            0x0e => Token::Binary(Operator::Unequal),
            0x12 => return Some(None),
            0x13 => Token::Negative,
            0x14 => Token::Percent,
            0x15 => Token::Parentheses,
            0x16 => Token::Missing,
            0x17 => Token::Text(self.text()?),
            0x19 => return self.attribute(),
            0x1c => self.byte().map(|_| Token::Error)?,
            0x1d => Token::Bool(self.byte()? != 0),
            0x1e => Token::Number(Exact::whole(self.short()?.into())),
            0x1f => self.number()?,
            // Results of three classes, of which one is listed here.
            0x20..=0x7f => return self.classed(0x20 | kind & 0x1f).map(Some),
            _ => return None,
        };
        Some(Some(token))
    }

    fn classed(&mut self, kind: u8) -> Option<Token> {
        Some(match kind {
            0x21 => {
                let number = self.short()?;
                let (_, _, count, function) = Function::ALL.iter().find(|known| known.1 == number)?;
                Token::Call(*function, *count)
            }
            0x22 => {
                let count = usize::from(self.byte()? & 0x7f);
                let number = self.short()? & 0x7fff;
                Token::Call(Function::ALL.iter().find(|known| known.1 == number)?.3, count)
            }
            0x24 => self.cell(None, false)?,
            0x25 => self.area(None, false)?,
            0x2a => self.error(1)?,
            0x2b => self.error(2)?,
            0x2c => self.cell(None, true)?,
            0x2d => self.area(None, true)?,
            0x3a => {
                let sheets = self.sheets()?;
                self.cell(Some(sheets), false)?
            }
            0x3b => {
                let sheets = self.sheets()?;
                self.area(Some(sheets), false)?
            }
            _ => return None,
        })
    }

    fn sheets(&mut self) -> Option<Span> {
        let number = usize::from(self.short()?);
        self.bytes.sheets.get(number)?.clone()
    }

    /// References to cells that are no more.
    fn error(&mut self, corners: usize) -> Option<Token> {
        let corner = if self.bytes.width == Width::Narrow { 4 } else { 6 };
        self.at += corners * corner;
        (self.at <= self.tokens.len()).then_some(Token::Error)
    }

    fn cell(&mut self, sheets: Option<Span>, counted: bool) -> Option<Token> {
        let (row, column) = (self.row()?, self.short()?);
        let corner = self.corner(row, column, counted);
        Some(Token::Area(Area::between(sheets, corner, corner)))
    }

    fn area(&mut self, sheets: Option<Span>, counted: bool) -> Option<Token> {
        let (first_row, last_row) = (self.row()?, self.row()?);
        let (first, last) = (self.short()?, self.short()?);
        let (first, last) = (self.corner(first_row, first, counted), self.corner(last_row, last, counted));
        Some(Token::Area(Area::between(sheets, first, last)))
    }

    /// The two highest bits of a column tell what moves with the formula. In a shared one these count from the
    /// formula's cell, and around the edge of the sheet.
    fn corner(&self, row: u32, column: u16, counted: bool) -> Corner {
        let (rows, columns) = match self.bytes.width {
            Width::Narrow => (0x1_0000, 0x100),
            Width::Wide => (MOST_ROWS, MOST_COLUMNS),
        };
        let (row_moves, column_moves) = (column & 0x8000 != 0, column & 0x4000 != 0);
        let along = |place: u32, own: u32, moves: bool, most: u32| match counted && moves {
            true => place.wrapping_add(own) % most,
            false => place % most,
        };
        let to_the_end = |last: u32, row: u32| if row == last - 1 { MOST_ROWS - 1 } else { row };
        let (own_row, own_column) = self.bytes.cell;
        Corner {
            row: to_the_end(rows, along(row, own_row, row_moves, rows)),
            column: along(u32::from(column & 0x3fff), own_column, column_moves, columns),
            row_fixed: !row_moves,
            column_fixed: !column_moves,
        }
    }

    fn text(&mut self) -> Option<String> {
        let (count, wide) = match self.bytes.width {
            Width::Wide => (usize::from(self.short()?), true),
            Width::Narrow => (usize::from(self.byte()?), self.byte()? & 1 != 0),
        };
        let length = count * if wide { 2 } else { 1 };
        let bytes = self.tokens.get(self.at..self.at + length)?;
        self.at += length;
        let units: Vec<u16> = match wide {
            true => bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect(),
            false => bytes.iter().map(|byte| u16::from(*byte)).collect(),
        };
        String::from_utf16(&units).ok()
    }

    fn number(&mut self) -> Option<Token> {
        let value = records::number(self.tokens, self.at).ok()?;
        self.at += 8;
        match super::super::figure::stored(value) {
            Content::Number(text) => Exact::parse(&text).map(Token::Number),
            _ => None,
        }
    }

    /// Jumps and blanks; a sum of one argument has a form of its own.
    fn attribute(&mut self) -> Option<Option<Token>> {
        let (flags, value) = (self.byte()?, usize::from(self.short()?));
        if flags & 0x04 != 0 {
            self.at += (value + 1) * 2;
        }
        Some((flags & 0x10 != 0).then_some(Token::Call(Function::Sum, 1)))
    }
}
