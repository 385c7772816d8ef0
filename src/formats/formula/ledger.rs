//! What readers find of formulas while they read, and what is said of each when the whole grid is there.
//!
//! A reader notes each formula, each number that its cell shows as something else, and every reason that the file
//! gives to doubt its results. A result that can be calculated anew needs no trust; any other is believed unless
//! there is such a reason. One lies in the results themselves: a program that cannot calculate stores a nought
//! with every formula.

use std::collections::BTreeMap;

use super::Expression;
use super::cells::{Address, Aside, Cells, Value};
use super::evaluate::Calculation;
use super::exact::Exact;
use super::run::{Result, Task};
use super::words::words;
use crate::submit::grid::{Content, Grid, Proof, Said};

/// Tokens of all formulas of a file; what is beyond them is not calculated.
const MOST_TOKENS: usize = 1_000_000;

/// Characters of a formula that are told where its words are the file's own.
const LONGEST: usize = 400;

/// Why stored results may be none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// The workbook, or the cell, asks to be calculated when it is opened.
    OnLoad,
    ByHand,
    Unfinished,
    /// No formula has another result than a nought.
    Noughts,
}

impl Doubt {
    pub fn words(self) -> &'static str {
        match self {
            Doubt::OnLoad => "这个工作簿要求打开时重新计算，存着的结果可能不是最后的结果",
            Doubt::ByHand => "这个工作簿设成了手动计算，存着的结果可能还是改数以前的",
            Doubt::Unfinished => "这个工作簿保存时没有计算完，存着的结果可能不是最后的结果",
            Doubt::Noughts => "这个工作簿里公式存的结果都是 0，可能从来没有计算过",
        }
    }
}

/// A formula as a reader finds it.
pub struct Formula {
    pub row: u32,
    pub column: u32,
    /// As the file has it; empty where it has no words.
    pub text: String,
    pub expression: Option<Expression>,
    /// How far relative references are moved from where they were written.
    pub moved: (i64, i64),
    pub doubt: Option<Doubt>,
}

impl Formula {
    pub fn new(row: u32, column: u32, text: &str, expression: Option<Expression>) -> Formula {
        let text = text.chars().take(LONGEST).collect();
        Formula { row, column, text, expression, moved: (0, 0), doubt: None }
    }
}

/// All that was noted of a file.
#[derive(Default)]
pub struct Ledger {
    formulas: Vec<(usize, Formula)>,
    numbers: Vec<(Address, Exact)>,
    doubt: Option<Doubt>,
    tokens: usize,
}

impl Ledger {
    pub fn formula(&mut self, sheet: usize, mut formula: Formula) {
        // A shared one is kept once, but each of its cells is calculated.
        self.tokens += formula.expression.as_ref().map_or(0, |expression| expression.len());
        if self.tokens > MOST_TOKENS {
            formula.expression = None;
        }
        self.formulas.push((sheet, formula));
    }

    /// A number whose cell holds something else in the grid.
    pub fn number(&mut self, address: Address, number: Exact) {
        self.numbers.push((address, number));
    }

    /// A reason to doubt all results of the file.
    pub fn doubt(&mut self, doubt: Doubt) {
        self.doubt = self.doubt.max(Some(doubt));
    }

    /// Whether there is anything to say at all.
    pub fn is_empty(&self) -> bool {
        self.formulas.is_empty()
    }

