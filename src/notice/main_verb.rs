//! Which of the verbs of a date's words is the one that leads to the receiver.

use std::ops::Range;

use super::page::Sentence;
use super::verbs::verbs;

/// The first verb, or one of its clause that leads to an office.
pub fn main_verb(sentence: &Sentence, within: Range<usize>) -> Option<Range<usize>> {
    main_verb_beside(sentence, within, &(0..0))
}

/// The same; what is said within a date (`反馈问题后15日内`) is no verb.
pub fn main_verb_beside(
    sentence: &Sentence,
    within: Range<usize>,
    date: &Range<usize>,
) -> Option<Range<usize>> {
    let mut verbs = verbs(sentence, within);
    verbs.retain(|verb| verb.end <= date.start || date.end <= verb.start);
    let first = verbs.first()?;
    let clause = sentence.clause(first.start);
    let leads = |verb: &&Range<usize>| {
        verb.start < clause.end && ["至", "到", "给"].iter().any(|word| sentence.says_at(verb.end, word))
    };
    Some(verbs.iter().find(leads).unwrap_or(first).clone())
}

/// `3月20日前将方案；4月5日前将总结报送至…`: the verb of a later part.
pub fn borrowed(sentence: &Sentence, within: Range<usize>) -> Option<Range<usize>> {
    sentence.first_of(within.clone(), &["将", "把"])?;
    verbs(sentence, within.end..sentence.chars.len()).into_iter().next()
}
