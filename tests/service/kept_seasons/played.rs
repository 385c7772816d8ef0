//! A small season with everything in it that a database can hold: three campaigns, one of them of a form with
//! columns and one of the year before; sheets by every way; what was returned, sent again, accepted, late, nil,
//! left as a draft, exempted, extended, moved.
//!
//! It is played through the service's own pages with a clock that is turned by hand, so that it can be played
//! again on any later version.

use chrono::Duration;
use huibiao::campaign::task::due;
use huibiao::store::units::{self, Change};
use huibiao::store::{accounts, campaigns as store_campaigns};
use huibiao::vocabulary::time::parse_instant;
use huibiao::vocabulary::{Level, Role};
use huibiao::workflow::accounts::By;
use huibiao::workflow::{accounts as people, campaigns, seal};
use serde_json::Value;

use crate::house::{Database, House, noted};
use crate::published::number_of;
use crate::town::{
    Api, CITY, COUNTIES, Desk, Place, REASON, arrange, between, gist, publish, receipt_of, sheets, values,
};

/// The campaign that most of the season is about: the second that was made.
pub const MAIN: i64 = 2;
const COLUMNS: i64 = 3;

/// A post below a station that reports as well.
const POST: &str = "3703200019";

const CLERKS: [&str; 17] = [
    "370320001",
    "370320002",
    "370320003",
    "370320005",
    POST,
    "370321001",
    "370321003",
    "370321007",
    "370321012",
    "370322001",
    "370322003",
    "370322007",
    "370322008",
    "370322010",
    "370322017",
    "370322018",
    "370322020",
];

/// Plays it; the clock stands at its end.
pub fn play(database: Database) -> House {
    let house = House::on(database);
    house.settle();
    house.add_unit(POST, "沂源县南麻市场监督管理所流动服务站", Level::Unit, "370320001");
    house.employ("city", Role::Supervisor, CITY);
    house.employ("auditor", Role::Auditor, CITY);
    house.employ("administrator", Role::Administrator, CITY);
    for county in COUNTIES {
        house.employ(county, Role::Supervisor, county);
    }
    for unit in CLERKS {
        house.employ(unit, Role::Clerk, unit);
    }
    let mut season = Season { house, keys: 0 };
    season.the_year_before();
    season.campaigns_are_made();
    season.more_time_and_none();
    season.sheets_come_in();
    season.the_county_sends_for_others();
    season.some_are_returned();
    season.the_deadline_moves();
    season.late_ones_come();
    season.a_form_with_columns();
    season.last_years_figures();
    season.people_and_places_change();
    season.house
}

struct Season {
    house: House,
    keys: usize,
}

impl Season {
    fn at(&self, time: &str) {
        self.house.clock_is(time);
    }

    /// Some minutes later.
    fn api(&mut self, unit: &str) -> (Api, String) {
        self.house.hands.turn(Duration::minutes(7));
        self.keys += 1;
        (self.house.desk(unit).api(), format!("kept-{:04}", self.keys))
    }

    /// A unit's program sends figures; the number of the revision.
    fn sends(&mut self, campaign: i64, unit: &str, first: usize) -> i64 {
        self.sends_on(campaign, unit, first, "2024-03-18")
    }

    fn sends_on(&mut self, campaign: i64, unit: &str, first: usize, date: &str) -> i64 {
        let (mut api, key) = self.api(unit);
        let mut sheet = values(&typed(first));
        sheet["date"] = date.into();
        let sent = api.send(&Place::new(campaign, unit), &key, &sheet);
        number_of(&sent);
        serde_json::from_str::<Value>(&sent.text).expect("JSON")["id"].as_i64().expect("a number")
    }

    fn city(&self) -> Desk {
        self.house.desk("city")
    }

