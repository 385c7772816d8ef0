//! Whatever is sent to the API is answered: nothing breaks it, and every no is a problem in Chinese.
//!
//! The operations are those of the API's own description. Each gets values that do not belong there, one place at a
//! time with the others as they should be: in the address, in the query, in the body, in the headers. Whoever may do
//! it tries everything; everybody else tries enough to be turned away.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::grounds::Grounds;
use super::rights::{Names, RIGHTS, Right, Who};
use crate::client::{Answer, Client};
use crate::house::{Database, on_both};

on_both!(nothing_that_is_sent_breaks_the_interface);

/// Parts of an address or a query that nobody means, as they travel.
pub const WILD: [&str; 16] = [
    "0",
    "-1",
    "9223372036854775808",
    "-9223372036854775809",
    "99999999999999999999999999999999",
    "1e9",
    "NaN",
    "null",
    "%27%20OR%20%271%27=%271",
    "1;DROP%20TABLE%20account--",
    "%27%22%29%3B--%5C",
    "%00",
    "a%0D%0Ab%1Bc",
    "%FF%FE",
    "..%2F..%2Fetc",
    "%E7%BB%9F%E8%AE%A1%25%5F%5C",
];

/// Values that do not belong into a field.
fn wild_values() -> Vec<Value> {
    vec![
        Value::Null,
        json!(-1),
        json!(1.5e308),
        json!(u64::MAX),
        json!(true),
        json!(""),
        json!("字".repeat(70_000)),
        json!("a\u{0}b"),
        json!("\u{1b}\u{7f}\u{200b}\u{202e}\r\n"),
        json!("' OR '1'='1"),
        json!("1;DROP TABLE account--"),
        json!([]),
        json!([[[[1]]]]),
        json!({}),
        json!({ "": null }),
        json!("9999-99-99T99:99:99+99:99"),
    ]
}

/// Bodies that are nothing.
fn wild_bodies() -> Vec<Vec<u8>> {
    vec![
        Vec::new(),
        b"{".to_vec(),
        b"[]".to_vec(),
        b"null".to_vec(),
        b"\"x\"".to_vec(),
        b"{\"a\":1,\"a\":2}".to_vec(),
        vec![b'['; 20_000],
        vec![0xff, 0xfe, 0x00, 0x7b],
        b"PK\x03\x04 no workbook".to_vec(),
        b"a,\0b\n\x1b,\"".to_vec(),
    ]
}

const KINDS: [&str; 7] = [
    "",
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/json; charset=gbk",
    "no kind at all",
];

const HEADERS: [(&str, &str); 6] = [
    ("if-match", "'--"),
    ("if-none-match", "\"\"\"\""),
    ("idempotency-key", "'; DROP TABLE receipt;--"),
    ("range", "bytes=9-1,-99999999999999999999"),
    ("upload-offset", "-99999999999999999999"),
    ("accept", "image/*;q=x"),
];

/// One request.
struct Wild {
    method: &'static str,
    address: String,
    header: Option<(&'static str, String)>,
    kind: &'static str,
    body: Vec<u8>,
}

/// An operation: its right, and what the description says of it.
struct Operation<'d> {
    right: Right,
    method: &'static str,
    path: &'static str,
    described: &'d Value,
    document: &'d Value,
}

