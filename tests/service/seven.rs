//! The notices of seven offices, each carried from its text to the desks of the units that it asks.
//!
//! Between them they ask for everything that is asked for: a table with other material, other material alone, two
//! clocks, the districts themselves, nothing at all. The texts are those that the reader of notices is tried on.

use huibiao::vocabulary::Role;

use crate::annex::make;
use crate::forms::press;
use crate::house::{Database, House, on_both};
use crate::notices::{bring, typed};
use crate::town::{Desk, UNIT, between, gist, materials_on, plain, publish, town};

on_both!(each_of_seven_notices_is_run_as_the_campaign_that_it_is);

/// A notice, what is chosen on the page besides pressing its buttons, and what a unit then reads.
pub struct Case {
    text: &'static str,
    /// Which of the notices in the file.
    of_file: usize,
    /// Value of the level that reports; blank: the units.
    pub level: &'static str,
    /// A unit that it asks, and one that it does not.
    asked: &'static str,
    passed_over: Option<&'static str>,
    /// The code under which its annex is kept as a form of its own.
    pub own_form: Option<&'static str>,
    /// When the statistics table is due, where there is one.
    table: Option<&'static str>,
    /// What else the unit is asked for.
    also: &'static [&'static str],
}

const COLLECTION: &str = include_str!("../notices/texts/seven_collection.txt");

const USUAL: Case = Case {
    text: "",
    of_file: 0,
    level: "",
    asked: UNIT,
    passed_over: Some("370320"),
    own_form: None,
    table: None,
    also: &[],
};

pub const CASES: [Case; 7] = [
    Case {
        text: include_str!("../notices/texts/seven_dealt_out.txt"),
        table: Some("2021年3月19日 24:00（含当日）"),
        also: &[
            "“3·15”活动安排情况（必报，通知原文“2月10日”，2021年2月10日 24:00（含当日））",
            "“3·15”活动总结（必报，通知原文“3月19前”，2021年3月19日 24:00（含当日））",
        ],
        ..USUAL
    },
    Case {
        text: COLLECTION,
        level: "county",
        asked: "370320",
        passed_over: Some(UNIT),
        also: &[
            "“3.15”活动开展情况（必报，通知原文“3月21日前”，2022年3月21日 24:00（含当日））",
            "照片（必报，通知原文“3月21日前”，2022年3月21日 24:00（含当日））",
        ],
        ..USUAL
    },
    Case {
        text: COLLECTION,
        of_file: 1,
        also: &[
            "“3·15”活动小结（必报，通知原文“3月18日下午下班前”，2022年3月18日 17:30）",
            "典型案例（必报，通知原文“3月18日下午下班前”，2022年3月18日 17:30）",
        ],
        ..USUAL
    },
    Case {
        text: COLLECTION,
        of_file: 2,
        table: Some("2022年3月18日 24:00（含当日）"),
        also: &[
            "3.15活动总结（必报，通知原文“3月18日前”，2022年3月18日 24:00（含当日））",
            "图片资料（必报，通知原文“3月18日前”，2022年3月18日 24:00（含当日））",
        ],
        ..USUAL
    },
    Case {
        text: include_str!("../notices/texts/seven_goods.txt"),
        also: &[
            "方案（必报，通知原文“3月17日前”，2024年3月17日 24:00（含当日））",
            "总结（必报，通知原文“3月17日前”，2024年3月17日 24:00（含当日））",
            "动态信息（必报，通知原文“3月17日前”，2024年3月17日 24:00（含当日））",
            "影像资料（必报，通知原文“3月17日前”，2024年3月17日 24:00（含当日））",
        ],
        ..USUAL
    },
    Case { text: include_str!("../notices/texts/seven_nothing_asked.txt"), ..USUAL },
    Case {
        text: include_str!("../notices/texts/seven_annex.txt"),
        own_form: Some("health-315"),
        table: Some("2025年3月21日 24:00（含当日）"),
        also: &[
            "“3·15”活动总结（必报，通知原文“3月21日前”，2025年3月21日 24:00（含当日））",
            "图片（必报，通知原文“3月21日前”，2025年3月21日 24:00（含当日））",
        ],
        ..USUAL
    },
];