    fn the_year_before(&mut self) {
        self.at("2023-03-01 09:00");
        let mut city = self.city();
        let change = [("title", "2023年“3·15”活动情况统计"), ("year", "2023"), ("close_at", "")];
        let campaign = arrange(&mut city, &change);
        publish(&mut city, campaign);
        self.at("2023-03-18 10:00");
        for (unit, first) in [("370320001", 2), ("370321003", 5), ("370322001", 4)] {
            self.sends_on(campaign, unit, first, "2023-03-18");
        }
        let accepted = format!("/campaigns/{campaign}/acceptances");
        self.house.desk(COUNTIES[1]).done(&accepted, &[("node", COUNTIES[1])]);
        self.at("2023-04-10 09:00");
        let mut city = self.city();
        city.done(&format!("/campaigns/{campaign}/closure"), &[]);
        city.done(&format!("/campaigns/{campaign}/archive"), &[]);
        seal::seal(&self.house.service).expect("a checkpoint");
    }

    fn campaigns_are_made(&mut self) {
        self.at("2024-03-01 09:00");
        let mut city = self.city();
        let asked = [
            ("m1-kind", "plan"),
            ("m1-phrase", "3月10日前"),
            ("m1-required", "on"),
            ("m1-grace_minutes", "30"),
        ];
        assert_eq!(arrange(&mut city, &asked), MAIN);
        publish(&mut city, MAIN);
        let change = [
            ("title", "2024年消费投诉处理情况统计"),
            ("form", "complaint-handling"),
            ("returned_is_missing", "on"),
            ("close_at", ""),
        ];
        assert_eq!(arrange(&mut city, &change), COLUMNS);
        publish(&mut city, COLUMNS);
        arrange(&mut city, &[("title", "尚未发布的任务")]);
    }

    fn more_time_and_none(&mut self) {
        self.at("2024-03-15 10:00");
        let table = self.table();
        let fields = [
            ("deliverable", table.as_str()),
            ("until", "2024-03-26 24:00"),
            ("reason", "道路塌方，资料未送达"),
        ];
        let at = Place::new(MAIN, "370320005");
        self.house.desk(COUNTIES[0]).done(&at.path("extension"), &fields);
        let exempt = Place::new(MAIN, "370321020").path("exemption");
        self.house.desk(COUNTIES[1]).done(&exempt, &[("reason", "机构撤并，业务已划转")]);
    }

    fn table(&self) -> String {
        let table = self.house.service.store.read(|conn| store_campaigns::table(conn, MAIN));
        table.expect("a table").id.to_string()
    }

    fn sheets_come_in(&mut self) {
        self.at("2024-03-18 08:30");
        let sheets = sheets();
        for unit in ["370320003", "370322010"] {
            let (sheet, at) = (&sheets[unit], Place::new(MAIN, unit));
            let mut clerk = self.house.desk(unit);
            let uploaded = clerk.upload(&at.path("uploads"), &[("file", &sheet.file_name, &sheet.bytes)]);
            assert_eq!(uploaded.status, 303, "{}", gist(&uploaded.text));
            if unit == "370320003" {
                receipt_of(&clerk.send(&at, REASON));
            }
        }
        let (mut api, key) = self.api("370321001");
        let sheet = &sheets["370321001"];
        number_of(&api.send_file(&Place::new(MAIN, "370321001"), &key, &sheet.file_name, &sheet.bytes));
        for (unit, first) in [("370320001", 3), (POST, 4)] {
            self.house.hands.turn(Duration::minutes(11));
            self.house.desk(unit).fill_and_send(&Place::new(MAIN, unit), &typed(first));
        }
        for (unit, first) in [("370321003", 6), ("370321007", 7), ("370322001", 8), ("370322008", 9)] {
            self.sends(MAIN, unit, first);
        }
        let at = Place::new(MAIN, "370322003");
        let nothing: Vec<(usize, String)> =
            (0..crate::town::ITEMS).map(|item| (item, "0".to_owned())).collect();
        let mut clerk = self.house.desk("370322003");
        let saved = clerk.save(&at, &nothing, true);
        assert_eq!(saved.status, 303, "{}", gist(&saved.text));
        receipt_of(&clerk.send(&at, "辖区内没有经营主体，全年没有活动"));
        let saved = self.house.desk("370320002").save(&Place::new(MAIN, "370320002"), &typed(5), false);
        assert_eq!(saved.status, 303, "{}", gist(&saved.text));
        let said = [("kind", "heavy"), ("words", "要翻遍三个月的台账才填得出")];
        self.house.desk("370320001").done(&Place::new(MAIN, "370320001").path("burden"), &said);
    }

