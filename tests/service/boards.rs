//! 进度 of a package: every deliverable alone and all together, at each level, in the order that was asked for.

use huibiao::vocabulary::Role;

use crate::house::{Database, House, on_both};
use crate::town::{Desk, Place, UNIT, arrange, between, gist, plain, publish, sheets, town};

on_both!(
    a_package_is_counted_whole_and_each_of_its_parts_alone,
    units_stand_in_the_order_that_was_asked_for,
    who_misses_what_is_listed_by_deliverable,
    a_submission_shows_the_whole_package,
);

pub const TABLE: &str = "1";
pub const SUMMARY: &str = "2";
const PICTURES: &str = "3";
const OF_COUNTIES: &str = "4";
/// Sends its summary late, and nothing else.
pub const SECOND: &str = "370320002";

/// A table and a summary by 22 March, pictures as one likes by then, and a summary of each county by 27 March.
pub fn campaign(house: &House) -> i64 {
    house.employ("county", Role::Supervisor, "370320");
    house.employ("second", Role::Clerk, SECOND);
    let mut city = house.desk("city");
    let materials = [
        ("m1-kind", "summary"),
        ("m1-phrase", "3月22日前"),
        ("m1-required", "on"),
        ("m2-kind", "pictures"),
        ("m2-name", "工作图片"),
        ("m3-kind", "summary"),
        ("m3-name", "县级总结"),
        ("m3-level", "county"),
        ("m3-phrase", "3月27日前"),
        ("m3-required", "on"),
    ];
    let campaign = arrange(&mut city, &materials);
    publish(&mut city, campaign);
    campaign
}

pub fn sends_table(desk: &mut Desk, at: &Place, unit: &str) -> String {
    desk.fill_and_send(at, &sheets()[unit].typed())
}

pub fn sends_material(desk: &mut Desk, at: &Place, deliverable: &str) {
    let put = desk.upload_files(
        &at.path("materials"),
        &[("deliverable", deliverable)],
        &[("file", "总结.txt", "活动总结".as_bytes())],
    );
    assert_eq!(put.status, 303, "{}", gist(&put.text));
    let key = desk.open(&at.page()).value_of("key");
    desk.done(&at.path("deliveries"), &[("deliverable", deliverable), ("key", &key)]);
}

/// One unit has sent everything in time, another its summary alone and late.
fn under_way(database: Database) -> (House, i64) {
    let house = town(database);
    let campaign = campaign(&house);
    house.clock_is("2024-03-15 09:00");
    let (first, second) = (Place::new(campaign, UNIT), Place::new(campaign, SECOND));
    let mut clerk = house.desk("clerk");
    sends_table(&mut clerk, &first, UNIT);
    sends_material(&mut clerk, &first, SUMMARY);
    house.clock_is("2024-03-25 09:00");
    sends_material(&mut house.desk("second"), &second, SUMMARY);
    (house, campaign)
}

fn a_package_is_counted_whole_and_each_of_its_parts_alone(database: Database) {
    let (house, campaign) = under_way(database);
    let mut city = house.desk("city");
    let mut api = city.api();
    for (node, deliverable, numbers) in [
        ("3703", "", [60, 1, 1, 0, 59, 2]),
        ("3703", TABLE, [60, 1, 1, 0, 59, 1]),
        ("3703", SUMMARY, [60, 2, 1, 1, 58, 2]),
        ("3703", PICTURES, [60, 0, 0, 0, 60, 0]),
        ("3703", OF_COUNTIES, [3, 0, 0, 0, 3, 0]),
        ("370320", "", [20, 1, 1, 0, 19, 2]),
        ("370320", SUMMARY, [20, 2, 1, 1, 18, 2]),
        ("370320", OF_COUNTIES, [1, 0, 0, 0, 1, 0]),
        ("370321", "", [20, 0, 0, 0, 20, 0]),
    ] {
        let chosen =
            if deliverable.is_empty() { String::new() } else { format!("&deliverable={deliverable}") };
        let path = format!("/api/v1/campaigns/{campaign}/board?limit=1000&node={node}{chosen}");
        let board = api.get(&path);
        let names = ["expected", "received", "on-time", "late", "missing", "waiting"];
        assert_eq!(names.map(|name| board["counts"][name].as_u64()), numbers.map(Some), "{path}: {board}");
        for (name, count) in names.iter().zip(numbers) {
            let units = api.get(&format!("{path}&state={name}"))["units"].as_array().map(Vec::len);
            assert_eq!(units, Some(count as usize), "{name} of {path} opens its units");
        }
    }
    let page = city.open(&format!("/campaigns/{campaign}/board?node=3703")).text;
    let each = plain(between(&page, "<h2>各项材料</h2>", "</table>")[0]);
    let each: String = each.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "活动总结必报2024年3月22日 24:00（含当日）2 / 601158",
        "县级总结必报，由各县汇总后报2024年3月27日 24:00（含当日）0 / 3003",
    ] {
        assert!(each.replace(' ', "").contains(&said.replace(' ', "")), "{said} in {each}");
    }
    let row = between(&page, &format!("data-label=\"编码\">{SECOND}</td>"), "</tr>")[0];
    assert!(row.contains(&format!("href=\"/campaigns/{campaign}/units/{SECOND}#m-{SUMMARY}\"")), "{row}");
    let row = plain(row);
    for said in ["逾期未报", "迟报 2 天 9 小时", "已报待审"] {
        assert!(row.contains(said), "{said} in {row}");
    }
    let counties = city.open(&format!("/campaigns/{campaign}/board?deliverable={OF_COUNTIES}")).text;
    assert_eq!(codes(&counties), ["370320", "370321", "370322"]);
    let refused = city.get(&format!("/campaigns/{campaign}/board?deliverable=99"));
    assert_eq!(refused.status, 404);
}

