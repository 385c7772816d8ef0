//! What programs are told: a trial that stores nothing, the page's findings as problem details, a key that
//! makes a request once, a token that ends when it is revoked.

use serde_json::{Value, json};

use crate::client::Answer;
use crate::house::{Database, House, on_both};
use crate::town::{Api, Place, REASON, UNIT, gist, published, sheets, town, values};

on_both!(
    a_trial_says_what_would_become_of_a_sheet_and_stores_nothing,
    what_stands_in_the_way_comes_as_the_pages_findings,
    a_key_is_one_request_and_a_revoked_token_is_none,
    the_answer_to_a_sheet_is_what_is_stored,
);

fn body(answer: &Answer) -> Value {
    serde_json::from_str(&answer.text).unwrap_or_else(|_| panic!("no JSON: {}", gist(&answer.text)))
}

fn open(database: Database) -> (House, Place, Api) {
    let house = town(database);
    let place = Place::new(published(&house, &[]), UNIT);
    let api = house.desk("clerk").api();
    (house, place, api)
}

/// Nothing was sent and nothing lies in the draft.
fn nothing_is_stored(house: &House, place: &Place) {
    let page = house.desk("clerk").open(&place.page()).text;
    assert!(page.contains("还没有上报过"), "{}", gist(&page));
    assert!(!page.contains("有一份草稿"), "{}", gist(&page));
}

fn a_trial_says_what_would_become_of_a_sheet_and_stores_nothing(database: Database) {
    let (house, place, mut api) = open(database);
    let sheet = sheets()[UNIT].clone();
    let base = format!("/api/v1/campaigns/{}/units/{UNIT}", place.campaign);
    let values = values(&sheet.typed()).to_string().into_bytes();
    let typed =
        api.client.send("POST", &format!("{base}/submissions?dry_run=true"), "application/json", values);
    let file = api.client.send(
        "POST",
        &format!("{base}/files?dry_run=true&name=report.xlsx"),
        "application/octet-stream",
        sheet.bytes.clone(),
    );
    for answer in [typed, file] {
        assert_eq!(answer.status, 200, "{}", gist(&answer.text));
        let judged = body(&answer);
        assert_eq!(judged["fit"], true, "{judged}");
        for (item, value) in sheet.values.iter().enumerate() {
            assert_eq!(judged["values"][(item + 1).to_string()].as_str(), value.as_deref(), "{judged}");
        }
    }
    nothing_is_stored(&house, &place);
}

fn what_stands_in_the_way_comes_as_the_pages_findings(database: Database) {
    let (house, place, mut api) = open(database);
    let mut figures = sheets()[UNIT].typed();
    figures[0].1 = "3.5".to_owned();
    figures[6].1 = "350000".to_owned();
    let answer = api.send(&place, "in-the-way-1", &values(&figures));
    assert_eq!(answer.status, 422, "{}", gist(&answer.text));
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem = body(&answer);
    let errors = problem["errors"].as_array().expect("errors");
    let found: Vec<(&str, &str, &str)> = errors
        .iter()
        .map(|error| {
            let word = |key: &str| error[key].as_str().unwrap_or_default();
            (word("severity"), word("item"), word("pointer"))
        })
        .collect();
    assert!(found.contains(&("hard", "1", "/values/1")), "{problem}");
    assert!(found.contains(&("query", "7", "/values/7")), "{problem}");
    nothing_is_stored(&house, &place);

    let mut clerk = house.desk("clerk");
    clerk.save(&place, &figures, false);
    let page = clerk.open(&place.path("draft")).text;
    let said =
        |error: &Value| error["sentence"].as_str().expect("a sentence").split('：').next().map(str::to_owned);
    for error in errors.iter().filter(|error| error["severity"] == "hard") {
        let words = said(error).expect("words");
        assert!(page.contains(&words), "the page does not say {words}");
    }
    figures[0].1 = "3".to_owned();
    let mut sheet = values(&figures);
    sheet["explanations"] = json!([{ "code": errors.iter().find(|error| error["severity"] == "query")
        .expect("a query")["code"], "item": "7", "words": "属实" }]);
    let empty = api.send(&place, "in-the-way-2", &sheet);
    assert_eq!(empty.status, 422, "an empty phrase explains nothing: {}", gist(&empty.text));
    sheet["explanations"] = json!(
        body(&empty)["errors"]
            .as_array()
            .expect("errors")
            .iter()
            .map(|error| json!({ "code": error["code"], "item": error["item"], "words": REASON }))
            .collect::<Vec<_>>()
    );
    let sent = api.send(&place, "in-the-way-3", &sheet);
    assert_eq!(sent.status, 201, "{}", gist(&sent.text));
}

fn a_key_is_one_request_and_a_revoked_token_is_none(database: Database) {
    let (house, place, mut api) = open(database);
    let sheet = values(&sheets()[UNIT].typed());
    let none = api.send(&place, "short", &sheet);
    assert!(none.status == 422 && none.text.contains("Idempotency-Key"), "{}", gist(&none.text));
    let first = api.send(&place, "one-request-1", &sheet);
    assert_eq!(first.status, 201, "{}", gist(&first.text));
    let again = api.send(&place, "one-request-1", &sheet);
    assert_eq!(
        (again.status, body(&again)["receipt"]["number"].clone()),
        (201, body(&first)["receipt"]["number"].clone())
    );
    let mut other = sheet.clone();
    other["remark"] = json!("另一份");
    let reused = api.send(&place, "one-request-1", &other);
    assert!(matches!(reused.status, 409 | 422), "{}", gist(&reused.text));
    let revisions = api.get(&format!("/api/v1/campaigns/{}/submissions", place.campaign));
    assert_eq!(revisions["submissions"].as_array().map(Vec::len), Some(1), "{revisions}");

    let mut clerk = house.desk("clerk");
    let page = clerk.open("/account").text;
    let (_, rest) = page.split_once("/account/tokens/").expect("a token in the list");
    let number = rest.split('/').next().expect("its number");
    clerk.done(&format!("/account/tokens/{number}/revocation"), &[]);
    let refused = api.client.get("/api/v1/campaigns");
    assert_eq!(refused.status, 401, "{}", gist(&refused.text));
}

/// Whoever sent something is told at once what everybody reads afterwards, and again when asking again.
fn the_answer_to_a_sheet_is_what_is_stored(database: Database) {
    let (_house, place, mut api) = open(database);
    let sheet = sheets()[UNIT].clone();
    let mut explained = sheet.typed();
    explained[6].1 = "350000.00".to_owned();
    let mut explained = values(&explained);
    let asked = body(&api.send(&place, "stored-asked", &explained));
    let errors = asked["errors"].as_array().expect("queries").iter();
    let said = errors.map(|error| json!({ "code": error["code"], "item": error["item"], "words": REASON }));
    explained["explanations"] = said.collect();
    type Send<'s> = &'s dyn Fn(&mut Api) -> Answer;
    let sends: [(&str, Send); 3] = [
        ("values", &|api| api.send(&place, "stored-values", &values(&sheet.typed()))),
        ("values with an explanation", &|api| api.send(&place, "stored-explained", &explained)),
        ("a file", &|api| api.send_file(&place, "stored-file", "report.xlsx", &sheet.bytes)),
    ];
    for (what, send) in sends {
        let told = send(&mut api);
        assert_eq!(told.status, 201, "{what}: {}", gist(&told.text));
        let stored = api.get(told.location());
        assert_eq!(body(&told), stored, "{what}");
        assert_eq!(body(&send(&mut api)), stored, "{what}, again");
    }
}
