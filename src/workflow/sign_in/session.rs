//! A session from its beginning to its end: begun, found again by its reference, touched, signed out.

use chrono::Duration;

use super::super::{Service, secrets};
use super::tries::failed;
use crate::problem::{Problem, ProblemCode};
use crate::store::audit::{self, Entry};
use crate::store::tokens::Owned;
use crate::store::{Conn, sessions, tokens};
use crate::vocabulary::Actor;
use crate::vocabulary::time::{Instant, show};

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

/// Begins a session of an account, together with whatever else belongs to it.
pub(in crate::workflow) fn begin(
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
    let actor = Actor { apart: settings.separate_roles, ..found.actor };
    Ok(Some(Session { actor, csrf: found.csrf, must_change: found.must_change }))
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

/// Whose API token this is. One that has ended is told so: whoever shows it had it rightfully.
pub fn token_owner(service: &Service, token: &str) -> Result<Option<Actor>, Problem> {
    let fingerprint = secrets::fingerprint(token);
    let Some(mut owned) = service.store.glance(|conn| tokens::owner(conn, &fingerprint))? else {
        return Ok(None);
    };
    owned.owner.apart = service.settings.separate_roles;
    let now = service.now();
    let Some(end) = owned.ends_at.filter(|end| now >= *end) else { return Ok(Some(owned.owner)) };
    note_ended(service, owned, now)?;
    let words = format!("接口令牌已于 {} 到期，没有办理。请在“我的账号”里开一个新的令牌。", show(end));
    Err(Problem::new(ProblemCode::SignInNeeded, words))
}

/// Notes that a token was shown after its end: once a day, however often a program tries.
fn note_ended(service: &Service, owned: Owned, now: Instant) -> Result<(), Problem> {
    let (account, detail) = (owned.owner.account, format!("{{\"token\":{}}}", owned.id));
    let since = now - Duration::days(1);
    // A program that goes on asking must not keep the one writer busy.
    if service.store.glance(|conn| audit::has(conn, account, "token-ended", &detail, since))? {
        return Ok(());
    }
    service.store.write(move |conn| {
        let subject = format!("token {}", owned.id);
        let chain = audit::SYSTEM.to_owned();
        let entry = Entry { chain, at: now, account: Some(account), verb: "token-ended", subject, detail };
        audit::append(conn, entry).map(|_| ())
    })
}
