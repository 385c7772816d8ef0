//! 批注好的原表: a clerk gets the own file back before and after sending, a supervisor the files of all units at once,
//! a program the same; what comes back can be sent again and says the same.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use huibiao::vocabulary::Role;

use crate::client::Answer;
use crate::house::{Database, on_both};
use crate::town::{Place, REASON, UNIT, gist, published, sheets, town};

on_both!(the_own_file_comes_back_and_can_be_sent_again, a_county_gets_the_files_of_its_units);

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let count = archive.len();
    let part = |index: usize| {
        let mut file = archive.by_index(index).expect("a part");
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("its bytes");
        (file.name().expect("a name").into_owned(), content)
    };
    (0..count).map(part).collect()
}

/// All words of a package's parts.
fn words(bytes: &[u8]) -> String {
    parts(bytes).into_values().map(|part| String::from_utf8_lossy(&part).into_owned()).collect()
}

fn named(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", gist(&answer.text));
    let disposition = answer.header("content-disposition").to_owned();
    let name = disposition.split("UTF-8''").nth(1).expect("a name").to_owned();
    let mut bytes = Vec::new();
    let mut rest = name.bytes();
    while let Some(byte) = rest.next() {
        let digits = (byte == b'%').then(|| [rest.next(), rest.next()].map(|digit| digit.unwrap_or(b'0')));
        bytes.push(digits.map_or(byte, |digits| {
            u8::from_str_radix(std::str::from_utf8(&digits).expect("digits"), 16).expect("a byte")
        }));
    }
    String::from_utf8(bytes).expect("a name")
}

/// A table with a fraction where a count belongs, as text that a spreadsheet opens.
fn faulty(sheet: &str) -> Vec<u8> {
    let rows = [
        "普法宣传活动,场,6.5",
        "组织新闻发布会,场,1",
        "开展线上线下消费教育活动,次,7",
        "受理消费者咨询情况,件,320",
        "受理消费者投诉情况,件,40",
        "解决消费纠纷,件,30",
        "为消费者挽回经济损失,万元,2.5",
        "发布消费提（警）示,条,6",
        "组织新闻媒体专栏专题,期,2",
        "媒体宣传报道,篇,12",
        "印发各类宣传资料,份,3000",
    ];
    let rows: String = (1..).zip(rows).map(|(number, row)| format!("{number},{row}\n")).collect();
    format!("2024年“3·15”活动情况统计表,,,\n填报单位：{sheet},,填报日期：2024年3月18日,\n序号,类别,单位,数量\n{rows}").into_bytes()
}

fn the_own_file_comes_back_and_can_be_sent_again(database: Database) {
    let house = town(database);
    let at = Place::new(published(&house, &[]), UNIT);
    let name = sheets().remove(UNIT).expect("a sheet").name;
    let mut clerk = house.desk("clerk");
    let uploaded = clerk.upload(&at.path("uploads"), &[("file", "统计表.csv", &faulty(&name))]);
    assert_eq!(uploaded.status, 303, "{}", gist(&uploaded.text));
    for page in ["draft", "check"] {
        assert!(clerk.open(&at.path(page)).text.contains("draft/annotated"), "{page} leads to it");
    }
    let answer = clerk.get(&at.path("draft/annotated"));
    let called = named(&answer);
    assert!(called.starts_with(&format!("{name}-待改")) && called.ends_with("处.xlsx"), "{called}");
    let said = words(&answer.bytes);
    assert!(
        said.contains("【强制】") && said.contains("写成不带小数的整数") && said.contains("问题清单"),
        "{called}"
    );
    let draft = |desk: &mut crate::town::Desk| {
        desk.api().get(&format!("/api/v1{}", at.path("draft")))["judged"].clone()
    };
    let before = draft(&mut clerk);
    let again = clerk.upload(&at.path("uploads"), &[("file", &called, &answer.bytes)]);
    assert_eq!(again.status, 303, "{}", gist(&again.text));
    let after = draft(&mut clerk);
    assert_eq!(before["values"], after["values"]);
    let codes = |draft: &serde_json::Value| -> Vec<String> {
        let findings = draft["findings"].as_array().cloned().unwrap_or_default();
        findings.iter().map(|finding| finding["code"].to_string()).collect()
    };
    assert!(codes(&before).iter().any(|code| code.contains("not-integer")), "{before}");
    assert_eq!(codes(&before), codes(&after), "our marks are no findings");
    let by_program = clerk.api().client.get(&format!("/api/v1{}", at.path("draft/annotated")));
    assert_eq!(named(&by_program), called);
}

fn a_county_gets_the_files_of_its_units(database: Database) {
    let house = town(database);
    let at = Place::new(published(&house, &[]), UNIT);
    let sheet = sheets().remove(UNIT).expect("a sheet");
    let mut clerk = house.desk("clerk");
    let sent = clerk.api().send_file(&at, "annotated-1", &sheet.file_name, &sheet.bytes);
    assert_eq!(sent.status, 201, "{}", gist(&sent.text));
    let id = serde_json::from_str::<serde_json::Value>(&sent.text).expect("JSON")["id"]
        .as_i64()
        .expect("a number");
    house.employ("county", Role::Supervisor, "370320");
    let mut county = house.desk("county");
    let returned = county.post(&format!("/submissions/{id}/return"), &[("reason", REASON), ("item", "5")]);
    assert_eq!(returned.status, 303, "{}", gist(&returned.text));
    let page = clerk.open(&format!("/submissions/{id}")).text;
    assert!(page.contains("下载批注好的原表"), "{}", gist(&page));
    let own = clerk.get(&format!("/submissions/{id}/annotated"));
    let called = named(&own);
    assert!(called.contains(&sheet.name), "{called}");
    assert!(words(&own.bytes).contains(REASON), "why it was returned stands in it");

    let board = county.open(&format!("/campaigns/{}/board", at.campaign)).text;
    assert!(board.contains("annotated.zip"), "the board leads to it");
    let all = county.get(&format!("/campaigns/{}/annotated.zip", at.campaign));
    assert_eq!(all.status, 200, "{}", gist(&all.text));
    let files = parts(&all.bytes);
    assert_eq!(files.keys().map(String::as_str).collect::<Vec<_>>(), [called.as_str(), "随附说明.txt"]);
    assert_eq!(parts(&files[&called]), parts(&own.bytes));
    assert!(String::from_utf8_lossy(&files["随附说明.txt"]).contains(&called));
}
