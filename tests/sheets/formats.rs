//! The file formats that offices send, each with its writer.
//!
//! The name's extension decides nothing for the product, so a writer may be given any of the extensions
//! that people end up with.

use super::page::Book;
use super::random::Random;
use super::{write_delimited, write_docx, write_html, write_ods, write_xls, write_xlsx, write_xlsx_by_hand};

use Keeps::*;

/// One format.
#[derive(Debug)]
pub struct Format {
    pub name: &'static str,
    pub weight: usize,
    pub extensions: &'static [&'static str],
    pub keeps: &'static [Keeps],
    pub write: fn(&Book, &mut Random) -> Vec<u8>,
}

/// What a format keeps of a page besides words and numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Keeps {
    /// Formulas with their results.
    Formulas,
    /// Formulas that nobody has calculated.
    NoResults,
    /// What the workbook says of its results.
    Calculation,
    /// Number formats apart from numbers.
    NumberFormats,
    /// The colour of text.
    Colours,
    Comments,
    /// Rows and columns that nobody sees.
    Hidden,
    /// Cells are merged down.
    Merges,
    /// Nothing but what a spreadsheet showed.
    ShownOnly,
}

impl Format {
    pub fn keeps(&self, what: Keeps) -> bool {
        self.keeps.contains(&what)
    }
}

/// What the first mile reads.
pub const FIRST_MILE: &[Format] = &[
    Format {
        name: "xlsx",
        weight: 5,
        extensions: &["xlsx", "xlsx", "xlsm", "xls"],
        keeps: &[Formulas, NumberFormats, Colours, Comments, Hidden, Merges],
        write: write_xlsx::write,
    },
    Format {
        name: "xlsx by hand",
        weight: 8,
        extensions: &["xlsx", "xlsx", "et"],
        keeps: &[Formulas, NoResults, Calculation, NumberFormats, Colours, Comments, Hidden, Merges],
        write: write_xlsx_by_hand::write,
    },
    Format {
        name: "xls",
        weight: 6,
        extensions: &["xls", "xls", "et", "xlsx"],
        keeps: &[Formulas, Calculation, NumberFormats, Colours, Comments, Hidden, Merges],
        write: write_xls::write,
    },
    Format {
        name: "csv utf-8",
        weight: 2,
        extensions: &["csv", "txt"],
        keeps: &[ShownOnly],
        write: |book, random| write_delimited::write(book, write_delimited::Encoding::Utf8, random),
    },
    Format {
        name: "csv utf-8 bom",
        weight: 2,
        extensions: &["csv"],
        keeps: &[ShownOnly],
        write: |book, random| write_delimited::write(book, write_delimited::Encoding::Utf8Bom, random),
    },
    Format {
        name: "csv gb18030",
        weight: 3,
        extensions: &["csv", "xls"],
        keeps: &[ShownOnly],
        write: |book, random| write_delimited::write(book, write_delimited::Encoding::Gb18030, random),
    },
    Format {
        name: "text utf-16",
        weight: 2,
        extensions: &["txt", "csv", "xls"],
        keeps: &[ShownOnly],
        write: |book, random| write_delimited::write(book, write_delimited::Encoding::Utf16, random),
    },
    Format {
        name: "docx",
        weight: 8,
        extensions: &["docx", "docx", "doc"],
        keeps: &[Colours, Comments, Merges],
        write: write_docx::write,
    },
];

/// What the reader learns afterwards.
pub const LATER: &[Format] = &[
    Format {
        name: "ods",
        weight: 5,
        extensions: &["ods"],
        keeps: &[Formulas, NoResults, NumberFormats, Colours, Comments, Hidden, Merges],
        write: write_ods::write,
    },
    Format {
        name: "fods",
        weight: 3,
        extensions: &["fods", "xml"],
        keeps: &[Formulas, NoResults, NumberFormats, Colours, Comments, Hidden, Merges],
        write: write_ods::write_flat,
    },
    Format {
        name: "html",
        weight: 5,
        extensions: &["xls", "html"],
        keeps: &[Colours, Merges],
        write: write_html::write,
    },
];

/// A format by its name.
pub fn named(name: &str) -> &'static Format {
    let known = FIRST_MILE.iter().chain(LATER).find(|format| format.name == name);
    known.unwrap_or_else(|| panic!("no format is called {name}"))
}
