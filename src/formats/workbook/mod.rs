//! A printed table becomes an .xlsx file that an office opens, prints and signs.
//!
//! The only place that knows rust_xlsxwriter. Nothing is decided here: sheets, rows and roles come from
//! `report::table`, and this module says how they look (`style`), how they lie on paper (`page`), and how
//! charts are drawn (`chart`).
//!
//! A workbook is its `blank`, which a city's counties have in common, and what differs. The library writes the
//! blank's package, a `skeleton` without rows, of which it has to know little (`cells`); `rows` and `strings` write
//! the rows, `pattern` fills in names, last rows and the figures that charts draw, `package` puts all together with
//! `packer`.
//!
//! The same workbook gives the same bytes: the creation time is the roll-up's, and the package's own
//! times are fixed. Text is written as text whatever it begins with (`=`, `+`, `-`, `@`), so no sheet can
//! smuggle a formula into an office's workbook.

mod blank;
mod cells;
mod chart;
mod package;
mod packer;
mod page;
mod pattern;
mod rows;
mod skeleton;
mod strings;
mod style;

use self::blank::Blank;
use self::skeleton::Skeleton;
use crate::problem::Failure;
use crate::report::table::Workbook;

/// The bytes of a workbook.
pub fn write(workbook: &Workbook) -> Result<Vec<u8>, Failure> {
    let (blank, values) = Blank::of(workbook);
    Skeleton::of(blank, &values)
        .and_then(|skeleton| package::complete(&skeleton, workbook, &values))
        .map_err(|error| Failure::new(format!("工作簿“{}”写不出来：{error}", workbook.file_name)))
}
