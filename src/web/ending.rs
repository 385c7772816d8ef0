//! Being told to end, by Ctrl-C or SIGTERM: nobody new is let in, and whoever is inside is served first.
//!
//! Behind a proxy the order is: the server says that it is not ready any more and asks everybody to hang up behind the
//! answer; it goes on answering for as long as the proxy needs to notice (setting `leave_seconds`); only then does it
//! stop listening. So a rolling upgrade loses no request.
//!
//! The server's own signals are not used: its Ctrl-C drops whatever is under way. Windows knows no SIGTERM.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::Error;
use actix_web::body::BoxBody;
use actix_web::dev::{ServerHandle, ServiceRequest, ServiceResponse};
use actix_web::http::ConnectionType;
use actix_web::middleware::Next;
use actix_web::rt::signal::ctrl_c;
use actix_web::rt::time::sleep;
use actix_web::web;

/// Whether the server was told to end.
#[derive(Default)]
pub struct Leaving(AtomicBool);

impl Leaving {
    pub fn has_begun(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Stops the server gently once the operating system says so; before, it answers for so long.
pub async fn end_when_told(handle: ServerHandle, leaving: web::Data<Leaving>, before: Duration) {
    told().await;
    leaving.0.store(true, Ordering::Relaxed);
    tracing::info!("told to end; requests under way are finished");
    sleep(before).await;
    handle.stop(true).await;
}

/// Around everything: once the server was told to end, each connection closes behind its answer.
pub async fn hang_up(
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let leaving = request.app_data::<web::Data<Leaving>>().cloned();
    let mut answered = next.call(request).await?;
    if leaving.is_some_and(|leaving| leaving.has_begun()) {
        answered.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    Ok(answered)
}

#[cfg(unix)]
async fn told() {
    use std::pin::pin;

    use actix_web::rt::signal::unix::{SignalKind, signal};
    use futures_util::future::select;

    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => drop(select(pin!(ctrl_c()), pin!(terminate.recv())).await),
        Err(error) => {
            tracing::error!(%error, "SIGTERM cannot be heard");
            drop(ctrl_c().await);
        }
    }
}

#[cfg(not(unix))]
async fn told() {
    drop(ctrl_c().await);
}
