//! Our cookies, and where a request comes from.
//!
//! The session's cookie holds its reference. Before there is a session, the sign-in and setup pages tie their
//! form to the browser with a short-lived random value, so that nobody is signed in to a stranger's account by
//! a foreign page; where something else is asked behind the password, one more holds the reference of that sign-in, which
//! opens nothing by itself. Under TLS all have the `__Host-` prefix: no other host or path can set them.

use std::net::IpAddr;

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite};

use crate::config::Settings;

fn name(what: &'static str, settings: &Settings) -> String {
    if settings.is_secure() { format!("__Host-{what}") } else { what.to_owned() }
}

const SESSION: &str = "session";
const DOOR: &str = "door";
const STEP: &str = "step";

fn read(request: &HttpRequest, what: &'static str, settings: &Settings) -> Option<String> {
    let value = request.cookie(&name(what, settings))?.value().to_owned();
    (value.len() == 32 && value.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(value)
}

fn made(what: &'static str, value: &str, same_site: SameSite, settings: &Settings) -> Cookie<'static> {
    Cookie::build(name(what, settings), value.to_owned())
        .path("/")
        .http_only(true)
        .secure(settings.is_secure())
        .same_site(same_site)
        .finish()
}

/// The reference of the session that the browser names.
pub fn session(request: &HttpRequest, settings: &Settings) -> Option<String> {
    read(request, SESSION, settings)
}

/// Lax: whoever follows a link from the office's own system stays signed in.
pub fn with_session(reference: &str, settings: &Settings) -> Cookie<'static> {
    made(SESSION, reference, SameSite::Lax, settings)
}

pub fn without_session(settings: &Settings) -> Cookie<'static> {
    let mut cookie = made(SESSION, "", SameSite::Lax, settings);
    cookie.make_removal();
    cookie
}

/// The reference of the sign-in under way that the browser names.
pub fn step(request: &HttpRequest, settings: &Settings) -> Option<String> {
    read(request, STEP, settings)
}

pub fn with_step(reference: &str, settings: &Settings) -> Cookie<'static> {
    made(STEP, reference, SameSite::Strict, settings)
}

pub fn without_step(settings: &Settings) -> Cookie<'static> {
    let mut cookie = made(STEP, "", SameSite::Strict, settings);
    cookie.make_removal();
    cookie
}

pub fn door(request: &HttpRequest, settings: &Settings) -> Option<String> {
    read(request, DOOR, settings)
}

pub fn with_door(value: &str, settings: &Settings) -> Cookie<'static> {
    made(DOOR, value, SameSite::Strict, settings)
}

/// The address that tries are counted by: the nearest that is no proxy of ours; a home network as one.
pub fn address(request: &HttpRequest, settings: &Settings) -> String {
    let Some(peer) = request.peer_addr().map(|peer| peer.ip()) else { return "?".to_owned() };
    let mut nearest = peer.to_canonical();
    if settings.trusted_proxies.contains(&nearest) {
        let forwarded = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
        let hops: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
        for hop in hops.into_iter().rev() {
            let Ok(address) = hop.parse::<IpAddr>() else { break };
            nearest = address.to_canonical();
            if !settings.trusted_proxies.contains(&nearest) {
                break;
            }
        }
    }
    match nearest {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn only_our_own_proxies_are_believed() {
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        let settings = Settings { trusted_proxies: vec![proxy], ..Settings::default() };
        for (peer, forwarded, address) in [
            ("203.0.113.9:1", "198.51.100.7", "203.0.113.9"),
            ("10.0.0.1:1", "198.51.100.7", "198.51.100.7"),
            ("10.0.0.1:1", "1.2.3.4, 198.51.100.7", "198.51.100.7"),
            ("10.0.0.1:1", "198.51.100.7, 10.0.0.1", "198.51.100.7"),
            ("10.0.0.1:1", "junk", "10.0.0.1"),
            ("[2001:db8:1:2:3:4:5:6]:1", "", "2001:db8:1:2::/64"),
        ] {
            let request = TestRequest::default()
                .peer_addr(peer.parse().unwrap())
                .insert_header(("x-forwarded-for", forwarded))
                .to_http_request();
            assert_eq!(super::address(&request, &settings), address, "{peer} {forwarded}");
        }
    }

    #[test]
    fn cookies_are_kept_from_scripts_and_from_other_hosts() {
        let plain = Settings::default();
        let secure = Settings { public_url: Some("https://tj.example".to_owned()), ..Settings::default() };
        assert_eq!(with_session("ab", &plain).to_string(), "session=ab; HttpOnly; SameSite=Lax; Path=/");
        assert_eq!(
            with_session("ab", &secure).to_string(),
            "__Host-session=ab; HttpOnly; SameSite=Lax; Secure; Path=/"
        );
    }
}
