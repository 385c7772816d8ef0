//! Benchmark: the service under load, as ratios in one run.
//!
//! Durable sends through HTTP against the bare database writing the same rows with the same group commit
//! (SQLite) or pool (PostgreSQL); two thousand units around one deadline; board and totals of a province against
//! one GROUP BY over the product's own tables; three hundred packages beside tables; sheets answered in themselves.
//! `cargo bench --bench service [-- sends answers deadline packages province]`.

#[path = "answers.rs"]
mod answers;
#[path = "memory.rs"]
mod memory;
#[path = "packages.rs"]
mod packages;
#[path = "../service/postgresql.rs"]
mod postgresql;
#[path = "province.rs"]
mod province;
#[path = "ratio.rs"]
mod ratio;
#[path = "../sheets/mod.rs"]
mod sheets;

use std::collections::HashSet;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use diesel::RunQueryDsl;
use diesel::sql_types::{BigInt, Text};
use huibiao::store::{Conn, Store};
use huibiao::workflow::Service;

use province::{Province, values};

/// As the program itself has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Sends of each client in one measurement, spread over the units: each has a handful of revisions, as in life.
const SENDS: usize = 60;
const UNITS: usize = 2_000;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let wanted = |part: &str| asked.is_empty() || asked.iter().any(|word| word == part);
    if wanted("sends") {
        let postgresql = Some(postgresql::fresh_database());
        for (name, database, bar) in [("SQLite", None, "0.25"), ("PostgreSQL", postgresql, "0.45")] {
            println!("== {name}");
            let province = Province::of(database, "bench", UNITS, &plain_units(UNITS, 50));
            for clients in [16, 128] {
                sends(&province, clients, bar);
            }
        }
    }
    if wanted("answers") {
        println!("== sheets in, answered sheets out, SQLite");
        answers::answers();
    }
    if wanted("deadline") {
        println!("== two thousand units around the deadline, SQLite");
        deadline();
    }
    if wanted("packages") {
        println!("== three hundred packages of 20 MiB beside tables, the program killed once, SQLite");
        packages::packages();
    }
    if wanted("province") {
        for (units, bar) in [(8_000, "0.5"), (40_000, "0.2")] {
            for (name, database) in [("SQLite", None), ("PostgreSQL", Some(postgresql::fresh_database()))] {
                println!("== a province of {units} units, {name}");
                whole_province(database, units, bar);
            }
        }
    }
}

/// A register of so many units, so many a county.
fn plain_units(count: usize, a_county: usize) -> String {
    let mut units = "code,name,level,parent_code\n370000,山东省,city,\n".to_owned();
    for index in 0..count {
        let (county, number) = (index / a_county, index % a_county + 1);
        if number == 1 {
            units += &format!("{},第{}县,county,370000\n", 380_000 + county, county + 1);
        }
        let code = 380_000 + county;
        units += &format!("{code}{number:03},第{}县{number}号镇市场监督管理所,unit,{code}\n", county + 1);
    }
    units
}

/// As many at once as there are clients, each its share; the time for all.
fn together(clients: usize, share: impl Fn(usize) + Sync) -> Duration {
    let start = Instant::now();
    std::thread::scope(|scope| {
        for client in 0..clients {
            let share = &share;
            scope.spawn(move || share(client));
        }
    });
    start.elapsed()
}

