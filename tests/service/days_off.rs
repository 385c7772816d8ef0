//! 顺延: a deadline on a day off goes where the campaign's custom and calendar say, and everybody is told from where.

use serde_json::Value;

use crate::house::{Database, on_both};
use crate::published::{Published, number_of};
use crate::town::{Desk, between, gist, plain, values};

on_both!(
    a_deadline_on_a_day_off_is_moved_only_where_the_campaign_says_so,
    what_was_shifted_decides_to_the_millisecond_and_everybody_reads_it,
    a_deadline_that_is_moved_onto_a_day_off_is_shifted_like_the_first,
    a_calendar_that_cannot_be_read_is_refused_at_its_field,
);

/// Qingming of 2024: from Thursday to Saturday, and people worked on the Sunday.
const CALENDAR: [(&str, &str); 2] = [("holidays", "2024年4月4日至6日"), ("workdays", "4月7日")];

fn with<'f>(shift: &'f str, phrase: &'f str) -> Vec<(&'f str, &'f str)> {
    let mut fields = vec![("shift", shift), ("phrase", phrase), ("close_at", "2024-04-30 24:00")];
    if shift != "never" {
        fields.extend(CALENDAR);
    }
    fields
}

/// What the unit's page says of the deadline.
fn due_of(desk: &mut Desk, page: &str) -> String {
    let page = desk.open(page).text;
    let due = between(&page, "<div class=\"due\">", "</div>");
    plain(due.first().expect("a deadline")).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn a_deadline_on_a_day_off_is_moved_only_where_the_campaign_says_so(database: Database) {
    for (shift, phrase, shifted) in [
        ("never", "4月5日前", None),
        ("never", "3月23日前", None),
        ("holidays", "4月5日前", Some("2024年4月7日 24:00（含当日）")),
        ("holidays", "3月23日前", None),
        ("all", "4月5日下班前", Some("2024年4月7日 17:30")),
        ("all", "3月23日前", Some("2024年3月25日 24:00（含当日）")),
        ("all", "3月22日前", None),
        ("all", "4月7日前", None),
    ] {
        let season = Published::on(database, 1, &with(shift, phrase));
        let sheet = &season.sheets[0];
        let said = due_of(&mut season.desk(sheet), &season.place(sheet).page());
        match shifted {
            Some(to) => assert!(said.contains(&format!("遇休息日，顺延至 {to}")), "{shift} {phrase}: {said}"),
            None => assert!(!said.contains("顺延"), "{shift} {phrase}: {said}"),
        }
        assert!(said.contains(&format!("通知原文“{phrase}”")), "the words stay: {said}");
    }
}

fn what_was_shifted_decides_to_the_millisecond_and_everybody_reads_it(database: Database) {
    let season = Published::on(database, 2, &with("all", "4月5日前"));
    let mut city = season.house.desk("city");
    let settings = plain(&city.open(&format!("/campaigns/{}", season.campaign)).text);
    for words in ["遇周末和法定节假日都顺延", "2024年4月4日至6日", "2024年4月7日"] {
        assert!(settings.contains(words), "{words} in {settings}");
    }
    for (sheet, moment, on_time) in [
        (&season.sheets[0], "2024-04-07 23:59:59.999", true),
        (&season.sheets[1], "2024-04-08 00:00:00.000", false),
    ] {
        season.house.clock_is(moment);
        let mut desk = season.desk(sheet);
        let sent = desk.api().send(&season.place(sheet), "days-off-0001", &values(&sheet.typed()));
        let receipt: Value = serde_json::from_str(&sent.text).expect("JSON");
        assert_eq!(receipt["receipt"]["on_time"], on_time, "{moment}");
        let page = plain(&desk.open(&format!("/receipts/{}", number_of(&sent))).text);
        let said = "遇休息日顺延至 2024年4月7日 24:00（含当日），通知原文“4月5日前”";
        assert!(page.contains(said), "{}", gist(&page));
    }
    let mut city = season.house.desk("city");
    let campaigns = city.api().get("/api/v1/campaigns");
    let told = &campaigns["campaigns"][0];
    assert_eq!(told["due_phrase"], "4月5日前");
    let at = |name: &str| told[name].as_str().expect("an instant")[..16].to_owned();
    assert_eq!((at("due_shifted_from"), at("due")), ("2024-04-06T00:00".into(), "2024-04-08T00:00".into()));
    let missing = city.open(&format!("/campaigns/{}/missing", season.campaign)).text;
    let said = "4月5日前（截止：遇休息日顺延至 2024年4月7日 24:00（含当日））";
    assert!(plain(&missing).contains(said), "{}", gist(&missing));
}

fn a_deadline_that_is_moved_onto_a_day_off_is_shifted_like_the_first(database: Database) {
    let season = Published::on(database, 1, &with("holidays", "4月5日前"));
    let (sheet, mut city) = (&season.sheets[0], season.house.desk("city"));
    let address = format!("/campaigns/{}", season.campaign);
    let page = city.open(&address).text;
    assert!(page.contains("value=\"2024-04-05 24:00\""), "the form shows the day of the words: {page}");
    let reason = ("reason", "通知改期");
    let left = [("phrase", "4月9日前"), ("due_at", "2024-04-05 24:00"), reason];
    assert_eq!(city.post("/deliverables/1/due", &left).status, 422, "the words moved, the day did not");
    for (phrase, said) in [
        ("4月6日下班前", "原为 2024年4月6日 17:30，遇休息日，顺延至 2024年4月7日 17:30"),
        ("4月9日前", "截止：2024年4月9日 24:00（含当日）"),
    ] {
        city.done("/deliverables/1/due", &[("phrase", phrase), ("due_at", ""), reason]);
        let due = due_of(&mut season.desk(sheet), &season.place(sheet).page());
        assert!(due.contains(said), "{phrase}: {due}");
    }
    let told = plain(&season.desk(sheet).open("/").text);
    let words =
        "截止时间已由 遇休息日顺延至 2024年4月7日 24:00（含当日） 改为 遇休息日顺延至 2024年4月7日 17:30";
    assert!(told.contains(words), "{told}");
}

fn a_calendar_that_cannot_be_read_is_refused_at_its_field(database: Database) {
    let season = Published::on(database, 1, &[]);
    let mut city = season.house.desk("city");
    for (shift, holidays, workdays, field, words) in [
        ("all", "清明节", "", "holidays", "“清明节”认不出是哪几天"),
        ("all", "4月4日至6日", "4月5日", "holidays", "2024-04-05 既写在放假的日子里"),
        ("all", "4月4日", "周日", "workdays", "“周日”认不出是哪几天"),
        ("holidays", "", "", "holidays", "请写明哪些日子放假"),
    ] {
        let fields = [
            ("title", "统计"),
            ("form", "315-activity"),
            ("year", "2024"),
            ("issuer", "淄博市消费者协会"),
            ("phrase", "4月5日前"),
            ("shift", shift),
            ("holidays", holidays),
            ("workdays", workdays),
        ];
        let refused = city.post("/campaigns", &fields);
        assert_eq!(refused.status, 422, "{holidays} {workdays}");
        let at = format!("<a href=\"#{field}\">");
        let said = between(&refused.text, &at, "</a>");
        assert!(said.iter().any(|said| said.contains(words)), "{words}: {}", gist(&refused.text));
        assert!(holidays.is_empty() || refused.text.contains(&format!("value=\"{holidays}\"")), "it is kept");
    }
}
