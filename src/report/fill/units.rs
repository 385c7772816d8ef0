//! 分单位: every expected unit as a row, its figures where it counts, grouped with subtotals.
//!
//! A unit that does not count has no figures here, only its state: a blank is never a zero, and what is
//! printed adds up to the total below it. Subtotals ignore each other (`SUBTOTAL`), so the grand total
//! runs over the whole column and follows the filter. Units stand in the order of their codes, never by
//! what they achieved.

use std::sync::Arc;

use super::super::table::{Cell, Content, Page, Role, Sheet};
use super::super::template::{Kind, SheetTemplate};
use super::super::words::state;
use super::across::{Across, Adding};
use super::scope::{Branch, Scope};
use super::targets::Targets;
use super::{list, notes};
use crate::aggregate::{Coverage, Outcome};
use crate::vocabulary::{Number, UnitCode};

/// Spreadsheets take 65,530 links on a sheet; beyond half of that many units there are none.
const LINKED: usize = 30_000;

pub fn fill(scope: &Scope, template: &SheetTemplate, targets: &mut Targets) -> Sheet {
    let across = Across::new(scope.form, template.columns.len() as u16);
    let page = Page::new(template.orientation);
    let mut widths: Vec<f64> = template.columns.iter().map(|column| width(column)).collect();
    let left = page.width() - widths.iter().sum::<f64>();
    let figure = (left / across.len() as f64).clamp(8.0, 12.0).max(across.least_width(&scope.branch.figures));
    widths.resize(widths.len() + across.len(), figure);
    let mut sheet = notes::open(scope, template, page, widths);
    sheet.page.fit_width(sheet.width(), template.columns.len() as u16);
    let table = Table { scope, template, across, targets, linked: scope.outcomes().len() <= LINKED };
    let heads = table.heads(&mut sheet);
    let first = sheet.next_row();
    let mut parts = Vec::new();
    table.branch(&scope.branch, 0, &mut sheet, &mut parts);
    list::fix_heads(&mut sheet, heads, template.columns.len() as u16);
    let last = sheet.next_row().saturating_sub(1);
    list::mark_states(&mut sheet, template.columns.iter().position(|column| column == "状态"), (first, last));
    table.total(&scope.branch, "合计", first, 0, &mut sheet);
    sheet.band(&notes::coverage(&scope.branch.coverage), Role::Note);
    let mut own = notes::outside(scope);
    if table.across.rounding_shows(parts.iter().map(Vec::as_slice), &scope.branch.figures) {
        own.push(notes::ROUNDING.to_owned());
    }
    notes::close(scope, template, own, &mut sheet);
    sheet
}

fn width(column: &str) -> f64 {
    match column {
        "填报单位" => 27.0,
        "状态" => 9.0,
        _ => 11.0,
    }
}

struct Table<'a, 'r> {
    scope: &'a Scope<'r>,
    template: &'a SheetTemplate,
    across: Across<'a>,
    targets: &'a Targets,
    linked: bool,
}

impl<'r> Table<'_, 'r> {
    fn heads(&self, sheet: &mut Sheet) -> (u32, u32) {
        let mut upper = list::heads(&self.template.columns);
        upper.extend(self.across.upper_heads());
        let row = sheet.push(upper);
        if !self.across.is_double() {
            return (row, row);
        }
        let mut lower = vec![Cell::blank(Role::Header); self.template.columns.len()];
        lower.extend(self.across.lower_heads());
        sheet.push(lower);
        (0..self.across.first).for_each(|column| sheet.merge(row, column, row + 1, column));
        self.across.spans().into_iter().for_each(|(first, last)| sheet.merge(row, first, row, last));
        (row, row + 1)
    }

    /// All rows of a branch: its units, or its branches each with a subtotal.
    fn branch(
        &self,
        branch: &Branch<'r>,
        depth: u8,
        sheet: &mut Sheet,
        parts: &mut Vec<Vec<Option<Number>>>,
    ) {
        for outcome in &branch.units {
            let figures = self.scope.roll_up.counted(outcome).map(|submission| submission.answers.values());
            let row = sheet.next_row();
            let mut cells: Vec<Cell> =
                self.template.columns.iter().map(|column| self.cell(column, outcome)).collect();
            cells.extend(match &figures {
                Some(figures) => self.across.figures(row, figures, Role::Figure),
                None => self.across.blanks(Role::Figure),
            });
            sheet.push(cells);
            self.set_outline(sheet, depth + 1);
            parts.extend(figures);
        }
        for below in &branch.below {
            let first = sheet.next_row();
            self.branch(below, depth + 1, sheet, parts);
            self.total(below, &format!("{} 小计", below.name), first, depth + 1, sheet);
        }
    }

    fn total(&self, branch: &Branch, name: &str, first: u32, depth: u8, sheet: &mut Sheet) {
        let row = sheet.next_row();
        let [label, centred, figure] = match depth {
            0 => [Role::TotalLabel, Role::TotalCentred, Role::Total],
            _ => [Role::SubtotalLabel, Role::SubtotalCentred, Role::Subtotal],
        };
        let name_column = self.template.columns.iter().position(|column| column == "填报单位").unwrap_or(0);
        let leading = self.template.columns.iter().enumerate().map(|(position, column)| {
            if position == name_column {
                Cell::text(name, label)
            } else if column == "状态" {
                Cell::text(counted(&branch.coverage), centred)
            } else {
                Cell::blank(centred)
            }
        });
        let mut cells: Vec<Cell> = leading.collect();
        if row > first {
            let rows = (first, row - 1);
            cells.extend(self.across.totals(row, rows, Adding::AroundSubtotals, &branch.figures, figure));
        } else {
            cells.extend(self.across.blanks(figure));
        }
        sheet.push(cells);
        self.set_outline(sheet, depth);
    }

    fn cell(&self, column: &str, outcome: &Outcome) -> Cell {
        match column {
            "单位代码" => Cell::text(outcome.unit.as_str(), Role::Centred),
            "填报单位" => {
                let name = self.scope.name(&outcome.unit);
                self.link(Kind::Status, &outcome.unit, &name, Role::Label)
            }
            _ => self.link(Kind::Findings, &outcome.unit, state(outcome.state), Role::State),
        }
    }

    /// Words that lead to the unit's place on another sheet, where it has one.
    fn link(&self, kind: Kind, unit: &UnitCode, text: &str, role: Role) -> Cell {
        let row = self.targets.rows.get(&(kind, unit.clone())).filter(|_| self.linked);
        match (row, self.targets.sheets.get(&kind)) {
            (Some(row), Some(sheet)) => {
                let content = Content::Link { text: Arc::from(text), sheet: Arc::clone(sheet), row: *row };
                Cell { content, role }
            }
            _ => Cell::text(text, role),
        }
    }

    fn set_outline(&self, sheet: &mut Sheet, depth: u8) {
        if let Some(row) = sheet.rows.last_mut() {
            row.outline = depth.min(7);
        }
    }
}

/// 汇入 of 应报, beside every total.
fn counted(coverage: &Coverage) -> String {
    format!("汇入 {}\n应报 {}", coverage.counted, coverage.expected)
}