/// `bar`: of what the bare database writes in a second, so much at least goes through HTTP.
fn sends(province: &Province, clients: usize, bar: &str) {
    let run = AtomicUsize::new(0);
    let ours = || {
        let run = run.fetch_add(1, Ordering::Relaxed);
        together(clients, |client| {
            let agent = province.agent();
            for send in 0..SENDS {
                let key = format!("bench-{clients}-{run}-{client}-{send}");
                let unit = (client + send * clients + run * 7) % UNITS;
                let (status, _) = province.send(&agent, unit, &key, values(client + send).into_bytes());
                assert_eq!(status, 201);
            }
        });
    };
    let bare_run = AtomicUsize::new(0);
    let theirs = || {
        let run = bare_run.fetch_add(1, Ordering::Relaxed);
        together(clients, |client| {
            for send in 0..SENDS {
                bare_send(&province.service.store, clients, (run, client, send));
            }
        });
    };
    let (ours, theirs) = ratio::in_turn(3, ours, theirs);
    let rate = |time: Duration| (clients * SENDS) as f64 / time.as_secs_f64();
    println!("{clients} clients: {:.0} sends a second : {:.0} bare", rate(ours), rate(theirs));
    ratio::say(
        &format!("{clients} clients, rate of durable sends to the bare database's"),
        theirs,
        ours,
        bar,
    );
}

/// The rows of one send and nothing else.
fn bare_send(store: &Store, clients: usize, (run, client, send): (usize, usize, usize)) {
    let chain = format!("bare/{clients}/{run}/{client}/{send}");
    let rows = move |conn: &mut Conn| Ok(bare_rows(conn, &chain).inspect_err(|error| eprintln!("{error}"))?);
    store.write(rows).expect("rows are written");
}

fn bare_rows(conn: &mut Conn, chain: &str) -> diesel::QueryResult<()> {
    let text = |query: &'static str| diesel::sql_query(query).bind::<Text, _>(chain.to_owned());
    text("INSERT INTO audit_chain (name, length, head) VALUES ($1, 1, 'x')").execute(conn)?;
    text(
        "INSERT INTO audit_entry (chain, sequence, at, verb, subject, detail, previous, hash) \
          VALUES ($1, 1, 1, 'submit', 'bare', '{}', 'x', 'x')",
    )
    .execute(conn)?;
    #[derive(diesel::QueryableByName)]
    struct Added {
        #[diesel(sql_type = BigInt)]
        id: i64,
    }
    // SQLite numbers parameters by where they first stand.
    let snapshot = "x".repeat(1_500);
    // Numbers must differ; the key does, so its hash serves.
    let number = chain.bytes().fold(7_i64, |sum, byte| (sum * 131 + i64::from(byte)) % 1_000_000_007);
    let added: Added = diesel::sql_query(
        "INSERT INTO revision (campaign_id, deliverable_id, unit_id, number, channel, account_id, received_at, \
         idempotency_key, fingerprint, nil, snapshot, digest) \
         SELECT c.id, d.id, c.unit_id, $1, 'api', c.created_by, 1, $2, 'x', (1 = 0), $3, 'x' \
         FROM campaign c JOIN deliverable d ON d.campaign_id = c.id WHERE c.id = 1 RETURNING id",
    )
    .bind::<BigInt, _>(number)
    .bind::<Text, _>(chain.to_owned())
    .bind::<Text, _>(snapshot)
    .get_result(conn)?;
    for item in 1..=11_i64 {
        diesel::sql_query(
            "INSERT INTO figure (revision_id, item, col, value, raw) VALUES ($1, $2, 'value', $3, '7')",
        )
        .bind::<BigInt, _>(added.id)
        .bind::<Text, _>(item.to_string())
        .bind::<BigInt, _>(item * 1_000_000)
        .execute(conn)?;
    }
    diesel::sql_query(
        "INSERT INTO receipt (revision_id, number, phrase, due_at, chain, sequence, head) \
         VALUES ($1, $2, 'x', 1, $2, 1, 'x')",
    )
    .bind::<BigInt, _>(added.id)
    .bind::<Text, _>(chain.to_owned())
    .execute(conn)?;
    Ok(())
}

