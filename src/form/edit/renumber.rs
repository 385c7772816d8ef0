//! New numbers for all items, followed into parts, rates and checks.

use std::collections::BTreeMap;

use crate::form::sketch::Sketch;

pub fn renumber(sketch: &mut Sketch) {
    let mut codes: BTreeMap<String, String> = BTreeMap::new();
    let mut parts: BTreeMap<String, usize> = BTreeMap::new();
    for item in sketch.items.iter().filter(|item| !item.section) {
        let whole =
            item.part_of.as_ref().and_then(|(whole, _)| codes.get(whole)).cloned().unwrap_or_default();
        let number = parts.entry(whole.clone()).or_default();
        *number += 1;
        let code = if whole.is_empty() { number.to_string() } else { format!("{whole}.{number}") };
        codes.insert(item.code.clone(), code);
    }
    let new = |code: &String| codes.get(code).unwrap_or(code).clone();
    for item in &mut sketch.items {
        item.code = new(&item.code);
        item.part_of = item.part_of.take().map(|(whole, relation)| (new(&whole), relation));
    }
    for rate in &mut sketch.rates {
        (rate.numerator, rate.denominator) = (new(&rate.numerator), new(&rate.denominator));
        rate.after = rate.after.as_ref().map(new);
    }
    for check in &mut sketch.checks {
        check.items = check.items.iter().map(new).collect();
        check.rule = in_brackets(&check.rule, &codes);
        check.sentence = in_brackets(&check.sentence, &codes);
    }
}

/// The same rule or sentence, each item in brackets under its new code.
fn in_brackets(text: &str, codes: &BTreeMap<String, String>) -> String {
    let mut written = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let end = after.find([']', ':', '：', '@']).unwrap_or(after.len());
        let code = after[..end].trim();
        written.push_str(before);
        written.push('[');
        written.push_str(codes.get(code).map_or(code, String::as_str));
        rest = &after[end..];
    }
    written.push_str(rest);
    written
}
