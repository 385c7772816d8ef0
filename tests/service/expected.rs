//! 应报单位: chosen as the notice names them, shown before publishing, added to afterwards; what binds whom; and the
//! same again a year later.

use huibiao::vocabulary::Role;
use huibiao::workflow::verify::verify;

use crate::house::{Database, on_both};
use crate::notices::typed;
use crate::people::import;
use crate::town::{CITY, Desk, ITEMS, Place, UNIT, arrange, between, gist, plain, publish, receipt_of, town};

on_both!(
    whom_a_campaign_asks_is_chosen_and_shown_before_it_is_published,
    a_unit_that_was_forgotten_is_added_with_a_reason,
    counties_that_report_themselves_are_counted_themselves,
    what_counties_send_up_has_a_clock_that_only_they_see,
    without_a_deadline_nobody_is_late,
    next_year_is_made_from_this_one,
    what_another_office_arranged_is_carried_on_for_the_same_units,
);

/// Two units get groups, one of them two.
const GROUPS: &str = "code,name,level,parent_code,groups\n\
    370320001,南麻市场监督管理所,unit,370320,市监\n370320002,鲁村中心卫生院,unit,370320,卫健、消协\n";

fn expected(campaign: i64) -> String {
    format!("/campaigns/{campaign}/expected")
}

/// `12: 370320001 370320002 …`: how many, and the first of the list.
fn listed(desk: &mut Desk, campaign: i64) -> String {
    let page = desk.open(&expected(campaign)).text;
    let count = between(&page, "<strong>", "</strong>")[0].to_owned();
    let (_, list) = page.split_once("id=\"list\"").expect("the list");
    let codes = between(list, "data-label=\"编码\">", "<");
    format!("{count}: {}", codes.iter().take(4).copied().collect::<Vec<_>>().join(" "))
}

fn whom_a_campaign_asks_is_chosen_and_shown_before_it_is_published(database: Database) {
    let house = town(database);
    house.account("admin", Role::Administrator, CITY);
    let (status, text) = import(&house, "admin", GROUPS);
    assert_eq!(status, 303, "{}", gist(&text));
    let mut city = house.desk("city");
    let campaign = arrange(&mut city, &[]);
    assert!(listed(&mut city, campaign).starts_with("60: 370320001 370320002"));
    let address = expected(campaign);
    for (what, fields, answer) in [
        ("one county", vec![("below", "370321")], "20: 370321001 370321002 370321003 370321004"),
        ("the counties themselves", vec![("level", "county")], "3: 370320 370321 370322"),
        ("a group", vec![("groups", "市监")], "1: 370320001"),
        ("two groups", vec![("groups", "市监"), ("groups", "消协")], "2: 370320001 370320002"),
        ("a group elsewhere", vec![("below", "370321"), ("groups", "市监")], "0: "),
        ("one unit by its code", vec![("units", "370320002")], "1: 370320002"),
    ] {
        city.done(&address, &fields);
        assert_eq!(listed(&mut city, campaign), answer, "{what}");
    }
    let one = |unit, reason, verdict| [("unit", unit), ("reason", reason), ("verdict", verdict)];
    let singles = format!("{address}/units");
    for (fields, sentence) in [
        (one("", "通知点名", "add"), "请填写单位代码。"),
        (one("370321001", "", "add"), "请写明增加"),
        (one("999", "通知点名", "add"), "999 不是本单位及下级的在用单位。"),
        (one("370321", "通知点名", "add"), "本级不填报"),
    ] {
        let refused = city.post(&singles, &fields);
        assert_eq!(refused.status, 422, "{fields:?}");
        assert!(plain(&refused.text).contains(sentence), "{sentence} in {}", gist(&refused.text));
    }
    city.done(&singles, &one("370321001", "通知点名要求", "add"));
    city.done(&singles, &one("370320002", "正在撤并", "remove"));
    assert_eq!(listed(&mut city, campaign), "1: 370321001");
    city.done(&singles, &one("370320002", "", "withdraw"));
    assert_eq!(listed(&mut city, campaign), "2: 370320002 370321001");
    publish(&mut city, campaign);
    let late = city.post(&address, &[("level", "")]);
    assert!(plain(&late.text).contains("任务已发布"), "{}", gist(&late.text));
    let board = plain(&city.open(&format!("/campaigns/{campaign}/board")).text);
    assert!(board.contains("370321001") && !board.contains("370321002"), "{board}");
    let unasked = house.desk("clerk").get(&format!("/campaigns/{campaign}/units/{UNIT}"));
    assert_eq!(unasked.status, 404, "who is not asked knows nothing of it");
    let totals = city.get(&format!("/campaigns/{campaign}/workbook"));
    assert_eq!(totals.status, 200, "{}", gist(&totals.text));
    assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new());
}