/// Real files of two thousand units arrive within a minute in whose middle the deadline lies.
fn deadline() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-{UNITS}-80"));
    if !folder.join("units.csv").exists() {
        sheets::folder::write_plain(&folder, UNITS, 80, 7).expect("the sheets can be written");
    }
    let units = std::fs::read_to_string(folder.join("units.csv")).expect("the register is there");
    let province = Province::of(None, "deadline", UNITS, &units);
    let due = province.now() + chrono::TimeDelta::seconds(4);
    province.due_at(due);
    let (next, receipts, waits) = (AtomicUsize::new(0), Mutex::new(HashSet::new()), Mutex::new(Vec::new()));
    let late = AtomicUsize::new(0);
    let took = together(64, |_| {
        let agent = province.agent();
        while let Some(unit) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|unit| *unit < UNITS) {
            let file = folder.join(format!("sheets/{}_plain.xlsx", province.units[unit]));
            let bytes = std::fs::read(file).expect("a sheet");
            let start = Instant::now();
            let (status, answer) = province.send_file(&agent, unit, &format!("deadline-{unit:05}"), bytes);
            waits.lock().expect("waits").push(start.elapsed());
            assert_eq!(status, 201, "{answer}");
            let answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
            let received = answer["received"].as_str().unwrap_or_default();
            let received = huibiao::vocabulary::time::parse_instant(received).expect("a time");
            let on_time = answer["receipt"]["on_time"] == true;
            assert_eq!(on_time, received < due, "{received} against {due}");
            late.fetch_add(usize::from(!on_time), Ordering::Relaxed);
            assert!(receipts.lock().expect("receipts").insert(answer["receipt"]["number"].to_string()));
        }
    });
    let receipts = receipts.into_inner().expect("receipts").len();
    let mut waits = waits.into_inner().expect("waits");
    waits.sort_unstable();
    println!(
        "{receipts} receipts, none twice, {} late, in {:.1} s of the 60; wait median {:.0} ms, 99 % within {:.0} ms",
        late.into_inner(),
        took.as_secs_f64(),
        waits[waits.len() / 2].as_secs_f64() * 1e3,
        waits[waits.len() * 99 / 100].as_secs_f64() * 1e3,
    );
    assert_eq!(receipts, UNITS);
    assert!(took < Duration::from_secs(60));
}

fn whole_province(database: Option<String>, units: usize, bar: &str) {
    let province = Province::of(database, "province", 64, &plain_units(units, 56));
    province.fill();
    let agent = province.agent();
    let bare = || grouped(&province.service);
    let times = AtomicUsize::new(0);
    let one_unit_changes = || province.deposit(7, times.fetch_add(1, Ordering::Relaxed));
    let nothing_changes = || {};
    let cases: [(&str, &dyn Fn(), &str, &str); 4] = [
        ("totals after one unit has changed", &one_unit_changes, "/api/v1/campaigns/1/totals", bar),
        ("totals", &nothing_changes, "/api/v1/campaigns/1/totals", bar),
        ("one county's totals", &one_unit_changes, "/api/v1/campaigns/1/totals?node=380000", "0.25"),
        ("board", &nothing_changes, "/api/v1/campaigns/1/board?limit=100", "none yet"),
    ];
    for (what, before, path, bar) in cases {
        let ours = || assert_eq!(province.get(&agent, path).0, 200);
        let (ours, theirs) = ratio::in_turn_after(5, before, ours, bare);
        ratio::say(&format!("{what} : one GROUP BY"), ours, theirs, bar);
    }
}

/// One GROUP BY over the figures in force.
fn grouped(service: &Service) {
    #[derive(diesel::QueryableByName)]
    struct Sum {
        #[diesel(sql_type = BigInt)]
        sum: i64,
    }
    let sums: Vec<Sum> = service
        .store
        .read(|conn| {
            Ok(diesel::sql_query(
                "SELECT CAST(SUM(f.value) AS BIGINT) AS sum FROM expected_unit e \
                 JOIN figure f ON f.revision_id = e.in_force_revision_id \
                 WHERE e.campaign_id = 1 GROUP BY f.item, f.col",
            )
            .load(conn)?)
        })
        .expect("sums");
    assert!(sums.len() == 11 && sums.iter().any(|sum| sum.sum > 0));
}
