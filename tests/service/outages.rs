//! PostgreSQL goes away under the service and comes back, or another comes in its place: no sheet that was acknowledged
//! is lost, none is there twice, whoever asks meanwhile is told to come back, and nobody starts the service again.

use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use huibiao::problem::ProblemCode;
use huibiao::store::Address;

use crate::client::Client;
use crate::cluster::Cluster;
use crate::house::{Database, House};
use crate::process::{Data, Serving};
use crate::published::Published;
use crate::senders::{Going, Unit, units, verifies};
use crate::town::gist;

const SENDERS: usize = 6;

/// How long the service may be away behind a failure of its database.
const AWAY: Duration = Duration::from_secs(30);

/// A season on a cluster of its own, and what its server left behind.
fn season(cluster: &Cluster) -> (Data, Vec<Unit>) {
    let house = House::with(Database::Postgresql, |settings| settings.database = Some(cluster.address()));
    let season = Published::within(house, SENDERS, &[("close_at", "")]);
    let units = units(&season);
    (Data::of(season.house), units)
}

/// So many sheets are acknowledged; how long the first one took.
fn acknowledged(tells: &Receiver<()>, sheets: usize) -> Duration {
    let begun = Instant::now();
    let told = |_| tells.recv_timeout(AWAY).expect("sheets are acknowledged within half a minute");
    told(0);
    let first = begun.elapsed();
    (1..sheets).for_each(told);
    first
}

/// Everybody sends, and `meanwhile` happens to the database.
fn under_load(units: &mut [Unit], servers: &[SocketAddr], meanwhile: impl FnOnce(&Receiver<()>)) {
    let going = Going::to(servers);
    let (told, tells) = channel();
    std::thread::scope(|scope| {
        for unit in units {
            let (told, going) = (told.clone(), &going);
            scope.spawn(move || unit.send_always(going, &told));
        }
        let _over = going.until_dropped();
        meanwhile(&tells);
    });
}

/// Each holds what it was acknowledged, once, and nobody has heard anything but these.
fn all_is_there(data: &Data, units: &mut [Unit], address: SocketAddr, heard: &[&str]) {
    let mut made = 0;
    for unit in units {
        unit.client = unit.client.moved_to(address);
        unit.everything_is_there_once();
        made += unit.sent.len();
        assert!(unit.heard.iter().all(|said| heard.contains(&said.as_str())), "{:?}", unit.heard);
    }
    verifies(data, made..=made);
}

#[test]
fn a_database_that_is_restarted_costs_nothing_but_patience() {
    let mut cluster = Cluster::new();
    let (data, mut units) = season(&cluster);
    let serving = Serving::start(&data);
    under_load(&mut units, &[serving.address], |tells| {
        acknowledged(tells, 2 * SENDERS);
        for how in ["fast", "immediate", "fast"] {
            cluster.stop(how);
            while_it_is_down(serving.address);
            cluster.start();
            tells.try_iter().for_each(drop);
            acknowledged(tells, 2 * SENDERS);
        }
    });
    all_is_there(&data, &mut units, serving.address, &["503"]);
}

/// Every page says 503 and when to come back; the process itself is well.
fn while_it_is_down(address: SocketAddr) {
    let mut client = Client::new(address);
    assert_eq!(client.get("/livez").status, 200);
    client.cookies.insert("session".to_owned(), "a".repeat(32));
    client.headers.insert("authorization".to_owned(), format!("Bearer hb_{}", "0".repeat(40)));
    for path in ["/readyz", "/campaigns", "/api/v1/campaigns"] {
        let answer = client.get(path);
        assert_eq!(answer.status, 503, "{path}: {}", gist(&answer.text));
        assert!(!answer.header("retry-after").is_empty(), "{path}");
        assert!(answer.text.contains("数据库暂时连不上"), "{path}: {}", gist(&answer.text));
    }
}

