//! 接口说明: the description of the API as a page of the manual, for people without a tool that shows it.

use actix_web::{HttpRequest, HttpResponse, web};

use super::access::Route;
use super::answer::{No, page};
use super::api::description::document;
use super::signed;
use super::views;
use crate::workflow::Service;

pub async fn show(
    request: HttpRequest,
    service: web::Data<Service>,
    routes: web::Data<Vec<Route>>,
) -> Result<HttpResponse, No> {
    let frame = signed::frame(&request, "接口说明").section("/manual");
    let frame = frame.through("使用手册", "/manual").here("接口说明");
    let address = match &service.settings.public_url {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None => asked(&request),
    };
    page(&views::interface::interface_page(&document(&routes), &address, frame))
}

/// The address at which this server was asked.
fn asked(request: &HttpRequest) -> String {
    let host = request.headers().get("host").and_then(|host| host.to_str().ok()).unwrap_or_default();
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || ".-:[]".contains(letter);
    let host: String = host.chars().filter(|letter| is_plain(*letter)).collect();
    format!("http://{host}")
}
