//! A city of three counties and sixty units, the people at their desks, and what their pages say.
//!
//! The units and their sheets are the sixty samples of the reader's tests: real files in every format, each
//! with the figures that a careful person reads out of it. A [`Desk`] is somebody signed in; it sends forms as a
//! browser does, with the token of its session and with every field that the page shows. An [`Api`] is a
//! program with a token.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use huibiao::store::accounts::{self, New, Password};
use huibiao::store::units::{self, Change, Description, Node};
use huibiao::vocabulary::{Level, Role};
use serde_json::Value;

use crate::client::{Answer, Client};
use crate::house::{Database, House, PASSWORD, noted};

pub const CITY: &str = "3703";
pub const COUNTIES: [&str; 3] = ["370320", "370321", "370322"];

/// The figures of a sheet, items 1 to 11.
pub const ITEMS: usize = 11;

/// 为消费者挽回经济损失, in 万元; every other item is a count.
pub const MONEY: usize = 6;

/// One of the sixty sheets.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub unit: String,
    pub name: String,
    pub file_name: String,
    pub bytes: Vec<u8>,
    /// As a careful reader copies them out; `None` where the sheet has none.
    pub values: Vec<Option<String>>,
    /// `missing:10`: what must be objected to.
    pub issues: Vec<String>,
}

impl Sheet {
    /// Figures as somebody types them.
    pub fn typed(&self) -> Vec<(usize, String)> {
        let texts = self.values.iter().map(|value| value.clone().unwrap_or_default());
        texts.enumerate().collect()
    }
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sheets/samples")
}

/// All sheets, by code of their unit.
pub fn sheets() -> BTreeMap<String, Sheet> {
    let text = std::fs::read_to_string(samples().join("truth.jsonl")).expect("the samples have a truth");
    let sheet = |line: &str| {
        let line: Value = serde_json::from_str(line).expect("each line of the truth is JSON");
        let word = |key: &str| line[key].as_str().expect("the truth is complete").to_owned();
        let list = |key: &str| line[key].as_array().expect("a list").clone();
        let path = samples().join(word("file"));
        Sheet {
            unit: word("unit_code"),
            name: word("unit"),
            file_name: path.file_name().expect("a name").to_string_lossy().into_owned(),
            bytes: std::fs::read(&path).expect("the sample is there"),
            values: list("values").iter().map(|value| value.as_str().map(str::to_owned)).collect(),
            issues: list("issues").iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        }
    };
    text.lines().map(sheet).map(|sheet| (sheet.unit.clone(), sheet)).collect()
}

impl House {
    /// Puts the three counties and their units below the city.
    pub fn settle(&self) {
        let text = std::fs::read_to_string(samples().join("units.csv")).expect("the samples have units");
        let lines: Vec<Vec<String>> = text
            .lines()
            .skip(1)
            .map(|line| line.trim().trim_start_matches('\u{feff}').split(',').map(str::to_owned).collect())
            .filter(|line: &Vec<String>| line.len() == 4 && line[2] != "city")
            .collect();
        let change = Change { at: self.service.now(), account: None };
        let settled = self.service.store.write(move |conn| {
            let root = units::root(conn)?.expect("a city");
            let mut counties: BTreeMap<String, Node> = BTreeMap::new();
            for line in lines {
                let level = if line[2] == "county" { Level::County } else { Level::Unit };
                let parent = counties.get(&line[3]).unwrap_or(&root);
                let node = units::add(conn, &described(&line[0], &line[1], level), Some(parent), change)?;
                if level == Level::County {
                    counties.insert(line[0].clone(), node);
                }
            }
            noted(conn, change.at)
        });
        settled.expect("the units are added");
    }

    /// Another unit below an existing one.
    pub fn add_unit(&self, code: &str, name: &str, level: Level, parent: &str) {
        let change = Change { at: self.service.now(), account: None };
        let (description, parent) = (described(code, name, level), parent.to_owned());
        let added = self.service.store.write(move |conn| {
            let parent = units::by_code(conn, &parent)?.expect("the unit above");
            units::add(conn, &description, Some(&parent), change)?;
            noted(conn, change.at)
        });
        added.expect("a unit is added");
    }

