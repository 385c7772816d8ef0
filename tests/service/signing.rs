//! 上报汇总: a county signs what its units add up to, the city returns or accepts it, signs its own and publishes
//! it; what happens to a unit afterwards moves no signed figure and is shown.

#[path = "signing/region.rs"]
pub mod region;

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use crate::house::{Database, on_both};
use crate::town::{CITY, plain};
use region::{Region, fingerprint};

on_both!(
    a_county_signs_what_was_accepted_and_says_for_whom_it_waits,
    the_city_returns_and_accepts_and_is_the_sum_of_its_signed_counties,
    what_happens_to_a_unit_afterwards_moves_nothing_and_is_corrected_by_name,
    who_is_below_reads_what_was_published_and_nothing_behind_it,
    when_the_clock_has_ended_who_is_missing_is_left_out_by_name,
    the_same_sheet_through_two_chains_is_decided_by_a_person_before_anybody_signs,
);

fn a_county_signs_what_was_accepted_and_says_for_whom_it_waits(database: Database) {
    let region = Region::on(database);
    let mut county = region.desk("370320");
    let early = region.signs(&mut county, "");
    assert_eq!(early.status, 422);
    let words = plain(&early.text);
    assert!(
        words.contains("还不能汇总上报，要等：370320001号单位（未报）、370320002号单位（未报）。"),
        "{words}"
    );

    region.sends("370320001", 3);
    region.sends("370320002", 4);
    let unseen = plain(&region.signs(&mut county, "").text);
    assert!(unseen.contains("370320001号单位（待审）"), "what waits for a verdict is not signed: {unseen}");
    region.accepts("370320");
    let unsure = county.post(&region.path("sign-offs"), &[("reason", "")]);
    assert_eq!(unsure.status, 422);
    assert!(unsure.text.contains("请先勾选，确认以上数字已核对。"));
    let signed = region.signs(&mut county, "");
    assert_eq!((signed.status, signed.location()), (303, "/sign-offs/1"), "{}", plain(&signed.text));

    let page = county.open("/sign-offs/1").text;
    assert_eq!(region.figure(&page, 0), "7", "three and four");
    assert!(page.contains("已汇总上报"), "{}", plain(&page));
    let book = county.open("/sign-offs/1/workbook");
    assert!(page.contains(&fingerprint(&book.bytes)), "its SHA-256 is shown");
    assert_eq!(county.open("/sign-offs/1/workbook").bytes, book.bytes, "byte for byte");
    let words = written(&book.bytes);
    for line in
        ["已汇总上报（第 1 次），370320先生，2024-03-20 09:00", "仅汇总已通过审核的报表", "上报校验值"]
    {
        assert!(words.contains(line), "{line} is printed: {words}");
    }
    for data in ["data.csv", "data.json"] {
        let data = county.open(&format!("/sign-offs/1/{data}"));
        assert!(page.contains(&fingerprint(&data.bytes)));
    }
    let again = region.signs(&mut county, "再来一次");
    assert!(plain(&again.text).contains("没有变化，不需要再汇总上报"), "{}", plain(&again.text));
    assert_eq!(region.faults(), Vec::<String>::new());
}

fn the_city_returns_and_accepts_and_is_the_sum_of_its_signed_counties(database: Database) {
    let region = Region::on(database);
    region.reports_everything();
    let mut city = region.desk("city");
    let early = plain(&region.signs(&mut city, "").text);
    assert!(early.contains("370320号单位（尚未汇总上报）、370321号单位（尚未汇总上报）"), "{early}");
    region.signed("370320");
    region.signed("370321");
    let unseen = plain(&region.signs(&mut city, "").text);
    assert!(unseen.contains("370320号单位（已汇总上报，尚未审核）"), "{unseen}");

    let silent = city.post("/sign-offs/1/return", &[("reason", " ")]);
    assert_eq!(silent.status, 422);
    assert!(silent.text.contains("请写明退回的原因"));
    city.done("/sign-offs/1/return", &[("reason", "第1项与台账不符")]);
    let home = region.desk("370320").open("/").text;
    let told = "第 1 次上报汇总被退回。原因：第1项与台账不符";
    assert!(plain(&home).contains(told), "{}", plain(&home));
    let message = crate::town::between(&home, "action=\"/messages/", "/reading\"")[0].to_owned();
    region.desk("370320").done(&format!("/messages/{message}/reading"), &[]);
    assert!(!plain(&region.desk("370320").open("/").text).contains(told), "it was read");
    city.done("/sign-offs/2/acceptance", &[]);
    assert_eq!(city.post("/sign-offs/2/acceptance", &[]).status, 412, "once");
    let board = plain(&city.open(&region.path("sign-offs")).text);
    for words in ["第1项与台账不符", "已退回", "已通过"] {
        assert!(board.contains(words), "{words}: {board}");
    }
    let mut county = region.desk("370320");
    let told = plain(&county.open(&region.path("sign-offs")).text);
    assert!(told.contains("退回：第1项与台账不符"), "{told}");
    let mute = region.signs(&mut county, "");
    assert!(mute.text.contains("请写明为什么重新汇总上报"), "{}", plain(&mute.text));
    let again = region.signs(&mut county, "已与台账核对，数字无误");
    assert_eq!(again.location(), "/sign-offs/3");
    assert_eq!(city.post("/sign-offs/1/acceptance", &[]).status, 412, "only the newest");
    city.done("/sign-offs/3/acceptance", &[]);

    let published = region.signs(&mut city, "");
    assert_eq!(published.location(), "/sign-offs/4", "{}", plain(&published.text));
    let page = city.open("/sign-offs/4").text;
    assert_eq!(region.figure(&page, 0), "12", "three and four, five");
    let words = plain(&page);
    for line in ["已公布", "第 2 次汇总上报", "第 1 次汇总上报"] {
        assert!(words.contains(line), "{line}: {words}");
    }
    assert_eq!(region.faults(), Vec::<String>::new());
}

