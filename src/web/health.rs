//! Whether the program runs, and whether it can work.

use actix_web::{HttpResponse, web};

use super::answer::ask;
use crate::problem::Problem;
use crate::workflow::Service;

pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// The database answers and the folder of received files can be written to.
pub async fn ready(service: web::Data<Service>) -> HttpResponse {
    let ready = ask(&service, |service| if service.is_ready() { Ok(()) } else { Err(Problem::busy()) });
    match ready.await {
        Ok(()) => HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"),
        Err(_) => super::answer::refuse(Problem::busy()),
    }
}
