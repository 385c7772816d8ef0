//! The table with items as rows, in one panel or two.

use super::county_table::column_number;
use super::draw::Spot;
use super::page::{Entry, Page};
use super::plan::{Direction, Extra, Line, Plan};
use super::wordings::GROUPS;

/// Columns of one panel, counted from its left edge.
struct Columns {
    group: Option<u32>,
    serial: Option<u32>,
    label: u32,
    measure: Option<u32>,
    value: u32,
    asides: Vec<u32>,
    width: u32,
}

fn columns(plan: &Plan) -> Columns {
    let mut next = 0;
    let mut take = |span: u32| {
        next += span;
        next - span
    };
    let group = (plan.groups && plan.direction == Direction::Vertical).then(|| take(1));
    let serial = plan.serial_header.as_ref().map(|_| take(1));
    let label = take(plan.label_span);
    let mut measure =
        plan.measure_header.as_ref().filter(|_| !plan.measure_last || plan.two_headers).map(|_| take(1));
    let mut asides = vec![0; plan.asides.len()];
    let mut place = |before: bool, take: &mut dyn FnMut(u32) -> u32| {
        for (index, _) in plan.asides.iter().enumerate().filter(|(_, aside)| aside.before == before) {
            asides[index] = take(1);
        }
    };
    place(true, &mut take);
    let value = take(plan.value_span);
    if plan.measure_last && !plan.two_headers {
        measure = plan.measure_header.as_ref().map(|_| take(1));
    }
    place(false, &mut take);
    Columns { group, serial, label, measure, value, asides, width: take(0) }
}

pub fn width(plan: &Plan) -> u32 {
    columns(plan).width * if plan.direction == Direction::TwoPanels { 2 } else { 1 }
}

/// Draws header and lines; returns the row after them.
pub fn table(page: &mut Page, plan: &Plan, spot: Spot) -> u32 {
    let columns = columns(plan);
    if plan.direction == Direction::TwoPanels {
        let half = plan.lines.len().div_ceil(2);
        let right = Spot { left: spot.left + columns.width, ..spot };
        let after = panel(page, plan, &columns, spot, &plan.lines[..half]);
        panel(page, plan, &columns, right, &plan.lines[half..]);
        return after;
    }
    panel(page, plan, &columns, spot, &plan.lines)
}

fn panel(page: &mut Page, plan: &Plan, columns: &Columns, spot: Spot, lines: &[Line]) -> u32 {
    let Spot { mut row, left } = spot;
    row += header(page, plan, columns, spot);
    if plan.numbered_columns {
        number_columns(page, plan, columns, Spot { row, left });
        row += 1;
    }
    let first = row;
    for (index, line) in lines.iter().enumerate() {
        if plan.header_again == Some(index) && plan.direction == Direction::Vertical {
            row += header(page, plan, columns, Spot { row, left });
        }
        draw_line(page, plan, columns, Spot { row, left }, line);
        row += 1 + u32::from(plan.tall);
    }
    if let Some(group) = columns.group.filter(|_| plan.header_again.is_none()) {
        groups(page, first, row, left + group);
    }
    for (aside, column) in plan.asides.iter().zip(&columns.asides).filter(|(aside, _)| aside.hidden) {
        if aside.flat { &mut page.flat_columns } else { &mut page.hidden_columns }.push(left + column);
    }
    row
}

