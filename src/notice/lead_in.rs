//! The words before a colon that say what is asked, before the points that say by when: `请按下列时限报送统计表：…`.

use std::ops::Range;

use super::page::Sentence;
use super::verbs::verbs;

/// What stands behind the verb of such words; before it, where it ends them (`统计表分两次报送：…`).
pub fn lead_in(sentence: &Sentence) -> Option<Range<usize>> {
    let colon = lead_in_end(sentence)? - 1;
    let verb = verbs(sentence, 0..colon).pop()?;
    let clause = sentence.clause(verb.start);
    Some(if verb.end < colon { verb.end..colon } else { clause.start.max(sentence.point())..verb.start })
}

/// Where the words end; only what has a verb and something behind it leads in.
pub fn lead_in_end(sentence: &Sentence) -> Option<usize> {
    let is_colon = |at: &usize| sentence.chars[*at] == ':' && !sentence.is_bracketed(*at);
    let colon = (0..sentence.chars.len()).find(is_colon)?;
    let verb = verbs(sentence, 0..colon).pop()?;
    let is_parted = || sentence.find(0..verb.start, "分").is_some() && verb.end == colon;
    ((verb.end < colon || is_parted()) && colon + 1 < sentence.chars.len()).then_some(colon + 1)
}
