//! What programs do in place of people: each thing once as it should be, once on what has changed meanwhile, once with
//! what nobody can mean. Who may do it at all is the business of `access`.

use huibiao::vocabulary::Role;
use serde_json::{Value, json};

use crate::house::{Database, House, on_both};
use crate::notices::NOTICE;
use crate::town::{Api, CITY, Place, REASON, UNIT, arrange, gist, published, sheets, town, values};

on_both!(
    a_campaign_goes_its_way,
    a_deadline_moves_once_and_not_over_somebody_elses_change,
    a_unit_is_granted_something_told_once_and_says_that_it_knows,
    a_draft_is_kept_for_its_clerk_and_not_over_what_the_clerk_typed,
    a_sheet_is_returned_accepted_counted_and_fetched,
    whoever_is_above_sends_a_units_own_file,
    what_is_wrong_with_a_request_is_said_at_its_field,
);

/// Asks, and says what came back: the status, the body where it is JSON, and the tag of its state.
pub fn ask(api: &mut Api, method: &str, path: &str, body: Option<Value>) -> (u16, Value, String) {
    let bytes = body.map(|body| body.to_string().into_bytes()).unwrap_or_default();
    let kind = if bytes.is_empty() { "" } else { "application/json" };
    answer(api, method, path, kind, bytes)
}

fn answer(api: &mut Api, method: &str, path: &str, kind: &str, bytes: Vec<u8>) -> (u16, Value, String) {
    let answer = api.client.send(method, &format!("/api/v1{path}"), kind, bytes);
    let told = serde_json::from_str(&answer.text).unwrap_or(Value::Null);
    (answer.status, told, answer.header("etag").to_owned())
}

/// Asks for what must be done, over the state with this tag where one is given.
pub fn done(api: &mut Api, method: &str, path: &str, body: Option<Value>, tag: Option<&str>) -> Value {
    match tag {
        Some(tag) => api.client.headers.insert("if-match".to_owned(), tag.to_owned()),
        None => api.client.headers.remove("if-match"),
    };
    let (status, told, _) = ask(api, method, path, body);
    api.client.headers.remove("if-match");
    assert!((200..300).contains(&status), "{method} {path}: {status} {told}");
    told
}

/// Sends a file.
pub fn send_file(api: &mut Api, method: &str, path: &str, bytes: &[u8]) -> (u16, Value) {
    let (status, told, _) = answer(api, method, path, "application/octet-stream", bytes.to_vec());
    (status, told)
}

/// What lies below a campaign.
fn path(campaign: i64, below: &str) -> String {
    format!("/campaigns/{campaign}{below}")
}

/// What lies below the clerk's unit in a campaign.
fn unit(campaign: i64, below: &str) -> String {
    path(campaign, &format!("/units/{UNIT}{below}"))
}

/// Everybody's programs, and a campaign that the city has published.
pub struct Office {
    pub house: House,
    pub campaign: i64,
    pub city: Api,
    pub clerk: Api,
}

impl Office {
    pub fn open(database: Database, change: &[(&str, &str)]) -> Office {
        let house = town(database);
        let campaign = published(&house, change);
        let (city, clerk) = (house.desk("city").api(), house.desk("clerk").api());
        Office { house, campaign, city, clerk }
    }

    /// The clerk sends the sample's sheet; its number.
    fn sheet(&mut self, key: &str) -> i64 {
        let place = Place::new(self.campaign, UNIT);
        let sent = self.clerk.send(&place, key, &values(&sheets()[UNIT].typed()));
        assert_eq!(sent.status, 201, "{}", gist(&sent.text));
        serde_json::from_str::<Value>(&sent.text).expect("JSON")["id"].as_i64().expect("a number")
    }
}

fn a_campaign_goes_its_way(database: Database) {
    let house = town(database);
    let mut desk = house.desk("city");
    let campaign = arrange(&mut desk, &[]);
    let mut city = desk.api();
    let path = format!("/campaigns/{campaign}");
    let before = done(&mut city, "GET", &path, None, None);
    assert_eq!((&before["state"], &before["will_ask"]), (&json!("draft"), &json!(60)), "{before}");
    let state = format!("{path}/state");
    let steps = [
        ("archived", 422, "draft"),
        ("published", 200, "published"),
        ("published", 200, "published"),
        ("closed", 200, "closed"),
        ("published", 200, "published"),
        ("draft", 422, "published"),
        ("closed", 200, "closed"),
        ("archived", 200, "archived"),
        ("published", 422, "archived"),
    ];
    for (next, status, after) in steps {
        let (said, told, _) = ask(&mut city, "PUT", &state, Some(json!({ "state": next })));
        assert_eq!(said, status, "{next}: {told}");
        let shown = done(&mut city, "GET", &path, None, None);
        assert_eq!(shown["state"], after, "after {next}");
        if status == 200 {
            assert_eq!(told, shown, "the answer is what is stored");
        }
    }
    let log = desk_of_auditor(&house).get("/api/v1/audit?verb=change-campaign-state");
    assert_eq!(log["entries"].as_array().map(Vec::len), Some(5), "what was so already is no change: {log}");
}

