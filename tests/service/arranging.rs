//! Campaigns made without a page: by programs over HTTP, and on the command line with a token.

use huibiao::vocabulary::Role;
use huibiao::workflow::verify::verify;
use serde_json::{Value, json};

use crate::house::{Database, House, on_both};
use crate::process::{Said, beside};
use crate::programs::{ask, done};
use crate::town::{Api, CITY, Place, UNIT, sheets, town, values};

on_both!(
    a_program_makes_chooses_publishes_and_makes_again_for_next_year,
    what_a_program_cannot_mean_is_said_at_its_field,
    the_command_line_does_it_with_the_rights_of_a_token,
);

fn campaign() -> Value {
    json!({
        "title": "2024年“3·15”活动情况统计", "form": "315-activity", "year": 2024, "period": "2024年3月1日至22日",
        "choice": { "below": ["370320"] },
        "deliverables": [
            { "kind": "table", "phrase": "3月22日前", "required": true },
            { "kind": "table", "level": "county", "title": "县级汇总统计表", "phrase": "3月27日前", "required": true },
            { "kind": "summary", "title": "2024年活动总结", "phrase": "3月29日下班前", "file_kinds": ["docx"],
              "most_bytes": 20_971_520 },
            { "kind": "pictures", "title": "工作图片" },
            { "kind": "pictures", "title": "现场照片" },
        ],
    })
}

fn titles(of: &Value) -> Vec<String> {
    let asked = of["deliverables"].as_array().expect("deliverables").iter();
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    asked
        .map(|asked| format!("{} {} {}", word(&asked["title"]), word(&asked["level"]), word(&asked["due"])))
        .collect()
}

fn a_program_makes_chooses_publishes_and_makes_again_for_next_year(database: Database) {
    let house = town(database);
    let mut city = house.desk("city").api();
    let made = done(&mut city, "POST", "/campaigns", Some(campaign()), None);
    assert_eq!(
        titles(&made),
        [
            "统计报表 - 2024-03-23T00:00:00.000+08:00",
            "县级汇总统计表 county 2024-03-28T00:00:00.000+08:00",
            "2024年活动总结 - 2024-03-29T17:30:00.000+08:00",
            "工作图片 - -",
            "现场照片 - -",
        ]
    );
    assert_eq!((&made["state"], &made["will_ask"]), (&json!("draft"), &json!(20)));
    let at = |below: &str| format!("/campaigns/{}{below}", made["id"]);
    let chosen =
        json!({ "below": ["370321"], "singles": [{ "unit": UNIT, "decided": "add", "reason": "通知点名" }] });
    let expected = done(&mut city, "PUT", &at("/choice"), Some(chosen.clone()), None);
    assert_eq!((&expected["count"], &expected["units"][0]["added"]), (&json!(21), &json!("通知点名")));
    let read = done(&mut city, "GET", &at("/expected?limit=5"), None, None);
    assert_eq!((&read["choice"]["below"], &read["next"]), (&json!(["370321"]), &json!("370321004")));
    done(&mut city, "PUT", &at("/state"), Some(json!({ "state": "published" })), None);
    assert_eq!(ask(&mut city, "PUT", &at("/choice"), Some(chosen)).0, 422, "published is published");
    let one = json!({ "unit": "370320002", "reason": "名单漏列" });
    for _ in 0..2 {
        let expected = done(&mut city, "POST", &at("/expected"), Some(one.clone()), None);
        assert_eq!(expected["count"], 22, "the same request twice is one");
    }
    let mut clerk = house.desk("clerk").api();
    let sheet = values(&sheets()[UNIT].typed());
    let sent =
        clerk.send(&Place::new(made["id"].as_i64().expect("a number"), UNIT), "once-2024-0001", &sheet);
    assert!(sent.status == 201, "{}", sent.text);
    let next = done(&mut city, "POST", &at("/copies"), Some(json!({})), None);
    assert_eq!(
        (&next["title"], &next["year"], &next["last_campaign"], &next["will_ask"]),
        (&json!("2025年“3·15”活动情况统计"), &json!(2025), &made["id"], &json!(22))
    );
    assert_eq!(titles(&next)[2], "2025年活动总结 - 2025-03-29T17:30:00.000+08:00");
    assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new());
}

