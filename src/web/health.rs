//! Whether the program runs, and whether it can work: a proxy asks the second before it sends anybody here.

use std::time::Duration;

use actix_web::rt::time::timeout;
use actix_web::{HttpResponse, web};

use super::answer::ask;
use super::ending::Leaving;
use crate::problem::Problem;
use crate::workflow::{Service, readiness};

pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// Whoever watches wants an answer, also from a database that gives none.
const PATIENCE: Duration = Duration::from_secs(2);

/// Everything is there that a request needs, and nobody has told the server to end.
pub async fn ready(service: web::Data<Service>, leaving: Option<web::Data<Leaving>>) -> HttpResponse {
    if leaving.is_some_and(|leaving| leaving.has_begun()) {
        return super::answer::refuse(Problem::busy());
    }
    let ready = ask(&service, readiness::ready);
    match timeout(PATIENCE, ready).await {
        Ok(Ok(())) => HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"),
        Ok(Err(problem)) => super::answer::refuse(problem),
        Err(_) => super::answer::refuse(Problem::unreachable()),
    }
}
