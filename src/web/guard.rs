//! The guard before every handler: who is it, may the role do this, does the request come from our own page.
//!
//! It is wrapped around each route with what the table says of it; there is no route without it, and a route
//! that says nothing does not compile. Pages know people by a cookie, the API by a token and never by a
//! cookie, so that a foreign page cannot use it. Whatever changes something must come from our own origin, as
//! far as the browser tells; the form's own token is checked where the body is read (`posted`). A handler that
//! panics costs its own request an error page and nobody else anything.

use std::panic::AssertUnwindSafe;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};
use futures_util::FutureExt;

use super::access::{Access, Route};
use super::answer::{self, ask};
use super::signed::Signed;
use super::{arrival, cookies};
use crate::problem::Problem;
use crate::workflow::sign_in;

/// Where somebody with a first password may go.
const WITH_FIRST_PASSWORD: [&str; 2] = ["/account", "/account/password"];

/// Admits a request to its handler, or answers in its place.
pub async fn admit(
    route: Route,
    mut request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let known = request.clone_of_request();
    let judged = if route.is_unsafe() {
        arrival::meanwhile(&mut request, async |request| judge(route, request).await).await
    } else {
        judge(route, &request).await
    };
    match judged {
        Ok(signed) => {
            if let Some(signed) = signed {
                request.extensions_mut().insert(signed);
            }
            match AssertUnwindSafe(next.call(request)).catch_unwind().await {
                Ok(answered) => answered,
                Err(_) => {
                    tracing::error!(route = route.path, "a handler panicked");
                    Ok(ServiceResponse::new(known, answer::refuse(Problem::broken())))
                }
            }
        }
        Err(Turned { problem, signed, to }) => {
            if let Some(signed) = signed {
                request.extensions_mut().insert(*signed);
            }
            let response = match to {
                Some(address) => answer::see_other(&address),
                None => answer::refuse(problem),
            };
            Ok(request.into_response(response))
        }
    }
}

/// Somebody who is not admitted.
struct Turned {
    problem: Problem,
    signed: Option<Box<Signed>>,
    /// Where a browser is sent instead.
    to: Option<String>,
}

impl From<Problem> for Turned {
    fn from(problem: Problem) -> Turned {
        Turned { problem, signed: None, to: None }
    }
}

async fn judge(route: Route, request: &ServiceRequest) -> Result<Option<Signed>, Turned> {
    if route.access == Access::Open {
        return Ok(None);
    }
    let is_api = answer::is_api(request.path());
    let signed = if is_api { by_token(request).await? } else { by_cookie(request).await? };
    if request.uri().path_and_query().is_some_and(|asked| asked.as_str().contains("%00")) {
        let problem = Problem::with_nul();
        return Err(Turned { problem, signed: signed.map(Box::new), to: None });
    }
    if route.is_unsafe() && !is_api && !comes_from_us(request) {
        return Err(Turned { problem: Problem::foreign(), signed: signed.map(Box::new), to: None });
    }
    let Access::Needs(permission) = route.access else { return Ok(signed) };
    let Some(signed) = signed else {
        let to = (!is_api && route.method == "GET").then(|| sign_in_address(request));
        return Err(Turned { problem: Problem::sign_in_needed(), signed: None, to });
    };
    if signed.must_change && !WITH_FIRST_PASSWORD.contains(&route.path) {
        let to = Some("/account".to_owned());
        return Err(Turned { problem: Problem::forbidden(), signed: Some(Box::new(signed)), to });
    }
    if !signed.actor.may(permission) {
        return Err(Turned { problem: Problem::forbidden(), signed: Some(Box::new(signed)), to: None });
    }
    Ok(Some(signed))
}

/// Where to sign in, and where to come back to.
fn sign_in_address(request: &ServiceRequest) -> String {
    let wanted = request.uri().path_and_query().map_or("/", |wanted| wanted.as_str());
    if wanted == "/" { "/sign-in".to_owned() } else { format!("/sign-in?next={}", answer::escaped(wanted)) }
}

async fn by_cookie(request: &ServiceRequest) -> Result<Option<Signed>, Problem> {
    let service = answer::service(request.request());
    let Some(reference) = cookies::session(request.request(), &service.settings) else { return Ok(None) };
    let asked = reference.clone();
    let session = ask(&service, move |service| sign_in::session(service, &asked)).await?;
    Ok(session.map(|session| Signed {
        actor: session.actor,
        csrf: session.csrf,
        must_change: session.must_change,
        reference,
    }))
}

async fn by_token(request: &ServiceRequest) -> Result<Option<Signed>, Problem> {
    let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let Some(token) = header.and_then(|value| value.strip_prefix("Bearer ")) else { return Ok(None) };
    let token = token.trim().to_owned();
    let owner =
        ask(&answer::service(request.request()), move |service| sign_in::token_owner(service, &token))
            .await?;
    Ok(owner.map(|actor| Signed { actor, csrf: String::new(), must_change: false, reference: String::new() }))
}

/// Whether the browser says that one of our own pages sent this; a client that is no browser says nothing.
fn comes_from_us(request: &ServiceRequest) -> bool {
    let text = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or("?"));
    if text("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return false;
    }
    let Some(origin) = text("origin") else { return true };
    let settings = &answer::service(request.request()).settings;
    let ours = settings.public_url.as_deref().is_some_and(|url| url.trim_end_matches('/') == origin);
    let host = text("host").unwrap_or_default();
    let same_host = origin.split_once("://").is_some_and(|(_, authority)| authority == host);
    ours || (same_host && !host.is_empty())
}

/// A second handle on the request, which outlives a handler that panics.
trait CloneOfRequest {
    fn clone_of_request(&self) -> actix_web::HttpRequest;
}

impl CloneOfRequest for ServiceRequest {
    fn clone_of_request(&self) -> actix_web::HttpRequest {
        self.request().clone()
    }
}