fn codes(page: &str) -> Vec<&str> {
    between(page, "<td class=\"code\" data-label=\"编码\">", "</td>")
}

fn units_stand_in_the_order_that_was_asked_for(database: Database) {
    let (house, campaign) = under_way(database);
    let mut city = house.desk("city");
    for (asked, first) in [
        ("", [UNIT, SECOND]),
        ("&sort=received", [UNIT, SECOND]),
        ("&sort=-status", [UNIT, "370322020"]),
        ("&sort=d2&state=received&deliverable=2", [UNIT, SECOND]),
        ("&sort=-d2&state=waiting", [SECOND, UNIT]),
        ("&sort=-code", ["370322020", "370322019"]),
        ("&sort=nonsense", [UNIT, SECOND]),
    ] {
        let page = city.open(&format!("/campaigns/{campaign}/board?node=3703{asked}")).text;
        assert_eq!(codes(&page)[..2], first, "{asked}");
    }
    let page = city
        .open(&format!("/campaigns/{campaign}/board?node=3703&state=missing&q=%E6%89%80&sort=received"))
        .text;
    let kept =
        format!("/campaigns/{campaign}/board?node=3703&state=missing&q=%E6%89%80&sort=-received#units");
    assert!(page.replace("&#38;", "&").replace("&amp;", "&").contains(&kept), "{kept} in {}", gist(&page));
    let below = city.open(&format!("/campaigns/{campaign}/board?node=3703&below=-waiting")).text;
    let counties = between(&below, "<tr><th scope=\"row\"><a href=\"", "</a>");
    assert!(counties[0].contains("沂源县"), "{counties:?}");
    assert!(below.contains("aria-sort=\"descending\""), "{}", gist(&below));
}

fn who_misses_what_is_listed_by_deliverable(database: Database) {
    let (house, campaign) = under_way(database);
    let mut city = house.desk("city");
    let missing = |desk: &mut Desk, more: &str| {
        let page = desk.open(&format!("/campaigns/{campaign}/missing?node=370320{more}")).text;
        plain(between(&page, "<textarea", "</textarea>")[0])
    };
    let all = missing(&mut city, "");
    assert!(all.contains("以下 19 个单位尚未报送") && !all.contains("南麻"), "{all}");
    let second = &sheets()[SECOND].name;
    assert!(all.contains(&format!("1．{second}：缺统计报表")), "{all}");
    assert!(all.contains("：缺统计报表、活动总结") && !all.contains("工作图片"), "{all}");
    assert!(
        all.contains("统计报表已过3月22日前（截止：2024年3月22日 24:00（含当日）），请尽快补报"),
        "{all}"
    );
    let summary = missing(&mut city, "&deliverable=2");
    assert!(
        summary.contains("以下 18 个单位尚未报送活动总结") && !summary.contains(second.as_str()),
        "{summary}"
    );
    let counties = missing(&mut city, "&deliverable=4");
    assert!(counties.contains("以下 1 个单位尚未报送县级总结，请按3月27日前"), "{counties}");
    let api = city.api().get(&format!("/api/v1/campaigns/{campaign}/missing?node=370320&deliverable=2"));
    assert_eq!((&api["deliverable"], api["units"].as_array().map(Vec::len)), (&2.into(), Some(18)), "{api}");
    let api = city.api().get(&format!("/api/v1/campaigns/{campaign}/missing?node=370320"));
    let materials = &api["units"][0]["materials"];
    assert_eq!((&materials[0]["missing"], &materials[1]["missing"]), (&true.into(), &false.into()), "{api}");
    assert_eq!((&materials[1]["late"], &materials[0]["late"]), (&true.into(), &().into()), "{api}");
}

fn a_submission_shows_the_whole_package(database: Database) {
    let (house, campaign) = under_way(database);
    let mut county = house.desk("county");
    let board = county.open(&format!("/campaigns/{campaign}/board?deliverable={TABLE}")).text;
    let submission = between(&board, "href=\"/submissions/", "\"")[0].to_owned();
    let page = county.open(&format!("/submissions/{submission}")).text;
    let package = between(&page, "<h2 id=\"package\">", "</table>")[0];
    assert!(package.contains(&format!("/campaigns/{campaign}/units/{UNIT}#m-{SUMMARY}")), "{package}");
    let said: String = plain(package).split_whitespace().collect::<Vec<_>>().join(" ");
    for said_of in ["统计报表必报已报待审按时2024-", "活动总结必报已报待审按时2024-", "工作图片选报逾期未报—"]
    {
        assert!(said.replace(' ', "").contains(said_of), "{said_of} in {said}");
    }
}
