//! 上年同期: from last year's campaign or from a file, beside each cell, in the check, in the totals.

use crate::house::{Database, House, on_both};
use crate::town::{Place, REASON, UNIT, between, gist, plain, published, receipt_of, sheets, town, values};

on_both!(
    last_years_campaign_stands_beside_this_years,
    last_years_file_stands_beside_this_years,
    what_is_no_sheet_loads_nothing,
);

/// Figures of last year: the sample's own.
fn last(item: usize) -> String {
    sheets()[UNIT].values[item].clone().expect("a figure")
}

/// This year's campaign with last year's figures, seen by the clerk and by the supervisor.
fn stands_beside(house: &House, campaign: i64) {
    let place = Place::new(campaign, UNIT);
    let mut clerk = house.desk("clerk");
    let page = clerk.open(&place.path("draft")).text;
    assert!(page.contains("上年"), "{}", gist(&page));
    for item in [0, 3, 6] {
        assert!(plain(&page).contains(&last(item)), "item {} of last year: {}", item + 1, gist(&page));
    }
    // More than ten times last year's count is asked about.
    let mut figures = sheets()[UNIT].typed();
    figures[3].1 = format!("{}1", last(3));
    let saved = clerk.save(&place, &figures, false);
    assert_eq!(saved.status, 303, "{}", gist(&saved.text));
    let check = clerk.open(&place.path("check")).text;
    let asked = plain(&check).lines().any(|line| line.contains("第4项") && line.contains("上年"));
    assert!(asked, "{}", gist(&check));
    receipt_of(&clerk.send(&place, REASON));
    let totals = house.desk("city").open(&format!("/campaigns/{campaign}/totals")).text;
    let cell = between(&totals, "id=\"v-3\"", "</tr>")[0].to_owned();
    let shown = plain(cell.split_once('>').expect("a cell").1);
    for words in [figures[3].1.as_str(), &last(3), "+900.2%"] {
        assert!(shown.contains(words), "{words} in {shown}");
    }
}

/// A campaign of the year before, with the unit's sheet; then a year goes by.
fn year_before(house: &House) -> i64 {
    house.clock_is("2023-03-20 09:00");
    let before = published(house, &[("title", "去年"), ("year", "2023"), ("close_at", "")]);
    let mut sheet = values(&sheets()[UNIT].typed());
    sheet["date"] = "2023-03-18".into();
    let sent = house.desk("clerk").api().send(&Place::new(before, UNIT), "last-year-1", &sheet);
    assert_eq!(sent.status, 201, "{}", gist(&sent.text));
    house.clock_is("2024-03-20 09:00");
    before
}

fn last_years_campaign_stands_beside_this_years(database: Database) {
    let house = town(database);
    let before = year_before(&house);
    let campaign = published(&house, &[]);
    let mut city = house.desk("city");
    let page = city.open(&format!("/campaigns/{campaign}")).text;
    assert!(page.contains("还没有上年数据"), "{}", gist(&page));
    let csrf = city.csrf.clone();
    let fields = [("csrf", csrf.as_str()), ("campaign", &before.to_string())];
    let loaded = city.client.upload(&format!("/campaigns/{campaign}/last-year"), &fields, &[]);
    assert_eq!(loaded.status, 303, "{}", gist(&loaded.text));
    let page = city.open(&format!("/campaigns/{campaign}")).text;
    assert!(plain(&page).contains("已载入：去年"), "{}", gist(&page));
    stands_beside(&house, campaign);
}

fn last_years_file_stands_beside_this_years(database: Database) {
    let house = town(database);
    let before = year_before(&house);
    let campaign = published(&house, &[]);
    let mut city = house.desk("city");
    let book = city.open(&format!("/campaigns/{before}/workbook?node=370320"));
    let loaded =
        city.upload(&format!("/campaigns/{campaign}/last-year"), &[("file", "去年.xlsx", &book.bytes)]);
    assert_eq!(loaded.status, 303, "{}", gist(&loaded.text));
    stands_beside(&house, campaign);
}

fn what_is_no_sheet_loads_nothing(database: Database) {
    let house = town(database);
    let campaign = published(&house, &[]);
    let mut city = house.desk("city");
    for (name, bytes) in [
        ("去年.pdf", b"%PDF-1.7 nothing".as_slice()),
        ("去年.xlsx", b""),
        ("去年.csv", "a,b\n1,2\n".as_bytes()),
    ] {
        let answer = city.upload(&format!("/campaigns/{campaign}/last-year"), &[("file", name, bytes)]);
        assert_eq!(answer.status, 422, "{name}: {}", gist(&answer.text));
    }
    let page = city.open(&format!("/campaigns/{campaign}")).text;
    assert!(page.contains("还没有上年数据"), "{}", gist(&page));
}
