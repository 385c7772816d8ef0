//! The rule language of a form's checks.
//!
//! A statistician writes `[6] <= [5]`, not a program. An expression is made of numbers, figures
//! (`[6]`, `[6:累计]` in a named column, `[6@上年]` last year's), the words `[本项]`, `[上年]` and `[上限]`
//! (the item a check is tried on, also in a named column `[本项:累计]`, its last year's figure, its soft bound at the
//! unit's level), `+ - * /`,
//! comparisons, `且`/`and`, `或`/`or`, `非`/`not`, and the functions `max min floor whole`. Comparisons
//! bind tighter than `非`, which binds tighter than `且`, then `或`.
//!
//! Arithmetic is exact (a quotient keeps twelve decimals). A figure that is blank is *unknown*, and what
//! is computed from unknown is unknown; a rule that comes out unknown has not been broken: the blank has
//! its own finding. Alternatives were measured: general expression crates cost twenty times as much, and
//! none takes Chinese words.

mod bend;
mod parser;

pub use bend::Bend;
pub use parser::{parse_rule, parse_sentence};

use crate::vocabulary::Number;

/// A condition that must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule(pub(crate) Expression);

/// A sentence with expressions in braces: `填的是 {[7]} 万元，折合每件 {floor([7]*10000/max([6],1))} 元`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sentence(pub(crate) Vec<Piece>);

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    Words(String),
    Value { expression: Expression, places: Option<u8> },
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression {
    Constant(Number),
    Figure(Reference),
    Negate(Box<Expression>),
    Binary(Operator, Box<Expression>, Box<Expression>),
    Call(Function, Vec<Expression>),
    Not(Box<Expression>),
}

/// What a pair of brackets names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// `[6]`, `[6:累计]`, `[6@上年]`: codes of item and column as written; the item may be [`Reference::TRIED`].
    Item { item: String, column: Option<String>, last_year: bool },
    /// `[本项]`
    This,
    /// `[上年]`
    ThisLastYear,
    /// `[上限]`
    Bound,
}

impl Reference {
    /// The item that a check is tried on, where the bracket names a column: `[本项:累计]`.
    pub const TRIED: &str = "本项";
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
    GreaterOrEqual,
    Greater,
    And,
    Or,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Max,
    Min,
    Floor,
    Whole,
}

/// What an expression comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Value {
    Number(Number),
    Truth(bool),
    Unknown,
}

/// Where figures come from while a rule is tried.
pub trait Figures {
    fn figure(&self, reference: &Reference) -> Option<Number>;
}

impl Rule {
    /// Whether the rule is broken: it came out, and came out false.
    pub fn is_broken(&self, figures: &dyn Figures) -> bool {
        evaluate(&self.0, figures) == Value::Truth(false)
    }

    /// Whether the rule comes out unknown as long as last year's figures are: most roll-ups are made without them,
    /// and need not try it on every figure of every sheet.
    pub fn needs_last_year(&self) -> bool {
        hangs_on_last_year(&self.0)
    }

    /// The column that the rule names first, where every figure in it names its column: `[本项:c1] = [本项:c2]`.
    pub fn own_column(&self) -> Option<&str> {
        let references = self.references();
        let column = |reference: &&Reference| match reference {
            Reference::Item { column, .. } => column.is_some(),
            Reference::Bound => true,
            Reference::This | Reference::ThisLastYear => false,
        };
        let all = references.iter().all(column);
        references.iter().filter(|_| all).find_map(|reference| match reference {
            Reference::Item { column, .. } => column.as_deref(),
            _ => None,
        })
    }

    /// Every bracket of the rule, for checking a form's text and for drawing 表间 relations.
    pub fn references(&self) -> Vec<&Reference> {
        let mut found = Vec::new();
        collect(&self.0, &mut found);
        found
    }
}

impl Sentence {
    /// The sentence with its expressions computed; what is unknown reads “—”.
    pub fn fill(&self, figures: &dyn Figures) -> String {
        let pieces = self.0.iter().map(|piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Value { expression, places } => match evaluate(expression, figures) {
                Value::Number(number) => {
                    places.map_or_else(|| number.to_string(), |places| number.fixed(places))
                }
                Value::Truth(_) | Value::Unknown => "—".to_owned(),
            },
        });
        pieces.collect()
    }

    pub fn references(&self) -> Vec<&Reference> {
        let mut found = Vec::new();
        for piece in &self.0 {
            if let Piece::Value { expression, .. } = piece {
                collect(expression, &mut found);
            }
        }
        found
    }
}

