//! A form proposed from a table: what an office hands out is read once the way a unit reads it.
//!
//! The table may be blank or filled, of any format that becomes a grid. Its rows are told apart (`region`: words
//! above, heads, body, words below), cut into `panels` that stand side by side, their columns by what they hold
//! (`roles`); then every row (`rows`), column (`across`) or cell of a card (`cards`) that asks for a figure becomes an item, with its
//! number, measure and place in a hierarchy (`items`, `measures`), and what the layout adds up becomes parts and
//! checks (`sums`). Heads of several columns of figures become the form's columns (`columns`), the words around
//! the table its title, fields and notes (`around`).
//!
//! It stands in this room and not with the forms: it reads grids, and it knows heads, fields and measures by the
//! very words of recognition, so that a form is proposed and a sheet is read by one vocabulary. Nothing is
//! invented: where the table leaves something open the most harmless reading is taken and a [`Question`] says so
//! at its cell.
//!
//! Limits: one table a file, the one that asks most; a table whose columns are measured differently (件数 beside
//! 金额) cannot be said as columns and is asked about; what only borders, fonts or colours say is not seen.

mod across;
mod around;
mod cards;
mod columns;
mod compared;
mod draft;
mod items;
mod lattice;
mod measures;
mod numbers;
mod panels;
mod rates;
mod region;
mod roles;
mod rows;
mod sums;

use std::sync::Arc;

use self::draft::Draft;
pub use self::draft::Question;
use self::lattice::Lattice;
use self::region::Region;
use super::grid::{Grid, Sheet};
use super::recognise::known::Memory;
use super::recognise::view::SheetView;
use crate::form::definition::read_form;
use crate::form::sketch::{FIELD_KEYS, Sketch};
use crate::form::wording::Wording;
use crate::problem::{Refusal, RefusalCode};
use crate::vocabulary::Place;

/// A form that a table seems to be, and what the table left open.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub sketch: Sketch,
    pub questions: Vec<Question>,
    /// Where each item stands, in the order of the sketch's items.
    pub places: Vec<Option<Place>>,
}

/// No form's words but those that all forms share.
const WORDLESS: &str = "code = \"-\"\nversion = \"-\"\ntitle = \"-\"\nshort_title = \"-\"\n\
                        [[item]]\ncode = \"-\"\nlabel = \"（没有指标）\"\nmeasure = \"项\"\n";

/// Proposes a form from the table of a file that asks most.
///
/// The sketch's text is a valid definition. Refused where no sheet holds a table that asks for figures.
pub fn propose(grid: &Grid) -> Result<Proposal, Refusal> {
    let wordless = read_form(WORDLESS).expect("the text above is a form");
    let memory = Memory::new(&wordless);
    let wording = Wording::new(Arc::new(wordless));
    let visible = grid.sheets.iter().filter(|sheet| sheet.visible);
    let mut drafts: Vec<Draft> = visible.filter_map(|sheet| of_sheet(sheet, &wording, &memory)).collect();
    let best = (0..drafts.len()).max_by_key(|index| (drafts[*index].items.len(), std::cmp::Reverse(*index)));
    let Some(best) = best else {
        return Err(Refusal::new(RefusalCode::NoTable, "no sheet holds a table that asks for figures"));
    };
    let mut draft = drafts.swap_remove(best);
    for other in drafts.iter().filter(|other| other.items.len() > 1) {
        draft.ask(None, format!("“{}”里还有一张表，没有列入；如也要报，请另做一张报表", other.sheet));
    }
    Ok(settled(draft))
}

/// The draft's rows as items with numbers, parts and sums.
fn settled(mut draft: Draft) -> Proposal {
    let places = items::settle(&mut draft);
    sums::settle(&mut draft);
    draft.sketch.fields.sort_by_key(|(key, _)| FIELD_KEYS.iter().position(|known| known == key));
    Proposal { sketch: draft.sketch, questions: draft.questions, places }
}

fn of_sheet(sheet: &Sheet, wording: &Wording, memory: &Memory) -> Option<Draft> {
    let view = SheetView::new(sheet, wording, memory);
    let lattice = Lattice::new(&view);
    let mut draft = Draft::new(&view.sheet.name);
    if cards::is_card(&lattice) {
        let first = (0..lattice.rows).find(|row| lattice.cells(*row).len() > 1).unwrap_or(0);
        let body = (first, lattice.rows);
        let around = Region { heads: (first, first), measures: None, body, headless: true };
        around::read(&lattice, &around, &mut draft);
        cards::read(&lattice, &mut draft);
        return (!draft.items.is_empty()).then_some(draft);
    }
    let region = Region::find(&lattice)?;
    around::read(&lattice, &region, &mut draft);
    if across::is_across(&lattice, &region) {
        across::read(&lattice, &region, &mut draft);
    } else {
        rows::read(&lattice, &region, &mut draft);
    }
    (!draft.items.is_empty()).then_some(draft)
}