fn what_happens_to_a_unit_afterwards_moves_nothing_and_is_corrected_by_name(database: Database) {
    let region = Region::on(database);
    region.publishes_everything();
    let mut city = region.desk("city");
    let mut county = region.desk("370320");
    let before: Vec<_> = (1..=3).map(|id| city.open(&format!("/sign-offs/{id}/workbook")).bytes).collect();

    region.sends("370320001", 10);
    for (id, total) in [(1, "7"), (3, "12")] {
        let page = city.open(&format!("/sign-offs/{id}")).text;
        assert_eq!(region.figure(&page, 0), total, "what was signed stays");
        let words = plain(&page);
        for line in ["待更正", "370320001号单位", "重新上报", "第 1 次上报", "第 2 次上报"]
        {
            assert!(words.contains(line), "{line}: {words}");
        }
    }
    let live = city.open(&region.path("totals")).text;
    assert_eq!(region.figure(&live, 0), "19", "the live total moves, and says that it is live");
    assert!(live.contains("实时") && live.contains("看第 1 次上报汇总（最近一次）"));
    let blocked = plain(&region.signs(&mut city, "下级更正").text);
    assert!(blocked.contains("下级的汇总还没有更正"), "{blocked}");

    region.accepts("370320");
    let signed = region.signs(&mut county, "370320001更正第1项");
    assert_eq!(signed.location(), "/sign-offs/4", "{}", plain(&signed.text));
    let words = plain(&county.open("/sign-offs/4").text);
    for line in ["370320001更正第1项", "370320001号单位：第 1 次上报 → 第 2 次上报"] {
        assert!(words.contains(line), "{line}: {words}");
    }
    let book = written(&county.open("/sign-offs/4/workbook").bytes);
    for line in ["更正：第1项", "原 7 ", "改为 14 ", "更正原因：370320001更正第1项"] {
        assert!(book.contains(line), "{line} is printed: {book}");
    }
    city.done("/sign-offs/4/acceptance", &[]);
    assert_eq!(region.signs(&mut city, "沂源更正").location(), "/sign-offs/5");
    assert_eq!(region.figure(&city.open("/sign-offs/5").text, 0), "19");
    let after: Vec<_> = (1..=3).map(|id| city.open(&format!("/sign-offs/{id}/workbook")).bytes).collect();
    assert_eq!(before, after, "the earlier ones are what they were");
    assert_eq!(region.faults(), Vec::<String>::new());
}

fn who_is_below_reads_what_was_published_and_nothing_behind_it(database: Database) {
    let region = Region::on(database);
    region.publishes_everything();
    let mut county = region.desk("370320");
    let page = county.open("/sign-offs/3").text;
    assert_eq!(region.figure(&page, 0), "12");
    for foreign in ["370321", "/workbook", "没有计入的单位"] {
        assert!(!page.contains(foreign), "{foreign}: {}", plain(&page));
    }
    for closed in ["/sign-offs/3/workbook", "/sign-offs/3/data.csv", "/sign-offs/2", "/sign-offs/2/workbook"]
    {
        assert_eq!(county.get(closed).status, 404, "{closed}");
    }
    let own = county.post("/sign-offs/1/acceptance", &[]);
    assert_eq!(own.status, 403, "nobody judges what the own node signed");
    let above = county.post("/sign-offs/3/return", &[("reason", "不对")]);
    assert_eq!(above.status, 404);
}

