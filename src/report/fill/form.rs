//! 汇总表: the form's own layout, filled with totals.
//!
//! A superior's office knows the form by heart; the totals therefore stand where the figures of one sheet
//! would stand. Beside them, where last year is known, 上年同期 and 增减: counts as a percentage, rates in
//! 百分点.

use super::super::table::{Cell, Fit, Page, Role, Sheet, Shown};
use super::super::template::SheetTemplate;
use super::across::{self, Breakdown, Line, breakdowns, lines, shown};
use super::scope::Scope;
use super::targets::Targets;
use super::{change, charts, notes};
use crate::aggregate::derive;
use crate::form::{Comparison, Form, Relation, Show};
use crate::vocabulary::Number;
use crate::vocabulary::place::cell_name;

/// Rows of a form that still fit on one page together with notes and a chart.
const ONE_PAGE: usize = 24;

pub fn fill(scope: &Scope, template: &SheetTemplate, targets: &mut Targets) -> Sheet {
    let table = Table::new(scope, template);
    let mut page = Page::new(template.orientation);
    if table.lines.len() <= ONE_PAGE {
        page.fit = Fit::OnePage;
    }
    let widths = table.widths(page.width());
    let mut sheet = notes::open(scope, template, page, widths);
    let head = sheet.push(table.heads());
    sheet.page.repeat = Some((head, head));
    let first = sheet.next_row();
    for line in &table.lines {
        let cells = table.row(*line, first);
        let row = sheet.push(cells);
        let height = &mut sheet.rows[row as usize].height;
        *height = height.map(|height| height.max(22.0));
    }
    sheet.band(&notes::coverage(&scope.branch.coverage), Role::Note);
    let mut own: Vec<String> = scope.form.notes.clone();
    own.extend(notes::outside(scope));
    own.extend(notes::corrections(scope));
    if table.rounding_shows() {
        own.push(notes::ROUNDING.to_owned());
    }
    notes::close(scope, template, own, &mut sheet);
    if let (Some(label), Some(figure)) = (table.position("类别"), table.position("数量")) {
        let last = table.position("上年同期");
        targets.drawable.items = charts::items(scope.form, &sheet, first, [label, figure], last);
    }
    if template.chart {
        charts::under_form(scope, &targets.drawable, &mut sheet);
    }
    sheet
}

/// What a printed column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shows {
    Order,
    Label,
    Measure,
    Figure(Breakdown),
    LastYear,
    Change,
}

struct Table<'a, 'r> {
    scope: &'a Scope<'r>,
    form: &'a Form,
    lines: Vec<Line>,
    /// Each with its heading.
    columns: Vec<(String, Shows)>,
}

impl<'a, 'r> Table<'a, 'r> {
    fn new(scope: &'a Scope<'r>, template: &SheetTemplate) -> Table<'a, 'r> {
        let form = scope.form;
        let compare = template.compare && scope.last.is_some() && !form.has_columns();
        let mut columns = Vec::new();
        for heading in &template.columns {
            match heading.as_str() {
                "序号" => columns.push((heading.clone(), Shows::Order)),
                "类别" => columns.push((heading.clone(), Shows::Label)),
                "单位" => columns.push((heading.clone(), Shows::Measure)),
                "上年同期" if compare => columns.push((heading.clone(), Shows::LastYear)),
                "增减" if compare => columns.push((heading.clone(), Shows::Change)),
                "数量" => {
                    let named = breakdowns(form).into_iter().map(|column| (name(form, column), column));
                    columns.extend(named.map(|(name, column)| (name, Shows::Figure(column))));
                }
                _ => {}
            }
        }
        Table { scope, form, lines: lines(form), columns }
    }

    fn heads(&self) -> Vec<Cell> {
        self.columns.iter().map(|(heading, _)| Cell::text(heading, Role::Header)).collect()
    }

    fn widths(&self, page: f64) -> Vec<f64> {
        let fixed = |shows: Shows| match shows {
            Shows::Order => Some(6.0),
            Shows::Measure => Some(8.0),
            Shows::Label => None,
            Shows::Figure(_) if self.form.columns.len() > 1 => Some(13.0),
            Shows::Figure(_) if self.columns.iter().any(|(_, shows)| *shows == Shows::Change) => Some(13.0),
            Shows::Figure(_) => Some(18.0),
            Shows::LastYear | Shows::Change => Some(13.0),
        };
        let taken: f64 = self.columns.iter().filter_map(|(_, shows)| fixed(*shows)).sum();
        let left = (page - taken).max(26.0);
        self.columns.iter().map(|(_, shows)| fixed(*shows).unwrap_or(left)).collect()
    }