fn what_a_program_cannot_mean_is_said_at_its_field(database: Database) {
    let house = town(database);
    let mut city = house.desk("city").api();
    let with = |field: &str, value: Value| {
        let mut campaign = campaign();
        campaign[field] = value;
        campaign
    };
    let asked = |asked: Value| with("deliverables", json!([asked]));
    for (body, field, words) in [
        (with("title", json!("")), "title", "请填写任务名称"),
        (with("year", json!(24)), "year", "四位数"),
        (with("form", json!("no-form")), "form", "请选择报表"),
        (with("form", Value::Null), "form", "请选择报表"),
        (with("shift", json!("monday")), "shift", "never、holidays 或 all"),
        (with("shift", json!("holidays")), "holidays", "请写明哪些日子放假"),
        (with("choice", json!({ "below": ["999"] })), "units", "999 不是本单位及下级的在用单位"),
        (with("choice", json!({ "level": "village" })), "level", "level 应为"),
        (asked(json!({ "kind": "letter" })), "deliverables[0].kind", "kind 应为"),
        (asked(json!({ "kind": "plan", "level": "unit" })), "deliverables[0].level", "由应报单位报的不写"),
        (asked(json!({ "kind": "plan", "phrase": "月底前" })), "deliverables[0].due", "看不出截止是哪一天"),
        (asked(json!({ "kind": "plan", "file_kinds": ["Word 文档"] })), "deliverables[0].file_kinds", "后缀"),
        (with("last_campaign", json!(99)), "", "没有找到"),
    ] {
        let (status, told, _) = ask(&mut city, "POST", "/campaigns", Some(body.clone()));
        assert!(status == 422 || status == 404, "{body}: {status} {told}");
        let text = told.to_string();
        assert!(text.contains(words) && (field.is_empty() || text.contains(field)), "{field} in {text}");
    }
    let twice = json!([{ "kind": "table", "phrase": "3月22日前" }, { "kind": "table", "title": "又一张", "phrase": "3月22日前" }]);
    let (status, told, _) = ask(&mut city, "POST", "/campaigns", Some(with("deliverables", twice)));
    assert_eq!(status, 422);
    assert!(told.to_string().contains("只能有一张统计表"), "{told}");
    let weekday = with("deliverables", json!([{ "kind": "table", "phrase": "3月22日（星期五）前" }]));
    let made = done(&mut city, "POST", "/campaigns", Some(weekday), None);
    let (status, told, _) =
        ask(&mut city, "POST", &format!("/campaigns/{}/copies", made["id"]), Some(json!({})));
    assert_eq!(status, 422);
    assert!(told.to_string().contains("在 2025 年对不上是哪一天"), "{told}");
}

/// A token in a file beside the data.
fn token(house: &House, api: &Api, name: &str) -> String {
    let file = house.folder.path().join(name);
    let token = api.client.headers["authorization"].trim_start_matches("Bearer ").to_owned();
    std::fs::write(&file, token).expect("a file");
    file.display().to_string()
}

fn the_command_line_does_it_with_the_rights_of_a_token(database: Database) {
    let house = town(database);
    house.employ("county", Role::Supervisor, "370321");
    let city = token(&house, &house.desk("city").api(), "city.token");
    let county = token(&house, &house.desk("county").api(), "county.token");
    let clerk = token(&house, &house.desk("clerk").api(), "clerk.token");
    let plan = house.folder.path().join("plan.json").display().to_string();
    std::fs::write(&plan, campaign().to_string()).expect("a file");
    let run = |token: &str, words: &[&str]| -> Said {
        let with: Vec<&str> = words.iter().copied().chain(["--token-file", token]).collect();
        beside(&house, &with)
    };
    let told = |said: &Said| -> Value { serde_json::from_str(&said.text).unwrap_or(Value::Null) };
    let made = run(&city, &["campaign", "new", &plan]);
    assert_eq!(made.code, 0, "{made:?}");
    let id = told(&made)["id"].to_string();
    let table = told(&made)["deliverables"][0]["id"].to_string();
    let done = |words: &[&str]| {
        let said = run(&city, words);
        assert_eq!(said.code, 0, "{words:?}: {said:?}");
        told(&said)
    };
    assert_eq!(done(&["campaign", "expected", &id])["count"], 20);
    assert_eq!(done(&["campaign", "publish", &id])["state"], "published");
    let added = done(&["campaign", "expect", &id, "370321001", "--reason", "名单漏列"]);
    assert_eq!(added["count"], 21);
    let more = [
        "campaign",
        "extend",
        &id,
        UNIT,
        "--deliverable",
        &table,
        "--until",
        "2024-03-26T24:00",
        "--reason",
        "停电",
    ];
    done(&more);
    done(&["campaign", "exempt", &id, "370320002", "--reason", "机构撤并"]);
    let missing = done(&["campaign", "missing", &id]);
    assert_eq!(missing["units"].as_array().map(Vec::len), Some(20), "{missing}");
    let listed = done(&["call", "GET", "/campaigns"]);
    assert_eq!(listed["campaigns"][0]["title"], campaign()["title"]);
    assert_eq!(done(&["campaign", "copy", &id])["year"], 2025);
    for (token, words, code, sentence) in [
        (&county, vec!["campaign", "close", &id], 2, "不办理这项事务"),
        (&clerk, vec!["campaign", "publish", &id], 2, "不办理这项事务"),
        (&clerk, vec!["campaign", "expected", &id], 2, "不办理这项事务"),
        (&city, vec!["campaign", "show", "99"], 2, "没有找到"),
        (&city, vec!["call", "FETCH IT", "/campaigns"], 2, "没有“FETCH IT”这种请求"),
    ] {
        let said = run(token, &words);
        assert!(said.code == code && said.errors.contains(sentence), "{words:?}: {said:?}");
    }
    let nobody = beside(&house, &["campaign", "list"]);
    assert!(nobody.code == 2 && nobody.errors.contains("没有令牌"), "{nobody:?}");
    assert_eq!(done(&["campaign", "close", &id])["state"], "closed");
    assert_eq!(house.service.settings.data, house.folder.path(), "{CITY}: all of it was done on this data");
    assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new());
}
