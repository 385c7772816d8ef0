//! A whole season of a city through HTTP: three counties, sixty units, on each database.
//!
//! Nothing here reaches behind the doors of the service. A supervisor arranges and publishes; clerks upload the
//! files that they have, fill in the page, or let a program send; a county reports on behalf of units that
//! brought paper. What stands in the way is refused first, at its cell, and mended. Some are late, some are
//! returned and send again, one has more time, one is exempt, one had nothing to report. At the end every
//! total, wherever it is read, is the one that integer arithmetic over the units' figures gives, and opens
//! into exactly these figures.

use std::collections::BTreeMap;

use chrono::Duration;
use huibiao::vocabulary::Role;
use serde_json::json;

use crate::client::Answer;
use crate::house::{Database, House, on_both};
use crate::totals;
use crate::town::{
    Api, CITY, COUNTIES, Desk, Place, REASON, Sheet, arrange, between, fields, gist, plain, publish,
    receipt_of, sheets, values,
};
use crate::truth::Truth;

on_both!(a_season_runs_from_the_notice_to_the_workbook);

/// How a unit's sheet comes in. Whoever is not named uploads the file that it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Upload,
    Typed,
    Values,
    File,
    /// 代报 by the county.
    Behalf,
    /// 零报告.
    Nil,
    /// 免报: nothing comes.
    Exempt,
}

const WAYS: [(&str, Way); 20] = [
    ("370320002", Way::Typed),
    ("370320003", Way::Values),
    ("370320004", Way::Typed),
    ("370320018", Way::File),
    ("370321001", Way::File),
    ("370321003", Way::Typed),
    ("370321007", Way::Values),
    ("370321012", Way::Typed),
    ("370321020", Way::Exempt),
    ("370322001", Way::Typed),
    ("370322003", Way::Values),
    ("370322008", Way::Values),
    ("370322009", Way::Typed),
    ("370322010", Way::File),
    ("370322012", Way::Behalf),
    ("370322013", Way::Behalf),
    ("370322014", Way::Behalf),
    ("370322015", Way::Behalf),
    ("370322016", Way::Behalf),
    ("370322020", Way::Nil),
];

/// What a clerk mends on the page before the sheet can be sent: item (from 0) and the right figure.
const MENDED: [(&str, usize, &str); 9] = [
    ("370320012", 9, "12"),
    ("370320013", 10, "2297"),
    ("370320014", 3, "503"),
    ("370320015", 4, "40"),
    ("370320017", 6, "23.41"),
    ("370321005", 10, "5300"),
    ("370321006", 10, "10423"),
    ("370322005", 4, "77"),
    ("370322011", 1, "1"),
];

/// Sent after the deadline.
const LATE: [&str; 3] = ["370320006", "370321009", "370322017"];

/// Sent after the deadline, but within more time that was granted.
const EXTENDED: &str = "370320020";

/// Sent on time, returned, and sent again after the deadline: item, the right figure.
const RETURNED: [(&str, usize, &str); 3] =
    [("370320001", 4, "58"), ("370321002", 6, "24.2573"), ("370322003", 0, "24")];

fn way_of(unit: &str) -> Way {
    WAYS.iter().find(|(known, _)| *known == unit).map_or(Way::Upload, |(_, way)| *way)
}

struct Season {
    house: House,
    campaign: i64,
    sheets: BTreeMap<String, Sheet>,
    truth: Truth,
    /// Unit and number of every receipt that somebody holds.
    receipts: Vec<(String, String)>,
    /// When each unit's first sheet arrived.
    first: BTreeMap<String, String>,
}