    fn the_county_sends_for_others(&mut self) {
        self.at("2024-03-19 16:20");
        let sheets = sheets();
        let files: Vec<(&str, &str, &[u8])> = ["370322007", "370322020"]
            .iter()
            .map(|unit| ("files[]", sheets[*unit].file_name.as_str(), sheets[*unit].bytes.as_slice()))
            .collect();
        let mut county = self.house.desk(COUNTIES[2]);
        let base = format!("/campaigns/{MAIN}/behalf");
        let preview = county.upload(&base, &files);
        assert_eq!(preview.status, 303, "{}", gist(&preview.text));
        let page = county.open(preview.location());
        let mut form = vec![("batch".to_owned(), page.value_of("batch"))];
        let ticks = between(&page.text, "name=\"send.", "\"");
        form.extend(ticks.iter().map(|number| (format!("send.{number}"), "on".to_owned())));
        let asked = between(&page.text, "name=\"e.", "\"");
        form.extend(asked.iter().map(|name| (format!("e.{name}"), REASON.to_owned())));
        let form: Vec<(&str, &str)> =
            form.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let sent = county.post(&format!("{base}/submissions"), &form);
        assert_eq!(between(&sent.text, "href=\"/receipts/", "\"").len(), 2, "{}", gist(&sent.text));
    }

    fn some_are_returned(&mut self) {
        self.at("2024-03-20 09:00");
        for (unit, item) in [("370320003", "11"), ("370321003", "7")] {
            let mut county = self.house.desk(&unit[..6]);
            let page = county.open(&format!("/campaigns/{MAIN}/units/{unit}")).text;
            let submission = between(&page, "href=\"/submissions/", "\"")[0].to_owned();
            let why = [("reason", "与台账不符，请核对"), ("item", item)];
            county.done(&format!("/submissions/{submission}/return"), &why);
        }
        self.sends(MAIN, "370320003", 10);
        self.at("2024-03-20 17:05");
        let accepted = format!("/campaigns/{MAIN}/acceptances");
        self.house.desk(COUNTIES[1]).done(&accepted, &[("node", COUNTIES[1])]);
        seal::seal(&self.house.service).expect("a checkpoint");
    }

    fn the_deadline_moves(&mut self) {
        self.at("2024-03-21 09:00");
        let service = &self.house.service;
        let (city, table) = service
            .store
            .read(|conn| {
                let (account, _) = accounts::by_login(conn, "city")?.expect("the city's supervisor");
                let city = accounts::actor(conn, account.id)?.expect("who acts");
                Ok((city, store_campaigns::table(conn, MAIN)?))
            })
            .expect("who moves what");
        let after = due("3月23日前", parse_instant("2024-03-24 00:00").expect("a time"), 10);
        let close = parse_instant("2024-04-01 00:00");
        campaigns::move_due(service, &city, table.id, (Some(after), close), "大雪封路").expect("it moves");
    }

    fn late_ones_come(&mut self) {
        self.at("2024-03-24 09:10");
        for (unit, first) in [("370321012", 11), ("370322017", 12), ("370320005", 13)] {
            self.sends(MAIN, unit, first);
        }
    }

