//! What goes wrong on real sheets, each with the objection that it must draw.
//!
//! A fault is inflicted on a finished plan and its truth together. It declines (returns `false`) where
//! the sheet does not offer it a place: a sheet lying down has no row to lose, a CSV file no formula.
//! Each fault writes into `truth.due` what a careful reader objects to and sets the value that is read
//! all the same, as domain practice asks. Faults that a person with the sheet before him would not see are
//! `faults_unseen`, those of what a figure is about `faults_of_meaning`.

use super::figures::{count, shifted};
use super::formats::{Format, Keeps};
use super::page::Entry;
use super::plan::{Direction, Plan};
use super::random::Random;
use super::truth::{Expected, ITEMS, Issue, MONEY, Severity, Truth, WhichUnit};
use super::wordings;
use super::{faults_of_meaning as meaning, faults_unseen as unseen};

/// A sheet in the making.
pub struct Case {
    pub plan: Plan,
    pub truths: Vec<Truth>,
    pub format: &'static Format,
}

/// One thing that goes wrong, on one submission of the sheet.
pub struct Fault {
    pub name: &'static str,
    pub weight: usize,
    pub inflict: fn(&mut Case, usize, &mut Random) -> bool,
}

const fn fault(
    name: &'static str,
    weight: usize,
    inflict: fn(&mut Case, usize, &mut Random) -> bool,
) -> Fault {
    Fault { name, weight, inflict }
}

pub const FAULTS: &[Fault] = &[
    fault("blank", 4, blank),
    fault("row missing", 4, row_missing),
    fault("approximate", 6, approximate),
    fault("negative", 3, negative),
    fault("fraction of a count", 3, fraction),
    fault("no number", 4, no_number),
    fault("several numbers", 3, several_numbers),
    fault("error value", 3, error_value),
    fault("formula without result", 9, uncalculated),
    fault("item twice", 4, item_twice),
    fault("wrong year in title", 4, wrong_year_in_title),
    fault("wrong year in date", 3, wrong_year_in_date),
    fault("too many decimals", 3, too_many_decimals),
    fault("元 as 万元", 4, yuan_as_wan),
    fault("more resolved than received", 4, more_resolved),
    fault("money without cases", 3, money_without_cases),
    fault("far above the usual", 3, far_above),
    fault("all zero", 4, |case, at, random| zero(case, at, random, None)),
    fault("零报告", 4, |case, at, random| zero(case, at, random, Some(false))),
    fault("零报告 with a figure", 3, |case, at, random| zero(case, at, random, Some(true))),
    fault("Chinese numeral", 2, chinese_numeral),
    fault("stale result", 9, unseen::stale),
    fault("stale result of money", 4, unseen::stale_money),
    fault("cut by its format", 6, unseen::cut_by_format),
    fault("digits lost to an exponent", 8, unseen::exponent_in_text),
    fault("white on white", 6, unseen::white),
    fault("row that nobody sees", 8, unseen::hidden_row),
    fault("corrected in a comment", 6, unseen::corrected_in_comment),
    fault("an example", 5, meaning::example),
    fault("one figure for two items", 6, meaning::one_figure_for_two),
    fault("foreign measure", 6, meaning::foreign_measure),
    fault("figures under last year", 5, meaning::under_last_year),
];

impl Case {
    pub fn put(&mut self, at: usize, item: usize, entry: Option<Entry>) -> bool {
        self.plan.cell(at, item).map(|cell| *cell = entry).is_some()
    }

    fn count_item(random: &mut Random) -> usize {
        random.pick(&[1, 2, 3, 4, 5, 6, 8, 9, 10, 11])
    }

    /// The row states the form's own unit of measure, so a bare number may be written into it.
    pub fn own_measure(&mut self, item: usize) -> bool {
        let own = wordings::ITEM_WORDINGS[item - 1].1;
        self.plan.line(item).is_none_or(|line| line.measure == own)
    }

    /// Writes a bare number and makes it the truth.
    fn restate(&mut self, at: usize, item: usize, value: String) -> bool {
        if !self.own_measure(item) || !self.put(at, item, Some(Entry::Number(value.clone()))) {
            return false;
        }
        self.truths[at].set(item, Expected::Figure(value));
        true
    }

    fn object(&mut self, at: usize, item: usize, kind: &'static str, read: Expected) -> bool {
        self.truths[at].set(item, read);
        self.truths[at].due.push(Issue::hard(kind, item));
        true
    }
}

fn blank(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let item = random.pick(&ITEMS);
    let space = random.chance(30).then(|| Entry::text(random.pick(&["　", " ", "\u{a0}"])));
    case.put(at, item, space) && case.object(at, item, "missing", Expected::Nothing)
}

