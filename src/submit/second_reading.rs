//! 两种读法: what a second reader makes of the cells that figures were taken from.
//!
//! Two readers that were written apart do not err alike. Where they take another figure out of one cell and nothing
//! explains it, one of them is wrong, and only somebody who opens the file can say which: the first reading stands,
//! and is held until its unit has looked.
//!
//! What explains a difference is no question. The words of a number format, and what is struck through, hide the
//! number that is stored: that one is compared. Of a text the first reader leaves out what is struck through, hidden
//! or read aloud only: then its words are the second one's with some left out. Days, errors and formulas without a
//! result are no figures, and are told as such anyway. And of a cell it cannot read the second reader has no opinion.

use serde::{Deserialize, Serialize};

use super::cell_text::read_text;
use super::grid::{Content, Grid, Said, Sheet};
use super::recognise::Reading;
use crate::form::Form;
use crate::vocabulary::measure::Measure;
use crate::vocabulary::place::address;
use crate::vocabulary::plain::plain;
use crate::vocabulary::{Number, Severity};

/// Cells of one sheet, ascending, that a second reader is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    pub sheet: String,
    pub cells: Vec<(u32, u32)>,
}

/// What it says of each of them, in their order: nothing where it has no opinion, the empty text where the cell is
/// blank.
pub type Heard = Vec<Option<Content>>;

/// A figure's cell.
#[derive(Clone, Copy, Debug)]
struct Spot {
    sheet: usize,
    at: (u32, u32),
    reading: usize,
    figure: usize,
}

/// The cells that figures were taken from.
pub struct Spots<'g> {
    grid: &'g Grid,
    spots: Vec<Spot>,
}

