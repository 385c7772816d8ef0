//! The tidy table: everything that was read, one row a figure.
//!
//! This is what programs read, our own first: a county's workbook dropped into a folder gives the city the
//! same totals as the sheets it came from. So every sheet that says anything is here, the faulty and the
//! held ones too, with 是否汇入 saying whether it counts. Figures are exact.
//!
//! A table is a list of [`Entry`]s, each a sheet of a unit or the total of a node, times the figures of the
//! form. Nothing is written out until a [`Record`] is asked for one of its facts: a province has two
//! million of them.

use std::borrow::Cow;
use std::fmt::Write;

use super::checksum::plain;
use super::words::{self, state};
use crate::aggregate::{Outcome, RollUp, State};
use crate::form::Form;
use crate::submit::{Answers, Submission};
use crate::vocabulary::time::{Instant, beijing};
use crate::vocabulary::{Number, Unit};

/// Headings, left to right.
pub const COLUMNS: [&str; 21] = [
    "年度",
    "单位代码",
    "单位名称",
    "级别",
    "上级代码",
    "上级名称",
    "状态",
    "是否汇入",
    "指标代码",
    "指标",
    "栏",
    "计量单位",
    "数值",
    "原文",
    "标记",
    "文件",
    "工作表",
    "单元格",
    "填报日期",
    "收到时间",
    "零报告",
];

/// The state of a node's total, which is no unit's sheet.
pub const TOTAL: &str = "合计";

/// What stands at one place of the table.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact<'r> {
    Nothing,
    Words(Cow<'r, str>),
    Figure(Number),
}

/// One sheet of a unit, or one node's total.
pub struct Entry<'r> {
    /// The first eight columns.
    unit: [Fact<'r>; 8],
    figures: Figures<'r>,
    file: Fact<'r>,
    sheet: Fact<'r>,
    /// The last three columns.
    times: [Fact<'r>; 3],
}

enum Figures<'r> {
    Read(&'r Answers),
    Summed(Vec<Option<Number>>),
}

/// Entries times the figures of a form.
pub struct Table<'r> {
    pub entries: Vec<Entry<'r>>,
    figures: Vec<Figure<'r>>,
}

/// A figure of the form: its index, and the four columns that name it.
struct Figure<'r> {
    index: usize,
    names: [Fact<'r>; 4],
}

/// One row: a figure of an entry.
#[derive(Clone, Copy)]
pub struct Record<'t, 'r> {
    entry: &'t Entry<'r>,
    figure: &'t Figure<'r>,
}

/// The entries of these units, in their order; of a unit the sheet in force, or all while none is.
pub fn entries<'r>(roll_up: &'r RollUp, outcomes: &[&'r Outcome]) -> Vec<Entry<'r>> {
    let of_unit = |outcome: &&'r Outcome| {
        let told = outcome.in_force.map_or_else(|| outcome.submissions.clone(), |index| vec![index]);
        let (roll_up, outcome) = (roll_up, *outcome);
        told.into_iter().map(move |index| of_sheet(roll_up, outcome, &roll_up.submissions[index]))
    };
    outcomes.iter().flat_map(of_unit).collect()
}

fn of_sheet<'r>(roll_up: &'r RollUp, outcome: &Outcome, submission: &'r Submission) -> Entry<'r> {
    let unit = roll_up.register.unit(&outcome.unit);
    let year = roll_up.campaign.year.or(submission.title_year);
    Entry {
        unit: unit_facts(roll_up, unit, year, (state(outcome.state), outcome.state == State::Counted)),
        figures: Figures::Read(&submission.answers),
        file: Fact::of(&submission.source.file),
        sheet: Fact::of(&submission.sheet),
        times: [
            Fact::of(submission.date.map(|date| date.to_string()).unwrap_or_default()),
            Fact::of(submission.source.received.map(exact_time).unwrap_or_default()),
            Fact::of(yes(submission.nil)),
        ],
    }
}

/// The entry of a node's total.
pub fn of_node<'r>(roll_up: &'r RollUp, node: &'r Unit, figures: &[Option<Number>]) -> Entry<'r> {
    Entry {
        unit: unit_facts(roll_up, node, roll_up.campaign.year, (TOTAL, true)),
        figures: Figures::Summed(figures.to_vec()),
        file: Fact::Nothing,
        sheet: Fact::Nothing,
        times: [Fact::Nothing, Fact::Nothing, Fact::Nothing],
    }
}

