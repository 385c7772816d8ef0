//! The layouts that offices make of one form.
//!
//! Every sheet starts as the anchor form; one to four entries of [`LAYOUTS`] then change the plan. Entries
//! know nothing of each other: any combination is a sheet that somebody has sent, so the table grows by
//! a line, not by a case in a drawing function. Whatever an entry adds (numbers of last year, rows that
//! are no items) stays outside the truth.

use super::cell_texts::{self, Figure};
use super::figures::{self, Figures, count, shifted};
use super::page::{Calculation, Entry};
use super::plan::{Aside, Beside, Direction, Extra, Field, FieldStyle, Line, Other, Plan};
use super::random::Random;
use super::truth::{ITEMS, MONEY};
use super::wordings::{self, ITEM_WORDINGS};

/// One change of the plan.
pub struct Layout {
    pub name: &'static str,
    pub weight: usize,
    pub change: fn(&mut Plan, &Figures, &mut Random),
}

const fn layout(name: &'static str, weight: usize, change: fn(&mut Plan, &Figures, &mut Random)) -> Layout {
    Layout { name, weight, change }
}

pub const LAYOUTS: &[Layout] = &[
    layout("moved", 4, |plan, _, r| plan.offset = (r.below(5) as u32, r.below(4) as u32)),
    layout("附件 line", 4, |plan, _, r| {
        plan.above.insert(0, r.pick(&["附件", "附件2", "附件：", "附件1："]).into())
    }),
    layout("notice above", 3, notice_above),
    layout("title not merged", 2, |plan, _, _| plan.title_merged = false),
    layout("no title", 1, |plan, _, _| plan.title = None),
    layout("fields below", 3, |plan, _, _| plan.fields_below = true),
    layout("fields in the table", 3, fields_in_table),
    layout("more fields", 4, more_fields),
    layout("no serial column", 4, |plan, _, _| plan.serial_header = None),
    layout("measure in label", 4, measure_in_label),
    layout("measure in header", 3, measure_in_header),
    layout("two panels", 4, |plan, _, _| plan.direction = Direction::TwoPanels),
    layout("reordered", 4, reordered),
    layout("strangers", 4, strangers),
    layout("parts", 4, parts),
    layout("sections", 4, sections),
    layout("last year beside", 7, last_year_beside),
    layout("remarks", 4, remarks),
    layout("wide value cells", 3, |plan, _, r| plan.value_span = r.between(2, 3) as u32),
    layout("group column", 3, group_column),
    layout("numbered columns", 3, |plan, _, _| plan.numbered_columns = true),
    layout("instructions before", 3, |plan, _, _| plan.before.push(Other::Instructions)),
    layout("blank form before", 2, |plan, _, _| plan.before.push(Other::BlankForm)),
    layout("ledger before", 2, |plan, _, _| plan.before.push(Other::Ledger)),
    layout("ledger after", 1, |plan, _, _| plan.after.push(Other::Ledger)),
    layout("empty pages", 2, |plan, _, _| plan.after.extend([Other::Empty, Other::Empty])),
    layout("hidden last year", 3, |plan, _, _| plan.after.push(Other::HiddenLastYear)),
    layout("hidden last year first", 2, |plan, _, _| plan.before.push(Other::HiddenLastYear)),
    layout("wide label cells", 2, |plan, _, _| plan.label_span = 2),
    layout("measure behind the figure", 2, |plan, _, _| plan.measure_last = true),
    layout("header of two rows", 3, header_of_two_rows),
    layout("header again", 2, |plan, _, r| plan.header_again = Some(r.between(3, 8) as usize)),
    layout("spacers", 2, spacers),
    layout("last year's table below", 2, |plan, _, _| plan.beside = Some(Beside::Below)),
    layout("last year's table above", 2, |plan, _, _| plan.beside = Some(Beside::Above)),
    layout("last year's table at the right", 3, |plan, _, _| plan.beside = Some(Beside::Right)),
    layout("subtotals", 3, subtotals),
    layout("tall lines", 2, |plan, _, _| plan.tall = true),
    layout("letterhead", 2, |plan, _, r| {
        plan.above
            .push(r.pick(&["沂源县消费者协会", "桓台县市场监督管理局", "县卫生健康局综合监督科"]).into())
    }),
    layout("code column", 2, |plan, _, r| plan.code_column = Some(r.pick(wordings::CODE_FIELDS).into())),
    layout("money in 元", 4, money_in_yuan),
    layout("copies in 万份", 1, copies_in_wan),
    layout("lying down", 5, lying_down),
    layout("notes", 3, |plan, _, r| plan.notes.push(r.pick(wordings::NOTES).into())),
];