fn each_of_seven_notices_is_run_as_the_campaign_that_it_is(database: Database) {
    let house = town(database);
    house.employ("county", Role::Clerk, "370320");
    let mut city = house.desk("city");
    let mut made = Vec::new();
    for case in &CASES {
        let campaign = made_from(&mut city, case);
        read_by_the_unit(&house, campaign, case);
        looked_at_by_the_city(&mut city, campaign, case);
        made.push(campaign);
    }
    let home = plain(&house.desk("clerk").open("/").text);
    let theirs = CASES.iter().filter(|case| case.asked == UNIT).count();
    assert_eq!(home.matches("下一步：").count(), theirs, "several offices ask side by side: {home}");
    for (campaign, case) in made.iter().zip(&CASES) {
        let other = case.passed_over.expect("a unit that is not asked");
        let passed_over = house.desk(if other == UNIT { "clerk" } else { "county" });
        refused(passed_over, &format!("/campaigns/{campaign}/units/{other}"));
    }
    let verdict = huibiao::workflow::verify::verify(&house.service).expect("a verdict");
    assert_eq!(verdict.faults, Vec::<String>::new());
}

/// The notice is brought, read, confirmed as it was read, and published to whom it names.
pub fn made_from(city: &mut Desk, case: &Case) -> i64 {
    let came = bring(city, "通知.txt", case.text.as_bytes());
    let page = match came.status {
        303 => {
            let back = came.location().to_owned();
            if let Some(code) = case.own_form {
                let notice = back.rsplit('=').next().expect("a number").to_owned();
                let page = make(city, &notice);
                press(city, &page, &[("code", code)], "save");
            }
            city.open(&back).text
        }
        _ => {
            let links = between(&came.text, "href=\"/campaigns/new?notice=", "\"");
            city.open(&format!("/campaigns/new?notice={}", links[case.of_file])).text
        }
    };
    let fields = typed(&page);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let made = city.done("/campaigns", &fields);
    let campaign: i64 = made.strip_prefix("/campaigns/").and_then(|id| id.parse().ok()).expect("a campaign");
    if !case.level.is_empty() {
        city.done(&format!("/campaigns/{campaign}/expected"), &[("level", case.level)]);
    }
    publish(city, campaign);
    campaign
}

fn read_by_the_unit(house: &House, campaign: i64, case: &Case) {
    let mut clerk = house.desk(if case.asked == UNIT { "clerk" } else { "county" });
    let page = clerk.open(&format!("/campaigns/{campaign}/units/{}", case.asked)).text;
    let said = plain(&page);
    let due = case.table.unwrap_or("截止：");
    assert_eq!(said.contains(due), case.table.is_some(), "{due} in {}", gist(&page));
    let also = materials_on(&page);
    let also: Vec<&str> = also.iter().map(String::as_str).filter(|line| line.contains("必报")).collect();
    assert_eq!(also, case.also, "{}", gist(&page));
    assert_eq!(said.contains("上传填好的统计表"), case.table.is_some(), "{}", gist(&page));
    let nothing = case.table.is_none() && case.also.is_empty();
    assert_eq!(said.contains("只传达通知，不要求报送材料"), nothing, "{}", gist(&page));
    let notice = plain(&clerk.open(&format!("/campaigns/{campaign}/notice")).text);
    assert!(notice.contains("3"), "every unit can read the notice");
}

/// Whoever has sent nothing of what is asked is missing it, be it figures or not; where nothing is asked, nobody is, and
/// nobody adds up what has no figures.
fn looked_at_by_the_city(city: &mut Desk, campaign: i64, case: &Case) {
    let board = plain(&city.open(&format!("/campaigns/{campaign}/board")).text);
    let counted = case.table.is_some() || !case.also.is_empty();
    assert_eq!(board.contains("实报 0 / "), counted, "{board}");
    let missing = plain(&city.open(&format!("/campaigns/{campaign}/missing")).text);
    let asked = if case.level == "county" { 3 } else { 60 };
    let said =
        if counted { format!("应报 {asked}，未报 {asked}") } else { "没有未报的单位".to_owned() };
    assert!(missing.contains(&said), "{said} in {missing}");
    let expected = plain(&city.open(&format!("/campaigns/{campaign}/expected")).text);
    let count = if case.level == "county" { "3" } else { "60" };
    assert!(expected.contains(&format!("已向 {count} 个单位布置")), "{expected}");
    let totals = city.get(&format!("/campaigns/{campaign}/totals"));
    assert_eq!(totals.status, if case.table.is_some() { 200 } else { 404 }, "{}", gist(&totals.text));
    if case.table.is_none() {
        assert!(plain(&totals.text).contains("这项任务不报统计表"), "{}", gist(&totals.text));
    }
}

fn refused(mut desk: Desk, path: &str) {
    let answer = desk.get(path);
    assert_eq!(answer.status, 404, "{path}: {}", gist(&answer.text));
}
