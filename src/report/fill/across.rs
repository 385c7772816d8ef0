//! A form's figures laid across: items as columns, one row a unit or a node.
//!
//! Rates and changes stand among the figures as formulas over their own row, so that a row's rate is
//! always the rate of that row's figures, the total row's included.

use super::super::table::{Cell, Outcome, Role, Shown};
use super::change::{change_cell, points_cell};
use crate::aggregate::derive;
use crate::form::{Aggregation, Comparison, Form, Show};
use crate::vocabulary::Number;
use crate::vocabulary::place::{cell_name, column_name};

/// A printed line of the form: an item, or a rate after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    Item(usize),
    Rate(usize),
}

/// A printed column of the form: one that is asked, or a comparison of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breakdown {
    Asked(usize),
    Compared(usize),
}

/// Items and rates in the order of print.
pub fn lines(form: &Form) -> Vec<Line> {
    let rates_after = |item: usize| {
        let rates = form.derived_items.iter().enumerate();
        rates.filter(move |(_, rate)| rate.after == item).map(|(index, _)| Line::Rate(index))
    };
    (0..form.items.len())
        .flat_map(|item| std::iter::once(Line::Item(item)).chain(rates_after(item)))
        .collect()
}

/// Columns asked, then columns computed.
pub fn breakdowns(form: &Form) -> Vec<Breakdown> {
    let asked = (0..form.columns.len()).map(Breakdown::Asked);
    asked.chain((0..form.derived_columns.len()).map(Breakdown::Compared)).collect()
}

/// How a figure is printed.
pub fn shown(form: &Form, figure: usize) -> Shown {
    Shown::Places(form.kind_of(figure).printed_places())
}

/// A line's name without its unit of measure.
pub fn label(form: &Form, line: Line) -> &str {
    match line {
        Line::Item(item) => &form.items[item].label,
        Line::Rate(rate) => &form.derived_items[rate].label,
    }
}

/// What a line counts.
pub fn measure(form: &Form, line: Line) -> &str {
    match line {
        Line::Item(item) => &form.items[item].measure.text,
        Line::Rate(rate) => match form.derived_items[rate].show {
            Show::Percent { .. } => "%",
            Show::Ratio { .. } => "—",
        },
    }
}

/// The longest run of neighbouring lines that count the same thing, so that one axis serves them all:
/// first and last, by their places among [`lines`].
pub fn comparable(form: &Form) -> Option<(usize, usize)> {
    let lines = lines(form);
    let plain = |line: Line| matches!(line, Line::Item(item) if !form.items[item].section);
    let alike = |a: Line, b: Line| plain(a) && plain(b) && measure(form, a) == measure(form, b);
    let mut best: Option<(usize, usize)> = None;
    let mut start = 0;
    for position in 0..lines.len() {
        if position == 0 || !alike(lines[position - 1], lines[position]) {
            start = position;
        }
        let longer = best.is_none_or(|(from, to)| position - start > to - from);
        if plain(lines[position]) && longer {
            best = Some((start, position));
        }
    }
    best
}

/// A rate's cell from the addresses of its two figures.
pub fn rate_cell(
    form: &Form,
    rate: usize,
    column: usize,
    figures: &[Option<Number>],
    [numerator, denominator]: [&str; 2],
    role: Role,
) -> Cell {
    let derived = &form.derived_items[rate];
    let value = derive::rate(form, derived, column, figures);
    let (value, shown) = match derived.show {
        Show::Percent { places } => (value.and_then(|value| value.shift(-2)), Shown::Percent(places)),
        Show::Ratio { places } => (value, Shown::Places(places)),
    };
    let text = format!(r#"IF(OR(COUNT({numerator})=0,N({denominator})=0),"—",{numerator}/{denominator})"#);
    Cell::formula(text, Outcome::of(value), shown, role)
}

/// The figures of a form across a sheet, from one column on.
pub struct Across<'f> {
    form: &'f Form,
    pub first: u16,
    entries: Vec<(Line, Breakdown)>,
}

/// What a total row adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adding {
    /// Rows of figures.
    Plain,
    /// Rows with subtotals among them, which must not count twice.
    AroundSubtotals,
}