/// The anchor form for one unit, worded by chance; no figures yet.
pub fn anchor(unit_name: &str, date: Option<Entry>, random: &mut Random) -> Plan {
    let tidy = random.chance(40);
    let line = |item: usize, random: &mut Random| {
        let (own, measure, _) = ITEM_WORDINGS[item - 1];
        let label = if tidy { own.to_owned() } else { wordings::label(item, measure, random) };
        let serial = if random.chance(85) { Entry::number(item) } else { Entry::text(item.to_string()) };
        Line { item: Some(item), serial: Some(serial), ..Line::other(&label, measure, None) }
    };
    let mut fields =
        vec![Field { label: random.pick(wordings::UNIT_FIELDS).into(), value: Entry::text(unit_name) }];
    if let Some(value) = date {
        fields.push(Field { label: random.pick(wordings::DATE_FIELDS).into(), value });
    }
    let styles = [FieldStyle::OneCell, FieldStyle::LabelAndValue, FieldStyle::CellEach, FieldStyle::RowEach];
    Plan {
        direction: Direction::Vertical,
        lines: ITEMS.map(|item| line(item, random)).to_vec(),
        across: Vec::new(),
        serial_header: Some(random.pick(wordings::SERIAL_HEADERS).into()),
        label_header: random.pick(wordings::LABEL_HEADERS).into(),
        measure_header: Some(random.pick(wordings::MEASURE_HEADERS).into()),
        value_header: random.pick(wordings::VALUE_HEADERS).into(),
        asides: Vec::new(),
        label_span: 1,
        value_span: 1,
        measure_last: false,
        tall: false,
        code_column: None,
        two_headers: false,
        header_again: None,
        groups: false,
        numbered_columns: false,
        measure_row: false,
        name_column: true,
        offset: (0, 0),
        above: Vec::new(),
        title: Some(wordings::title(2024, random)),
        title_merged: true,
        fields,
        field_style: random.pick(&styles),
        fields_below: false,
        fields_in_table: false,
        tail: Vec::new(),
        notes: Vec::new(),
        before: Vec::new(),
        after: Vec::new(),
        beside: None,
        page_name: random.pick(&["Sheet1", "统计表", "3.15", "2024年"]).into(),
        dark_heads: false,
        calculation: Calculation::Silent,
        exported: false,
    }
}

fn notice_above(plan: &mut Plan, _: &Figures, random: &mut Random) {
    for _ in 0..random.between(1, 3) {
        plan.above.push(random.pick(wordings::NOTICE_LINES).into());
    }
}

fn fields_in_table(plan: &mut Plan, _: &Figures, _: &mut Random) {
    plan.fields_in_table = true;
    plan.field_style = FieldStyle::LabelAndValue;
}

fn more_fields(plan: &mut Plan, _: &Figures, random: &mut Random) {
    for (label, values) in wordings::TAIL_FIELDS {
        if random.chance(50) {
            let field = Field { label: (*label).into(), value: Entry::text(random.pick(values)) };
            if random.chance(30) { &mut plan.fields } else { &mut plan.tail }.push(field);
        }
    }
}

