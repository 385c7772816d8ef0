//! A table with its items across: a row for each unit, a row for all of them, rows that are left for units.

use super::super::anchor::Horizontal;
use super::super::horizontal::{Lines, lines};
use super::super::item_columns::FigureColumn;
use super::super::phrases::ends_table;
use super::super::surroundings::{Standing, look_around};
use super::super::view::SheetView;
use super::around::is_office;
use super::{Asked, Gatherer, Whose};
use crate::form::wording::Heading;
use crate::submit::grid::Content;
use crate::vocabulary::measure::Measure;

/// Rows that are left for units below a table that nothing follows.
const MOST_BELOW: u32 = 400;

impl Gatherer<'_> {
    pub(super) fn across(&mut self, view: &SheetView, table: &Horizontal, (free, next): (u32, Option<u32>)) {
        let form = std::sync::Arc::clone(&self.recogniser.wording.form);
        let standing = Standing {
            free,
            top: table.head_row,
            bottom: table.head_row,
            next,
            follows: free > 0,
            columns: (0, u32::MAX),
        };
        let around = look_around(view, standing);
        if self.is_of_another_year(view, &around) {
            return;
        }
        let year = self.recogniser.year.or(around.title_years.last().copied());
        let lines = lines(view, &form, table, year);
        let unit = lines.unit.or_else(|| unit_column(view, table, &lines));
        let order = (0..lines.columns.first().map_or(0, |column| column.column)).find(|column| {
            view.word_at(table.head_row, *column).is_some_and(|word| word.heading == Some(Heading::Order))
        });
        self.unknown_heads(view, table, &lines, [unit, order]);
        let mut bottom = table.head_row;
        let (mut is_open, mut has_units, mut is_summed) = (true, false, false);
        self.free = 0;
        for row in &lines.rows {
            let Some(whose) = self.whose(view, (*row, unit), (&lines, is_summed)) else { continue };
            is_open &= !matches!(whose, Whose::Node | Whose::Unit(_));
            // A sum below its units ends the table: what is blank behind it is left for nobody.
            is_summed |= has_units && whose == Whose::Node;
            has_units |= whose != Whose::Node;
            bottom = *row;
            self.row(view, (*row, whose), (unit, order), &lines, around.measure.as_ref());
        }
        // Rows below the last one that says anything are free where nothing follows: nobody knows how many.
        if let (Some(unit), true, None) = (unit, is_open && lines.is_open, next) {
            let first = lines.rows.last().map_or(lines.first_row, |row| row + 1);
            for row in first..first + MOST_BELOW {
                let whose = Whose::Free(self.free);
                self.free += 1;
                self.row(view, (row, whose), (Some(unit), order), &lines, around.measure.as_ref());
            }
        } else if unit.is_none() && lines.rows.is_empty() {
            let row = lines.first_row;
            self.row(view, (row, Whose::Node), (None, None), &lines, around.measure.as_ref());
        }
        self.fields(view, Standing { bottom, ..standing });
    }

    /// Whose row it is; nothing where it is nobody's. `is_summed`: the sum of the units stands above it.
    fn whose(
        &mut self,
        view: &SheetView,
        (row, unit): (u32, Option<u32>),
        (lines, is_summed): (&Lines, bool),
    ) -> Option<Whose> {
        let left = 0..lines.columns.first().map_or(0, |column| column.column);
        let words: Vec<_> = left.filter_map(|column| view.word_at(row, column)).collect();
        if let Some(total) = words.iter().find(|word| view.wording.is_total(&word.plain)) {
            if view.wording.is_whole_sum(&total.plain) {
                return Some(Whose::Node);
            }
            let place = view.place(total.row, total.column);
            self.said.push(format!("“{}”（{place}）是部分单位的小计，没有填写", total.plain));
            return None;
        }
        let Some(unit) = unit else { return Some(Whose::Node) };
        match view.sheet.at(row, view.sheet.anchor(row, unit).1).or(view.content_at(row, unit)) {
            None if is_summed => None,
            None => {
                self.free += 1;
                Some(Whose::Free(self.free - 1))
            }
            Some(content) => {
                let word = view.word_at(row, unit)?;
                if word.heading.is_some() || word.names_a_field || ends_table(&word.plain) {
                    return None;
                }
                Some(match is_office(&word.plain) {
                    true => Whose::Office,
                    false => Whose::Unit(content.text().trim().to_owned()),
                })
            }
        }
    }

    fn row(
        &mut self,
        view: &SheetView,
        (row, whose): (u32, Whose),
        (unit, order): (Option<u32>, Option<u32>),
        lines: &Lines,
        table: Option<&Measure>,
    ) {
        for column in &lines.columns {
            let FigureColumn { figure, measure, .. } = column;
            let Some(shift) = self.shift(view, *figure, [measure.as_ref(), None, None], table) else {
                continue;
            };
            self.mark(view, (row, column.column), whose.clone(), Asked::Figure(*figure), shift);
        }
        if let (Whose::Free(_), Some(unit)) = (&whose, unit) {
            self.mark(view, (row, unit), whose.clone(), Asked::Name, 0);
            let blank = order.filter(|order| view.content_at(row, *order).is_none());
            if let Some(order) = blank {
                self.mark(view, (row, order), whose, Asked::Number, 0);
            }
        }
    }

    /// Heads of columns that ask for what the form does not have.
    fn unknown_heads(
        &mut self,
        view: &SheetView,
        table: &Horizontal,
        lines: &Lines,
        [unit, order]: [Option<u32>; 2],
    ) {
        let known = |column: u32| {
            lines.columns.iter().any(|own| own.column == column)
                || unit == Some(column)
                || order == Some(column)
        };
        let first = lines.columns.first().map_or(0, |column| column.column);
        let heads = view.words_in(table.head_row).iter().filter(|word| word.column > first);
        for word in heads.filter(|word| !known(word.column)) {
            let covers = view.sheet.merge_at(word.row, word.column);
            let covers_own = covers.is_some_and(|area| (area.first_column..=area.last_column).any(known));
            if word.heading.is_none() && !covers_own && !word.names_a_field {
                self.say_unknown(view, (word.row, word.column));
            }
        }
    }
}

/// The column that names units where no row names one yet: by its head.
fn unit_column(view: &SheetView, table: &Horizontal, lines: &Lines) -> Option<u32> {
    let first = lines.columns.first()?.column;
    let says = |word: &str| {
        ["单位", "县区", "区县", "县市", "地区", "市县", "部门", "名称", "所别", "辖区"]
            .iter()
            .any(|part| word.contains(part))
    };
    (0..first)
        .find(|column| {
            let rows = [table.head_row, table.head_row + 1];
            let word = rows.iter().find_map(|row| view.word_at(*row, *column));
            word.is_some_and(|word| says(&word.plain) && !matches!(word.heading, Some(Heading::Order)))
        })
        .or_else(|| {
            // 全市 or a place's own name beside a single row is no column of units.
            let named = |row: &u32| (0..first).any(|column| view.sheet.at(*row, column).is_some_and(is_text));
            (first > 0 && lines.rows.iter().filter(|row| named(row)).count() >= 2).then(|| first - 1)
        })
}

fn is_text(content: &Content) -> bool {
    matches!(content, Content::Text(_))
}