impl<'r> Table<'r> {
    pub fn new(form: &'r Form, entries: Vec<Entry<'r>>) -> Table<'r> {
        let told = (0..form.items.len()).filter(|item| !form.items[*item].section);
        let figures = told.flat_map(|item| (0..form.columns.len()).map(move |column| (item, column)));
        let named = figures.map(|(item, column)| {
            let (row, own) = (&form.items[item], &form.columns[column]);
            let index = form.figure(item, column);
            let names = [&row.code, &row.label, &own.label, &form.measure_of(index).text].map(Fact::of);
            Figure { index, names }
        });
        Table { entries, figures: named.collect() }
    }

    pub fn records(&self) -> impl Iterator<Item = Record<'_, 'r>> {
        self.entries.iter().flat_map(|entry| self.figures.iter().map(move |figure| Record { entry, figure }))
    }

    pub fn length(&self) -> usize {
        self.entries.len() * self.figures.len()
    }
}

impl<'r> Entry<'r> {
    /// What all rows of the entry say in this column; `None` for a column that every figure has its own of.
    pub fn said_once(&self, column: usize) -> Option<&Fact<'r>> {
        match column {
            0..8 => self.unit.get(column),
            15 => Some(&self.file),
            16 => Some(&self.sheet),
            18..21 => self.times.get(column - 18),
            _ => None,
        }
    }
}

impl<'r> Record<'_, 'r> {
    /// What stands in a column, by its place in [`COLUMNS`].
    pub fn fact(&self, column: usize) -> Fact<'r> {
        if let Some(fact) = self.entry.said_once(column) {
            return fact.clone();
        }
        match column {
            8..12 => self.figure.names[column - 8].clone(),
            12 => self.value().map_or(Fact::Nothing, Fact::Figure),
            _ => self.as_read(column),
        }
    }

    /// The figure itself.
    pub fn value(&self) -> Option<Number> {
        match &self.entry.figures {
            Figures::Read(answers) => answers.value(self.figure.index),
            Figures::Summed(figures) => figures[self.figure.index],
        }
    }

    /// How the figure stood on the sheet: raw text, mark, cell.
    fn as_read(&self, column: usize) -> Fact<'r> {
        let Figures::Read(answers) = self.entry.figures else { return Fact::Nothing };
        let answer = answers.get(self.figure.index);
        match column {
            13 => Fact::of(&answer.raw),
            14 => answer.mark.as_ref().map_or(Fact::Nothing, Fact::of),
            _ => answer.place.as_ref().map_or(Fact::Nothing, |place| Fact::of(&place.cell)),
        }
    }
}

impl<'r> Fact<'r> {
    fn of(words: impl Into<Cow<'r, str>>) -> Fact<'r> {
        let words = match words.into() {
            Cow::Borrowed(words) => plain(words),
            Cow::Owned(words) => Cow::Owned(plain(&words).into_owned()),
        };
        if words.is_empty() { Fact::Nothing } else { Fact::Words(words) }
    }

    /// Appends what a reader sees, numbers as canonical decimals.
    pub fn write(&self, line: &mut String) {
        match self {
            Fact::Nothing => {}
            Fact::Words(words) => line.push_str(words),
            Fact::Figure(number) => write!(line, "{number}").expect("memory takes all that is written"),
        }
    }

    /// What a reader sees, numbers as canonical decimals.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Fact::Nothing => Cow::Borrowed(""),
            Fact::Words(words) => Cow::Borrowed(words),
            Fact::Figure(number) => Cow::Owned(number.to_string()),
        }
    }
}

fn unit_facts<'r>(
    roll_up: &'r RollUp,
    unit: &'r Unit,
    year: Option<i32>,
    (state, counts): (&'static str, bool),
) -> [Fact<'r>; 8] {
    let parent = unit.parent.as_ref().map(|code| roll_up.register.unit(code));
    [
        year.map_or(Fact::Nothing, |year| Fact::Figure(Number::whole(year.into()))),
        Fact::of(unit.code.as_str()),
        Fact::of(&unit.name),
        Fact::of(words::level(unit.level)),
        parent.map_or(Fact::Nothing, |parent| Fact::of(parent.code.as_str())),
        parent.map_or(Fact::Nothing, |parent| Fact::of(&parent.name)),
        Fact::of(state),
        Fact::of(yes(counts)),
    ]
}

fn yes(is: bool) -> &'static str {
    if is { "是" } else { "否" }
}

/// To the second: whether a sheet was late must come out the same when it is read back.
fn exact_time(instant: Instant) -> String {
    instant.with_timezone(&beijing()).format("%Y-%m-%d %H:%M:%S").to_string()
}
