//! What programs keep for administrators and auditors: units with their history, accounts, the log; and what they are
//! told of notices and blank tables.

use huibiao::vocabulary::Role;
use serde_json::{Value, json};

use crate::house::{Database, House, on_both};
use crate::notices::NOTICE;
use crate::programs::{ask, done, send_file};
use crate::town::{Api, CITY, UNIT, gist, sheets, town};

on_both!(
    a_unit_is_added_changed_and_remembers_it,
    a_list_of_units_is_tried_and_then_written,
    lists_come_in_pages_that_neither_skip_nor_repeat,
    an_account_is_opened_disabled_enabled_and_loses_its_password,
    a_program_knows_itself_and_can_end_itself,
    a_notice_says_what_it_asks_for,
    a_blank_table_becomes_a_form_that_can_be_kept,
);

fn administered(database: Database) -> (House, Api) {
    let house = town(database);
    house.employ("admin", Role::Administrator, CITY);
    let admin = house.desk("admin").api();
    (house, admin)
}

fn a_unit_is_added_changed_and_remembers_it(database: Database) {
    let (_house, mut admin) = administered(database);
    let path = "/units/370320900";
    let new = json!({ "name": "沂源县新城市场监督管理所", "level": "unit", "parent": "370320" });
    let (status, added, _) = ask(&mut admin, "PUT", path, Some(new.clone()));
    assert_eq!(status, 201, "{added}");
    let (_, shown, tag) = ask(&mut admin, "GET", path, None);
    assert_eq!(shown, added);
    assert_eq!((&shown["parent"], &shown["active"]), (&json!("370320"), &json!(true)));
    let (status, told, _) = ask(&mut admin, "PUT", path, Some(new));
    assert_eq!((status, &told["errors"][0]["field"]), (422, &json!("if-match")), "{told}");
    let changed =
        json!({ "name": "沂源县新城所", "level": "unit", "parent": "370321", "aliases": ["新城所"] });
    let after = done(&mut admin, "PUT", path, Some(changed.clone()), Some(&tag));
    assert_eq!((&after["parent"], &after["aliases"]), (&json!("370321"), &json!(["新城所"])), "{after}");
    admin.client.headers.insert("if-match".to_owned(), tag);
    let (status, told, _) = ask(&mut admin, "PUT", path, Some(changed));
    assert_eq!(status, 412, "somebody else changed it: {told}");
    admin.client.headers.remove("if-match");
    let history = done(&mut admin, "GET", &format!("{path}/changes"), None, None);
    let fields: Vec<&str> = history["changes"]
        .as_array()
        .expect("changes")
        .iter()
        .filter_map(|change| change["field"].as_str())
        .collect();
    assert_eq!(fields, ["created", "name", "aliases", "parent"], "{history}");
    assert_eq!(history["changes"][1]["after"], "沂源县新城所");
    for (body, words) in [
        (json!({ "name": "甲", "level": "unit", "parent": "9" }), "上级代码 9 不在名录中"),
        (json!({ "name": "甲", "level": "street", "parent": "370320" }), "级别“street”不认识"),
        (json!({ "name": "甲", "level": "unit" }), "没有上级代码"),
        (json!({ "name": "", "level": "unit", "parent": "370320" }), "请填写单位名称"),
    ] {
        let (status, told, _) = ask(&mut admin, "PUT", "/units/370320901", Some(body));
        assert!(
            status == 422 && told["detail"].as_str().is_some_and(|said| said.contains(words)),
            "{words}: {told}"
        );
    }
    let (status, _, _) = ask(&mut admin, "GET", "/units/370320901", None);
    assert_eq!(status, 404);
}