/// Draws the heads of the columns; returns how many rows they take.
fn header(page: &mut Page, plan: &Plan, columns: &Columns, spot: Spot) -> u32 {
    let Spot { row, left } = spot;
    let two = plan.two_headers && columns.asides.iter().all(|aside| *aside > columns.value);
    let last = row + u32::from(two);
    let mut head = |column: u32, span: u32, words: &str| {
        page.write(row, left + column, words);
        page.merge(row, left + column, last, left + column + span - 1);
    };
    if let Some(group) = columns.group {
        head(group, 1, "分类");
    }
    if let (Some(serial), Some(words)) = (columns.serial, &plan.serial_header) {
        head(serial, 1, words);
    }
    head(columns.label, plan.label_span, &plan.label_header);
    if let (Some(measure), Some(words)) = (columns.measure, &plan.measure_header) {
        head(measure, 1, words);
    }
    if two {
        let value = left + columns.value;
        page.write(row, value, "数量");
        page.merge(row, value, row, left + columns.width - 1);
    }
    page.write(last, left + columns.value, &plan.value_header);
    page.merge(last, left + columns.value, last, left + columns.value + plan.value_span - 1);
    for (aside, column) in plan.asides.iter().zip(&columns.asides) {
        page.write(last, left + column, &aside.header);
    }
    1 + u32::from(two)
}

fn number_columns(page: &mut Page, plan: &Plan, columns: &Columns, spot: Spot) {
    let mut used: Vec<u32> = columns.group.into_iter().chain(columns.serial).collect();
    used.push(columns.label);
    used.extend(columns.measure.filter(|measure| *measure < columns.value));
    let words = used.len();
    used.push(columns.value);
    used.extend(columns.measure.filter(|measure| *measure > columns.value));
    used.extend(&columns.asides);
    used[words..].sort_unstable();
    for (index, column) in used.iter().enumerate() {
        page.write(spot.row, spot.left + column, &column_number(index, words));
    }
    let value = spot.left + columns.value;
    page.merge(spot.row, value, spot.row, value + plan.value_span - 1);
}

fn draw_line(page: &mut Page, plan: &Plan, columns: &Columns, spot: Spot, line: &Line) {
    let Spot { row, left } = spot;
    let mut put = |column: u32, entry: Option<Entry>| {
        if let Some(entry) = entry {
            page.put(row, left + column, entry);
        }
    };
    if let Some(serial) = columns.serial {
        put(serial, line.serial.clone());
    }
    let words = |text: &str| Some(Entry::text(text)).filter(|_| !text.is_empty());
    put(columns.label, words(&line.label));
    if let Some(measure) = columns.measure {
        put(measure, words(&line.measure));
    }
    put(columns.value, line.value.clone());
    for (aside, column) in plan.asides.iter().zip(&columns.asides) {
        put(*column, aside_entry(&aside.kind, line));
    }
    let (label, value) = (left + columns.label, left + columns.value);
    let last = row + u32::from(plan.tall);
    page.merge(row, label, last, label + plan.label_span - 1);
    page.merge(row, value, last + u32::from(line.shares_next), value + plan.value_span - 1);
    for column in columns.serial.iter().chain(&columns.measure).chain(&columns.asides) {
        page.merge(row, left + column, last, left + column);
    }
}

/// What an extra column says about a line. Changes are made up: nobody may read them.
fn aside_entry(kind: &Extra, line: &Line) -> Option<Entry> {
    let made_up = line.label.chars().count() as i64 * 7 % 90 - 40;
    match kind {
        Extra::LastYear => line.last.clone(),
        Extra::Second => line.item.map(|item| Entry::number(made_up.abs() + item as i64)),
        Extra::Remark => Some(Entry::text(&line.remark)).filter(|_| !line.remark.is_empty()),
        Extra::Change => line.last.as_ref().map(|_| Entry::number(made_up)),
        Extra::Percent => line.last.as_ref().map(|_| Entry::Text(format!("{made_up}%"))),
    }
}

/// Merged group names over three stretches of lines.
fn groups(page: &mut Page, first: u32, after: u32, column: u32) {
    let lines = after - first;
    for (index, name) in GROUPS.iter().enumerate() {
        let (top, below) = (first + lines * index as u32 / 3, first + lines * (index as u32 + 1) / 3);
        if below > top {
            page.write(top, column, name);
            page.merge(top, column, below - 1, column);
        }
    }
}
