//! Deadlines on days off under each custom, and calendars as notices write them.

use super::*;
use crate::vocabulary::time::{parse_instant, show};

/// The holidays of spring 2024 as they were published.
fn spring(shift: Shift) -> DaysOff {
    let days = |text| read_days(text, Some(2024)).unwrap();
    DaysOff {
        shift,
        holidays: days("2月10日至17日、4月4日至6日、5月1日至5日"),
        workdays: days("2月4日、2月18日、4月7日、4月28日、5月11日"),
    }
}

#[test]
fn a_deadline_goes_to_the_next_day_on_which_people_work() {
    for (due, holidays, all) in [
        ("2024-03-23 00:00", None, None),
        ("2024-03-24 00:00", None, Some("2024-03-26 00:00")),
        ("2024-03-23 00:00:00.001", None, Some("2024-03-25 00:00")),
        ("2024-03-24 17:30", None, Some("2024-03-25 17:30")),
        ("2024-04-05 00:00", Some("2024-04-08 00:00"), Some("2024-04-08 00:00")),
        ("2024-04-05 17:30", Some("2024-04-07 17:30"), Some("2024-04-07 17:30")),
        ("2024-04-07 17:30", None, None),
        ("2024-02-09 17:30", None, None),
        ("2024-02-10 17:30", Some("2024-02-18 17:30"), Some("2024-02-18 17:30")),
        ("2024-05-11 17:30", None, None),
        ("2024-05-12 17:30", None, Some("2024-05-13 17:30")),
    ] {
        let instant = parse_instant(due).unwrap();
        let shifted = |shift| spring(shift).shifted(instant).map(show);
        assert_eq!(shifted(Shift::Never), None, "{due}");
        assert_eq!(shifted(Shift::Holidays).as_deref(), holidays, "{due}");
        assert_eq!(shifted(Shift::All).as_deref(), all, "{due}");
    }
}

#[test]
fn the_author_hears_of_a_day_off_whatever_the_custom() {
    for (due, said) in [
        ("2024-03-24 00:00", Some("周六")),
        ("2024-04-05 17:30", Some("节假日")),
        ("2024-04-07 17:30", None),
        ("2024-03-22 17:30", None),
    ] {
        assert_eq!(spring(Shift::Never).warning(parse_instant(due).unwrap()), said, "{due}");
    }
}

#[test]
fn days_are_read_as_notices_list_them() {
    for (text, shown) in [
        ("2024年4月4日至6日", Ok("2024年4月4日至6日")),
        ("4月4日—4月6日，5月1日", Ok("2024年4月4日至6日、2024年5月1日")),
        ("2024-04-04\n2024/4/5 2024.4.7", Ok("2024年4月4日至5日、2024年4月7日")),
        ("12月30日至2025年1月1日", Ok("2024年12月30日至2025年1月1日")),
        ("", Ok("")),
        ("清明节", Err("清明节")),
        ("4月6日至4日", Err("4月6日至4日")),
        ("4月31日", Err("4月31日")),
        ("1月1日至12月31日", Err("1月1日至12月31日")),
    ] {
        match (read_days(text, Some(2024)), shown) {
            (Ok(days), Ok(shown)) => {
                assert_eq!(show_days(&days), shown, "{text}");
                assert_eq!(read_days(&show_days(&days), None), Ok(days), "{text}");
            }
            (Err(words), Err(part)) => assert!(words.contains(&format!("“{part}”")), "{words}"),
            (read, _) => panic!("{text}: {read:?}"),
        }
    }
}

#[test]
fn a_calendar_does_not_contradict_itself() {
    assert_eq!(spring(Shift::All).mistake(), None);
    let both = DaysOff { workdays: read_days("4月5日", Some(2024)).unwrap(), ..spring(Shift::All) };
    assert_eq!(both.mistake().unwrap(), "2024-04-05 既写在放假的日子里，又写在上班的日子里，请核对。");
    let silent = DaysOff { shift: Shift::Holidays, ..DaysOff::default() };
    assert!(silent.mistake().unwrap().contains("请写明哪些日子放假"));
}
