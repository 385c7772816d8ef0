//! What is typed on the page over what was read from a file.

use super::*;
use crate::form::builtin;
use crate::submit::Answer;
use crate::vocabulary::Place;

fn typed(figure: usize, text: &str) -> Entry {
    Entry { texts: BTreeMap::from([(figure, text.to_owned())]), ..Entry::default() }
}

#[test]
fn typed_words_are_read_like_a_cell() {
    let form = builtin::anchor();
    for (figure, text, value, code) in [
        (0, "7", Some("7"), None),
        (0, " １２ ", Some("12"), Some("written-form")),
        (0, "12场", Some("12"), Some("measure-in-cell")),
        (6, "35000元", Some("3.5"), Some("measure-converted")),
        (0, "约800", Some("800"), Some("approximate")),
        (0, "若干", None, Some("not-a-number")),
        (6, "3.5.1", None, Some("not-a-number")),
        (0, "12345678901234567890", None, Some("not-a-number")),
        (0, "", None, None),
    ] {
        let reading = enter(&form, 2024, None, &typed(figure, text));
        let answer = reading.answers.get(figure);
        assert_eq!(answer.value.map(|value| value.to_string()).as_deref(), value, "{text}");
        let codes: Vec<&str> = reading.findings.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!(codes, code.into_iter().collect::<Vec<_>>(), "{text}");
        assert!(answer.place.is_none() && answer.found);
    }
}

#[test]
fn words_that_must_be_corrected_stand_in_the_field() {
    let form = builtin::anchor();
    let mut read = enter(&form, 2024, None, &typed(0, "约800"));
    assert_eq!(shown(&form, &read, 0), "约800");
    read = enter(&form, 2024, Some(&read), &typed(0, "800"));
    assert_eq!(
        (read.answers.value(0).map(|value| value.to_string()).as_deref(), read.findings.len()),
        (Some("800"), 0)
    );
}

#[test]
fn what_was_read_stays_where_nobody_touched_it() {
    let form = builtin::anchor();
    let mut read = Reading::of_page(&form, 2024);
    let place = Some(Place::new("表".into(), "D4".to_owned()));
    let number = crate::vocabulary::Number::parse("12");
    *read.answers.get_mut(0) =
        Answer { value: number, raw: "12场".to_owned(), place, found: true, ..Answer::default() };
    read.findings.push(Finding::hint("measure-in-cell", "…").on_item("1"));
    let kept = enter(&form, 2024, Some(&read), &typed(0, "12"));
    assert_eq!(kept.answers.get(0).raw, "12场");
    assert_eq!(kept.findings.len(), 1);
    let changed = enter(&form, 2024, Some(&read), &typed(0, "13"));
    assert_eq!(changed.answers.get(0).raw, "13");
    assert!(changed.answers.get(0).place.is_none() && changed.findings.is_empty());
}

#[test]
fn a_figure_that_was_objected_to_can_be_confirmed() {
    let form = builtin::anchor();
    for (raw, field, text, stands) in [
        ("约2297", "约2297", "约2297", true),
        ("约2297", "约2297", "2297", false),
        // 本项出现两次: which one is right has to be typed, also where it is the first.
        ("2297", "", "", true),
        ("2297", "", "2297", false),
    ] {
        let mut read = Reading::of_page(&form, 2024);
        let value = crate::vocabulary::Number::parse("2297");
        *read.answers.get_mut(0) = Answer { value, raw: raw.to_owned(), found: true, ..Answer::default() };
        read.findings.push(Finding::hard("approximate", "…").on_item("1"));
        assert_eq!(shown(&form, &read, 0), field, "{raw}");
        let entered = enter(&form, 2024, Some(&read), &typed(0, text));
        assert_eq!(!entered.findings.is_empty(), stands, "{raw}, then {text}");
        assert_eq!(entered.answers.get(0).value, value);
    }
}
