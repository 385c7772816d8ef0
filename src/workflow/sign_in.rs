//! 登录: a name and a password become a session; a reference becomes an actor.
//!
//! A try is written down before it is judged and counted afterwards, both on disk: of many guesses at the same
//! moment no more than the allowed number is ever compared with the password, however many servers there are.
//! A try beyond that is taken back, so that a guesser who goes on does not keep the rightful owner out: fifteen
//! minutes after the first failure there is a new try. Unknown login, wrong password and disabled account are
//! answered with the same words after the same time.

use chrono::Duration;
use serde_json::json;
use unicode_normalization::UnicodeNormalization;

use super::{Service, secrets};
use crate::problem::{Problem, ProblemCode};
use crate::store::audit::{self, Entry};
use crate::store::{Conn, accounts, sessions, tokens};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Role};

/// What somebody typed, and from where.
#[derive(Clone, Copy, Debug)]
pub struct Try<'t> {
    pub login: &'t str,
    pub password: &'t str,
    pub address: &'t str,
    /// The session that the browser had before; it ends.
    pub before: Option<&'t str>,
}

/// A session that has begun: its reference goes to the browser and nowhere else.
#[derive(Clone, Debug)]
pub struct Begun {
    pub actor: Actor,
    pub reference: String,
    pub must_change: bool,
}

/// A session in use.
#[derive(Clone, Debug)]
pub struct Session {
    pub actor: Actor,
    pub csrf: String,
    pub must_change: bool,
}

/// The one spelling of a login.
pub fn spelled(login: &str) -> String {
    login.nfkc().collect::<String>().trim().to_lowercase()
}

pub fn sign_in(service: &Service, typed: Try) -> Result<Begun, Problem> {
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
            let before = typed.before.map(secrets::fingerprint);
            let entry = entry(now, Some(account.id), "sign-in", &address);
            begin(service, account.id, move |conn| {
                // While the password was compared it may have been replaced, or the account disabled.
                let same = accounts::by_id(conn, account.id)?
                    .is_some_and(|(account, now)| now == hash && account.disabled_at.is_none());
                if !same {
                    return Err(failed());
                }
                sessions::forget_tries(conn, &login, &address)?;
                if let Some(before) = before {
                    sessions::end(conn, &before)?;
                }
                if let Some(renewed) = renewed {
                    accounts::set_hash(conn, account.id, &hash, &renewed)?;
                }
                audit::append(conn, entry).map(|_| ())
            })
        }
        known => {
            // What was typed as a login may be a password: only the known is named.
            let entry = entry(now, known.map(|(account, _)| account.id), "sign-in-failed", &address);
            service.store.write(move |conn| audit::append(conn, entry))?;
            Err(failed())
        }
    }
}

fn entry(at: Instant, account: Option<i64>, verb: &'static str, address: &str) -> Entry {
    Entry {
        chain: audit::SYSTEM.to_owned(),
        at,
        account,
        verb,
        subject: account.map_or("account".to_owned(), |id| format!("account {id}")),
        detail: json!({ "address": address }).to_string(),
    }
}

fn failed() -> Problem {
    Problem::new(ProblemCode::SignInFailed, "用户名或密码不对。请检查大小写后重试；忘记密码请联系管理员。")
}

/// Takes one of the allowed tries, or says that there is none left.
pub(super) fn reserve_try(service: &Service, login: &str, address: &str) -> Result<(), Problem> {
    let (now, window) = (service.now(), service.settings.sign_in_window);
    let begins = now - window;
    let (typed, from) = (login.to_owned(), address.to_owned());
    let id = service.store.write(move |conn| sessions::note_try(conn, &typed, &from, now, begins))?;
    let tries = service.store.read(|conn| sessions::tries(conn, login, address, begins))?;
    if usize::try_from(tries).is_ok_and(|tries| tries <= service.settings.sign_in_tries) {
        return Ok(());
    }
    service.store.write(move |conn| sessions::take_back_try(conn, id))?;
    tracing::warn!(address, "too many failed sign-ins");
    let words = format!(
        "登录失败次数过多，请 {} 分钟后再试。忘记密码请联系管理员重置，账号不会被锁死。",
        window.num_minutes()
    );
    Err(Problem::new(ProblemCode::Throttled, words))
}

/// Begins a session of an account, together with whatever else belongs to it.
pub(super) fn begin(
    service: &Service,
    account: i64,
    also: impl FnOnce(&mut Conn) -> Result<(), Problem> + Send + 'static,
) -> Result<Begun, Problem> {
    let (reference, csrf, now) = (secrets::reference()?, secrets::reference()?, service.now());
    let fingerprint = secrets::fingerprint(&reference);
    let (idle, longest) = (now - service.settings.session_idle, now - service.settings.session_longest);
    let found = service.store.write(move |conn| {
        also(conn)?;
        sessions::sweep(conn, longest, idle)?;
        sessions::begin(conn, &fingerprint, account, &csrf, now)?;
        sessions::find(conn, &fingerprint)?.ok_or_else(failed)
    })?;
    Ok(Begun { actor: found.actor, reference, must_change: found.must_change })
}

/// Who is behind a session's reference, if it has not ended.
pub fn session(service: &Service, reference: &str) -> Result<Option<Session>, Problem> {
    let fingerprint = secrets::fingerprint(reference);
    let Some(found) = service.store.glance(|conn| sessions::find(conn, &fingerprint))? else {
        return Ok(None);
    };
    let (now, settings) = (service.now(), &service.settings);
    if now - found.seen_at >= settings.session_idle || now - found.created_at >= settings.session_longest {
        service.store.write(move |conn| sessions::end(conn, &fingerprint))?;
        return Ok(None);
    }
    // One write a minute is enough to know who is there.
    if now - found.seen_at >= Duration::seconds(60).min(settings.session_idle / 30) {
        service.store.write(move |conn| sessions::touch(conn, &fingerprint, now))?;
    }
    Ok(Some(Session { actor: found.actor, csrf: found.csrf, must_change: found.must_change }))
}

pub fn sign_out(service: &Service, reference: &str) -> Result<(), Problem> {
    let (fingerprint, now) = (secrets::fingerprint(reference), service.now());
    service.store.write(move |conn| {
        let found = sessions::find(conn, &fingerprint)?;
        if sessions::end(conn, &fingerprint)?
            && let Some(found) = found
        {
            let id = found.actor.account;
            let subject = format!("account {id}");
            let entry = Entry {
                chain: audit::SYSTEM.to_owned(),
                at: now,
                account: Some(id),
                verb: "sign-out",
                subject,
                detail: String::new(),
            };
            audit::append(conn, entry)?;
        }
        Ok(())
    })
}

/// Whose API token this is.
pub fn token_owner(service: &Service, token: &str) -> Result<Option<Actor>, Problem> {
    let fingerprint = secrets::fingerprint(token);
    service.store.glance(|conn| tokens::owner(conn, &fingerprint))
}

/// Notes that somebody was refused what the role or the place does not allow.
pub fn note_denial(
    service: &Service,
    actor: Option<&Actor>,
    request: &str,
    why: ProblemCode,
) -> Result<(), Problem> {
    let entry = Entry {
        chain: audit::SYSTEM.to_owned(),
        at: service.now(),
        account: actor.map(|actor| actor.account),
        verb: "denied",
        subject: request.chars().take(200).collect(),
        detail: json!({ "why": why.code(), "role": actor.map(|actor| Role::code(actor.role)) }).to_string(),
    };
    service.store.write(move |conn| audit::append(conn, entry).map(|_| ()))
}
