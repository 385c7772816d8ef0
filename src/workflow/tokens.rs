//! API tokens: made for a time, shown once, revoked, by their owner or on the server itself.
//!
//! A token is a credential of its own with an end of its own: no code of a second step is asked for it.

use chrono::Duration;
use serde_json::json;

use super::{Service, secrets};
use crate::problem::Problem;
use crate::store::accounts::Account;
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

/// Whose tokens, and who acts on them.
#[derive(Clone, Copy, Debug)]
pub struct Owner {
    account: i64,
    /// Nobody where it is done on the server.
    by: Option<i64>,
}

impl Owner {
    /// Somebody signed in, on the own ones.
    pub fn own(actor: &Actor) -> Owner {
        Owner { account: actor.account, by: Some(actor.account) }
    }

    /// Whoever may run commands on the server, on those of an account that is not disabled.
    pub fn on_server(account: &Account) -> Result<Owner, Problem> {
        if account.disabled_at.is_some() {
            return Err(Problem::invalid(format!("账号 {} 已停用，没有有效的令牌。", account.login)));
        }
        Ok(Owner { account: account.id, by: None })
    }
}

pub fn list(service: &Service, owner: Owner) -> Result<Vec<Token>, Problem> {
    service.store.read(|conn| tokens::list(conn, owner.account))
}

/// Makes a token that is good for so many days; what is returned is never shown again.
pub fn create(service: &Service, owner: Owner, name: &str, days: i64) -> Result<String, Problem> {
    let name = name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 60 {
        return Err(Problem::field("name", "请写明令牌的用途，不超过 60 个字，如“县统计系统对接”。"));
    }
    if !DAYS.contains(&days) {
        return Err(Problem::field("days", "请选择令牌的有效期。"));
    }
    let now = service.now();
    let in_use = list(service, owner)?.iter().filter(|token| token.is_in_use(now)).count();
    if in_use >= MOST {
        return Err(Problem::field(
            "name",
            format!("一个账号最多 {MOST} 个有效令牌。请先停用不再使用的令牌。"),
        ));
    }
    let token = secrets::api_token()?;
    let (fingerprint, end) = (secrets::fingerprint(&token), now + Duration::days(days));
    service.store.write(move |conn| {
        let id = tokens::add(conn, owner.account, &name, &fingerprint, (now, end))?;
        audit::append(conn, entry("create-token", (id, &name), owner, now))
    })?;
    Ok(token)
}

pub fn revoke(service: &Service, owner: Owner, id: i64) -> Result<(), Problem> {
    let now = service.now();
    service.store.write(move |conn| {
        let name = tokens::revoke(conn, owner.account, id, now)?.ok_or_else(Problem::not_found)?;
        audit::append(conn, entry("revoke-token", (id, &name), owner, now)).map(|_| ())
    })
}

fn entry(verb: &'static str, (id, name): (i64, &str), owner: Owner, at: Instant) -> Entry {
    // What is done on the server names nobody who did it, and so the account that it was done for.
    let detail = match owner.by {
        Some(_) => json!({ "name": name }),
        None => json!({ "name": name, "account": owner.account }),
    };
    Entry {
        chain: audit::SYSTEM.to_owned(),
        at,
        account: owner.by,
        verb,
        subject: format!("token {id}"),
        detail: detail.to_string(),
    }
}