fn a_season_runs_from_the_notice_to_the_workbook(database: Database) {
    let mut season = Season::begin(database);
    season.more_time_for_one_and_none_for_another();
    let units: Vec<String> = season.sheets.keys().cloned().collect();
    let waits = |unit: &str| LATE.contains(&unit) || unit == EXTENDED;
    season.house.clock_is("2024-03-18 09:00");
    for unit in units.iter().filter(|unit| !waits(unit)) {
        season.house.hands.turn(Duration::minutes(1));
        season.report(unit);
    }
    season.house.hands.turn(Duration::minutes(1));
    season.on_behalf("370322");
    season.board_says(&[("expected", 59), ("received", 55), ("on-time", 55), ("late", 0), ("missing", 4)]);
    season.board_says(&[("exempt", 1), ("nil", 1), ("waiting", 55), ("returned", 0), ("extended", 1)]);
    season.missing_are(&["370320006", "370320020", "370321009", "370322017"]);
    season.units_are_told_at_their_next_sign_in("370322");
    totals::agree(&season.house, season.campaign, &season.truth);

    season.house.clock_is("2024-03-20 14:00");
    season.some_are_returned();
    season.board_says(&[("received", 55), ("returned", 3), ("waiting", 52)]);
    // What was returned stays in the totals until a clean one takes its place.
    totals::agree(&season.house, season.campaign, &season.truth);
    let accepted = season.one_county_is_accepted();
    totals::agree_accepted(&season.house, season.campaign, &season.truth.of(&accepted));

    season.house.clock_is("2024-03-25 09:00");
    for unit in LATE.into_iter().chain([EXTENDED]) {
        season.house.hands.turn(Duration::minutes(1));
        season.report(unit);
    }
    season.house.hands.turn(Duration::hours(1));
    season.returned_ones_send_again();
    season.board_says(&[("received", 59), ("on-time", 56), ("late", 3), ("missing", 0), ("returned", 0)]);
    season.four_times_are_kept_apart();
    totals::agree(&season.house, season.campaign, &season.truth);
    season.receipts_stay_reachable();
    season.chains_verify();
}

impl Season {
    /// Accounts, units, a campaign that only its author sees until it is published.
    fn begin(database: Database) -> Season {
        let house = House::on(database);
        house.settle();
        let sheets = sheets();
        house.employ("city", Role::Supervisor, CITY);
        COUNTIES.iter().for_each(|county| {
            house.employ(county, Role::Supervisor, county);
        });
        sheets.keys().for_each(|unit| {
            house.employ(unit, Role::Clerk, unit);
        });
        house.clock_is("2024-03-01 09:00");
        let mut city = house.desk("city");
        let campaign = arrange(&mut city, &[]);
        let place = Place::new(campaign, "370320001");
        let page = city.open(&format!("/campaigns/{campaign}"));
        assert!(
            page.text.contains("2024年3月22日 24:00（含当日）"),
            "what the phrase means stands beside it"
        );
        assert!(page.text.contains("发布给 60 个单位"), "{}", gist(&page.text));
        let mut clerk = house.desk("370320001");
        assert!(!clerk.open("/").text.contains("统计"), "a draft is nobody's business yet");
        assert_eq!(clerk.get(&place.page()).status, 404);
        publish(&mut city, campaign);
        assert!(clerk.open("/").text.contains("2024年“3·15”活动情况统计"));
        Season {
            house,
            campaign,
            sheets,
            truth: Truth::default(),
            receipts: Vec::new(),
            first: BTreeMap::new(),
        }
    }

    fn place(&self, unit: &str) -> Place {
        Place::new(self.campaign, unit)
    }

    fn more_time_for_one_and_none_for_another(&mut self) {
        self.house.clock_is("2024-03-15 10:00");
        let mut county = self.house.desk("370320");
        let extended = self.place(EXTENDED);
        let deliverable = county.open(&extended.page()).value_of("deliverable");
        let grant = |reason| {
            [("deliverable", deliverable.as_str()), ("until", "2024-03-25 24:00"), ("reason", reason)]
        };
        let answer = county.post(&extended.path("extension"), &grant(""));
        assert_eq!(answer.status, 422);
        assert!(answer.text.contains("请写明延期的原因"), "{}", gist(&answer.text));
        county.done(&extended.path("extension"), &grant("道路塌方，资料未送达"));
        let mut other = self.house.desk("370321");
        other.done(&self.place("370321020").path("exemption"), &[("reason", "机构撤并，业务已划转")]);
        let page = self.house.desk(EXTENDED).open(&extended.page()).text;
        assert!(page.contains("2024年3月25日 24:00") && page.contains("道路塌方"), "{page}");
    }

