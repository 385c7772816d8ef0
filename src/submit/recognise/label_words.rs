//! What is said of labels that are not the form's own words, and the labels taken back out of it.
//!
//! A stored finding is all that is left of how a unit wrote a label; whoever corrects the form next year is offered
//! these words. So the sentences are written and read in one place.

use crate::vocabulary::Place;

/// Codes of the findings that quote a label.
pub const CODES: [&str; 4] = ["label-synonym", "label-slip", "label-uncertain", "extra-row"];

/// A label by other words of the item.
pub fn synonym(written: &str) -> String {
    format!("按“{written}”认作本项")
}

/// A label that is one character away from the item's.
pub fn slip(written: &str, label: &str) -> String {
    format!("“{written}”与“{label}”只差一个字，已按本项读取")
}

/// A row that holds a figure and is no item.
pub fn extra(written: &str, place: &Place, raw: &str) -> String {
    format!("“{written}”（{place}）填有“{raw}”，不是本表的指标，没有计入")
}

/// The label that a finding quotes, by the finding's code and sentence.
pub fn quoted<'s>(code: &str, sentence: &'s str) -> Option<&'s str> {
    let behind = |start: &str| sentence.split_once(start).map(|(_, rest)| rest);
    let (rest, end) = match code {
        "label-synonym" => (behind("）：按“")?, "”认作本项"),
        "label-slip" | "label-uncertain" => (behind("）：“")?, "”与“"),
        "extra-row" => (sentence.strip_prefix('“')?, "”（"),
        _ => return None,
    };
    rest.split_once(end).map(|(words, _)| words).filter(|words| !words.is_empty())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::form::builtin;
    use crate::vocabulary::Severity;

    #[test]
    fn a_label_that_was_said_is_found_again() {
        let form = builtin::form("315-activity").expect("a built-in form");
        let place = Place::new(Arc::from("3·15“表”"), "B7".to_owned());
        let of_item =
            |words: &str| form.finding(Severity::Hint, "label", 0, Some(place.clone()), words).sentence;
        for (code, sentence) in [
            ("label-synonym", of_item(&synonym("“3·15”宣传"))),
            ("label-slip", of_item(&slip("“3·15”宣传", "“3·15”普法"))),
            ("label-uncertain", format!("{}；请核对", of_item(&slip("“3·15”宣传", "“3·15”普法")))),
            ("extra-row", extra("“3·15”宣传", &place, "5")),
        ] {
            assert_eq!(quoted(code, &sentence), Some("“3·15”宣传"), "{code}: {sentence}");
            assert!(CODES.contains(&code));
            assert_eq!(quoted("mark-as-zero", &sentence), None);
        }
        assert_eq!(quoted("label-synonym", "别的话"), None);
    }
}
