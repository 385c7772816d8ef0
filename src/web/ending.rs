//! Being told to end, by Ctrl-C or SIGTERM: nobody new is let in, and whoever is inside is served first.
//!
//! The server's own signals are not used: its Ctrl-C drops whatever is under way. Windows knows no SIGTERM.

use actix_web::dev::ServerHandle;
use actix_web::rt::signal::ctrl_c;

/// Stops the server gently once the operating system says so.
pub async fn end_when_told(handle: ServerHandle) {
    told().await;
    tracing::info!("told to end; requests under way are finished");
    handle.stop(true).await;
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
