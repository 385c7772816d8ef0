//! What the totals must be: integer arithmetic over the figures that units sent, and nothing of the product.

use std::collections::BTreeMap;

use crate::town::ITEMS;

/// One 万元, or one case: figures are counted in millionths.
const ONE: i64 = 1_000_000;

/// The figures in force, by code of the unit.
#[derive(Clone, Debug, Default)]
pub struct Truth(pub BTreeMap<String, [i64; ITEMS]>);

impl Truth {
    /// What a unit's figures are from now on.
    pub fn set(&mut self, unit: &str, figures: &[(usize, String)]) {
        let known = self.0.entry(unit.to_owned()).or_insert([0; ITEMS]);
        for (figure, text) in figures {
            known[*figure] = millionths(text);
        }
    }

    /// The totals of a node: a unit's code begins with its county's.
    pub fn total(&self, node: &str) -> [i64; ITEMS] {
        let mut total = [0; ITEMS];
        for (_, figures) in self.below(node) {
            total.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure);
        }
        total
    }

    pub fn below(&self, node: &str) -> impl Iterator<Item = (&String, &[i64; ITEMS])> {
        self.0.iter().filter(move |(unit, _)| unit.starts_with(node))
    }

    /// Only these units.
    pub fn of(&self, units: &[String]) -> Truth {
        let kept = self.0.iter().filter(|(unit, _)| units.contains(unit));
        Truth(kept.map(|(unit, figures)| (unit.clone(), *figures)).collect())
    }
}

/// `11.522` → 11522000.
pub fn millionths(text: &str) -> i64 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    assert!(fraction.len() <= 6, "{text} has too many decimals");
    let padded = format!("{fraction:0<6}");
    whole.parse::<i64>().expect("a whole part") * ONE + padded.parse::<i64>().expect("decimals")
}

/// All digits, none for show: `11.522`, `3`.
pub fn exact(millionths: i64) -> String {
    let text = format!("{}.{:06}", millionths / ONE, millionths % ONE);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// As a page prints it: counts whole, money with two decimals, half rounded up.
pub fn printed(figure: usize, millionths: i64) -> String {
    if figure != crate::town::MONEY {
        return exact(millionths);
    }
    let cents = (millionths + ONE / 200) / (ONE / 100);
    format!("{}.{:02}", cents / 100, cents % 100)
}