fn measure_in_label(plan: &mut Plan, _: &Figures, random: &mut Random) {
    plan.measure_header = None;
    let wide = random.chance(50);
    for line in &mut plan.lines {
        let plain = line.label.replace(&format!("（{}）", line.measure), "");
        let plain = plain.replace(&format!("({})", line.measure), "");
        if line.item.is_some() || !line.label.is_empty() && line.measure != "—" {
            line.label = if wide {
                format!("{plain}（{}）", line.measure)
            } else {
                format!("{plain}({})", line.measure)
            };
        }
    }
}

/// `数量（件/场）`: no unit column, so a money row changed to 元 would lose its unit; it keeps its own.
fn measure_in_header(plan: &mut Plan, figures: &Figures, random: &mut Random) {
    if plan.lines.iter().any(|line| line.measure == "元" || line.measure == "万份") {
        return measure_in_label(plan, figures, random);
    }
    plan.measure_header = None;
    plan.value_header =
        random.pick(&["数量（件/场）", "数量(场、次、件、万元)", "数量（件/场/次/万元）"]).into();
}

fn reordered(plan: &mut Plan, _: &Figures, random: &mut Random) {
    random.shuffle(&mut plan.lines);
    if random.chance(60) {
        for (index, line) in plan.lines.iter_mut().enumerate() {
            line.serial = line.item.map(|_| Entry::number(index + 1));
        }
    }
}

fn strangers(plan: &mut Plan, _: &Figures, random: &mut Random) {
    let mut strangers = wordings::STRANGERS.to_vec();
    random.shuffle(&mut strangers);
    for (label, measure) in strangers.into_iter().take(random.between(1, 3) as usize) {
        let at = random.below(plan.lines.len() + 1);
        let value = random.chance(80).then(|| Entry::number(random.between(1, 900)));
        plan.lines.insert(at, Line::other(label, measure, value));
    }
    renumber(plan);
}

/// Serial numbers run over all rows with one, as a program fills them in.
fn renumber(plan: &mut Plan) {
    for (index, line) in plan.lines.iter_mut().filter(|line| !line.label.is_empty()).enumerate() {
        line.serial = Some(Entry::number(index + 1));
    }
}

fn parts(plan: &mut Plan, figures: &Figures, random: &mut Random) {
    for _ in 0..random.between(1, 2) {
        let (item, label) = random.pick(wordings::PARTS);
        let Some(at) = plan.lines.iter().position(|line| line.item == Some(item)) else { continue };
        let part = random.between(0, count(&figures[item - 1]));
        let measure = plan.lines[at].measure.clone();
        let value = if measure == "万份" { None } else { Some(Entry::number(part)) };
        if plan.lines.get(at + 1).is_none_or(|next| next.label != label) {
            plan.lines.insert(at + 1, Line::other(label, &measure, value));
        }
    }
}

fn sections(plan: &mut Plan, _: &Figures, _: &mut Random) {
    let marks = || Some(Entry::text("—"));
    for (label, item) in wordings::SECTIONS.iter().zip([1, 4, 9]) {
        let at = plan.lines.iter().position(|line| line.item == Some(item)).unwrap_or(0);
        let mut section = Line::other(label, "—", marks());
        section.last = marks();
        plan.lines.insert(at, section);
    }
}

fn last_year_beside(plan: &mut Plan, figures: &Figures, random: &mut Random) {
    let last = figures::last_year(figures, random);
    for line in &mut plan.lines {
        if let Some(item) = line.item {
            let figure = Figure { item, value: last[item - 1].clone(), measure: line.measure.clone() };
            line.last = Some(Entry::Number(figure.stated()));
        }
    }
    plan.value_header = random.pick(wordings::THIS_YEAR_HEADERS).into();
    let header = random.pick(wordings::LAST_YEAR_HEADERS).into();
    let before = random.chance(50);
    plan.asides.push(Aside { kind: Extra::LastYear, header, before, hidden: random.chance(10), flat: false });
    if random.chance(40) {
        let header = random.pick(&["增减", "增减数", "比上年增减"]).into();
        plan.asides.push(Aside { kind: Extra::Change, header, before: false, hidden: false, flat: false });
    }
    if random.chance(30) {
        let header = random.pick(&["同比", "同比%", "增减%", "同比增长（%）"]).into();
        plan.asides.push(Aside { kind: Extra::Percent, header, before: false, hidden: false, flat: false });
    }
}

