//! Charts that say at a glance what a leader asks first.
//!
//! A form's items differ by four orders of magnitude (two press conferences, thirty thousand leaflets), so
//! no axis serves them all, and a logarithmic one misleads whoever is not used to it. Only items that
//! count the same thing stand side by side: the longest run of neighbours with one unit of measure, which
//! for the anchor form is 咨询, 投诉, 解决. A city sees them county by county; a county beside last year's,
//! with how its units have reported. Bars differ by shade and carry their figures, so that a black and
//! white print still speaks.

use super::super::table::{Chart, Labels, Range, Series, Shape, Sheet, Source};
use super::across::{Across, Breakdown, comparable, label, lines, measure};
use super::scope::Scope;
use crate::form::Form;

/// Branches beyond which bars can no longer carry figures, or be told apart at all.
const LABELLED: usize = 8;
const DRAWN: usize = 40;
/// What a chart stays inside the print area by, so that its frame is printed.
const BORDER: f64 = 3.0;
/// Between charts, in points.
const GAP: f64 = 8.0;

/// What sheets already filled offer to charts.
#[derive(Clone, Debug, Default)]
pub struct Drawable {
    /// 按时, 迟报 … and how many units each: names and counts.
    pub coverage: Option<Series>,
    pub items: Option<Bars>,
    /// By county: the comparable items, and what became of the units.
    pub branches: Option<Bars>,
    pub branch_coverage: Option<Bars>,
}

/// Series over the same categories, counting the same thing.
#[derive(Clone, Debug)]
pub struct Bars {
    pub categories: usize,
    pub series: Vec<Series>,
}

/// The comparable items of a 汇总表 whose first line is at `first`.
pub fn items(form: &Form, sheet: &Sheet, first: u32, columns: [u16; 2], last: Option<u16>) -> Option<Bars> {
    let (from, to) = comparable(form)?;
    let range = |column: u16| Range {
        sheet: sheet.name.clone(),
        first_row: first + from as u32,
        first_column: column,
        last_row: first + to as u32,
        last_column: column,
    };
    let [label, figure] = columns;
    let series = |name: &str, column: u16| Series {
        name: Source::Words(name.to_owned()),
        categories: range(label),
        values: range(column),
    };
    let mut bars = vec![series("本年", figure)];
    bars.extend(last.map(|column| series("上年同期", column)));
    Some(Bars { categories: to - from + 1, series: bars })
}

/// The comparable items of a table with branches as rows, `rows` first and last, heads in `head`.
pub fn branches(form: &Form, sheet: &Sheet, across: &Across, head: u32, rows: (u32, u32)) -> Option<Bars> {
    let (from, to) = comparable(form)?;
    let lines = &lines(form)[from..=to];
    let column = |line| across.column(line, Breakdown::Asked(0));
    let series = lines.iter().filter_map(|line| {
        let named = Source::Words(label(form, *line).to_owned());
        Some(Series { name: named, ..column_series(sheet, head, rows, column(*line)?) })
    });
    Some(Bars { categories: (rows.1 - rows.0 + 1) as usize, series: series.collect() })
}

/// One column of a table as a series, named by its head, over the names in the first column.
pub fn column_series(sheet: &Sheet, head: u32, (first, last): (u32, u32), column: u16) -> Series {
    let range = |column: u16| Range::of_column(&sheet.name, (first, last), column);
    Series {
        name: Source::Cell { sheet: sheet.name.clone(), row: head, column },
        categories: range(0),
        values: range(column),
    }
}

/// Under a 汇总表: counties side by side; or a county's own items, and how its units have reported.
pub fn under_form(scope: &Scope, drawable: &Drawable, sheet: &mut Sheet) {
    let total = points(sheet.width(), sheet.widths.len());
    let title = |prefix: &str| format!("{prefix}主要指标（{}）", measure_of(scope.form));
    let drawn = |bars: &&Bars| bars.categories <= DRAWN && has_figures(scope);
    if let Some(bars) = drawable.branches.as_ref().filter(drawn) {
        place(sheet, vec![chart(Shape::Columns, title("各县区"), bars, (0.0, total), 185.0)]);
        return;
    }
    let half = (total - GAP) / 2.0;
    let mut charts = Vec::new();
    if let Some(bars) = drawable.items.as_ref().filter(|_| has_figures(scope)) {
        charts.push(chart(Shape::Bars, title(""), bars, (0.0, half), 160.0));
    }
    if let Some(series) = &drawable.coverage {
        let bars = Bars { categories: 5, series: vec![series.clone()] };
        let offset = if charts.is_empty() { 0.0 } else { half + GAP };
        charts.push(chart(Shape::Bars, "报送情况（单位数）".to_owned(), &bars, (offset, half), 160.0));
    }
    place(sheet, charts);
}

/// Under a 分县区报送: what became of each county's units.
pub fn under_coverage(drawable: &Drawable, sheet: &mut Sheet) {
    let Some(bars) = drawable.branch_coverage.as_ref().filter(|bars| bars.categories <= DRAWN) else {
        return;
    };
    let total = points(sheet.width(), sheet.widths.len());
    let height = 60.0 + 17.0 * bars.categories as f64;
    place(
        sheet,
        vec![chart(Shape::Stacked, "各县区报送情况（单位数）".to_owned(), bars, (0.0, total), height)],
    );
}

/// Without a single figure there is nothing to draw.
fn has_figures(scope: &Scope) -> bool {
    scope.branch.figures.iter().any(Option::is_some)
}

fn measure_of(form: &Form) -> String {
    comparable(form).map_or(String::new(), |(from, _)| measure(form, lines(form)[from]).to_owned())
}

fn chart(shape: Shape, title: String, bars: &Bars, (offset, width): (f64, f64), height: f64) -> Chart {
    let labels =
        if bars.categories <= LABELLED || shape != Shape::Columns { Labels::Shown } else { Labels::Hidden };
    Chart { shape, title, series: bars.series.clone(), labels, row: 0, column: 0, offset, width, height }
}

/// Reserves rows under the table, so that charts print within the sheet's area.
fn place(sheet: &mut Sheet, mut charts: Vec<Chart>) {
    let Some(height) = charts.iter().map(|chart| chart.height).reduce(f64::max) else { return };
    sheet.gap(GAP);
    let row = sheet.next_row();
    for _ in 0..(height / 18.0).ceil() as usize {
        sheet.gap(18.0);
    }
    for chart in &mut charts {
        chart.row = row;
    }
    sheet.charts.extend(charts);
}

/// Width in points of columns this wide in digits.
fn points(digits: f64, columns: usize) -> f64 {
    (digits * 8.0 + columns as f64 * 5.0) * 0.75 - BORDER
}
