//! Labels with one wrong character: 普法宣传话动.
//!
//! Nearness alone decides nothing, so what is found here is only offered: the recogniser looks whether the item
//! is named nowhere else on the sheet, whether the unit of measure agrees and whether the neighbours stand in
//! order. A short word has too many neighbours, and words near to two items name neither.

use super::labels::Labels;
use super::meaning::{Fit, Match, Meaning};
use crate::form::label::read_label;

/// Fewer characters are near to too much.
const SHORTEST: usize = 5;

/// Characters that deny, put off or count something else; no slip of the pen.
const TELLING: [char; 16] =
    ['未', '不', '非', '无', '没', '免', '待', '拟', '再', '人', '户', '家', '额', '率', '比', '均'];

/// The item of which a label is one character away.
pub fn slip(labels: &Labels, text: &str) -> Option<Match> {
    let label = read_label(text).filter(|label| !label.is_part)?;
    let word = label.readings.first()?;
    let length = word.chars().count();
    if !(SHORTEST..=labels.longest + 1).contains(&length) {
        return None;
    }
    let near = |key: &str| differ_by_one(word, key) && !says_another_thing(word, key);
    let mut near = labels.sole().filter_map(|(key, meaning)| match meaning {
        Meaning::Item(_) if near(key) => Some(meaning),
        _ => None,
    });
    let meaning = near.next()?;
    near.all(|other| other == meaning).then_some(Match { meaning, measure: label.measure, fit: Fit::Slip })
}
/// Whether a character makes another thing of it, one too many or the first: 受理投诉人数, 未解决消费纠纷.
fn says_another_thing(word: &str, key: &str) -> bool {
    let first = |text: &str| text.chars().next();
    if first(word) != first(key) && word.starts_with(TELLING) {
        return true;
    }
    let added = |c: char| word.matches(c).count() > key.matches(c).count();
    word.chars().count() > key.chars().count() && word.chars().any(|c| TELLING.contains(&c) && added(c))
}

/// Whether one insertion, deletion or replacement makes one word of the other, or two neighbours were exchanged.
fn differ_by_one(left: &str, right: &str) -> bool {
    // A Chinese character takes three bytes, most others one.
    if left.len().abs_diff(right.len()) > 4 {
        return false;
    }
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    if left.len().abs_diff(right.len()) > 1 || left == right {
        return false;
    }
    let same_start = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let same_end = left.iter().rev().zip(right.iter().rev()).take_while(|(a, b)| a == b).count();
    let longer = left.len().max(right.len());
    let exchanged = || {
        let middle = same_start..longer - same_end;
        left.len() == right.len()
            && middle.len() == 2
            && left[middle.start] == right[middle.start + 1]
            && left[middle.start + 1] == right[middle.start]
    };
    same_start + same_end + 1 >= longer || exchanged()
}

#[cfg(test)]
mod tests {
    use crate::form::builtin;
    use crate::form::wording::{Meaning, Wording};

    #[test]
    fn a_slip_of_one_character_is_offered() {
        let wording = Wording::new(builtin::anchor());
        for (text, item) in [
            ("受理消费者投述情况", Some(4)),
            ("普法宣传话动（场）", Some(0)),
            ("组织闻新发布会", Some(1)),
            ("为消费者挽回经济损", Some(6)),
            ("受理消费者举报情况", None),
            ("其中：受理消费者投述", None),
            ("投述", None),
            ("未解决消费纠纷", None),
            ("未受理消费者投诉", None),
        ] {
            let found = wording.slip(text).map(|found| found.meaning);
            assert_eq!(found, item.map(Meaning::Item), "{text}");
            assert_eq!(wording.label(text), None, "{text}");
        }
    }
}
