//! Whether the program runs, and whether it can work.

use std::time::Duration;

use actix_web::rt::time::timeout;
use actix_web::{HttpResponse, web};

use super::answer::ask;
use crate::problem::Problem;
use crate::workflow::Service;

pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// Whoever watches wants an answer, also from a database that gives none.
const PATIENCE: Duration = Duration::from_secs(2);

/// The database answers and the folder of received files can be written to.
pub async fn ready(service: web::Data<Service>) -> HttpResponse {
    let ready = ask(&service, |service| if service.is_ready() { Ok(()) } else { Err(Problem::busy()) });
    match timeout(PATIENCE, ready).await {
        Ok(Ok(())) => HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"),
        Ok(Err(_)) | Err(_) => super::answer::refuse(Problem::busy()),
    }
}
