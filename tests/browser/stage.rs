//! The stage of the browser tests: a season with known passwords, on the real service.
//!
//! `stage make FOLDER` plays the season of the demonstration once (a city, three counties, sixty units; some
//! late, some missing, some returned), loads plain figures of last year, and gives everybody one password: clerks sign
//! in with the code of their unit. `stage serve FOLDER` lets a test have it for itself: a copy of the folder, a
//! free port, a clock that goes on from the morning after the deadline. It prints one line of JSON, and ends,
//! copy and all, when its standard input does: a test that dies leaves nothing behind.

use std::fmt::Write;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use chrono::Duration;
use huibiao::app;
use huibiao::config::Settings;
use huibiao::store::accounts::{self, Password};
use huibiao::store::audit::{self, Entry};
use huibiao::vocabulary::register::Row;
use huibiao::vocabulary::time::{Instant, parse_instant};
use huibiao::vocabulary::{Level, Register, Role};
use huibiao::web;
use huibiao::workflow::season::{self, Cast, Sheet};
use huibiao::workflow::{Clock, Service, campaigns};

const PASSWORD: &str = "kettle-orbit-violin";
const MORNING_AFTER: &str = "2024-03-23 10:00";

/// Units that every test may count on.
const CAST: Cast = Cast {
    last_year: ("2023年统计表.csv", include_bytes!("../sheets/samples/last_year.csv")),
    missing: &["370320009", "370320010", "370321016", "370322017"],
    late: &["370321002", "370322006"],
    returned: &["370320002", "370321003"],
    on_behalf: &["370320003"],
    exempt: "370322004",
    extended: "370321016",
};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", folder] => make(Path::new(folder)),
        ["serve", folder] => serve(Path::new(folder)),
        _ => panic!("stage make FOLDER | stage serve FOLDER"),
    }
}

fn make(folder: &Path) {
    if folder.exists() {
        std::fs::remove_dir_all(folder).expect("the last stage goes");
    }
    let hands = Arc::new(Mutex::new(at("2024-03-01 09:00")));
    let clock = Arc::clone(&hands);
    let service = open(folder, Arc::new(move || *clock.lock().expect("the clock")));
    let turn = |instant: Instant| *hands.lock().expect("the clock") = instant;
    let register = register();
    let logins = season::play(&service, &turn, &register, &sheets(), &CAST).expect("a season");
    load_last_year(&service, &register);
    let units =
        register.units().iter().filter(|unit| unit.level == Level::Unit).map(|unit| unit.code.to_string());
    let staff = logins.into_iter().map(|login| login.login);
    let others = ["xian2", "xian3"].map(str::to_owned);
    give_password(&service, units.chain(staff).chain(others).collect());
}

fn serve(folder: &Path) {
    let own = std::env::temp_dir().join(format!("huibiao-stage-{}", std::process::id()));
    copy(folder, &own);
    let (morning, began) = (at(MORNING_AFTER), std::time::Instant::now());
    let clock = move || morning + Duration::from_std(began.elapsed()).expect("a short test");
    let server = web::start(open(&own, Arc::new(clock)), web::server::Ends::Caller).expect("a server");
    let routes: Vec<_> = web::table()
        .iter()
        .map(|route| serde_json::json!({ "method": route.method, "path": route.path }))
        .collect();
    let url = format!("http://{}", server.address);
    println!(
        "{}",
        serde_json::json!({ "url": url, "password": PASSWORD, "routes": routes, "time": morning.timestamp_millis() })
    );
    std::io::stdin().read_to_end(&mut Vec::new()).expect("standard input");
    server.stop();
    std::fs::remove_dir_all(own).expect("the copy goes");
}

fn at(text: &str) -> Instant {
    parse_instant(text).expect("a time")
}

/// The service on a folder, with workers of the real program.
fn open(folder: &Path, clock: Clock) -> Service {
    let own = std::env::current_exe().expect("a program");
    let program = own.parent().and_then(Path::parent).expect("target/debug").join("huibiao");
    assert!(program.exists(), "build the program first: cargo build");
    let settings = Settings { port: 0, data: folder.to_owned(), ..Settings::default() };
    app::open_service(settings, clock, &program).expect("a service")
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sheets/samples")
}

fn register() -> Register {
    let text = std::fs::read_to_string(samples().join("units.csv")).expect("the samples have units");
    let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    let rows: Vec<Row> = lines
        .map(|(index, line)| Row { line: index + 1, cells: line.split(',').map(str::to_owned).collect() })
        .collect();
    Register::from_rows(&rows).expect("the samples' units are in order")
}

fn sheets() -> Vec<Sheet> {
    let files = std::fs::read_dir(samples().join("sheets")).expect("the samples have sheets");
    let mut sheets: Vec<Sheet> = files
        .map(|file| {
            let path = file.expect("a file").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let unit = name.split('_').next().expect("the code comes first").to_owned();
            Sheet { unit, name, bytes: std::fs::read(&path).expect("a sheet") }
        })
        .collect();
    sheets.sort_by(|one, other| one.name.cmp(&other.name));
    sheets
}

/// Takes other figures of last year than the season's: the same for all units, so that a test knows what it types
/// next to.
fn load_last_year(service: &Service, register: &Register) {
    let mut table = String::from(
        "2023年“3·15”活动情况统计表\n单位名称,普法宣传活动,组织新闻发布会,开展线上线下消费教育活动,\
         受理消费者咨询情况,受理消费者投诉情况,解决消费纠纷,为消费者挽回经济损失（万元）,\
         发布消费提（警）示,组织新闻媒体专栏专题,媒体宣传报道,印发各类宣传资料\n",
    );
    let units = register.units().iter().filter(|unit| unit.level == Level::Unit);
    for (index, unit) in units.enumerate() {
        let more = index % 7;
        let figures =
            [8 + more, 1, 6 + more, 150 + more, 40 + more, 38, 3, 9 + more, 2, 12 + more, 2_600 + 100 * more];
        let figures: Vec<String> = figures.iter().map(usize::to_string).collect();
        writeln!(table, "{},{}", unit.name, figures.join(",")).expect("text takes everything");
    }
    let loaded = service.store.read(|conn| {
        let city = accounts::by_login(conn, "shi")?.expect("the city's supervisor").0.id;
        Ok(accounts::actor(conn, city)?.expect("who acts"))
    });
    let city = loaded.expect("the city's supervisor");
    assert_eq!(city.role, Role::Supervisor);
    campaigns::load_last_year(service, &city, 1, "2023年汇总.csv", table.as_bytes()).expect("last year");
}

fn give_password(service: &Service, logins: Vec<String>) {
    let hash = service.passwords.hash(PASSWORD).expect("a hash");
    let now = service.now();
    let given = service.store.write(move |conn| {
        for login in &logins {
            let known = accounts::by_login(conn, login)?;
            let (account, _) = known.unwrap_or_else(|| panic!("{login} has an account"));
            accounts::set_password(
                conn,
                account.id,
                &Password { hash: hash.clone(), first_until: None, at: now },
            )?;
        }
        let (chain, subject) = (audit::SYSTEM.to_owned(), "service".to_owned());
        let detail = String::new();
        audit::append(
            conn,
            Entry { chain, at: now, account: None, verb: "reset-password", subject, detail },
        )?;
        Ok(())
    });
    given.expect("passwords are given");
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("the stage is made") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, target).expect("a copy");
        }
    }
}
