//! The process is killed as hard as the system can, again and again, while many send at once: whoever holds a
//! receipt finds it afterwards, once and with its figures, and whoever was not answered asks again and is.
//!
//! It is the real program, `huibiao serve` on the data that the last kill left behind. A round ends when so
//! many sheets of it were acknowledged; every sender has then one under way. After each kill `huibiao verify`
//! looks at what lies there, before anybody has repaired anything.

use std::sync::mpsc::channel;
use std::time::Duration;

use crate::house::{Database, on_both};
use crate::process::{Data, Serving};
use crate::published::Published;
use crate::senders::{units, verifies};

on_both!(every_receipt_survives_every_kill);

/// So often; many more behind `HUIBIAO_DEEP`.
const KILLS: usize = 60;
const MANY_KILLS: usize = 200;

/// Looking at everything takes longer with every sheet: behind the usual kills each tenth is looked at.
fn is_looked_at(round: usize) -> bool {
    round < KILLS || round % 10 == 9
}

const SENDERS: usize = 8;

fn every_receipt_survives_every_kill(database: Database) {
    // Late sheets are taken as long as nobody closes the campaign: the process has the machine's clock.
    let season = Published::on(database, SENDERS, &[("close_at", "")]);
    let mut units = units(&season);
    let data = Data::of(season.house);

    let mut unanswered = 0;
    let kills = if std::env::var_os("HUIBIAO_DEEP").is_some() { MANY_KILLS } else { KILLS };
    for round in 0..kills {
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
        if is_looked_at(round) {
            verifies(&data, held..=made);
        }
    }
    assert!(unanswered >= kills, "only {unanswered} requests were cut off");

    let serving = Serving::start(&data);
    for unit in &mut units {
        unit.client = unit.client.moved_to(serving.address);
        assert!(unit.send(), "whoever was not answered asks again");
        unit.everything_is_there_once();
    }
    drop(serving);
    let made: usize = units.iter().map(|unit| unit.sent.len()).sum();
    verifies(&data, made..=made);
}
