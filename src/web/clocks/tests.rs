//! Clocks as they are typed, and what is said of those that make no sense.

use super::*;
use crate::campaign::deadline::usual_closing;
use crate::vocabulary::time::show;

fn clock(texts: [&str; 4]) -> ClockFields {
    let [phrase, due_at, grace_minutes, close_at] = texts.map(str::to_owned);
    ClockFields { open: false, phrase, due_at, grace_minutes, close_at }
}

#[test]
fn a_phrase_that_moves_alone_is_noticed() {
    let due = |phrase: &str, at: &str| due(phrase, read_instant(at).expect("a time"), 0);
    let before = due("3月22日前", "2024-03-22 24:00");
    for (phrase, at, left) in [
        ("3月20日前", "2024-03-22 24:00", true),
        ("3月20日前", "2024-03-20 24:00", false),
        ("3月22日前", "2024-03-25 24:00", false),
        ("3月22日24时前", "2024-03-22 24:00", false),
        ("另行通知", "2024-03-22 24:00", false),
    ] {
        let after = due(phrase, at);
        assert_eq!(is_left_behind(&before, &after, 2024, usual_closing()), left, "{phrase} {at}");
    }
}

#[test]
fn what_has_no_deadline_is_closed_by_its_own_clock_alone() {
    let days_off = DaysOff::default();
    let by = Reckoning { year: Some(2024), closing: usual_closing(), days_off: &days_off };
    for (close, expected) in [
        ("", Ok(None)),
        ("2024-03-31 24:00", Ok(read_instant("2024-03-31 24:00"))),
        ("以后", Err("plan-close_at")),
    ] {
        let open = ClockFields { open: true, ..clock(["3月22日前", "", "", close]) };
        let read = open.read("plan", &by);
        let read = read.map_err(|wrong| wrong[0].0.clone().unwrap_or_default());
        assert_eq!(read, expected.map(|close| (None, close)).map_err(str::to_owned), "{close}");
    }
}

#[test]
fn what_is_typed_is_understood_or_named() {
    let cases = [
        (["3月22日前", "", "", ""], "2024-03-23 00:00 +0"),
        (["3月22日下班前", "", "15", ""], "2024-03-22 17:30 +15"),
        (["另行通知", "2024-03-25 12:00", "", "2024-03-31 24:00"], "2024-03-25 12:00 +0 2024-04-01 00:00"),
        (["", "2024-03-25 12:00", "", ""], "plan-phrase"),
        // A clock time wins over the custom, a shift over a weekend is allowed; a day taken away is a slip.
        (["3月22日前", "2024-03-22 17:30", "", ""], "2024-03-22 17:30 +0"),
        (["3月23日前", "2024-03-25 24:00", "", ""], "2024-03-26 00:00 +0"),
        (["3月22日前", "2024-02-22 24:00", "", ""], "plan-due_at"),
        (["3月25日前", "2024-03-22 24:00", "", ""], "plan-due_at"),
        (["另行通知", "", "", ""], "plan-due_at"),
        (["3月22日前", "", "很多", ""], "plan-grace_minutes"),
        (["3月22日前", "", "", "2024-03-01 12:00"], "plan-close_at"),
        (["", "", "", "以后"], "plan-phrase plan-due_at plan-close_at"),
    ];
    let days_off = DaysOff::default();
    let by = Reckoning { year: Some(2024), closing: usual_closing(), days_off: &days_off };
    for (typed, expected) in cases {
        let said = match clock(typed).read("plan", &by) {
            Ok((due, close)) => {
                let close = close.map_or(String::new(), |close| format!(" {}", show(close)));
                let due = due.expect("a deadline was typed");
                format!("{} +{}{close}", show(due.instant), due.grace.num_minutes())
            }
            Err(wrong) => wrong.into_iter().filter_map(|(field, _)| field).collect::<Vec<_>>().join(" "),
        };
        assert_eq!(said, expected, "{typed:?}");
    }
}

#[test]
fn a_day_off_moves_what_was_understood_and_the_close_has_to_follow() {
    let days_off = DaysOff { shift: Shift::All, ..DaysOff::default() };
    let by = Reckoning { year: Some(2024), closing: usual_closing(), days_off: &days_off };
    let read = |texts| clock(texts).read("", &by);
    let due_of = |texts| read(texts).expect("a clock").0.expect("a deadline");
    let due = due_of(["3月23日前", "", "", "2024-03-25 24:00"]);
    assert_eq!(due.shown(), "3月23日前（截止：遇休息日顺延至 2024年3月25日 24:00（含当日））");
    let early = read(["3月23日前", "", "", "2024-03-24 24:00"]).expect_err("closed before it is due");
    assert_eq!(early[0].0.as_deref(), Some("close_at"));
    let kept = due_of(["3月20日前", "2024-03-23 24:00", "", ""]);
    assert!(is_left_behind(&due, &kept, 2024, usual_closing()), "the words moved, the day did not");
}
