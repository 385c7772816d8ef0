//! A notice's file, or the text that somebody pasted, becomes proposals of campaigns.

mod kept;
mod written;

use std::path::Path;

use chrono::NaiveTime;

pub use self::kept::{Proposed, file_of_campaign, of_campaign, own, proposed, receive};
pub use self::written::object;
use super::Office;
use crate::form::builtin;
use crate::form::wording::Wording;
use crate::notice::annex;
use crate::notice::prose::Prose;
use crate::notice::{self, Annex, Proposal};
use crate::problem::{Failure, Refusal};
use crate::submit::grid::{Area, Cell, Content, Grid, Sheet};

/// The campaigns that a file's notices propose; several where it holds several notices.
pub fn of_file(office: &Office, bytes: &[u8], closing: NaiveTime) -> Result<Vec<Proposal>, Refusal> {
    let prose = office.pool.read_prose(bytes)?;
    Ok(notice::read(&prose, closing))
}

/// The same of a file on disk.
pub fn of_path(office: &Office, path: &Path, closing: NaiveTime) -> Result<Vec<Proposal>, Failure> {
    let bytes =
        std::fs::read(path).map_err(|error| Failure::new(format!("读不出 {}：{error}", path.display())))?;
    of_file(office, &bytes, closing)
        .map_err(|refusal| Failure::new(format!("{}：{}", path.display(), refusal.sentence())))
}

/// The same of a text that was pasted.
pub fn of_text(text: &str, closing: NaiveTime) -> Vec<Proposal> {
    notice::read(&Prose::of_text(text), closing)
}

/// The code of the built-in form that has exactly the annex's items.
pub fn form_of(annex: &Annex) -> Option<String> {
    let items = annex::items(&annex.table);
    let known = builtin::FORMS.iter().filter_map(|known| builtin::form(known.code));
    let is_it = |form: &std::sync::Arc<crate::form::Form>| {
        let wording = Wording::new(std::sync::Arc::clone(form));
        form.items.len() == items.len() && items.iter().all(|item| wording.label(&item.name).is_some())
    };
    known.into_iter().find(is_it).map(|form| form.code.clone())
}

/// The annex as a grid, the lines above its table as paragraphs: what a form is proposed from.
pub fn annex_grid(annex: &Annex) -> Grid {
    let above = annex.title.iter().chain(&annex.lines);
    let lines = (0..).zip(above).map(|(row, line)| text(row, 0, line));
    let mut cells: Vec<Cell> = lines.collect();
    let first = cells.len() as u32;
    for (row, words) in (first..).zip(&annex.table.rows) {
        cells.extend(
            (0..)
                .zip(words)
                .filter(|(_, word)| !word.trim().is_empty())
                .map(|(column, word)| text(row, column, word)),
        );
    }
    let merges = annex.table.merges.iter().map(|merge| Area {
        first_row: merge.first_row + first,
        first_column: merge.first_column,
        last_row: merge.last_row + first,
        last_column: merge.last_column,
    });
    let sheet = Sheet {
        name: "附表".to_owned(),
        visible: true,
        paragraphs: first,
        cells,
        merges: merges.collect(),
        ..Sheet::default()
    };
    Grid { sheets: vec![sheet], ..Grid::default() }
}

fn text(row: u32, column: u32, words: &str) -> Cell {
    Cell { row, column, content: Content::Text(words.to_owned()), computed: false }
}