impl<'f> Across<'f> {
    pub fn new(form: &'f Form, first: u16) -> Across<'f> {
        let has_figures = |line: &Line| !matches!(line, Line::Item(item) if form.items[*item].section);
        let columns = breakdowns(form);
        let across = |line: Line| columns.iter().map(move |column| (line, *column));
        // A change of a rate is said in words on the 汇总表, never here.
        let sensible = |(line, column): &(Line, Breakdown)| {
            !matches!((line, column), (Line::Rate(_), Breakdown::Compared(_)))
        };
        let entries = lines(form).into_iter().filter(has_figures).flat_map(across).filter(sensible).collect();
        Across { form, first, entries }
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// How wide the columns must be for the largest figures.
    pub fn least_width(&self, totals: &[Option<Number>]) -> f64 {
        let places = |figure: usize| self.form.kind_of(figure).printed_places();
        let digits = totals
            .iter()
            .enumerate()
            .map(|(figure, total)| total.map_or(0, |total| total.fixed(places(figure)).len()));
        digits.max().unwrap_or(0) as f64 + 2.0
    }

    /// Where an item's column is on the sheet.
    pub fn column(&self, line: Line, breakdown: Breakdown) -> Option<u16> {
        let position = self.entries.iter().position(|entry| *entry == (line, breakdown))?;
        Some(self.first + position as u16)
    }

    /// Whether the head takes two rows: items above, their columns below.
    pub fn is_double(&self) -> bool {
        self.form.has_columns() || !self.form.derived_columns.is_empty()
    }

    /// The upper row of heads; a label stands once over all its columns.
    pub fn upper_heads(&self) -> Vec<Cell> {
        let mut before = None;
        let heads = self.entries.iter().map(|(line, _)| {
            let repeated = before.replace(*line) == Some(*line);
            if repeated { Cell::blank(Role::Header) } else { Cell::text(self.label(*line), Role::Header) }
        });
        heads.collect()
    }

    pub fn lower_heads(&self) -> Vec<Cell> {
        let name = |column: &Breakdown| match column {
            Breakdown::Asked(column) => self.form.columns[*column].label.clone(),
            Breakdown::Compared(column) => self.form.derived_columns[*column].label.clone(),
        };
        self.entries.iter().map(|(_, column)| Cell::text(name(column), Role::Header)).collect()
    }

    /// First and last column of each label in the upper row.
    pub fn spans(&self) -> Vec<(u16, u16)> {
        let mut spans: Vec<(Line, u16, u16)> = Vec::new();
        for (position, (line, _)) in self.entries.iter().enumerate() {
            let column = self.first + position as u16;
            match spans.last_mut() {
                Some((last, _, end)) if last == line => *end = column,
                _ => spans.push((*line, column, column)),
            }
        }
        spans.into_iter().map(|(_, first, last)| (first, last)).collect()
    }

    /// One row of figures.
    pub fn figures(&self, row: u32, figures: &[Option<Number>], role: Role) -> Vec<Cell> {
        self.entries.iter().map(|entry| self.cell(*entry, row, figures, role)).collect()
    }

    /// The same row for a unit that has no figures to show.
    pub fn blanks(&self, role: Role) -> Vec<Cell> {
        vec![Cell::blank(role); self.entries.len()]
    }

    /// A row of totals over the rows from `from` to `to`.
    pub fn totals(
        &self,
        row: u32,
        (from, to): (u32, u32),
        adding: Adding,
        figures: &[Option<Number>],
        role: Role,
    ) -> Vec<Cell> {
        let cell = |(position, entry): (usize, &(Line, Breakdown))| match *entry {
            (Line::Item(item), Breakdown::Asked(column)) => {
                let name = column_name(u32::from(self.first) + position as u32);
                let range = format!("{name}{}:{name}{}", from + 1, to + 1);
                {
                    let figure = self.form.figure(item, column);
                    self.total(figure, figures[figure], &range, adding, role)
                }
            }
            other => self.cell(other, row, figures, role),
        };
        self.entries.iter().enumerate().map(cell).collect()
    }

    /// A row of changes between the rows of this year's and of last year's figures.
    pub fn changes(
        &self,
        [this_row, base_row]: [u32; 2],
        this: &[Option<Number>],
        base: &[Option<Number>],
        role: Role,
    ) -> Vec<Cell> {
        let change = |(position, entry): (usize, &(Line, Breakdown))| {
            let column = u32::from(self.first) + position as u32;
            let cells = [cell_name(this_row, column), cell_name(base_row, column)];
            let cells = [cells[0].as_str(), cells[1].as_str()];
            match *entry {
                (Line::Item(item), Breakdown::Asked(column)) => {
                    let figure = self.form.figure(item, column);
                    let growth = Comparison::Growth { places: 2 };
                    change_cell(growth, this[figure], base[figure], Shown::Percent(2), cells, role)
                }
                (Line::Rate(rate), Breakdown::Asked(column)) => {
                    let derived = &self.form.derived_items[rate];
                    let value = |figures| derive::rate(self.form, derived, column, figures);
                    points_cell(derived.show, value(this), value(base), cells, role)
                }
                _ => Cell::text("—", role),
            }
        };
        self.entries.iter().enumerate().map(change).collect()
    }

    /// Whether printed figures do not add up to a printed total because each was rounded.
    pub fn rounding_shows<'t>(
        &self,
        rows: impl Iterator<Item = &'t [Option<Number>]> + Clone,
        totals: &[Option<Number>],
    ) -> bool {
        (0..totals.len()).any(|figure| {
            let item = &self.form.items[figure / self.form.columns.len()];
            let parts = rows.clone().map(|figures| figures[figure]);
            item.aggregation == Aggregation::Sum
                && rounding_shows(parts, totals[figure], self.form.kind_of(figure).printed_places())
        })
    }

    fn cell(&self, entry: (Line, Breakdown), row: u32, figures: &[Option<Number>], role: Role) -> Cell {
        let address = |line: Line, column: usize| {
            let column = self.column(line, Breakdown::Asked(column)).unwrap_or(self.first);
            cell_name(row, u32::from(column))
        };
        match entry {
            (Line::Item(item), Breakdown::Asked(column)) => {
                let figure = self.form.figure(item, column);
                Cell::figure(figures[figure], shown(self.form, figure), role)
            }
            (Line::Rate(rate), Breakdown::Asked(column)) => {
                let derived = &self.form.derived_items[rate];
                let parts =
                    [derived.numerator, derived.denominator].map(|item| address(Line::Item(item), column));
                rate_cell(self.form, rate, column, figures, [&parts[0], &parts[1]], role)
            }
            (Line::Item(item), Breakdown::Compared(compared)) => {
                let derived = &self.form.derived_columns[compared];
                let [this, base] = [derived.this, derived.base];
                let parts = [this, base].map(|column| address(Line::Item(item), column));
                let value = |column| figures[self.form.figure(item, column)];
                let plain = shown(self.form, self.form.figure(item, this));
                change_cell(derived.kind, value(this), value(base), plain, [&parts[0], &parts[1]], role)
            }
            (Line::Rate(_), Breakdown::Compared(_)) => Cell::blank(role),
        }
    }

    fn total(&self, figure: usize, total: Option<Number>, range: &str, adding: Adding, role: Role) -> Cell {
        let function = match (self.form.items[figure / self.form.columns.len()].aggregation, adding) {
            (Aggregation::None, _) => return Cell::text("—", role),
            (Aggregation::Sum, Adding::Plain) => format!("SUM({range})"),
            (Aggregation::Sum, Adding::AroundSubtotals) => format!("SUBTOTAL(9,{range})"),
            (Aggregation::Max, Adding::Plain) => format!("MAX({range})"),
            (Aggregation::Max, Adding::AroundSubtotals) => format!("SUBTOTAL(4,{range})"),
        };
        // Without any figure a formula would say 0, which is a figure.
        match total {
            Some(total) => Cell::formula(function, Outcome::Number(total), shown(self.form, figure), role),
            None => Cell::blank(role),
        }
    }

    fn label(&self, line: Line) -> String {
        match line {
            Line::Item(item) => {
                let item = &self.form.items[item];
                with_measure(&item.label, &item.measure.text)
            }
            Line::Rate(rate) => {
                let rate = &self.form.derived_items[rate];
                match rate.show {
                    Show::Percent { .. } => with_measure(&rate.label, "%"),
                    Show::Ratio { .. } => rate.label.clone(),
                }
            }
        }
    }
}

/// `受理消费者投诉情况` and on a line of its own `（件）`, unless the label says so already.
pub fn with_measure(label: &str, measure: &str) -> String {
    let said = [format!("（{measure}）"), format!("({measure})")];
    if measure.is_empty() || said.iter().any(|said| label.ends_with(said.as_str())) {
        label.to_owned()
    } else {
        format!("{label}\n{}", said[0])
    }
}

/// Whether the rounded parts do not add up to the rounded total.
pub fn rounding_shows(
    parts: impl Iterator<Item = Option<Number>>,
    total: Option<Number>,
    places: u8,
) -> bool {
    let sum = parts.flatten().try_fold(Number::ZERO, |sum, part| sum.checked_add(part.rounded(places)));
    matches!((sum, total), (Some(sum), Some(total)) if sum != total.rounded(places))
}
