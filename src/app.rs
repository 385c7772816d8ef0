//! The one place that may import everything: the program is built here from its parts.

use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;

use chrono::Utc;

use crate::config::Settings;
use crate::formats::{Limits, Pool, worker};
use crate::problem::Failure;
use crate::store::{Address, Objects, Store};
use crate::vocabulary::time::{Instant, beijing};
use crate::web::Server;
use crate::web::server::Ends;
use crate::workflow::{Clock, Office, Service};

/// Runs the program on its arguments, the program's own name first; the exit code.
pub fn run(arguments: Vec<OsString>) -> i32 {
    // The same program, started by its own pool to read strangers' files.
    if arguments.get(1).is_some_and(|argument| argument == worker::ARGUMENT) {
        return worker::run();
    }
    start_log();
    crate::cli::run(arguments, &open_office)
}

/// Workers of this same program, and the machine's clock.
fn open_office() -> Result<Office, Failure> {
    let program =
        std::env::current_exe().map_err(|error| Failure::new(format!("找不到程序自身：{error}")))?;
    office(&program, Arc::new(now))
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
    std::fs::create_dir_all(settings.objects()).map_err(unmade)?;
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

/// Logs go to standard error, and only where `HUIBIAO_LOG` asks for them.
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("HUIBIAO_LOG").unwrap_or_else(|_| "off".into());
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
