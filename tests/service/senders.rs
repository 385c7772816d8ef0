//! Programs that send sheet after sheet, each under its key, and go on with the same sheet until they hold its receipt:
//! what happens to the server meanwhile is a test's business. At the end everything is there once.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

use serde_json::Value;

use crate::client::{Answer, Client};
use crate::process::Data;
use crate::published::{Published, number_of};
use crate::town::{Place, gist, values};

/// A request that was not answered: `refused` before it was sent, or `cut` off.
fn spoken(error: &ureq::Error) -> String {
    use std::io::ErrorKind;
    match error {
        ureq::Error::ConnectionFailed => "refused".to_owned(),
        ureq::Error::Io(error) if error.kind() == ErrorKind::ConnectionRefused => "refused".to_owned(),
        error => format!("cut: {error}"),
    }
}

/// `huibiao verify` finds everything in order, and so many revisions.
pub fn verifies(data: &Data, revisions: std::ops::RangeInclusive<usize>) {
    let said = data.run(&["verify"]);
    assert!(said.code == 0 && said.text.contains("全部相符"), "{said:?}");
    let (_, rest) = said.text.split_once("上报 ").expect("it counts");
    let count: usize = rest.split(' ').next().and_then(|count| count.parse().ok()).expect("a number");
    assert!(revisions.contains(&count), "{count} of {revisions:?}: {said:?}");
}

/// One sheet under its key, and the receipt of whoever was answered.
pub struct Sent {
    pub key: String,
    pub sheet: Value,
    pub receipt: Option<String>,
}

/// A program that sends sheet after sheet for its unit.
pub struct Unit {
    pub client: Client,
    pub place: Place,
    figures: Vec<(usize, String)>,
    pub sent: Vec<Sent>,
    /// What a request came to that brought no receipt, each once.
    pub heard: BTreeSet<String>,
}

/// What everybody sends to, and for how long.
pub struct Going {
    pub servers: Vec<SocketAddr>,
    /// Whoever holds the receipt of the last sheet stops.
    is_over: AtomicBool,
    /// Everybody stops: the test has failed.
    is_broken: AtomicBool,
}

impl Going {
    pub fn to(servers: &[SocketAddr]) -> Going {
        Going {
            servers: servers.to_vec(),
            is_over: AtomicBool::new(false),
            is_broken: AtomicBool::new(false),
        }
    }

    /// It is over as soon as this goes.
    pub fn until_dropped(&self) -> Ending<'_> {
        Ending(self)
    }
}

pub struct Ending<'g>(&'g Going);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.is_over.store(true, Ordering::Relaxed);
        self.0.is_broken.store(std::thread::panicking(), Ordering::Relaxed);
    }
}

/// The programs of all units of a season.
pub fn units(season: &Published) -> Vec<Unit> {
    let units = season.apis().into_iter().zip(&season.sheets).map(|(api, sheet)| Unit {
        client: api.client,
        place: season.place(sheet),
        figures: sheet.typed(),
        sent: Vec::new(),
        heard: BTreeSet::new(),
    });
    units.collect()
}

impl Unit {
    /// The next sheet, where the last one has its receipt: other figures, another key.
    pub fn next(&mut self) {
        if self.sent.last().is_some_and(|sent| sent.receipt.is_none()) {
            return;
        }
        let number = self.sent.len();
        let mut figures = self.figures.clone();
        figures[10].1 = (10_000 + number).to_string();
        let sheet = values(&figures);
        self.sent.push(Sent { key: format!("crash-{}-{number}", self.place.unit), sheet, receipt: None });
    }

    /// Sends the newest sheet; what was answered.
    pub fn ask(&mut self) -> Result<Answer, ureq::Error> {
        let sent = self.sent.last().expect("a sheet");
        let path = format!("/api/v1/campaigns/{}/units/{}/submissions", self.place.campaign, self.place.unit);
        self.client.headers.insert("idempotency-key".to_owned(), sent.key.clone());
        let body = sent.sheet.to_string().into_bytes();
        self.client.try_to_send("POST", &path, "application/json", body)
    }