    /// An account with [`PASSWORD`], as if its owner had chosen it already: many are needed, and choosing one
    /// properly takes four slow hashes.
    pub fn employ(&self, login: &str, role: Role, unit: &str) -> i64 {
        static HASH: OnceLock<String> = OnceLock::new();
        let hash = HASH.get_or_init(|| self.service.passwords.hash(PASSWORD).expect("a hash")).clone();
        let (login, unit, now) = (login.to_owned(), unit.to_owned(), self.service.now());
        let employed = self.service.store.write(move |conn| {
            let unit = units::by_code(conn, &unit)?.expect("a unit").id;
            let name = format!("{login}先生");
            let password = Password { hash, first_until: None, at: now };
            let id = accounts::add(conn, &New { login, name, role, unit, password, created_at: now })?;
            noted(conn, now).map(|()| id)
        });
        employed.expect("an account")
    }

    /// Somebody signs in.
    pub fn desk(&self, login: &str) -> Desk {
        let mut client = self.signed_in(login);
        let csrf = client.get("/account").csrf();
        assert!(!csrf.is_empty(), "{login} has no token");
        Desk { client, csrf }
    }
}

/// The city with its supervisor and one clerk.
pub fn town(database: Database) -> House {
    let house = House::on(database);
    house.settle();
    house.employ("city", Role::Supervisor, CITY);
    house.employ("clerk", Role::Clerk, UNIT);
    house
}

/// The city with nobody in it, begun at this moment.
pub fn town_since(database: Database, moment: &str) -> House {
    let house = House::since(database, moment, |_| {});
    house.settle();
    house
}

/// The unit of [`town`]'s clerk.
pub const UNIT: &str = "370320001";

/// A campaign that the city has published; its number.
pub fn published(house: &House, change: &[(&str, &str)]) -> i64 {
    let mut city = house.desk("city");
    let campaign = arrange(&mut city, change);
    publish(&mut city, campaign);
    campaign
}

fn described(code: &str, name: &str, level: Level) -> Description {
    Description {
        code: code.to_owned(),
        name: name.to_owned(),
        level,
        short_name: None,
        aliases: Vec::new(),
        contact: None,
        exempt_reason: None,
        groups: Vec::new(),
        reports: level == Level::Unit,
        active: true,
    }
}

/// Somebody signed in.
pub struct Desk {
    pub client: Client,
    pub csrf: String,
}

impl Desk {
    pub fn get(&mut self, path: &str) -> Answer {
        self.client.get(path)
    }

    /// A page that must be there.
    pub fn open(&mut self, path: &str) -> Answer {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", gist(&answer.text));
        answer
    }

