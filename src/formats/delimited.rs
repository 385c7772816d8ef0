//! Tables as plain text: CSV and TSV in whatever encoding, one sheet named 表1.
//!
//! Figures stay text: nobody says what `1,234` or `１２` means better than recognition. The delimiter is
//! the one that most lines hold, so that a comma inside a figure of a tab-separated table does no harm.
//!
//! The splitting is by hand, in thirty lines, because the crate `csv` would lose three things: it takes a
//! quotation mark that never closes, and with it the rest of the table, for one long field and says nothing; it
//! leaves empty lines out and does not tell how many, so that a finding would point at the wrong row; and it knows no
//! delimiter longer than a byte, such as `，`.
//!
//! A text file that was cut carries no mark of it. Programs end the last line like the others; scripts and people
//! often leave its end out. Where it is missing behind a figure, the last line speaks: with as many fields as the
//! line before it is taken for whole, and the user is told so. A line that is shorter was cut: then digits may be
//! missing as well, and with the line ends of programs the file is refused, with others the user is asked.

use crate::problem::Refusal;
use crate::submit::grid::Grid;

use super::gathering::{Gathering, MOST_COLUMNS};
use super::limits::Limits;
use super::{damaged, text, too_large};

const UNTERMINATED: &str =
    "文本文件末尾没有换行，最后一个数字可能不完整。请与原表核对；如有出入，请重新导出后再报送。";

const TAKEN_FOR_WHOLE: &str =
    "文本文件末尾没有换行，最后一行按完整的读取；与原表有出入的，请重新导出后再报送。";

/// Reads a text table.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Grid, Refusal> {
    let text = text::decode(bytes)?;
    let text = text.trim_end_matches(['\u{1a}', '\0']);
    let mut gathering = Gathering::new(limits);
    gathering.open_sheet("表1", true)?;
    let delimiter = delimiter(text);
    let mut row = 0;
    let mut rest = Fields { rest: text, delimiter };
    let mut column = 0;
    // Fields of the last line with any, and of the one before it.
    let (mut width, mut width_before) = (0, 0);
    while let Some((field, last)) = rest.next_field()? {
        if column >= MOST_COLUMNS {
            return Err(too_large("a line of more fields than any sheet has columns"));
        }
        if last && (column > 0 || !field.trim().is_empty()) {
            (width_before, width) = (width, column + 1);
        }
        let content = gathering.only_shown((row, column), without_formula(field))?;
        gathering.add(row, column, content, false)?;
        (row, column) = if last { (row + 1, 0) } else { (row, column + 1) };
    }
    judge_end(text, width >= width_before, &mut gathering)?;
    gathering.finish()
}

/// Systems write `="0533"` so that Excel leaves a text as it is.
fn without_formula(field: String) -> String {
    let inside = field.strip_prefix("=\"").and_then(|field| field.strip_suffix('"'));
    inside.filter(|inside| !inside.contains('"')).map(str::to_owned).unwrap_or(field)
}

fn judge_end(text: &str, last_is_whole: bool, gathering: &mut Gathering<'_>) -> Result<(), Refusal> {
    let figure = |character: char| character.is_numeric() || ".万千百亿".contains(character);
    if !text.trim_end_matches('"').ends_with(figure) || !text.contains('\n') {
        return Ok(());
    }
    if last_is_whole {
        gathering.assume(TAKEN_FOR_WHOLE);
        return Ok(());
    }
    if text.contains("\r\n") {
        return Err(damaged("text that ends inside a line, after a digit"));
    }
    gathering.lose(UNTERMINATED);
    Ok(())
}

/// The delimiter that most of the first lines hold; of two, the one that is there more often.
fn delimiter(text: &str) -> char {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(50).collect();
    let weight = |delimiter: char| {
        let counts = lines.iter().map(|line| line.matches(delimiter).count());
        let (mut holding, mut total) = (0, 0);
        for count in counts {
            holding += usize::from(count > 0);
            total += count;
        }
        (holding, total)
    };
    ['\t', ',', ';', '|', '，'].into_iter().rev().max_by_key(|delimiter| weight(*delimiter)).unwrap_or(',')
}

struct Fields<'a> {
    rest: &'a str,
    delimiter: char,
}

