//! The functions that statistics sheets are added up with.
//!
//! They treat their arguments as Excel does, but for one thing: a figure that was typed as text inside an area
//! counts. Excel leaves it out of a sum in silence, and that is what a person has to be told.

use super::cells::{Places, Value, plainly};

use super::exact::{Exact, Rounding};
use super::run::Run;
use super::{Function, Token};

/// What a function makes of its arguments.
pub fn call(run: &mut Run<'_>, function: Function, arguments: Vec<Value>) -> Value {
    let made = match function {
        Function::If => chosen(run, arguments),
        Function::IfError => mended(run, arguments),
        Function::IsError => is_error(run, arguments),
        Function::Count | Function::CountAll => counted(run, arguments, function == Function::CountAll),
        Function::Round => rounded(run, arguments, Rounding::Half),
        Function::RoundUp => rounded(run, arguments, Rounding::Up),
        Function::RoundDown => rounded(run, arguments, Rounding::Down),
        Function::Int => one_number(run, arguments, |number| Some(number.floor())),
        Function::Abs => one_number(run, arguments, |number| Some(number.magnitude())),
        Function::Subtotal => subtotal(run, arguments),
        Function::SumProduct => sum_of_products(run, arguments),
        Function::Sum | Function::Product | Function::Average | Function::Min | Function::Max => {
            numbers(run, arguments).map(|numbers| gathered(run, function, &numbers))
        }
    };
    made.unwrap_or_else(|other| other)
}

type Made = Result<Value, Value>;

fn known(number: Option<Exact>) -> Value {
    number.map_or(Value::Unknown, Value::Number)
}

fn gathered(run: &mut Run<'_>, function: Function, numbers: &[Exact]) -> Value {
    let first = numbers.first().copied();
    let extreme = |wanted: fn(std::cmp::Ordering) -> bool| {
        numbers.iter().try_fold(first.unwrap_or(Exact::ZERO), |best, number| {
            Some(if wanted(number.compare(best)?) { *number } else { best })
        })
    };
    match function {
        Function::Product if first.is_none() => Value::Number(Exact::ZERO),
        Function::Product => {
            known(numbers.iter().try_fold(Exact::whole(1), |product, number| product.times(*number)))
        }
        Function::Min => known(extreme(std::cmp::Ordering::is_lt)),
        Function::Max => known(extreme(std::cmp::Ordering::is_gt)),
        Function::Average if first.is_none() => Value::Error,
        Function::Average => {
            let count = Exact::whole(numbers.len() as i64);
            known(sum(run, numbers).and_then(|sum| sum.divide(count)))
        }
        _ => known(sum(run, numbers)),
    }
}

fn sum(run: &mut Run<'_>, numbers: &[Exact]) -> Option<Exact> {
    numbers.iter().try_fold(Exact::ZERO, |sum, number| run.plus(sum, *number))
}

/// All numbers among the arguments, those in areas as well.
fn numbers(run: &mut Run<'_>, arguments: Vec<Value>) -> Result<Vec<Exact>, Value> {
    let mut numbers = Vec::new();
    for argument in arguments {
        let Value::Area(places) = argument else {
            numbers.push(run.number(argument)?);
            continue;
        };
        for value in values(run, places)? {
            match value {
                Value::Number(number) => numbers.push(number),
                Value::Text(text) => numbers.extend(plainly(&text)),
                Value::Error | Value::Unknown => return Err(value),
                _ => {}
            }
        }
    }
    Ok(numbers)
}

/// Everything that an area holds, blank cells left out.
fn values(run: &mut Run<'_>, places: Places) -> Result<Vec<Value>, Value> {
    let (mut values, mut aside) = (Vec::new(), Vec::new());
    let all = run.cells.each(places, |_, stands_aside, value| match stands_aside {
        Some(stands_aside) => aside.push(stands_aside),
        None => values.push(value),
    });
    if !all {
        return Err(Value::Unknown);
    }
    values.extend(aside.into_iter().map(|aside| run.from_aside(aside)));
    Ok(values)
}

fn counted(run: &mut Run<'_>, arguments: Vec<Value>, all: bool) -> Made {
    let mut count = 0_i64;
    for argument in arguments {
        let values = match argument {
            Value::Area(places) => values(run, places)?,
            single => vec![single],
        };
        for value in values {
            match value {
                Value::Unknown => return Err(value),
                Value::Number(_) => count += 1,
                Value::Blank => {}
                _ if all => count += 1,
                _ => {}
            }
        }
    }
    Ok(Value::Number(Exact::whole(count)))
}

/// One argument less, the first.
fn first(arguments: &mut Vec<Value>) -> Result<Value, Value> {
    if arguments.is_empty() { Err(Value::Unknown) } else { Ok(arguments.remove(0)) }
}

