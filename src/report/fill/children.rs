//! 分县区: the node's children as rows, items as columns, the whole as a total row.
//!
//! Where last year is known, two blocks of the same columns follow: 上年同期, and the change against it. The
//! heads repeat on every page and fit every block. What became of the children's units has a sheet of its
//! own (`coverage`): thirty columns on one page could not be read.

use super::super::table::{Cell, Page, Role, Sheet};
use super::super::template::SheetTemplate;
use super::across::{Across, Adding};
use super::counts::{count, sum};
use super::scope::{Branch, Scope};
use super::targets::Targets;
use super::{charts, list, notes};
use crate::vocabulary::Number;

pub fn fill(scope: &Scope, template: &SheetTemplate, targets: &mut Targets) -> Sheet {
    let table = Table { scope, template, across: Across::new(scope.form, 1) };
    let page = Page::new(template.orientation);
    let mut sheet = notes::open(scope, template, page.clone(), table.widths(page.width()));
    sheet.page.fit_width(sheet.width(), 1);
    let (first_head, head) = table.heads(&mut sheet);
    let rows = table.figures(&mut sheet);
    sheet.page.repeat = Some((first_head, head));
    sheet.freeze = Some((head + 1, 1));
    targets.drawable.branches = charts::branches(scope.form, &sheet, &table.across, first_head, rows);
    if template.compare && scope.last.is_some() {
        let last = table.last_year(&mut sheet);
        table.changes([rows.0, last], &mut sheet);
    }
    sheet.band(&notes::coverage(&scope.branch.coverage), Role::Note);
    let mut own = notes::outside(scope);
    let parts = scope.branch.below.iter().map(|branch| branch.figures.as_slice());
    if table.across.rounding_shows(parts, &scope.branch.figures) {
        own.push(notes::ROUNDING.to_owned());
    }
    notes::close(scope, template, own, &mut sheet);
    sheet
}

struct Table<'a, 'r> {
    scope: &'a Scope<'r>,
    template: &'a SheetTemplate,
    across: Across<'a>,
}

impl Table<'_, '_> {
    fn widths(&self, page: f64) -> Vec<f64> {
        let counts = self.template.columns.len();
        let (name, count) = (11.0, 6.5);
        let left = page - name - count * counts as f64;
        let figure = (left / self.across.len() as f64).clamp(8.0, 12.0);
        let figure = figure.max(self.across.least_width(&self.scope.branch.figures));
        let mut widths = vec![name];
        widths.resize(1 + self.across.len(), figure);
        widths.resize(1 + self.across.len() + counts, count);
        widths
    }

    /// Numbers of the first and the last row of heads.
    fn heads(&self, sheet: &mut Sheet) -> (u32, u32) {
        let mut upper = vec![Cell::text("县区", Role::Header)];
        upper.extend(self.across.upper_heads());
        upper.extend(list::heads(&self.template.columns));
        let row = sheet.push(upper);
        if !self.across.is_double() {
            return (row, row);
        }
        let mut lower = vec![Cell::blank(Role::Header)];
        lower.extend(self.across.lower_heads());
        lower.resize(usize::from(sheet.last_column()) + 1, Cell::blank(Role::Header));
        sheet.push(lower);
        let counts = self.across.first + self.across.len() as u16..=sheet.last_column();
        std::iter::once(0).chain(counts).for_each(|column| sheet.merge(row, column, row + 1, column));
        self.across.spans().into_iter().for_each(|(first, last)| sheet.merge(row, first, row, last));
        (row, row + 1)
    }

    /// This year's rows with their total; numbers of the first and the last branch's row.
    fn figures(&self, sheet: &mut Sheet) -> (u32, u32) {
        let first = sheet.next_row();
        for branch in &self.scope.branch.below {
            let mut cells = vec![Cell::text(&branch.name, Role::Label)];
            cells.extend(self.across.figures(sheet.next_row(), &branch.figures, Role::Figure));
            let counts = self.template.columns.iter().filter_map(|column| count(&branch.coverage, column));
            cells.extend(counts.map(|count| Cell::count(count, Role::Figure)));
            sheet.push(cells);
        }
        let rows = (first, sheet.next_row() - 1);
        let whole = &self.scope.branch;
        let mut cells = vec![Cell::text("合计", Role::TotalLabel)];
        cells.extend(self.across.totals(sheet.next_row(), rows, Adding::Plain, &whole.figures, Role::Total));
        let counts = self.template.columns.iter().filter_map(|column| count(&whole.coverage, column));
        let position = cells.len();
        cells.extend(counts.enumerate().map(|(offset, count)| sum(position + offset, rows, count)));
        sheet.push(cells);
        rows
    }

    /// 上年同期 in the same columns; the number of its first row.
    fn last_year(&self, sheet: &mut Sheet) -> u32 {
        sheet.gap(6.0);
        sheet.band("上年同期", Role::Block);
        let first = sheet.next_row();
        for (branch, [label, role]) in self.branches() {
            let dashed = |cell: Cell| match cell.content.text().is_empty() {
                true => Cell::text("—", role),
                false => cell,
            };
            let figures = self.last_figures(branch);
            let mut cells = vec![Cell::text(self.name(branch, role), label)];
            cells.extend(self.across.figures(sheet.next_row(), &figures, role).into_iter().map(dashed));
            self.push(cells, role, sheet);
        }
        first
    }

    /// This year's rows against last year's, each from its first row on.
    fn changes(&self, [this, last]: [u32; 2], sheet: &mut Sheet) {
        sheet.gap(6.0);
        sheet.band("比上年同期增减", Role::Block);
        for (offset, (branch, [label, role])) in self.branches().enumerate() {
            let rows = [this, last].map(|first| first + offset as u32);
            let before = self.last_figures(branch);
            let mut cells = vec![Cell::text(self.name(branch, role), label)];
            cells.extend(self.across.changes(rows, &branch.figures, &before, role));
            self.push(cells, role, sheet);
        }
    }

    /// A row that has no counts of units.
    fn push(&self, mut cells: Vec<Cell>, role: Role, sheet: &mut Sheet) {
        cells.resize(usize::from(sheet.last_column()) + 1, Cell::text("—", role));
        sheet.push(cells);
    }

    fn last_figures(&self, branch: &Branch) -> Vec<Option<Number>> {
        (0..self.scope.form.figures()).map(|figure| self.scope.last_figure(branch, figure)).collect()
    }

    /// The branches and, last, the whole; each with the roles of its label and its figures.
    fn branches(&self) -> impl Iterator<Item = (&Branch<'_>, [Role; 2])> {
        let below = self.scope.branch.below.iter().map(|branch| (branch, [Role::Label, Role::Figure]));
        below.chain(std::iter::once((&self.scope.branch, [Role::TotalLabel, Role::Total])))
    }

    fn name<'b>(&self, branch: &'b Branch, role: Role) -> &'b str {
        if role == Role::Total { "合计" } else { &branch.name }
    }
}
