//! Calculating a formula anew.
//!
//! A formula's operands may be formulas. Those that are not calculated yet are put before it on a stack and it is
//! calculated once more after them, so that a chain of any length costs no depth, and a formula that comes back to
//! itself is found. Each result is kept as a spreadsheet keeps it, with no more digits than a
//! binary number holds.

use super::cells::{Cells, Value};
use super::exact::Exact;
use super::functions;
use super::run::{Result, Results, Run, Task};
use super::{Operator, Token};

/// All formulas of a file, each calculated once.
pub struct Calculation<'c> {
    pub cells: &'c Cells<'c>,
    pub tasks: &'c [Task],
    results: Results,
}

impl<'c> Calculation<'c> {
    pub fn new(cells: &'c Cells<'c>, tasks: &'c [Task]) -> Calculation<'c> {
        Calculation { cells, tasks, results: Results::new() }
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
            let mut run = Run::of(self.cells, self.tasks, &self.results, top);
            let result = result(&mut run);
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

/// What a formula comes to, as a spreadsheet keeps it.
fn result(run: &mut Run<'_>) -> Result {
    let value = value(run).map_or(Value::Unknown, |value| run.single(value));
    match (value, run.added) {
        (Value::Number(number), Some(added)) => {
            let kept = number.kept();
            Result { value: kept.map_or(Value::Unknown, Value::Number), added }
        }
        (Value::Blank, _) => Result { value: Value::Number(Exact::ZERO), added: Exact::ZERO },
        (value, _) => Result { value, added: Exact::ZERO },
    }
}

fn value(run: &mut Run<'_>) -> Option<Value> {
    let task = run.task;
    let mut stack: Vec<Value> = Vec::new();
    for token in task.expression.as_ref()?.iter() {
        if !run.cells.look(1) {
            return None;
        }
        let value = match token {
            Token::Number(number) => Value::Number(*number),
            Token::Text(text) => Value::Text(text.clone()),
            Token::Bool(truth) => Value::Bool(*truth),
            Token::Error => Value::Error,
            Token::Missing => Value::Blank,
            Token::Area(area) => Value::Area(run.cells.places(&area.moved(task.moved)?, task.at.0)?),
            Token::Parentheses => continue,
            Token::Negative => changed(run, stack.pop()?, |number| Some(number.negative())),
            Token::Percent => changed(run, stack.pop()?, |number| number.shift(-2)),
            Token::Binary(operator) => {
                let (right, left) = (stack.pop()?, stack.pop()?);
                joined(run, *operator, left, right)
            }
            Token::Call(function, count) => {
                let arguments = stack.split_off(stack.len().checked_sub(*count)?);
                functions::call(run, *function, arguments)
            }
        };
        stack.push(value);
    }
    stack.pop().filter(|_| stack.is_empty())
}

fn changed(run: &mut Run<'_>, value: Value, change: impl Fn(Exact) -> Option<Exact>) -> Value {
    match run.number(value) {
        Ok(number) => change(number).map_or(Value::Unknown, Value::Number),
        Err(other) => other,
    }
}

fn joined(run: &mut Run<'_>, operator: Operator, left: Value, right: Value) -> Value {
    if operator.binding() == 0 {
        let (left, right) = (run.single_or_blank(left), run.single_or_blank(right));
        return compared(operator, left, right);
    }
    let (left, right) = match (run.number(left), run.number(right)) {
        (Ok(left), Ok(right)) => (left, right),
        (Err(Value::Unknown), _) | (_, Err(Value::Unknown)) => return Value::Unknown,
        _ => return Value::Error,
    };
    let joined = match operator {
        Operator::Plus => run.plus(left, right),
        Operator::Minus => run.plus(left, right.negative()),
        Operator::Times => left.times(right),
        Operator::Divide if right.is_zero() => return Value::Error,
        Operator::Divide => left.divide(right),
        _ => return power(left, right),
    };
    joined.map_or(Value::Unknown, Value::Number)
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