fn when_the_clock_has_ended_who_is_missing_is_left_out_by_name(database: Database) {
    let region = Region::on(database);
    region.sends("370320001", 3);
    region.accepts(CITY);
    region.house.clock_is("2024-03-23 00:00");
    let mut county = region.desk("370320");
    assert_eq!(region.signs(&mut county, "").location(), "/sign-offs/1");
    let words = plain(&county.open("/sign-offs/1").text);
    for line in ["应报 2 个单位，计入 1 个", "未报 1 个", "没有计入的单位", "370320002号单位"]
    {
        assert!(words.contains(line), "{line}: {words}");
    }
    let mut city = region.desk("city");
    city.done("/sign-offs/1/acceptance", &[]);
    region.sends("370321001", 5);
    let waits = plain(&region.signs(&mut city, "").text);
    assert!(waits.contains("370321001号单位（待审）"), "{waits}");
    region.accepts(CITY);
    assert_eq!(region.signs(&mut city, "").location(), "/sign-offs/2");
    let page = city.open("/sign-offs/2").text;
    assert_eq!(region.figure(&page, 0), "8");
    assert!(plain(&page).contains("370321号单位没有汇总上报，按其所属单位已通过的报表计入。"));
    region.sends("370320002", 4);
    let late = plain(&county.open("/sign-offs/1").text);
    assert!(late.contains("待更正") && late.contains("补报"), "{late}");
    assert_eq!(region.faults(), Vec::<String>::new());
}

fn the_same_sheet_through_two_chains_is_decided_by_a_person_before_anybody_signs(database: Database) {
    let region = Region::on(database);
    let figures = |item: usize| [3, 1, 9, 120, 80, 30, 2, 4, 2, 6, 900][item];
    region.sends_all("370320001", figures);
    region.sends_all("370320002", figures);
    region.accepts("370320");
    let mut county = region.desk("370320");
    let open = plain(&region.signs(&mut county, "").text);
    assert!(open.contains("有 1 组单位的上报数字相同，可能重复"), "{open}");
    let page = plain(&county.open(&region.path("double-counts")).text);
    for words in ["11 项数字全部相同", "待判定", "370320001号单位", "370320002号单位"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let both = [("revision", "1"), ("revision", "2")];
    let decide = |county: &mut crate::town::Desk, left_out: &[&str], reason: &str| {
        let mut fields = both.to_vec();
        fields.extend(left_out.iter().map(|revision| ("left_out", *revision)));
        fields.push(("reason", reason));
        county.post(&region.path("double-counts"), &fields)
    };
    assert!(decide(&mut county, &["2"], " ").text.contains("请写明判定的依据"));
    assert!(decide(&mut county, &["1", "2"], "都不算").text.contains("至少有一份要计入"));
    let another = county.post(&region.path("double-counts"), &[("revision", "1"), ("reason", "一份")]);
    assert_eq!(another.status, 412, "the group as it is, whole");
    let fields =
        [both[0], both[1], ("left_out", "2"), ("node", "370320"), ("reason", "消协和市监报的是同一份")];
    let decided = county.done(&region.path("double-counts"), &fields);
    assert_eq!(decided, region.path("double-counts?node=370320"), "back at the same node");
    for (sql, fault) in [
        ("UPDATE double_count SET counted = (1 = 1)", "重复上报的判定"),
        ("UPDATE double_count SET reason = '另有原因'", "重复上报的判定"),
        ("DELETE FROM double_count", "次重复上报的判定在数据库里找不到"),
    ] {
        let faults = crate::proof::faults_after(&region.house.service.store, "double_count", sql);
        assert!(faults.iter().any(|found| found.contains(fault)), "{sql}: {faults:?}");
    }
    let live = county.open(&region.path("totals")).text;
    assert_eq!(region.figure(&live, 0), "6", "nothing is dropped by itself from what units sent");
    assert_eq!(region.signs(&mut county, "").location(), "/sign-offs/1");
    let signed = county.open("/sign-offs/1").text;
    assert_eq!(region.figure(&signed, 0), "3", "it counts once");
    let words = plain(&signed);
    assert!(words.contains("与其他单位的上报重复，判定不计入：消协和市监报的是同一份"), "{words}");
    assert!(!words.contains("待更正"), "what was left out is as it was signed");
    assert_eq!(decide(&mut county, &[], "核实为两场活动").status, 303);
    let later = plain(&county.open("/sign-offs/1").text);
    assert!(later.contains("待更正") && later.contains("370320002号单位"), "{later}");
    assert_eq!(region.signs(&mut county, "两场活动都计入").location(), "/sign-offs/2");
    assert_eq!(region.figure(&county.open("/sign-offs/2").text, 0), "6");
    assert_eq!(region.faults(), Vec::<String>::new());
}

/// Everything that a workbook says, a cell a line.
fn written(bytes: &[u8]) -> String {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
    let mut words = String::new();
    for name in book.sheet_names() {
        let sheet = book.worksheet_range(&name).expect("a sheet");
        for cell in sheet.rows().flatten().filter(|cell| **cell != Data::Empty) {
            words += &format!("{cell}\n");
        }
    }
    words
}
