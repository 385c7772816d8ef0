//! A disk that fails now and then: whoever sends while a write or a flush of the database fails holds no receipt and is
//! told to come again; what was acknowledged before is there; and the next one is taken, by the same process.
//!
//! `strace` lets the kernel fail the calls of the running program on the files of its database, the first of them, the
//! second, and so on, as a disk with a bad sector or a cable that is loose would.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::client::Answer;
use crate::house::Database;
use crate::process::{Data, Serving, ask_to_end};
use crate::published::{Published, number_of};
use crate::senders::verifies;
use crate::town::{Api, gist, values};

/// The call that fails, counted from the moment at which the disk begins to: one send makes some ten.
const FAILS: [usize; 9] = [1, 2, 3, 4, 5, 6, 8, 10, 13];

/// What a database asks of a disk.
const CALLS: &str = "write,pwrite64,fsync,fdatasync,ftruncate";

/// Watches over the program's calls until it is dropped.
struct Fault(Child);

impl Fault {
    /// From now on the call of this number fails, and all behind it.
    fn from_call(number: usize, serving: &Serving, data: &Data) -> Fault {
        let mut strace = Command::new("strace");
        strace.args(["-f", "-p", &serving.id().to_string(), "-e", &format!("trace={CALLS}")]);
        strace.args(["-e", &format!("inject={CALLS}:error=EIO:when={number}+")]);
        for file in ["huibiao.db", "huibiao.db-wal"] {
            strace.arg("-P").arg(data.folder.path().join(file));
        }
        let mut strace = strace.stderr(Stdio::piped()).spawn().expect("strace starts");
        let mut said = BufReader::new(strace.stderr.take().expect("its output is ours"));
        let mut line = String::new();
        while !line.contains("attached") {
            line.clear();
            assert!(said.read_line(&mut line).expect("it speaks") > 0, "strace watches over nothing");
        }
        // What it says afterwards is read by nobody, and must not make it wait.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        Fault(strace)
    }
}

impl Drop for Fault {
    fn drop(&mut self) {
        ask_to_end("-INT", self.0.id());
        self.0.wait().expect("strace lets go");
    }
}

#[test]
fn what_the_disk_did_not_take_has_no_receipt_and_is_taken_afterwards() {
    let season = Published::on(Database::Sqlite, 1, &[("close_at", "")]);
    let sheet = season.sheets[0].clone();
    let (place, client) = (season.place(&sheet), season.apis().remove(0).client);
    let data = Data::of(season.house);
    let serving = Serving::start(&data);
    let mut api = Api { client: client.moved_to(serving.address) };
    let mut send = |number: usize| -> Answer {
        let mut figures = sheet.typed();
        figures[10].1 = (10_000 + number).to_string();
        api.send(&place, &format!("failing-{number}"), &values(&figures))
    };
    let mut held = vec![number_of(&send(0))];
    let mut refused = 0;
    for number in FAILS {
        let fault = Fault::from_call(number, &serving, &data);
        let answer = send(number);
        if answer.status == 201 {
            held.push(number_of(&answer));
        } else {
            assert_eq!(answer.status, 503, "from call {number}: {}", gist(&answer.text));
            assert!(!answer.header("retry-after").is_empty(), "from call {number}");
            refused += 1;
        }
        let page = client.moved_to(serving.address).get(&format!("/api/v1{}", place.path("package")));
        assert_eq!(page.status, 200, "one can look, from call {number}: {}", gist(&page.text));
        drop(fault);
        let receipt = number_of(&send(number));
        assert!(answer.status != 201 || held.last() == Some(&receipt), "a key is one receipt");
        if answer.status != 201 {
            held.push(receipt);
        }
    }
    assert!(refused > 2, "only {refused} sends met the fault");
    serving.kill();
    verifies(&data, held.len()..=held.len());
    let again = Serving::start(&data);
    let mut client = client.moved_to(again.address);
    for number in &held {
        assert_eq!(client.get(&format!("/api/v1/receipts/{number}")).status, 200, "{number} is there");
    }
}
