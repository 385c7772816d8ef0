//! The one place that may import everything: the program is built here from its parts.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use chrono::Utc;
use tracing_subscriber::EnvFilter;

use crate::cli::Openings;
use crate::config::Settings;
use crate::formats::{Limits, Pool, worker};
use crate::problem::Failure;
use crate::store::{Address, Objects, Store, folder};
use crate::vocabulary::time::{Instant, beijing};
use crate::web::Server;
use crate::web::server::Ends;
use crate::workflow::{Clock, Office, Service, seal};

/// Runs the program on its arguments, the program's own name first; the exit code.
pub fn run(arguments: Vec<OsString>) -> i32 {
    // The same program, started by its own pool to read strangers' files.
    if arguments.get(1).is_some_and(|argument| argument == worker::ARGUMENT) {
        return worker::run();
    }
    let openings = Openings {
        office: &|| {
            start_log(&std::env::var("HUIBIAO_LOG").unwrap_or_else(|_| "off".to_owned()), false);
            open_office()
        },
        service: &|settings, clock| {
            start_log(&settings.log, settings.log_json);
            open_service(settings, clock.unwrap_or_else(|| Arc::new(now)), &own_program()?)
        },
        log_into: &log_into,
        clock: Arc::new(now),
        serve: &|service, listening| {
            let sealer = seal::keep_sealing(service.clone())?;
            let server = crate::web::start(service, Ends::Signals)?;
            listening(server.address);
            let ended = server.wait();
            drop(sealer);
            ended
        },
    };
    crate::cli::run(arguments, &openings)
}

fn own_program() -> Result<PathBuf, Failure> {
    std::env::current_exe().map_err(|error| Failure::new(format!("找不到程序自身：{error}")))
}

/// Workers of this same program, and the machine's clock.
fn open_office() -> Result<Office, Failure> {
    office(&own_program()?, Arc::new(now))
}

/// An office whose workers run the given program.
fn office(program: &Path, clock: Clock) -> Result<Office, Failure> {
    // Two hands a core: while one waits for its worker's answer, another has something to do.
    let threads = 2 * std::thread::available_parallelism().map_or(1, usize::from);
    let pool = Pool::new(program, threads, Limits::sheet())
        .map_err(|error| Failure::new(format!("读表进程启动失败：{error}")))?;
    Ok(Office { pool: Arc::new(pool), threads, clock })
}

/// Opens the database and the folder of received files; `program` is the one whose workers read files.
pub fn open_service(settings: Settings, clock: Clock, program: &Path) -> Result<Service, Failure> {
    let unmade = |error: std::io::Error| {
        Failure::new(format!("数据文件夹 {} 建不起来：{error}", settings.data.display()))
    };
    folder::make(&settings.data).and_then(|()| folder::make(&settings.objects())).map_err(unmade)?;
    let objects = Objects::new(&settings.objects());
    let store = Store::open(Address::parse(&settings.database()), objects)?;
    Ok(Service::new(Arc::new(store), office(program, clock)?, settings))
}

/// Starts the service within this process; whoever holds the server ends it.
pub fn serve(settings: Settings, clock: Clock, program: &Path) -> Result<Server, Failure> {
    crate::web::start(open_service(settings, clock, program)?, Ends::Caller)
}

/// The clock, read at the edge and nowhere else.
fn now() -> Instant {
    Utc::now().with_timezone(&beijing())
}

/// A log for who reads it later, with nothing of it on the console.
fn log_into(settings: &Settings, file: &Path) -> Result<(), Failure> {
    let unmade = |error: std::io::Error| Failure::new(format!("日志 {} 写不了：{error}", file.display()));
    let file = std::fs::File::create(file).map_err(unmade)?;
    let log = tracing_subscriber::fmt().with_env_filter(filter(&settings.log)).with_ansi(false);
    let _ = log.with_writer(Mutex::new(file)).try_init();
    Ok(())
}

/// Logs go to standard error; the first who asks decides how. What the web server tells of its own start is
/// left out unless it is asked for by name.
fn start_log(filter: &str, json: bool) {
    let log = tracing_subscriber::fmt().with_env_filter(self::filter(filter)).with_writer(std::io::stderr);
    let _ = if json { log.json().try_init() } else { log.try_init() };
}

fn filter(words: &str) -> EnvFilter {
    EnvFilter::try_new(format!("actix_server=warn,{words}")).unwrap_or_else(|_| "info".into())
}
