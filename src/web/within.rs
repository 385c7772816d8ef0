//! One request answered within this process, without a port: what the command line asks the interface.
//!
//! It goes through the same table of routes, guard and shapes as a request from the network, so that a command
//! can do what the interface can, for the same people, and nothing else.

use actix_web::http::{Method, header};
use actix_web::middleware::from_fn;
use actix_web::{App, test, web};

use super::{answer, refusal, routes, trace};
use crate::problem::Failure;
use crate::workflow::Service;

/// A request to the interface.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// `GET`, `POST` …
    pub method: String,
    /// `/api/v1/campaigns?after=3`.
    pub path: String,
    /// Whose rights it has.
    pub token: String,
    /// Media type of the body.
    pub kind: &'static str,
    pub body: Vec<u8>,
}

/// What was answered.
#[derive(Clone, Debug)]
pub struct Answered {
    pub status: u16,
    /// Media type of the body.
    pub kind: String,
    pub body: Vec<u8>,
}

/// Answers one request.
pub fn answer(service: Service, asked: Asked) -> Result<Answered, Failure> {
    let method = Method::from_bytes(asked.method.to_ascii_uppercase().as_bytes()).map_err(|_| {
        Failure::new(format!("没有“{}”这种请求，应为 GET、POST、PUT 或 DELETE", asked.method))
    })?;
    actix_web::rt::System::new().block_on(async move {
        let app = App::new()
            .app_data(web::Data::new(service))
            .app_data(web::Data::new(routes::table()))
            .configure(routes::register)
            .default_service(web::to(answer::nothing))
            .wrap(from_fn(refusal::render))
            .wrap(from_fn(trace::follow));
        let app = test::init_service(app).await;
        let request = test::TestRequest::with_uri(&asked.path)
            .method(method)
            .insert_header((header::AUTHORIZATION, format!("Bearer {}", asked.token)))
            .insert_header((header::CONTENT_TYPE, asked.kind))
            .set_payload(asked.body)
            .to_request();
        let response = test::call_service(&app, request).await;
        let status = response.status().as_u16();
        let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or_default().to_owned();
        let body = test::read_body(response).await.to_vec();
        Ok(Answered { status, kind, body })
    })
}
