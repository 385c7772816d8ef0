//! What every verb works with: workers to read files, a clock, and as many hands as there are cores.
//!
//! `app` builds one and hands it to the command line and the pages; whoever has an office never
//! learns how files are parsed or where the time comes from.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Reader;
use super::hands::each_at_once;
use crate::aggregate::RollUp;
use crate::form::Form;
use crate::formats::look::Seen;
use crate::formats::{self, Pool, workbook};
use crate::problem::{Failure, Refusal};
use crate::report::template::Template;
use crate::report::{LastYear, fill};
use crate::vocabulary::Register;
use crate::vocabulary::time::Instant;

/// Tells the time; tests bring their own.
pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// The parts that all commands share.
#[derive(Clone)]
pub struct Office {
    pub pool: Arc<Pool>,
    pub threads: usize,
    pub clock: Clock,
}

impl Office {
    pub fn reader(&self, form: Arc<Form>, year: Option<i32>, register: Option<Arc<Register>>) -> Reader {
        Reader::new(Arc::clone(&self.pool), self.threads, form, year, register)
    }

    /// What can be seen of a file that is not read for figures. Blocks until a worker has looked.
    pub fn look(&self, bytes: &[u8]) -> Result<Seen, Refusal> {
        self.pool.look(bytes)
    }

    /// Whether these bytes may be an archive or a mail, by how they begin.
    pub fn may_hold_files(&self, bytes: &[u8]) -> bool {
        formats::may_hold_files(bytes)
    }

    pub fn now(&self) -> Instant {
        (self.clock)()
    }

    /// Writes the workbooks of a roll-up; their paths.
    pub fn write_workbooks(
        &self,
        roll_up: &RollUp,
        last_year: Option<&LastYear>,
        templates: &[Template],
        out: &Path,
    ) -> Result<Vec<PathBuf>, Failure> {
        let unwritable =
            |error: std::io::Error| Failure::new(format!("写不进文件夹 {}：{error}", out.display()));
        std::fs::create_dir_all(out).map_err(unwritable)?;
        let planned = fill::plan(templates, roll_up);
        each_at_once(&planned, self.threads, |planned| {
            let path = out.join(&planned.file_name);
            let bytes = workbook::write(&planned.fill(roll_up, last_year))?;
            std::fs::write(&path, bytes).map_err(unwritable)?;
            Ok(path)
        })
        .into_iter()
        .collect()
    }
}
