//! 上级模板 through the doors: uploaded, corrected, confirmed, filled from what is in force and from what was signed.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::Reader;
use serde_json::{Value, json};

use crate::drawn::{document, workbook};
use crate::house::{Database, on_both};
use crate::signing::region::Region;
use crate::town::{CITY, Desk, gist, plain as words};

on_both!(
    a_city_fills_its_superiors_template_from_now_and_from_what_it_signed,
    a_program_confirms_with_corrections_and_fills,
    units_that_are_missing_stay_blank_and_are_named,
    what_cannot_be_filled_is_said_and_confirms_nothing,
    an_archived_campaign_fills_and_changes_nothing,
    an_old_workbook_is_filled_and_given_out_as_one,
);

const ITEMS: [&str; 11] = [
    "普法宣传活动|场",
    "组织新闻发布会|场",
    "开展线上线下消费教育活动|次",
    "受理消费者咨询|件",
    "受理消费者投诉|件",
    "解决消费纠纷|件",
    "为消费者挽回经济损失|万元",
    "发布消费提示警示|条",
    "组织新闻媒体专栏专题|期",
    "媒体宣传报道|篇",
    "印发各类宣传资料|份",
];

/// Every item with an empty cell behind it, from D4 on; the sum of the first two below.
pub fn plain() -> Vec<u8> {
    let mut rows = vec![
        "全市3·15活动上报表".to_owned(),
        "汇总单位：||填报日期：|".to_owned(),
        "序号|项目|计量单位|数量".to_owned(),
    ];
    rows.extend(ITEMS.iter().enumerate().map(|(item, words)| format!("{}|{words}|", item + 1)));
    rows.push("|两项合计||=D4+D5".to_owned());
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    workbook(&[("上报表", &rows, &["A1:D1"])])
}

/// So many of each thing, one press conference, no money.
fn figure(item: usize, many: usize) -> usize {
    match item {
        1 => 1,
        6 => 0,
        _ => many,
    }
}

/// Uploads a template for a county; its number.
pub fn uploaded(region: &Region, login: &str, name: &str, bytes: &[u8]) -> i64 {
    let mut desk = region.desk(login);
    let answer = desk.upload_files(&region.path("superior-template"), &[], &[("file", name, bytes)]);
    assert_eq!(answer.status, 303, "{}", gist(&answer.text));
    let page = desk.open(answer.location()).text;
    let number = page.split("/superior-templates/").nth(1).and_then(|rest| rest.split('/').next());
    number.and_then(|number| number.parse().ok()).expect("a template")
}

/// The first sheet's cells by name.
fn cells(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes.to_vec())).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("cells");
    let named = |row: usize, column: usize| format!("{}{}", char::from(b'A' + column as u8), row + 1);
    let cells = range.used_cells().map(|(row, column, value)| (named(row, column), value.to_string()));
    cells.filter(|(_, words)| !words.is_empty()).collect()
}

fn filled(desk: &mut Desk, template: i64, from: &str) -> BTreeMap<String, String> {
    cells(&desk.open(&format!("/superior-templates/{template}/filled?from={from}")).bytes)
}

/// The figures of D4 and below.
fn figures(cells: &BTreeMap<String, String>) -> Vec<&str> {
    (4..15).map(|row| cells.get(&format!("D{row}")).map_or("", String::as_str)).collect()
}