fn a_unit_that_was_forgotten_is_added_with_a_reason(database: Database) {
    let house = town(database);
    let mut city = house.desk("city");
    let campaign = arrange(&mut city, &[]);
    city.done(&expected(campaign), &[("below", "370321")]);
    publish(&mut city, campaign);
    let singles = format!("{}/units", expected(campaign));
    for (unit, reason, sentence) in [
        (UNIT, "", "请写明增加这个单位的原因。"),
        ("999", "漏列", "没有这个在用的下级单位"),
        ("370321001", "漏列", "已在应报单位里。"),
        ("370320", "漏列", "本级不填报"),
    ] {
        let refused = city.post(&singles, &[("unit", unit), ("reason", reason), ("verdict", "add")]);
        assert!(plain(&refused.text).contains(sentence), "{sentence} in {}", gist(&refused.text));
    }
    city.done(&singles, &[("unit", UNIT), ("reason", "名单漏列"), ("verdict", "add")]);
    assert!(listed(&mut city, campaign).starts_with("21: 370320001"));
    let mut clerk = house.desk("clerk");
    let home = plain(&clerk.open("/").text);
    assert!(home.contains("已把本单位列为应报单位。原因：名单漏列"), "{home}");
    let receipt = clerk.fill_and_send(&Place::new(campaign, UNIT), &figures(3));
    assert!(receipt.contains(UNIT), "{receipt}");
    city.done(&format!("/campaigns/{campaign}/closure"), &[]);
    city.done(&format!("/campaigns/{campaign}/publication"), &[]);
    assert!(listed(&mut city, campaign).starts_with("21: "), "reopening asks nobody else");
    assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new());
}

fn figures(first: u32) -> Vec<(usize, String)> {
    let usual = ["3", "1", "32", "564", "52", "35", "11.522", "39", "8", "26", "18781"];
    let mut figures: Vec<(usize, String)> = usual.map(str::to_owned).into_iter().enumerate().collect();
    assert_eq!(figures.len(), ITEMS);
    figures[0].1 = first.to_string();
    figures
}

/// A county's own sheet as a file: its name is that of a node above others.
fn sheet_of(county: &str, first: u32) -> Vec<u8> {
    let labels = [
        "普法宣传活动,场",
        "组织新闻发布会,场",
        "开展线上线下消费教育活动,次",
        "受理消费者咨询情况,件",
        "受理消费者投诉情况,件",
        "解决消费纠纷,件",
        "为消费者挽回经济损失,万元",
        "发布消费提（警）示,条",
        "组织新闻媒体专栏专题,期",
        "媒体宣传报道,篇",
        "印发各类宣传资料,份",
    ];
    let rows = (1..).zip(labels).zip(figures(first));
    let rows: String =
        rows.map(|((number, label), (_, figure))| format!("{number},{label},{figure}\n")).collect();
    let head = format!(
        "2024年“3·15”活动情况统计表,,,\n填报单位：{county},,填报日期：2024年3月18日,\n序号,类别,单位,数量\n"
    );
    format!("{head}{rows}").into_bytes()
}