impl Fields<'_> {
    /// The next field, and whether it is the last of its line.
    fn next_field(&mut self) -> Result<Option<(String, bool)>, Refusal> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let mut field = String::new();
        if let Some(quoted) = self.rest.strip_prefix('"') {
            self.rest = quoted;
            self.quoted_into(&mut field)?;
        }
        let ends = |character| character == self.delimiter || character == '\n' || character == '\r';
        let length = self.rest.find(ends).unwrap_or(self.rest.len());
        field.push_str(&self.rest[..length]);
        self.rest = &self.rest[length..];
        let last = !self.rest.starts_with(self.delimiter);
        let ending = match self.rest.strip_prefix(self.delimiter) {
            Some(after) => Some(after),
            None => ["\r\n", "\n", "\r"].into_iter().find_map(|ending| self.rest.strip_prefix(ending)),
        };
        self.rest = ending.unwrap_or("");
        Ok(Some((field, last)))
    }

    fn quoted_into(&mut self, field: &mut String) -> Result<(), Refusal> {
        loop {
            let at = self.rest.find('"').ok_or_else(|| damaged("a quotation mark that never closes"))?;
            field.push_str(&self.rest[..at]);
            self.rest = &self.rest[at + 1..];
            match self.rest.strip_prefix('"') {
                Some(rest) => {
                    field.push('"');
                    self.rest = rest;
                }
                None => return Ok(()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::RefusalCode;

    fn cells(text: &str) -> Result<Vec<(u32, u32, String)>, RefusalCode> {
        let grid = read(text.as_bytes(), &Limits::sheet()).map_err(|refusal| refusal.code)?;
        let cells = &grid.sheets[0].cells;
        Ok(cells.iter().map(|cell| (cell.row, cell.column, cell.content.text())).collect())
    }

    #[test]
    fn fields_are_split_as_programs_write_them() {
        let expect = |cells: &[(u32, u32, &str)]| -> Vec<(u32, u32, String)> {
            cells.iter().map(|(row, column, text)| (*row, *column, (*text).to_owned())).collect()
        };
        for (text, expected) in [
            ("a,,b\r\nc\r\n", expect(&[(0, 0, "a"), (0, 2, "b"), (1, 0, "c")])),
            ("a\t1,234\nb\t5\n", expect(&[(0, 0, "a"), (0, 1, "1,234"), (1, 0, "b"), (1, 1, "5")])),
            ("\"a\"\"b\nc\",\"\"\n", expect(&[(0, 0, "a\"b\nc")])),
            ("甲；乙;1\n丙;2\n", expect(&[(0, 0, "甲；乙"), (0, 1, "1"), (1, 0, "丙"), (1, 1, "2")])),
            ("5\" 屏,1\n", expect(&[(0, 0, "5\" 屏"), (0, 1, "1")])),
            ("=1+1,+1,-2\n", expect(&[(0, 0, "=1+1"), (0, 1, "+1"), (0, 2, "-2")])),
            ("=\"0533\",\"=\"\"12\"\"\"\n", expect(&[(0, 0, "0533"), (0, 1, "12")])),
            ("\na\n", expect(&[(1, 0, "a")])),
            ("a\r\n\r\n\"b\nc\"\n\nd\n", expect(&[(0, 0, "a"), (2, 0, "b\nc"), (4, 0, "d")])),
            (
                "项目，数量\n\"甲，乙\"，1\n",
                expect(&[(0, 0, "项目"), (0, 1, "数量"), (1, 0, "甲，乙"), (1, 1, "1")]),
            ),
            ("\"a\"b, \"c\"\n", expect(&[(0, 0, "ab"), (0, 1, " \"c\"")])),
        ] {
            assert_eq!(cells(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn an_end_that_may_be_a_cut_is_refused_or_told() {
        assert_eq!(cells("a,x,12\r\nb,34"), Err(RefusalCode::Damaged));
        assert_eq!(cells("a,\"x\r\nb,34\r\n"), Err(RefusalCode::Damaged));
        assert!(cells("a,12\r\nb,34\r").is_ok());
        assert!(cells("a,12\r\n填报人：张三").is_ok());
        for (text, losses, assumed) in [
            ("a,12\r\nb,34", &[][..], &[TAKEN_FOR_WHOLE][..]),
            ("a,12\nb,34", &[], &[TAKEN_FOR_WHOLE]),
            ("题\r\na,12\r\n\r\nb,34", &[], &[TAKEN_FOR_WHOLE]),
            ("a,x,12\nb,34", &[UNTERMINATED], &[]),
            ("a,12\r\nb,34\r\n", &[], &[]),
            ("a,12\r\nb,三", &[], &[]),
        ] {
            let grid = read(text.as_bytes(), &Limits::sheet()).unwrap();
            assert!(grid.losses == *losses && grid.assumed == *assumed, "{text}");
        }
    }
}
