//! Rows of a small table, whatever file it came in: cells as texts, found by the names in the head.

use std::path::Path;

use crate::formats::{Pool, ReadFile};
use crate::problem::Failure;
use crate::submit::grid::Grid;
use crate::vocabulary::definition::Mistake;
use crate::vocabulary::register::Row;

/// The mistakes of a text or table file, each with its line.
pub fn mistaken(path: &Path, mistakes: &[Mistake]) -> Failure {
    let name = path
        .file_name()
        .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    Failure { sentences: mistakes.iter().map(|mistake| format!("{name} {mistake}")).collect() }
}

/// The words of a text file, or why it cannot be had.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::new(format!("读不出 {}：{error}", path.display())))
}

/// The rows of the first visible sheet of a table file.
pub(super) fn rows(pool: &Pool, path: &Path) -> Result<Vec<Row>, Failure> {
    let bytes =
        std::fs::read(path).map_err(|error| Failure::new(format!("读不出 {}：{error}", path.display())))?;
    rows_of(pool, &bytes).map_err(|sentence| Failure::new(format!("{}：{sentence}", path.display())))
}

/// The rows of the first visible sheet of a table, or why there are none.
pub fn rows_of(pool: &Pool, bytes: &[u8]) -> Result<Vec<Row>, String> {
    match pool.read(bytes) {
        Ok(ReadFile::Grid(grid)) => {
            let rows = grid_rows(&grid);
            let unseen = rows.iter().find_map(|row| {
                let found = row.cells.iter().find_map(|cell| cell.chars().find(|c| is_unseen(*c)))?;
                Some(unseen_at(row.line, found))
            });
            unseen.map_or(Ok(rows), Err)
        }
        Ok(ReadFile::Members(_)) => Err("这是压缩包或邮件，请解压后使用其中的表格文件。".to_owned()),
        Err(refusal) => Err(unseen_in_text(bytes).unwrap_or_else(|| refusal.sentence().to_owned())),
    }
}

/// A character that no table for people holds, and that nobody finds by looking.
fn is_unseen(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n' | '\r')
}

fn unseen_at(line: usize, character: char) -> String {
    format!("第 {line} 行有看不见的控制字符（U+{:04X}），请删掉后重试", u32::from(character))
}

/// Where a text that was taken for none has a control character, in UTF-8 as in GB18030, neither of which makes other
/// characters of such bytes; nothing where there are so many of them that it is something else.
fn unseen_in_text(bytes: &[u8]) -> Option<String> {
    let hidden = |byte: u8| byte.is_ascii() && is_unseen(char::from(byte));
    let count = bytes.iter().filter(|byte| hidden(**byte)).count();
    if count == 0 || count > 1 + bytes.len() / 100 || bytes.contains(&0) {
        return None;
    }
    bytes.split(|byte| *byte == b'\n').enumerate().find_map(|(line, words)| {
        words.iter().find(|byte| hidden(**byte)).map(|found| unseen_at(line + 1, char::from(*found)))
    })
}

fn grid_rows(grid: &Grid) -> Vec<Row> {
    let Some(sheet) = grid.sheets.iter().find(|sheet| sheet.visible && !sheet.cells.is_empty()) else {
        return Vec::new();
    };
    let mut rows: Vec<Row> = Vec::new();
    for cell in &sheet.cells {
        let line = cell.row as usize + 1;
        if rows.last().is_none_or(|row| row.line != line) {
            rows.push(Row { line, cells: Vec::new() });
        }
        let row = rows.last_mut().expect("a row was just made");
        row.cells.resize(cell.column as usize + 1, String::new());
        row.cells[cell.column as usize] = cell.content.text();
    }
    rows
}

/// Rows below a row of names.
pub(super) struct Named<'r> {
    rows: &'r [Row],
}

impl<'r> Named<'r> {
    pub(super) fn of(rows: &'r [Row]) -> Named<'r> {
        Named { rows }
    }

    pub(super) fn body(&self) -> impl Iterator<Item = &'r Row> {
        self.rows.iter().skip(1).filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()))
    }

    fn position(&self, names: &[&str]) -> Option<usize> {
        let head = self.rows.first()?;
        head.cells.iter().position(|cell| {
            names.contains(&cell.trim().trim_start_matches('\u{feff}').to_ascii_lowercase().as_str())
        })
    }

    pub(super) fn text(&self, row: &'r Row, names: &[&str]) -> Option<&'r str> {
        let text = row.cells.get(self.position(names)?)?.trim();
        (!text.is_empty()).then_some(text)
    }

    pub(super) fn missing(&self, columns: &[&[&str]]) -> Vec<Mistake> {
        let absent = columns.iter().filter(|names| self.position(names).is_none());
        absent
            .map(|names| Mistake {
                line: 1, sentence: format!("缺少“{}”（{}）列", names[0], names[1])
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_character_is_named_with_its_line() {
        for (text, told) in [
            (
                "code,name\n3703,淄博市\n370323,沂\u{1}源县\n",
                Some("第 3 行有看不见的控制字符（U+0001），请删掉后重试"),
            ),
            ("code,name\r\n3703,\u{7f}淄博市\r\n", Some("第 2 行有看不见的控制字符（U+007F），请删掉后重试")),
            ("code,name\r\n3703,淄博市\t\r\n", None),
            ("\u{1}\u{2}\u{3}\u{4}", None),
            ("code\0\u{1}", None),
        ] {
            assert_eq!(unseen_in_text(text.as_bytes()).as_deref(), told, "{text:?}");
        }
        let told = unseen_in_text(b"\xd6\xd0\n\xd6\xd0\x01");
        assert_eq!(told.as_deref(), Some("第 2 行有看不见的控制字符（U+0001），请删掉后重试"));
    }
}