impl Operation<'_> {
    fn request(&self, address: String) -> Wild {
        let example = self.example();
        let kind = if example.is_null() { "" } else { "application/json" };
        let body = if example.is_null() { Vec::new() } else { example.to_string().into_bytes() };
        Wild { method: self.method, address, header: None, kind, body }
    }

    /// What a body looks like, of the description's examples; null where there is none, or it is no JSON.
    fn example(&self) -> Value {
        let schema = &self.described["requestBody"]["content"]["application/json"]["schema"];
        let name = schema["$ref"].as_str().and_then(|name| name.rsplit('/').next()).unwrap_or_default();
        let shape = &self.document["components"]["schemas"][name];
        shape["examples"][0].clone()
    }

    /// Everything that does not belong.
    fn wild(&self, right_address: &str) -> Vec<Wild> {
        let mut all = vec![self.request(right_address.to_owned())];
        let parts: Vec<&str> = self.path.split('/').collect();
        let right_parts: Vec<&str> =
            right_address.split(['?']).next().unwrap_or_default().split('/').collect();
        for place in (0..parts.len()).filter(|place| parts[*place].contains('{')) {
            for value in WILD.iter().map(|value| (*value).to_owned()).chain(["9".repeat(3_000)]) {
                let mut parts = right_parts.clone();
                parts[place] = &value;
                all.push(self.request(parts.join("/")));
            }
        }
        for name in self.queries() {
            let join = if right_address.contains('?') { "&" } else { "?" };
            for value in WILD {
                all.push(self.request(format!("{right_address}{join}{name}={value}")));
            }
            all.push(self.request(format!("{right_address}{join}{name}=1&{name}=2")));
            all.push(self.request(format!("{right_address}{join}{name}")));
        }
        for (name, value) in HEADERS {
            let header = Some((name, value.to_owned()));
            all.push(Wild { header, ..self.request(right_address.to_owned()) });
        }
        if !matches!(self.method, "GET" | "HEAD") {
            all.extend(self.bodies(right_address));
        }
        all
    }

    fn queries(&self) -> Vec<String> {
        let parameters = self.described["parameters"].as_array().cloned().unwrap_or_default();
        let queries = parameters.iter().filter(|parameter| parameter["in"] == "query");
        queries.filter_map(|parameter| parameter["name"].as_str().map(str::to_owned)).collect()
    }

    fn bodies(&self, address: &str) -> Vec<Wild> {
        let plain = || self.request(address.to_owned());
        let mut all: Vec<Wild> = Vec::new();
        let is_json = !self.example().is_null();
        let kind = if is_json { "application/json" } else { "application/octet-stream" };
        all.extend(wild_bodies().into_iter().map(|body| Wild { kind, body, ..plain() }));
        if let Value::Object(example) = self.example() {
            all.extend(KINDS.map(|kind| Wild { kind, ..plain() }));
            for name in example.keys() {
                let mut without = example.clone();
                without.remove(name);
                all.push(Wild { body: Value::Object(without).to_string().into_bytes(), ..plain() });
                for value in wild_values() {
                    let mut changed = example.clone();
                    changed.insert(name.clone(), value);
                    all.push(Wild { body: Value::Object(changed).to_string().into_bytes(), ..plain() });
                }
            }
            let mut more = example;
            more.insert("unit_id".to_owned(), json!(1));
            all.push(Wild { body: Value::Object(more).to_string().into_bytes(), ..plain() });
        }
        all
    }
}

fn send(client: &mut Client, wild: &Wild) -> Answer {
    if let Some((name, value)) = &wild.header {
        client.headers.insert((*name).to_owned(), value.clone());
    }
    let answer = client.send(wild.method, &wild.address, wild.kind, wild.body.clone());
    if let Some((name, _)) = &wild.header {
        client.headers.remove(*name);
    }
    answer
}

/// Whether a sentence has Chinese and no two English words beside each other.
pub fn is_chinese(sentence: &str) -> bool {
    let words: Vec<&str> = sentence.split(' ').collect();
    let is_english = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let has_chinese = sentence.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
    has_chinese && !words.windows(2).any(|pair| is_english(pair[0]) && is_english(pair[1]))
}