    fn a_form_with_columns(&mut self) {
        self.at("2024-03-19 09:00");
        let mut revisions = Vec::new();
        for (unit, more) in [("370320001", 1), ("370320002", 2), ("370321001", 3), ("370322018", 4)] {
            let (mut api, key) = self.api(unit);
            let sent = api.send(&Place::new(COLUMNS, unit), &key, &handled(more));
            number_of(&sent);
            revisions.push(serde_json::from_str::<Value>(&sent.text).expect("JSON")["id"].clone());
        }
        let mut county = self.house.desk(COUNTIES[0]);
        county.done(&format!("/submissions/{}/acceptance", revisions[0]), &[]);
        county.done(&format!("/submissions/{}/return", revisions[1]), &[("reason", "累计小于本月")]);
        let mut city = self.city();
        city.done(&format!("/campaigns/{COLUMNS}/closure"), &[]);
        city.done(&format!("/campaigns/{COLUMNS}/publication"), &[]);
    }

    fn last_years_figures(&mut self) {
        self.at("2024-03-25 09:00");
        let file = include_bytes!("../../sheets/samples/last_year.csv");
        let mut city = self.city();
        let path = format!("/campaigns/{MAIN}/last-year");
        let loaded = city.upload(&path, &[("file", "2023年统计表.csv", file)]);
        assert_eq!(loaded.status, 303, "{}", gist(&loaded.text));
        let campaign = arrange(&mut city, &[("title", "2024年补充统计"), ("close_at", "")]);
        publish(&mut city, campaign);
        let csrf = city.csrf.clone();
        let fields = [("csrf", csrf.as_str()), ("campaign", "1")];
        let chosen = city.client.upload(&format!("/campaigns/{campaign}/last-year"), &fields, &[]);
        assert_eq!(chosen.status, 303, "{}", gist(&chosen.text));
        self.sends(campaign, "370322001", 3);
    }

    fn people_and_places_change(&mut self) {
        self.at("2024-03-25 15:00");
        let mut clerk = self.house.desk("370322007");
        let page = clerk.open("/").text;
        let message = between(&page, "/messages/", "/reading")[0].to_owned();
        clerk.done(&format!("/messages/{message}/reading"), &[]);
        let disabled = self.house.employ("formerly", Role::Clerk, "370322018");
        people::disable(&self.house.service, By::CommandLine, disabled).expect("it is disabled");
        let change = Change { at: self.house.service.now(), account: None };
        let moved = self.house.service.store.write(move |conn| {
            let unit = units::by_code(conn, "370321007")?.expect("a unit");
            let county = units::by_code(conn, COUNTIES[2])?.expect("a county");
            units::move_below(conn, &unit, &county, change)?;
            noted(conn, change.at)
        });
        moved.expect("the unit moves");
        seal::seal(&self.house.service).expect("a checkpoint");
        self.at("2024-03-26 09:00");
    }
}

/// Figures that nothing is asked about.
fn typed(first: usize) -> Vec<(usize, String)> {
    let figures = [first, 1, 9, 120, 80, 30 + first, 3, 4, 2, 6, 900 + first];
    let mut figures: Vec<(usize, String)> = figures.iter().map(ToString::to_string).enumerate().collect();
    figures[crate::town::MONEY].1 = format!("{}.{:04}", 3 + first, 7 * first + 1);
    figures
}

/// 消费投诉处理情况: seven items in four columns.
fn handled(more: usize) -> Value {
    let of_item = [
        [9, 30, 8, 28],
        [8, 27, 7, 25],
        [6, 20, 5, 18],
        [2, 7, 2, 6],
        [1, 2, 1, 2],
        [1, 3, 1, 2],
        [1, 4, 1, 3],
    ];
    let mut figures = serde_json::Map::new();
    for (item, columns) in of_item.iter().enumerate() {
        for (column, value) in ["month", "year", "last-month", "last-year"].iter().zip(columns) {
            let part = if matches!(item, 3 | 5) {
                format!("{}.25", value + more)
            } else {
                (value + more).to_string()
            };
            figures.insert(format!("{}/{column}", item + 1), part.into());
        }
    }
    serde_json::json!({ "values": figures, "date": "2024-03-18", "reporter": "接口" })
}
