//! One formula while it is being calculated: what its operands hold, and which other formulas it waits for.

use std::collections::HashMap;

use super::Expression;
use super::cells::{Address, Aside, Cells, Value, plainly};
use super::exact::Exact;

/// A formula to be calculated.
pub struct Task {
    pub at: Address,
    /// Nothing where it is not known.
    pub expression: Option<Expression>,
    /// How far relative references are moved.
    pub moved: (i64, i64),
    /// What stands in for it where it cannot be calculated.
    pub stored: Value,
}

/// A result, and what was added up on the way to it: binary numbers are as exact as that is large.
#[derive(Clone, Debug)]
pub struct Result {
    pub value: Value,
    pub added: Exact,
}

/// What has been calculated, by the number of the formula; nothing while its operands are being calculated.
pub type Results = HashMap<usize, Option<Result>>;

/// One formula being run.
pub struct Run<'r> {
    pub cells: &'r Cells<'r>,
    pub task: &'r Task,
    tasks: &'r [Task],
    results: &'r Results,
    /// Formulas to be calculated before this one.
    pub needed: Vec<usize>,
    /// The sum of all magnitudes that were added up, where it is known.
    pub added: Option<Exact>,
}

impl<'r> Run<'r> {
    pub fn of(cells: &'r Cells<'r>, tasks: &'r [Task], results: &'r Results, task: usize) -> Run<'r> {
        Run { cells, task: &tasks[task], tasks, results, needed: Vec::new(), added: Some(Exact::ZERO) }
    }

    /// The expression of the formula of this number.
    pub fn expression_of(&self, formula: usize) -> Option<&'r Expression> {
        self.tasks.get(formula)?.expression.as_ref()
    }

    /// What a cell holds, where its formula has been calculated if it has one.
    pub fn at(&mut self, address: Address) -> Value {
        if !self.cells.look(1) {
            return Value::Unknown;
        }
        match self.cells.aside(address) {
            Some(aside) => self.from_aside(aside),
            None => self.cells.value(address),
        }
    }

    pub fn from_aside(&mut self, aside: Aside) -> Value {
        let formula = match aside {
            Aside::Stored(number) => return Value::Number(number),
            Aside::Formula(formula) => formula,
        };
        match self.results.get(&formula) {
            Some(Some(Result { value: Value::Unknown, .. })) => {
                self.tasks.get(formula).map_or(Value::Unknown, |task| task.stored.clone())
            }
            Some(Some(result)) => result.value.clone(),
            // It has come back to itself.
            Some(None) => Value::Unknown,
            None => {
                self.needed.push(formula);
                Value::Unknown
            }
        }
    }

    /// One value: that of an area of one cell is the cell's.
    pub fn single(&mut self, value: Value) -> Value {
        match value {
            Value::Area(places) if places.is_one() => {
                match self.at((places.sheets.0, places.rows.0, places.columns.0)) {
                    Value::Blank => Value::Number(Exact::ZERO),
                    value => value,
                }
            }
            Value::Area(_) => Value::Unknown,
            value => value,
        }
    }

    /// The same where a blank cell is told from a nought.
    pub fn single_or_blank(&mut self, value: Value) -> Value {
        match value {
            Value::Area(places) if places.is_one() => {
                self.at((places.sheets.0, places.rows.0, places.columns.0))
            }
            other => self.single(other),
        }
    }

    /// The number that an operand is.
    pub fn number(&mut self, value: Value) -> std::result::Result<Exact, Value> {
        match self.single(value) {
            Value::Number(number) => Ok(number),
            Value::Bool(truth) => Ok(Exact::whole(truth.into())),
            Value::Blank => Ok(Exact::ZERO),
            Value::Text(text) => plainly(&text).ok_or(Value::Error),
            other => Err(other),
        }
    }

    /// Adds, and notes how much was added.
    pub fn plus(&mut self, one: Exact, other: Exact) -> Option<Exact> {
        for number in [one, other] {
            self.added = self.added.and_then(|added| added.plus(number.magnitude()));
        }
        one.plus(other)
    }
}
