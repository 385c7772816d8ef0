//! How a broken rule can be mended by changing one figure: what a made-up sample needs, and nothing else.
//!
//! Only comparisons with a single figure on one side are mended, alone or joined by 且; of alternatives the first
//! that can be.

use super::{Expression, Figures, Operator, Reference, Rule, Value, evaluate};
use crate::vocabulary::Number;

/// A figure that mends a rule.
pub struct Bend {
    pub reference: Reference,
    pub value: Number,
}

struct Lookup<'l>(&'l dyn Fn(&Reference) -> Option<Number>);

impl Figures for Lookup<'_> {
    fn figure(&self, reference: &Reference) -> Option<Number> {
        (self.0)(reference)
    }
}

impl Rule {
    /// What would mend the rule; none where it holds, or where no single figure is to be seen.
    pub fn bend(&self, figures: &dyn Fn(&Reference) -> Option<Number>) -> Option<Bend> {
        mend(&self.0, &Lookup(figures))
    }
}

fn mend(expression: &Expression, figures: &dyn Figures) -> Option<Bend> {
    if evaluate(expression, figures) != Value::Truth(false) {
        return None;
    }
    let Expression::Binary(operator, left, right) = expression else { return None };
    match operator {
        Operator::And | Operator::Or => mend(left, figures).or_else(|| mend(right, figures)),
        Operator::LessOrEqual | Operator::Equal | Operator::GreaterOrEqual => {
            let left_first = set(left, right, figures, 0);
            left_first.or_else(|| set(right, left, figures, 0))
        }
        Operator::Less => set(left, right, figures, -1).or_else(|| set(right, left, figures, 1)),
        Operator::Greater | Operator::NotEqual => {
            set(left, right, figures, 1).or_else(|| set(right, left, figures, -1))
        }
        _ => None,
    }
}

/// A figure made as large as what it is compared with, or by so much other.
fn set(figure: &Expression, other: &Expression, figures: &dyn Figures, more: i64) -> Option<Bend> {
    let Expression::Figure(reference) = figure else { return None };
    let Value::Number(value) = evaluate(other, figures) else { return None };
    let value = value.checked_add(Number::whole(more))?;
    (!value.is_negative()).then(|| Bend { reference: reference.clone(), value })
}