/// What is wrong with an answer.
fn fault(answer: &Answer, is_head: bool) -> Option<String> {
    if answer.status >= 500 {
        return Some("broken".to_owned());
    }
    if answer.status < 400 || is_head {
        return None;
    }
    if answer.header("content-type") != "application/problem+json" {
        return Some(format!("no problem but {}", answer.header("content-type")));
    }
    let Ok(problem) = serde_json::from_str::<Value>(&answer.text) else {
        return Some("a problem that is no JSON".to_owned());
    };
    if problem["status"] != answer.status || !problem["code"].is_string() {
        return Some("a problem of another shape".to_owned());
    }
    let errors = problem["errors"].as_array().cloned().unwrap_or_default();
    let mut sentences: Vec<&Value> = vec![&problem["title"]];
    sentences.extend(problem.get("detail"));
    sentences.extend(errors.iter().map(|error| &error["sentence"]));
    let foreign = sentences.into_iter().find(|sentence| !sentence.as_str().is_some_and(is_chinese));
    foreign.map(|sentence| format!("not Chinese: {sentence}"))
}

fn nothing_that_is_sent_breaks_the_interface(database: Database) {
    let mut grounds = Grounds::lay(database);
    let document: Value =
        serde_json::from_str(&grounds.house.client().get("/api/openapi.json").text).expect("the description");
    let (mut wrong, mut sent): (BTreeMap<String, String>, usize) = (BTreeMap::new(), 0);
    for right in RIGHTS.iter().filter(|right| right.0.contains(" /api/v1/")) {
        let (method, path) = right.0.split_once(' ').expect("a method and a path");
        let described = &document["paths"][path][method.to_lowercase()];
        assert!(described.is_object(), "{} is not described", right.0);
        let operation = Operation { right: *right, method, path, described, document: &document };
        for who in Who::ALL {
            let is_his = who.is_in(operation.right.1);
            let names: Names = operation.right.2;
            // A token that is revoked would end the trial.
            let thing = if method == "DELETE" || !is_his { names.unknown() } else { names.things()[0] };
            let mut requests = operation.wild(&grounds.address(path, thing));
            if !is_his {
                requests = requests.into_iter().step_by(9).collect();
            }
            let mut client = grounds.program(who);
            for wild in requests {
                let answer = send(&mut client, &wild);
                sent += 1;
                let seen = |fault: String| {
                    let body: String = String::from_utf8_lossy(&wild.body).chars().take(120).collect();
                    let address: String = wild.address.chars().take(200).collect();
                    let (header, kind, status) = (&wild.header, wild.kind, answer.status);
                    let asked = format!("{who:?} {method} {address} {header:?} {kind} {body}: {status}");
                    (format!("{fault} at {}", right.0), asked)
                };
                wrong.extend(fault(&answer, method == "HEAD").map(seen));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {sent}: {wrong:#?}", wrong.len());
    assert!(sent > 5_000, "only {sent} requests");
    for who in Who::ALL.into_iter().filter(|who| *who != Who::Nobody) {
        assert_eq!(grounds.program(who).get("/api/v1/account").status, 200, "{who:?} was there to the end");
    }
    strangers_to_the_table(&mut grounds);
}

/// What no route answers, and what is refused before one is asked.
fn strangers_to_the_table(grounds: &mut Grounds) {
    let large = vec![b' '; 101 << 20];
    let cases: [(&str, &str, &str, &[u8]); 7] = [
        ("GET", "/api", "", b""),
        ("GET", "/api/nowhere", "", b""),
        ("GET", "/api/v1/%ff", "", b""),
        ("PATCH", "/api/v1/campaigns", "application/json", b"{}"),
        ("DELETE", "/api/v1/account", "", b""),
        ("PROPFIND", "/api/v1/campaigns", "", b""),
        ("POST", "/api/v1/forms", "application/json", &large),
    ];
    for (method, address, kind, body) in cases {
        let mut client = grounds.program(Who::City);
        if let Ok(answer) = client.try_to_send(method, address, kind, body.to_vec()) {
            assert!(answer.status >= 400, "{method} {address}: {}", answer.status);
            assert_eq!(fault(&answer, false), None, "{method} {address}: {} {}", answer.status, answer.text);
        }
    }
}
