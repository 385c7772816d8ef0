//! Rates whose label says what they are made of: 满意率（3÷4）, 调解成功率（调解成功数÷受理数）.

use super::roles::is_rate;
use crate::form::sketch::Sketch;
use crate::vocabulary::plain::{core, plain};

/// The rate's name and the codes of its two items, where both are items above it.
pub fn quotient(sketch: &Sketch, label: &str) -> Option<(String, (String, String))> {
    let (name, formula) = label.split_once(['（', '('])?;
    let formula = plain(formula.trim_end_matches(['）', ')']));
    let formula = formula.rsplit('=').next()?.to_owned();
    let formula = formula.split(['×', '*']).next()?.to_owned();
    let (above, below) = formula.split_once(['÷', '/'])?;
    let found = (item(sketch, above)?, item(sketch, below)?);
    is_rate(name).then(|| (name.to_owned(), found))
}

/// An item by its number, 第3项, or its label.
fn item(sketch: &Sketch, words: &str) -> Option<String> {
    let number = words.trim_start_matches('第').trim_end_matches(['项', '行', '栏']);
    let number = number.trim_matches(['(', ')', '[', ']', '（', '）']);
    let named = |label: &str| core(label) == core(words);
    let found = sketch.items.iter().find(|item| item.code == number || !item.section && named(&item.label));
    found.map(|item| item.code.clone())
}