    /// Notes what was answered; whether it was a receipt. Anything else but “later” ends the test.
    fn note(&mut self, answer: Result<Answer, ureq::Error>) -> bool {
        match answer {
            Ok(answer) if answer.status == 503 => {
                assert!(!answer.header("retry-after").is_empty(), "{}", gist(&answer.text));
                self.heard.insert("503".to_owned());
                false
            }
            Ok(answer) => {
                self.sent.last_mut().expect("a sheet").receipt = Some(number_of(&answer));
                true
            }
            Err(error) => {
                self.heard.insert(spoken(&error));
                false
            }
        }
    }

    /// Sends the newest sheet; whether it was answered.
    pub fn send(&mut self) -> bool {
        let answer = self.ask();
        self.note(answer)
    }

    /// Sends until nobody answers any more; first what was not answered before. Tells of every receipt.
    pub fn send_on(&mut self, address: SocketAddr, told: &Sender<()>) {
        self.client = self.client.moved_to(address);
        loop {
            self.next();
            if !self.send() {
                break;
            }
            told.send(()).expect("somebody counts");
        }
    }

    /// Sends, whatever happens, to a server that is ready, until it is over. As a proxy would, it asks before it sends,
    /// and goes to the next one where a connection is refused.
    pub fn send_always(&mut self, going: &Going, told: &Sender<()>) {
        loop {
            let is_held = self.sent.last().is_none_or(|sent| sent.receipt.is_some());
            if going.is_broken.load(Ordering::Relaxed) || (is_held && going.is_over.load(Ordering::Relaxed)) {
                return;
            }
            self.next();
            let turn = self.sent.len();
            for step in 0..going.servers.len() {
                self.client = self.client.moved_to(going.servers[(turn + step) % going.servers.len()]);
                if !self.client.try_to_send("GET", "/readyz", "", Vec::new()).is_ok_and(|a| a.status == 200) {
                    continue;
                }
                if self.send() {
                    let _ = told.send(());
                    break;
                }
            }
        }
    }

    /// What the unit sent is what the service holds: each key once, under its receipt, with its figures.
    pub fn everything_is_there_once(&mut self) {
        let path = format!("/api/v1/campaigns/{}/submissions?limit=1000", self.place.campaign);
        let answer = self.client.get(&path);
        let list: Value = serde_json::from_str(&answer.text).expect("JSON");
        let stored = list["submissions"].as_array().unwrap_or_else(|| panic!("{}", gist(&answer.text)));
        let stored: Vec<(u64, &str)> = stored
            .iter()
            .map(|one| {
                (
                    one["number"].as_u64().expect("a number"),
                    one["receipt"]["number"].as_str().expect("a receipt"),
                )
            })
            .collect();
        let held: Vec<(u64, &str)> =
            (1..).zip(self.sent.iter().map(|sent| sent.receipt.as_deref().expect("answered"))).collect();
        assert_eq!(stored, held, "{}", self.place.unit);
        for sent in &self.sent {
            let receipt = sent.receipt.as_deref().expect("answered");
            let answer = self.client.get(&format!("/api/v1/receipts/{receipt}"));
            let revision: Value = serde_json::from_str(&answer.text).expect("JSON");
            let figures: BTreeMap<String, Value> =
                serde_json::from_value(revision["values"].clone()).expect("figures");
            let asked: BTreeMap<String, Value> =
                serde_json::from_value(sent.sheet["values"].clone()).expect("figures");
            assert_eq!(figures, asked, "{receipt}");
        }
    }
}

/// Everybody does it at the same moment, each with his own; what came of it, in their order.
pub fn at_once<W: Send, T: Send>(all: Vec<W>, act: impl Fn(usize, W) -> T + Sync) -> Vec<T> {
    let together = Barrier::new(all.len());
    std::thread::scope(|scope| {
        let everybody: Vec<_> = all
            .into_iter()
            .enumerate()
            .map(|(number, own)| {
                let (together, act) = (&together, &act);
                scope.spawn(move || {
                    together.wait();
                    act(number, own)
                })
            })
            .collect();
        everybody.into_iter().map(|one| one.join().expect("it is done")).collect()
    })
}
