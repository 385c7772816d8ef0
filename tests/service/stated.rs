//! 差额: what a county says of itself beside the sum of its units, on pages, by programs, in workbooks; never in a total.

use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

use serde_json::{Value, json};

use crate::client::Answer;
use crate::house::{Database, on_both};
use crate::proof::faults_after;
use crate::signing::region::Region;
use crate::town::{CITY, Desk, between, gist, plain};

on_both!(
    what_a_county_says_stands_beside_the_sum_and_in_no_total,
    a_sheet_of_totals_is_read_like_any_other,
    what_says_nothing_is_refused,
    what_was_said_cannot_be_changed_unseen,
);

const COUNTY: &str = "370320";

/// Two units with 3 and 4, all other figures zero.
fn begun(database: Database) -> Region {
    let region = Region::on(database);
    region.sends("370320001", 3);
    region.sends("370320002", 4);
    region
}

fn says(region: &Region, desk: &mut Desk, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Answer {
    desk.upload_files(&region.path("stated-totals"), fields, files)
}

/// The rows of the table of differences: label, then values.
fn rows(page: &str) -> Vec<(String, Vec<String>)> {
    let section = between(page, "<section id=\"differences\">", "</section>").first().copied().unwrap_or("");
    let rows = between(section, "<tr><th scope=\"row\"", "</tr>").into_iter();
    rows.map(|row| {
        let label = row.split("</th>").next().and_then(|head| head.split_once('>')).expect("a label").1;
        let label = label.split("<span").next().unwrap_or_default().to_owned();
        (label, between(row, "<td class=\"value\">", "</td>").into_iter().map(plain).collect())
    })
    .collect()
}

fn row(page: &str, label: &str) -> Vec<String> {
    let all = rows(page);
    let found = all.iter().find(|(known, _)| known == label);
    found.unwrap_or_else(|| panic!("{label} in {all:?}")).1.clone()
}

fn what_a_county_says_stands_beside_the_sum_and_in_no_total(database: Database) {
    let region = begun(database);
    let mut county = region.desk(COUNTY);
    let before = county.open(&region.path("totals"));
    assert!(rows(&before.text).is_empty(), "nobody has said anything");
    let said =
        says(&region, &mut county, &[("node", COUNTY), ("v.0", "9"), ("v.2", "0"), ("v.6", "1.25")], &[]);
    assert_eq!(said.status, 303, "{}", gist(&said.text));
    let node = "370320号单位";
    for login in [COUNTY, "city"] {
        let page = region.desk(login).open(&region.path(&format!("totals?node={COUNTY}"))).text;
        assert_eq!(region.figure(&page, 0), "7", "what is said is in no total");
        assert_eq!(row(&page, &format!("{node} 本级上报数"))[..4], ["9", "—", "0", "—"]);
        assert_eq!(row(&page, &format!("{node} 所属合计"))[..4], ["7", "0", "0", "0"]);
        assert_eq!(row(&page, &format!("{node} 差额"))[..4], ["2", "—", "0", "—"], "missing is not zero");
        assert_eq!(row(&page, &format!("{node} 差额"))[6], "1.25");
    }
    let mut city = region.desk("city");
    let whole = city.open(&region.path("totals")).text;
    assert_eq!(region.figure(&whole, 0), "7");
    assert_eq!(row(&whole, &format!("{node} 差额"))[0], "2", "the city sees its county's");

    region.house.hands.set("2024-03-20 10:00");
    let mut api = region.desk("city").api();
    let path = format!("/api/v1{}", region.path(&format!("stated-totals?node={COUNTY}")));
    let kept = api.client.send(
        "POST",
        &path,
        "application/json",
        json!({ "values": { "1": "7" } }).to_string().into(),
    );
    assert_eq!(kept.status, 201, "{}", gist(&kept.text));
    let list = api.get(&path);
    let values: Vec<&Value> =
        list["stated"].as_array().expect("a list").iter().map(|one| &one["values"]["1"]).collect();
    assert_eq!(values, [&json!("9"), &json!("7")], "the earlier stays");
    let totals = api.get(&format!("/api/v1{}", region.path("totals")));
    let one = &totals["differences"][0];
    assert_eq!(
        (&one["node"], &one["stated"]["1"], &one["sum"]["1"], &one["difference"]["1"]),
        (&json!(COUNTY), &json!("7"), &json!("7"), &json!("0"))
    );
    assert_eq!(
        (&one["stated"]["7"], &one["difference"]["7"]),
        (&Value::Null, &Value::Null),
        "the newest holds, whole"
    );

    for node in [COUNTY, CITY] {
        let book = region.desk("city").open(&region.path(&format!("workbook?node={node}"))).bytes;
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(book)).expect("a workbook");
        let sheet = book.worksheet_range("差额").expect("a sheet");
        let first = sheet.rows().find(|row| row[0] == Data::String(node_name())).expect("a line");
        assert_eq!(first[3..6], [Data::Float(7.0), Data::Float(7.0), Data::Float(0.0)], "{node}");
        let second = sheet.rows().filter(|row| row[0] == Data::String(node_name())).nth(1).expect("a line");
        assert_eq!((&second[3], &second[4], &second[5]), (&Data::Empty, &Data::Float(0.0), &Data::Empty));
    }
    region.accepts(COUNTY);
    region.signed(COUNTY);
    let book = region.desk("city").open("/sign-offs/1/workbook").bytes;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(book)).expect("a workbook");
    let sheet = book.worksheet_range("差额").expect("what was said stands in what is signed");
    let first = sheet.rows().find(|row| row[0] == Data::String(node_name())).expect("a line");
    assert_eq!(first[3..6], [Data::Float(7.0), Data::Float(7.0), Data::Float(0.0)]);
    let mut other = region.desk("370321");
    assert_eq!(other.get(&region.path(&format!("stated-totals?node={COUNTY}"))).status, 404);
    assert_eq!(says(&region, &mut other, &[("node", COUNTY), ("v.0", "1")], &[]).status, 404);
    assert_eq!(region.faults(), Vec::<String>::new());
}

