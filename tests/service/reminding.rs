//! 催报 as evidence, and 书面件: who was reminded of what and which papers came, kept, shown, and checked.

use huibiao::workflow::verify::verify;
use serde_json::json;

use crate::boards::{SECOND, SUMMARY, TABLE, campaign, sends_material, sends_table};
use crate::house::{Database, House, on_both};
use crate::town::{Desk, Place, UNIT, between, gist, plain, town};

on_both!(
    who_is_missing_something_is_reminded_and_it_stays_on_record,
    who_has_sent_everything_cannot_be_reminded,
    a_program_reminds_and_reads_what_was_kept,
    papers_are_ticked_with_a_day_and_the_tick_is_taken_back,
);

const THIRD: &str = "370320003";

/// One unit has sent all, the second its summary, the third nothing.
fn under_way(database: Database) -> (House, i64) {
    let house = town(database);
    let campaign = campaign(&house);
    house.clock_is("2024-03-20 09:00");
    let mut clerk = house.desk("clerk");
    let first = Place::new(campaign, UNIT);
    sends_table(&mut clerk, &first, UNIT);
    sends_material(&mut clerk, &first, SUMMARY);
    sends_material(&mut house.desk("second"), &Place::new(campaign, SECOND), SUMMARY);
    (house, campaign)
}

fn remind(
    desk: &mut Desk,
    campaign: i64,
    deliverable: &str,
    units: &[&str],
    words: &str,
) -> crate::client::Answer {
    let mut fields =
        vec![("node", "370320"), ("deliverable", deliverable), ("channel", "phone"), ("words", words)];
    fields.extend(units.iter().map(|unit| ("unit", *unit)));
    desk.post(&format!("/campaigns/{campaign}/reminders"), &fields)
}

fn missing(desk: &mut Desk, campaign: i64) -> String {
    desk.open(&format!("/campaigns/{campaign}/missing?node=370320")).text
}

/// Every text of a workbook.
fn words_of(workbook: &[u8]) -> String {
    use calamine::Reader;
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(workbook.to_vec())).expect("a workbook");
    let mut words = String::new();
    for sheet in book.sheet_names() {
        let range = book.worksheet_range(&sheet).expect("a sheet");
        words.extend(range.used_cells().map(|(_, _, cell)| {
            format!(
                "{cell}
"
            )
        }));
    }
    words
}

fn clean(house: &House) {
    assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new());
}

fn who_is_missing_something_is_reminded_and_it_stays_on_record(database: Database) {
    let (house, campaign) = under_way(database);
    let mut county = house.desk("county");
    let own = between(&missing(&mut county, campaign), &format!("id=\"own-{SECOND}\""), "</textarea>")[0]
        .to_owned();
    assert!(own.contains("还没有收到统计报表（截止 2024年3月22日 24:00（含当日）），请尽快报送"), "{own}");
    let words = "请今天下班前报送。";
    let done = remind(&mut county, campaign, "", &[SECOND, THIRD], words);
    assert_eq!(done.status, 303, "{}", gist(&done.text));
    let again = remind(&mut county, campaign, "", &[SECOND, THIRD], words);
    assert_eq!(again.status, 303, "pressed twice is said once");
    house.clock_is("2024-03-21 10:00");
    let mut county = house.desk("county");
    assert_eq!(remind(&mut county, campaign, "1", &[THIRD], words).status, 303);
    let page = missing(&mut county, campaign);
    let kept: String =
        plain(between(&page, "<h2 id=\"reminders\">", "</ol>")[0]).split_whitespace().collect();
    assert_eq!(kept.matches("电话county先生").count(), 2, "{kept}");
    assert!(
        kept.contains("2个单位") && kept.contains("（统计报表）") && kept.contains("（统计报表、活动总结）"),
        "{kept}"
    );
    let board = county.open(&format!("/campaigns/{campaign}/board?q={THIRD}")).text;
    assert!(plain(&board).contains("催报 2 次，最近 3月21日 10:00 电话"), "{}", gist(&board));
    let summary = county.open(&format!("/campaigns/{campaign}/board?q={THIRD}&deliverable={SUMMARY}")).text;
    assert!(plain(&summary).contains("催报 1 次，最近 3月20日 09:00 电话"), "{}", gist(&summary));
    let told = plain(&house.desk("second").open("/").text);
    assert!(told.contains("催报：“2024年“3·15”活动情况统计”还没有收到统计报表（2024年3月22日 24:00（含当日）），请尽快报送。"), "{told}");
    assert!(
        !plain(&house.desk("clerk").open("/").text).contains("催报："),
        "who sent everything hears nothing"
    );
    let data = county.get(&format!("/campaigns/{campaign}/workbook?node=370320"));
    let workbook = words_of(&data.bytes);
    assert!(workbook.contains("已催报 2 次，最近 2024-03-21 10:00"), "the workbook's 报送情况 says so");
    clean(&house);
}

