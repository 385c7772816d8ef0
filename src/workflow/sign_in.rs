//! 登录: a name and a password become a session (`session`); a reference becomes an actor.
//!
//! Unknown login, wrong password and disabled account are answered with the same words after the same time,
//! and only so many tries are judged at all (`tries`). Between the right password and the session something else may be
//! asked (`steps`).

mod login;
mod tries;
mod noted;
mod session;
mod steps;

pub use self::login::spelled;
use self::noted::entry;
pub use self::noted::note_denial;
pub(super) use self::session::begin;
pub use self::session::{Begun, Session, session, sign_out, token_owner};
pub(super) use self::steps::begin as begin_step;
pub use self::steps::{Asked, Entered, From, Waiting, give_code, give_password, give_set_up, waiting};
use self::tries::failed;
pub(super) use self::tries::reserve_try;
use super::{Service, secrets};
use crate::problem::{Problem, ProblemCode};
use crate::store::{Conn, accounts, audit, sessions};

/// What somebody typed, and from where.
#[derive(Clone, Copy, Debug)]
pub struct Try<'t> {
    pub login: &'t str,
    pub password: &'t str,
    pub address: &'t str,
    /// The session that the browser had before; it ends.
    pub before: Option<&'t str>,
}

/// A session for the right name and password, or what else is asked first.
pub fn sign_in(service: &Service, typed: Try) -> Result<Entered, Problem> {
    let login = spelled(typed.login);
    let address = typed.address.to_owned();
    if login.is_empty() || typed.password.is_empty() || typed.password.chars().count() > 1_000 {
        return Err(failed());
    }
    reserve_try(service, &login, &address)?;
    let known = service.store.read(|conn| accounts::by_login(conn, &login))?;
    let hash = known.as_ref().map(|(_, hash)| hash.as_str());
    let fits = service.passwords.check(typed.password, hash)?;
    let now = service.now();
    match known {
        Some((account, hash)) if fits && account.disabled_at.is_none() => {
            if account.first_password_until.is_some_and(|until| now >= until) {
                return Err(Problem::new(
                    ProblemCode::SignInFailed,
                    "初始密码已过期。请联系管理员重新发放初始密码。",
                ));
            }
            let outdated = service.passwords.is_outdated(&hash);
            let renewed = outdated.then(|| service.passwords.hash(typed.password)).transpose()?;
            let id = account.id;
            let still = move |conn: &mut Conn| {
                // While the password was compared it may have been replaced, or the account disabled.
                let same = accounts::by_id(conn, id)?
                    .is_some_and(|(account, now)| now == hash && account.disabled_at.is_none());
                if !same {
                    return Err(failed());
                }
                renewed.map_or(Ok(()), |renewed| accounts::set_hash(conn, id, &hash, &renewed))
            };
            if steps::asked(service, &account)?.is_some() {
                let entry = entry(now, Some(id), "give-password", &address);
                return steps::begin(service, id, move |conn| {
                    still(conn)?;
                    audit::append(conn, entry).map(|_| ())
                });
            }
            let before = typed.before.map(secrets::fingerprint);
            let entry = entry(now, Some(id), "sign-in", &address);
            let begun = begin(service, id, move |conn| {
                still(conn)?;
                sessions::forget_tries(conn, &login, &address)?;
                if let Some(before) = before {
                    sessions::end(conn, &before)?;
                }
                audit::append(conn, entry).map(|_| ())
            })?;
            Ok(Entered::In(begun))
        }
        known => {
            // What was typed as a login may be a password: only the known is named.
            let entry = entry(now, known.map(|(account, _)| account.id), "sign-in-failed", &address);
            service.store.write(move |conn| audit::append(conn, entry))?;
            Err(failed())
        }
    }
}