#[test]
fn a_standby_takes_the_place_of_a_primary_that_is_killed() {
    let mut cluster = Cluster::new();
    cluster.follow();
    let (data, mut units) = season(&cluster);
    let beside = data.beside();
    let both = [Serving::start(&data), Serving::start(&beside)];
    let addresses = both.each_ref().map(|serving| serving.address);
    under_load(&mut units, &addresses, |tells| {
        acknowledged(tells, 3 * SENDERS);
        let begun = Instant::now();
        cluster.strike();
        tells.try_iter().for_each(drop);
        cluster.promote();
        acknowledged(tells, 1);
        let away = begun.elapsed();
        println!("a standby was in the place of a killed primary after {away:?}");
        assert!(away < AWAY, "{away:?}");
        acknowledged(tells, 3 * SENDERS);
    });
    all_is_there(&data, &mut units, addresses[0], &["503"]);
    all_is_there(&beside, &mut units, addresses[1], &["503"]);
}

#[test]
fn a_standby_alone_is_no_database_until_it_is_promoted() {
    let mut cluster = Cluster::new();
    cluster.follow();
    let whole = Address::parse(&cluster.address());
    assert!(whole.connect().is_ok(), "of both the one that takes writes");
    let alone = Address::parse(&cluster.standby());
    let Err(refused) = alone.connect() else { panic!("nothing can be written there") };
    assert_eq!(refused.code, ProblemCode::Unreachable, "{refused:?}");
    assert!(refused.text().contains("连不上数据库"), "{refused:?}");
    cluster.strike();
    cluster.promote();
    assert!(alone.connect().is_ok(), "in the place of the other");
    assert!(whole.connect().is_ok(), "by the address of both");
}

#[test]
fn a_server_that_is_killed_is_stood_in_for_by_the_other() {
    let (data, beside, mut units) = two_servers();
    let (first, second) = (Serving::start(&data), Serving::start(&beside));
    let addresses = [first.address, second.address];
    under_load(&mut units, &addresses, |tells| {
        acknowledged(tells, 3 * SENDERS);
        first.kill();
        tells.try_iter().for_each(drop);
        acknowledged(tells, 6 * SENDERS);
    });
    for unit in &mut units {
        unit.heard.retain(|said| !said.starts_with("cut"));
    }
    all_is_there(&beside, &mut units, addresses[1], &["refused"]);
    let again = Serving::start(&data);
    all_is_there(&data, &mut units, again.address, &["refused"]);
}

/// A season on PostgreSQL, and the folders of two servers of it.
fn two_servers() -> (Data, Data, Vec<Unit>) {
    let season = Published::on(Database::Postgresql, SENDERS, &[("close_at", "")]);
    let units = units(&season);
    let data = Data::of(season.house);
    let beside = data.beside();
    (data, beside, units)
}

#[test]
fn a_rolling_upgrade_loses_no_request() {
    let (data, beside, mut units) = two_servers();
    let begin = |data: &Data, port: &str| {
        let mut command = data.command(&["serve"]);
        command.env("HUIBIAO_PORT", port).env("HUIBIAO_LEAVE_SECONDS", "1");
        Serving::of(command)
    };
    let mut both = [(begin(&data, "0"), &data), (begin(&beside, "0"), &beside)];
    let addresses = both.each_ref().map(|(serving, _)| serving.address);
    under_load(&mut units, &addresses, |tells| {
        for (serving, data) in &mut both {
            acknowledged(tells, 2 * SENDERS);
            let port = serving.address.port().to_string();
            serving.ask_to_end("-TERM");
            serving.wait();
            tells.try_iter().for_each(drop);
            acknowledged(tells, 2 * SENDERS);
            *serving = begin(data, &port);
        }
        tells.try_iter().for_each(drop);
        acknowledged(tells, 2 * SENDERS);
    });
    all_is_there(&data, &mut units, addresses[0], &[]);
    all_is_there(&beside, &mut units, addresses[1], &[]);
}