fn who_has_sent_everything_cannot_be_reminded(database: Database) {
    let (house, campaign) = under_way(database);
    let mut county = house.desk("county");
    for (deliverable, units, words, refused) in [
        ("", vec![UNIT], "请报送", "现在不缺材料"),
        ("", vec![THIRD, UNIT], "请报送", "现在不缺材料"),
        (SUMMARY, vec![SECOND], "请报送", "现在不缺材料"),
        ("", vec![], "请报送", "请勾选已经催过的单位"),
        ("", vec![THIRD], " ", "请写明催报的内容"),
    ] {
        let answer = remind(&mut county, campaign, deliverable, &units, words);
        assert_eq!(answer.status, 422, "{units:?}");
        assert!(plain(&answer.text).contains(refused), "{refused} in {}", gist(&answer.text));
    }
    let elsewhere = remind(&mut county, campaign, "", &["370321001"], "请报送");
    assert_eq!(elsewhere.status, 404, "another county's units are not its own");
    assert!(!missing(&mut county, campaign).contains("id=\"reminders\""), "nothing of all that was kept");
    house.desk("city").done(&format!("/campaigns/{campaign}/closure"), &[]);
    let closed = remind(&mut county, campaign, "", &[THIRD], "请报送");
    assert_eq!(closed.status, 409, "{}", gist(&closed.text));
    clean(&house);
}

fn a_program_reminds_and_reads_what_was_kept(database: Database) {
    let (house, campaign) = under_way(database);
    let mut county = house.desk("county").api();
    let path = format!("/api/v1/campaigns/{campaign}/reminders");
    let said = json!({ "units": [SECOND, THIRD], "channel": "office", "words": "请按通知报送。" });
    let kept = county.client.send("POST", &path, "application/json", said.to_string().into_bytes());
    assert_eq!(kept.status, 201, "{}", kept.text);
    let listed = county.get(&path);
    let units = &listed["reminders"][0]["units"];
    assert_eq!(
        (&units[0]["code"], &units[0]["deliverables"], &units[1]["deliverables"]),
        (&json!(SECOND), &json!([1]), &json!([1, 2])),
        "{listed}"
    );
    assert_eq!((&listed["reminders"][0]["channel"], &listed["next"]), (&json!("office"), &json!(null)));
    let elsewhere = house.desk("city").api().get(&format!("{path}?node=370321"));
    assert_eq!(elsewhere["reminders"], json!([]), "nothing of other counties");
    let board = county.get(&format!("/api/v1/campaigns/{campaign}/missing?node=370320"));
    assert_eq!(board["units"][0]["reminders"], json!(1), "{board}");
    clean(&house);
}

fn papers_are_ticked_with_a_day_and_the_tick_is_taken_back(database: Database) {
    let (house, campaign) = under_way(database);
    let (at, mut county) = (Place::new(campaign, UNIT), house.desk("county"));
    let future = county.post(&at.path("paper"), &[("deliverable", TABLE), ("on", "2024-03-21")]);
    assert_eq!(future.status, 422);
    assert!(plain(&future.text).contains("收到日期不能晚于今天"), "{}", gist(&future.text));
    let unasked = county.post(&at.path("paper"), &[("deliverable", "4"), ("on", "2024-03-20")]);
    assert_eq!(unasked.status, 404, "a unit is not asked for the county's summary");
    for deliverable in [TABLE, SUMMARY] {
        county.done(&at.path("paper"), &[("deliverable", deliverable), ("on", "2024-03-20")]);
    }
    let board = |desk: &mut Desk| plain(&desk.open(&format!("/campaigns/{campaign}/board?q={UNIT}")).text);
    let said = board(&mut county);
    assert!(said.contains("统计报表书面件 2024年3月20日收到；活动总结书面件 2024年3月20日收到"), "{said}");
    let own = plain(&house.desk("clerk").open(&at.page()).text);
    assert!(own.contains("统计报表书面件 2024年3月20日收到"), "the unit sees it: {own}");
    county.done(&at.path("paper"), &[("deliverable", SUMMARY), ("on", "")]);
    let said = board(&mut county);
    assert!(said.contains("统计报表书面件 2024年3月20日收到") && !said.contains("活动总结书面件"), "{said}");
    let audit = house.service.store.read(huibiao::store::audit::verify).expect("the log");
    assert_eq!(audit.faults, Vec::<String>::new());
    clean(&house);
}
