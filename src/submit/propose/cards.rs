//! Cards: a label with its unit of measure, a blank beside it, the next label, the next blank; no heads at all.
//!
//! A label asks for a figure where it says a unit of measure (计算机教室（间）) and the cell beside it is blank or holds a
//! figure. Labels without one are names of fields, or ask for words, which a form of figures cannot take.

use super::around;
use super::draft::{Draft, Raw};
use super::lattice::{Lattice, is_figure};
use super::rows::has_fraction;
use crate::form::label::written_label;
use crate::form::wording::Heading;

/// At least so many labels with measures and blanks beside them, two of them in one row.
const FEWEST: usize = 3;

pub fn is_card(lattice: &Lattice) -> bool {
    let rows: Vec<usize> = (0..lattice.rows).map(|row| labels(lattice, row).len()).collect();
    let headed = |row: u32| {
        let heads = lattice.cells(row).into_iter().filter(|column| {
            matches!(
                lattice.heading(row, *column),
                Some(Heading::Order | Heading::Label | Heading::Figure(_))
            )
        });
        heads.count() >= 2
    };
    rows.iter().sum::<usize>() >= FEWEST && rows.iter().any(|row| *row >= 2) && !(0..lattice.rows).any(headed)
}

pub fn read(lattice: &Lattice, draft: &mut Draft) {
    for row in 0..lattice.rows {
        let cells = lattice.cells(row);
        let own = labels(lattice, row);
        if let ([column], 0) = (cells.as_slice(), own.len()) {
            let written = lattice.written(row, *column);
            let numbered = written_label(&written).number.is_some();
            if numbered && lattice.area(row, *column).3 > *column {
                draft.items.push(Raw { section: true, ..raw(lattice, row, *column) });
            }
        }
        for column in own {
            draft.items.push(raw(lattice, row, column));
        }
        let names_a_field =
            |column: &&u32| lattice.word(row, **column).is_some_and(|word| word.names_a_field);
        cells.iter().filter(names_a_field).for_each(|column| around::fields(lattice, (row, *column), draft));
        for column in cells.into_iter().filter(|column| asks_for_words(lattice, row, *column)) {
            let words = lattice.written(row, column);
            let place = Some(lattice.place(row, column));
            draft.ask(
                place,
                format!("“{words}”没有写计量单位，像是要填文字，没有列为指标；如要填数请补上计量单位"),
            );
        }
    }
}

fn raw(lattice: &Lattice, row: u32, column: u32) -> Raw {
    let (.., right) = lattice.area(row, column);
    Raw {
        place: Some(lattice.place(row, column)),
        words: lattice.written(row, column),
        has_fraction: has_fraction(&lattice.plain(row, right + 1)),
        ..Raw::default()
    }
}

/// The columns of a row whose labels ask for figures.
fn labels(lattice: &Lattice, row: u32) -> Vec<u32> {
    let asks = |column: &u32| {
        let measured = written_label(&lattice.written(row, *column)).measure.is_some();
        measured && is_open(lattice, row, *column)
    };
    lattice.cells(row).into_iter().filter(asks).collect()
}

/// Nothing or a figure stands right of a cell, inside the table.
fn is_open(lattice: &Lattice, row: u32, column: u32) -> bool {
    let (.., right) = lattice.area(row, column);
    let beside = lattice.plain(row, right + 1);
    beside.is_empty() || is_figure(&beside)
}

fn asks_for_words(lattice: &Lattice, row: u32, column: u32) -> bool {
    let word = lattice.word(row, column);
    let field = word.is_some_and(|word| word.names_a_field || !word.fields.is_empty() || word.is_title);
    let plain = lattice.plain(row, column);
    let silent = written_label(&lattice.written(row, column)).measure.is_none();
    silent && !field && !is_figure(&plain) && lattice.cells(row).len() > 1 && is_open(lattice, row, column)
}
