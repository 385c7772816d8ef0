//! No two deliverables of a notice are called the same: the second says whose it is, to whom it goes or by when.

use super::proposal::{Deliverable, Quoted};

/// Gives a second one of equal name a word of its sentence: `自查报告（定点零售药店）`.
pub fn distinguish(deliverables: &mut [Quoted<Deliverable>]) {
    for index in 1..deliverables.len() {
        let (earlier, later) = deliverables.split_at_mut(index);
        let one = &mut later[0].value;
        let is_known = |name: &str| earlier.iter().any(|earlier| earlier.value.name == name);
        if !is_known(&one.name) {
            continue;
        }
        let Some(first) = earlier.iter().find(|earlier| earlier.value.name == one.name) else { continue };
        let named = |word: &str| format!("{}（{}）", one.name, word.trim_start_matches('各'));
        let words = words(&first.value, one);
        let name = words.iter().map(|word| named(word)).find(|name| !is_known(name));
        let counted = || (2..).map(|count| named(&count.to_string())).find(|name| !is_known(name));
        one.name = name.or_else(counted).unwrap_or_default();
    }
}

/// What differs between two of one name: who sends, who takes, by when.
fn words(first: &Deliverable, one: &Deliverable) -> Vec<String> {
    let differing = [(&first.from, &one.from), (&first.to, &one.to), (&first.phrase, &one.phrase)];
    differing.into_iter().filter(|(first, own)| first != own).filter_map(|(_, own)| own.clone()).collect()
}