    /// One unit's sheet comes in, its own way.
    fn report(&mut self, unit: &str) {
        let (sheet, place) = (self.sheets[unit].clone(), self.place(unit));
        let way = way_of(unit);
        if matches!(way, Way::Behalf | Way::Exempt) {
            return;
        }
        let mut figures = sheet.typed();
        for (_, item, text) in MENDED.iter().filter(|(known, _, _)| *known == unit) {
            figures[*item].1 = (*text).to_owned();
        }
        let mut clerk = self.house.desk(unit);
        let receipt = match way {
            Way::Upload => uploads(&mut clerk, &place, &sheet, &figures),
            Way::Typed => types(&mut clerk, &place, &figures),
            Way::Values => sends_values(&mut clerk.api(), &place, &figures),
            Way::File => sends_file(&mut clerk.api(), &place, &sheet),
            Way::Nil => {
                figures.iter_mut().for_each(|(_, text)| text.replace_range(.., "0"));
                reports_nothing(&mut clerk, &place, &figures)
            }
            Way::Behalf | Way::Exempt => unreachable!(),
        };
        self.note(unit, receipt);
        self.truth.set(unit, &figures);
    }

    fn note(&mut self, unit: &str, receipt: String) {
        assert!(self.receipts.iter().all(|(_, known)| *known != receipt), "{receipt} twice");
        let now = self.house.service.now().format("%Y-%m-%dT%H:%M:%S%.3f+08:00").to_string();
        self.first.entry(unit.to_owned()).or_insert(now);
        self.receipts.push((unit.to_owned(), receipt));
    }

    /// The county sends what units brought as files: several at once, figures not to be touched.
    fn on_behalf(&mut self, county: &str) {
        let units: Vec<&str> =
            WAYS.iter().filter(|(_, way)| *way == Way::Behalf).map(|(unit, _)| *unit).collect();
        let mut desk = self.house.desk(county);
        let base = format!("/campaigns/{}/behalf", self.campaign);
        let files: Vec<(&str, &str, &[u8])> = units
            .iter()
            .map(|unit| {
                ("files[]", self.sheets[*unit].file_name.as_str(), self.sheets[*unit].bytes.as_slice())
            })
            .collect();
        let preview = desk.upload(&base, &files);
        assert_eq!(preview.status, 303, "{}", gist(&preview.text));
        let page = desk.open(preview.location());
        assert!(page.text.contains("尚未报送"));
        assert!(fields(&page.text, "v.").is_empty(), "nothing can be typed over a figure");
        let batch = page.value_of("batch");
        let mut form = vec![("batch".to_owned(), batch)];
        let ticks = between(&page.text, "name=\"send.", "\"");
        assert_eq!(ticks.len(), units.len(), "{}", gist(&page.text));
        form.extend(ticks.iter().map(|number| (format!("send.{number}"), "on".to_owned())));
        let queries = between(&page.text, "name=\"e.", "\"");
        form.extend(queries.iter().map(|name| (format!("e.{name}"), REASON.to_owned())));
        let form: Vec<(&str, &str)> =
            form.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let sent = desk.post(&format!("{base}/submissions"), &form);
        assert_eq!(sent.status, 200, "{}", gist(&sent.text));
        let receipts: Vec<String> =
            between(&sent.text, "href=\"/receipts/", "\"").into_iter().map(str::to_owned).collect();
        assert_eq!(receipts.len(), units.len(), "{}", gist(&sent.text));
        for (unit, receipt) in units.iter().zip(&receipts) {
            assert!(receipt.contains(unit), "{receipt}");
            self.note(unit, receipt.clone());
            let figures = self.sheets[*unit].typed();
            self.truth.set(unit, &figures);
            let page = desk.open(&format!("/receipts/{receipt}")).text;
            let both = page.contains("370322先生") && page.contains("代“") && page.contains("上级代报");
            assert!(both, "both identities stand on {page}");
        }
        let again = desk.post(&format!("{base}/submissions"), &form);
        let same = between(&again.text, "href=\"/receipts/", "\"");
        assert_eq!(same, receipts, "the same batch twice is one");
    }

