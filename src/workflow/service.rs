//! What every verb of the service works with: the database, the office, the settings.
//!
//! `app` builds one at the start and hands it to the pages, the API and the commands; tests build one with a
//! clock of their own. A verb takes `&Service` first and the [`Actor`](crate::vocabulary::Actor) second, and
//! blocks: the pages call it off their request threads.

use std::sync::Arc;

use super::desk::Desk;
use super::key_ring::Keys;
use super::secrets::Passwords;
use super::steady::{Steady, Witness};
use super::{Office, Reader, Units};
use crate::campaign::Task;
use crate::config::Settings;
use crate::form::Form;
use crate::problem::Problem;
use crate::store::{Conn, Store};
use crate::vocabulary::time::Instant;

/// The parts that all verbs share.
#[derive(Clone)]
pub struct Service {
    pub store: Arc<Store>,
    pub office: Office,
    pub settings: Arc<Settings>,
    desk: Arc<Desk>,
    pub passwords: Arc<Passwords>,
    pub(super) keys: Arc<Keys>,
    pub(super) witness: Arc<Witness>,
}

impl Service {
    /// `steady` is the witness of the office's clock, where it has one.
    pub fn new(store: Arc<Store>, office: Office, settings: Settings, steady: Option<Steady>) -> Service {
        let passwords = Arc::new(Passwords::new(settings.hashing));
        Service {
            store,
            office,
            settings: Arc::new(settings),
            passwords,
            desk: Arc::default(),
            keys: Arc::default(),
            witness: Arc::new(Witness::new(steady)),
        }
    }

    pub fn now(&self) -> Instant {
        self.office.now()
    }

    /// The form of a campaign that asks for figures.
    pub fn form_of(&self, conn: &mut Conn, task: &Task) -> Result<Arc<Form>, Problem> {
        self.form(conn, task.form_version.ok_or_else(Problem::no_table)?)
    }

    /// A form version.
    pub fn form(&self, conn: &mut Conn, version: i64) -> Result<Arc<Form>, Problem> {
        self.desk.form(conn, version)
    }

    /// A reader for a campaign's sheets, with everybody's names.
    pub fn reader(&self, conn: &mut Conn, task: &Task) -> Result<Arc<Reader>, Problem> {
        let version = task.form_version.ok_or_else(Problem::no_table)?;
        self.desk.reader(&self.office, conn, (version, task.year, task.level))
    }

    /// The names of all units that a campaign may ask, whether it asks for figures or not.
    pub fn units(&self, conn: &mut Conn, task: &Task) -> Result<Arc<Units>, Problem> {
        self.desk.units(conn, task.level)
    }

    /// A reader for the sheets of the year before.
    pub fn reader_of_last_year(&self, conn: &mut Conn, task: &Task) -> Result<Arc<Reader>, Problem> {
        let version = task.form_version.ok_or_else(Problem::no_table)?;
        self.desk.reader(&self.office, conn, (version, task.year - 1, task.level))
    }

    /// Whether the database answers and received files can be kept.
    pub fn is_ready(&self) -> bool {
        self.store.is_ready() && self.store.objects.is_writable()
    }
}
