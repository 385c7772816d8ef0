//! 字号: everything a quarter larger, for whoever wants it, on this browser.
//!
//! A cookie remembers it. Pages know nothing of it: each asks for one more style sheet, which is empty or makes the
//! letters larger, and all other measures follow the letters. So it works without scripts and on every page.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::answer::{No, see_other};
use super::posted::Posted;
use super::sign_in::{local, set};
use crate::workflow::Service;

const COOKIE: &str = "text";
const LARGE: &str = "large";

/// Paper keeps its letters.
const STYLE: &str = "@media screen { html { font-size: 125%; } }\n";

#[derive(Debug, Deserialize, Validate)]
pub struct Wanted {
    #[validate(length(max = 20, message = "字号只有“标准”和“大”。"))]
    size: String,
}

fn is_large(request: &HttpRequest) -> bool {
    request.cookie(COOKIE).is_some_and(|cookie| cookie.value() == LARGE)
}

pub async fn style(request: HttpRequest) -> HttpResponse {
    let style = if is_large(&request) { STYLE } else { "" };
    HttpResponse::Ok().content_type("text/css; charset=utf-8").body(style)
}

pub async fn choose(
    request: HttpRequest,
    service: web::Data<Service>,
    posted: Posted<Wanted>,
) -> Result<HttpResponse, No> {
    posted.check()?;
    let size = posted.value.size;
    let mut cookie = Cookie::build(COOKIE, LARGE)
        .path("/")
        .http_only(true)
        .secure(service.settings.is_secure())
        .same_site(SameSite::Lax)
        .max_age(Duration::days(365))
        .finish();
    if size != LARGE {
        cookie.make_removal();
    }
    let mut response = see_other(&before(&request));
    set(&mut response, &cookie)?;
    Ok(response)
}

/// The page that the button stood on.
fn before(request: &HttpRequest) -> String {
    let referer = request.headers().get(header::REFERER).and_then(|referer| referer.to_str().ok());
    let path = referer.and_then(|referer| referer.split_once("://")?.1.split_once('/')).map(|(_, path)| path);
    local(&format!("/{}", path.unwrap_or("account"))).to_owned()
}
