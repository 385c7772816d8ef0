//! Campaigns as texts, and what is said of those that are wrong.

use super::*;
use crate::vocabulary::time::show;

#[test]
fn a_campaign_is_read_with_its_phrase_and_instant() {
    let text = "title = \"3·15\"\nyear = 2024\n[due]\nphrase = \"3月22日前\"\ngrace_minutes = 30\n";
    let campaign = read_campaign(text).unwrap();
    let due = campaign.due.unwrap();
    assert_eq!((due.phrase.as_str(), show(due.instant).as_str()), ("3月22日前", "2024-03-23 00:00"));
    assert_eq!(due.grace, TimeDelta::minutes(30));
}

#[test]
fn a_deadline_on_a_day_off_goes_where_the_campaign_says() {
    for (shift, due) in [
        ("", "4月4日前（截止：2024年4月4日 24:00（含当日））"),
        ("shift = \"never\"", "4月4日前（截止：2024年4月4日 24:00（含当日））"),
        (
            "shift = \"holidays\"\nholidays = [\"4月4日至6日\"]",
            "4月4日前（截止：遇休息日顺延至 2024年4月7日 24:00（含当日））",
        ),
        (
            "shift = \"all\"\nholidays = [\"2024-04-04\", \"2024-04-05\"]\nworkdays = [\"4月7日\"]",
            "4月4日前（截止：遇休息日顺延至 2024年4月7日 24:00（含当日））",
        ),
        (
            "shift = \"all\"\nholidays = [\"4月4日至6日\"]",
            "4月4日前（截止：遇休息日顺延至 2024年4月8日 24:00（含当日））",
        ),
    ] {
        let text = format!("year = 2024\n[due]\nphrase = \"4月4日前\"\n{shift}\n");
        assert_eq!(read_campaign(&text).unwrap().due.unwrap().shown(), due, "{shift}");
    }
    let text = "year = 2024\n[due]\nphrase = \"4月4日前\"\nshift = \"maybe\"\nholidays = [\"清明\"]\n";
    let mistakes: Vec<String> = read_campaign(text).unwrap_err().iter().map(Mistake::to_string).collect();
    assert_eq!(
        mistakes,
        [
            "第 4 行：“maybe”不是 never、holidays、all 之一",
            "第 5 行：“清明”认不出是哪几天，请写成 2024年4月4日至6日，不连着的用顿号隔开。",
        ]
    );
}

#[test]
fn mistakes_are_named_with_their_lines() {
    let mistakes = read_campaign("yaer = 2024\nclose = \"三月\"\n[due]\nphrase = \"尽快\"\n").unwrap_err();
    let shown: Vec<String> = mistakes.iter().map(Mistake::to_string).collect();
    assert_eq!(
        shown,
        [
            "第 1 行：不认识的键“yaer”",
            "第 2 行：“三月”不是时间，应写成 \"2024-03-23 00:00\"",
            "第 4 行：“尽快”认不出截止日，请补写 instant = \"2024-03-23 00:00\"（北京时间，到这一刻为止，不含）",
        ]
    );
}
