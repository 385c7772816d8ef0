//! 让路: large files give way to everybody who only waits for an answer.
//!
//! Footage takes minutes whatever happens, a table is sent in a moment and somebody sits before it. So pieces of files
//! go to the store one after another, and while others wait, each piece is followed by a rest: uploads then take a
//! machine no more than a county's line would bring them. While nobody waits they go as fast as they can.

use std::sync::atomic::{AtomicIsize, Ordering};
use std::time::Duration;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, rt, web};
use futures_util::lock::Mutex;

/// After a piece of a mebibyte: together about a hundred megabits a second.
const REST: Duration = Duration::from_millis(75);

/// Who is on the way in one server.
#[derive(Default)]
pub struct Lane {
    /// Requests that are being answered and bring no large file.
    waiting: AtomicIsize,
    turn: Mutex<()>,
}

/// A request that counts, or one that no longer does, as long as it lives.
struct Counted<'l>(&'l Lane);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A request that brings a large file stands aside as long as this lives.
pub struct Aside<'l>(&'l Lane);

impl Drop for Aside<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_add(1, Ordering::Relaxed);
    }
}

impl Lane {
    /// That of the server which a request came to.
    pub fn of(request: &HttpRequest) -> web::Data<Lane> {
        request.app_data::<web::Data<Lane>>().cloned().unwrap_or_default()
    }

    /// The request itself is one of those that wait no longer.
    pub fn aside(&self) -> Aside<'_> {
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        Aside(self)
    }

    /// Takes a piece in its turn, and rests behind it while others wait.
    pub async fn piece<T>(&self, taken: impl Future<Output = T>) -> T {
        let _turn = self.turn.lock().await;
        let made = taken.await;
        if self.others_wait() {
            rt::time::sleep(REST).await;
        }
        made
    }

    fn others_wait(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) > 0
    }
}

/// Around everything: counts who waits for an answer.
pub async fn count(request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, Error> {
    let lane = Lane::of(request.request());
    lane.waiting.fetch_add(1, Ordering::Relaxed);
    let _counted = Counted(&lane);
    next.call(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_give_way_only_while_somebody_else_waits() {
        let lane = Lane::default();
        assert!(!lane.others_wait(), "nobody is there");
        lane.waiting.fetch_add(1, Ordering::Relaxed);
        let own = Counted(&lane);
        assert!(lane.others_wait(), "somebody is");
        let aside = lane.aside();
        assert!(!lane.others_wait(), "it is the one who brings the file");
        drop(aside);
        assert!(lane.others_wait());
        drop(own);
        assert!(!lane.others_wait(), "all are answered");
    }
}