    /// A form with the session's token.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let with: Vec<(&str, &str)> =
            std::iter::once(("csrf", self.csrf.as_str())).chain(fields.iter().copied()).collect();
        self.client.post(path, &with)
    }

    /// A form that must be carried out; where it leads.
    pub fn done(&mut self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.post(path, fields);
        assert_eq!(answer.status, 303, "{path} {fields:?}: {}", gist(&answer.text));
        answer.location().to_owned()
    }

    pub fn upload(&mut self, path: &str, files: &[(&str, &str, &[u8])]) -> Answer {
        let csrf = self.csrf.clone();
        self.client.upload(path, &[("csrf", &csrf)], files)
    }

    /// A form that takes files, without any.
    pub fn upload_with(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.upload_files(path, fields, &[])
    }

    /// A form with fields and files.
    pub fn upload_files(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let csrf = self.csrf.clone();
        let fields: Vec<(&str, &str)> =
            std::iter::once(("csrf", csrf.as_str())).chain(fields.iter().copied()).collect();
        self.client.upload(path, &fields, files)
    }

    /// A program's token of this account, good also beside a program with the machine's clock.
    pub fn api(&mut self) -> Api {
        let page = self.post("/account/tokens", &[("name", "统计系统"), ("days", "3650")]);
        let (_, rest) = page.text.split_once("id=\"secret\">").expect("a token is shown once");
        let token = rest.split('<').next().unwrap_or_default();
        let mut client = Client::new(self.client.address);
        client.headers.insert("authorization".to_owned(), format!("Bearer {token}"));
        Api { client }
    }

    /// Saves the draft as its page shows it, some figures changed; the answer to “保存并核对”.
    pub fn save(&mut self, at: &Place, changes: &[(usize, String)], nil: bool) -> Answer {
        let page = self.open(&at.path("draft"));
        let mut figures: BTreeMap<String, String> = fields(&page.text, "v.").into_iter().collect();
        assert_eq!(figures.len(), ITEMS, "the form has a field for each item");
        for (figure, text) in changes {
            figures.insert(format!("v.{figure}"), text.clone());
        }
        let date = fields(&page.text, "date").pop().map(|(_, date)| date).filter(|date| !date.is_empty());
        let date = date.unwrap_or_else(|| "2024-03-18".to_owned());
        let version = page.value_of("version");
        let mut sent = vec![("version", version.as_str()), ("date", &date), ("intent", "check")];
        sent.push(("reporter", "王会计"));
        if nil {
            sent.push(("nil", "on"));
        }
        sent.extend(figures.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        self.post(&at.path("draft"), &sent)
    }

    /// Sends what the check page shows, each 核实 explained with these words.
    pub fn send(&mut self, at: &Place, words: &str) -> Answer {
        let page = self.open(&at.path("check"));
        let form = sending(&page, words);
        let form: Vec<(&str, &str)> =
            form.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        self.post(&at.path("submissions"), &form)
    }

    /// Fills the form by hand and sends it; the number of the receipt.
    pub fn fill_and_send(&mut self, at: &Place, figures: &[(usize, String)]) -> String {
        let saved = self.save(at, figures, false);
        assert_eq!(saved.status, 303, "{}", gist(&saved.text));
        receipt_of(&self.send(at, REASON))
    }
}

/// What the check page posts: version, key, explanations.
pub fn sending(page: &Answer, words: &str) -> Vec<(String, String)> {
    let mut form =
        vec![("version".to_owned(), page.value_of("version")), ("key".to_owned(), page.value_of("key"))];
    form.extend(queries(&page.text).into_iter().map(|index| (format!("e.{index}"), words.to_owned())));
    form
}

/// An explanation that says something.
pub const REASON: &str = "集中开展了三场大型宣传活动，含往年积压纠纷，已逐件核对台账";

/// The receipt that an answer leads to.
pub fn receipt_of(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "not sent: {}", gist(&answer.text));
    let number = answer.location().strip_prefix("/receipts/");
    number.unwrap_or_else(|| panic!("{} is no receipt", answer.location())).to_owned()
}

/// Where a unit reports.
#[derive(Clone, Debug)]
pub struct Place {
    pub campaign: i64,
    pub unit: String,
}

impl Place {
    pub fn new(campaign: i64, unit: &str) -> Place {
        Place { campaign, unit: unit.to_owned() }
    }

    pub fn page(&self) -> String {
        format!("/campaigns/{}/units/{}", self.campaign, self.unit)
    }

    pub fn path(&self, below: &str) -> String {
        format!("{}/{below}", self.page())
    }
}

/// A program with a token.
pub struct Api {
    pub client: Client,
}

impl Api {
    /// What an address answers; it must be JSON.
    pub fn get(&mut self, path: &str) -> Value {
        let answer = self.client.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", gist(&answer.text));
        serde_json::from_str(&answer.text).expect("JSON")
    }

    /// Sends figures; the answer as it is.
    pub fn send(&mut self, at: &Place, key: &str, sheet: &Value) -> Answer {
        let path = format!("/api/v1/campaigns/{}/units/{}/submissions", at.campaign, at.unit);
        self.client.headers.insert("idempotency-key".to_owned(), key.to_owned());
        self.client.send("POST", &path, "application/json", sheet.to_string().into_bytes())
    }

