//! 批注好的原表: the file that was sent, with what is wrong written into it.
//!
//! People who live in a spreadsheet read an error there. So the same file goes back: a colour and a comment at each
//! cell with a finding, and a last page that lists them all with links. Its parts are edited and the file is not
//! written anew (`scan` finds the places, `parts` copies the rest as it lies there), so that formulas, styles, pictures,
//! macros and print settings stay as they were, to the byte. Files whose parts cannot be edited, and files of other
//! formats, come back as a new workbook with the same cells (`copy`).
//!
//! Nothing is trusted, ourselves included: what was made is read again, and where it would be read otherwise than what
//! was sent, it is not given out. First a file without new colours is tried, then the copy is left.
//!
//! What is not edited: files with a digital signature, which an edit would break; files in the strict form of their
//! standard, which no office program writes by itself; parts in other encodings than UTF-8. A cell whose comment is a
//! thread of remarks keeps it as it is and is coloured only.

pub(super) mod scan;
pub(super) mod parts;
mod shades;
mod layout;
pub(super) mod xlsx;
mod docx;
pub mod copy;

use serde::{Deserialize, Serialize};

use super::container::Container;
use super::limits::Limits;
use super::package::{self, Package};
use super::sniff::{self, Kind};
use crate::problem::Refusal;
use crate::submit::annotation::{Annotations, take_out};
use crate::submit::grid::Grid;
use shades::Colours;

/// A file with what is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    pub bytes: Vec<u8>,
    pub made: Made,
}

/// What became of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Made {
    /// It is itself, a workbook.
    Workbook,
    /// It is itself, a document.
    Document,
    /// A new workbook with its cells.
    Copy,
}

/// The file with the annotations in it; nothing where its parts cannot be edited. For a worker, as [`super::read`] is.
pub fn annotate(bytes: &[u8], annotations: &Annotations, limits: &Limits) -> Result<Option<Edited>, Refusal> {
    let Kind::Zip(begins) = sniff::sniff(bytes) else { return Ok(None) };
    let bytes = &bytes[begins..];
    match package::kind(&mut Container::open(bytes, limits)?)? {
        Package::Workbook => {
            let read = |bytes: &[u8]| super::xlsx::read(Container::open(bytes, limits)?);
            let edit = |grid: &Grid, colours| xlsx::annotate(bytes, grid, annotations, limits, colours);
            let made = proved(bytes, &read, &edit)?;
            Ok(made.map(|bytes| Edited { bytes, made: Made::Workbook }))
        }
        Package::Document => {
            let read = |bytes: &[u8]| super::docx::read(Container::open(bytes, limits)?);
            let edit = |grid: &Grid, colours| docx::annotate(bytes, grid, annotations, limits, colours);
            let made = proved(bytes, &read, &edit)?;
            Ok(made.map(|bytes| Edited { bytes, made: Made::Document }))
        }
        _ => Ok(None),
    }
}

/// How files of a kind are read, and how one is edited that was read as a grid.
type Read<'r> = dyn Fn(&[u8]) -> Result<Grid, Refusal> + 'r;
type Edit<'e> = dyn Fn(&Grid, Colours) -> Result<Option<Vec<u8>>, Refusal> + 'e;

/// What was made of a file, once it is known to be read as the file itself is.
fn proved(bytes: &[u8], read: &Read<'_>, edit: &Edit<'_>) -> Result<Option<Vec<u8>>, Refusal> {
    let grid = read(bytes)?;
    let mut expected = grid.clone();
    take_out(&mut expected);
    for colours in [Colours::Added, Colours::Left] {
        let Some(made) = edit(&grid, colours)? else { return Ok(None) };
        if read_again(&made, read).is_some_and(|again| again == expected) {
            return Ok(Some(made));
        }
    }
    Ok(None)
}

fn read_again(bytes: &[u8], read: &Read<'_>) -> Option<Grid> {
    let mut grid = read(bytes).ok()?;
    take_out(&mut grid);
    Some(grid)
}

#[cfg(test)]
mod tests;
