//! The one place that may import everything: the program is built here from its parts.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant as Moment;

use chrono::{TimeDelta, Utc};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::cli::Openings;
use crate::config::Settings;
use crate::formats::{Limits, Pool, worker};
use crate::problem::Failure;
use crate::store::{Address, Store, folder};
use crate::vocabulary::time::{Instant, beijing};
use crate::web::Server;
use crate::web::server::Ends;
use crate::web::within::{self, Asked};
use crate::workflow::received::{at_hand, bring_in};
use crate::workflow::{Clock, Office, Service, Steady, first_start, keys, night, seal};

/// Runs the program on its arguments, the program's own name first; the exit code.
pub fn run(arguments: Vec<OsString>) -> i32 {
    // The pool starts this same program as a worker that reads files from outside.
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
            match clock {
                Some(clock) => open_service(settings, clock, &own_program()?),
                None => open_machine(settings),
            }
        },
        log_into: &log_into,
        clock: Arc::new(now),
        serve: &|service, listening| {
            at_hand(&service)?;
            keys::needed(&service)?;
            let sealer = seal::keep_sealing(service.clone())?;
            let nights = night::keep_checking(service.clone(), night::LOOK)?;
            let server = crate::web::start(service, Ends::Signals)?;
            listening(server.address);
            let ended = server.wait();
            drop(nights);
            drop(sealer);
            ended
        },
        call: &|settings, token, call| {
            start_log(&settings.log, settings.log_json);
            let service = open_machine(settings)?;
            let asked = Asked {
                method: call.method,
                path: call.path,
                token: token.to_owned(),
                kind: call.kind,
                body: call.body,
            };
            let answered = within::answer(service, asked)?;
            Ok((answered.status, answered.kind, answered.body))
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

/// An office whose workers are processes of the given program.
fn office(program: &Path, clock: Clock) -> Result<Office, Failure> {
    // Two threads a core: one works while the other waits for its worker's answer.
    let threads = 2 * std::thread::available_parallelism().map_or(1, usize::from);
    let pool = Pool::new(program, threads, Limits::sheet())
        .map_err(|error| Failure::new(format!("读表进程启动失败：{error}")))?;
    if let Ok(layers) = pool.layers()
        && !layers.missing().is_empty()
    {
        tracing::warn!(missing = ?layers.missing(), "readers are not kept from all that they should be");
    }
    Ok(Office { pool: Arc::new(pool), threads, clock })
}

/// The service by the machine's clock, and what it is held against.
fn open_machine(settings: Settings) -> Result<Service, Failure> {
    open_witnessed(settings, Arc::new(now), Some(steady()), &own_program()?)
}

/// Opens the database and the folder of received files. `program` is started as the workers that read files. The clock
/// is believed.
pub fn open_service(settings: Settings, clock: Clock, program: &Path) -> Result<Service, Failure> {
    open_witnessed(settings, clock, None, program)
}

/// The same with a witness, by which a clock is known that jumps ahead.
pub fn open_witnessed(
    settings: Settings,
    clock: Clock,
    steady: Option<Steady>,
    program: &Path,
) -> Result<Service, Failure> {
    let unmade = |error: std::io::Error| {
        Failure::new(format!("数据文件夹 {} 建不起来：{error}", settings.data.display()))
    };
    folder::make(&settings.data).and_then(|()| folder::make(&settings.objects())).map_err(unmade)?;
    let address = Address::parse(&settings.database());
    let alone = address.alone()?;
    let store = Store::open(address, &settings.objects())?;
    let is_apart = matches!(store.address, Address::Postgresql(_));
    let service = Service::new(Arc::new(store), office(program, clock)?, settings, steady);
    if is_apart {
        bring_in(&service)?;
    }
    first_start::prepare(&service)?;
    drop(alone);
    Ok(service)
}

/// Starts the service within this process; whoever holds the server ends it.
pub fn serve(settings: Settings, clock: Clock, program: &Path) -> Result<Server, Failure> {
    crate::web::start(open_service(settings, clock, program)?, Ends::Caller)
}

/// The clock, read at the edge and nowhere else.
fn now() -> Instant {
    Utc::now().with_timezone(&beijing())
}

/// What has passed since now.
fn steady() -> Steady {
    let begun = Moment::now();
    Arc::new(move || TimeDelta::from_std(begun.elapsed()).unwrap_or(TimeDelta::MAX))
}

/// Writes the log to a file and nothing of it to the console.
fn log_into(settings: &Settings, file: &Path) -> Result<(), Failure> {
    let unmade = |error: std::io::Error| Failure::new(format!("日志 {} 写不了：{error}", file.display()));
    let file = std::fs::File::create(file).map_err(unmade)?;
    let lines = fmt::layer().with_ansi(false).with_writer(Mutex::new(file));
    let _ = tracing_subscriber::registry().with(filter(&settings.log)).with(lines).try_init();
    Ok(())
}

/// Writes the log to standard error. Only the first call of a process has an effect.
fn start_log(words: &str, json: bool) {
    let log = tracing_subscriber::registry().with(filter(words));
    let lines = fmt::layer().with_writer(std::io::stderr);
    let _ = if json { log.with(lines.json()).try_init() } else { log.with(lines).try_init() };
}

/// What is logged, and `info` where the words mean nothing. What the web server tells of its own start is left out
/// unless it is asked for by name.
fn filter(words: &str) -> Targets {
    format!("actix_server=warn,{words}")
        .parse()
        .unwrap_or_else(|_| Targets::new().with_default(LevelFilter::INFO))
}