fn one_number(run: &mut Run<'_>, mut arguments: Vec<Value>, make: fn(Exact) -> Option<Exact>) -> Made {
    let number = first(&mut arguments)?;
    Ok(known(make(run.number(number)?)))
}

fn rounded(run: &mut Run<'_>, mut arguments: Vec<Value>, how: Rounding) -> Made {
    let number = first(&mut arguments)?;
    let decimals = first(&mut arguments)?;
    let (number, decimals) = (run.number(number)?, run.number(decimals)?);
    let decimals = decimals.as_whole().filter(|decimals| (-20..=20).contains(decimals));
    Ok(known(decimals.and_then(|decimals| number.rounded(decimals, how))))
}

fn chosen(run: &mut Run<'_>, mut arguments: Vec<Value>) -> Made {
    let condition = first(&mut arguments)?;
    let holds = match run.single(condition) {
        Value::Bool(truth) => truth,
        Value::Number(number) => !number.is_zero(),
        Value::Blank => false,
        Value::Error => return Err(Value::Error),
        _ => return Err(Value::Unknown),
    };
    let branch = if holds { 0 } else { 1 };
    Ok(arguments.into_iter().nth(branch).unwrap_or(Value::Bool(holds)))
}

fn mended(run: &mut Run<'_>, mut arguments: Vec<Value>) -> Made {
    let value = first(&mut arguments)?;
    match run.single(value) {
        Value::Error => first(&mut arguments),
        value => Ok(value),
    }
}

fn is_error(run: &mut Run<'_>, mut arguments: Vec<Value>) -> Made {
    let value = first(&mut arguments)?;
    match run.single(value) {
        Value::Unknown => Err(Value::Unknown),
        value => Ok(Value::Bool(matches!(value, Value::Error))),
    }
}

/// A sum, where nothing tells subtotals from figures and rows are all shown: what is left out is not to be seen.
fn subtotal(run: &mut Run<'_>, mut arguments: Vec<Value>) -> Made {
    let kind = first(&mut arguments)?;
    let is_sum = run.number(kind)?.as_whole().is_some_and(|kind| matches!(kind, 9 | 109));
    let is_plain = |argument: &Value| match argument {
        Value::Area(places) => !run.cells.hides(*places) && !holds_subtotals(run, *places),
        _ => false,
    };
    if !is_sum || !arguments.iter().all(is_plain) {
        return Err(Value::Unknown);
    }
    let numbers = numbers(run, arguments)?;
    Ok(known(sum(run, &numbers)))
}

fn holds_subtotals(run: &Run<'_>, places: Places) -> bool {
    let is_subtotal = |token: &Token| matches!(token, Token::Call(Function::Subtotal, _));
    let mut holds = false;
    let all = run.cells.each(places, |_, aside, _| {
        if let Some(super::cells::Aside::Formula(formula)) = aside {
            holds |= run.expression_of(formula).is_none_or(|expression| expression.iter().any(is_subtotal));
        }
    });
    holds || !all
}

/// Of areas of one shape; what is no number is a nought.
fn sum_of_products(run: &mut Run<'_>, arguments: Vec<Value>) -> Made {
    let areas = arguments.iter().map(|argument| match argument {
        Value::Area(places) if places.sheets.0 == places.sheets.1 => Some(*places),
        _ => None,
    });
    let areas: Vec<Places> = areas.collect::<Option<_>>().ok_or(Value::Unknown)?;
    let (leading, others) = areas.split_first().ok_or(Value::Unknown)?;
    let shape = |places: &Places| (places.rows.1 - places.rows.0, places.columns.1 - places.columns.0);
    if others.iter().any(|other| shape(other) != shape(leading)) {
        return Err(Value::Error);
    }
    let mut addresses = Vec::new();
    if !run.cells.each(*leading, |address, _, _| addresses.push(address)) {
        return Err(Value::Unknown);
    }
    let mut total = Exact::ZERO;
    for (_, row, column) in addresses {
        let mut product = Exact::whole(1);
        for area in &areas {
            let address = (
                area.sheets.0,
                area.rows.0 + row - leading.rows.0,
                area.columns.0 + column - leading.columns.0,
            );
            let factor = match run.at(address) {
                Value::Number(number) => number,
                Value::Text(text) => plainly(&text).unwrap_or(Exact::ZERO),
                Value::Blank | Value::Bool(_) => Exact::ZERO,
                other => return Err(other),
            };
            product = product.times(factor).ok_or(Value::Unknown)?;
        }
        total = run.plus(total, product).ok_or(Value::Unknown)?;
    }
    Ok(Value::Number(total))
}