fn desk_of_auditor(house: &House) -> Api {
    house.employ("auditor", Role::Auditor, CITY);
    house.desk("auditor").api()
}

fn a_deadline_moves_once_and_not_over_somebody_elses_change(database: Database) {
    let mut office = Office::open(database, &[]);
    let shown = done(&mut office.city, "GET", &path(office.campaign, ""), None, None);
    let id = shown["deliverables"][0]["id"].as_i64().expect("a deliverable");
    let (_, before, tag) = ask(&mut office.city, "GET", &format!("/deliverables/{id}"), None);
    assert_eq!(before, shown["deliverables"][0]);
    assert_eq!(before["due"], "2024-03-23T00:00:00.000+08:00");
    let path = format!("/deliverables/{id}/due");
    let wanted = json!({ "phrase": "3月25日前", "close": "2024-03-31 24:00", "reason": "连日大雪" });
    let after = done(&mut office.city, "PUT", &path, Some(wanted.clone()), Some(&tag));
    assert_eq!(after["due"], "2024-03-26T00:00:00.000+08:00", "by its words");
    assert_eq!(after["changes"][0]["reason"], "连日大雪", "{after}");
    office.city.client.headers.insert("if-match".to_owned(), tag);
    let (status, told, _) = ask(&mut office.city, "PUT", &path, Some(wanted));
    assert_eq!((status, &told["code"]), (412, &json!("stale")), "what was read before it moved: {told}");
    office.city.client.headers.remove("if-match");
    let left = json!({ "phrase": "3月24日前", "due": "2024-03-25 24:00", "reason": "更正" });
    let (status, told, _) = ask(&mut office.city, "PUT", &path, Some(left));
    assert_eq!((status, &told["errors"][0]["field"]), (422, &json!("due")), "{told}");
    let messages = done(&mut office.clerk, "GET", "/messages", None, None);
    let words: Vec<&Value> = messages["messages"].as_array().expect("messages").iter().collect();
    assert_eq!(words.len(), 1, "moved once, told once: {messages}");
    assert!(words[0]["words"].as_str().is_some_and(|words| words.contains("连日大雪")), "{messages}");
}

fn a_unit_is_granted_something_told_once_and_says_that_it_knows(database: Database) {
    let mut office = Office::open(database, &[]);
    let place = done(&mut office.city, "GET", &unit(office.campaign, ""), None, None);
    assert_eq!(place["standing"]["status"], "not-started", "{place}");
    let deliverable = place["deliverables"][0]["id"].clone();
    let more = json!({ "deliverable": deliverable, "until": "2024-03-26 24:00", "reason": "道路塌方" });
    let extensions = unit(office.campaign, "/extensions");
    let (first, granted, _) = ask(&mut office.city, "POST", &extensions, Some(more.clone()));
    let (again, same, _) = ask(&mut office.city, "POST", &extensions, Some(more));
    assert_eq!((first, again), (201, 200), "{granted} {same}");
    assert_eq!(same["deliverables"][0]["extensions"].as_array().map(Vec::len), Some(1), "{same}");
    assert_eq!(same["standing"]["extended_until"], "2024-03-27T00:00:00.000+08:00");
    let exemption = unit(office.campaign, "/exemption");
    let reason = || Some(json!({ "reason": "机构撤并" }));
    for _ in 0..2 {
        let told = done(&mut office.city, "PUT", &exemption, reason(), None);
        assert_eq!(told["standing"]["exempt_reason"], "机构撤并");
    }
    for _ in 0..2 {
        let told = done(&mut office.city, "DELETE", &exemption, None, None);
        assert_eq!(told["standing"]["exempt_reason"], Value::Null);
    }
    let messages = done(&mut office.clerk, "GET", "/messages", None, None);
    let told = messages["messages"].as_array().expect("messages").clone();
    assert_eq!(told.len(), 3, "延期, 免报, 取消免报, each once: {messages}");
    for message in &told {
        done(&mut office.clerk, "PUT", &format!("/messages/{}/reading", message["id"]), None, None);
    }
    let left = done(&mut office.clerk, "GET", "/messages", None, None);
    assert_eq!(left["messages"], json!([]));
    let burden = unit(office.campaign, "/burden");
    done(&mut office.clerk, "PUT", &burden, Some(json!({ "kind": "heavy", "words": "项目太多" })), None);
    let own = done(&mut office.clerk, "GET", &unit(office.campaign, ""), None, None);
    assert_eq!(own["burden"], json!({ "kind": "heavy", "words": "项目太多" }));
    let above = done(&mut office.city, "GET", &unit(office.campaign, ""), None, None);
    assert_eq!(above["burden"], Value::Null, "nobody above hears who said it");
    let heard = done(&mut office.city, "GET", &path(office.campaign, ""), None, None);
    assert_eq!((&heard["burden"]["heavy"], &heard["burden"]["words"][0]), (&json!(1), &json!("项目太多")));
    done(&mut office.clerk, "DELETE", &burden, None, None);
    let own = done(&mut office.clerk, "GET", &unit(office.campaign, ""), None, None);
    assert_eq!(own["burden"], Value::Null);
}