    /// Column of a heading on the sheet; `数量` is the first column of figures.
    fn position(&self, heading: &str) -> Option<u16> {
        let fits = |(text, shows): &(String, Shows)| match heading {
            "数量" => matches!(shows, Shows::Figure(Breakdown::Asked(0))),
            heading => text == heading && !matches!(shows, Shows::Figure(_)),
        };
        self.columns.iter().position(fits).map(|position| position as u16)
    }

    fn row(&self, line: Line, first: u32) -> Vec<Cell> {
        let row = first + self.lines.iter().position(|other| *other == line).unwrap_or(0) as u32;
        self.columns.iter().map(|(_, shows)| self.cell(line, *shows, row, first)).collect()
    }

    fn cell(&self, line: Line, shows: Shows, row: u32, first: u32) -> Cell {
        let section = matches!(line, Line::Item(item) if self.form.items[item].section);
        match (shows, line) {
            (Shows::Order, Line::Item(item)) => Cell::text(&self.form.items[item].code, Role::Centred),
            (Shows::Order, Line::Rate(_)) => Cell::blank(Role::Centred),
            (Shows::Label, line) => self.label(line),
            (Shows::Measure, _) if section => Cell::text("—", Role::Centred),
            (Shows::Measure, line) => Cell::text(across::measure(self.form, line), Role::Centred),
            (_, _) if section => Cell::text("—", Role::Figure),
            (Shows::Figure(column), line) => self.figure(line, column, row, first),
            (Shows::LastYear, line) => {
                let (value, shown) = self.last(line);
                value
                    .map_or(Cell::text("—", Role::Figure), |value| Cell::number(value, shown, Role::Figure))
            }
            (Shows::Change, line) => self.change(line, row),
        }
    }

    fn label(&self, line: Line) -> Cell {
        match line {
            Line::Rate(rate) => Cell::text(&self.form.derived_items[rate].label, Role::Label),
            Line::Item(item) => {
                let steps = depth(self.form, item);
                let label = &self.form.items[item].label;
                let first_part = is_first_part(self.form, item) && !label.starts_with("其中");
                let label = if first_part { format!("其中：{label}") } else { label.clone() };
                let role = if steps == 0 { Role::Label } else { Role::Indented(steps) };
                Cell::text(label, role)
            }
        }
    }

    fn figure(&self, line: Line, column: Breakdown, row: u32, first: u32) -> Cell {
        let figures = &self.scope.branch.figures;
        let address = |line: Line, breakdown: Breakdown| {
            let at = self.lines.iter().position(|other| *other == line).unwrap_or(0) as u32;
            let column = self.columns.iter().position(|(_, shows)| *shows == Shows::Figure(breakdown));
            cell_name(first + at, column.unwrap_or(0) as u32)
        };
        match (line, column) {
            (Line::Item(item), Breakdown::Asked(column)) => {
                let figure = self.form.figure(item, column);
                Cell::figure(figures[figure], shown(self.form, figure), Role::Figure)
            }
            (Line::Rate(rate), Breakdown::Asked(index)) => {
                let derived = &self.form.derived_items[rate];
                let parts =
                    [derived.numerator, derived.denominator].map(|item| address(Line::Item(item), column));
                across::rate_cell(self.form, rate, index, figures, [&parts[0], &parts[1]], Role::Figure)
            }
            (Line::Item(item), Breakdown::Compared(compared)) => {
                let derived = &self.form.derived_columns[compared];
                let cells = [derived.this, derived.base]
                    .map(|column| cell_name(row, self.column_of(Breakdown::Asked(column))));
                let value = |column| figures[self.form.figure(item, column)];
                let (this, base) = (value(derived.this), value(derived.base));
                let plain = shown(self.form, self.form.figure(item, derived.this));
                change::change_cell(derived.kind, this, base, plain, [&cells[0], &cells[1]], Role::Figure)
            }
            (Line::Rate(rate), Breakdown::Compared(compared)) => self.rate_change(rate, compared, row),
        }
    }

    fn column_of(&self, breakdown: Breakdown) -> u32 {
        self.columns.iter().position(|(_, shows)| *shows == Shows::Figure(breakdown)).unwrap_or(0) as u32
    }

