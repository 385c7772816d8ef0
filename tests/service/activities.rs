//! 同一次活动: two units' summaries tell of the same event; the supervisor sees it with both sheets and decides, with a
//! reason, who counts it. Nothing waits for that, and no figure changes by it.

use huibiao::vocabulary::Role;

use crate::house::{Database, House, on_both};
use crate::town::{CITY, ITEMS, Place, UNIT, arrange, between, gist, plain, publish, sending, town};

on_both!(
    what_two_summaries_tell_of_one_event_is_shown_with_both_sheets,
    a_person_decides_with_a_reason_who_counts_an_activity,
);

const EVENT: &str = "3月15日，联合县消协在人民广场开展咨询活动，发放宣传资料3000份。";

/// A campaign into which two units sent tables and summaries that tell of one event, and a third one of another.
fn told(database: Database) -> (House, i64) {
    let house = town(database);
    let mut city = house.desk("city");
    let campaign = arrange(&mut city, &[("m1-kind", "summary"), ("m1-phrase", "3月22日前")]);
    publish(&mut city, campaign);
    let path = format!("/campaigns/{campaign}/double-counts");
    assert!(plain(&city.open(&path).text).contains("没有在几份总结里都写到的活动"));
    for (unit, login) in [("370320002", "second"), ("370321001", "third")] {
        house.employ(login, Role::Clerk, unit);
    }
    for (unit, login, figure, event) in [
        (UNIT, "clerk", "3", EVENT),
        ("370320002", "second", "4", "３月15日 联合县消协在人民广场开展咨询活动,发放宣传资料3000份；"),
        ("370321001", "third", "5", "3月15日，在汽车站开展咨询活动，发放宣传资料3000份。"),
    ] {
        report(&house, &Place::new(campaign, unit), login, (figure, event));
    }
    (house, campaign)
}

/// Sends a table with one figure everywhere, and a summary.
fn report(house: &House, at: &Place, login: &str, (figure, event): (&str, &str)) {
    let mut desk = house.desk(login);
    let figures: Vec<(usize, String)> = (0..ITEMS).map(|item| (item, figure.to_owned())).collect();
    let sheet = desk.save(at, &figures, false);
    assert_eq!(sheet.status, 303, "{}", gist(&sheet.text));
    let fields = sending(&desk.open(&at.path("check")), "本所三月只办了这些活动，台账可查");
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    desk.done(&at.path("submissions"), &fields);
    let summary = format!("活动总结\n我所认真开展活动。{event}\n");
    let page = desk.open(&at.page()).text;
    let card = between(&page, "aria-labelledby=\"m-", "</h3>").into_iter();
    let card = card.filter(|card| card.ends_with("活动总结")).collect::<Vec<_>>()[0].to_owned();
    let deliverable = card.split('-').next().expect("a number");
    let put = desk.upload_files(
        &at.path("materials"),
        &[("deliverable", deliverable)],
        &[("file", "总结.txt", summary.as_bytes())],
    );
    assert_eq!(put.status, 303, "{}", gist(&put.text));
    let key = desk.open(&at.page()).value_of("key");
    desk.done(&at.path("deliveries"), &[("deliverable", deliverable), ("key", &key)]);
}

fn what_two_summaries_tell_of_one_event_is_shown_with_both_sheets(database: Database) {
    let (house, campaign) = told(database);
    let (mut city, path) = (house.desk("city"), format!("/campaigns/{campaign}/double-counts"));
    let page = city.open(&path).text;
    let shown = between(&page, "<q>", "</section>");
    assert_eq!(shown.len(), 1, "{}", gist(&page));
    assert!(shown[0].starts_with(EVENT) && shown[0].contains("待判定"), "{}", shown[0]);
    let sheets = between(shown[0], "<a href=\"", "\"");
    assert_eq!(sheets, ["/submissions/1", "/submissions/2"], "each can be opened and returned from there");
    assert!(plain(&page).contains("没有数字全部相同的上报"), "nothing waits to be decided");
    let found = city.api().get(&format!("/api/v1{path}?node={CITY}"));
    assert_eq!(found["activities"][0]["sentence"], EVENT);
    assert_eq!(found["activities"][0]["submissions"][1]["unit"], "370320002");
    assert_eq!(found["activities"].as_array().map(Vec::len), Some(1));
}

