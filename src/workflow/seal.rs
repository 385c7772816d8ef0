//! 检查点: from time to time the heads of all audit chains are written down under one hash and signed, so that a
//! chain that is rewritten or cut later no longer fits.
//!
//! That is when the service starts and stops, every hour, and after so many entries. Each checkpoint is appended to a
//! file beside the database as well.

use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::Service;
use crate::problem::{Failure, Problem};
use crate::store::{audit, witness};

/// Between two checkpoints: at most so long, and at most so many entries.
const APART: Duration = Duration::from_secs(3_600);
const ENTRIES: i64 = 500;

/// Between two looks at the log.
const LOOK: Duration = Duration::from_secs(10);

/// Writes one checkpoint; its hash.
pub fn seal(service: &Service) -> Result<String, Problem> {
    let (now, signer) = (service.now(), service.signer()?);
    let sealed = service.store.write(move |conn| audit::seal(conn, now, &signer))?;
    let path = witness::path(&service.settings.data);
    witness::append(&path, &sealed.proof).map_err(|error| {
        tracing::error!(%error, path = %path.display(), "a checkpoint was not written to its file");
        Problem::broken()
    })?;
    Ok(sealed.hash)
}

/// The signed text of the last checkpoint, for whoever prints it.
pub fn last(service: &Service) -> Result<Option<String>, Problem> {
    service.store.read(audit::last_proof)
}

/// Seals now and then for as long as it is held, and once more when it is let go.
pub struct Sealer {
    end: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Seals at once, and from then on in a thread of its own.
pub fn keep_sealing(service: Service) -> Result<Sealer, Failure> {
    if service.public_key().is_some() {
        seal(&service)?;
    }
    let (end, ended) = sync_channel::<()>(0);
    let thread = std::thread::Builder::new()
        .name("sealer".to_owned())
        .spawn(move || {
            let mut last = (Instant::now(), entries(&service));
            while let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(LOOK) {
                if service.store.refresh_time().is_err() {
                    tracing::error!("the log's last time was not read");
                }
                let now = entries(&service);
                if last.0.elapsed() >= APART || now - last.1 >= ENTRIES {
                    sealed(&service);
                    last = (Instant::now(), now);
                }
            }
            sealed(&service);
        })
        .map_err(|error| Failure::new(format!("检查点线程没有启动：{error}")))?;
    Ok(Sealer { end: Some(end), thread: Some(thread) })
}

fn sealed(service: &Service) {
    // Before anybody has worked here there is no key, and nothing to be sealed.
    if service.public_key().is_some() && seal(service).is_err() {
        tracing::error!("a checkpoint was not written");
    }
}

/// How many entries the log has.
fn entries(service: &Service) -> i64 {
    service.store.read(audit::summary).map_or(0, |summary| summary.entries)
}

impl Drop for Sealer {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