fn a_city_fills_its_superiors_template_from_now_and_from_what_it_signed(database: Database) {
    let region = Region::on(database);
    for (unit, first) in [("370320001", 3), ("370320002", 4), ("370321001", 5)] {
        region.sends_all(unit, |item| figure(item, first));
    }
    region.accepts(CITY);
    let mut city = region.desk("city");
    let bytes = plain();
    let id = uploaded(&region, "city", "省局上报表.xlsx", &bytes);
    let page = city.open(&region.path("superior-template")).text;
    let said = words(&page);
    for expected in ["待确认", "合计：第1项 普法宣传活动", "公式，不改", "将填 11 个数", "应报 3 个单位"]
    {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    let early = city.get(&format!("/superior-templates/{id}/filled?from=live"));
    assert!(early.status == 422 && words(&early.text).contains("还没有确认"), "{}", gist(&early.text));

    let own = format!("/superior-templates/{id}");
    assert!(city.open(&format!("{own}/file")).bytes == bytes, "as it was received");
    city.done(&format!("{own}/corrections"), &[("cell", "0!D5"), ("asked", "nothing")]);
    city.done(&format!("{own}/corrections"), &[("cell", "0!C16"), ("asked", "3"), ("whose", "370320")]);
    city.done(&format!("{own}/confirmation"), &[]);
    let page = words(&city.open(&region.path("superior-template")).text);
    assert!(page.contains("已确认") && page.contains("370320号单位：第3项"), "{page}");
    assert!(page.contains("第2项"), "what is not filled is said: {page}");

    let live = filled(&mut city, id, "live");
    let expected = ["12", "", "12", "12", "12", "12", "0", "12", "12", "12", "12"];
    assert_eq!(figures(&live), expected);
    assert_eq!(
        (live["C16"].as_str(), live["D15"].as_str()),
        ("7", "12"),
        "the county's; the formula's result"
    );
    assert!(live["A2"].starts_with("汇总单位：") && live["A2"].len() > "汇总单位：".len(), "{}", live["A2"]);
    assert!(city.get(&format!("{own}/filled?from=signed")).status == 422, "nothing is signed");

    for county in ["370320", "370321"] {
        region.signed(county);
    }
    city.done("/sign-offs/1/acceptance", &[]);
    city.done("/sign-offs/2/acceptance", &[]);
    assert_eq!(region.signs(&mut city, "").status, 303);
    assert_eq!(figures(&filled(&mut city, id, "signed")), expected);
    region.sends_all("370320001", |item| figure(item, 6));
    assert_eq!(figures(&filled(&mut city, id, "signed")), expected, "what was signed stays");
    assert_eq!(figures(&filled(&mut city, id, "live"))[0], "15");
    let names = ["live", "signed"].map(|from| {
        let answer = city.open(&format!("{own}/filled?from={from}"));
        answer.headers.get("content-disposition").cloned().unwrap_or_default()
    });
    assert!(names[0].contains("%E5%AE%9E%E6%97%B6"), "实时: {}", names[0]);
    assert!(names[1].contains("%E5%B7%B2%E4%B8%8A%E6%8A%A5"), "已上报: {}", names[1]);

    let mut county = region.desk("370321");
    for path in ["", "/file", "/filled?from=live"] {
        assert_eq!(county.get(&format!("{own}{path}")).status, 404, "{path}");
    }
    assert_eq!(county.post(&format!("{own}/confirmation"), &[]).status, 404);
    assert_eq!(county.get(&region.path(&format!("superior-template?node={CITY}"))).status, 404);
    let unsure = city.post(&format!("{own}/removal"), &[]);
    assert!(unsure.status == 422 && words(&unsure.text).contains("请先勾选"), "{}", gist(&unsure.text));
    city.done(&format!("{own}/removal"), &[("confirm", "on")]);
    assert_eq!(city.get(&format!("{own}/filled?from=live")).status, 404, "it was removed");
    assert_eq!(region.faults(), Vec::<String>::new());
}

fn a_program_confirms_with_corrections_and_fills(database: Database) {
    let region = Region::on(database);
    region.sends("370320001", 3);
    region.sends("370320002", 4);
    let mut api = region.desk("370320").api();
    let blank = plain();
    let path = format!("/api/v1{}", region.path("superior-template?name=a.xlsx"));
    let made = api.client.send("POST", &path, "application/octet-stream", blank.clone());
    assert_eq!(made.status, 201, "{}", gist(&made.text));
    let made: Value = serde_json::from_str(&made.text).expect("JSON");
    let cell = |shape: &Value, name: &str| -> Value {
        let cells = shape["cells"].as_array().expect("cells");
        cells.iter().find(|cell| cell["cell"] == name).cloned().unwrap_or_default()
    };
    assert_eq!(cell(&made, "D4")["asked"], "1");
    assert_eq!((&cell(&made, "D4")["value"], &cell(&made, "D4")["whose"]), (&json!("7"), &json!("total")));
    let own = format!("/api/v1/superior-templates/{}", made["template"]["id"]);
    let mut put = |body: Value| {
        api.client.send("PUT", &format!("{own}/confirmation"), "application/json", body.to_string().into())
    };
    for (correction, field) in [
        (json!({ "cell": "D4", "asked": "99" }), "asked"),
        (json!({ "cell": "D4", "asked": "1", "measure": "元" }), "measure"),
        (json!({ "cell": "D4", "asked": "1", "whose": "370321" }), "whose"),
        (json!({ "cell": "D4", "asked": "1", "sheet": "没有" }), "cell"),
    ] {
        let answer = put(json!({ "corrections": [correction] }));
        assert!(answer.status == 422 && answer.text.contains(field), "{field}: {}", gist(&answer.text));
    }
    let done = put(json!({ "corrections": [
        { "cell": "D4", "asked": "1", "whose": "370320002" }, { "sheet": "上报表", "cell": "D5", "asked": "nothing" },
    ] }));
    assert_eq!(done.status, 200, "{}", gist(&done.text));
    let known = api.get(&path);
    assert_eq!(known["used"]["digest"].as_str().map(str::len), Some(64), "{known}");
    let bytes = api.client.get(&format!("{own}/filled")).bytes;
    let live = cells(&bytes);
    assert_eq!((live["D4"].as_str(), live.get("D5")), ("4", None));
    assert!(api.client.get(&format!("{own}/file")).bytes == blank, "as it was received");
    assert_eq!(region.desk("city").api().client.get(&own).status, 404, "a county's roll-up is its own");
    assert_eq!(api.client.send("DELETE", &own, "", Vec::new()).status, 204);
    assert_eq!(api.client.get(&own).status, 404);
    assert_eq!(region.faults(), Vec::<String>::new());
}

fn units_that_are_missing_stay_blank_and_are_named(database: Database) {
    let region = Region::on(database);
    region.sends("370320001", 3);
    let rows = [
        "各单位3·15活动统计",
        "单位|普法宣传活动|组织新闻发布会|受理消费者咨询",
        "370320001号单位|||",
        "370320002号单位|||",
        "合计|=SUM(B3:B4)|=SUM(C3:C4)|=SUM(D3:D4)",
    ];
    let id = uploaded(&region, "370320", "分单位.xlsx", &workbook(&[("分单位", &rows, &["A1:D1"])]));
    let mut county = region.desk("370320");
    let page = words(&county.open(&region.path("superior-template")).text);
    assert!(page.contains("370320002号单位：未报，没有计入，留空"), "{page}");
    county.done(&format!("/superior-templates/{id}/confirmation"), &[]);
    let live = filled(&mut county, id, "live");
    assert_eq!((live["B3"].as_str(), live.get("B4"), live["B5"].as_str()), ("3", None, "3"));
}

fn what_cannot_be_filled_is_said_and_confirms_nothing(database: Database) {
    let region = Region::on(database);
    let mut county = region.desk("370320");
    let path = region.path("superior-template");
    let other = workbook(&[("值班表", &["值班表", "姓名|电话", "张三|"], &[])]);
    let answer = county.upload_files(&path, &[], &[]);
    assert!(answer.status == 422 && words(&answer.text).contains("请选择"), "{}", gist(&answer.text));
    let csv: &[(&str, &str, &[u8])] = &[("file", "a.csv", "项目,数量\n普法宣传活动,\n".as_bytes())];
    let answer = county.upload_files(&path, &[], csv);
    assert!(answer.status == 422 && words(&answer.text).contains("另存为"), "{}", gist(&answer.text));
    let id = uploaded(&region, "370320", "值班表.xlsx", &other);
    let page = words(&county.open(&path).text);
    assert!(page.contains("现在填不进去") && page.contains("没有认出本报表的指标"), "{page}");
    let answer = county.post(&format!("/superior-templates/{id}/confirmation"), &[]);
    assert!(answer.status == 422 && words(&answer.text).contains("不能确认"), "{}", gist(&answer.text));
    let rows = ["3·15统计", "项目|数量", "普法宣传活动|", "组织新闻发布会|", "受理消费者咨询|"];
    let text = document(&["填报单位："], &rows, &["负责人："]);
    let second = uploaded(&region, "370320", "上报表.docx", &text);
    county.done(&format!("/superior-templates/{second}/confirmation"), &[]);
    let made = county.open(&format!("/superior-templates/{second}/filled?from=live"));
    assert!(made.headers["content-type"].contains("wordprocessingml"), "{:?}", made.headers);
    assert_eq!(county.get(&format!("/superior-templates/{id}/file")).status, 404, "it was replaced");
}

fn an_archived_campaign_fills_and_changes_nothing(database: Database) {
    let region = Region::on(database);
    region.sends("370320001", 3);
    let id = uploaded(&region, "370320", "上报表.xlsx", &plain());
    let mut county = region.desk("370320");
    county.done(&format!("/superior-templates/{id}/confirmation"), &[]);
    region.desk("city").done(&region.path("closure"), &[]);
    region.desk("city").done(&region.path("archive"), &[]);
    assert_eq!(filled(&mut county, id, "live")["D4"], "3");
    let own = format!("/superior-templates/{id}");
    for (path, fields) in [
        ("corrections", &[("cell", "0!D4"), ("asked", "nothing")][..]),
        ("confirmation", &[]),
        ("removal", &[("confirm", "on")]),
    ] {
        assert_eq!(county.post(&format!("{own}/{path}"), fields).status, 409, "{path}");
    }
    let again = county.upload_files(&region.path("superior-template"), &[], &[("file", "a.xlsx", &plain())]);
    assert_eq!(again.status, 409, "{}", gist(&again.text));
}

fn an_old_workbook_is_filled_and_given_out_as_one(database: Database) {
    let region = Region::on(database);
    region.sends_all("370320001", |item| figure(item, 3));
    let mut county = region.desk("370320");
    let old = include_bytes!("../templates/upright.xls");
    let id = uploaded(&region, "370320", "上报表.xls", old);
    county.done(&format!("/superior-templates/{id}/confirmation"), &[]);
    let mut api = region.desk("370320").api();
    let path = format!("/superior-templates/{id}/filled?from=live");
    for answer in [county.open(&path), api.client.get(&format!("/api/v1{path}"))] {
        assert_eq!(answer.headers["content-type"], "application/vnd.ms-excel");
        assert!(answer.headers["content-disposition"].contains(".xls"), "{:?}", answer.headers);
        let cells = cells(&answer.bytes);
        assert_eq!(
            (cells["D4"].as_str(), cells["D6"].as_str(), cells["D15"].as_str()),
            ("3", "3", "4"),
            "a figure, another, the sum of the first two"
        );
        assert!(cells["A2"].len() > "填报单位：".len(), "{}", cells["A2"]);
    }
    let locked: &[(&str, &str, &[u8])] = &[("file", "a.xls", include_bytes!("../formats/unasked_rc4.xls"))];
    let answer = county.upload_files(&region.path("superior-template"), &[], locked);
    assert!(answer.status == 422 && words(&answer.text).contains("模板是加密的"), "{}", gist(&answer.text));
}
