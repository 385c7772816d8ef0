//! 分县区: the node's children as rows; figures first, what became of their units below.
//!
//! Two tables under each other instead of one of thirty columns: both can be read on one landscape page
//! without shrinking the letters. Where last year is known two more follow.

use super::super::table::{Cell, Outcome, Page, Role, Sheet, Shown};
use super::super::template::SheetTemplate;
use super::across::{Across, Adding};
use super::charts::{self, Bars};
use super::scope::{Branch, Scope};
use super::{Targets, notes};
use crate::aggregate::Coverage;
use crate::vocabulary::Number;
use crate::vocabulary::place::{cell_name, column_name};

/// Coverage that a stacked bar is made of: together they are 应报.
const STACKED: [&str; 5] = ["按时", "迟报", "时间未知", "有误待改", "未报"];

pub fn fill<'r>(scope: &Scope<'r>, template: &SheetTemplate, targets: &mut Targets) -> Sheet<'r> {
    let across = Across::new(scope.form, 1);
    let page = Page::new(template.orientation);
    let columns = across.len().max(template.columns.len());
    let width = ((page.width() - 14.0) / columns as f64).clamp(8.0, 12.0);
    let mut widths = vec![14.0];
    widths.resize(columns + 1, width);
    let mut sheet = notes::open(scope, template, page, widths);
    let compare = template.compare && scope.last.is_some();
    let numbered = |number: &str, words: &str| format!("{number}、{words}");
    sheet.band(&numbered("一", "指标"), Role::Block);
    let (head, rows) = figures(scope, &across, &mut sheet);
    sheet.freeze = Some((head + 1, 1));
    targets.drawable.branches = charts::branches(scope.form, &sheet, &across, head, rows);
    sheet.gap(8.0);
    sheet.band(&numbered("二", "报送情况（单位数）"), Role::Block);
    targets.drawable.branch_coverage = coverage(scope, template, &mut sheet);
    if compare {
        sheet.gap(8.0);
        sheet.band(&numbered("三", "上年同期"), Role::Block);
        let last = last_year(scope, &across, &mut sheet);
        sheet.gap(8.0);
        sheet.band(&numbered("四", "比上年同期增减"), Role::Block);
        changes(scope, &across, (rows.0, last), &mut sheet);
    }
    sheet.band(&notes::coverage(&scope.branch.coverage), Role::Note);
    let mut own = notes::outside(scope);
    let parts = scope.branch.below.iter().map(|branch| branch.figures.as_slice());
    if across.rounding_shows(parts, &scope.branch.figures) {
        own.push(notes::ROUNDING.to_owned());
    }
    notes::close(scope, template, own, &mut sheet);
    if template.chart {
        charts::under_children(&targets.drawable, &mut sheet);
    }
    sheet
}

/// The heads, one row or two; the number of the lower one.
fn heads(across: &Across, first: &str, sheet: &mut Sheet) -> u32 {
    let mut upper = vec![Cell::text(first, Role::Header)];
    upper.extend(across.upper_heads());
    let row = sheet.push(upper);
    if !across.is_double() {
        return row;
    }
    let mut lower = vec![Cell::blank(Role::Header)];
    lower.extend(across.lower_heads());
    sheet.push(lower);
    sheet.merge(row, 0, row + 1, 0);
    across.spans().into_iter().for_each(|(first, last)| sheet.merge(row, first, row, last));
    row + 1
}

/// The figures with their total row; the head's number, first and last row of branches.
fn figures(scope: &Scope, across: &Across, sheet: &mut Sheet) -> (u32, (u32, u32)) {
    let head = heads(across, "县区", sheet);
    let first = sheet.next_row();
    for branch in &scope.branch.below {
        let mut cells = vec![Cell::text(&branch.name, Role::Label)];
        cells.extend(across.figures(sheet.next_row(), &branch.figures, Role::Figure));
        sheet.push(cells);
    }
    let last = sheet.next_row() - 1;
    let mut cells = vec![Cell::text("合计", Role::TotalLabel)];
    let row = sheet.next_row();
    cells.extend(across.totals(row, (first, last), Adding::Plain, &scope.branch.figures, Role::Total));
    sheet.push(cells);
    (head, (first, last))
}

