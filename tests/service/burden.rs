//! 添负担: a unit says what the sheet costs it; those above hear how many and what, and not who.

use huibiao::vocabulary::{Level, Role};

use crate::house::{Database, on_both};
use crate::published::{Published, another_campaign};
use crate::town::{Desk, Place, between, gist, plain};

on_both!(
    what_units_say_is_counted_and_read_without_their_names,
    a_unit_counts_once_says_otherwise_and_takes_it_back,
    where_few_are_asked_nothing_is_shown,
);

const WORDS: &str = "要翻遍三个月的台账才填得出";

/// What a campaign's page says of it.
fn heard(desk: &mut Desk, campaign: i64) -> String {
    let page = desk.open(&format!("/campaigns/{campaign}")).text;
    let card = between(&page, "<h2 id=\"burden\">", "</section>");
    plain(card.first().expect("the campaign's page tells")).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn what_units_say_is_counted_and_read_without_their_names(database: Database) {
    let season = Published::on(database, 3, &[]);
    season.house.employ("auditor", Role::Auditor, "3703");
    season.house.employ("county", Role::Supervisor, &season.sheets[0].unit[..6]);
    let other = if season.sheets[0].unit.starts_with("370322") { "370321" } else { "370322" };
    season.house.employ("elsewhere", Role::Supervisor, other);
    let mut city = season.house.desk("city");
    assert!(heard(&mut city, season.campaign).contains("还没有单位反映这张表添负担"));
    for (sheet, kind, words) in [
        (&season.sheets[2], "repeats", "年报里有"),
        (&season.sheets[0], "heavy", WORDS),
        (&season.sheets[1], "heavy", ""),
    ] {
        season.desk(sheet).done(&season.place(sheet).path("burden"), &[("kind", kind), ("words", words)]);
    }
    for login in ["city", "county", "auditor"] {
        let said = heard(&mut season.house.desk(login), season.campaign);
        for words in ["这张表给我添负担2 个单位", "重复了1 个单位", WORDS, "年报里有"] {
            assert!(said.contains(words), "{login}: {words} in {said}");
        }
        for sheet in &season.sheets {
            assert!(!said.contains(&sheet.name) && !said.contains(&sheet.unit), "{login}: {said}");
        }
    }
    let silent = heard(&mut season.house.desk("elsewhere"), season.campaign);
    assert!(silent.contains("还没有单位反映"), "another county hears nothing: {silent}");
    let unit = city.open(&season.place(&season.sheets[0]).page()).text;
    assert!(!unit.contains(WORDS) && !unit.contains("添负担"), "{}", gist(&unit));
    let log = season.house.desk("auditor").open("/audit").text;
    assert!(!log.contains("burden") && !log.contains(WORDS), "the log would name it: {}", gist(&log));
    let foreign = season.desk(&season.sheets[1]).open(&season.place(&season.sheets[1]).page()).text;
    assert!(!foreign.contains(WORDS), "units do not hear each other");
}

fn a_unit_counts_once_says_otherwise_and_takes_it_back(database: Database) {
    let season = Published::on(database, 1, &[]);
    let (sheet, at) = (&season.sheets[0], season.place(&season.sheets[0]));
    let mut clerk = season.desk(sheet);
    let mut city = season.house.desk("city");
    for (kind, words, count) in [
        ("heavy", WORDS, "这张表给我添负担1 个单位"),
        ("heavy", WORDS, "这张表给我添负担1 个单位"),
        ("repeats", "", "重复了1 个单位"),
        ("", "", "还没有单位反映"),
        ("heavy", "", "这张表给我添负担1 个单位"),
    ] {
        clerk.done(&at.path("burden"), &[("kind", kind), ("words", words)]);
        let said = heard(&mut city, season.campaign);
        assert!(said.contains(count), "{kind} {words}: {said}");
        assert_eq!(said.contains(WORDS), !words.is_empty(), "{kind} {words}: {said}");
        let own = plain(&clerk.open(&at.page()).text);
        assert_eq!(own.contains("已经告诉布置的单位"), !kind.is_empty(), "{kind}: {}", gist(&own));
    }
    let long = "长".repeat(501);
    assert_eq!(clerk.post(&at.path("burden"), &[("kind", "heavy"), ("words", &long)]).status, 422);
    city.done(&format!("/campaigns/{}/closure", season.campaign), &[]);
    clerk.done(&at.path("burden"), &[("kind", "repeats")]);
    city.done(&format!("/campaigns/{}/archive", season.campaign), &[]);
    assert_eq!(clerk.post(&at.path("burden"), &[("kind", "heavy")]).status, 409);
    assert!(!clerk.open(&at.page()).text.contains("name=\"words\""), "nothing more can be said");
    assert!(heard(&mut city, season.campaign).contains("重复了1 个单位"));
}

fn where_few_are_asked_nothing_is_shown(database: Database) {
    let season = Published::on(database, 1, &[]);
    let house = &season.house;
    house.add_unit("370329", "文昌湖区", Level::County, "3703");
    for code in ["370329001", "370329002"] {
        house.add_unit(code, &format!("文昌湖区第{}所", &code[8..]), Level::Unit, "370329");
    }
    house.employ("370329001", Role::Clerk, "370329001");
    house.employ("county", Role::Supervisor, "370329");
    let campaign = another_campaign(house, &[]);
    let at = Place::new(campaign, "370329001");
    house.desk("370329001").done(&at.path("burden"), &[("kind", "heavy"), ("words", WORDS)]);
    let few = heard(&mut house.desk("county"), campaign);
    assert!(few.contains("应报单位不足 5 个，不显示") && !few.contains(WORDS), "{few}");
    let many = heard(&mut house.desk("city"), campaign);
    assert!(many.contains(WORDS) && many.contains("这张表给我添负担1 个单位"), "{many}");
}
