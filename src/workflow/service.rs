//! What every verb of the service works with: the database, the office, the settings.
//!
//! `app` builds one at the start and hands it to the pages, the API and the commands; tests build one with a
//! clock of their own. A verb takes `&Service` first and the [`Actor`](crate::vocabulary::Actor) second, and
//! blocks: the pages call it off their request threads.

use std::sync::Arc;

use super::Office;
use super::desk::Desk;
use super::secrets::Passwords;
use crate::config::Settings;
use crate::store::Store;
use crate::vocabulary::time::Instant;

/// The parts that all verbs share.
#[derive(Clone)]
pub struct Service {
    pub store: Arc<Store>,
    pub office: Office,
    pub settings: Arc<Settings>,
    pub(super) desk: Arc<Desk>,
    pub passwords: Arc<Passwords>,
}

impl Service {
    pub fn new(store: Arc<Store>, office: Office, settings: Settings) -> Service {
        let passwords = Arc::new(Passwords::new(settings.hashing));
        Service { store, office, settings: Arc::new(settings), passwords, desk: Arc::default() }
    }

    pub fn now(&self) -> Instant {
        self.office.now()
    }

    /// Whether the database answers and received files can be kept.
    pub fn is_ready(&self) -> bool {
        self.store.is_ready() && self.store.objects.is_writable()
    }
}