fn collect<'e>(expression: &'e Expression, found: &mut Vec<&'e Reference>) {
    match expression {
        Expression::Constant(_) => {}
        Expression::Figure(reference) => found.push(reference),
        Expression::Negate(inner) | Expression::Not(inner) => collect(inner, found),
        Expression::Binary(_, left, right) => {
            collect(left, found);
            collect(right, found);
        }
        Expression::Call(_, arguments) => arguments.iter().for_each(|argument| collect(argument, found)),
    }
}

/// Whether an expression is unknown as long as last year's figures are.
fn hangs_on_last_year(expression: &Expression) -> bool {
    match expression {
        Expression::Constant(_) => false,
        Expression::Figure(reference) => {
            matches!(reference, Reference::ThisLastYear | Reference::Item { last_year: true, .. })
        }
        Expression::Negate(inner) | Expression::Not(inner) => hangs_on_last_year(inner),
        // One side known to be false, or true, would decide.
        Expression::Binary(Operator::And | Operator::Or, left, right) => {
            hangs_on_last_year(left) && hangs_on_last_year(right)
        }
        Expression::Binary(_, left, right) => hangs_on_last_year(left) || hangs_on_last_year(right),
        Expression::Call(_, arguments) => arguments.iter().any(hangs_on_last_year),
    }
}

fn evaluate(expression: &Expression, figures: &dyn Figures) -> Value {
    match expression {
        Expression::Constant(number) => Value::Number(*number),
        Expression::Figure(reference) => known(figures.figure(reference)),
        Expression::Negate(inner) => match evaluate(inner, figures) {
            Value::Number(number) => known(Number::ZERO.checked_sub(number)),
            _ => Value::Unknown,
        },
        Expression::Not(inner) => match evaluate(inner, figures) {
            Value::Truth(truth) => Value::Truth(!truth),
            _ => Value::Unknown,
        },
        Expression::Binary(operator, left, right) => {
            let left = evaluate(left, figures);
            settled(*operator, left).unwrap_or_else(|| combine(*operator, left, evaluate(right, figures)))
        }
        Expression::Call(function, arguments) => {
            call(*function, arguments.iter().map(|argument| evaluate(argument, figures)))
        }
    }
}

/// What comes of a left side whatever stands on the right.
fn settled(operator: Operator, left: Value) -> Option<Value> {
    match (operator, left) {
        (Operator::And, Value::Truth(false)) | (Operator::Or, Value::Truth(true)) => Some(left),
        (Operator::And | Operator::Or, _) | (_, Value::Number(_)) => None,
        _ => Some(Value::Unknown),
    }
}

fn known(number: Option<Number>) -> Value {
    number.map_or(Value::Unknown, Value::Number)
}

fn combine(operator: Operator, left: Value, right: Value) -> Value {
    use Operator::{
        Add, And, Divide, Equal, Greater, GreaterOrEqual, Less, LessOrEqual, Multiply, NotEqual, Or, Subtract,
    };
    match (operator, left, right) {
        (And, _, Value::Truth(false)) | (Or, _, Value::Truth(true)) => right,
        (And, Value::Truth(true), Value::Truth(true)) => Value::Truth(true),
        (Or, Value::Truth(false), Value::Truth(false)) => Value::Truth(false),
        (_, Value::Number(a), Value::Number(b)) => match operator {
            Add => known(a.checked_add(b)),
            Subtract => known(a.checked_sub(b)),
            Multiply => known(a.checked_mul(b)),
            Divide => known(a.divide(b, Number::MAX_DECIMALS as u8)),
            Less => Value::Truth(a < b),
            LessOrEqual => Value::Truth(a <= b),
            Equal => Value::Truth(a == b),
            NotEqual => Value::Truth(a != b),
            GreaterOrEqual => Value::Truth(a >= b),
            Greater => Value::Truth(a > b),
            And | Or => Value::Unknown,
        },
        _ => Value::Unknown,
    }
}

