//! Calculating a formula anew.
//!
//! A formula's operands may be formulas. Those that are not calculated yet are put before it on a stack and it is
//! calculated once more after them, so that a chain of any length costs no depth, and a formula that comes back to
//! itself is found. Each result is kept as a spreadsheet keeps it, with no more digits than a
//! binary number holds.

use std::collections::HashMap;

use super::cells::{Address, Aside, Cells, Value, plainly};
use super::exact::Exact;
use super::functions;
use super::{Expression, Operator, Token};

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

/// All formulas of a file, each calculated once.
pub struct Calculation<'c> {
    pub cells: &'c Cells<'c>,
    pub tasks: &'c [Task],
    /// Nothing while operands are being calculated.
    results: HashMap<usize, Option<Result>>,
}

impl<'c> Calculation<'c> {
    pub fn new(cells: &'c Cells<'c>, tasks: &'c [Task]) -> Calculation<'c> {
        Calculation { cells, tasks, results: HashMap::new() }
    }

    /// What the formula of this number comes to.
    pub fn result(&mut self, task: usize) -> Result {
        let mut stack = vec![task];
        while let Some(top) = stack.last().copied() {
            let open = match self.results.get(&top) {
                Some(Some(_)) => {
                    stack.pop();
                    continue;
                }
                Some(None) => true,
                None => false,
            };
            let mut run = Run::of(self, top);
            let result = run.result();
            let needed = run.needed;
            if open || needed.is_empty() {
                self.results.insert(top, Some(result));
                stack.pop();
            } else {
                self.results.insert(top, None);
                stack.extend(needed);
            }
        }
        self.results
            .get(&task)
            .cloned()
            .flatten()
            .unwrap_or(Result { value: Value::Unknown, added: Exact::ZERO })
    }
}

/// One formula being run.
pub struct Run<'r> {
    calculation: &'r Calculation<'r>,
    task: &'r Task,
    pub needed: Vec<usize>,
    added: Option<Exact>,
}

