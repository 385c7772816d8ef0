//! References in the three notations in words: `$F$8` and `台账!F8:F9` of Excel, `[.F8:.F9]` of OpenDocument,
//! `R[-2]C` of Excel 2003's XML. All become rows and columns counted from zero.

use std::rc::Rc;

use super::super::limits::{MOST_COLUMNS, MOST_ROWS};
use super::{Area, Corner, Span};

/// How a formula is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    A1,
    OpenDocument,
    /// Counted from the formula's own cell.
    R1C1 {
        row: u32,
        column: u32,
    },
}

impl Corner {
    pub fn at(row: u32, column: u32) -> Corner {
        Corner { row, column, row_fixed: false, column_fixed: false }
    }

    fn moved(self, (rows, columns): (i64, i64)) -> Option<Corner> {
        let along = |from: u32, by: i64, fixed: bool, most: u32| {
            let to = i64::from(from) + if fixed { 0 } else { by };
            u32::try_from(to).ok().filter(|to| *to < most)
        };
        Some(Corner {
            row: along(self.row, rows, self.row_fixed, MOST_ROWS)?,
            column: along(self.column, columns, self.column_fixed, MOST_COLUMNS)?,
            ..self
        })
    }
}

impl Area {
    /// Between two corners, whichever they are.
    pub fn between(sheets: Option<Span>, one: Corner, other: Corner) -> Area {
        let ((first_row, first_row_fixed), (last_row, last_row_fixed)) =
            in_order((one.row, one.row_fixed), (other.row, other.row_fixed));
        let ((first_column, first_column_fixed), (last_column, last_column_fixed)) =
            in_order((one.column, one.column_fixed), (other.column, other.column_fixed));
        Area {
            sheets,
            first: Corner {
                row: first_row,
                column: first_column,
                row_fixed: first_row_fixed,
                column_fixed: first_column_fixed,
            },
            last: Corner {
                row: last_row,
                column: last_column,
                row_fixed: last_row_fixed,
                column_fixed: last_column_fixed,
            },
        }
    }

    /// As it reads in a cell so many rows and columns away.
    pub fn moved(&self, by: (i64, i64)) -> Option<Area> {
        Some(Area::between(self.sheets.clone(), self.first.moved(by)?, self.last.moved(by)?))
    }
}

fn in_order(one: (u32, bool), other: (u32, bool)) -> ((u32, bool), (u32, bool)) {
    if one.0 <= other.0 { (one, other) } else { (other, one) }
}

/// The area at the beginning of a formula's rest, and what follows it.
pub fn area(rest: &str, notation: Notation) -> Option<(Area, &str)> {
    match notation {
        Notation::OpenDocument => open_document(rest),
        _ => {
            let (sheets, rest) = sheets(rest)?;
            let (one, rest) = corner(rest, notation)?;
            let (other, rest) = match rest.strip_prefix(':') {
                Some(behind) => {
                    // A sheet may be named once more: `台账!F8:台账!F9`.
                    let (again, behind) = self::sheets(behind)?;
                    (again.is_none() || again == sheets).then_some(())?;
                    corner(behind, notation)?
                }
                None => (one, rest),
            };
            Some((complete(sheets, one, other)?, rest)).filter(|(_, rest)| ends(rest))
        }
    }
}

/// A row or a column, and whether it stays where it is.
type Place = Option<(u32, bool)>;

/// A corner may lack its row or its column: then the area reaches over all of them.
type Part = (Place, Place);

fn complete(sheets: Option<Span>, one: Part, other: Part) -> Option<Area> {
    let (first, last) = match (one, other) {
        ((Some(row), Some(column)), (Some(other_row), Some(other_column))) => {
            ((row, column), (other_row, other_column))
        }
        ((None, Some(column)), (None, Some(other))) => (((0, true), column), ((MOST_ROWS - 1, true), other)),
        ((Some(row), None), (Some(other), None)) => ((row, (0, true)), (other, (MOST_COLUMNS - 1, true))),
        _ => return None,
    };
    let corner = |((row, row_fixed), (column, column_fixed)): ((u32, bool), (u32, bool))| Corner {
        row,
        column,
        row_fixed,
        column_fixed,
    };
    Some(Area::between(sheets, corner(first), corner(last)))
}

/// Nothing that would make another word of what was read may follow.
fn ends(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '(' | '!' | ':' | '[' | '#'))
}

/// The sheets named before a reference, if any: `台账!`, `'甲 所:乙 所'!`. Those of other files are none of ours.
fn sheets(rest: &str) -> Option<(Option<Span>, &str)> {
    let (name, behind) = match rest.strip_prefix('\'') {
        Some(inside) => {
            let (name, behind) = quoted(inside)?;
            (name, behind.strip_prefix('!')?)
        }
        None => {
            let belongs = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ':');
            let end = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
            match rest[end..].strip_prefix('!') {
                Some(behind) => (rest[..end].to_owned(), behind),
                None => return Some((None, rest)),
            }
        }
    };
    (!name.contains(['[', ']', '\\', '/'])).then_some(())?;
    let (first, last) = name.split_once(':').unwrap_or((&name, &name));
    Some((Some(Rc::new((first.to_owned(), last.to_owned()))), behind))
}

