//! The references in a formula's words, each changed and written back, everything between them as it is.
//!
//! A formula is walked from word to word; what is text, a function's name or a number is copied. A reference whose
//! meaning hangs on more than its own letters (of a table, of another file, over several sheets, an end that is
//! calculated, cells found by words or by counting) cannot be told, and neither can the formula.

use super::super::formula::Area;
use super::super::formula::reference::{Notation, area};
use super::super::limits::{MOST_COLUMNS, MOST_ROWS};
use crate::vocabulary::place::cell_name;

/// One reference of a formula.
pub struct Reference {
    pub area: Area,
    /// Written with two corners, whether they differ or not.
    pub is_range: bool,
}

impl Reference {
    /// The sheet that it names.
    pub fn sheet(&self) -> Option<&str> {
        self.area.sheets.as_ref().map(|sheets| sheets.0.as_str())
    }

    /// Over all rows of some columns.
    pub fn is_of_columns(&self) -> bool {
        self.is_range && self.area.first.row == 0 && self.area.last.row == MOST_ROWS - 1
    }

    fn is_of_rows(&self) -> bool {
        self.is_range && self.area.first.column == 0 && self.area.last.column == MOST_COLUMNS - 1
    }

    /// Of a formula so many rows and columns away; over whole columns, only these can move.
    pub fn moved(&self, by: (i64, i64)) -> Option<Area> {
        if self.is_of_columns() { self.area.moved((0, by.1)) } else { self.area.moved(by) }
    }

    /// As it is written behind the name of its sheet.
    fn written(&self) -> String {
        let Area { first, last, .. } = &self.area;
        let dollar = |fixed: bool| if fixed { "$" } else { "" };
        let corner = |corner: &super::super::formula::Corner| {
            let name = cell_name(corner.row, corner.column);
            let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
            let digits = &name[letters.len()..];
            format!("{}{letters}{}{digits}", dollar(corner.column_fixed), dollar(corner.row_fixed))
        };
        if self.is_of_rows() {
            let row = |corner: &super::super::formula::Corner| {
                format!("{}{}", dollar(corner.row_fixed), corner.row + 1)
            };
            return format!("{}:{}", row(first), row(last));
        }
        match self.is_range {
            true => format!("{}:{}", corner(first), corner(last)),
            false => corner(first),
        }
    }
}

/// The formula with each reference as it is changed: `None` from the change leaves the whole formula untold.
pub fn rewritten(formula: &str, change: &mut dyn FnMut(&Reference) -> Option<Area>) -> Option<String> {
    let mut made = String::with_capacity(formula.len() + 8);
    let mut rest = formula;
    while let Some(next) = rest.chars().next() {
        let length = match next {
            '"' => rest[1..].find('"')? + 2,
            '[' => return None,
            '\'' => {
                rest = reference(rest, change, &mut made)?;
                continue;
            }
            c if is_of_a_word(c) => {
                let word = word(rest);
                if begins_a_reference(rest, word) {
                    rest = reference(rest, change, &mut made)?;
                    continue;
                }
                let (own, behind) = rest.split_at(word);
                let finds_cells = behind.starts_with('(') && is_a_finder(own);
                // Something up to something that is no cell's name.
                (!finds_cells && !behind.starts_with(':')).then_some(word)?
            }
            c => c.len_utf8(),
        };
        made.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    Some(made)
}

fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | '\\' | '?' | '#')
}

fn word(rest: &str) -> usize {
    rest.find(|c| !is_of_a_word(c)).unwrap_or(rest.len())
}

/// Functions whose cells stand in no reference: named in words, or counted from another.
fn is_a_finder(name: &str) -> bool {
    ["INDIRECT", "OFFSET"].iter().any(|finder| name.eq_ignore_ascii_case(finder))
}

/// Whether a word is a reference, or the sheet of one, and neither a function, a number nor a name.
fn begins_a_reference(rest: &str, word: usize) -> bool {
    let (own, behind) = rest.split_at(word);
    if own.starts_with('#') || behind.starts_with('(') {
        return false;
    }
    if behind.starts_with('!') {
        return true;
    }
    let is_number = own.starts_with(|c: char| c.is_ascii_digit());
    let is_alone = area(own, Notation::A1).is_some_and(|(_, behind)| behind.is_empty());
    is_alone
        && (!is_number || behind.starts_with(':'))
        && (is_number || own.ends_with(|c: char| c.is_ascii_digit()) || behind.starts_with(':'))
}

/// Writes the reference at the beginning as it becomes; what follows it.
fn reference<'f>(
    rest: &'f str,
    change: &mut dyn FnMut(&Reference) -> Option<Area>,
    made: &mut String,
) -> Option<&'f str> {
    let (found, behind) = area(rest, Notation::A1)?;
    let source = &rest[..rest.len() - behind.len()];
    let (sheet, cells) = source.rfind('!').map_or(("", source), |at| source.split_at(at + 1));
    let is_one_sheet = found.sheets.as_ref().is_none_or(|sheets| sheets.0 == sheets.1);
    let is_named_once = sheet.matches('!').count() <= 1;
    (is_one_sheet && is_named_once).then_some(())?;
    let known = Reference { area: found, is_range: cells.contains(':') };
    let changed = change(&known)?;
    made.push_str(sheet);
    match changed == known.area {
        true => made.push_str(cells),
        false => made.push_str(&Reference { area: changed, ..known }.written()),
    }
    Some(behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_is_changed_and_nothing_else() {
        let down = |known: &Reference| match known.is_of_columns() {
            true => Some(known.area.clone()),
            false => known.area.moved((3, 0)),
        };
        for (formula, expected) in [
            ("SUM(C5:C10)", Some("SUM(C8:C13)")),
            ("C5+$C5+C$5+$C$5", Some("C8+$C8+C$5+$C$5")),
            (
                "IF(C5>0,\"C5 见 \"\"C6\"\"\",LOG10(C5)*1.5E3+12)",
                Some("IF(C8>0,\"C5 见 \"\"C6\"\"\",LOG10(C8)*1.5E3+12)"),
            ),
            ("'甲 所'!B2+台账!B2:B3", Some("'甲 所'!B5+台账!B5:B6")),
            ("SUM(A:C)+SUM(5:7)+SUM($5:$7)", Some("SUM(A:C)+SUM(8:10)+SUM($5:$7)")),
            ("总数*AB+TRUE+#REF!+税率.2024", Some("总数*AB+TRUE+#REF!+税率.2024")),
            ("{1,2;3,4}+C1", Some("{1,2;3,4}+C4")),
            ("[1]甲!B2", None),
            ("表1[数量]", None),
            ("甲:乙!B2", None),
            ("SUM(A1:INDEX(A:A,5))", None),
            ("SUM(A1:A2:A3)", None),
            ("SUM(OFFSET(C5,0,0,2,1))", None),
            ("indirect(\"C5\")+1", None),
            ("OFFSET+1", Some("OFFSET+1")),
        ] {
            assert_eq!(rewritten(formula, &mut |known| down(known)).as_deref(), expected, "{formula}");
        }
    }
}