fn node_name() -> String {
    format!("{COUNTY}号单位")
}

/// A county's table of totals.
fn sheet(first: &str) -> Vec<u8> {
    let mut sheet =
        "2024年“3·15”活动情况统计表\n填报单位：370320号单位,,填报日期：2024年3月21日\n序号,类别,单位,数量\n"
            .to_owned();
    sheet += &format!("1,普法宣传活动,场,{first}\n2,组织新闻发布会,场,0\n4,受理消费者咨询情况,件,12\n");
    sheet.into_bytes()
}

fn a_sheet_of_totals_is_read_like_any_other(database: Database) {
    let region = begun(database);
    let mut county = region.desk(COUNTY);
    let bytes = sheet("8");
    let said = says(&region, &mut county, &[("node", COUNTY)], &[("file", "县汇总.csv", &bytes)]);
    assert_eq!(said.status, 303, "{}", gist(&said.text));
    let page = county.open(&region.path("totals")).text;
    assert_eq!(row(&page, "370320号单位 本级上报数")[..4], ["8", "0", "—", "12"]);
    assert!(plain(&page).contains("县汇总.csv"), "{}", gist(&page));
    let history = plain(&county.open(&region.path("stated-totals")).text);
    assert!(history.contains("文件 县汇总.csv") && history.contains("370320先生"), "{history}");
    let mut api = county.api();
    for page in ["totals", "stated-totals"] {
        let page = county.open(&region.path(page)).text;
        let links = between(&page, "<a href=\"/stated-totals/", "\"");
        let link = format!("/stated-totals/{}", links.first().expect("the file can be opened"));
        assert_eq!(county.open(&link).bytes, bytes, "as it was received");
        assert_eq!(api.client.get(&format!("/api/v1{link}")).bytes, bytes);
        assert_eq!(region.desk("370321").get(&link).status, 404, "another county's");
    }
    let path = format!("/api/v1{}", region.path("stated-totals/file?name=b.csv"));
    let kept = api.client.send("POST", &path, "application/octet-stream", sheet("7"));
    assert_eq!(kept.status, 201, "{}", gist(&kept.text));
    let kept: Value = serde_json::from_str(&kept.text).expect("JSON");
    assert_eq!(kept["stated"][1]["file"]["sha256"], huibiao::store::objects::sha256(&sheet("7")).as_str());
    assert_eq!(region.faults(), Vec::<String>::new());
}

fn what_says_nothing_is_refused(database: Database) {
    let region = begun(database);
    let mut county = region.desk(COUNTY);
    let bytes = sheet("约8");
    let file: &[(&str, &str, &[u8])] = &[("file", "a.csv", &bytes)];
    for (fields, files, words) in [
        (vec![], &[][..], "还没有填数"),
        (vec![("v.0", " ")], &[][..], "还没有填数"),
        (vec![("v.0", "-3")], &[][..], "不能是负数"),
        (vec![("v.0", "1.5")], &[][..], "应是整数"),
        (vec![("v.0", "很多")], &[][..], "第1项"),
        (vec![("v.0", "8")], file, "不知道以哪个为准"),
        (vec![], file, "第1项"),
        (vec![], &[("file", "b.txt", "没有表".as_bytes())][..], "没有找到统计表"),
    ] {
        let answer = says(&region, &mut county, &fields, files);
        assert_eq!(answer.status, 422, "{fields:?}: {}", gist(&answer.text));
        assert!(plain(&answer.text).contains(words), "{words}: {}", gist(&answer.text));
    }
    assert!(plain(&county.open(&region.path("stated-totals")).text).contains("还没有登记"));
    let unit = says(&region, &mut county, &[("node", "370320001"), ("v.0", "3")], &[]);
    assert!(unit.status == 422 && plain(&unit.text).contains("没有下级"), "{}", gist(&unit.text));
    let clerk = says(&region, &mut region.desk("370320001"), &[("v.0", "3")], &[]);
    assert_eq!(clerk.status, 403);
    region.desk("city").done(&region.path("closure"), &[]);
    region.desk("city").done(&region.path("archive"), &[]);
    let late = says(&region, &mut county, &[("node", COUNTY), ("v.0", "3")], &[]);
    assert_eq!(late.status, 409, "{}", gist(&late.text));
}

fn what_was_said_cannot_be_changed_unseen(database: Database) {
    let region = begun(database);
    let mut county = region.desk(COUNTY);
    assert_eq!(says(&region, &mut county, &[("v.0", "9")], &[]).status, 303);
    let store = &region.house.service.store;
    for (sql, fault) in [
        ("UPDATE stated_total SET figures = '[]'", "与内容摘要不符"),
        ("UPDATE stated_total SET at = at - 1", "与审计记录不符"),
        ("UPDATE stated_total SET digest = 'x'", "与审计记录不符"),
        ("DELETE FROM stated_total", "在数据库里找不到"),
    ] {
        let faults = faults_after(store, "stated_total", sql);
        assert!(faults.iter().any(|found| found.contains(fault)), "{sql}: {faults:?}");
    }
}