    fn units_are_told_at_their_next_sign_in(&mut self, county: &str) {
        for (unit, _) in WAYS.iter().filter(|(_, way)| *way == Way::Behalf) {
            let mut clerk = self.house.desk(unit);
            let page = clerk.open("/");
            assert!(page.text.contains("代本单位报送") && page.text.contains(&format!("{county}先生")));
            let message = between(&page.text, "/messages/", "/reading");
            clerk.done(&format!("/messages/{}/reading", message[0]), &[]);
            assert!(!clerk.open("/").text.contains("代本单位报送"), "told once");
        }
    }

    fn some_are_returned(&mut self) {
        for (unit, item, _) in RETURNED {
            let mut county = self.house.desk(&unit[..6]);
            let submission = self.submission(&mut county, unit);
            let path = format!("/submissions/{submission}/return");
            let answer = county.post(&path, &[("reason", " ")]);
            assert_eq!(answer.status, 422, "without a reason");
            let item = (item + 1).to_string();
            county.done(&path, &[("reason", "与台账不符，请核对"), ("item", &item)]);
            let page = self.house.desk(unit).open(&self.place(unit).page()).text;
            assert!(page.contains("已退回") && page.contains("与台账不符，请核对"), "{page}");
        }
    }

    /// The newest revision of a unit, as its board links to it.
    fn submission(&self, supervisor: &mut Desk, unit: &str) -> String {
        let board = format!("/campaigns/{}/board?q={unit}", self.campaign);
        let page = supervisor.open(&board).text;
        between(&page, "href=\"/submissions/", "\"").first().expect("it was sent").to_string()
    }

    /// Everything of one county about which nothing was asked, and one by one what was; the units.
    fn one_county_is_accepted(&mut self) -> Vec<String> {
        let mut county = self.house.desk("370321");
        let board = format!("/campaigns/{}/board?node=370321", self.campaign);
        let page = county.open(&board).text;
        assert!(page.contains("一次通过没有疑问的"), "{page}");
        county.done(&format!("/campaigns/{}/acceptances", self.campaign), &[("node", "370321")]);
        let waiting = county.open(&format!("{board}&state=pending")).text;
        let mut asked = between(&waiting, "href=\"/submissions/", "\"");
        asked.dedup();
        for submission in asked {
            county.done(&format!("/submissions/{submission}/acceptance"), &[]);
        }
        let accepted = county.open(&format!("{board}&state=accepted")).text;
        let units = between(&accepted, "<td class=\"code\" data-label=\"编码\">", "</td>");
        assert_eq!(units.len(), 17, "all of the county but the exempt, the late and the returned one");
        units.into_iter().map(str::to_owned).collect()
    }

    fn returned_ones_send_again(&mut self) {
        for (unit, item, text) in RETURNED {
            let place = self.place(unit);
            let mut clerk = self.house.desk(unit);
            let change = [(item, text.to_owned())];
            let receipt = if way_of(unit) == Way::Values {
                let mut figures = self.sheets[unit].typed();
                figures[item].1 = text.to_owned();
                sends_values(&mut clerk.api(), &place, &figures)
            } else {
                uploads_only(&mut clerk, &place, &self.sheets[unit]);
                let saved = clerk.save(&place, &change, false);
                assert_eq!(saved.status, 303, "{}", gist(&saved.text));
                receipt_of(&clerk.send(&place, REASON))
            };
            let page = plain(&clerk.open(&format!("/receipts/{receipt}")).text);
            assert!(
                page.contains("第 2 次上报") && page.contains("按时"),
                "a correction is not late: {page}"
            );
            let history = clerk.open(&place.page()).text;
            assert_eq!(between(&history, "href=\"/submissions/", "\"").len(), 2, "the unit sees both");
            self.note(unit, receipt);
            self.truth.set(unit, &change);
        }
    }

