//! 填写处: where a blank table of somebody else wants which figure.
//!
//! A superior's own template names the items of our form in its own layout. The words are known by the same
//! recognition that reads filled sheets: tables by their labels (`anchor`), columns by their heads (`columns`,
//! `item_columns`), units by the names at the head of rows and columns. Nothing is read here; every cell that waits
//! for a figure becomes a [`Spot`], and every word of the template that asks for what the form does not have is said.
//!
//! In doubt no place is given: two tables of one sheet that ask for the same, a column without a head beside another,
//! a unit of measure that the form's cannot be turned into, a table of another year are named and stay blank.

mod across;
mod around;
mod corrected;
mod down;
pub mod lines;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::corrected::{Choice, Wanted};
use super::anchor::{bands, distinct, enough, horizontal_tables, vertical_tables};
use super::labelled::labelled;
use super::strips::strips;
use super::view::SheetView;
use super::{Recogniser, surroundings};
use crate::submit::grid::{Content, Grid, Sheet};
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::plain;

/// A cell that waits for something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// Which of the grid's sheets, and row and column in it.
    pub sheet: usize,
    pub at: (u32, u32),
    pub whose: Whose,
    pub asked: Asked,
    /// What stands in the cell now.
    pub holds: Holds,
    /// How far the point of the form's figure moves: four places right where the template asks for 元.
    pub shift: i32,
}

/// Whose figure a cell waits for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Whose {
    /// Of the node that reports: its total.
    Node,
    /// Of the node's own office: 机关, 本级.
    Office,
    /// Of the unit of this name, as the template prints it.
    Unit(String),
    /// Of whoever stands in the n-th row that a table leaves for units, from zero.
    Free(usize),
}

/// What a cell waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Asked {
    /// Indexed as `Form::figure`.
    Figure(usize),
    /// The same of last year, and what this year's is more.
    LastYear(usize),
    Change(usize),
    /// The name of the unit of a row that is left for one; its number.
    Name,
    Number,
    /// 填报单位, 填报日期 and 年度 around the table.
    Issuer,
    Date,
    Year,
    /// Several of these in one cell, each behind its own name.
    Line,
}

/// The figure that a cell asks for, whichever year's.
pub fn figure_of(asked: Asked) -> Option<usize> {
    match asked {
        Asked::Figure(figure) | Asked::LastYear(figure) | Asked::Change(figure) => Some(figure),
        Asked::Name | Asked::Number | Asked::Issuer | Asked::Date | Asked::Year | Asked::Line => None,
    }
}

/// What stands in a cell that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Holds {
    Nothing,
    /// 0, —, / : nothing yet.
    Sample,
    /// The name of the field itself, which the value follows.
    FieldName,
    /// It calculates; it is never written over.
    Formula,
    /// Something else; it stays.
    Words,
}

/// All cells of a file that wait, and what is to be said of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    pub spots: Vec<Spot>,
    /// What the template asks for and the form does not have, and what is in doubt, as sentences.
    pub said: Vec<String>,
}

/// What is being gathered of one sheet.
struct Gatherer<'v> {
    recogniser: &'v Recogniser,
    sheet: usize,
    free: usize,
    spots: Vec<Spot>,
    said: Vec<String>,
}

impl Recogniser {
    /// Every cell of a blank file that waits for a figure.
    pub fn places(&self, grid: &Grid) -> Places {
        let mut places = Places::default();
        for (index, sheet) in grid.sheets.iter().enumerate().filter(|(_, sheet)| sheet.visible) {
            let view = labelled(sheet, &self.wording, &self.memory);
            let mut gatherer =
                Gatherer { recogniser: self, sheet: index, free: 0, spots: Vec::new(), said: Vec::new() };
            match strips(&view) {
                Some(strips) => strips
                    .iter()
                    .for_each(|strip| gatherer.tables(&labelled(strip, &self.wording, &self.memory))),
                None => gatherer.tables(&view),
            }
            gatherer.leave_what_is_asked_twice(&view);
            places.spots.extend(gatherer.spots);
            places.said.extend(gatherer.said);
        }
        let mut known = Vec::new();
        places.said.retain(|sentence| {
            !known.contains(sentence) && {
                known.push(sentence.clone());
                true
            }
        });
        places
    }
}