fn call(function: Function, arguments: impl Iterator<Item = Value>) -> Value {
    let choose: fn(Number, Number) -> Number = match function {
        Function::Max => Number::max,
        Function::Min => Number::min,
        Function::Floor | Function::Whole => |first, _| first,
    };
    let numbers =
        arguments.map(|argument| if let Value::Number(number) = argument { Some(number) } else { None });
    let chosen = numbers.reduce(|chosen, number| Some(choose(chosen?, number?)));
    match (function, chosen.flatten()) {
        (Function::Max | Function::Min, chosen) => known(chosen),
        (Function::Floor, chosen) => known(chosen.map(Number::floor)),
        (Function::Whole, chosen) => chosen.map_or(Value::Unknown, |number| Value::Truth(number.is_whole())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sheet(&'static [(&'static str, &'static str)]);

    impl Figures for Sheet {
        fn figure(&self, reference: &Reference) -> Option<Number> {
            let key = match reference {
                Reference::Item { item, last_year: false, .. } => item.clone(),
                Reference::Item { item, .. } => format!("{item}@"),
                Reference::This => "this".to_owned(),
                Reference::ThisLastYear => "last".to_owned(),
                Reference::Bound => "bound".to_owned(),
            };
            self.0.iter().find(|(name, _)| *name == key).and_then(|(_, text)| Number::parse(text))
        }
    }

    #[test]
    fn rules_say_when_they_are_broken() {
        let sheet =
            Sheet(&[("5", "10"), ("6", "12"), ("7", "350000"), ("this", "3"), ("bound", "0.5"), ("6@", "1")]);
        for (rule, broken) in [
            ("[6] <= [5]", true),
            ("[5] <= [6]", false),
            ("[5] + 2 = [6]", false),
            ("[6] - [5] * 2 < 0 - 7", false),
            ("非 ([7] * 10000 / max([6], 1) > 20000 且 [7] > 5)", true),
            ("[7] = 0 或 [6] > 0", false),
            ("not whole([7]) or [7] < 500", true),
            ("[本项] <= 3 * [上限]", true),
            ("[6@上年] = 1", false),
            ("[9] > 3", false),
            ("[9] > 3 且 [6] = 1", true),
            ("-[6] < 0", false),
        ] {
            let parsed = parse_rule(rule).unwrap_or_else(|mistake| panic!("{rule}: {mistake}"));
            assert_eq!(parsed.is_broken(&sheet), broken, "{rule}");
        }
    }

    #[test]
    fn sentences_compute_what_they_show() {
        let sheet = Sheet(&[("6", "12"), ("7", "350000")]);
        let sentence =
            parse_sentence("填的是 {[7]} 万元，折合每件 {floor([7]/[6])} 万元，应为 {[7]/10000|2}，{[9]}")
                .unwrap();
        assert_eq!(sentence.fill(&sheet), "填的是 350000 万元，折合每件 29166 万元，应为 35.00，—");
    }

    #[test]
    fn a_rule_that_needs_last_year_is_unknown_without_it() {
        let sheet = Sheet(&[("5", "1"), ("6", "2"), ("this", "3"), ("bound", "0.5")]);
        for (rule, needs) in [
            ("[上年] = 0 或 max([本项], [上年]) < 30 或 ([本项] <= 10 * [上年] 且 [上年] > 1)", true),
            ("非 (-[6@上年] < 0)", true),
            ("[6] <= [5]", false),
            ("[6] <= [5] 或 [上年] = 0", false),
            ("[6] <= [5] 且 [上年] = 0", false),
            ("[本项] <= 3 * [上限]", false),
        ] {
            let parsed = parse_rule(rule).unwrap_or_else(|mistake| panic!("{rule}: {mistake}"));
            assert_eq!(parsed.needs_last_year(), needs, "{rule}");
            assert!(!needs || !parsed.is_broken(&sheet), "{rule}");
        }
    }

    #[test]
    fn a_broken_rule_text_says_what_is_wrong() {
        for (rule, mistake) in [
            ("[6] <=", "这里缺少一个数或指标"),
            ("[6 <= 5", "方括号没有闭合"),
            ("[6] <= 5 5", "多余的内容“5”"),
            ("foo([6]) > 1", "不认识的词“foo”"),
            ("max() > 1", "函数缺少参数"),
            ("[6] & [5]", "不认识的符号“&”"),
            ("[6] + 1", "规则应是一个比较，例如 [6] <= [5]"),
            ("", "规则是空的"),
        ] {
            assert_eq!(parse_rule(rule).unwrap_err(), mistake, "{rule}");
        }
        let deep = format!("{}1{} = 1", "(".repeat(200), ")".repeat(200));
        assert_eq!(parse_rule(&deep).unwrap_err(), "括号套得太深");
    }
}
