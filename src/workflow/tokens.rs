//! API tokens of the own account: made for a time, shown once, revoked.

use chrono::Duration;
use serde_json::json;

use super::{Service, secrets};
use crate::problem::Problem;
use crate::store::audit::{self, Entry};
use crate::store::tokens;
pub use crate::store::tokens::Token;
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

/// Tokens in use that one account may have.
const MOST: usize = 20;

/// Days for which a token may be made; the first is what is taken where nobody chooses. The longest is for servers that
/// nobody signs in on for years.
pub const DAYS: [i64; 6] = [365, 30, 90, 180, 730, 3_650];

/// Days before its end from which on a token's owner is warned.
pub const WARNED_DAYS: i64 = 30;

pub fn list(service: &Service, actor: &Actor) -> Result<Vec<Token>, Problem> {
    service.store.read(|conn| tokens::list(conn, actor.account))
}

/// Makes a token that is good for so many days; what is returned is never shown again.
pub fn create(service: &Service, actor: &Actor, name: &str, days: i64) -> Result<String, Problem> {
    let name = name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 60 {
        return Err(Problem::field("name", "请写明令牌的用途，不超过 60 个字，如“县统计系统对接”。"));
    }
    if !DAYS.contains(&days) {
        return Err(Problem::field("days", "请选择令牌的有效期。"));
    }
    let now = service.now();
    let in_use = list(service, actor)?.iter().filter(|token| token.is_in_use(now)).count();
    if in_use >= MOST {
        return Err(Problem::field(
            "name",
            format!("一个账号最多 {MOST} 个有效令牌。请先停用不再使用的令牌。"),
        ));
    }
    let token = secrets::api_token()?;
    let (fingerprint, account, end) =
        (secrets::fingerprint(&token), actor.account, now + Duration::days(days));
    service.store.write(move |conn| {
        let id = tokens::add(conn, account, &name, &fingerprint, (now, end))?;
        audit::append(conn, entry("create-token", (id, &name), account, now))
    })?;
    Ok(token)
}

pub fn revoke(service: &Service, actor: &Actor, id: i64) -> Result<(), Problem> {
    let (account, now) = (actor.account, service.now());
    service.store.write(move |conn| {
        let name = tokens::revoke(conn, account, id, now)?.ok_or_else(Problem::not_found)?;
        audit::append(conn, entry("revoke-token", (id, &name), account, now)).map(|_| ())
    })
}

fn entry(verb: &'static str, (id, name): (i64, &str), account: i64, at: Instant) -> Entry {
    Entry {
        chain: audit::SYSTEM.to_owned(),
        at,
        account: Some(account),
        verb,
        subject: format!("token {id}"),
        detail: json!({ "name": name }).to_string(),
    }
}