    /// First received, first valid, last changed, accepted: of one that was corrected after the deadline and
    /// accepted after that.
    fn four_times_are_kept_apart(&mut self) {
        let unit = RETURNED[0].0;
        self.house.clock_is("2024-03-26 08:00:00.250");
        let mut county = self.house.desk("370320");
        let submission = self.submission(&mut county, unit);
        county.done(&format!("/submissions/{submission}/acceptance"), &[]);
        let board = county.api().get(&format!("/api/v1/campaigns/{}/board?limit=1000", self.campaign));
        let units = board["units"].as_array().expect("units");
        let of = |unit: &str| units.iter().find(|known| known["code"] == unit).expect("the unit").clone();
        let times = of(unit);
        assert_eq!(times["first_received"], self.first[unit].as_str());
        assert_eq!(times["first_valid"], self.first[unit].as_str());
        assert_eq!(times["last_changed"], "2024-03-25T10:04:00.000+08:00");
        assert_eq!(times["accepted"], "2024-03-26T08:00:00.250+08:00");
        assert_eq!(times["late"], false);
        for unit in LATE.iter().filter(|unit| unit.starts_with("370320")) {
            assert_eq!(of(unit)["late"], true, "{unit}");
        }
        assert_eq!(of(EXTENDED)["late"], false);
    }

    fn board_says(&self, numbers: &[(&str, usize)]) {
        let mut city = self.house.desk("city").api();
        let board = city.get(&format!("/api/v1/campaigns/{}/board?limit=1000", self.campaign));
        for (name, count) in numbers {
            assert_eq!(board["counts"][name], *count, "{name} of {}", board["counts"]);
            // The number opens its units.
            let path = format!("/api/v1/campaigns/{}/board?limit=1000&state={name}", self.campaign);
            let units = city.get(&path)["units"].as_array().map(Vec::len);
            assert_eq!(units, Some(*count), "{name}");
        }
    }

    fn missing_are(&self, units: &[&str]) {
        let mut city = self.house.desk("city");
        let page = city.open(&format!("/campaigns/{}/missing", self.campaign)).text;
        assert_eq!(between(&page, "<td class=\"code\" data-label=\"编码\">", "</td>"), units);
        units.iter().for_each(|unit| assert!(page.contains(&self.sheets[*unit].name), "{unit}"));
    }

    /// Each receipt, by the unit and by its county, with the figures that were sent with it.
    fn receipts_stay_reachable(&self) {
        let mut counties: BTreeMap<&str, Desk> =
            COUNTIES.iter().map(|county| (*county, self.house.desk(county))).collect();
        for (unit, number) in &self.receipts {
            let county = counties.get_mut(&unit[..6]).expect("a county");
            let page = county.open(&format!("/receipts/{number}")).text;
            assert!(page.contains(number) && page.contains(&self.sheets[unit].name), "{number}");
            let told = self.house.service.now();
            assert!(page.contains(&format!("{}", told.format("%Y"))), "{number} has a time");
        }
        for unit in ["370320001", "370322012"] {
            let mut clerk = self.house.desk(unit);
            for (_, number) in self.receipts.iter().filter(|(known, _)| known == unit) {
                clerk.open(&format!("/receipts/{number}"));
            }
        }
        let mut stranger = self.house.desk("370322001");
        assert_eq!(stranger.get(&format!("/receipts/{}", self.receipts[0].1)).status, 404);
    }

    fn chains_verify(&self) {
        let verdict = self.house.service.store.read(huibiao::store::audit::verify).expect("a verdict");
        assert!(verdict.faults.is_empty(), "{verdict:?}");
        assert!(verdict.chains >= 60 && verdict.entries > 150, "{verdict:?}");
    }
}

fn uploads_only(clerk: &mut Desk, place: &Place, sheet: &Sheet) -> Answer {
    let answer = clerk.upload(&place.path("uploads"), &[("file", &sheet.file_name, &sheet.bytes)]);
    assert_eq!(
        (answer.status, answer.location()),
        (303, place.path("draft").as_str()),
        "{}",
        gist(&answer.text)
    );
    let page = clerk.open(&place.path("draft"));
    assert!(page.text.contains("尚未报送") && page.text.contains(&sheet.file_name), "{}", gist(&page.text));
    page
}

