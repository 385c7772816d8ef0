//! What a notice is read from: its lines and tables in the order in which they stand.
//!
//! A reader of files gives paragraphs and tables; a text that somebody pasted has lines alone, in which a table
//! that was copied out of a document shows itself by its tabs ([`annex`](super::annex) finds it there).

/// A notice before anybody understands it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    pub blocks: Vec<Block>,
}

/// A paragraph or a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// One paragraph, or one line of a text; blank ones part what stands around them.
    Line(String),
    Table(Table),
}

/// A table as rows of cells' words; a cell that is covered by a merged one is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub rows: Vec<Vec<String>>,
    pub merges: Vec<Merge>,
}

/// Cells that are one: both corners are included, rows and columns count from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    pub first_row: u32,
    pub first_column: u32,
    pub last_row: u32,
    pub last_column: u32,
}

impl Prose {
    /// The lines of a text.
    pub fn of_text(text: &str) -> Prose {
        Prose { blocks: text.lines().map(|line| Block::Line(line.to_owned())).collect() }
    }
}

impl Table {
    /// The table as lines, cells parted by tabs.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.rows.iter().map(|row| {
            let cells = row.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" "));
            cells.collect::<Vec<_>>().join("\t")
        })
    }
}