fn row_missing(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let item = random.pick(&ITEMS);
    let Some(position) = case.plan.lines.iter().position(|line| line.item == Some(item)) else {
        return false;
    };
    if case.plan.direction == Direction::Horizontal {
        return false;
    }
    case.plan.lines.remove(position);
    case.object(at, item, "missing", Expected::Nothing)
}

fn approximate(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let item = random.pick(&[3, 4, 5, 11]);
    if !case.own_measure(item) {
        return false;
    }
    let n = random.between(5, 9);
    let (written, read) = match random.below(8) {
        0 => (format!("约{n}00"), format!("{n}00")),
        1 => (format!("近{n}0"), format!("{n}0")),
        2 => (format!("{n}0余件"), format!("{n}0")),
        3 => (format!("{n}00多"), format!("{n}00")),
        4 if item == 11 => (format!("{n}千余份"), format!("{n}000")),
        5 if item == 11 => (format!("近{n}000份"), format!("{n}000")),
        6 => (format!("大约{n}0"), format!("{n}0")),
        _ if item == 11 => (format!("{n}万余份"), format!("{n}0000")),
        _ => (format!("{n}0余"), format!("{n}0")),
    };
    let written = if item == 11 { written.replace('件', "份") } else { written };
    case.put(at, item, Some(Entry::Text(written)))
        && case.object(at, item, "approximate", Expected::Figure(read))
}

fn negative(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let item = random.pick(&[1, 4, 8, 11]);
    let value = format!("-{}", random.between(1, 600));
    let entry = match random.below(3) {
        0 => Entry::Text(value.clone()),
        1 => Entry::Text(value.replace('-', "－")),
        _ => Entry::Number(value.clone()),
    };
    case.own_measure(item)
        && case.put(at, item, Some(entry))
        && case.object(at, item, "negative", Expected::Figure(value))
}

fn fraction(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let item = Case::count_item(random);
    let Some(figure) = case.truths[at].figure(item) else { return false };
    let value = format!("{}.5", count(figure).max(1) - 1);
    case.restate(at, item, value.clone()) && case.object(at, item, "not-integer", Expected::Figure(value))
}

fn no_number(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let item = random.pick(&ITEMS);
    let words = random.pick(&["若干", "较多", "见附件", "多次", "待统计", "？", "同上", "√"]);
    case.put(at, item, Some(Entry::text(words))) && case.object(at, item, "not-a-number", Expected::Debatable)
}

fn several_numbers(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let item = Case::count_item(random);
    let words = random.pick(&[
        "12+3",
        "10-15",
        "20/30",
        "3、5",
        "线上5，线下8",
        "10~20",
        "8（其中线上3、线下6）",
        "1 2",
    ]);
    case.put(at, item, Some(Entry::text(words))) && case.object(at, item, "not-a-number", Expected::Debatable)
}

fn error_value(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let item = random.pick(&ITEMS);
    let error = random.pick(&["#REF!", "#VALUE!", "#DIV/0!", "#N/A", "#NAME?"]);
    case.put(at, item, Some(Entry::Error(error))) && case.object(at, item, "error", Expected::Debatable)
}

fn uncalculated(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let item = random.pick(&ITEMS);
    case.format.keeps(Keeps::NoResults)
        && case.put(at, item, Some(Entry::Uncalculated("12+30".to_owned())))
        && case.object(at, item, "formula", Expected::Debatable)
}

fn item_twice(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let item = random.pick(&ITEMS);
    if case.plan.direction == Direction::Horizontal {
        return false;
    }
    let Some(line) = case.plan.line(item).cloned() else { return false };
    let Some(figure) = case.truths[at].figure(item) else { return false };
    let other = shifted(&(count(&shifted(figure, 6)) + 3_000_000).to_string(), -6);
    let again = super::plan::Line { value: Some(Entry::Number(other)), ..line };
    let place = random.below(case.plan.lines.len() + 1);
    case.plan.lines.insert(place, again);
    case.object(at, item, "twice", Expected::Debatable)
}

fn wrong_year_in_title(case: &mut Case, _: usize, random: &mut Random) -> bool {
    if case.plan.title.is_none() || case.plan.beside.is_some() {
        return false;
    }
    let year = random.pick(&[2023, 2022, 2025]);
    case.plan.title = Some(format!("{year}年“3·15”活动情况统计表"));
    case.object_to_all("wrong year in the title")
}

fn wrong_year_in_date(case: &mut Case, _: usize, random: &mut Random) -> bool {
    let is_date = |label: &str| wordings::DATE_FIELDS.contains(&label);
    let Some(field) = case.plan.fields.iter_mut().find(|field| is_date(&field.label)) else { return false };
    let day = random.between(1, 28) as u32;
    field.value = Entry::Text(wordings::day_in_words(2023, 3, day, random));
    for truth in &mut case.truths {
        truth.date = Some(format!("2023-03-{day:02}"));
    }
    case.object_to_all("wrong year in the date")
}

