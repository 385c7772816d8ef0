//! Commands on the SQLite file of a service that is under load: nobody is told that it is locked, nothing is lost, and
//! all that was written holds together.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;

use crate::house::Database;
use crate::process::{Data, Said, Serving};
use crate::published::Published;
use crate::senders::{Unit, units, verifies};

const WRITERS: usize = 16;

/// So many sheets each; many more behind `HUIBIAO_DEEP`.
fn sheets() -> usize {
    if std::env::var_os("HUIBIAO_DEEP").is_some() { 1_000 } else { 60 }
}

/// The commands, one after the other, until nobody writes any more; how often each was carried out.
fn commands(data: &Data, is_over: &AtomicBool) -> usize {
    let folder = data.folder.path();
    let list = folder.join("units.csv");
    let path = |name: &str| folder.join(name).display().to_string();
    let done = |said: Said| assert_eq!(said.code, 0, "{said:?}");
    let mut rounds = 0;
    while rounds == 0 || !is_over.load(Ordering::Relaxed) {
        let login = format!("beside{rounds}");
        let of = ["user", "add", "--name", "王丽", "--role", "审核员", "--unit", "370320", &login];
        done(data.run(&of));
        let unit = format!("code,name,level,parent_code\n3703209{rounds:02},新设第{rounds}所,unit,370320\n");
        std::fs::write(&list, unit).expect("a file");
        done(data.run(&["units", "import", &path("units.csv")]));
        done(data.run(&["backup", &path(&format!("{rounds}.zip"))]));
        rounds += 1;
    }
    rounds
}

#[test]
fn commands_beside_a_service_under_load_lock_nobody_out() {
    let season = Published::on(Database::Sqlite, WRITERS, &[("close_at", "")]);
    let mut units: Vec<Unit> = units(&season);
    let data = Data::of(season.house);
    let log = data.folder.path().join("log");
    let mut command = data.command(&["serve"]);
    command.env("HUIBIAO_LOG", "warn").stderr(std::fs::File::create(&log).expect("a file"));
    let serving = Serving::of(command);
    let is_over = AtomicBool::new(false);
    let (told, tells) = channel();
    let rounds = std::thread::scope(|scope| {
        let beside = scope.spawn(|| commands(&data, &is_over));
        let writers: Vec<_> = units
            .iter_mut()
            .map(|unit| {
                unit.client = unit.client.moved_to(serving.address);
                let told = told.clone();
                scope.spawn(move || {
                    for _ in 0..sheets() {
                        unit.next();
                        assert!(unit.send(), "not acknowledged: {:?}", unit.heard);
                        told.send(()).expect("somebody counts");
                    }
                })
            })
            .collect();
        let ended: Vec<bool> = writers.into_iter().map(|writer| writer.join().is_ok()).collect();
        is_over.store(true, Ordering::Relaxed);
        assert!(ended.iter().all(|ended| *ended), "a writer was turned away");
        beside.join().expect("the commands")
    });
    println!("{} sheets beside {rounds} rounds of commands", tells.try_iter().count());
    for unit in &mut units {
        assert!(unit.heard.is_empty(), "{:?}", unit.heard);
        unit.everything_is_there_once();
    }
    let users = data.run(&["user", "list", "beside"]).text;
    let there = (0..rounds).filter(|round| users.contains(&format!("beside{round}\t"))).count();
    assert_eq!(there, rounds, "accounts: {users}");
    let log = std::fs::read_to_string(&log).expect("the log");
    assert!(!log.contains("lock") && !log.contains("ERROR"), "{log}");
    drop(serving);
    verifies(&data, WRITERS * sheets()..=WRITERS * sheets());
}
