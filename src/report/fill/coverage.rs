//! 分县区报送: of each child's units, how many reported, in time, late, or not yet.

use super::super::table::{Cell, Outcome, Page, Role, Sheet, Shown};
use super::super::template::SheetTemplate;
use super::charts::{self, Bars};
use super::counts::{count, sum};
use super::scope::Scope;
use super::targets::Targets;
use super::{list, notes};
use crate::aggregate::Coverage;
use crate::vocabulary::Number;
use crate::vocabulary::place::cell_name;

/// What a stacked bar is made of: together they are 应报.
const STACKED: [&str; 5] = ["按时", "迟报", "时间未知", "有误待改", "未报"];

pub fn fill(scope: &Scope, template: &SheetTemplate, targets: &mut Targets) -> Sheet {
    let page = Page::new(template.orientation);
    let width = ((page.width() - 12.0) / template.columns.len() as f64).clamp(6.5, 12.0);
    let mut widths = vec![12.0];
    widths.resize(template.columns.len() + 1, width);
    let mut sheet = notes::open(scope, template, page, widths);
    let mut heads = vec![Cell::text("县区", Role::Header)];
    heads.extend(list::heads(&template.columns));
    let head = sheet.push(heads);
    sheet.page.repeat = Some((head, head));
    sheet.freeze = Some((head + 1, 1));
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
    let rows = (first, sheet.next_row() - 1);
    total(scope, template, rows, &mut sheet);
    targets.drawable.branch_coverage = stacked(template, &sheet, head, rows);
    notes::close(scope, template, Vec::new(), &mut sheet);
    if template.chart {
        charts::under_coverage(&targets.drawable, &mut sheet);
    }
    sheet
}

fn total(scope: &Scope, template: &SheetTemplate, rows: (u32, u32), sheet: &mut Sheet) {
    let row = sheet.next_row();
    let coverage = &scope.branch.coverage;
    let mut cells = vec![Cell::text("合计", Role::TotalLabel)];
    cells.extend(template.columns.iter().enumerate().map(|(position, column)| {
        match count(coverage, column) {
            Some(count) => sum(position + 1, rows, count),
            None => rate(template, coverage, row, Role::Total),
        }
    }));
    sheet.push(cells);
}

fn stacked(template: &SheetTemplate, sheet: &Sheet, head: u32, rows: (u32, u32)) -> Option<Bars> {
    let series: Vec<_> = STACKED
        .iter()
        .filter_map(|word| template.columns.iter().position(|column| column == word))
        .map(|position| charts::column_series(sheet, head, rows, position as u16 + 1))
        .collect();
    let categories = (rows.1 + 1).saturating_sub(rows.0) as usize;
    (series.len() == STACKED.len()).then_some(Bars { categories, series })
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