impl<'r> Run<'r> {
    fn of(calculation: &'r Calculation<'_>, task: usize) -> Run<'r> {
        Run { calculation, task: &calculation.tasks[task], needed: Vec::new(), added: Some(Exact::ZERO) }
    }

    pub fn cells(&self) -> &'r Cells<'r> {
        self.calculation.cells
    }

    /// The expression of the formula of this number.
    pub fn expression_of(&self, formula: usize) -> Option<&'r Expression> {
        self.calculation.tasks.get(formula)?.expression.as_ref()
    }

    fn result(&mut self) -> Result {
        let value = self.run().map_or(Value::Unknown, |value| self.single(value));
        match (value, self.added) {
            (Value::Number(number), Some(added)) => {
                let kept = number.kept();
                Result { value: kept.map_or(Value::Unknown, Value::Number), added }
            }
            (Value::Blank, _) => Result { value: Value::Number(Exact::ZERO), added: Exact::ZERO },
            (value, _) => Result { value, added: Exact::ZERO },
        }
    }

    fn run(&mut self) -> Option<Value> {
        let task = self.task;
        let expression = task.expression.as_ref()?;
        let mut stack: Vec<Value> = Vec::new();
        for token in expression.iter() {
            if !self.cells().look(1) {
                return None;
            }
            let value = match token {
                Token::Number(number) => Value::Number(*number),
                Token::Text(text) => Value::Text(text.clone()),
                Token::Bool(truth) => Value::Bool(*truth),
                Token::Error => Value::Error,
                Token::Missing => Value::Blank,
                Token::Area(area) => Value::Area(self.cells().places(&area.moved(task.moved)?, task.at.0)?),
                Token::Parentheses => continue,
                Token::Negative => self.changed(stack.pop()?, |number| Some(number.negative())),
                Token::Percent => self.changed(stack.pop()?, |number| number.shift(-2)),
                Token::Binary(operator) => {
                    let (right, left) = (stack.pop()?, stack.pop()?);
                    self.joined(*operator, left, right)
                }
                Token::Call(function, count) => {
                    let arguments = stack.split_off(stack.len().checked_sub(*count)?);
                    functions::call(self, *function, arguments)
                }
            };
            stack.push(value);
        }
        stack.pop().filter(|_| stack.is_empty())
    }

    /// What a cell holds, where its formula has been calculated if it has one.
    pub fn at(&mut self, address: Address) -> Value {
        if !self.cells().look(1) {
            return Value::Unknown;
        }
        match self.cells().aside(address) {
            Some(aside) => self.from_aside(aside),
            None => self.cells().value(address),
        }
    }

    pub fn from_aside(&mut self, aside: Aside) -> Value {
        let formula = match aside {
            Aside::Stored(number) => return Value::Number(number),
            Aside::Formula(formula) => formula,
        };
        match self.calculation.results.get(&formula) {
            Some(Some(Result { value: Value::Unknown, .. })) => {
                self.calculation.tasks.get(formula).map_or(Value::Unknown, |task| task.stored.clone())
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

    fn changed(&mut self, value: Value, change: impl Fn(Exact) -> Option<Exact>) -> Value {
        match self.number(value) {
            Ok(number) => change(number).map_or(Value::Unknown, Value::Number),
            Err(other) => other,
        }
    }

    /// Adds, and notes how much was added.
    pub fn plus(&mut self, one: Exact, other: Exact) -> Option<Exact> {
        for number in [one, other] {
            self.added = self.added.and_then(|added| added.plus(number.magnitude()));
        }
        one.plus(other)
    }

    fn joined(&mut self, operator: Operator, left: Value, right: Value) -> Value {
        if operator.binding() == 0 {
            let (left, right) = (self.single_or_blank(left), self.single_or_blank(right));
            return compared(operator, left, right);
        }
        let (left, right) = match (self.number(left), self.number(right)) {
            (Ok(left), Ok(right)) => (left, right),
            (Err(Value::Unknown), _) | (_, Err(Value::Unknown)) => return Value::Unknown,
            _ => return Value::Error,
        };
        let joined = match operator {
            Operator::Plus => self.plus(left, right),
            Operator::Minus => self.plus(left, right.negative()),
            Operator::Times => left.times(right),
            Operator::Divide if right.is_zero() => return Value::Error,
            Operator::Divide => left.divide(right),
            _ => return power(left, right),
        };
        joined.map_or(Value::Unknown, Value::Number)
    }
}

fn power(base: Exact, exponent: Exact) -> Value {
    let small = exponent.as_whole().filter(|exponent| (-64..=64).contains(exponent));
    match small {
        Some(exponent) if base.is_zero() && exponent <= 0 => Value::Error,
        Some(exponent) => base.to_the(exponent).map_or(Value::Unknown, Value::Number),
        None => Value::Unknown,
    }
}

fn compared(operator: Operator, left: Value, right: Value) -> Value {
    let order = match (&left, &right) {
        (Value::Unknown | Value::Area(_), _) | (_, Value::Unknown | Value::Area(_)) => return Value::Unknown,
        (Value::Error, _) | (_, Value::Error) => return Value::Error,
        (Value::Text(left), Value::Text(right))
            if matches!(operator, Operator::Equal | Operator::Unequal) =>
        {
            Some(left.to_lowercase().cmp(&right.to_lowercase()))
        }
        (Value::Text(text), Value::Blank) | (Value::Blank, Value::Text(text)) if text.is_empty() => {
            Some(std::cmp::Ordering::Equal)
        }
        (Value::Blank, Value::Blank) => Some(std::cmp::Ordering::Equal),
        (Value::Number(left), Value::Number(right)) => left.compare(*right),
        (Value::Number(left), Value::Blank) => left.compare(Exact::ZERO),
        (Value::Blank, Value::Number(right)) => Exact::ZERO.compare(*right),
        // Of two kinds the one is never the other, and words come after numbers.
        (Value::Number(_) | Value::Blank, Value::Text(_)) => Some(std::cmp::Ordering::Less),
        (Value::Text(_), Value::Number(_) | Value::Blank) => Some(std::cmp::Ordering::Greater),
        _ => None,
    };
    let Some(order) = order else { return Value::Unknown };
    Value::Bool(match operator {
        Operator::Equal => order.is_eq(),
        Operator::Unequal => order.is_ne(),
        Operator::Less => order.is_lt(),
        Operator::LessOrEqual => order.is_le(),
        Operator::Greater => order.is_gt(),
        _ => order.is_ge(),
    })
}