fn a_draft_is_kept_for_its_clerk_and_not_over_what_the_clerk_typed(database: Database) {
    let mut office = Office::open(database, &[]);
    let path = unit(office.campaign, "/draft");
    let (_, empty, tag) = ask(&mut office.clerk, "GET", &path, None);
    assert_eq!(empty["version"], 0, "{empty}");
    let figures = sheets()[UNIT].typed();
    let mut draft = values(&figures);
    let (status, told, _) = ask(&mut office.clerk, "PUT", &path, Some(draft.clone()));
    assert_eq!((status, &told["errors"][0]["field"]), (422, &json!("If-Match")), "{told}");
    let kept = done(&mut office.clerk, "PUT", &path, Some(draft.clone()), Some(&tag));
    assert_eq!((&kept["version"], &kept["judged"]["fit"]), (&json!(1), &json!(true)), "{kept}");
    let page = office.house.desk("clerk").open(&Place::new(office.campaign, UNIT).path("check")).text;
    assert!(page.contains(&figures[3].1), "the clerk's page shows it: {}", gist(&page));
    draft["values"]["1"] = json!("9");
    office.clerk.client.headers.insert("if-match".to_owned(), tag);
    let (status, told, _) = ask(&mut office.clerk, "PUT", &path, Some(draft));
    assert_eq!(status, 412, "the draft that was read is gone: {told}");
    office.clerk.client.headers.remove("if-match");
    let sheet = &sheets()[UNIT];
    let (status, read) =
        send_file(&mut office.clerk, "PUT", &format!("{path}/file?name=a.xlsx"), &sheet.bytes);
    assert_eq!(
        (status, &read["version"], &read["file"]["name"]),
        (200, &json!(2), &json!("a.xlsx")),
        "{read}"
    );
    done(&mut office.clerk, "DELETE", &path, None, None);
    let (_, gone, _) = ask(&mut office.clerk, "GET", &path, None);
    assert_eq!(gone["version"], 0);
    let standing = done(&mut office.clerk, "GET", &unit(office.campaign, ""), None, None);
    assert_eq!(standing["submissions"], json!([]), "a draft is nothing that was sent");
}

