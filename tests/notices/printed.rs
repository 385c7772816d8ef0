//! What `huibiao notice` prints, and how it ends.

use std::process::Command;

use serde_json::Value;

/// How a command ended.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs `huibiao notice` on a file with these bytes.
pub fn notice(name: &str, bytes: &[u8], options: &[&str]) -> Ran {
    let folder = std::env::temp_dir().join(format!("huibiao-notice-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("the file is written");
    let command = Command::new(env!("CARGO_BIN_EXE_huibiao")).arg("notice").arg(&path).args(options).output();
    let output = command.expect("the program runs");
    std::fs::remove_dir_all(&folder).expect("the folder goes");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Ran {
        code: output.status.code().expect("it ends by itself"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

const ONE: &str = "关于开展2024年宣传活动的通知\n各监管所：\n3月15日上午在广场举行仪式。请各监管所于3月22日下班前将活动总结报县局办公室，邮箱abc @163.com。\n县局\n2024年3月1日\n";

#[test]
fn a_page_in_the_terminal_names_every_field_with_its_sentence() {
    let ran = notice("one.txt", ONE.as_bytes(), &[]);
    assert_eq!(ran.code, 1, "a contact is asked for");
    for line in [
        "标题：关于开展2024年宣传活动的通知",
        "报送单位：各监管所",
        "接收单位：县局办公室",
        "渠道：电子邮箱  abc@163.com",
        "[活动总结] 活动总结  3月22日下班前  截止：2024年3月22日 17:30",
        "“请各监管所于3月22日下班前将活动总结报县局办公室，邮箱abc @163.com。”",
        "3月15日  这是活动或会议的日期",
        "没有写联系人和电话",
    ] {
        assert!(ran.out.contains(line), "{line}: {}", ran.out);
    }
}

#[test]
fn the_office_that_closes_earlier_has_earlier_deadlines() {
    for (options, instant) in [
        (&["--json"][..], "2024-03-22T17:30:00+08:00"),
        (&["--json", "--closes", "17:00"], "2024-03-22T17:00:00+08:00"),
    ] {
        let said: Value = serde_json::from_str(&notice("closing.txt", ONE.as_bytes(), options).out).unwrap();
        assert_eq!(said["deliverables"][0]["instant"], instant);
    }
}

#[test]
fn one_notice_is_an_object_and_several_are_a_list() {
    let keys = [
        "channels",
        "contacts",
        "deliverables",
        "form",
        "issuer",
        "not_deadlines",
        "receiver",
        "reporters",
        "theme",
        "title",
        "year",
    ];
    let one: Value = serde_json::from_str(&notice("single.txt", ONE.as_bytes(), &["--json"]).out).unwrap();
    let has: Vec<&String> = one.as_object().unwrap().keys().collect();
    assert_eq!(has, keys);
    let several = include_str!("texts/seven_collection.txt");
    let several: Value =
        serde_json::from_str(&notice("several.txt", several.as_bytes(), &["--json"]).out).unwrap();
    let list = several["notices"].as_array().expect("a list under its key");
    assert_eq!(list.len(), 3);
    assert!(list.iter().all(|one| one.as_object().unwrap().len() == keys.len()));
}

#[test]
fn a_later_clock_says_whom_it_binds() {
    let text = "关于开展2025年宣传活动的通知\n各所：\n各所3月18日前将统计表报县局；各县局3月22日前报市局。\n市局\n2025年3月1日\n";
    let said: Value = serde_json::from_str(&notice("levels.txt", text.as_bytes(), &["--json"]).out).unwrap();
    let levels: Vec<(&str, &Value)> = said["deliverables"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| (one["name"].as_str().expect("a name"), &one["level"]))
        .collect();
    assert_eq!(levels, [("统计表", &Value::Null), ("县级汇总统计表", &Value::from("county"))]);
    let out = notice("levels.txt", text.as_bytes(), &[]).out;
    assert!(out.contains("[统计报表] 县级汇总统计表（由县级汇总报送）  3月22日前"), "{out}");
}
