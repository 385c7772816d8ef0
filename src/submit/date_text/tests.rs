//! Days of filling in as people write them.

use super::*;

#[test]
fn dates_are_read_however_written() {
    for (text, expected) in [
        ("2024年3月18日", "2024-03-18"),
        ("2024 年 3 月 18 日", "2024-03-18"),
        ("2024.3.18", "2024-03-18"),
        ("2024/3/18", "2024-03-18"),
        ("2024-03-18 10:30", "2024-03-18"),
        ("24年3月18日", "2024-03-18"),
        ("２０２４．３．１８", "2024-03-18"),
        ("20240318", "2024-03-18"),
        ("45369", "2024-03-18"),
        ("二〇二四年三月十八日", "2024-03-18"),
        ("二〇二四年十二月三十一日", "2024-12-31"),
        ("3月18日", "2024-03-18"),
        ("2024年13月45日", "?"),
        ("2024年3月", "?"),
        ("明天", "?"),
        ("", "·"),
        ("    年  月  日", "·"),
        ("____", "·"),
    ] {
        let shown = match read_date(text) {
            DateRead::Unreadable => "?".to_owned(),
            DateRead::Blank => "·".to_owned(),
            read => read.day(Some(2024)).unwrap().to_string(),
        };
        assert_eq!(shown, expected, "{text:?}");
    }
}

#[test]
fn windows_are_told_from_days() {
    for (text, expected) in [
        ("3月1日至15日", true),
        ("2024年3月1日—2024年3月20日", true),
        ("2024.3.1-2024.3.15", true),
        ("3.1-3.15", true),
        ("2024-03-01-2024-03-15", true),
        ("2024年3月1日 到 15日", true),
        ("2024-03-18", false),
        ("2024-03-18 09:30:00", false),
        ("2024年3月18日", false),
        ("二〇二四年三月十八日", false),
        ("2024.3.18", false),
        ("45369", false),
    ] {
        assert_eq!(is_window(text), expected, "{text}");
    }
}

#[test]
fn a_moment_has_a_day_and_a_clock() {
    let shown = |content: Content| read_moment(&content).map(crate::vocabulary::time::show);
    for (text, expected) in [
        ("2024-03-18 10:20:33", Some("2024-03-18 10:20")),
        ("2024年3月18日 10:20", Some("2024-03-18 10:20")),
        ("45369.43055555555", Some("2024-03-18 10:20")),
        ("45369", None),
        ("2024-03-18", None),
        ("99999999.5", None),
        ("45369.", None),
    ] {
        assert_eq!(shown(Content::Text(text.to_owned())).as_deref(), expected, "{text}");
    }
    let serial = Content::Number("45369.43055555555".to_owned());
    assert_eq!(shown(serial).as_deref(), Some("2024-03-18 10:20"));
    assert_eq!(shown(Content::Date(2024, 3, 18)), None);
}