fn a_sheet_is_returned_accepted_counted_and_fetched(database: Database) {
    let mut office = Office::open(database, &[]);
    let first = office.sheet("reviewed-1");
    let reviews = format!("/submissions/{first}/reviews");
    let verdict = json!({ "verdict": "return", "reason": "与台账不符", "items": ["5"] });
    let told = done(&mut office.city, "POST", &reviews, Some(verdict.clone()), None);
    assert_eq!(told["reviews"][0]["items"], json!(["5"]), "{told}");
    let (status, told, _) = ask(&mut office.city, "POST", &reviews, Some(verdict));
    assert_eq!(status, 412, "decided already: {told}");
    let second = office.sheet("reviewed-2");
    let (status, told, _) = ask(&mut office.city, "POST", &reviews, Some(json!({ "verdict": "accept" })));
    assert_eq!(status, 412, "no longer the newest: {told}");
    let node = json!({ "node": CITY });
    let accepted = done(&mut office.city, "POST", &path(office.campaign, "/acceptances"), Some(node), None);
    let accepted = accepted["accepted"].as_u64().expect("a count");
    if accepted == 0 {
        let verdict = json!({ "verdict": "accept" });
        done(&mut office.city, "POST", &format!("/submissions/{second}/reviews"), Some(verdict), None);
    }
    let place = done(&mut office.clerk, "GET", &unit(office.campaign, ""), None, None);
    assert_eq!(place["standing"]["status"], "accepted", "{place}");
    let verdicts: Vec<&Value> =
        place["reviews"].as_array().expect("reviews").iter().map(|review| &review["verdict"]).collect();
    assert_eq!(verdicts, ["return", "accept"]);

    let value = sheets()[UNIT].values[4].clone().expect("a figure");
    let sources = done(&mut office.city, "GET", &path(office.campaign, "/sources?figure=5"), None, None);
    assert_eq!(sources["sum"].as_str(), Some(value.as_str()), "{sources}");
    assert_eq!(
        sources["units"],
        json!([{
            "unit": UNIT, "name": sheets()[UNIT].name, "value": value, "submission": second,
        }])
    );
    assert_eq!(sources["absent"].as_array().map(Vec::len), Some(59));
    let missing = done(&mut office.city, "GET", &path(office.campaign, "/missing?node=370320"), None, None);
    let listed: Vec<&str> =
        missing["units"].as_array().expect("units").iter().filter_map(|unit| unit["code"].as_str()).collect();
    assert!(!listed.is_empty() && !listed.contains(&UNIT), "{listed:?}");
    assert!(missing["text"].as_str().is_some_and(|text| text.contains("尚未报送")), "{missing}");
    for (kind, begins) in [("workbook", &b"PK"[..]), ("data.csv", "\u{feff}".as_bytes()), ("data.json", b"[")]
    {
        let answer =
            office.city.client.get(&format!("/api/v1{}", path(office.campaign, &format!("/{kind}"))));
        assert_eq!(answer.status, 200, "{kind}: {}", gist(&answer.text));
        assert!(answer.bytes.starts_with(begins), "{kind}: {}", gist(&answer.text));
    }
    let place = Place::new(office.campaign, UNIT);
    let sheet = &sheets()[UNIT];
    let sent = office.clerk.send_file(&place, "fetched-1", "a.xlsx", &sheet.bytes);
    let sent: Value = serde_json::from_str(&sent.text).expect("JSON");
    let file = office.city.client.get(&format!("/api/v1/submissions/{}/file", sent["id"]));
    assert_eq!(file.bytes, sheet.bytes, "as it came");
}

fn whoever_is_above_sends_a_units_own_file(database: Database) {
    let mut office = Office::open(database, &[]);
    let other =
        sheets().into_values().find(|sheet| sheet.unit != UNIT && sheet.issues.is_empty()).expect("a sheet");
    let named = path(
        office.campaign,
        &format!("/behalf?name={}", other.file_name.replace(|c: char| !c.is_ascii(), "x")),
    );
    let (status, batch) = send_file(&mut office.city, "POST", &named, &other.bytes);
    assert_eq!(status, 201, "{batch}");
    let table = &batch["tables"][0];
    assert_eq!((&table["unit"], &table["refusal"]), (&json!(other.unit), &json!("")), "{batch}");
    let address = path(office.campaign, &format!("/behalf/{}", batch["batch"].as_str().expect("a number")));
    assert_eq!(done(&mut office.city, "GET", &address, None, None), batch);
    let found = table["judged"]["findings"].as_array().expect("findings").iter().enumerate();
    let words: Vec<Value> = found
        .filter(|(_, finding)| finding["severity"] == "query")
        .map(|(index, _)| json!({ "finding": index, "words": REASON }))
        .collect();
    let chosen = json!({ "tables": [{ "ordinal": 0, "explanations": words }] });
    let sending = format!("{address}/submissions");
    let first = done(&mut office.city, "POST", &sending, Some(chosen.clone()), None);
    let receipt =
        first["results"][0]["receipt"].as_str().unwrap_or_else(|| panic!("sent: {first}")).to_owned();
    let again = done(&mut office.city, "POST", &sending, Some(chosen), None);
    assert_eq!(again["results"][0]["receipt"], receipt, "the same table twice is one revision");
    let sent = done(&mut office.city, "GET", &format!("/receipts/{receipt}"), None, None);
    assert_eq!((&sent["unit"], &sent["channel"]), (&json!(other.unit), &json!("behalf")), "{sent}");
}

