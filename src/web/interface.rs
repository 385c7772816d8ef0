//! 接口说明: the description of the API as pages of the manual, for people without a tool that shows it.

use actix_web::{HttpRequest, HttpResponse, web};

use super::access::Route;
use super::answer::{No, page};
use super::api::description::document;
use super::pages::Frame;
use super::signed;
use super::views;
use crate::problem::Problem;
use crate::workflow::Service;

pub async fn contents(
    request: HttpRequest,
    service: web::Data<Service>,
    routes: web::Data<Vec<Route>>,
) -> Result<HttpResponse, No> {
    let address = address(&request, &service);
    page(&views::interface::contents_page(&document(&routes), &address, frame(&request)))
}

pub async fn noun(
    request: HttpRequest,
    service: web::Data<Service>,
    routes: web::Data<Vec<Route>>,
    noun: web::Path<String>,
) -> Result<HttpResponse, No> {
    let address = address(&request, &service);
    let found = views::interface::noun_page(&document(&routes), &noun, &address, frame(&request));
    page(&found.ok_or_else(Problem::not_found)?)
}

fn frame(request: &HttpRequest) -> Frame {
    signed::frame(request, "接口说明").section("/manual").through("使用手册", "/manual")
}

/// The address that people know this server by.
fn address(request: &HttpRequest, service: &Service) -> String {
    match &service.settings.public_url {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None => asked(request),
    }
}

/// The address at which this server was asked.
fn asked(request: &HttpRequest) -> String {
    let host = request.headers().get("host").and_then(|host| host.to_str().ok()).unwrap_or_default();
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || ".-:[]".contains(letter);
    let host: String = host.chars().filter(|letter| is_plain(*letter)).collect();
    format!("http://{host}")
}