    /// A change between two columns of a rate, in 百分点; a percentage of a percentage is not printed.
    fn rate_change(&self, rate: usize, compared: usize, row: u32) -> Cell {
        let (item, column) = (&self.form.derived_items[rate], &self.form.derived_columns[compared]);
        if column.kind != Comparison::Difference {
            return Cell::text("—", Role::Figure);
        }
        let figures = &self.scope.branch.figures;
        let value = |column| derive::rate(self.form, item, column, figures);
        let cells =
            [column.this, column.base].map(|column| cell_name(row, self.column_of(Breakdown::Asked(column))));
        change::points_cell(
            item.show,
            value(column.this),
            value(column.base),
            [&cells[0], &cells[1]],
            Role::Figure,
        )
    }

    fn last(&self, line: Line) -> (Option<Number>, Shown) {
        let figure = |item: usize| self.scope.last_figure(&self.scope.branch, self.form.figure(item, 0));
        match line {
            Line::Item(item) => (figure(item), shown(self.form, self.form.figure(item, 0))),
            Line::Rate(rate) => {
                let derived = &self.form.derived_items[rate];
                let figures: Vec<Option<Number>> = (0..self.form.items.len()).map(figure).collect();
                let value = derive::rate(self.form, derived, 0, &figures);
                match derived.show {
                    Show::Percent { places } => {
                        (value.and_then(|value| value.shift(-2)), Shown::Percent(places))
                    }
                    Show::Ratio { places } => (value, Shown::Places(places)),
                }
            }
        }
    }

    fn change(&self, line: Line, row: u32) -> Cell {
        let at = |heading| self.position(heading).map(|column| cell_name(row, u32::from(column)));
        let (Some(this_cell), Some(base_cell)) = (at("数量"), at("上年同期")) else {
            return Cell::text("—", Role::Figure);
        };
        let cells = [this_cell.as_str(), base_cell.as_str()];
        match line {
            Line::Item(item) => {
                let this = self.scope.branch.figures[self.form.figure(item, 0)];
                let growth = Comparison::Growth { places: 2 };
                change::change_cell(growth, this, self.last(line).0, Shown::Percent(2), cells, Role::Figure)
            }
            Line::Rate(rate) => {
                let derived = &self.form.derived_items[rate];
                let this = derive::rate(self.form, derived, 0, &self.scope.branch.figures);
                let scale = |base: Number| match derived.show {
                    Show::Percent { .. } => base.shift(2),
                    Show::Ratio { .. } => Some(base),
                };
                change::points_cell(
                    derived.show,
                    this,
                    self.last(line).0.and_then(scale),
                    cells,
                    Role::Figure,
                )
            }
        }
    }

    /// 其中 rows that must add up, and after rounding do not.
    fn rounding_shows(&self) -> bool {
        let form = self.form;
        (0..form.items.len()).any(|whole| {
            let parts = form.items.iter().enumerate().filter(|(_, item)| {
                item.part_of
                    .as_ref()
                    .is_some_and(|part| part.whole == whole && part.relation == Relation::AddsUp)
            });
            let parts: Vec<usize> = parts.map(|(index, _)| index).collect();
            !parts.is_empty()
                && (0..form.columns.len()).any(|column| {
                    let value = |item: usize| self.scope.branch.figures[form.figure(item, column)];
                    let places = form.items[whole].kind.printed_places();
                    across::rounding_shows(parts.iter().map(|part| value(*part)), value(whole), places)
                })
        })
    }
}

/// The head of a printed column.
pub fn name(form: &Form, column: Breakdown) -> String {
    match column {
        Breakdown::Asked(column) => form.columns[column].label.clone(),
        Breakdown::Compared(column) => form.derived_columns[column].label.clone(),
    }
}

/// How many wholes an item is part of, one of the other.
pub fn depth(form: &Form, item: usize) -> u8 {
    let mut depth = 0;
    let mut next = form.items[item].part_of.as_ref();
    while let Some(part) = next.filter(|_| depth < 6) {
        depth += 1;
        next = form.items[part.whole].part_of.as_ref();
    }
    depth
}

/// Whether an item is the first part of its whole: 其中 stands before it.
pub fn is_first_part(form: &Form, item: usize) -> bool {
    let whole = |item: usize| form.items[item].part_of.as_ref().map(|part| part.whole);
    whole(item).is_some() && !(0..item).any(|earlier| whole(earlier) == whole(item))
}
