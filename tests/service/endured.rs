//! Hostile files sent to the real program, by the door through which the sheets come.
//!
//! Every class of them, files that crashed published readers, and thousands of copies of good sheets with bits
//! turned, ends cut off and pieces taken out. Each is answered, in its time, with a receipt or a reason; the program
//! stays the same process with about the same memory; and whoever asks meanwhile whether it is well is answered at
//! once. `HUIBIAO_DEEP` tries so many copies as a reader is tried with before it is trusted, and the files of a folder that
//! `HUIBIAO_HOSTILE` names are sent as well.

#[path = "../hostile/made.rs"]
#[allow(dead_code)]
mod made;
#[path = "../hostile/office.rs"]
#[allow(dead_code)]
mod office;
#[path = "../sheets/random.rs"]
#[allow(dead_code)]
mod random;

use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use huibiao::store::objects::sha256;
use serde_json::Value;

use crate::client::Client;
use crate::house::Database;
use crate::process::{Data, Serving};
use crate::published::Published;
use crate::town::{Api, Place, gist, sheets};
use random::Random;

/// A file takes its reader so long at the most; the rest is the way there.
const LONGEST: Duration = Duration::from_secs(11);

/// So much more memory may the program hold afterwards.
const GROWTH: u64 = 64 << 20;

/// Seeds of the copies of each sheet.
fn copies() -> u64 {
    if std::env::var_os("HUIBIAO_DEEP").is_some() { 160 } else { 8 }
}

#[test]
fn whatever_is_sent_is_answered_and_the_program_stays_well() {
    let season = Published::on(Database::Sqlite, 1, &[("close_at", "")]);
    let place = season.place(&season.sheets[0]);
    let api = season.apis().remove(0);
    let data = Data::of(season.house);
    let serving = Serving::start(&data);
    let files = files();
    let mut sender = Api { client: api.client.moved_to(serving.address) };
    // Workers and pools are there, and the memory is what it will be.
    files.iter().take(20).for_each(|file| send(&mut sender, &place, file));
    let before = held(&serving);
    let waits = std::thread::scope(|scope| {
        // Whoever sends holds an end of this: when all have ended it is over.
        let (going, over) = channel::<()>();
        let looks = scope.spawn(move || well_all_the_while(serving.address, &over));
        for half in files.chunks(files.len().div_ceil(2)) {
            let (going, mut sender) = (going.clone(), Api { client: sender.client.another() });
            let place = &place;
            scope.spawn(move || {
                half.iter().for_each(|file| send(&mut sender, place, file));
                drop(going);
            });
        }
        drop(going);
        looks.join().expect("it is well")
    });
    let after = held(&serving);
    assert!(after < before + GROWTH, "{} MiB became {} MiB", before >> 20, after >> 20);
    assert!(waits.len() > 20, "{} looks", waits.len());
    let late = waits[waits.len() * 99 / 100];
    println!("{} files; health within {late:?} in 99 of 100 cases; {} MiB", files.len(), after >> 20);
    drop(serving);
    let said = data.run(&["verify"]);
    assert!(said.code == 0 && said.text.contains("全部相符"), "{said:?}");
}

/// The memory of the program without its workers; it must still be the same process.
fn held(serving: &Serving) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", serving.id())).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("it holds memory");
    let kib: u64 = line.trim().strip_suffix(" kB").and_then(|kib| kib.parse().ok()).expect("a size");
    kib << 10
}

struct File {
    name: String,
    bytes: Vec<u8>,
}

fn files() -> Vec<File> {
    let mut files: Vec<File> = made::cases()
        .into_iter()
        .map(|case| File { name: case.name.to_owned(), bytes: case.bytes })
        .collect();
    let crashers = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hostile/crashers").to_owned();
    for folder in [Some(crashers), std::env::var("HUIBIAO_HOSTILE").ok()].into_iter().flatten() {
        files.extend(std::fs::read_dir(folder).expect("a folder of files").map(|entry| {
            let path = entry.expect("a file").path();
            File { name: path.display().to_string(), bytes: std::fs::read(&path).expect("it is read") }
        }));
    }
    for sheet in sheets().into_values() {
        for seed in 0..copies() {
            let name = format!("{} with seed {seed}", sheet.file_name);
            files.push(File { bytes: hurt(&sheet.bytes, &mut Random::new(seed)), name });
        }
    }
    files
}

/// A copy with some bits turned, an end cut off, or a piece taken out or doubled.
fn hurt(whole: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let at = random.below(bytes.len());
    let length = random.below(64.min(bytes.len() - at)) + 1;
    match random.below(4) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(at..at + length)),
        2 => {
            let piece = bytes[at..at + length].to_vec();
            bytes.splice(at..at, piece);
        }
        _ => (0..=random.below(8)).for_each(|_| {
            let at = random.below(bytes.len());
            bytes[at] ^= 1 << random.below(8);
        }),
    }
    bytes
}

fn send(sender: &mut Api, place: &Place, file: &File) {
    let begun = Instant::now();
    let key = sha256(file.name.as_bytes());
    let answer = sender.send_file(place, &key, "sheet", &file.bytes);
    let name = &file.name;
    assert!(begun.elapsed() < LONGEST, "{name} took {:?}", begun.elapsed());
    assert!(answer.status < 500, "{name}: {} {}", answer.status, gist(&answer.text));
    if answer.status != 201 {
        let problem: Value = serde_json::from_str(&answer.text).expect("JSON");
        let title = problem["title"].as_str().unwrap_or_default();
        assert!(title.chars().any(|c| c > '\u{4e00}'), "{name}: {problem}");
    }
}

/// Asks now and then until it is over; how long each answer took, the longest last.
fn well_all_the_while(address: SocketAddr, over: &Receiver<()>) -> Vec<Duration> {
    let mut client = Client::new(address);
    let mut waits = Vec::new();
    while over.recv_timeout(Duration::from_millis(20)) == Err(RecvTimeoutError::Timeout) {
        for path in ["/livez", "/readyz"] {
            let begun = Instant::now();
            assert_eq!(client.get(path).status, 200, "{path}");
            waits.push(begun.elapsed());
        }
    }
    waits.sort();
    waits
}