fn a_list_of_units_is_tried_and_then_written(database: Database) {
    let (_house, mut admin) = administered(database);
    let list = "code,name,level,parent_code\n370323,沂源县卫生健康局,county,3703\n370323001,鲁村中心卫生院,unit,370323\n";
    let (status, tried) = send_file(&mut admin, "POST", "/units/imports?dry_run=true", list.as_bytes());
    assert_eq!((status, &tried["new"], &tried["written"]), (200, &json!(2), &json!(false)), "{tried}");
    assert_eq!(ask(&mut admin, "GET", "/units/370323", None).0, 404, "nothing was written");
    let (_, written) = send_file(&mut admin, "POST", "/units/imports", list.as_bytes());
    assert_eq!((&written["new"], &written["written"]), (&json!(2), &json!(true)), "{written}");
    let (_, again) = send_file(&mut admin, "POST", "/units/imports", list.as_bytes());
    assert_eq!(
        (&again["new"], &again["same"]),
        (&json!(0), &json!(2)),
        "the same list twice is one: {again}"
    );
    let wrong = "code,name,level,parent_code\n1,甲,unit,9\n";
    let (status, tried) = send_file(&mut admin, "POST", "/units/imports?dry_run=true", wrong.as_bytes());
    assert_eq!((status, &tried["fit"]), (200, &json!(false)), "{tried}");
    assert_eq!(tried["mistakes"][0], "第 2 行：上级代码 9 不在名录中");
    let (status, told) = send_file(&mut admin, "POST", "/units/imports", wrong.as_bytes());
    assert!(status == 422 && told["detail"].as_str().is_some_and(|said| said.contains("第 2 行")), "{told}");
}

fn lists_come_in_pages_that_neither_skip_nor_repeat(database: Database) {
    let (house, mut admin) = administered(database);
    house.employ("auditor", Role::Auditor, CITY);
    let mut auditor = house.desk("auditor").api();
    let lists: [(&str, &str, &str); 3] =
        [("/units", "units", "code"), ("/accounts", "accounts", "login"), ("/audit", "entries", "hash")];
    for (path, list, key) in lists {
        let api = if path == "/audit" { &mut auditor } else { &mut admin };
        let whole = done(api, "GET", &format!("{path}?limit=1000"), None, None);
        let keys = |page: &Value| -> Vec<String> {
            let rows = page[list].as_array().expect("a list").iter();
            rows.map(|row| row[key].as_str().expect("a key").to_owned()).collect()
        };
        let (all, mut seen, mut after) = (keys(&whole), Vec::new(), String::new());
        loop {
            let page = done(api, "GET", &format!("{path}?limit=2{after}"), None, None);
            seen.extend(keys(&page));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={}", next.replace('/', "%2F")),
                None => break,
            }
            assert!(seen.len() <= all.len(), "{path} ends");
        }
        assert_eq!(seen, all, "{path}");
        assert!(all.len() > 2, "{path} has several pages");
    }
    let named = done(&mut admin, "GET", &format!("/units?q={UNIT}"), None, None);
    assert_eq!(named["units"][0]["name"], sheets()[UNIT].name.as_str(), "{named}");
}

fn an_account_is_opened_disabled_enabled_and_loses_its_password(database: Database) {
    let (house, mut admin) = administered(database);
    let new = json!({ "login": "wangli", "name": "王丽", "role": "clerk", "unit": "370320002" });
    let made = done(&mut admin, "POST", "/accounts", Some(new.clone()), None);
    let (id, first) = (made["id"].clone(), made["password"].as_str().expect("a password").to_owned());
    assert_eq!(house.client().sign_in("wangli", &first).location(), "/account");
    let (status, told, _) = ask(&mut admin, "POST", "/accounts", Some(new));
    assert_eq!(status, 422, "the name is taken: {told}");
    let disabling = format!("/accounts/{id}/disabling");
    done(&mut admin, "PUT", &disabling, None, None);
    assert_eq!(house.client().sign_in("wangli", &first).status, 422);
    let listed = done(&mut admin, "GET", "/accounts?q=wangli", None, None);
    assert!(listed["accounts"][0]["disabled"].is_string(), "{listed}");
    done(&mut admin, "DELETE", &disabling, None, None);
    let again = done(&mut admin, "POST", &format!("/accounts/{id}/passwords"), None, None);
    let second = again["password"].as_str().expect("a password");
    assert_ne!(second, first);
    assert_eq!(house.client().sign_in("wangli", second).location(), "/account");
    assert_eq!(house.client().sign_in("wangli", &first).status, 422, "the old one is gone");
    let list = admin.client.send(
        "POST",
        "/api/v1/accounts/lists",
        "application/json",
        json!({ "unit": "370322" }).to_string().into_bytes(),
    );
    assert!(list.status == 200 && list.bytes.starts_with(b"PK"), "{}", gist(&list.text));
    let own = done(&mut admin, "GET", "/accounts?q=admin", None, None);
    let (status, told, _) =
        ask(&mut admin, "PUT", &format!("/accounts/{}/disabling", own["accounts"][0]["id"]), None);
    assert!(
        status == 422 && told["detail"].as_str().is_some_and(|said| said.contains("自己的账号")),
        "{told}"
    );
    let (status, told, _) = ask(&mut admin, "POST", "/accounts/999999/passwords", None);
    assert_eq!(status, 404, "{told}");
}