fn what_is_wrong_with_a_request_is_said_at_its_field(database: Database) {
    let mut office = Office::open(database, &[]);
    let submission = office.sheet("fields-1");
    let shown = done(&mut office.city, "GET", &path(office.campaign, ""), None, None);
    let deliverable = shown["deliverables"][0]["id"].clone();
    let due = format!("/deliverables/{deliverable}/due");
    let reviews = format!("/submissions/{submission}/reviews");
    let more =
        |until: &str, reason: &str| json!({ "deliverable": deliverable, "until": until, "reason": reason });
    let of_city: Vec<(&str, String, Value, &str)> = vec![
        ("PUT", path(office.campaign, "/state"), json!({ "state": "open" }), "state"),
        ("PUT", path(office.campaign, "/state"), json!({}), ""),
        ("PUT", path(office.campaign, "/last-year"), json!({ "campaign": office.campaign }), "campaign"),
        ("PUT", due.clone(), json!({ "phrase": "3月25日前", "reason": "" }), "reason"),
        ("PUT", due.clone(), json!({ "phrase": "改天", "reason": "大雪" }), "due"),
        (
            "PUT",
            due.clone(),
            json!({ "phrase": "3月25日前", "grace_minutes": -1, "reason": "大雪" }),
            "grace_minutes",
        ),
        (
            "PUT",
            due,
            json!({ "phrase": "3月25日前", "close": "2024-03-01 24:00", "reason": "大雪" }),
            "close",
        ),
        ("PUT", unit(office.campaign, "/exemption"), json!({ "reason": " " }), "reason"),
        ("POST", unit(office.campaign, "/extensions"), more("改天", "塌方"), "until"),
        ("POST", unit(office.campaign, "/extensions"), more("2024-03-01 24:00", "塌方"), "until"),
        ("POST", unit(office.campaign, "/extensions"), more("2024-03-26 24:00", ""), "reason"),
        ("POST", reviews.clone(), json!({ "verdict": "maybe" }), "verdict"),
        ("POST", reviews.clone(), json!({ "verdict": "return" }), "reason"),
        ("POST", reviews.clone(), json!({ "verdict": "return", "reason": "有误", "items": ["99"] }), "items"),
        ("POST", reviews, json!({ "verdict": "accept", "reason": "很好" }), "reason"),
        ("POST", path(office.campaign, "/acceptances"), json!({ "node": "" }), "node"),
        ("POST", "/notices".to_owned(), json!({ "text": "  " }), "text"),
        ("POST", "/forms".to_owned(), json!({ "text": "code = 1" }), "file"),
        ("GET", path(office.campaign, "/sources?figure=99"), Value::Null, "figure"),
        ("GET", path(office.campaign, "/submissions?limit=0"), Value::Null, "limit"),
        ("GET", path(office.campaign, "/submissions?limit=many"), Value::Null, ""),
        ("GET", path(office.campaign, "/board?limit=-1"), Value::Null, ""),
    ];
    let of_clerk: Vec<(&str, String, Value, &str)> = vec![
        ("PUT", unit(office.campaign, "/burden"), json!({ "kind": "fun" }), "kind"),
        (
            "PUT",
            unit(office.campaign, "/burden"),
            json!({ "kind": "heavy", "words": "话".repeat(501) }),
            "words",
        ),
    ];
    let of_city = of_city.into_iter().map(|wrong| (true, wrong));
    for (is_city, (method, path, body, field)) in
        of_city.chain(of_clerk.into_iter().map(|wrong| (false, wrong)))
    {
        let api = if is_city { &mut office.city } else { &mut office.clerk };
        let (status, told, _) = ask(api, method, &path, Some(body.clone()).filter(|body| !body.is_null()));
        assert_eq!(status, 422, "{method} {path} {body}: {told}");
        assert_eq!(told["code"], "invalid", "{method} {path} {body}: {told}");
        let fields: Vec<&str> = told["errors"]
            .as_array()
            .expect("errors")
            .iter()
            .filter_map(|error| error["field"].as_str())
            .collect();
        assert!(field.is_empty() || fields.contains(&field), "{method} {path} {body}: {told}");
        assert!(told["detail"].as_str().is_some_and(|words| !words.is_empty()), "{told}");
    }
    for (path, body) in [("/notices", NOTICE.as_bytes()), ("/forms/proposals", NOTICE.as_bytes())] {
        let (status, told) = send_file(&mut office.clerk, "POST", path, body);
        assert_eq!(status, 403, "{path} is not for clerks: {told}");
    }
}