/// Uploads a file, mends on the page what stands in the way, explains what is asked, and sends.
fn uploads(clerk: &mut Desk, place: &Place, sheet: &Sheet, figures: &[(usize, String)]) -> String {
    let page = uploads_only(clerk, place, sheet);
    let mended: Vec<(usize, String)> =
        figures.iter().filter(|(item, text)| sheet.values[*item].as_ref() != Some(text)).cloned().collect();
    let hard = |issue: &&String| !issue.starts_with("resolved") && !issue.starts_with("unit");
    let approximate = sheet.issues.iter().find(|issue| issue.starts_with("approximate"));
    for issue in sheet.issues.iter().filter(hard) {
        let item: usize = issue.split(':').nth(1).and_then(|item| item.parse().ok()).expect("an item");
        let at_cell = between(&page.text, &format!("id=\"f-{}\"", item - 1), "</div>");
        assert!(
            at_cell.iter().any(|words| words.contains("强制")),
            "{issue} of {}: {}",
            place.unit,
            page.text
        );
        let refused = clerk.send(place, REASON);
        assert_eq!(refused.status, 422, "{issue} stands in the way");
        assert!(refused.text.contains("有 1 处“强制”问题"), "{}", gist(&refused.text));
        assert!(clerk.open(&place.page()).text.contains("还没有上报过"), "nothing was sent");
    }
    let mut changes = mended;
    if approximate.is_some() {
        // The number was read all the same; the clerk types it without the “约”.
        changes.push(figures[10].clone());
    }
    if !changes.is_empty() {
        let saved = clerk.save(place, &changes, false);
        assert_eq!(saved.status, 303, "{}", gist(&saved.text));
    }
    if sheet.issues.iter().any(|issue| issue.starts_with("resolved")) {
        for empty in ["", "属实", "核实无误", "情况属实。"] {
            let refused = clerk.send(place, empty);
            assert_eq!(refused.status, 422, "“{empty}” explains nothing");
        }
    }
    receipt_of(&clerk.send(place, REASON))
}

fn types(clerk: &mut Desk, place: &Place, figures: &[(usize, String)]) -> String {
    let half = clerk.save(place, &figures[..4], false);
    assert_eq!(half.status, 303, "a draft may have gaps");
    let refused = clerk.send(place, REASON);
    assert_eq!(refused.status, 422, "a sheet may not");
    clerk.fill_and_send(place, figures)
}

fn reports_nothing(clerk: &mut Desk, place: &Place, figures: &[(usize, String)]) -> String {
    clerk.save(place, figures, false);
    let refused = clerk.send(place, REASON);
    assert_eq!(refused.status, 422, "all zero without the tick");
    let saved = clerk.save(place, figures, true);
    assert_eq!(saved.status, 303, "{}", gist(&saved.text));
    receipt_of(&clerk.send(place, REASON))
}

fn sends_values(api: &mut Api, place: &Place, figures: &[(usize, String)]) -> String {
    let mut sheet = values(figures);
    let key = format!("season-{}-{}", place.unit, figures[0].1);
    let first = api.send(place, &key, &sheet);
    let answer = if first.status == 422 {
        let problem: serde_json::Value = serde_json::from_str(&first.text).expect("JSON");
        let explained = problem["errors"].as_array().expect("errors").iter().map(|error| {
            json!({ "code": error["code"], "item": error["item"], "column": error["column"], "words": REASON })
        });
        sheet["explanations"] = explained.collect();
        api.send(place, &key, &sheet)
    } else {
        first
    };
    number_of(&answer)
}

fn sends_file(api: &mut Api, place: &Place, sheet: &Sheet) -> String {
    number_of(&api.send_file(place, &format!("season-{}", place.unit), &sheet.file_name, &sheet.bytes))
}

fn number_of(answer: &Answer) -> String {
    assert_eq!(answer.status, 201, "{}", gist(&answer.text));
    let revision: serde_json::Value = serde_json::from_str(&answer.text).expect("JSON");
    revision["receipt"]["number"].as_str().expect("a receipt").to_owned()
}