fn a_program_knows_itself_and_can_end_itself(database: Database) {
    let house = town(database);
    let mut clerk = house.desk("clerk").api();
    let own = done(&mut clerk, "GET", "/account", None, None);
    assert_eq!((&own["login"], &own["role"], &own["unit"]), (&json!("clerk"), &json!("clerk"), &json!(UNIT)));
    let tokens = done(&mut clerk, "GET", "/account/tokens", None, None);
    assert!(!tokens.to_string().contains("hb_"), "no token's words: {tokens}");
    let path = format!("/account/tokens/{}", tokens["tokens"][0]["id"]);
    done(&mut clerk, "DELETE", &path, None, None);
    assert_eq!(ask(&mut clerk, "GET", "/account", None).0, 401);
}

fn a_notice_says_what_it_asks_for(database: Database) {
    let house = town(database);
    let mut city = house.desk("city").api();
    let pasted = done(&mut city, "POST", "/notices", Some(json!({ "text": NOTICE })), None);
    let (status, sent) = send_file(&mut city, "POST", "/notices?name=a.txt", NOTICE.as_bytes());
    assert_eq!(status, 201, "{sent}");
    let notice = &pasted["notices"][0];
    assert_eq!(notice["proposal"], sent["notices"][0]["proposal"], "a file or its text");
    assert_eq!(notice["known_form"], "315-activity");
    let deliverables = notice["proposal"]["deliverables"].as_array().expect("deliverables");
    let table = deliverables.iter().find(|one| one["kind"] == "table").expect("a table");
    assert_eq!(table["instant"], "2024-03-23T00:00:00+08:00", "{notice}");
    let folder = house.folder.path().join("notice.txt");
    std::fs::write(&folder, NOTICE).expect("a file");
    let printed = std::process::Command::new(crate::house::program())
        .args(["notice", "--json"])
        .arg(&folder)
        .output()
        .expect("the command runs");
    let printed: Value = serde_json::from_slice(&printed.stdout).expect("JSON");
    assert_eq!(notice["proposal"], printed, "the same as the command prints");
    assert_eq!(&done(&mut city, "GET", &format!("/notices/{}", notice["id"]), None, None), notice);
    house.employ("county", Role::Supervisor, "370320");
    let mut county = house.desk("county").api();
    assert_eq!(
        ask(&mut county, "GET", &format!("/notices/{}", notice["id"]), None).0,
        404,
        "of who brought it"
    );
}

fn a_blank_table_becomes_a_form_that_can_be_kept(database: Database) {
    let house = town(database);
    let mut city = house.desk("city").api();
    let table = "走访情况统计表\n序号,项目,计量单位,数量\n1,走访企业,家,\n2,发现问题,个,\n3,解决问题,个,\n";
    let (status, proposed) = send_file(&mut city, "POST", "/forms/proposals", table.as_bytes());
    assert_eq!(status, 200, "{proposed}");
    let labels: Vec<&str> = proposed["form"]["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter_map(|item| item["label"].as_str())
        .collect();
    assert_eq!(labels, ["走访企业", "发现问题", "解决问题"], "{proposed}");
    let text = json!({ "text": proposed["form"]["text"] });
    let kept = done(&mut city, "POST", "/forms", Some(text), None);
    assert_eq!(kept["items"], proposed["form"]["items"]);
    let (status, told) = send_file(&mut city, "POST", "/forms/proposals", "没有表".as_bytes());
    assert!(status == 422 && told["errors"][0]["field"] == "file", "{told}");
}