fn counties_that_report_themselves_are_counted_themselves(database: Database) {
    let house = town(database);
    let mut city = house.desk("city");
    let campaign = arrange(&mut city, &[]);
    city.done(&expected(campaign), &[("level", "county")]);
    publish(&mut city, campaign);
    for (county, name, first) in [("370320", "沂源县", 3), ("370321", "桓台县", 4)] {
        house.employ(county, Role::Clerk, county);
        let mut api = house.desk(county).api();
        let at = Place::new(campaign, county);
        let sent = api.send_file(&at, &format!("{county}-2024"), "sheet.csv", &sheet_of(name, first));
        assert_eq!(sent.status, 201, "a county's sheet is its own: {}", gist(&sent.text));
    }
    let mut api = city.api();
    for (node, first, last) in [("3703", "7", "37562"), ("370320", "3", "18781"), ("370321", "4", "18781")] {
        let totals = api.get(&format!("/api/v1/campaigns/{campaign}/totals?node={node}"));
        assert_eq!(
            (&totals["values"]["1"], &totals["values"]["11"]),
            (&first.into(), &last.into()),
            "{totals}"
        );
    }
    let data = city.open(&format!("/campaigns/{campaign}/data.csv")).text;
    let own: Vec<&str> = data.lines().filter(|line| line.contains("普法宣传活动")).collect();
    assert_eq!(own.len(), 2, "a row for each county that sent, and nobody else: {own:?}");
    let text = plain(&city.open(&format!("/campaigns/{campaign}/missing")).text);
    assert!(text.contains("高青县") && !text.contains("370320001"), "its units are not asked: {text}");
    assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new());
}

fn what_counties_send_up_has_a_clock_that_only_they_see(database: Database) {
    let house = town(database);
    house.employ("county", Role::Supervisor, "370320");
    let mut city = house.desk("city");
    let two = [
        ("m1-kind", "table"),
        ("m1-level", "county"),
        ("m1-name", "县级汇总统计表"),
        ("m1-phrase", "3月27日前"),
        ("m1-required", "on"),
    ];
    let loose = [("title", "一项"), ("form", "315-activity"), ("year", "2024"), ("issuer", "市局")];
    let fields: Vec<(&str, &str)> = loose
        .into_iter()
        .chain([("phrase", "3月22日前"), ("m1-kind", "table"), ("m1-phrase", "3月27日前")])
        .collect();
    let refused = city.post("/campaigns", &fields);
    assert_eq!(refused.status, 422);
    assert!(plain(&refused.text).contains("请选择由哪一级报"), "{}", gist(&refused.text));
    let campaign = arrange(&mut city, &two);
    publish(&mut city, campaign);
    let clock = "2024年3月27日 24:00（含当日）";
    let board = plain(&house.desk("county").open(&format!("/campaigns/{campaign}/board")).text);
    assert!(board.contains("本级要报：县级汇总统计表") && board.contains(clock), "{board}");
    let home = plain(&house.desk("county").open("/").text);
    assert!(home.contains("本级要报：县级汇总统计表"), "{home}");
    let own = plain(&city.open(&format!("/campaigns/{campaign}/board")).text);
    assert!(!own.contains("本级要报"), "the city is bound by nothing: {own}");
    let unit = plain(&house.desk("clerk").open(&format!("/campaigns/{campaign}/units/{UNIT}")).text);
    assert!(unit.contains("2024年3月22日 24:00") && !unit.contains("3月27日"), "{unit}");
    let page = plain(&city.open(&format!("/campaigns/{campaign}")).text);
    assert!(page.contains("必报，由各县汇总后报"), "{page}");
    assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new());
}

fn without_a_deadline_nobody_is_late(database: Database) {
    let house = town(database);
    let mut city = house.desk("city");
    let campaign = arrange(&mut city, &[("open", "on"), ("phrase", ""), ("close_at", "")]);
    publish(&mut city, campaign);
    house.clock_is("2024-06-01 09:00");
    let mut clerk = house.desk("clerk");
    let at = Place::new(campaign, UNIT);
    let page = plain(&clerk.open(&at.page()).text);
    assert!(page.contains("截止：不限时间") && !page.contains("逾期"), "{page}");
    let saved = clerk.save(&at, &figures(3), false);
    assert_eq!(saved.status, 303, "{}", gist(&saved.text));
    let receipt = receipt_of(&clerk.send(&at, crate::town::REASON));
    let receipt = plain(&clerk.open(&format!("/receipts/{receipt}")).text);
    assert!(receipt.contains("按时") && receipt.contains("不限时间"), "{receipt}");
    let mut city = house.desk("city");
    let board = plain(&city.open(&format!("/campaigns/{campaign}/board")).text);
    assert!(board.contains("未报"), "{board}");
    assert_eq!(city.get(&format!("/campaigns/{campaign}/workbook")).status, 200);
    let page = city.open(&format!("/campaigns/{campaign}")).text;
    let deadline = between(&page, "action=\"/deliverables/", "/due\"")[0].to_owned();
    let due = format!("/deliverables/{deadline}/due");
    city.done(&due, &[("phrase", "6月10日前"), ("reason", "市局催要")]);
    let told = plain(&clerk.open("/").text);
    assert!(told.contains("截止时间已由 不限时间 改为 2024年6月10日 24:00（含当日）"), "{told}");
    city.done(&due, &[("open", "on"), ("phrase", ""), ("reason", "不再限定")]);
    let page = plain(&clerk.open(&at.page()).text);
    assert!(page.contains("截止：不限时间"), "{page}");
    assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new());
}