impl<'g> Spots<'g> {
    pub fn of(grid: &'g Grid, readings: &[Reading]) -> Spots<'g> {
        // Of two sheets of one name nobody knows which was asked for.
        let sheet_of = |name: &str| {
            let mut named = (0..grid.sheets.len()).filter(|sheet| grid.sheets[*sheet].name == name);
            named.next().filter(|_| named.next().is_none())
        };
        let mut spots = Vec::new();
        for (reading, own) in readings.iter().enumerate() {
            let mut known: Option<(&str, usize)> = None;
            for (figure, answer) in own.answers.iter().enumerate() {
                let Some(place) = &answer.place else { continue };
                let found = known.filter(|(name, _)| *name == &*place.sheet);
                known = found.or_else(|| Some((&*place.sheet, sheet_of(&place.sheet)?)));
                if let (Some((_, sheet)), Some((row, column))) = (known, address(&place.cell)) {
                    spots.push(Spot { sheet, at: grid.sheets[sheet].anchor(row, column), reading, figure });
                }
            }
        }
        spots.sort_by_key(|spot| (spot.sheet, spot.at));
        Spots { grid, spots }
    }

    /// What to ask the second reader for.
    pub fn asked(&self) -> Vec<Asked> {
        let of_sheet = |spots: &[Spot]| Asked {
            sheet: self.grid.sheets[spots[0].sheet].name.clone(),
            cells: spots.iter().map(|spot| spot.at).collect(),
        };
        self.spots.chunk_by(|one, other| one.sheet == other.sheet).map(of_sheet).collect()
    }

    /// Asks about each figure of which the second reader says another.
    pub fn compare(&self, form: &Form, heard: &[Option<Content>], readings: &mut [Reading]) {
        for (spot, theirs) in self.spots.iter().zip(heard) {
            let Some(theirs) = theirs else { continue };
            let Some((ours, theirs)) = differ(&self.grid.sheets[spot.sheet], spot.at, theirs) else {
                continue;
            };
            let words = format!(
                "两种读法不同：一种读作{ours}，另一种读作{theirs}；暂按前一种读取，请打开表格核对这个数"
            );
            let reading = &mut readings[spot.reading];
            let place = reading.answers.get(spot.figure).place.clone();
            let finding = form.finding(Severity::Query, "two-readings", spot.figure, place, &words);
            reading.findings.push(finding.holding());
        }
    }
}

/// Both readings of a cell, where they are not the same and nothing explains it.
fn differ(sheet: &Sheet, (row, column): (u32, u32), theirs: &Content) -> Option<(String, String)> {
    let stored = sheet.remarks_at(row, column).find_map(|said| match said {
        Said::Stored(number) => Some(Content::Number(number.clone())),
        _ => None,
    });
    let blank = Content::Text(String::new());
    let ours = stored.as_ref().or(sheet.at(row, column)).unwrap_or(&blank);
    let is_same = match (ours, theirs) {
        (Content::Date(..) | Content::Bool(_) | Content::Error(_) | Content::FormulaWithoutResult, _) => true,
        (Content::Text(ours), Content::Text(theirs)) => {
            ours == theirs || leaves_out(&plain(ours), &plain(theirs)) || figure(ours) == figure(theirs)
        }
        _ => quantity(ours) == quantity(theirs),
    };
    (!is_same).then(|| (shown(ours), shown(theirs)))
}

/// Whether the one text is the other with characters left out.
fn leaves_out(ours: &str, theirs: &str) -> bool {
    let mut rest = theirs.chars();
    // A raised digit is told apart by a mark of ours.
    ours.chars().filter(|c| *c != '^').all(|c| rest.any(|other| other == c))
}

fn quantity(content: &Content) -> (Option<Number>, Option<Measure>) {
    match content {
        Content::Number(text) => (Number::parse(text), None),
        Content::Text(text) => figure(text),
        _ => (None, None),
    }
}

fn figure(text: &str) -> (Option<Number>, Option<Measure>) {
    let read = read_text(text);
    (read.number, read.measure)
}

fn shown(content: &Content) -> String {
    match content.words().trim() {
        "" => "空白".to_owned(),
        words => format!("“{}”", words.chars().take(40).collect::<String>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submit::grid::{Cell, Remark};

    fn number(text: &str) -> Content {
        Content::Number(text.to_owned())
    }

    fn text(words: &str) -> Content {
        Content::Text(words.to_owned())
    }

    #[test]
    fn what_explains_a_difference_is_no_question() {
        let stored = |text: &str| Some(Said::Stored(text.to_owned()));
        for (ours, said, theirs, asked) in [
            (Some(number("12")), None, number("12"), None),
            (Some(number("12")), None, text("12"), None),
            (Some(text("12件")), None, text("12 件"), None),
            (None, None, text(""), None),
            // A number format's words, and a number that is struck through.
            (Some(text("350000元")), stored("350000"), number("350000"), None),
            (Some(text("85%")), stored("0.85"), number("0.85"), None),
            (None, stored("7"), number("7"), None),
            // Struck through or hidden within the words.
            (Some(text("85")), None, text("8085"), None),
            (None, None, text("85"), None),
            (Some(text("85^1")), None, text("851"), None),
            // No figures at all.
            (Some(Content::Date(2024, 3, 18)), None, number("45369"), None),
            (Some(Content::FormulaWithoutResult), None, number("0"), None),
            (Some(Content::Error("#REF!".to_owned())), None, text(""), None),
            // Nothing explains these.
            (Some(number("12")), None, number("13"), Some("“12” “13”")),
            (Some(number("12")), None, text(""), Some("“12” 空白")),
            (None, None, number("12"), Some("空白 “12”")),
            (Some(text("12")), None, text("21"), Some("“12” “21”")),
            (Some(text("12件")), None, number("12"), Some("“12件” “12”")),
            (Some(number("0.1")), None, number("0.01"), Some("“0.1” “0.01”")),
            (Some(text("350000元")), stored("350000"), number("35"), Some("“350000” “35”")),
            (Some(number("12")), None, Content::Error("#N/A".to_owned()), Some("“12” “#N/A”")),
        ] {
            let cells = ours.clone().map(|content| Cell { row: 1, column: 2, content, computed: false });
            let remarks = said.map(|said| Remark { row: 1, column: 2, said });
            let sheet = Sheet {
                cells: cells.into_iter().collect(),
                remarks: remarks.into_iter().collect(),
                ..Sheet::default()
            };
            let found = differ(&sheet, (1, 2), &theirs).map(|(ours, theirs)| format!("{ours} {theirs}"));
            assert_eq!(found.as_deref(), asked, "{ours:?} {theirs:?}");
        }
    }
}
