//! Bodies are read with a limit on their size, on their time, and on the time without progress: one that
//! dribbles is cut. All bodies together may hold so much memory and no more.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant as Moment};

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use futures_util::StreamExt;

use crate::config::Settings;
use crate::problem::Problem;

/// Bytes that all bodies being read may hold together.
const TOGETHER: usize = 512 << 20;

static HELD: AtomicUsize = AtomicUsize::new(0);

/// Memory that a body holds; given back when it goes.
pub(super) struct Held(usize);

impl Held {
    pub fn nothing() -> Held {
        Held(0)
    }

    pub fn more(&mut self, bytes: usize) -> Result<(), Problem> {
        if HELD.fetch_add(bytes, Ordering::Relaxed) + bytes > TOGETHER {
            HELD.fetch_sub(bytes, Ordering::Relaxed);
            return Err(Problem::busy());
        }
        self.0 += bytes;
        Ok(())
    }

    /// Gives some of it back.
    pub fn less(&mut self, bytes: usize) {
        let back = bytes.min(self.0);
        HELD.fetch_sub(back, Ordering::Relaxed);
        self.0 -= back;
    }

    pub fn bytes(&self) -> usize {
        self.0
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        HELD.fetch_sub(self.0, Ordering::Relaxed);
    }
}

/// Waits for the next piece of a body: so long and no longer.
pub(super) struct Patience {
    until: Moment,
    stands: Duration,
}

impl Patience {
    pub fn new(settings: &Settings) -> Patience {
        let length = |length: chrono::Duration| length.to_std().unwrap_or_default();
        Patience { until: Moment::now() + length(settings.body_within), stands: length(settings.body_stands) }
    }

    /// Does not count time that the body waited for us.
    pub fn forgive(&mut self, time: Duration) {
        self.until += time;
    }

    pub async fn wait<T>(&self, next: impl Future<Output = T>) -> Result<T, Problem> {
        let left = self.until.saturating_duration_since(Moment::now()).min(self.stands);
        actix_web::rt::time::timeout(left, next).await.map_err(|_| Problem::too_slow())
    }
}

/// Reads a body to its end.
pub(super) async fn collect(
    mut payload: Payload,
    limit: usize,
    settings: &Settings,
) -> Result<Vec<u8>, Problem> {
    let patience = Patience::new(settings);
    let mut held = Held::nothing();
    let mut body = Vec::new();
    while let Some(piece) = patience.wait(payload.next()).await? {
        let piece = piece.map_err(|error: PayloadError| {
            tracing::info!(%error, "a body broke off");
            Problem::too_slow()
        })?;
        if body.len() + piece.len() > limit {
            return Err(Problem::too_large("发来的内容太大，没有接收。"));
        }
        held.more(piece.len())?;
        body.extend_from_slice(&piece);
    }
    Ok(body)
}