fn next_year_is_made_from_this_one(database: Database) {
    let house = town(database);
    let mut city = house.desk("city");
    let summary = [
        ("m1-kind", "summary"),
        ("m1-name", "2024年活动总结"),
        ("m1-phrase", "3月29日下班前"),
        ("m1-files", "docx、pdf"),
        ("m1-largest", "20"),
        ("period", "2024年3月1日至22日"),
    ];
    let campaign = arrange(&mut city, &summary);
    city.done(&expected(campaign), &[("below", "370320")]);
    publish(&mut city, campaign);
    house.desk("clerk").fill_and_send(&Place::new(campaign, UNIT), &figures(3));
    city.done(&format!("/campaigns/{campaign}/closure"), &[]);
    let page = city.open(&format!("/campaigns/{campaign}")).text;
    let link = format!("/campaigns/new?like={campaign}");
    assert!(page.contains(&format!("href=\"{link}\"")), "{}", gist(&page));
    let fields = typed(&city.open(&link).text);
    for (name, value) in [
        ("title", "2025年“3·15”活动情况统计"),
        ("year", "2025"),
        ("period", "2025年3月1日至22日"),
        ("due_at", "2025-03-22 24:00"),
        ("close_at", "2025-03-31 24:00"),
        ("m1-kind", "summary"),
        ("m1-name", "2025年活动总结"),
        ("m1-due_at", "2025-03-29 17:30"),
        ("m1-files", "docx、pdf"),
        ("m1-largest", "20"),
    ] {
        let is_there = fields.iter().any(|(known, typed)| known == name && typed == value);
        assert!(is_there, "{name} = {value} in {fields:?}");
    }
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let made = city.done("/campaigns", &fields);
    let next: i64 = made.strip_prefix("/campaigns/").and_then(|id| id.parse().ok()).expect("a campaign");
    assert!(listed(&mut city, next).starts_with("20: 370320001"), "it asks whom the last one asked");
    publish(&mut city, next);
    let draft = plain(&house.desk("clerk").open(&Place::new(next, UNIT).path("draft")).text);
    assert!(draft.contains("18781"), "last year's figures stand beside this year's: {draft}");
    assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new());
}

fn what_another_office_arranged_is_carried_on_for_the_same_units(database: Database) {
    let house = town(database);
    house.employ("county", Role::Supervisor, "370320");
    house.employ("abroad", Role::Supervisor, "370321");
    let (mut city, mut county) = (house.desk("city"), house.desk("county"));
    let campaign = arrange(&mut county, &[]);
    let single = [("unit", "370320002"), ("reason", "正在撤并"), ("verdict", "remove")];
    county.done(&format!("{}/units", expected(campaign)), &single);
    publish(&mut county, campaign);
    assert!(listed(&mut county, campaign).starts_with("19: 370320001 370320003"));
    assert_eq!(house.desk("abroad").get(&expected(campaign)).status, 404, "another county's is not known");
    let fields = typed(&city.open(&format!("/campaigns/new?like={campaign}")).text);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let made = city.done("/campaigns", &fields);
    let next: i64 = made.strip_prefix("/campaigns/").and_then(|id| id.parse().ok()).expect("a campaign");
    assert!(listed(&mut city, next).starts_with("19: 370320001 370320003"), "the same units, and no others");
    publish(&mut city, next);
    let reason = |desk: &mut Desk| plain(&desk.open(&expected(next)).text).contains("正在撤并");
    assert!(reason(&mut county), "its own unit's");
    assert!(!reason(&mut house.desk("abroad")), "and nobody else's");
    assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new());
}
