//! The process is killed as hard as the system can, again and again, while many send at once: whoever holds a
//! receipt finds it afterwards, once and with its figures, and whoever was not answered asks again and is.
//!
//! It is the real program, `huibiao serve` on the data that the last kill left behind. A round ends when so
//! many sheets of it were acknowledged; every sender has then one under way. After each kill `huibiao verify`
//! looks at what lies there, before anybody has repaired anything.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use serde_json::Value;

use crate::client::Client;
use crate::house::{Database, on_both};
use crate::process::{Data, Serving};
use crate::published::{Published, number_of};
use crate::town::{Place, gist, values};

on_both!(every_receipt_survives_every_kill);

const KILLS: usize = 20;
const SENDERS: usize = 8;

/// `huibiao verify` finds everything in order, and so many revisions.
fn verifies(data: &Data, revisions: std::ops::RangeInclusive<usize>) {
    let said = data.run(&["verify"]);
    assert!(said.code == 0 && said.text.contains("全部相符"), "{said:?}");
    let (_, rest) = said.text.split_once("上报 ").expect("it counts");
    let count: usize = rest.split(' ').next().and_then(|count| count.parse().ok()).expect("a number");
    assert!(revisions.contains(&count), "{count} of {revisions:?}: {said:?}");
}

/// One sheet under its key, and the receipt of whoever was answered.
struct Sent {
    key: String,
    sheet: Value,
    receipt: Option<String>,
}

/// A program that sends sheet after sheet for its unit.
struct Unit {
    client: Client,
    place: Place,
    figures: Vec<(usize, String)>,
    sent: Vec<Sent>,
}

impl Unit {
    /// The next sheet: other figures, another key.
    fn next(&mut self) {
        let number = self.sent.len();
        let mut figures = self.figures.clone();
        figures[10].1 = (10_000 + number).to_string();
        let sheet = values(&figures);
        self.sent.push(Sent { key: format!("crash-{}-{number}", self.place.unit), sheet, receipt: None });
    }

    /// Sends the newest sheet; whether it was answered.
    fn send(&mut self) -> bool {
        let sent = self.sent.last_mut().expect("a sheet");
        let path = format!("/api/v1/campaigns/{}/units/{}/submissions", self.place.campaign, self.place.unit);
        self.client.headers.insert("idempotency-key".to_owned(), sent.key.clone());
        let body = sent.sheet.to_string().into_bytes();
        match self.client.try_to_send("POST", &path, "application/json", body) {
            Ok(answer) => {
                sent.receipt = Some(number_of(&answer));
                true
            }
            Err(_) => false,
        }
    }

    /// Sends until nobody answers any more; first what was not answered before. Tells of every receipt.
    fn send_on(&mut self, address: SocketAddr, told: &Sender<()>) {
        self.client = self.client.moved_to(address);
        loop {
            if self.sent.last().is_none_or(|sent| sent.receipt.is_some()) {
                self.next();
            }
            if !self.send() {
                break;
            }
            told.send(()).expect("somebody counts");
        }
    }
}

fn every_receipt_survives_every_kill(database: Database) {
    // Late sheets are taken as long as nobody closes the campaign: the process has the machine's clock.
    let season = Published::on(database, SENDERS, &[("close_at", "")]);
    let units = season.apis().into_iter().zip(&season.sheets).map(|(api, sheet)| Unit {
        client: api.client,
        place: season.place(sheet),
        figures: sheet.typed(),
        sent: Vec::new(),
    });
    let mut units: Vec<Unit> = units.collect();
    let data = Data::of(season.house);

    let mut unanswered = 0;
    for round in 0..KILLS {
        let serving = Serving::start(&data);
        let (told, tells) = channel();
        let address = serving.address;
        std::thread::scope(|scope| {
            for unit in &mut units {
                let told = told.clone();
                scope.spawn(move || unit.send_on(address, &told));
            }
            // Each round is cut at another place.
            for _ in 0..SENDERS + 5 * (round % 7) {
                tells.recv_timeout(Duration::from_secs(30)).expect("sheets are acknowledged");
            }
            serving.kill();
        });
        unanswered +=
            units.iter().filter(|unit| unit.sent.last().is_some_and(|s| s.receipt.is_none())).count();
        let made: usize = units.iter().map(|unit| unit.sent.len()).sum();
        let held = units.iter().flat_map(|unit| &unit.sent).filter(|sent| sent.receipt.is_some()).count();
        verifies(&data, held..=made);
    }
    assert!(unanswered >= KILLS, "only {unanswered} requests were cut off");

    let serving = Serving::start(&data);
    for unit in &mut units {
        unit.client = unit.client.moved_to(serving.address);
        assert!(unit.send(), "whoever was not answered asks again");
        everything_is_there_once(unit);
    }
    drop(serving);
    let made: usize = units.iter().map(|unit| unit.sent.len()).sum();
    verifies(&data, made..=made);
}

/// What the unit sent is what the service holds: each key once, under its receipt, with its figures.
fn everything_is_there_once(unit: &mut Unit) {
    let path = format!("/api/v1/campaigns/{}/submissions?limit=1000", unit.place.campaign);
    let answer = unit.client.get(&path);
    let list: Value = serde_json::from_str(&answer.text).expect("JSON");
    let stored = list["submissions"].as_array().unwrap_or_else(|| panic!("{}", gist(&answer.text)));
    let stored: Vec<(u64, &str)> = stored
        .iter()
        .map(|one| {
            (one["number"].as_u64().expect("a number"), one["receipt"]["number"].as_str().expect("a receipt"))
        })
        .collect();
    let held: Vec<(u64, &str)> =
        (1..).zip(unit.sent.iter().map(|sent| sent.receipt.as_deref().expect("answered"))).collect();
    assert_eq!(stored, held, "{}", unit.place.unit);
    for sent in &unit.sent {
        let receipt = sent.receipt.as_deref().expect("answered");
        let answer = unit.client.get(&format!("/api/v1/receipts/{receipt}"));
        let revision: Value = serde_json::from_str(&answer.text).expect("JSON");
        let figures: BTreeMap<String, Value> =
            serde_json::from_value(revision["values"].clone()).expect("figures");
        let asked: BTreeMap<String, Value> =
            serde_json::from_value(sent.sheet["values"].clone()).expect("figures");
        assert_eq!(figures, asked, "{receipt}");
    }
}