const BOTH: [(&str, &str); 2] = [("revision", "1"), ("revision", "2")];

fn a_person_decides_with_a_reason_who_counts_an_activity(database: Database) {
    let (house, campaign) = told(database);
    let (mut city, path) = (house.desk("city"), format!("/campaigns/{campaign}/double-counts"));
    let totals = |city: &mut crate::town::Desk| {
        plain(&city.open(&format!("/campaigns/{campaign}/totals")).text.replace(&city.csrf, ""))
    };
    let before = totals(&mut city);
    for (why, fields, status, told) in [
        ("no reason", vec![("activity", EVENT), ("left_out", "2")], 422, "请写明判定的依据"),
        (
            "nobody counts it",
            vec![("activity", EVENT), ("left_out", "1"), ("left_out", "2"), ("reason", "重复")],
            422,
            "至少有一份要计入",
        ),
        ("another event", vec![("activity", "3月15日在车站咨询20人次"), ("reason", "重复")], 412, ""),
        ("no activity: the sheets are not the same", vec![("reason", "重复")], 412, ""),
    ] {
        let answer = city.post(&path, &[&BOTH[..], &fields].concat());
        assert_eq!(answer.status, status, "{why}: {}", gist(&answer.text));
        assert!(answer.text.contains(told), "{why}: {}", gist(&answer.text));
    }
    let typed = [("activity", EVENT), ("left_out", "2"), ("reason", "  ")];
    let again = city.post(&path, &[&BOTH[..], &typed].concat()).text;
    let (at, id) = (again.find("<q>").expect("the activity"), "value=\"2\" checked");
    assert!(again[at..].contains(id), "what was ticked stays: {}", gist(&again));

    let fields = [("activity", EVENT), ("left_out", "2"), ("reason", "与城关所合办，由城关所计")];
    city.done(&path, &[&BOTH[..], &fields].concat());
    let page = city.open(&path).text;
    let shown = plain(between(&page, "<q>", "</section>")[0]);
    for words in ["已判定", "计入（", "重复计入（", "与城关所合办，由城关所计"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert_eq!(totals(&mut city), before, "no figure changes by it");
    house.employ("auditor", Role::Auditor, CITY);
    let log = house.desk("auditor").open("/audit?verb=decide-activity").text;
    assert_eq!(log.matches("data-label=\"事项\">判定同一次活动").count(), 2, "{}", gist(&log));

    let mut api = city.api();
    let found = api.get(&format!("/api/v1{path}"));
    assert_eq!(found["activities"][0]["submissions"][0]["counted"], true);
    assert_eq!(found["activities"][0]["submissions"][1]["counted"], false);
    let wanted = serde_json::json!({ "submissions": [1, 2], "activity": EVENT, "reason": "各摆各的台" });
    let answer = api.client.send(
        "POST",
        &format!("/api/v1{path}"),
        "application/json",
        wanted.to_string().into_bytes(),
    );
    assert_eq!(answer.status, 201, "{}", answer.text);
    let found = api.get(&format!("/api/v1{path}"));
    assert_eq!(found["activities"][0]["submissions"][1]["counted"], true, "the newest decision holds");
    assert_eq!(found["activities"][0]["submissions"][1]["reason"], "各摆各的台");

    // A unit of another county tells of it too: the city may still decide on those of the county that it looks at.
    house.employ("fourth", Role::Clerk, "370322001");
    report(&house, &Place::new(campaign, "370322001"), "fourth", ("6", EVENT));
    assert!(plain(&city.open(&path).text).contains("待判定"), "three sheets, of which one is not decided on");
    let of_county = [("node", "370320"), ("activity", EVENT), ("left_out", "1"), ("reason", "由鲁村所计")];
    let back = city.done(&path, &[&BOTH[..], &of_county].concat());
    assert_eq!(back, format!("{path}?node=370320"));
    let shown = plain(between(&city.open(&back).text, "<q>", "</section>")[0]);
    assert!(shown.contains("已判定") && shown.contains("由鲁村所计"), "{shown}");
}

/// A season in which somebody has decided on an activity.
pub fn decided(database: Database) -> House {
    let (house, campaign) = told(database);
    let fields = [("activity", EVENT), ("reason", "各摆各的台")];
    let path = format!("/campaigns/{campaign}/double-counts");
    house.desk("city").done(&path, &[&BOTH[..], &fields].concat());
    house
}
