//! 检查点: from time to time the heads of all audit chains are written down under one hash, so that a chain that
//! is rewritten or cut later no longer fits.

use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::Service;
use crate::problem::{Failure, Problem};
use crate::store::audit;

/// Between two checkpoints.
const APART: Duration = Duration::from_secs(3_600);

/// Writes one checkpoint; its hash.
pub fn seal(service: &Service) -> Result<String, Problem> {
    let now = service.now();
    service.store.write(move |conn| audit::seal(conn, now))
}

/// Seals now and then for as long as it is held.
pub struct Sealer {
    end: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Seals in a thread of its own, every hour.
pub fn keep_sealing(service: Service) -> Result<Sealer, Failure> {
    let (end, ended) = sync_channel::<()>(0);
    let thread = std::thread::Builder::new()
        .name("sealer".to_owned())
        .spawn(move || {
            while let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(APART) {
                if seal(&service).is_err() {
                    tracing::error!("a checkpoint was not written");
                }
            }
        })
        .map_err(|error| Failure::new(format!("检查点线程没有启动：{error}")))?;
    Ok(Sealer { end: Some(end), thread: Some(thread) })
}

impl Drop for Sealer {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