/// 数量 over 2024年 and 上年同期.
fn header_of_two_rows(plan: &mut Plan, figures: &Figures, random: &mut Random) {
    if plan.asides.is_empty() {
        last_year_beside(plan, figures, random);
    }
    plan.asides.iter_mut().for_each(|aside| aside.before = false);
    plan.two_headers = true;
}

/// 小计 over the counts of cases, 合计 at the end: sums of unlike things, but people do it.
fn subtotals(plan: &mut Plan, figures: &Figures, random: &mut Random) {
    let cases: i64 = [4, 5, 6].map(|item| count(&figures[item - 1])).iter().sum();
    if let Some(at) = plan.lines.iter().position(|line| line.item == Some(6)) {
        plan.lines.insert(at + 1, Line::other("小计", "件", Some(Entry::number(cases))));
    }
    if random.chance(50) {
        plan.lines.push(Line::other(
            random.pick(&["合计", "合  计", "总计"]),
            "",
            Some(Entry::number(cases)),
        ));
    }
}

/// Empty rows, as people leave them between groups.
fn spacers(plan: &mut Plan, _: &Figures, random: &mut Random) {
    for _ in 0..random.between(1, 2) {
        let at = random.between(1, plan.lines.len() as i64 - 1) as usize;
        plan.lines.insert(at, Line::other("", "", None));
    }
}

fn remarks(plan: &mut Plan, _: &Figures, random: &mut Random) {
    for line in &mut plan.lines {
        line.remark = random.pick(wordings::REMARKS).into();
    }
    let before = random.chance(15);
    plan.asides.push(Aside {
        kind: Extra::Remark,
        header: "备注".into(),
        before,
        hidden: false,
        flat: false,
    });
}

fn group_column(plan: &mut Plan, _: &Figures, _: &mut Random) {
    plan.groups = plan.direction == Direction::Vertical;
}

fn money_in_yuan(plan: &mut Plan, _: &Figures, random: &mut Random) {
    let in_header = plan.measure_header.is_none();
    if let Some(line) = plan.line(MONEY).filter(|_| !in_header) {
        line.measure = "元".into();
        line.label = wordings::label(MONEY, "元", random);
        line.last = line.last.take().map(|last| Entry::Number(shifted(&last.shown(), 4)));
    }
}

fn copies_in_wan(plan: &mut Plan, _: &Figures, random: &mut Random) {
    let in_header = plan.measure_header.is_none();
    if let Some(line) = plan.line(11).filter(|_| !in_header) {
        line.measure = "万份".into();
        line.label = wordings::label(11, "万份", random);
        line.last = line.last.take().map(|last| Entry::Number(shifted(&last.shown(), -4)));
    }
}

/// One unit, items as columns; many units are laid down by `county_table`.
fn lying_down(plan: &mut Plan, _: &Figures, random: &mut Random) {
    plan.direction = Direction::Horizontal;
    plan.groups = false;
    plan.measure_row = plan.measure_header.is_some();
    plan.name_column = random.chance(60);
    plan.serial_header = plan.serial_header.take().filter(|_| random.chance(50));
}

/// Fills a submission's cells, each figure written in a way drawn by chance.
pub fn fill(plan: &mut Plan, submission: usize, figures: &Figures, plain: bool, random: &mut Random) {
    for item in ITEMS {
        let measure = plan.line(item).map(|line| line.measure.clone()).unwrap_or_default();
        let figure = Figure { item, value: figures[item - 1].clone(), measure };
        let entry = if plain { Entry::Number(figure.stated()) } else { cell_texts::write(&figure, random) };
        if let Some(cell) = plan.cell(submission, item) {
            *cell = Some(entry);
        }
    }
}