impl Case {
    fn object_to_all(&mut self, kind: &'static str) -> bool {
        for truth in &mut self.truths {
            truth.due.push(Issue::hard_sheet(kind));
        }
        true
    }
}

fn too_many_decimals(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let value = format!("{}.{:06}{}", random.between(1, 3), random.between(0, 999_999), random.between(1, 9));
    case.restate(at, MONEY, value.clone()) && case.object(at, MONEY, "decimals", Expected::Figure(value))
}

/// The money keyed in as 元 under a heading of 万元: at least 2,340 万元 for fewer than 100 cases.
fn yuan_as_wan(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let resolved = random.between(2, 90);
    let yuan = (resolved * random.between(200, 6_800)).max(2_340);
    if !case.own_measure(6) || !case.own_measure(MONEY) || case.truths[at].figure(5).is_none() {
        return false;
    }
    let complaints = resolved + random.between(0, 50);
    let consultations = complaints + random.between(20, 300);
    let moved = [(4, consultations), (5, complaints), (6, resolved), (MONEY, yuan)];
    if !moved.into_iter().all(|(item, value)| case.restate(at, item, value.to_string())) {
        return false;
    }
    case.truths[at].due.push(Issue::query("unit-confusion", MONEY));
    true
}

fn more_resolved(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let Some(complaints) = case.truths[at].figure(5).map(count) else { return false };
    let resolved = complaints + random.between(1, 20);
    if !case.restate(at, 6, resolved.to_string()) {
        return false;
    }
    case.truths[at].due.push(Issue::query("resolved>received", 6));
    true
}

fn money_without_cases(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let value = format!("0.{}", random.between(1, 9));
    if !case.restate(at, 6, "0".to_owned()) || !case.restate(at, MONEY, value) {
        return false;
    }
    case.truths[at].due.push(Issue::query("money without cases", MONEY));
    case.truths[at].allowed.push(Issue::query("money without cases", 6));
    true
}

/// More than three times the soft bound of a unit, so that a reader asks.
fn far_above(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let (item, bound) = random.pick(&[(1, 30), (3, 50), (8, 50), (9, 20), (10, 150), (11, 30_000)]);
    let value = bound * 3 + random.between(1, bound);
    if !case.restate(at, item, value.to_string()) {
        return false;
    }
    case.truths[at].due.push(Issue::query("above the bound", item));
    true
}

/// All zero: without the word an error, with it a 零报告, with the word and a figure an error again.
fn zero(case: &mut Case, at: usize, random: &mut Random, nil: Option<bool>) -> bool {
    if case.plan.direction == Direction::Horizontal || case.truths.len() > 1 {
        return false;
    }
    let mark = random.pick(&["0", "0", "无", "—", "/"]);
    for item in ITEMS {
        let entry = if mark == "0" { Entry::number(0) } else { Entry::text(mark) };
        if !case.put(at, item, Some(entry)) {
            return false;
        }
        case.truths[at].set(item, Expected::Figure("0".to_owned()));
    }
    for line in &mut case.plan.lines {
        line.value = line.value.take().filter(|_| line.item.is_some());
        line.last = None;
    }
    match nil {
        None => case.truths[at].due.push(Issue::hard_sheet("all zero")),
        Some(with_figure) => nil_report(case, at, with_figure, random),
    }
    true
}

fn nil_report(case: &mut Case, at: usize, with_figure: bool, random: &mut Random) {
    if with_figure && case.own_measure(4) {
        case.restate(at, 4, random.between(1, 90).to_string());
        case.truths[at].due.push(Issue::hard_sheet("零报告 with a figure"));
    }
    let words = random.pick(&["零报告", "注：本单位零报告。", "本期为零报告", "备注：零报告"]);
    match random.below(2) {
        0 => case.plan.notes.push(words.to_owned()),
        _ => case.plan.above.push("零报告".to_owned()),
    }
}

/// Readers differ: either the number is read, or the cell is objected to.
fn chinese_numeral(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let (item, words, value) = random.pick(&[
        (1, "十二", "12"),
        (3, "二十场次", "20"),
        (9, "三", "3"),
        (2, "两场", "2"),
        (8, "十", "10"),
    ]);
    case.truths[at].allowed.push(Issue::hard("Chinese numeral", item));
    case.truths[at].set(item, Expected::Figure(value.to_owned()));
    case.put(at, item, Some(Entry::text(words)))
}

/// Objections that the figures of a faulty sheet may draw besides the one that is due.
pub fn allow_side_effects(truth: &mut Truth) {
    if !truth.due.is_empty() || matches!(truth.unit, WhichUnit::OneOf(_)) {
        truth.allowed.extend(ITEMS.map(|item| Issue {
            kind: "side effect".into(),
            severity: Severity::Query,
            item: Some(item),
        }));
    }
}
