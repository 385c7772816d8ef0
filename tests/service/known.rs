//! 已知的数: what a unit reported elsewhere, or never changes, is offered with its source and taken one by one.

use serde_json::Value;

use crate::house::{Database, House, on_both};
use crate::published::number_of;
use crate::town::{Desk, Place, UNIT, arrange, between, gist, plain, publish, town, values};

on_both!(
    what_was_reported_elsewhere_this_year_is_offered_and_taken_one_by_one,
    what_never_changes_is_offered_and_zero_never,
);

/// A campaign of a title, begun by the city.
fn campaign(house: &House, fields: &[(&str, &str)]) -> Place {
    let mut city = house.desk("city");
    let campaign = arrange(&mut city, fields);
    publish(&mut city, campaign);
    Place::new(campaign, UNIT)
}

/// The unit sends figures of a year that begin with these, the others as they usually are.
fn sends(house: &House, at: &Place, year: &str, first: &[&str]) {
    let usual = ["12", "1", "9", "180", "45", "38", "3.65", "11", "2", "14", "2850"];
    let figure = |item: usize| (item, first.get(item).unwrap_or(&usual[item]).to_string());
    let figures: Vec<(usize, String)> = (0..usual.len()).map(figure).collect();
    let key = format!("known-{:04}", at.campaign);
    let mut sheet = values(&figures);
    sheet["date"] = format!("{year}-03-18").into();
    number_of(&house.desk("clerk").api().send(at, &key, &sheet));
}

/// What is offered beside each empty figure.
fn offered(page: &str) -> Vec<String> {
    between(page, "<p class=\"offer\">", "</p>").into_iter().map(plain).collect()
}

fn take(clerk: &mut Desk, at: &Place, figure: &str) -> String {
    let page = clerk.open(&at.path("draft"));
    let version = page.value_of("version");
    let fields = [("version", version.as_str()), ("date", "2024-03-18"), ("v.2", "7"), ("known", figure)];
    clerk.done(&at.path("draft"), &fields)
}

fn what_was_reported_elsewhere_this_year_is_offered_and_taken_one_by_one(database: Database) {
    let house = town(database);
    let january = campaign(&house, &[("title", "一月调度")]);
    sends(&house, &january, "2024", &["3"]);
    let at = campaign(&house, &[]);
    let mut clerk = house.desk("clerk");
    let page = clerk.open(&at.path("draft")).text;
    assert!(plain(&page).contains("预计用时约 10 分钟"), "{}", gist(&page));
    let first = offered(&page);
    assert_eq!(first.len(), 11, "{first:?}");
    assert!(first[0].contains("已知：《一月调度》报的 3。") && first[0].contains("填 3 场"), "{}", first[0]);
    assert!(!page.contains("value=\"3.65\""), "nothing is filled in by itself");

    let february = campaign(&house, &[("title", "二月调度")]);
    sends(&house, &february, "2024", &["4"]);
    let both = offered(&clerk.open(&at.path("draft")).text);
    assert!(both[0].contains("《一月调度》报的 3、《二月调度》报的 4，合计。"), "{}", both[0]);
    assert!(both[0].contains("填 7 场") && both[6].contains("填 7.3 万元"), "{both:?}");
    let known: Value = clerk.api().get(&format!("/api/v1{}", at.path("known-figures")));
    assert_eq!((&known["known"][6]["item"], &known["known"][6]["value"]), (&"7".into(), &"7.3".into()));

    assert!(take(&mut clerk, &at, "6").ends_with("/draft#v-6"));
    let page = clerk.open(&at.path("draft")).text;
    let field = |figure: usize| {
        let fields = between(&page, &format!("name=\"v.{figure}\" value=\""), "\"");
        fields.first().map(|text| (*text).to_owned()).expect("a field")
    };
    assert_eq!((field(6), field(2), field(0)), ("7.3".into(), "7".into(), String::new()));
    assert_eq!(offered(&page).len(), 9, "what was taken or typed is offered no more");
    let stale = clerk.post(&at.path("draft"), &[("version", "1"), ("known", "0")]);
    assert_eq!(stale.status, 412, "another window is noticed");

    let other = house.desk("city").get(&format!("/api/v1{}", at.path("known-figures")));
    assert_ne!(other.status, 200, "nobody but the unit is offered its figures");
}

fn what_never_changes_is_offered_and_zero_never(database: Database) {
    let house = town(database);
    let mut before: Option<String> = None;
    let mut places = Vec::new();
    for (year, first) in
        [("2022", ["5", "0", "9", "1"]), ("2023", ["5", "0", "8", "2"]), ("2024", ["", "", "", ""])]
    {
        let at = campaign(&house, &[("year", year), ("title", year)]);
        if let Some(last) = before.replace(at.campaign.to_string()) {
            let path = format!("/campaigns/{}/last-year", at.campaign);
            let joined = house.desk("city").upload_files(&path, &[("campaign", &last)], &[]);
            assert_eq!(joined.status, 303, "{}", gist(&joined.text));
        }
        if year != "2024" {
            sends(&house, &at, year, &first);
        }
        places.push(at);
    }
    let page = house.desk("clerk").open(&places[2].path("draft")).text;
    let offered = offered(&page);
    assert!(offered[0].contains("上年和前年报的都是 5。"), "{offered:?}");
    assert_eq!(offered.len(), 8, "of eleven one is zero and two have changed: {offered:?}");
}
