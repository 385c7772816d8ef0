//! Benchmark: three hundred packages of 20 MiB come to one server while tables are sent, and the server is killed once.
//!
//! The real program on SQLite. Tables are sent alone, then beside eight uploads that never pause: how much longer does
//! one take? First over a line that all share, as a county has it, then as fast as this machine can. Meanwhile the
//! memory of the program and of its workers is looked at. In the middle it is killed; every upload goes on where its
//! bytes lie. In the end each package is reported, nothing of it may be missing, and all files leave again as one
//! archive. Part of the benchmark of the service.

use std::io::{BufRead, BufReader, Read};
use std::ops::Range;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, RwLock};
use std::time::{Duration, Instant};

use crate::memory;
use crate::province::{Left, Province, values};
use huibiao::store::objects::sha256;

const PACKAGES: usize = 300;
const BYTES: usize = 20 << 20;
const UPLOADS: usize = 8;
/// The number of the footage among what is asked for; in Base64, as tus wants it.
const FOOTAGE: i64 = 2;
const FOOTAGE_CODED: &str = "Mg==";
/// Packages that come over a county's line, and how long a piece takes on it: 100 megabits a second, shared by all.
const OVER_A_LINE: usize = 40;
const LINE_PIECE: usize = 1 << 20;
const LINE_TIME: Duration = Duration::from_millis(84);
/// Those who send tables at the same time.
const SENDERS: usize = 4;
/// Sends of each of them, alone.
const SENDS: usize = 500;
/// How long nobody looks at the memory: adding it up holds a process for a moment.
const LOOKS: Duration = Duration::from_millis(100);

pub fn packages() {
    let packages = PACKAGES;
    let units: String =
        (0..packages).map(|at| format!("3800{:05},第{at}市场监督管理所,unit,380000\n", at + 1)).collect();
    let register =
        format!("code,name,level,parent_code\n370000,山东省,city,\n380000,第一县,county,370000\n{units}");
    let left = Province::with_footage("packages", packages, &register).leave();
    let load = Load { left, server: RwLock::new(None), film: film(), highest: AtomicU64::new(0) };
    load.start();
    load.send(0);
    let alone = load.alone();
    let line = Line::default();
    load.uploads("over a line of 100 megabits a second", 0..OVER_A_LINE, Some(&line), &alone, "≤ 1.5");
    load.uploads("as fast as this machine can, killed once", OVER_A_LINE..packages, None, &alone, "");
    load.report(packages);
    load.archive(packages);
    println!("memory of the program and its workers at the highest: {} MiB (bar 300)", load.highest() >> 20);
    let _ = std::fs::remove_dir_all(&load.left.folder);
}

/// A line that all uploads share.
#[derive(Default)]
struct Line(Mutex<Option<Instant>>);

impl Line {
    /// Ends when a piece more has gone over the line.
    fn carry(&self) {
        let until = {
            let mut free = self.0.lock().expect("the line");
            let until = free.map_or_else(Instant::now, |free| free.max(Instant::now())) + LINE_TIME;
            *free = Some(until);
            until
        };
        std::thread::sleep(until.saturating_duration_since(Instant::now()));
    }
}

/// The program while it is loaded, and what those who load it know.
struct Load {
    left: Left,
    server: RwLock<Option<Serving>>,
    film: Vec<u8>,
    highest: AtomicU64,
}

struct Serving {
    process: Child,
    address: String,
}