    /// What is said of each formula whose result is a number, or missing.
    pub fn prove(self, grid: &Grid) -> Vec<(Address, Said)> {
        let numbers: BTreeMap<Address, Exact> = self.numbers.iter().copied().collect();
        let stored: Vec<Stored> =
            self.formulas.iter().map(|(sheet, formula)| stored(grid, &numbers, *sheet, formula)).collect();
        let is_nought = |stored: &Stored| matches!(stored, Stored::Number(number) if number.is_zero());
        let noughts = stored.iter().all(|stored| is_nought(stored) || matches!(stored, Stored::Nothing));
        let doubts: Vec<Option<Doubt>> = (self.formulas.iter().zip(&stored))
            .map(|((_, formula), stored)| {
                formula.doubt.or(self.doubt).or((noughts && is_nought(stored)).then_some(Doubt::Noughts))
            })
            .collect();
        let (mut aside, mut tasks) = (BTreeMap::new(), Vec::new());
        aside.extend(numbers.iter().map(|(address, number)| (*address, Aside::Stored(*number))));
        for (index, (sheet, formula)) in self.formulas.iter().enumerate() {
            let at = (*sheet, formula.row, formula.column);
            aside.insert(at, Aside::Formula(index));
            tasks.push(Task {
                at,
                expression: formula.expression.clone(),
                moved: formula.moved,
                stored: if doubts[index].is_none() { stored[index].value() } else { Value::Unknown },
            });
        }
        let cells = Cells::new(grid, aside);
        let mut calculation = Calculation::new(&cells, &tasks);
        let mut said = Vec::new();
        for (index, task) in tasks.iter().enumerate() {
            let proof = match &stored[index] {
                Stored::Number(number) => proof(calculation.result(index), *number, doubts[index]),
                Stored::Nothing => match came_to(&calculation.result(index)).and_then(Exact::text) {
                    Some(text) => Proof::Differs(text),
                    None => continue,
                },
                _ => continue,
            };
            said.push((task.at, Said::Formula { text: told(&self.formulas[index].1), proof }));
        }
        said
    }
}

/// What the file stores as a formula's result.
#[derive(Clone, Debug)]
enum Stored {
    /// None at all.
    Nothing,
    Number(Exact),
    /// A number that is shown as a day, or not at all.
    Unseen(Exact),
    Other(Value),
}

impl Stored {
    fn value(&self) -> Value {
        match self {
            Stored::Nothing => Value::Unknown,
            Stored::Number(number) | Stored::Unseen(number) => Value::Number(*number),
            Stored::Other(value) => value.clone(),
        }
    }
}

fn stored(grid: &Grid, numbers: &BTreeMap<Address, Exact>, sheet: usize, formula: &Formula) -> Stored {
    let content = grid.sheets.get(sheet).and_then(|sheet| sheet.at(formula.row, formula.column));
    let number = numbers.get(&(sheet, formula.row, formula.column)).copied();
    match (content, number) {
        (Some(Content::FormulaWithoutResult), _) => Stored::Nothing,
        (Some(Content::Date(..)) | None, Some(number)) => Stored::Unseen(number),
        (_, Some(number)) => Stored::Number(number),
        (Some(Content::Number(text)), None) => {
            Exact::parse(text).map_or(Stored::Other(Value::Unknown), Stored::Number)
        }
        (Some(Content::Text(text)), None) => Stored::Other(Value::Text(text.clone())),
        (Some(Content::Bool(truth)), None) => Stored::Other(Value::Bool(*truth)),
        (Some(Content::Error(_)), None) => Stored::Other(Value::Error),
        (Some(Content::Date(..)), None) => Stored::Other(Value::Unknown),
        // An empty text is not kept.
        (None, None) => Stored::Other(Value::Text(String::new())),
    }
}

fn came_to(result: &Result) -> Option<Exact> {
    match result.value {
        Value::Number(number) => Some(number),
        _ => None,
    }
}

fn proof(result: Result, stored: Exact, doubt: Option<Doubt>) -> Proof {
    let calculated =
        came_to(&result).and_then(|number| Some((number, is_same(number, stored, result.added)?)));
    match (calculated, doubt) {
        (Some((_, true)), _) => Proof::Agrees,
        (Some((number, false)), _) => number.text().map_or(Proof::Believed, Proof::Differs),
        (None, Some(doubt)) => Proof::Doubted(doubt.words().to_owned()),
        (None, None) => Proof::Believed,
    }
}

/// Whether binary numbers may have come out so: they differ by no more than their last digits, or the last digits
/// of what was added up.
fn is_same(calculated: Exact, stored: Exact, added: Exact) -> Option<bool> {
    const DIGITS: i32 = 12;
    const DIGITS_ADDED: i32 = 13;
    let apart = calculated.minus(stored)?.magnitude();
    let within = |bound: Exact, digits: i32| Some(apart.shift(digits)?.compare(bound)?.is_le());
    if apart.is_zero() || within(calculated.magnitude(), DIGITS) == Some(true) {
        return Some(true);
    }
    Some(within(added, DIGITS_ADDED).unwrap_or(false))
}

/// The formula in a person's words, or else the file's.
fn told(formula: &Formula) -> String {
    let known = formula.expression.as_ref().and_then(|expression| words(expression, formula.moved));
    known.unwrap_or_else(|| formula.text.trim_start_matches("of:").trim_start_matches('=').to_owned())
}
