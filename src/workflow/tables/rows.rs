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
pub fn rows_of(pool: &Pool, bytes: &[u8]) -> Result<Vec<Row>, &'static str> {
    match pool.read(bytes) {
        Ok(ReadFile::Grid(grid)) => Ok(grid_rows(&grid)),
        Ok(ReadFile::Members(_)) => Err("这是压缩包或邮件，请解压后使用其中的表格文件。"),
        Err(refusal) => Err(refusal.sentence()),
    }
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
