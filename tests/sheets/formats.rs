//! The file formats that offices send, each with its writer.
//!
//! The name's extension decides nothing for the product, so a writer may be given any of the extensions
//! that people end up with.

use super::page::Book;
use super::random::Random;
use super::{write_delimited, write_docx, write_html, write_ods, write_xls, write_xlsx, write_xlsx_by_hand};

/// One format.
#[derive(Debug)]
pub struct Format {
    pub name: &'static str,
    pub weight: usize,
    pub extensions: &'static [&'static str],
    /// Keeps formulas apart from their results.
    pub formulas: bool,
    pub write: fn(&Book, &mut Random) -> Vec<u8>,
}

/// What the first mile reads.
pub const FIRST_MILE: &[Format] = &[
    Format {
        name: "xlsx",
        weight: 5,
        extensions: &["xlsx", "xlsx", "xlsm", "xls"],
        formulas: false,
        write: write_xlsx::write,
    },
    Format {
        name: "xlsx by hand",
        weight: 8,
        extensions: &["xlsx", "xlsx", "et"],
        formulas: true,
        write: write_xlsx_by_hand::write,
    },
    Format {
        name: "xls",
        weight: 6,
        extensions: &["xls", "xls", "et", "xlsx"],
        formulas: false,
        write: write_xls::write,
    },
    Format {
        name: "csv utf-8",
        weight: 2,
        extensions: &["csv", "txt"],
        formulas: false,
        write: |book, random| write_delimited::write(book, write_delimited::Encoding::Utf8, random),
    },
    Format {
        name: "csv utf-8 bom",
        weight: 2,
        extensions: &["csv"],
        formulas: false,
        write: |book, random| write_delimited::write(book, write_delimited::Encoding::Utf8Bom, random),
    },
    Format {
        name: "csv gb18030",
        weight: 3,
        extensions: &["csv", "xls"],
        formulas: false,
        write: |book, random| write_delimited::write(book, write_delimited::Encoding::Gb18030, random),
    },
    Format {
        name: "text utf-16",
        weight: 2,
        extensions: &["txt", "csv", "xls"],
        formulas: false,
        write: |book, random| write_delimited::write(book, write_delimited::Encoding::Utf16, random),
    },
    Format {
        name: "docx",
        weight: 8,
        extensions: &["docx", "docx", "doc"],
        formulas: false,
        write: write_docx::write,
    },
];

/// What the reader learns afterwards.
pub const LATER: &[Format] = &[
    Format { name: "ods", weight: 5, extensions: &["ods"], formulas: true, write: write_ods::write },
    Format {
        name: "html",
        weight: 5,
        extensions: &["xls", "html"],
        formulas: false,
        write: write_html::write,
    },
];

/// A format by its name.
pub fn named(name: &str) -> &'static Format {
    let known = FIRST_MILE.iter().chain(LATER).find(|format| format.name == name);
    known.unwrap_or_else(|| panic!("no format is called {name}"))
}
