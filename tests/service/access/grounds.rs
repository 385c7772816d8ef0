//! A city with something of everything in it, so that everybody can try everything on it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::RunQueryDsl;
use huibiao::store::dump;
use huibiao::vocabulary::{Level, Role};
use huibiao::workflow::second_factor::propose;
use serde_json::{Value, json};

use super::rights::{CAMPAIGNS, Campaign, Case, Names, Thing, Who};
use crate::client::{Answer, Client};
use crate::house::{Database, House, PASSWORD};
use crate::made;
use crate::notices::NOTICE;
use crate::published::number_of;
use crate::second_factor;
use crate::town::{Api, Desk, Place, REASON, arrange, between, gist, publish, sending, values};

/// Units with their names; clerks of those that report have the unit's code as login.
const UNITS: [(&str, &str, &str); 6] = [
    ("370320", "沂源县", "3703"),
    ("370321", "桓台县", "3703"),
    ("370320001", "沂源县南麻市场监督管理所", "370320"),
    ("3703200011", "沂源县南麻市场监督管理所历山分所", "370320001"),
    ("370320002", "沂源县鲁村市场监督管理所", "370320"),
    ("370321001", "桓台县索镇市场监督管理所", "370321"),
];

const LABELS: [(&str, &str, &str); 11] = [
    ("普法宣传活动", "场", "3"),
    ("组织新闻发布会", "场", "1"),
    ("开展线上线下消费教育活动", "次", "32"),
    ("受理消费者咨询情况", "件", "564"),
    ("受理消费者投诉情况", "件", "52"),
    ("解决消费纠纷", "件", "35"),
    ("为消费者挽回经济损失", "万元", "11.522"),
    ("发布消费提（警）示", "条", "39"),
    ("组织新闻媒体专栏专题", "期", "8"),
    ("媒体宣传报道", "篇", "26"),
    ("印发各类宣传资料", "份", "18781"),
];

/// A unit's sheet as a file.
fn file(unit: &str) -> Vec<u8> {
    let name = UNITS.iter().find(|(code, ..)| *code == unit).map_or("某单位", |(_, name, _)| name);
    let mut lines = vec![
        "2024年“3·15”活动情况统计表".to_owned(),
        format!("填报单位：{name}　填报日期：2024年3月18日"),
        "序号,类别,单位,数量".to_owned(),
    ];
    let rows = LABELS.iter().enumerate();
    lines.extend(
        rows.map(|(item, (label, measure, figure))| format!("{},{label},{measure},{figure}", item + 1)),
    );
    (lines.join("\n") + "\n").into_bytes()
}

/// A superior's blank file.
fn blank() -> Vec<u8> {
    let rows = [
        "全市3·15活动统计",
        "序号|项目|计量单位|数量",
        "1|普法宣传活动|场|",
        "2|组织新闻发布会|场|",
        "3|受理消费者咨询|件|",
    ];
    crate::drawn::workbook(&[("上报表", &rows, &["A1:D1"])])
}

/// The sheet of a unit of the year before.
fn last_year() -> Vec<u8> {
    String::from_utf8(file("370320001")).expect("a text").replace("2024", "2023").into_bytes()
}

fn figures() -> Vec<(usize, String)> {
    LABELS.iter().map(|(.., figure)| (*figure).to_owned()).enumerate().collect()
}