    /// Sends a file; the answer as it is.
    pub fn send_file(&mut self, at: &Place, key: &str, name: &str, bytes: &[u8]) -> Answer {
        let path = format!("/api/v1/campaigns/{}/units/{}/files?name={name}", at.campaign, at.unit);
        self.client.headers.insert("idempotency-key".to_owned(), key.to_owned());
        self.client.send("POST", &path, "application/octet-stream", bytes.to_vec())
    }
}

/// A sheet as a program words it: figures by code of the item.
pub fn values(figures: &[(usize, String)]) -> Value {
    let values: serde_json::Map<String, Value> =
        figures.iter().map(|(figure, text)| ((figure + 1).to_string(), Value::from(text.as_str()))).collect();
    serde_json::json!({ "values": values, "date": "2024-03-18", "reporter": "接口" })
}

/// The fields of a page whose names begin so, with what stands in them.
pub fn fields(page: &str, prefix: &str) -> Vec<(String, String)> {
    let mark = format!("name=\"{prefix}");
    let field = |rest: &str| {
        let (name, rest) = rest.split_once('"')?;
        let tag = rest.split('>').next()?;
        let (_, value) = tag.split_once(" value=\"")?;
        Some((format!("{prefix}{name}"), plain(value.split('"').next()?)))
    };
    page.split(&mark).skip(1).filter_map(field).collect()
}

/// The numbers of the 核实 that the check page asks about.
fn queries(page: &str) -> Vec<usize> {
    let number = |rest: &str| rest.split('"').next()?.parse().ok();
    page.split("name=\"e.").skip(1).filter_map(number).collect()
}

/// Everything between two marks, each time they occur.
pub fn between<'p>(page: &'p str, open: &str, close: &str) -> Vec<&'p str> {
    page.split(open).skip(1).filter_map(|rest| rest.split_once(close).map(|(inner, _)| inner)).collect()
}

/// A page's text as its reader sees it, without tags.
pub fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            letter if !inside => text.push(letter),
            _ => {}
        }
    }
    let known = [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
    known.iter().fold(text, |text, (name, letter)| text.replace(name, letter)).trim().to_owned()
}

/// What a page or problem says, short enough for the message of a failing test.
pub fn gist(page: &str) -> String {
    let main = page.split_once("<main").map_or(page, |(_, main)| main);
    let words = plain(main);
    let lines: Vec<&str> = words.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join(" ").chars().take(1_500).collect()
}

/// A campaign of the city as its supervisor types it; its number. It is a draft.
pub fn arrange(supervisor: &mut Desk, change: &[(&str, &str)]) -> i64 {
    let mut fields: BTreeMap<&str, &str> = BTreeMap::from([
        ("title", "2024年“3·15”活动情况统计"),
        ("form", "315-activity"),
        ("year", "2024"),
        ("issuer", "淄博市消费者协会"),
        ("phrase", "3月22日前"),
        ("close_at", "2024-03-31 24:00"),
    ]);
    fields.extend(change.iter().copied());
    let fields: Vec<(&str, &str)> = fields.into_iter().collect();
    let place = supervisor.done("/campaigns", &fields);
    let number = place.strip_prefix("/campaigns/").and_then(|number| number.parse().ok());
    number.unwrap_or_else(|| panic!("{place} is no campaign"))
}

pub fn publish(supervisor: &mut Desk, campaign: i64) {
    supervisor.done(&format!("/campaigns/{campaign}/publication"), &[]);
}

/// What a unit's page asks for beside the table: `活动总结（必报，通知原文“3月22日前”，…）`.
pub fn materials_on(page: &str) -> Vec<String> {
    let cards = between(page, "<section class=\"card deliverable\"", "</section>");
    let asked = |card: &&str| {
        let (title, rest) = card.split_once("</h3>").expect("a title");
        let title = title.rsplit('>').next().unwrap_or_default();
        let terms = between(rest, "<p class=\"muted\">", "</p>");
        format!("{}（{}）", plain(title), plain(terms[0]))
    };
    cards.iter().map(asked).collect()
}
