//! Every bound on what a file may cost, in one typed table.
//!
//! The table is an argument wherever files are read, so that the page, the programming interface, the
//! command and the tests state the same bounds and none is hidden in a reader. The numbers are far above
//! any statistics sheet (6 KB to 1 MB) and far below what hurts a machine.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The widest and the tallest sheet of any program in use.
pub const MOST_ROWS: u32 = 1_048_576;
pub const MOST_COLUMNS: u32 = 16_384;

/// What one file may cost to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of the file itself.
    pub file: u64,
    /// Bytes of an archive or a mail with a unit's whole package in it.
    pub bundle: u64,
    /// Bytes of everything in a container, inflated; counted, never held.
    pub unpacked: u64,
    /// Bytes of one XML part, inflated.
    pub part: u64,
    /// How many times its packed size a large container may unpack to.
    pub ratio: u64,
    /// Entries of a container.
    pub entries: usize,
    /// Sheets, or tables of a document.
    pub sheets: usize,
    /// Cells with content, merged areas included, over all sheets.
    pub cells: usize,
    /// Characters of one cell.
    pub text: usize,
    /// Levels of nested elements.
    pub nesting: usize,
    /// Bytes of one grid on its way back from a worker.
    pub grid: u64,
    /// Address space of a worker.
    pub memory: u64,
    /// What one file may take by the clock.
    pub wall: Duration,
}

impl Limits {
    /// Containers smaller than this may have any ratio: empty XML packs very well.
    pub const RATIO_FROM: u64 = 4 << 20;

    /// The bounds for a statistics sheet.
    pub fn sheet() -> Limits {
        Limits {
            file: 50 << 20,
            bundle: 100 << 20,
            unpacked: 256 << 20,
            part: 64 << 20,
            ratio: 250,
            entries: 5_000,
            sheets: 256,
            cells: 1_000_000,
            text: 32_767,
            nesting: 64,
            grid: 64 << 20,
            memory: 512 << 20,
            wall: Duration::from_secs(10),
        }
    }
}
