//! A table of units: what they did with each deliverable, and what is said of them as a whole.

use super::*;
use crate::campaign::DeliverableKind;
use crate::campaign::task::{Files, due};
use crate::vocabulary::time::parse_instant;

fn at(text: &str) -> Instant {
    parse_instant(&format!("2024-03-{text}")).expect("an instant")
}

/// The table by the 22nd, the plan by the 10th, and pictures, which nobody must send, by the 10th.
fn asked() -> Vec<Deliverable> {
    let one = |id, kind, day: &str, required| Deliverable {
        id,
        campaign: 1,
        kind,
        title: String::new(),
        due: Some(due("", at(day), 0)),
        close: None,
        required,
        level: None,
        files: Files::default(),
    };
    vec![
        one(1, DeliverableKind::Table, "23 00:00", true),
        one(2, DeliverableKind::Plan, "11 00:00", true),
        one(3, DeliverableKind::Pictures, "11 00:00", false),
    ]
}

/// `-` nothing, `S12` sent on the 12th, `R12` returned, `A12` accepted; `D` a draft, `E` more time until the 30th.
fn part(said: &str, exempt: bool) -> Standing {
    let mut part = Standing::of_nobody(1, "370320001", "所", "/1/2/");
    part.exempt = exempt.then(|| "撤并".to_owned());
    match said.get(..1) {
        Some("D") => part.draft_saved = Some(at("01 00:00")),
        Some("E") => part.extended = Some(at("30 00:00")),
        _ => {}
    }
    let state = match said.get(..1) {
        Some("S") => UnitState::Submitted,
        Some("R") => UnitState::Returned,
        Some("A") => UnitState::Accepted,
        _ => return part,
    };
    let day = Some(at(&format!("{} 09:00", &said[1..])));
    (part.state, part.first_received, part.first_valid, part.last_changed) = (state, day, day, day);
    part
}

fn whole(said: &str) -> Whole {
    let (said, exempt) = said.strip_prefix('x').map_or((said, false), |said| (said, true));
    let parts = said.split_whitespace().map(|said| (said != ".").then(|| part(said, exempt)));
    Whole::new(parts.collect()).expect("something is asked")
}

fn numbers(said: &str, custom: bool) -> Vec<&'static str> {
    let whole = whole(said);
    let counted = Number::ALL.into_iter().filter(|number| whole.is_among(*number, &asked(), custom));
    counted.map(Number::label).collect()
}

#[test]
fn a_package_is_there_when_all_that_is_required_is() {
    for (said, now, status, counted) in [
        ("-   -   -  ", "05", "未填", "应报 未报"),
        ("-   -   S05", "05", "部分已报", "应报 未报 待审"),
        ("-   S05 -  ", "05", "部分已报", "应报 未报 待审"),
        ("-   A05 -  ", "12", "部分已报", "应报 未报"),
        ("S05 -   -  ", "12", "逾期未报", "应报 未报 待审"),
        ("S20 S05 -  ", "25", "已报待审", "应报 实报 按时 待审"),
        ("S20 S12 -  ", "25", "已报待审", "应报 实报 迟报 待审"),
        ("S20 S05 S12", "25", "已报待审", "应报 实报 按时 待审"),
        ("A20 A05 -  ", "25", "已通过", "应报 实报 按时 已通过"),
        ("A20 A05 S12", "25", "已报待审", "应报 实报 按时 待审"),
        ("A20 A05 R12", "25", "已退回", "应报 实报 按时 退回"),
        ("A20 R05 -  ", "25", "已退回", "应报 实报 按时 退回"),
        ("D   -   -  ", "05", "草稿（尚未报送）", "应报 未报"),
        ("-   E   -  ", "12", "已延期", "应报 未报 延期"),
        ("S20 E   -  ", "21", "部分已报", "应报 未报 待审 延期"),
        ("x-  -   -  ", "25", "免报", "免报"),
        ("xS20 -  -  ", "25", "已报待审", "应报 实报 按时 待审"),
        ("x-  -   S05", "25", "已报待审", "应报 实报 按时 待审"),
        (".   S05 -  ", "25", "已报待审", "应报 实报 按时 待审"),
        (".   .   -  ", "05", "未填", "应报 未报"),
    ] {
        let now = at(&format!("{now} 09:00"));
        assert_eq!(whole(said).status(&asked(), now).label(), status, "{said}");
        assert_eq!(numbers(said, false).join(" "), counted, "{said}");
    }
}

#[test]
fn by_the_other_custom_what_was_returned_is_missing_again() {
    assert_eq!(numbers("A20 R05 -", true).join(" "), "应报 未报 退回");
    let returned = whole("A20 R05 -");
    let owed = |custom| returned.owed(&asked(), custom).iter().map(|asked| asked.id).collect::<Vec<_>>();
    assert_eq!((owed(false), owed(true)), (vec![], vec![2]));
}

#[test]
fn what_is_owed_is_what_must_come_and_has_not() {
    for (said, owed) in [
        ("- - -", vec![1, 2]),
        ("S20 - -", vec![2]),
        ("x- - -", vec![]),
        (". . -", vec![3]),
        (". S20 -", vec![]),
    ] {
        let found: Vec<i64> = whole(said).owed(&asked(), false).iter().map(|asked| asked.id).collect();
        assert_eq!(found, owed, "{said}");
    }
}

#[test]
fn one_deliverable_alone_says_what_its_standing_says() {
    for said in ["-", "S05", "S12", "R05", "R25", "A12", "D", "E", "x-", "xS05", "xR25", "xD", "xE"] {
        for required in [true, false] {
            let alone = vec![Deliverable { required, ..asked().remove(0) }];
            let whole = whole(said);
            for now in ["05 09:00", "25 09:00", "31 09:00"] {
                let status = whole.head.status(Some(&alone[0]), at(now));
                assert_eq!(whole.status(&alone, at(now)), status, "{said} on {now}");
            }
            for (number, custom) in
                Number::ALL.into_iter().flat_map(|number| [(number, true), (number, false)])
            {
                let counted = whole.head.is_among(number, Some(&alone[0]), custom);
                assert_eq!(whole.is_among(number, &alone, custom), counted, "{said} {number:?}");
            }
        }
    }
}
