//! What everybody may do with the own account: change the password, see where one is signed in.

use super::super::sign_in::{self, Begun};
use super::super::{Service, secrets};
use super::passwords::{SAME, changed_in, chosen};
use crate::problem::Problem;
use crate::store::{accounts, sessions};
use crate::vocabulary::Actor;
use crate::vocabulary::password::Person;
use crate::vocabulary::time::Instant;

/// What somebody types to get a new password.
#[derive(Clone, Debug)]
pub struct NewPassword {
    pub current: String,
    pub password: String,
    pub password_again: String,
    pub address: String,
}

/// Changes the own password: every session of the account ends, and a new one begins.
pub fn change_password(service: &Service, actor: &Actor, typed: &NewPassword) -> Result<Begun, Problem> {
    sign_in::reserve_try(service, &actor.login, &typed.address)?;
    let known = service.store.read(|conn| accounts::by_id(conn, actor.account))?;
    let (_, hash) = known.ok_or_else(Problem::not_found)?;
    if !service.passwords.check(&typed.current, Some(&hash))? {
        return Err(Problem::field("current", "当前密码不对，请重新输入。"));
    }
    if typed.current == typed.password {
        return Err(Problem::field("password", SAME));
    }
    let whose = Person { login: &actor.login, name: &actor.name, unit: &actor.unit_name };
    let password = chosen(service, &typed.password, &typed.password_again, whose)?;
    let (id, login, address) = (actor.account, actor.login.clone(), typed.address.clone());
    let now = service.now();
    sign_in::begin(service, id, move |conn| {
        sessions::forget_tries(conn, &login, &address)?;
        sessions::end_all(conn, id)?;
        changed_in(conn, id, &password, now)
    })
}

/// A session of the own account.
#[derive(Clone, Copy, Debug)]
pub struct OwnSession {
    pub created_at: Instant,
    pub seen_at: Instant,
    /// The one that asks.
    pub current: bool,
}

/// The sessions of the own account that have not ended.
pub fn own_sessions(service: &Service, actor: &Actor, reference: &str) -> Result<Vec<OwnSession>, Problem> {
    let current = secrets::fingerprint(reference);
    let now = service.now();
    let alive = |own: &sessions::Own| {
        now - own.seen_at < service.settings.session_idle
            && now - own.created_at < service.settings.session_longest
    };
    let all = service.store.read(|conn| sessions::of_account(conn, actor.account))?;
    let own = |own: sessions::Own| OwnSession {
        created_at: own.created_at,
        seen_at: own.seen_at,
        current: own.fingerprint == current,
    };
    Ok(all.into_iter().filter(alive).map(own).collect())
}