/// What stands in quotes, a doubled one standing for itself, and what follows them.
fn quoted(inside: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut rest = inside;
    loop {
        let (piece, behind) = rest.split_once('\'')?;
        name.push_str(piece);
        match behind.strip_prefix('\'') {
            Some(after) => {
                name.push('\'');
                rest = after;
            }
            None => return Some((name, behind)),
        }
    }
}

fn corner(rest: &str, notation: Notation) -> Option<(Part, &str)> {
    match notation {
        Notation::R1C1 { row, column } => {
            let (row, rest) = counted(rest, 'R', row, MOST_ROWS)?;
            let (column, rest) = counted(rest, 'C', column, MOST_COLUMNS)?;
            (row.is_some() || column.is_some()).then_some(((row, column), rest))
        }
        _ => {
            let (column, rest) = letters(rest)?;
            let (row, rest) = digits(rest)?;
            (row.is_some() || column.is_some()).then_some(((row, column), rest))
        }
    }
}

/// `R5`, `R[-2]`, or `R` alone for the formula's own row; nothing where the letter does not stand there.
fn counted(rest: &str, letter: char, own: u32, most: u32) -> Option<(Place, &str)> {
    let Some(behind) = rest.strip_prefix(letter) else { return Some((None, rest)) };
    if let Some(inside) = behind.strip_prefix('[') {
        let (by, behind) = inside.split_once(']')?;
        let to = i64::from(own) + i64::from(by.parse::<i32>().ok()?);
        return Some((Some((u32::try_from(to).ok().filter(|to| *to < most)?, false)), behind));
    }
    let end = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
    let place = match &behind[..end] {
        "" => (own, false),
        digits => (digits.parse::<u32>().ok().filter(|place| (1..=most).contains(place))? - 1, true),
    };
    Some((Some(place), &behind[end..]))
}

fn letters(rest: &str) -> Option<(Place, &str)> {
    let bare = rest.strip_prefix('$').unwrap_or(rest);
    let end = bare.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(bare.len());
    if end == 0 {
        return Some((None, rest));
    }
    let column = bare[..end].bytes().fold(0_u32, |column, letter| {
        column.saturating_mul(26).saturating_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    });
    let fixed = bare.len() < rest.len();
    (column <= MOST_COLUMNS).then(|| (Some((column - 1, fixed)), &bare[end..]))
}

fn digits(rest: &str) -> Option<(Place, &str)> {
    let bare = rest.strip_prefix('$').unwrap_or(rest);
    let end = bare.find(|c: char| !c.is_ascii_digit()).unwrap_or(bare.len());
    if end == 0 {
        return Some((None, rest));
    }
    let row = bare[..end].parse::<u32>().ok().filter(|row| (1..=MOST_ROWS).contains(row))?;
    Some((Some((row - 1, bare.len() < rest.len())), &bare[end..]))
}

/// `[.F8:.F9]`, `[$台账.$A$1]`, `['甲 所'.C5:'乙 所'.C5]`. A source in another file has a `#`, and is none of ours.
fn open_document(rest: &str) -> Option<(Area, &str)> {
    let rest = rest.strip_prefix('[')?;
    let (sheet, one, rest) = open_document_corner(rest)?;
    let (other_sheet, other, rest) = match rest.strip_prefix(':') {
        Some(behind) => open_document_corner(behind)?,
        None => (None, one, rest),
    };
    let sheets = match (sheet, other_sheet) {
        (None, None) => None,
        (Some(first), last) => Some(Rc::new((first.clone(), last.unwrap_or(first)))),
        (None, Some(_)) => return None,
    };
    Some((complete(sheets, one, other)?, rest.strip_prefix(']')?))
}

fn open_document_corner(rest: &str) -> Option<(Option<String>, Part, &str)> {
    let bare = rest.strip_prefix('$').unwrap_or(rest);
    let (sheet, rest) = if let Some(inside) = bare.strip_prefix('\'') {
        let (name, behind) = quoted(inside)?;
        (Some(name), behind.strip_prefix('.')?)
    } else {
        match bare.split_once('.')? {
            ("", behind) => (None, behind),
            (name, behind) => (Some(name.to_owned()), behind),
        }
    };
    let (part, rest) = corner(rest, Notation::A1)?;
    (!sheet.as_deref().is_some_and(|sheet| sheet.contains(['#', '[', ']', ':'])))
        .then_some((sheet, part, rest))
}