/// Bytes that are a film to whoever looks at the first of them.
fn film() -> Vec<u8> {
    let mut bytes = b"\0\0\0\x18ftypmp42".to_vec();
    let mut state = 7_u64;
    while bytes.len() < BYTES {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(BYTES);
    bytes
}

impl Load {
    fn start(&self) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_huibiao"));
        command.arg("serve").current_dir(&self.left.folder).stdin(Stdio::null()).stdout(Stdio::piped());
        command.env("HUIBIAO_DATA", &self.left.folder).env("HUIBIAO_PORT", "0").env("HUIBIAO_LOG", "off");
        let mut process = command.spawn().expect("the program starts");
        let mut line = String::new();
        let said = process.stdout.take().expect("its output is ours");
        BufReader::new(said).read_line(&mut line).expect("it says where it listens");
        let address = line.trim().to_owned();
        assert!(address.contains("http://"), "no address in “{line}”");
        let address = address[address.find("http://").unwrap_or_default()..].to_owned();
        *self.server.write().expect("the server") = Some(Serving { process, address });
    }

    /// Kills the program and starts it again: nothing was finished, nothing was flushed.
    fn kill(&self) {
        let mut server = self.server.write().expect("the server").take().expect("it runs");
        server.process.kill().expect("it can be killed");
        server.process.wait().expect("it is gone");
        self.start();
    }

    fn address(&self) -> String {
        loop {
            if let Some(server) = self.server.read().expect("the server").as_ref() {
                return server.address.clone();
            }
            std::thread::yield_now();
        }
    }

    /// The film of this unit: no two are alike.
    fn film_of(&self, unit: usize) -> Vec<u8> {
        let mut film = self.film.clone();
        film[100..108].copy_from_slice(&(unit as u64).to_le_bytes());
        film
    }

    /// A request in the name of a unit; nothing where the line broke.
    fn ask(
        &self,
        method: &str,
        unit: usize,
        path: &str,
        more: &[(&str, &str)],
        body: &[u8],
    ) -> Option<Answer> {
        let agent = agent();
        let url =
            if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.address()) };
        let mut request = ureq::http::Request::builder().method(method).uri(url);
        request = request.header("authorization", format!("Bearer {}", self.left.tokens[unit]));
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        let mut answered = agent.run(request.body(body).expect("a request")).ok()?;
        let header = |name: &str| {
            let value = answered.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let (location, offset) = (header("location"), header("upload-offset"));
        let text = answered.body_mut().read_to_string().ok()?;
        Some(Answer { status: answered.status().as_u16(), location, offset: offset.parse().ok(), text })
    }

    /// One table as values; how long it took.
    fn send(&self, seed: usize) -> Duration {
        let (unit, key) = (seed % self.left.units.len(), format!("packages-{seed:06}"));
        let path = format!("/api/v1/campaigns/1/units/{}/submissions", self.left.units[unit]);
        let body = values(seed);
        let start = Instant::now();
        // A send whose line broke is sent again under its key, as a program would.
        let answer = loop {
            let headers = [("idempotency-key", key.as_str()), ("content-type", "application/json")];
            if let Some(answer) = self.ask("POST", unit, &path, &headers, body.as_bytes()) {
                break answer;
            }
        };
        assert!(matches!(answer.status, 200 | 201), "{}", answer.text);
        start.elapsed()
    }

    /// Tables from all who send, as long as more are wanted; what each took, the shortest first.
    fn tables(&self, more: impl Fn(usize) -> bool + Sync) -> Vec<Duration> {
        static SEED: AtomicUsize = AtomicUsize::new(1);
        let share = || {
            let mut took = Vec::new();
            while more(took.len()) {
                took.push(self.send(SEED.fetch_add(1, Ordering::Relaxed)));
            }
            took
        };
        let mut all: Vec<Duration> = std::thread::scope(|scope| {
            let senders: Vec<_> = (0..SENDERS).map(|_| scope.spawn(share)).collect();
            senders.into_iter().flat_map(|sender| sender.join().expect("it sends")).collect()
        });
        all.sort_unstable();
        all
    }

    /// Tables without anything beside them but the eye on the memory, which is there in every part.
    fn alone(&self) -> Vec<Duration> {
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| self.look(&over));
            let took = self.tables(|sent| sent < SENDS);
            over.store(true, Ordering::Relaxed);
            took
        })
    }

    /// Packages of these units with tables beside them: how long a table takes, against those sent `alone`.
    fn uploads(&self, how: &str, units: Range<usize>, line: Option<&Line>, alone: &[Duration], bar: &str) {
        let (start, count) = (Instant::now(), units.len());
        let beside = self.beside_uploads(units, line);
        let took = start.elapsed().as_secs_f64();
        let rate = (count * 20) as f64 / took;
        println!(
            "{count} packages {how}: {took:.0} s, {rate:.0} MiB a second, {} tables meanwhile",
            beside.len()
        );
        say("  table send beside them : alone, median", at(&beside, 50), at(alone, 50), bar);
        say("  table send beside them : alone, 99 %", at(&beside, 99), at(alone, 99), "");
    }

    /// Without a line, the program is killed when half of the packages are there.
    fn beside_uploads(&self, units: Range<usize>, line: Option<&Line>) -> Vec<Duration> {
        let (next, done, over) = (AtomicUsize::new(units.start), AtomicUsize::new(0), AtomicBool::new(false));
        let half = units.len() / 2;
        let share = || {
            while let Some(unit) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|unit| *unit < units.end)
            {
                self.upload(unit, line);
                if done.fetch_add(1, Ordering::Relaxed) + 1 == half && line.is_none() {
                    self.kill();
                }
            }
        };
        std::thread::scope(|scope| {
            let uploads: Vec<_> = (0..UPLOADS).map(|_| scope.spawn(share)).collect();
            scope.spawn(|| self.look(&over));
            let tables = scope.spawn(|| self.tables(|_| !over.load(Ordering::Relaxed)));
            uploads.into_iter().for_each(|upload| upload.join().expect("it uploads"));
            over.store(true, Ordering::Relaxed);
            tables.join().expect("tables were sent")
        })
    }

    /// A film in one piece, or in as many as a line carries.
    fn upload(&self, unit: usize, line: Option<&Line>) {
        let film = self.film_of(unit);
        let length = film.len().to_string();
        let path = format!("/api/v1/campaigns/1/units/{}/transfers", self.left.units[unit]);
        let metadata = format!("filename 5rS75YqoLm1wNA==,deliverable {}", FOOTAGE_CODED);
        let headers =
            [("upload-length", length.as_str()), ("upload-metadata", &metadata), ("tus-resumable", "1.0.0")];
        let begun = loop {
            if let Some(begun) = self.ask("POST", unit, &path, &headers, b"") {
                break begun;
            }
        };
        assert_eq!(begun.status, 201, "{}", begun.text);
        let mut here = 0;
        while here < film.len() {
            let start = here.to_string();
            let end = line.map_or(film.len(), |_| film.len().min(here + LINE_PIECE));
            line.inspect(|line| line.carry());
            let headers =
                [("upload-offset", start.as_str()), ("content-type", "application/offset+octet-stream")];
            let answer = self.ask("PATCH", unit, &begun.location, &headers, &film[here..end]);
            let asked = answer.filter(|answer| answer.status == 204);
            let asked = asked.or_else(|| self.ask("HEAD", unit, &begun.location, &[], b""));
            here = asked.and_then(|answer| answer.offset).unwrap_or(here);
        }
    }

    /// Looks at the program's memory until it is over.
    fn look(&self, over: &AtomicBool) {
        while !over.load(Ordering::Relaxed) {
            let process = self.server.read().expect("the server").as_ref().map(|server| server.process.id());
            if let Some(held) = process.and_then(memory::held) {
                self.highest.fetch_max(held, Ordering::Relaxed);
            }
            std::thread::sleep(LOOKS);
        }
    }

    fn highest(&self) -> u64 {
        self.highest.load(Ordering::Relaxed)
    }

    /// Every unit reports what it put down; each receipt names the whole film.
    fn report(&self, packages: usize) {
        for unit in 0..packages {
            let path = format!("/api/v1/campaigns/1/units/{}/deliveries", self.left.units[unit]);
            let body = format!("{{\"deliverables\":[{}]}}", FOOTAGE);
            let key = format!("delivery-{unit:06}");
            let headers = [("idempotency-key", key.as_str()), ("content-type", "application/json")];
            let answer = self.ask("POST", unit, &path, &headers, body.as_bytes()).expect("an answer");
            assert_eq!(answer.status, 201, "{}", answer.text);
            assert!(answer.text.contains(&sha256(&self.film_of(unit))), "nothing half: {}", answer.text);
        }
    }

    /// All files at once, read away as they come.
    fn archive(&self, packages: usize) {
        let over = AtomicBool::new(false);
        let bytes = std::thread::scope(|scope| {
            scope.spawn(|| self.look(&over));
            let request = agent().get(format!("{}/api/v1/campaigns/1/files.zip", self.address()));
            let answered = request.header("authorization", format!("Bearer {}", self.left.reading)).call();
            let mut answered = answered.expect("an archive");
            assert_eq!(answered.status().as_u16(), 200);
            let mut reader = answered.body_mut().with_config().limit(u64::MAX).reader();
            let (mut piece, mut bytes) = (vec![0; 1 << 20], 0_u64);
            loop {
                let read = reader.read(&mut piece).expect("it goes on");
                if read == 0 {
                    break;
                }
                bytes += read as u64;
            }
            over.store(true, Ordering::Relaxed);
            bytes
        });
        assert!(bytes > (packages * BYTES) as u64, "{bytes} bytes");
        println!("all files as one archive: {} MiB", bytes >> 20);
    }
}

struct Answer {
    status: u16,
    location: String,
    offset: Option<usize>,
    text: String,
}

impl Drop for Load {
    fn drop(&mut self) {
        if let Some(server) = self.server.write().expect("the server").as_mut() {
            let _ = server.process.kill();
            let _ = server.process.wait();
        }
    }
}

fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder().http_status_as_error(false).allow_non_standard_methods(true);
    config.build().into()
}

fn at(sorted: &[Duration], per_cent: usize) -> Duration {
    sorted[sorted.len() * per_cent / 100]
}

fn say(what: &str, ours: Duration, theirs: Duration, bar: &str) {
    let (ours, theirs) = (ours.as_secs_f64() * 1e3, theirs.as_secs_f64() * 1e3);
    println!("{what}: {ours:.1} : {theirs:.1} ms = {:.2} {bar}", ours / theirs);
}