fn coverage(scope: &Scope, template: &SheetTemplate, sheet: &mut Sheet) -> Option<Bars> {
    let mut heads = vec![Cell::text("县区", Role::Header)];
    heads.extend(template.columns.iter().map(|column| Cell::text(column, Role::Header)));
    let head = sheet.push(heads);
    let first = sheet.next_row();
    for branch in &scope.branch.below {
        let row = sheet.next_row();
        let mut cells = vec![Cell::text(&branch.name, Role::Label)];
        cells.extend(template.columns.iter().map(|column| match count(&branch.coverage, column) {
            Some(count) => Cell::count(count, Role::Figure),
            None => rate(template, &branch.coverage, row, Role::Figure),
        }));
        sheet.push(cells);
    }
    let last = sheet.next_row() - 1;
    let row = sheet.next_row();
    let mut cells = vec![Cell::text("合计", Role::TotalLabel)];
    cells.extend(template.columns.iter().enumerate().map(|(position, column)| {
        match count(&scope.branch.coverage, column) {
            Some(count) => {
                let name = column_name(position as u32 + 1);
                let formula = format!("SUM({name}{}:{name}{})", first + 1, last + 1);
                let result = Outcome::Number(Number::whole(count as i64));
                Cell::formula(formula, result, Shown::Places(0), Role::Total)
            }
            None => rate(template, &scope.branch.coverage, row, Role::Total),
        }
    }));
    sheet.push(cells);
    let series: Vec<_> = STACKED
        .iter()
        .filter_map(|word| template.columns.iter().position(|column| column == word))
        .map(|position| charts::column_series(sheet, head, (first, last), position as u16 + 1))
        .collect();
    let complete = series.len() == STACKED.len();
    complete.then(|| Bars { measure: "个单位".to_owned(), categories: scope.branch.below.len(), series })
}

/// 上年同期, laid out as the figures of this year; the first row of branches.
fn last_year(scope: &Scope, across: &Across, sheet: &mut Sheet) -> u32 {
    heads(across, "县区", sheet);
    let first = sheet.next_row();
    for (branch, [label, role]) in branches(scope) {
        let row = sheet.next_row();
        let dashed = |cell: Cell| if cell.content.text().is_empty() { Cell::text("—", role) } else { cell };
        let mut cells = vec![Cell::text(name(branch, role), label)];
        cells.extend(across.figures(row, &last_figures(scope, branch), role).into_iter().map(dashed));
        sheet.push(cells);
    }
    first
}

/// This year's rows against last year's, each from its first row on.
fn changes(scope: &Scope, across: &Across, (this, last): (u32, u32), sheet: &mut Sheet) {
    heads(across, "县区", sheet);
    for (offset, (branch, [label, role])) in branches(scope).enumerate() {
        let offset = offset as u32;
        let before: Vec<Option<Number>> = last_figures(scope, branch);
        let rows = [this + offset, last + offset];
        let mut cells = vec![Cell::text(name(branch, role), label)];
        cells.extend(across.changes(rows, &branch.figures, &before, role));
        sheet.push(cells);
    }
}

fn last_figures(scope: &Scope, branch: &Branch) -> Vec<Option<Number>> {
    (0..scope.form.figures()).map(|figure| scope.last_figure(branch, figure)).collect()
}

/// The branches and, last, the whole; each with the roles of its label and its figures.
fn branches<'s, 'r>(scope: &'s Scope<'r>) -> impl Iterator<Item = (&'s Branch<'r>, [Role; 2])> {
    let below = scope.branch.below.iter().map(|branch| (branch, [Role::Label, Role::Figure]));
    below.chain(std::iter::once((&scope.branch, [Role::TotalLabel, Role::Total])))
}

fn name<'b>(branch: &'b Branch, role: Role) -> &'b str {
    if role == Role::Total { "合计" } else { &branch.name }
}

/// A column of 报送情况 that counts units; `None` for the one that is a rate.
fn count(coverage: &Coverage, column: &str) -> Option<usize> {
    Some(match column {
        "应报" => coverage.expected,
        "实报" => coverage.received,
        "按时" => coverage.on_time,
        "迟报" => coverage.late,
        "时间未知" => coverage.time_unknown,
        "有误待改" => coverage.faulty,
        "未报" => coverage.missing,
        "零报告" => coverage.nil,
        "待核实" => coverage.held,
        "待确认" => coverage.unsettled,
        "免报" => coverage.exempt,
        "汇入" => coverage.counted,
        _ => return None,
    })
}

/// 报送率 = 实报 ÷ 应报, from the cells of the same row.
fn rate(template: &SheetTemplate, coverage: &Coverage, row: u32, role: Role) -> Cell {
    let whole = |count: usize| Number::whole(count as i64);
    let result = whole(coverage.received).divide(whole(coverage.expected), 12);
    let at = |word: &str| {
        let position = template.columns.iter().position(|column| column == word)?;
        Some(cell_name(row, position as u32 + 1))
    };
    match (at("实报"), at("应报"), result) {
        (Some(received), Some(expected), result) => {
            let formula = format!(r#"IF(N({expected})=0,"—",{received}/{expected})"#);
            Cell::formula(formula, Outcome::of(result), Shown::Percent(1), role)
        }
        (_, _, Some(result)) => Cell::number(result, Shown::Percent(1), role),
        _ => Cell::text("—", role),
    }
}