impl Gatherer<'_> {
    /// The tables of one view: lying where more items are named beside one another than below.
    fn tables(&mut self, view: &SheetView) {
        let form = &self.recogniser.wording.form;
        let needed = enough(form.items.iter().filter(|item| !item.section).count());
        let vertical = vertical_tables(view);
        let count = |table: &super::anchor::Vertical| {
            table.panels.iter().map(|panel| distinct(&panel.labels)).sum::<usize>()
        };
        let down = vertical.iter().map(count).max().unwrap_or(0);
        let horizontal = horizontal_tables(view, needed);
        let across = horizontal.iter().map(|table| distinct(&table.labels)).max().unwrap_or(0);
        let panels = vertical.iter().map(|table| table.panels.len()).max().unwrap_or(0);
        let banded = bands(&horizontal).is_some_and(|(count, items)| count < panels && items >= down);
        if across >= needed && across > panels.max(1) && across >= down || banded {
            for (position, table) in horizontal.iter().enumerate() {
                let next = horizontal.get(position + 1).map(|table| table.head_row);
                let free = position.checked_sub(1).map_or(0, |before| horizontal[before].head_row + 1);
                self.across(view, table, (free, next));
            }
        } else {
            let tables: Vec<_> = vertical.into_iter().filter(|table| count(table) >= needed).collect();
            for (position, table) in tables.iter().enumerate() {
                let upper =
                    tables[..position].iter().rposition(|other| other.rows.end() < table.rows.start());
                let next = tables.iter().find(|other| other.rows.start() > table.rows.end());
                let free = upper.map_or(0, |upper| tables[upper].rows.end() + 1);
                self.down(view, table, (free, next.map(|next| next.top())));
            }
        }
    }

    /// Whether a table is of another year than the campaign's, as its title says; that is said.
    fn is_of_another_year(&mut self, view: &SheetView, around: &surroundings::Surroundings) -> bool {
        let (Some(year), Some(found)) = (self.recogniser.year, around.title_years.last()) else {
            return false;
        };
        if *found == year {
            return false;
        }
        self.said.push(format!(
            "工作表“{}”的标题写的是 {found} 年，本次填报是 {year} 年，没有填写这张表",
            view.sheet.name
        ));
        true
    }

    /// Marks a cell as one that waits; one outside what the file has (merged away) waits at its corner.
    fn mark(&mut self, view: &SheetView, at: (u32, u32), whose: Whose, asked: Asked, shift: i32) {
        let at = view.sheet.anchor(at.0, at.1);
        let holds = holds(view, at);
        self.spots.push(Spot { sheet: self.sheet, at, whose, asked, holds, shift });
    }

    /// How far the point moves into the measure that the template states; nothing, and said, where it cannot.
    fn shift(
        &mut self,
        view: &SheetView,
        figure: usize,
        own: [Option<&Measure>; 3],
        table: Option<&Measure>,
    ) -> Option<i32> {
        let form = &self.recogniser.wording.form;
        let target = form.measure_of(figure);
        let columns = form.columns.len();
        let title = form.item_title(figure / columns, figure % columns);
        if let Some(stated) = own.into_iter().flatten().next() {
            // Things counted are counted alike whatever they are called; money is turned exactly or not at all.
            return target.shift_to(stated).or_else(|| {
                let words = format!(
                    "{title}：模板里的单位是“{}”，本报表是“{}”，不能换算，没有填写",
                    stated.text, target.text
                );
                self.said.push(words);
                None
            });
        }
        let around = table.into_iter().chain(&view.page_measures);
        Some(around.filter(|_| target.is_money()).find_map(|stated| target.shift_to(stated)).unwrap_or(0))
    }

    /// Two cells of one sheet that wait for the same thing: nobody knows which, so neither is filled.
    fn leave_what_is_asked_twice(&mut self, view: &SheetView) {
        let mut counts: BTreeMap<(Whose, Asked), Vec<(u32, u32)>> = BTreeMap::new();
        let is_figure =
            |spot: &&Spot| !matches!(spot.asked, Asked::Issuer | Asked::Date | Asked::Year | Asked::Line);
        for spot in self.spots.iter().filter(is_figure) {
            let cells = counts.entry((spot.whose.clone(), spot.asked)).or_default();
            if !cells.contains(&spot.at) {
                cells.push(spot.at);
            }
        }
        let mut known: Vec<(u32, u32)> = Vec::new();
        self.spots.retain(|spot| {
            !known.contains(&spot.at) && {
                known.push(spot.at);
                true
            }
        });
        for ((whose, asked), cells) in counts.into_iter().filter(|(_, cells)| cells.len() > 1) {
            let named: Vec<String> =
                cells.iter().map(|(row, column)| view.place(*row, *column).cell).collect();
            self.said.push(format!(
                "工作表“{}”的 {} 要的是同一个数，不能确定填哪里，都没有填写",
                view.sheet.name,
                named.join("、")
            ));
            self.spots.retain(|spot| (&spot.whose, spot.asked) != (&whose, asked));
        }
    }
}

/// What stands in a cell.
fn holds(view: &SheetView, at: (u32, u32)) -> Holds {
    holds_at(view.sheet, at)
}

fn holds_at(sheet: &Sheet, (row, column): (u32, u32)) -> Holds {
    let Some(cell) = sheet.cell(row, column) else { return Holds::Nothing };
    if cell.computed || cell.content == Content::FormulaWithoutResult {
        return Holds::Formula;
    }
    match plain(&cell.content.words()).as_str() {
        "" => Holds::Nothing,
        "0" | "0.00" | "-" | "—" | "/" | "——" | "_" => Holds::Sample,
        _ => Holds::Words,
    }
}
