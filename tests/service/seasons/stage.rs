//! The engine of a season: does what each line of its diary says, as the person named would, and notes it as true.

use chrono::TimeDelta;
use huibiao::vocabulary::Role;
use serde_json::{Value, json};

use super::looks::{after_each_line, at_the_end};
use super::papers::{ACTIVITY, HEALTH, Rows, figures, material, sheet};
use super::truth::{Asked, Kind, Part, Sent, Signed, State, Truth, at};
use crate::client::Answer;
use crate::house::{Database, House};
use crate::seven::{CASES, made_from};
use crate::town::{
    Api, CITY, COUNTIES, Desk, Place, REASON, between, fields, gist, plain, sheets, town_since,
};
use crate::truth::millionths;

/// The statistics table, whatever its notice calls it.
pub const TABLE: &str = "统计表";

/// A season: its notice, what that asks for, and what people do.
pub struct Season {
    /// Which of the seven.
    pub notice: usize,
    pub begins: &'static str,
    pub year: i32,
    pub asked: &'static [Asked],
    /// When, who, what.
    pub course: &'static [(&'static str, &'static str, Does)],
}

/// What somebody does. Deliverables are named by their titles; numbers make each sending another one.
#[derive(Clone, Copy, Debug)]
pub enum Does {
    /// Chooses the file on the unit's page and sends it.
    Uploads(&'static str, u32),
    /// Fills the page in and sends it.
    Types(&'static str, u32),
    /// 零报告 on the page.
    SendsNil,
    /// Lets a program send.
    Calls(&'static str, u32),
    /// 代报 of a ZIP with what units brought.
    Brings(&'static [(&'static str, &'static str, u32)]),
    Returns(&'static str, &'static str, &'static str),
    /// Accepts everything below that waits.
    AcceptsAll,
    Extends(&'static str, &'static str, &'static str, &'static str),
    Exempts(&'static str, &'static str),
    Reminds(&'static [&'static str]),
    /// Ticks a paper as received today.
    Paper(&'static str, &'static str),
    /// Of these units' sheets, which are the same, one does not count.
    CountsOnce(&'static [&'static str], &'static str, &'static str),
    Signs(&'static str),
    CannotSign(&'static str),
    Passes(&'static str),
    SendsBack(&'static str, &'static str),
    CannotSend,
    CannotRemind(&'static str),
}

/// Who signs in, as what, where.
const PEOPLE: [(&str, Role, &str); 9] = [
    ("city", Role::Supervisor, CITY),
    ("county", Role::Supervisor, COUNTIES[0]),
    ("other", Role::Supervisor, COUNTIES[1]),
    ("first", Role::Clerk, "370320001"),
    ("second", Role::Clerk, "370320002"),
    ("fourth", Role::Clerk, "370321001"),
    ("fifth", Role::Clerk, "370321002"),
    ("sixth", Role::Clerk, "370322001"),
    ("clerk-370320", Role::Clerk, COUNTIES[0]),
];

pub fn place_of(login: &str) -> &'static str {
    PEOPLE.iter().find(|(known, _, _)| *known == login).unwrap_or_else(|| panic!("{login}")).2
}

/// A season under way.
pub struct Stage {
    pub house: House,
    pub season: &'static Season,
    pub campaign: i64,
    pub rows: Rows,
    pub truth: Truth,
    /// Looks at everything for the city.
    pub eye: Api,
    /// Numbers of the deliverables, in the order of what is asked.
    pub numbers: Vec<i64>,
}

pub fn play(database: Database, season: &'static Season) {
    let mut stage = Stage::set(database, season);
    after_each_line(&mut stage, "the notice was published");
    for (when, who, does) in season.course {
        stage.house.hands.set(when);
        let line = format!("{when} {who} {does:?}");
        stage.does(who, *does, &line);
        after_each_line(&mut stage, &line);
    }
    at_the_end(&mut stage);
}

impl Stage {
    fn set(database: Database, season: &'static Season) -> Stage {
        let house = town_since(database, season.begins);
        for (login, role, unit) in PEOPLE {
            house.employ(login, role, unit);
        }
        let case = &CASES[season.notice];
        let campaign = made_from(&mut house.desk("city"), case);
        let asks_counties = case.level == "county";
        let mut units: std::collections::BTreeMap<String, String> =
            sheets().into_values().map(|sheet| (sheet.unit, sheet.name)).collect();
        let mut eye = house.desk("city").api();
        if asks_counties {
            let named = |code: &str| (code.to_owned(), String::new());
            units = COUNTIES.into_iter().map(named).collect();
        }
        let rows = if case.own_form.is_some() { HEALTH } else { ACTIVITY };
        let first = units.keys().next().expect("a unit").clone();
        let numbers = numbers(&mut eye, campaign, &first, season.asked);
        let truth = Truth {
            asked: season.asked,
            units,
            parts: Default::default(),
            exempt: Default::default(),
            reminded: Default::default(),
            signed: Default::default(),
            left_out: Default::default(),
        };
        Stage { house, season, campaign, rows, truth, eye, numbers }
    }

    pub fn has_table(&self) -> bool {
        self.season.asked.iter().any(|asked| asked.kind == Kind::Sheet)
    }

    pub fn number_of(&self, title: &str) -> i64 {
        let which = self.season.asked.iter().position(|asked| asked.title == title);
        self.numbers[which.unwrap_or_else(|| panic!("{title} is not asked for"))]
    }

    pub fn path(&self, below: &str) -> String {
        format!("/campaigns/{}/{below}", self.campaign)
    }

    fn does(&mut self, who: &'static str, does: Does, line: &str) {
        let mut desk = self.house.desk(who);
        match does {
            Does::Uploads(title, variant) => self.uploads(&mut desk, place_of(who), (title, variant)),
            Does::Types(title, variant) => {
                let typed = figures(self.rows, variant);
                self.types(&mut desk, place_of(who), (title, typed), false);
            }
            Does::SendsNil => {
                let zeros = vec!["0".to_owned(); self.rows.len()];
                self.types(&mut desk, place_of(who), (TABLE, zeros), true);
            }
            Does::Calls(title, variant) => self.calls(&mut desk, place_of(who), (title, variant), line),
            Does::Brings(things) => self.brings(&mut desk, things),
            Does::Returns(unit, title, why) => self.returns(&mut desk, unit, title, why),
            Does::AcceptsAll => self.accepts_all(&mut desk, place_of(who)),
            Does::Extends(unit, title, until, why) => self.extends(&mut desk, (unit, title), until, why),
            Does::Exempts(unit, why) => {
                desk.done(&self.path(&format!("units/{unit}/exemption")), &[("reason", why)]);
                self.truth.exempt.insert(unit.to_owned());
            }
            Does::Reminds(units) => self.reminds(&mut desk, place_of(who), units),
            Does::Paper(unit, title) => self.paper(&mut desk, unit, title),
            Does::CountsOnce(units, left_out, why) => self.counts_once(&mut desk, units, left_out, why),
            Does::Signs(reason) => self.signs(&mut desk, place_of(who), reason),
            Does::CannotSign(words) => {
                let refused = desk.post(&self.path("sign-offs"), &[("reason", "更正"), ("confirm", "on")]);
                assert_eq!(refused.status, 422, "{line}: {}", gist(&refused.text));
                assert!(plain(&refused.text).contains(words), "{line}: {}", gist(&refused.text));
            }
            Does::Passes(node) => {
                let id = self.newest(node);
                desk.done(&format!("/sign-offs/{id}/acceptance"), &[]);
                self.newest_mut(node).accepted = true;
            }
            Does::SendsBack(node, why) => {
                let id = self.newest(node);
                desk.done(&format!("/sign-offs/{id}/return"), &[("reason", why)]);
                self.newest_mut(node).sent_back = Some(why);
            }
            Does::CannotSend => self.cannot_send(&mut desk, place_of(who)),
            Does::CannotRemind(unit) => {
                let fields =
                    [("unit", unit), ("node", place_of(who)), ("channel", "phone"), ("words", "请报送")];
                let refused = desk.post(&self.path("reminders"), &fields);
                assert_eq!(refused.status, 404, "nothing is asked of it, {line}: {}", gist(&refused.text));
                let kept = self.eye.get(&format!("/api/v1{}", self.path("reminders")));
                assert_eq!(kept["reminders"], json!([]), "{line}");
            }
        }
    }

    fn newest(&self, node: &str) -> i64 {
        self.truth.signed[node].last().expect("it has signed").id
    }

    fn newest_mut(&mut self, node: &'static str) -> &mut Signed {
        self.truth.signed.get_mut(node).and_then(|all| all.last_mut()).expect("it has signed")
    }

    /// The file of one sending, and its figures.
    fn file(&self, unit: &str, (title, variant): (&'static str, u32)) -> (String, Vec<u8>, Vec<i64>) {
        let asked = self.truth.asked(title);
        if asked.kind != Kind::Sheet {
            let (name, bytes) = material(asked.kind, asked.file, variant);
            return (name, bytes, Vec::new());
        }
        let figures = figures(self.rows, variant);
        let bytes = sheet(self.rows, (self.season.year, &self.truth.units[unit]), &figures);
        (format!("{}.csv", asked.file), bytes, figures.iter().map(|text| millionths(text)).collect())
    }

    /// Notes a sending, with the number and the receipt that it was given.
    fn note(&mut self, unit: &str, title: &'static str, mut sent: Sent) {
        let (id, receipt) = self.given(unit, title, self.truth.part(unit, title).sent.len());
        (sent.id, sent.receipt) = (id, receipt);
        let part: &mut Part = self.truth.part_mut(unit, title);
        part.sent.push(sent);
        part.state = State::Submitted;
    }

    /// Number and receipt of the sending at this place.
    fn given(&mut self, unit: &str, title: &'static str, which: usize) -> (i64, String) {
        let number = self.number_of(title);
        let sent = sendings(&mut self.eye, self.campaign, unit, number, title == TABLE);
        let sent = sent.get(which).unwrap_or_else(|| panic!("{unit} has not sent {title} {which}"));
        let receipt = sent["receipt"]["number"].as_str().expect("a receipt").to_owned();
        (sent["id"].as_i64().expect("a number"), receipt)
    }

    fn sent(&self, channel: &'static str, file: Option<(String, Vec<u8>)>, figures: Vec<i64>) -> Sent {
        let at = self.house.service.now();
        Sent { at, channel, file, figures, nil: false, id: 0, receipt: String::new() }
    }

    fn uploads(&mut self, desk: &mut Desk, unit: &'static str, (title, variant): (&'static str, u32)) {
        let (name, bytes, figures) = self.file(unit, (title, variant));
        let at = Place::new(self.campaign, unit);
        if title == TABLE {
            let put = desk.upload(&at.path("uploads"), &[("file", &name, &bytes)]);
            assert_eq!(put.status, 303, "{}", gist(&put.text));
            let sent = desk.send(&at, REASON);
            assert!(sent.location().starts_with("/receipts/"), "{}", gist(&sent.text));
        } else {
            let number = self.number_of(title).to_string();
            let fields = [("deliverable", number.as_str())];
            let put = desk.upload_files(&at.path("materials"), &fields, &[("file", &name, &bytes)]);
            assert_eq!(put.status, 303, "{}", gist(&put.text));
            let key = desk.open(&at.page()).value_of("key");
            desk.done(&at.path("deliveries"), &[("deliverable", &number), ("key", &key)]);
        }
        self.note(unit, title, self.sent("file", Some((name, bytes)), figures));
    }

    fn types(&mut self, desk: &mut Desk, unit: &str, (title, typed): (&'static str, Vec<String>), nil: bool) {
        let at = Place::new(self.campaign, unit);
        let page = desk.open(&at.path("draft"));
        let names: Vec<String> = fields(&page.text, "v.").into_iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), self.rows.len(), "a field for each figure");
        let (version, date) = (page.value_of("version"), format!("{}-03-15", self.season.year));
        let mut form = vec![("version", version.as_str()), ("date", &date), ("intent", "check")];
        form.extend(names.iter().map(String::as_str).zip(typed.iter().map(String::as_str)));
        form.push(("reporter", "王会计"));
        if nil {
            form.push(("nil", "on"));
        }
        desk.done(&at.path("draft"), &form);
        let sent = desk.send(&at, "本所三月未开展活动，人员全部抽调防汛");
        assert!(sent.location().starts_with("/receipts/"), "{}", gist(&sent.text));
        let figures = typed.iter().map(|text| millionths(text)).collect();
        self.note(unit, title, Sent { nil, ..self.sent("page", None, figures) });
    }

    fn calls(&mut self, desk: &mut Desk, unit: &str, (title, variant): (&'static str, u32), key: &str) {
        let (name, bytes, figures) = self.file(unit, (title, variant));
        let (mut api, at) = (desk.api(), Place::new(self.campaign, unit));
        let key: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
        let named = crate::client::escaped(&name);
        let sent = if title == TABLE {
            api.send_file(&at, &key, &named, &bytes)
        } else {
            let number = self.number_of(title);
            let put = format!("/api/v1{}?deliverable={number}&name={named}", at.path("materials"));
            let put = api.client.send("PUT", &put, "application/octet-stream", bytes.clone());
            assert_eq!(put.status, 200, "{}", gist(&put.text));
            api.client.headers.insert("idempotency-key".to_owned(), key);
            let body = json!({ "deliverables": [number] }).to_string().into_bytes();
            api.client.send("POST", &format!("/api/v1{}", at.path("deliveries")), "application/json", body)
        };
        assert_eq!(sent.status, 201, "{}", gist(&sent.text));
        self.note(unit, title, self.sent("api", Some((name, bytes)), figures));
    }

    fn brings(&mut self, desk: &mut Desk, things: &[(&'static str, &'static str, u32)]) {
        let files: Vec<_> = things.iter().map(|(unit, title, n)| self.file(unit, (title, *n))).collect();
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for ((unit, _, _), (name, bytes, _)) in things.iter().zip(&files) {
            let path = format!("{unit}/{name}");
            writer.start_file(path, zip::write::SimpleFileOptions::default()).expect("a part");
            std::io::Write::write_all(&mut writer, bytes).expect("its bytes");
        }
        let archive = writer.finish().expect("an archive").into_inner();
        let put = desk.upload(&self.path("behalf"), &[("files[]", "各单位.zip", &archive)]);
        assert_eq!(put.status, 303, "{}", gist(&put.text));
        let page = desk.open(put.location()).text;
        let boxes = between(&page, "type=\"checkbox\"", ">");
        let ticked = boxes.into_iter().filter(|one| one.contains(" checked"));
        let names: Vec<String> = ticked.map(|one| between(one, "name=\"", "\"")[0].to_owned()).collect();
        assert_eq!(names.len(), things.len(), "every file has its place: {}", gist(&page));
        let batch = put.location().rsplit('/').next().expect("a batch").to_owned();
        let mut form = vec![("batch", batch.as_str())];
        form.extend(names.iter().map(|name| (name.as_str(), "on")));
        let done = desk.post(&self.path("behalf/submissions"), &form);
        assert!(done.status == 200 && !done.text.contains("没有报送"), "{}", gist(&done.text));
        for ((unit, title, _), (name, bytes, figures)) in things.iter().zip(files) {
            // As it was called within what was put down.
            self.note(unit, title, self.sent("behalf", Some((name, bytes)), figures));
        }
    }

    fn returns(&mut self, desk: &mut Desk, unit: &str, title: &'static str, why: &str) {
        let id = self.truth.part(unit, title).sent.last().expect("it was sent").id;
        let noun = if title == TABLE { "submissions" } else { "deliveries" };
        desk.done(&format!("/{noun}/{id}/return"), &[("reason", why)]);
        let part = self.truth.part_mut(unit, title);
        (part.state, part.returned) = (State::Returned, part.returned + 1);
    }

    fn accepts_all(&mut self, desk: &mut Desk, node: &str) {
        for ((unit, title), part) in &mut self.truth.parts {
            if part.state != State::Submitted || !unit.starts_with(node) {
                continue;
            }
            let id = part.sent.last().expect("it was sent").id;
            let noun = if *title == TABLE { "submissions" } else { "deliveries" };
            desk.done(&format!("/{noun}/{id}/acceptance"), &[]);
            part.state = State::Accepted;
        }
    }

    fn extends(&mut self, desk: &mut Desk, (unit, title): (&str, &'static str), until: &str, why: &str) {
        let number = self.number_of(title).to_string();
        let fields = [("deliverable", number.as_str()), ("until", until), ("reason", why)];
        desk.done(&self.path(&format!("units/{unit}/extension")), &fields);
        let (day, _) = until.split_once(' ').expect("a day");
        self.truth.part_mut(unit, title).extended = Some(at(&format!("{day} 00:00")) + TimeDelta::days(1));
    }

    fn reminds(&mut self, desk: &mut Desk, node: &str, units: &[&str]) {
        let mut fields =
            vec![("node", node), ("deliverable", ""), ("channel", "phone"), ("words", "请尽快报送")];
        fields.extend(units.iter().map(|unit| ("unit", *unit)));
        desk.done(&self.path("reminders"), &fields);
        for unit in units {
            *self.truth.reminded.entry((*unit).to_owned()).or_default() += 1;
        }
    }

    fn paper(&mut self, desk: &mut Desk, unit: &str, title: &str) {
        let at = Place::new(self.campaign, unit);
        let (number, today) = (self.number_of(title).to_string(), self.house.service.now());
        let today = huibiao::vocabulary::time::show(today)[..10].to_owned();
        desk.done(&at.path("paper"), &[("deliverable", &number), ("on", &today)]);
        let said = plain(&self.house.desk("city").open(&self.path(&format!("board?q={unit}"))).text);
        assert!(said.contains("书面件"), "{said}");
    }

    fn counts_once(&mut self, desk: &mut Desk, units: &[&str], left_out: &str, why: &str) {
        let newest =
            |unit: &str| self.truth.part(unit, TABLE).sent.last().expect("it was sent").id.to_string();
        let ids: Vec<String> = units.iter().map(|unit| newest(unit)).collect();
        let out = newest(left_out);
        let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("revision", id.as_str())).collect();
        fields.extend([("left_out", out.as_str()), ("reason", why)]);
        desk.done(&self.path("double-counts"), &fields);
        let which = self.truth.part(left_out, TABLE).sent.len() - 1;
        self.truth.left_out.insert((left_out.to_owned(), which));
    }

    fn signs(&mut self, desk: &mut Desk, node: &'static str, reason: &'static str) {
        let signed = desk.done(&self.path("sign-offs"), &[("reason", reason), ("confirm", "on")]);
        let id = signed.strip_prefix("/sign-offs/").and_then(|id| id.parse().ok()).expect("a sign-off");
        let pins = self.truth.to_pin(node, TABLE);
        let total = self.truth.total(&pins, TABLE);
        let book = desk.open(&format!("/sign-offs/{id}/workbook"));
        let sha256 = huibiao::store::objects::sha256(&book.bytes);
        let signed = Signed { id, pins, total, reason, sha256, accepted: false, sent_back: None };
        self.truth.signed.entry(node).or_default().push(signed);
    }

    fn cannot_send(&mut self, desk: &mut Desk, unit: &str) {
        let at = Place::new(self.campaign, unit);
        let page = desk.open(&at.page());
        assert!(plain(&page.text).contains("不要求报送材料"), "{}", gist(&page.text));
        for (path, name) in [("materials", "总结.txt"), ("uploads", "统计表.csv")] {
            let put: Answer = desk.upload(&at.path(path), &[("file", name, "总结".as_bytes())]);
            assert!(put.status >= 400, "{path}: {} {}", put.status, gist(&put.text));
        }
    }
}

/// Numbers of what is asked, by the order of the titles; the table is what is none of the others.
fn numbers(eye: &mut Api, campaign: i64, unit: &str, asked: &[Asked]) -> Vec<i64> {
    let place = eye.get(&format!("/api/v1/campaigns/{campaign}/units/{unit}"));
    let all = place["deliverables"].as_array().expect("a list");
    let number = |asked: &Asked| {
        let found = all.iter().find(|one| match asked.kind {
            Kind::Sheet => one["kind"] == "statistics-table" || one["kind"] == "table",
            _ => one["title"] == asked.title,
        });
        found.and_then(|one| one["id"].as_i64()).unwrap_or_else(|| panic!("{} in {place}", asked.title))
    };
    assert_eq!(all.len(), asked.len(), "{place}");
    asked.iter().map(number).collect()
}

/// Everything that a unit sent of one deliverable, oldest first, as the service tells it.
pub fn sendings(eye: &mut Api, campaign: i64, unit: &str, number: i64, is_table: bool) -> Vec<Value> {
    let place = format!("/api/v1/campaigns/{campaign}/units/{unit}");
    let list = |value: &Value| value.as_array().expect("a list").clone();
    if is_table {
        return list(&eye.get(&place)["submissions"]);
    }
    let package = eye.get(&format!("{place}/package"));
    let parts = list(&package["deliverables"]);
    let own = parts.iter().find(|part| part["asked"]["id"] == number).expect("it is asked for");
    list(&own["deliveries"])
}