/// What a request carries.
enum Body {
    Form(Vec<(String, String)>),
    Files(Vec<(String, String)>, Vec<(&'static str, String, Vec<u8>)>),
    Json(Value),
    Bytes(Vec<u8>),
    Nothing,
}

pub struct Grounds {
    pub house: House,
    desks: BTreeMap<Who, Desk>,
    apis: BTreeMap<Who, Api>,
    campaigns: BTreeMap<Campaign, i64>,
    deadlines: BTreeMap<Campaign, String>,
    submissions: BTreeMap<(Campaign, &'static str), (i64, String)>,
    /// What the check page of a draft posts.
    drafts: BTreeMap<(Campaign, &'static str), Vec<(String, String)>>,
    /// One for the page, one for programs.
    tokens: BTreeMap<Who, [i64; 2]>,
    notices: BTreeMap<Who, String>,
    messages: BTreeMap<&'static str, i64>,
    batches: BTreeMap<Who, String>,
    /// The deliverable beside the table, and what was sent of it.
    materials: BTreeMap<Campaign, String>,
    deliveries: BTreeMap<(Campaign, &'static str), i64>,
    /// What a unit put down and did not send.
    waiting: BTreeMap<(Campaign, &'static str), i64>,
    /// A refusal must move nothing; whoever carries something out gets a file of his own to do it with.
    pub is_in_earnest: bool,
    signed: BTreeMap<(Campaign, &'static str), i64>,
    /// Numbers of what the city put down of its counties.
    stated: BTreeMap<&'static str, i64>,
    /// Numbers of superiors' templates by their node: one that was confirmed, one that was not.
    templates: BTreeMap<&'static str, [i64; 2]>,
    account: i64,
    keys: usize,
}

/// All rows of all tables that a backup holds, as JSON.
pub type Rows = BTreeMap<&'static str, Vec<Value>>;

impl Grounds {
    pub fn lay(database: Database) -> Grounds {
        let house = House::on(database);
        for (code, name, parent) in UNITS {
            let level = if code.len() == 6 { Level::County } else { Level::Unit };
            house.add_unit(code, name, level, parent);
        }
        for unit in ["370320001", "3703200011", "370320002", "370321001"] {
            house.employ(unit, Role::Clerk, unit);
        }
        for (login, role, unit) in [
            ("county", Role::Supervisor, "370320"),
            ("abroad", Role::Supervisor, "370321"),
            ("city", Role::Supervisor, "3703"),
            ("auditor", Role::Auditor, "370320"),
            ("admin", Role::Administrator, "3703"),
        ] {
            house.employ(login, role, unit);
        }
        let account = house.employ("somebody", Role::Clerk, "370320002");
        let desks = [
            (Who::Clerk, "370320001"),
            (Who::County, "county"),
            (Who::City, "city"),
            (Who::Auditor, "auditor"),
            (Who::Administrator, "admin"),
        ];
        let mut grounds = Grounds {
            desks: desks.into_iter().map(|(who, login)| (who, house.desk(login))).collect(),
            house,
            apis: BTreeMap::new(),
            campaigns: BTreeMap::new(),
            deadlines: BTreeMap::new(),
            submissions: BTreeMap::new(),
            drafts: BTreeMap::new(),
            tokens: BTreeMap::new(),
            notices: BTreeMap::new(),
            messages: BTreeMap::new(),
            batches: BTreeMap::new(),
            materials: BTreeMap::new(),
            deliveries: BTreeMap::new(),
            waiting: BTreeMap::new(),
            is_in_earnest: false,
            signed: BTreeMap::new(),
            stated: BTreeMap::from([("999999999", 999_999)]),
            templates: BTreeMap::from([("999999999", [999_999; 2])]),
            account,
            keys: 0,
        };
        grounds.arrange_campaigns();
        grounds.send_sheets();
        grounds.put_files_down();
        grounds.state_totals();
        grounds.lay_templates();
        for login in ["370320001", "county", "city"] {
            grounds.begin_transfer(login, &format!("{login}-0"));
        }
        grounds.tell_units();
        grounds.take_tokens();
        grounds.sign();
        grounds.end_campaigns();
        // It has no account yet.
        grounds.house.add_unit("370321009", "桓台县新城市场监督管理所", Level::Unit, "370321");
        grounds
    }

    pub fn desk(&mut self, who: Who) -> &mut Desk {
        self.desks.get_mut(&who).expect("somebody signed in")
    }

    /// The program of somebody, with its token; a stranger's without.
    pub fn program(&mut self, who: Who) -> Client {
        self.apis.get(&who).map_or_else(|| self.house.client(), |api| api.client.another())
    }

    fn arrange_campaigns(&mut self) {
        let mut abroad = self.house.desk("abroad");
        for (campaign, ..) in CAMPAIGNS {
            let desk = match campaign {
                Campaign::Unknown => continue,
                Campaign::Foreign => &mut abroad,
                Campaign::Own => self.desks.get_mut(&Who::County).expect("the county"),
                _ => self.desks.get_mut(&Who::City).expect("the city"),
            };
            let brought = desk.upload("/campaigns/notice", &[("file", "通知.txt", NOTICE.as_bytes())]);
            let notice = brought.location().rsplit('=').next().unwrap_or_default().to_owned();
            match campaign {
                Campaign::Own => self.notices.insert(Who::County, notice.clone()),
                Campaign::Foreign => None,
                _ => self.notices.insert(Who::City, notice.clone()),
            };
            let asked = [
                ("m1-kind", "pictures"),
                ("m1-name", "工作图片"),
                ("m1-phrase", "3月22日前"),
                ("m2-kind", "cases"),
                ("m2-name", "典型案例"),
                ("m2-phrase", "3月22日前"),
            ];
            let told = [("title", "各级统计"), ("notice", notice.as_str())];
            let id = arrange(desk, &[told.as_slice(), &asked].concat());
            let page = desk.open(&format!("/campaigns/{id}")).text;
            let mut deadlines = between(&page, "action=\"/deliverables/", "/due\"").into_iter();
            let deadline = deadlines.next().expect("the deadline can be moved").to_owned();
            self.materials.insert(campaign, deadlines.next().expect("another one").to_owned());
            if campaign != Campaign::Draft {
                publish(desk, id);
            }
            self.campaigns.insert(campaign, id);
            self.deadlines.insert(campaign, deadline);
        }
        self.notices.insert(Who::Nobody, "999999".to_owned());
        self.campaigns.insert(Campaign::Unknown, 999_999);
        self.deadlines.insert(Campaign::Unknown, "999999".to_owned());
        self.materials.insert(Campaign::Unknown, "999999".to_owned());
    }

    /// Each unit sends its file to everybody who asks for it, and begins the next sheet.
    fn send_sheets(&mut self) {
        for unit in ["370320001", "3703200011", "370320002", "370321001"] {
            let mut desk = self.house.desk(unit);
            let mut api = desk.api();
            for (campaign, ..) in CAMPAIGNS.into_iter().filter(|(.., asked)| asked.contains(&unit)) {
                let place = Place::new(self.campaigns[&campaign], unit);
                let key = format!("grounds-{}", place.campaign);
                let answer = api.send_file(&place, &key, "a.csv", &file(unit));
                let receipt = number_of(&answer);
                let sent: Value = serde_json::from_str(&answer.text).expect("JSON");
                self.submissions.insert((campaign, unit), (sent["id"].as_i64().expect("a number"), receipt));
                let saved = desk.save(&place, &figures(), false);
                assert_eq!(saved.status, 303, "{}", gist(&saved.text));
                self.send_material(&mut desk, (campaign, unit));
                self.drafts.insert((campaign, unit), sending(&desk.open(&place.path("check")), REASON));
            }
        }
    }

    /// A picture and a text are sent, and the picture is put down once more.
    fn send_material(&mut self, desk: &mut Desk, (campaign, unit): (Campaign, &'static str)) {
        let place = Place::new(self.campaigns[&campaign], unit);
        let material = self.materials[&campaign].clone();
        let photo = made::photo(1);
        let files: [(&str, &str, &[u8]); 2] =
            [("file", "现场.jpg", &photo), ("file", "说明.txt", "宣传现场".as_bytes())];
        let put = |desk: &mut Desk, files: &[(&str, &str, &[u8])]| {
            let fields = [("deliverable", material.as_str())];
            let answer = desk.upload_files(&place.path("materials"), &fields, files);
            assert_eq!(answer.status, 303, "{}", gist(&answer.text));
        };
        put(desk, &files);
        let key = format!("grounds-{unit}-{material}");
        desk.done(&place.path("deliveries"), &[("deliverable", &material), ("key", &key)]);
        put(desk, &files[..1]);
        let rows = self.rows();
        let newest = |table: &str| rows[table].iter().filter_map(|row| row["id"].as_i64()).max();
        self.deliveries.insert((campaign, unit), newest("delivery").expect("it was sent"));
        self.waiting.insert((campaign, unit), newest("pending_file").expect("it waits"));
    }

    /// A picture of a unit that waits (to be read: its table); in earnest one more.
    fn pending(&self, path: &str, (campaign, unit): (Campaign, &'static str)) -> i64 {
        let waits = self.waiting.get(&(campaign, unit)).copied();
        let (true, Some(_)) = (self.is_in_earnest, waits) else { return waits.unwrap_or(999_999) };
        let rows = self.rows();
        let (id, of) = (self.campaigns[&campaign], number_of_unit(&rows, unit));
        let is_own = |row: &&Value| row["campaign_id"] == id && row["unit_id"] == of;
        let sent = rows["delivery"].iter().find(is_own).expect("it was sent");
        let table = rows["revision"].iter().find(|row| is_own(row) && row["file_name"] == "a.csv");
        let picture = rows["delivery_file"].iter().find(|file| file["delivery_id"] == sent["id"]);
        let file = if path.ends_with("/reading") { table } else { picture };
        self.write(format!(
            "INSERT INTO pending_file (campaign_id, unit_id, deliverable_id, object_sha256, file_name, account_id, at)
             VALUES ({id}, {of}, {}, '{}', '现场.jpg', {}, 0)",
            sent["deliverable_id"],
            file.and_then(|file| file["object_sha256"].as_str()).expect("a file"),
            sent["account_id"]
        ));
        let newest = self.rows()["pending_file"].iter().filter_map(|row| row["id"].as_i64()).max();
        newest.expect("it waits")
    }

    fn receipt_of_delivery(&self, id: i64) -> String {
        let rows = self.rows();
        let own = rows["delivery"].iter().find(|row| row["id"] == id);
        let number = own.and_then(|row| row["receipt"].as_str());
        number.unwrap_or("2024-0001-370320001-9-01-ffffff").to_owned()
    }

    /// A file on its way of this person; in earnest a new one.
    fn transfer(&self, owner: Who) -> String {
        let login = match owner {
            Who::Clerk => "370320001",
            Who::County => "county",
            Who::City => "city",
            _ => return "00112233445566778899aabbccddeeff".to_owned(),
        };
        if !self.is_in_earnest {
            return format!("{login}-0");
        }
        static BEGUN: AtomicUsize = AtomicUsize::new(1);
        let id = format!("{login}-{}", BEGUN.fetch_add(1, Ordering::Relaxed));
        self.begin_transfer(login, &id);
        id
    }

    fn begin_transfer(&self, login: &str, id: &str) {
        let rows = self.rows();
        let account = rows["account"].iter().find(|account| account["login"] == login).expect("an account");
        self.write(format!(
            "INSERT INTO transfer (id, campaign_id, unit_id, account_id, file_name, bytes, begun_at)
             VALUES ('{id}', {}, {}, {}, 'a.bin', 10, 0)",
            self.campaigns[&Campaign::Open],
            number_of_unit(&rows, "370320001"),
            account["id"]
        ));
    }

    fn write(&self, statement: String) {
        let written =
            self.house.service.store.write(move |conn| Ok(diesel::sql_query(statement).execute(conn)?));
        written.expect("it is written");
    }

    /// The city puts down what its counties say of themselves.
    fn state_totals(&mut self) {
        let path = format!("/campaigns/{}/stated-totals", self.campaigns[&Campaign::Open]);
        for node in ["370320", "370321"] {
            let sheet = file(node);
            let said =
                self.desk(Who::City).upload_files(&path, &[("node", node)], &[("file", "a.csv", &sheet)]);
            assert_eq!(said.status, 303, "{}", gist(&said.text));
            let newest = self.rows()["stated_total"].iter().filter_map(|row| row["id"].as_i64()).max();
            self.stated.insert(node, newest.expect("it was put down"));
        }
    }

    /// County and city confirm a template each, and put another beside it.
    fn lay_templates(&mut self) {
        let path = format!("/campaigns/{}/superior-template", self.campaigns[&Campaign::Open]);
        for (who, node) in [(Who::County, "370320"), (Who::City, "3703")] {
            let first = self.put_template(who, node, &path);
            self.desk(who).done(&format!("/superior-templates/{first}/confirmation"), &[]);
            let second = self.put_template(who, node, &path);
            self.templates.insert(node, [first, second]);
        }
    }

    fn put_template(&mut self, who: Who, node: &str, path: &str) -> i64 {
        let files: &[(&str, &str, &[u8])] = &[("file", "上报表.xlsx", &blank())];
        let answer = self.desk(who).upload_files(path, &[("node", node)], files);
        assert_eq!(answer.status, 303, "{}", gist(&answer.text));
        let newest = self.rows()["superior_template"].iter().filter_map(|row| row["id"].as_i64()).max();
        newest.expect("it was put down")
    }

    fn put_files_down(&mut self) {
        let base = format!("/campaigns/{}/behalf", self.campaigns[&Campaign::Open]);
        for (who, unit) in [(Who::County, "370320002"), (Who::City, "370321001")] {
            let bytes = file(unit);
            let answer = self.desk(who).upload(&base, &[("files[]", "代报.csv", &bytes)]);
            let batch = answer.location().rsplit('/').next().expect("a batch").to_owned();
            assert!(batch.len() >= 16, "{} {}", answer.status, gist(&answer.text));
            self.batches.insert(who, batch);
        }
        self.batches.insert(Who::Nobody, "00112233445566778899aabbccddeeff".to_owned());
    }

    fn tell_units(&mut self) {
        let (open, deadline) = (self.campaigns[&Campaign::Open], self.deadlines[&Campaign::Open].clone());
        for unit in ["370320001", "370320002"] {
            let place = Place::new(open, unit);
            let fields =
                [("deliverable", deadline.as_str()), ("until", "2024-03-25 24:00"), ("reason", "道路塌方")];
            self.desk(Who::City).done(&place.path("extension"), &fields);
        }
        let rows = self.rows();
        let ids: BTreeMap<&str, &Value> =
            rows["unit"].iter().map(|unit| (unit["code"].as_str().expect("a code"), &unit["id"])).collect();
        for unit in ["370320001", "370320002"] {
            let of_unit = rows["message"].iter().find(|message| &message["unit_id"] == ids[unit]);
            self.messages
                .insert(unit, of_unit.and_then(|message| message["id"].as_i64()).expect("a message"));
        }
        self.messages.insert("999999999", 999_999);
    }

    fn take_tokens(&mut self) {
        for who in Who::ALL.into_iter().filter(|who| *who != Who::Nobody) {
            let api = self.desk(who).api();
            self.apis.insert(who, api);
        }
        for who in [Who::Clerk, Who::County, Who::Administrator] {
            let both = [(), ()].map(|()| {
                self.desk(who).api();
                let newest = self.rows()["api_token"].iter().filter_map(|token| token["id"].as_i64()).max();
                newest.expect("a token")
            });
            self.tokens.insert(who, both);
        }
        self.tokens.insert(Who::Nobody, [999_999; 2]);
    }

    /// What was sent is accepted, but for one unit of the open campaign; both counties sign in two campaigns, and in
    /// one of these the city as well.
    fn sign(&mut self) {
        for (campaign, node) in [(Campaign::Open, "370320"), (Campaign::Own, "370320")] {
            self.accept_below(campaign, node);
        }
        for campaign in [Campaign::Closed, Campaign::Archived] {
            self.accept_below(campaign, "3703");
            self.decide_doubles(campaign);
            for (login, node) in [("county", "370320"), ("abroad", "370321")] {
                let mut desk = self.house.desk(login);
                self.sign_in(&mut desk, campaign, node);
            }
        }
        for node in ["370320", "370321"] {
            let id = self.signed[&(Campaign::Archived, node)];
            self.desk(Who::City).done(&format!("/sign-offs/{id}/acceptance"), &[]);
        }
        let mut city = self.house.desk("city");
        self.sign_in(&mut city, Campaign::Archived, "3703");
        self.signed.insert((Campaign::Unknown, "999999999"), 999_999);
    }

    /// All sheets say the same.
    fn decide_doubles(&mut self, campaign: Campaign) {
        let path = format!("/campaigns/{}/double-counts", self.campaigns[&campaign]);
        let sent = self.sent(campaign);
        let mut fields = vec![("reason", "各办各的，数字巧合")];
        fields.extend(sent.iter().map(|revision| ("revision", revision.as_str())));
        self.desk(Who::City).done(&path, &fields);
    }

    /// The numbers of what was sent into a campaign.
    fn sent(&self, campaign: Campaign) -> Vec<String> {
        let sent = self.submissions.iter().filter(|((known, _), _)| *known == campaign);
        sent.map(|(_, (id, _))| id.to_string()).collect()
    }

    fn accept_below(&mut self, campaign: Campaign, node: &str) {
        let path = format!("/campaigns/{}/acceptances", self.campaigns[&campaign]);
        self.desk(Who::City).done(&path, &[("node", node)]);
    }

    fn sign_in(&mut self, desk: &mut Desk, campaign: Campaign, node: &'static str) {
        let path = format!("/campaigns/{}/sign-offs", self.campaigns[&campaign]);
        let place = desk.done(&path, &[("reason", ""), ("confirm", "on")]);
        let id = place.strip_prefix("/sign-offs/").and_then(|id| id.parse().ok());
        self.signed.insert((campaign, node), id.unwrap_or_else(|| panic!("{place} is no sign-off")));
    }

    fn end_campaigns(&mut self) {
        let (closed, archived) = (self.campaigns[&Campaign::Closed], self.campaigns[&Campaign::Archived]);
        let city = self.desk(Who::City);
        city.done(&format!("/campaigns/{closed}/closure"), &[]);
        city.done(&format!("/campaigns/{archived}/closure"), &[]);
        city.done(&format!("/campaigns/{archived}/archive"), &[]);
    }

    /// Everything in the database but sessions and what is logged of requests.
    pub fn rows(&self) -> Rows {
        let rows = self.house.service.store.read(|conn| {
            let mut rows = Rows::new();
            for table in dump::TABLES.iter().filter(|table| !table.starts_with("audit")) {
                let mut lines = Vec::new();
                dump::write(conn, table, &mut |line| {
                    lines.push(serde_json::from_slice(line).expect("JSON"));
                    Ok(())
                })?;
                rows.insert(*table, lines);
            }
            Ok(rows)
        });
        rows.expect("the rows")
    }

    /// The address of a route for a thing.
    pub fn address(&self, path: &str, thing: Thing) -> String {
        let mut names: Vec<(&str, String)> = vec![
            ("{name}", "nothing.css".to_owned()),
            ("{page}", "clerk".to_owned()),
            ("{noun}", "campaigns".to_owned()),
            ("{token}", "00112233445566778899aabbccddeeff".to_owned()),
            ("{figure}", "0".to_owned()),
            ("{code}", "315-activity".to_owned()),
            ("{version}", "2024".to_owned()),
        ];
        let mut end = String::new();
        let mut campaign =
            |campaign: Campaign| names.push(("{campaign}", self.campaigns[&campaign].to_string()));
        match thing {
            Thing::Nothing => {}
            Thing::Campaign(of) | Thing::Arranged(of) => campaign(of),
            Thing::Node(of, node) => {
                campaign(of);
                end = format!("?node={node}");
            }
            Thing::Unit(of, unit) => {
                campaign(of);
                names.push(("{unit}", unit.to_owned()));
            }
            Thing::Submission(of, unit) => {
                let unknown = (999_999, "2024-0001-370320001-01-ffffff".to_owned());
                let (id, receipt) = self.submissions.get(&(of, unit)).unwrap_or(&unknown);
                names.push(("{submission}", id.to_string()));
                names.push(("{receipt}", receipt.clone()));
            }
            Thing::Delivery(of, unit) => {
                let id = self.deliveries.get(&(of, unit)).unwrap_or(&999_999);
                names.push(("{delivery}", id.to_string()));
                if path.contains("{receipt}") {
                    names.push(("{receipt}", self.receipt_of_delivery(*id)));
                }
            }
            Thing::Pending(of, unit) => {
                campaign(of);
                names.push(("{unit}", unit.to_owned()));
                names.push(("{file}", self.pending(path, (of, unit)).to_string()));
            }
            Thing::Transfer(owner) => names.push(("{transfer}", self.transfer(owner))),
            Thing::SignOff(of, node) | Thing::SignedFile(of, node) | Thing::SignedBelow(of, node) => {
                names.push(("{sign_off}", self.signed[&(of, node)].to_string()));
            }
            Thing::Stated(node) => names.push(("{stated}", self.stated[node].to_string())),
            Thing::OwnNode(of, node) => {
                campaign(of);
                end = format!("?node={node}");
            }
            Thing::Template(node) => {
                let own = self.templates[node][usize::from(path.starts_with("/api/"))];
                names.push(("{template}", own.to_string()));
            }
            Thing::Deadline(of) => names.push(("{deliverable}", self.deadlines[&of].clone())),
            Thing::Account(true) => names.push(("{id}", self.account.to_string())),
            Thing::Account(false) => names.push(("{id}", "999999".to_owned())),
            Thing::Token(owner) => {
                let own = self.tokens[&owner][usize::from(path.starts_with("/api/"))];
                names.push(("{id}", own.to_string()));
            }
            Thing::Notice(owner) => names.push(("{notice}", self.notices[&owner].clone())),
            Thing::Message(unit) => names.push(("{id}", self.messages[unit].to_string())),
            Thing::Batch(of, owner) => {
                campaign(of);
                names.push(("{batch}", self.batches[&owner].clone()));
            }
        }
        if let (true, Thing::Unit(of, _)) = (path.starts_with("/api/") && path.ends_with("/materials"), thing)
        {
            end = format!("?name=a.txt&deliverable={}", self.materials[&of]);
        }
        if path.ends_with("/sources") {
            end += "&figure=5";
        }
        names.push(("{unit}", "370320002".to_owned()));
        names.push(("{size}", "small".to_owned()));
        names.push(("{file}", if path.ends_with("/words") { "2" } else { "1" }.to_owned()));
        names.into_iter().fold(path.to_owned(), |path, (name, value)| path.replace(name, &value)) + &end
    }

    /// What the request must carry to be carried out.
    fn body(&mut self, path: &str, thing: Thing) -> Body {
        self.keys += 1;
        let form = |fields: &[(&str, &str)]| {
            Body::Form(fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
        };
        let login = format!("new-{}", self.keys);
        let (campaign, unit) = match thing {
            Thing::Unit(campaign, unit) | Thing::Node(campaign, unit) | Thing::OwnNode(campaign, unit) => {
                (campaign, unit)
            }
            _ => (Campaign::Open, "370320001"),
        };
        match path {
            "/sign-in" => form(&[("login", "nobody"), ("password", "kettle-orbit")]),
            "/setup/{token}" => form(&[("login", "nobody"), ("name", "某人"), ("password", "kettle-orbit")]),
            "/account/password" => form(&[
                ("current", "wrong"),
                ("password", "kettle-orbit-2"),
                ("password_again", "kettle-orbit-2"),
            ]),
            "/account/text-size" => form(&[("size", "large")]),
            "/account/tokens" => form(&[("name", "又一个")]),
            "/campaigns" => form(&[
                ("title", "又一项统计"),
                ("form", "315-activity"),
                ("year", "2024"),
                ("issuer", "某单位"),
                ("phrase", "3月22日前"),
            ]),
            "/campaigns/notice" => {
                Body::Files(Vec::new(), vec![("file", "通知.txt".to_owned(), NOTICE.into())])
            }
            "/forms/propose" => {
                Body::Files(Vec::new(), vec![("file", "a.csv".to_owned(), file("370320001"))])
            }
            "/forms/edit" | "/forms" => form(&[("text", &self.form()), ("do", "apply")]),
            "/api/v1/forms" => Body::Json(json!({ "text": self.form() })),
            "/campaigns/{campaign}/acceptances" => form(&[("node", unit)]),
            "/campaigns/{campaign}/last-year" => {
                let own = self.campaigns[&Campaign::Own].to_string();
                Body::Files(vec![("campaign".to_owned(), own)], Vec::new())
            }
            "/campaigns/{campaign}/expected" => form(&[("level", "county")]),
            "/campaigns/{campaign}/expected/units" => {
                form(&[("unit", "370321009"), ("reason", "通知点名"), ("verdict", "add")])
            }
            "/deliverables/{deliverable}/due" => form(&[
                ("phrase", "3月26日前"),
                ("due_at", "2024-03-26 24:00"),
                ("close_at", "2024-03-31 24:00"),
                ("reason", "大雪"),
            ]),
            "/campaigns/{campaign}/behalf" => {
                Body::Files(Vec::new(), vec![("files[]", "代报.csv".to_owned(), file("370320002"))])
            }
            "/campaigns/{campaign}/behalf/submissions" => {
                let Thing::Batch(_, owner) = thing else { panic!("{thing:?}") };
                form(&[("batch", &self.batches[&owner].clone()), ("send.0", "on")])
            }
            "/campaigns/{campaign}/units/{unit}/uploads" => {
                Body::Files(Vec::new(), vec![("file", "a.csv".to_owned(), file(unit))])
            }
            "/campaigns/{campaign}/units/{unit}/draft" => self.draft(campaign, unit, true),
            "/campaigns/{campaign}/units/{unit}/submissions" => self.draft(campaign, unit, false),
            "/campaigns/{campaign}/units/{unit}/burden" => form(&[("kind", "heavy"), ("words", "项目太多")]),
            "/campaigns/{campaign}/units/{unit}/exemption" => form(&[("reason", "机构撤并")]),
            "/campaigns/{campaign}/units/{unit}/extension" => {
                let deadline = self.deadlines[&campaign].clone();
                form(&[("deliverable", &deadline), ("until", "2024-03-28 24:00"), ("reason", "道路塌方")])
            }
            "/campaigns/{campaign}/units/{unit}/materials" => Body::Files(
                vec![("deliverable".to_owned(), self.materials[&campaign].clone())],
                vec![("file", "说明.txt".to_owned(), "宣传".into())],
            ),
            "/campaigns/{campaign}/units/{unit}/deliveries" => {
                let (material, key) =
                    (self.materials[&campaign].clone(), format!("access-{:016}", self.keys));
                form(&[("deliverable", &material), ("key", &key)])
            }
            "/campaigns/{campaign}/units/{unit}/materials/{file}/place" => {
                let Thing::Pending(of, _) = thing else { panic!("{thing:?}") };
                form(&[("deliverable", &self.materials[&of].clone())])
            }
            "/campaigns/{campaign}/units/{unit}/transfers" => Body::Nothing,
            "/transfers/{transfer}" => Body::Bytes(b"x".to_vec()),
            "/deliveries/{delivery}/return" | "/deliveries/{delivery}/files/{file}/original" => {
                form(&[("reason", "与台账不符")])
            }
            "/campaigns/{campaign}/double-counts" => {
                let Thing::Campaign(campaign) = thing else { panic!("{thing:?}") };
                let sent = self.sent(campaign).into_iter().map(|number| ("revision".to_owned(), number));
                Body::Form(sent.chain([("reason".to_owned(), "数字巧合".to_owned())]).collect())
            }
            "/campaigns/{campaign}/stated-totals" => {
                Body::Files(vec![("v.0".to_owned(), "5".to_owned())], Vec::new())
            }
            "/campaigns/{campaign}/superior-template" => {
                let file = vec![("file", "上报表.xlsx".to_owned(), blank())];
                Body::Files(vec![("node".to_owned(), unit.to_owned())], file)
            }
            "/superior-templates/{template}/corrections" => form(&[("cell", "0!D3"), ("asked", "nothing")]),
            "/superior-templates/{template}/removal" => form(&[("confirm", "on")]),
            // The county's own campaign is left for its program to sign in.
            "/campaigns/{campaign}/sign-offs" => {
                let is_left = thing == Thing::Campaign(Campaign::Own);
                form(&[("reason", ""), ("confirm", if is_left { "" } else { "on" })])
            }
            "/sign-offs/{sign_off}/return" => form(&[("reason", "与台账不符")]),
            "/submissions/{submission}/return" => form(&[("reason", "与台账不符"), ("item", "5")]),
            "/units/imports" => Body::Files(
                vec![("intent".to_owned(), "preview".to_owned())],
                vec![(
                    "file",
                    "a.csv".to_owned(),
                    b"code,name,level,parent_code\n3703209,x,unit,370320\n".to_vec(),
                )],
            ),
            "/accounts" => {
                form(&[("login", &login), ("name", "某人"), ("role", "clerk"), ("unit", "370320002")])
            }
            "/accounts/batch" => form(&[("unit", "370321")]),
            "/campaigns/{campaign}/reminders" => {
                let material = self.sent_by_nobody(campaign).to_string();
                form(&[("deliverable", &material), ("channel", "phone"), ("words", "请尽快"), ("unit", unit)])
            }
            "/campaigns/{campaign}/units/{unit}/paper" => {
                let deadline = self.deadlines[&campaign].clone();
                form(&[("deliverable", &deadline), ("on", "2024-03-01")])
            }
            path if path.starts_with("/api/v1/") => self.body_of_program(path, thing, (campaign, unit)),
            _ => form(&[]),
        }
    }

    /// The same for a program.
    fn body_of_program(&self, path: &str, thing: Thing, (campaign, unit): (Campaign, &'static str)) -> Body {
        let reason = json!({ "reason": "机构撤并" });
        match path.trim_start_matches("/api/v1") {
            "/forms/proposals" => Body::Bytes(file("370320001")),
            "/notices" => Body::Json(json!({ "text": NOTICE })),
            "/campaigns" => Body::Json(json!({ "title": "又一项", "year": 2024 })),
            "/campaigns/{campaign}/copies" => Body::Json(json!({ "year": 2025 })),
            "/campaigns/{campaign}/choice" => Body::Json(json!({ "level": "county" })),
            "/campaigns/{campaign}/expected" => Body::Json(json!({ "unit": "370321009", "reason": "漏列" })),
            // The draft is left for the page to publish.
            "/campaigns/{campaign}/state" => {
                let is_draft = thing == Thing::Arranged(Campaign::Draft);
                Body::Json(json!({ "state": if is_draft { "draft" } else { "published" } }))
            }
            "/campaigns/{campaign}/last-year" => {
                Body::Json(json!({ "campaign": self.campaigns[&Campaign::Own] }))
            }
            "/campaigns/{campaign}/last-year/file" => Body::Bytes(last_year()),
            "/deliverables/{deliverable}/due" => Body::Json(json!({
                "phrase": "3月26日前", "due": "2024-03-27T00:00:00+08:00", "reason": "大雪",
            })),
            "/campaigns/{campaign}/acceptances" => Body::Json(json!({ "node": unit })),
            "/campaigns/{campaign}/behalf" => Body::Bytes(file("370320002")),
            "/campaigns/{campaign}/behalf/{batch}/submissions" => {
                Body::Json(json!({ "tables": [{ "ordinal": 0 }] }))
            }
            "/campaigns/{campaign}/units/{unit}/exemption" => Body::Json(reason),
            "/campaigns/{campaign}/units/{unit}/extensions" => {
                let deadline: i64 = self.deadlines[&campaign].parse().expect("a number");
                Body::Json(
                    json!({ "deliverable": deadline, "until": "2024-03-29T00:00:00+08:00", "reason": "道路塌方" }),
                )
            }
            "/campaigns/{campaign}/units/{unit}/burden" => Body::Json(json!({ "kind": "heavy" })),
            "/campaigns/{campaign}/units/{unit}/draft" => Body::Json(json!({ "values": { "1": "3" } })),
            "/campaigns/{campaign}/units/{unit}/draft/file" | "/campaigns/{campaign}/units/{unit}/files" => {
                Body::Bytes(file(unit))
            }
            "/campaigns/{campaign}/units/{unit}/submissions" => Body::Json(values(&figures())),
            "/campaigns/{campaign}/units/{unit}/materials" => Body::Bytes("宣传".into()),
            "/campaigns/{campaign}/units/{unit}/deliveries" => {
                let material: i64 = self.materials[&campaign].parse().expect("a number");
                Body::Json(json!({ "deliverables": [material] }))
            }
            "/campaigns/{campaign}/units/{unit}/materials/{file}/place" => {
                let Thing::Pending(of, _) = thing else { panic!("{thing:?}") };
                let material: i64 = self.materials[&of].parse().expect("a number");
                Body::Json(json!({ "deliverable": material }))
            }
            "/transfers/{transfer}" => Body::Bytes(b"x".to_vec()),
            // Those of two campaigns are left for the pages to decide on.
            "/deliveries/{delivery}/reviews" => {
                let is_left = matches!(thing, Thing::Delivery(Campaign::Open | Campaign::Closed, _));
                Body::Json(json!({ "verdict": if is_left { "keep" } else { "accept" } }))
            }
            // Those of two campaigns are left for the pages to decide on.
            "/submissions/{submission}/reviews" => {
                let is_left = matches!(thing, Thing::Submission(Campaign::Open | Campaign::Closed, _));
                let item = if is_left { "99" } else { "5" };
                Body::Json(json!({ "verdict": "return", "reason": "与台账不符", "items": [item] }))
            }
            "/campaigns/{campaign}/double-counts" => {
                let Thing::Campaign(campaign) = thing else { panic!("{thing:?}") };
                let sent: Vec<i64> =
                    self.sent(campaign).iter().map(|number| number.parse().expect("a number")).collect();
                Body::Json(json!({ "submissions": sent, "reason": "数字巧合" }))
            }
            "/campaigns/{campaign}/stated-totals" => Body::Json(json!({ "values": { "1": "5" } })),
            "/campaigns/{campaign}/stated-totals/file" => Body::Bytes(file("370320")),
            "/campaigns/{campaign}/superior-template" => Body::Bytes(blank()),
            "/superior-templates/{template}/confirmation" => Body::Json(json!({ "corrections": [] })),
            "/campaigns/{campaign}/sign-offs" => Body::Json(json!({})),
            // What one county signed is left for the page to accept.
            "/sign-offs/{sign_off}/reviews" => {
                let is_left = thing == Thing::SignedBelow(Campaign::Closed, "370320");
                let reason = if is_left { "" } else { "与台账不符" };
                Body::Json(json!({ "verdict": "return", "reason": reason }))
            }
            "/units/imports" => Body::Bytes(b"code,name,level,parent_code\n3703209,x,unit,370320\n".to_vec()),
            "/units/{unit}" => Body::Json(
                json!({ "name": "沂源县鲁村市场监督管理所", "level": "unit", "parent": "370320", "reports": true }),
            ),
            "/accounts" => Body::Json(json!({
                "login": format!("new-{}", self.keys), "name": "某人", "role": "clerk", "unit": "370320002",
            })),
            "/accounts/lists" => Body::Json(json!({ "unit": "370320" })),
            "/campaigns/{campaign}/reminders" => {
                let material = self.sent_by_nobody(campaign);
                let said = json!({ "units": [unit], "deliverable": material, "channel": "phone", "words": "请尽快" });
                Body::Json(said)
            }
            "/campaigns/{campaign}/units/{unit}/paper" => {
                let deadline: i64 = self.deadlines[&campaign].parse().expect("a number");
                Body::Json(json!({ "deliverable": deadline, "on": "2024-03-02" }))
            }
            _ => Body::Nothing,
        }
    }

    /// What a campaign asks for after the pictures.
    fn sent_by_nobody(&self, campaign: Campaign) -> i64 {
        self.materials[&campaign].parse::<i64>().expect("a number") + 1
    }

    /// A form that is not there yet.
    fn form(&self) -> String {
        let text = huibiao::form::builtin::text("consultation").expect("a built-in form");
        let (_, rest) = text.split_once("version = \"").expect("a version");
        let (_, rest) = rest.split_once('"').expect("its end");
        format!("code = \"consultation\"\nversion = \"new-{}\"{rest}", self.keys)
    }

    /// What the page of a draft that exists would post: of this one, or of the clerk's.
    fn draft(&self, campaign: Campaign, unit: &'static str, is_saved: bool) -> Body {
        let fallback = &self.drafts[&(Campaign::Open, "370320001")];
        let mut form = self.drafts.get(&(campaign, unit)).unwrap_or(fallback).clone();
        if is_saved {
            form.extend(figures().into_iter().map(|(figure, text)| (format!("v.{figure}"), text)));
            form.push(("date".to_owned(), "2024-03-18".to_owned()));
        }
        Body::Form(form)
    }

    /// A setup of somebody's second step, or a code of it: each code is good once, so that the clock goes on.
    fn second_factor(&mut self, who: Who) -> Body {
        let salt = "00112233445566778899aabbccddeeff";
        let mut code = "000000".to_owned();
        if self.is_in_earnest {
            self.house.hands.turn(chrono::Duration::seconds(30));
            let login = match who {
                Who::County => "county",
                Who::City => "city",
                Who::Auditor => "auditor",
                _ => "admin",
            };
            let actor = second_factor::acting(&self.house, login);
            let proposed = propose(&self.house.service, &actor, Some(salt)).expect("a secret");
            code = second_factor::code(&proposed.secret, self.house.service.now());
        }
        let fields = [("salt", salt), ("code", code.as_str()), ("password", PASSWORD)];
        Body::Form(fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec())
    }

    /// Makes the request of a case, as it must be made to be carried out.
    pub fn ask(&mut self, case: &Case) -> Answer {
        self.ask_with(case, None)
    }

    /// The same with another token in the form.
    pub fn ask_with(&mut self, case: &Case, csrf: Option<&str>) -> Answer {
        let (method, path) = case.right.0.split_once(' ').expect("a method and a path");
        let address = self.address(path, case.thing);
        let body = match method {
            "GET" | "HEAD" => None,
            _ if path.starts_with("/account/second-factor") => Some(self.second_factor(case.who)),
            _ => Some(self.body(path, case.thing)),
        };
        let is_api = path.starts_with("/api/v1");
        let key = format!("access-{}", self.keys);
        let mut stranger = self.house.client();
        let (client, own): (&mut Client, String) = match (case.who, is_api) {
            (Who::Nobody, _) => {
                let door = stranger.get("/sign-in").csrf();
                (&mut stranger, door)
            }
            (who, true) => (&mut self.apis.get_mut(&who).expect("a program").client, String::new()),
            (who, false) => {
                let desk = self.desks.get_mut(&who).expect("somebody signed in");
                (&mut desk.client, desk.csrf.clone())
            }
        };
        let csrf = csrf.map_or(own, str::to_owned);
        if path.contains("/transfers") {
            for (name, value) in
                [("x-csrf-token", csrf.as_str()), ("upload-length", "10"), ("upload-offset", "0")]
            {
                client.headers.insert(name.to_owned(), value.to_owned());
            }
        }
        let with_csrf = |fields: Vec<(String, String)>| -> Vec<(String, String)> {
            std::iter::once(("csrf".to_owned(), csrf)).chain(fields).collect()
        };
        fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
            fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
        }
        match body {
            None => client.send(method, &address, "", Vec::new()),
            Some(Body::Form(fields)) => client.post(&address, &borrowed(&with_csrf(fields))),
            Some(Body::Files(fields, files)) => {
                let files: Vec<(&str, &str, &[u8])> = files
                    .iter()
                    .map(|(field, name, bytes)| (*field, name.as_str(), bytes.as_slice()))
                    .collect();
                client.upload(&address, &borrowed(&with_csrf(fields)), &files)
            }
            Some(body) => {
                client.headers.insert("idempotency-key".to_owned(), key);
                client.headers.insert("if-match".to_owned(), "*".to_owned());
                match body {
                    Body::Json(value) => {
                        client.send(method, &address, "application/json", value.to_string().into_bytes())
                    }
                    Body::Bytes(bytes) => client.send(method, &address, "application/octet-stream", bytes),
                    Body::Nothing => client.send(method, &address, "", Vec::new()),
                    Body::Form(_) | Body::Files(..) => unreachable!(),
                }
            }
        }
    }

    /// What somebody is told of a thing that does not exist.
    pub fn ask_for_nothing(&mut self, case: &Case) -> Answer {
        let names: Names = case.right.2;
        self.ask(&Case { thing: names.unknown(), ..*case })
    }
}

/// An answer without what differs each time: its number and the token of its forms.
pub fn told(answer: &Answer) -> (u16, String) {
    let mut text = answer.text.replace(answer.header("x-request-id"), "#");
    while let Some((before, rest)) = text.split_once("name=\"csrf\" value=\"") {
        let rest = rest.split_once('"').map_or("", |(_, rest)| rest);
        text = format!("{before}{rest}");
    }
    (answer.status, text)
}

/// Used where a table of rows is compared with itself later.
pub fn is_among(rows: &[Value], all: &[Value]) -> bool {
    rows.iter().all(|row| all.contains(row))
}

/// Number of a unit in the database.
pub fn number_of_unit(rows: &Rows, code: &str) -> Value {
    let unit = rows["unit"].iter().find(|unit| unit["code"] == code);
    unit.map_or(json!(null), |unit| unit["id"].clone())
}
