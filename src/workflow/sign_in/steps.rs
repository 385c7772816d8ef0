//! What is asked between the right password and a session: a code, a new password, the setup of a second step.
//!
//! Until all of it is done there is no session, only a reference that is good for a quarter of an hour and for nothing
//! else. What is asked follows from the account as it is now, so that any of several servers asks the same. A wrong
//! code takes one of the tries that a wrong password takes; the right password gives none of them back before the
//! session begins, otherwise whoever knows it could guess codes for ever.

use chrono::Duration;

use super::noted::{entry, missed};
use super::session::{self, Begun};
use super::tries::{failed, reserve_try};
use crate::problem::{Problem, ProblemCode};
use crate::store::accounts::Account;
use crate::store::second_factors::{self, Factor};
use crate::store::{Conn, accounts, audit, sessions};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Role};
use crate::workflow::accounts::{self as people, SAME, Whose};
use crate::workflow::second_factor::{self, Given};
use crate::workflow::{Service, secrets};

/// How long a sign-in may be under way.
const LASTS: Duration = Duration::minutes(15);

/// Who typed the right password: is in, or is asked for something else.
#[derive(Clone, Debug)]
pub enum Entered {
    In(Begun),
    /// The reference of the sign-in under way, for the browser and nobody else.
    Asked(String),
}

/// What is asked next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The code of the second step.
    Code,
    /// Another password: this one is too old.
    Password,
    /// To set up a second step, which this installation requires.
    SetUp,
}

/// A sign-in under way.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub actor: Actor,
    pub asked: Asked,
    fingerprint: String,
    hash: String,
    factor: Option<Factor>,
    facts: Facts,
}

/// What decides what is asked.
#[derive(Clone, Copy, Debug)]
struct Facts {
    role: Role,
    has_factor: bool,
    code_given: bool,
    /// Of a password that its owner chose.
    chosen_at: Option<Instant>,
}

impl Facts {
    fn of(account: &Account, factor: Option<&Factor>, code_given: bool) -> Facts {
        let chosen_at = account.password_at.unwrap_or(account.created_at);
        Facts {
            role: account.role,
            has_factor: factor.is_some(),
            code_given,
            chosen_at: (!account.must_change).then_some(chosen_at),
        }
    }

    fn asked(self, service: &Service) -> Option<Asked> {
        let days = service.settings.password_days;
        let is_old = |at: Instant| days > 0 && service.now() >= at + Duration::days(days);
        if self.has_factor && !self.code_given && second_factor::concerns(service, self.role) {
            Some(Asked::Code)
        } else if self.chosen_at.is_some_and(is_old) {
            Some(Asked::Password)
        } else if !self.has_factor && second_factor::is_required(service, self.role) {
            Some(Asked::SetUp)
        } else {
            None
        }
    }
}

/// What is asked of somebody whose password was right.
pub(super) fn asked(service: &Service, account: &Account) -> Result<Option<Asked>, Problem> {
    let (factor, _) = service.store.read(|conn| second_factors::of(conn, account.id))?;
    Ok(Facts::of(account, factor.as_ref(), false).asked(service))
}

/// Begins a sign-in that asks for more, together with whatever else belongs to it.
pub(in crate::workflow) fn begin(
    service: &Service,
    account: i64,
    also: impl FnOnce(&mut Conn) -> Result<(), Problem> + Send + 'static,
) -> Result<Entered, Problem> {
    let (reference, now) = (secrets::reference()?, service.now());
    let fingerprint = secrets::fingerprint(&reference);
    service.store.write(move |conn| {
        also(conn)?;
        sessions::begin_step(conn, &fingerprint, account, (now, now - LASTS))
    })?;
    Ok(Entered::Asked(reference))
}

/// The sign-in under way behind a reference, if it has not ended.
pub fn waiting(service: &Service, reference: &str) -> Result<Option<Waiting>, Problem> {
    let (fingerprint, now) = (secrets::fingerprint(reference), service.now());
    service.store.read(|conn| {
        let Some(step) = sessions::step(conn, &fingerprint)? else { return Ok(None) };
        let (known, actor) = (accounts::by_id(conn, step.account)?, accounts::actor(conn, step.account)?);
        let (Some((account, hash)), Some(actor)) = (known, actor) else { return Ok(None) };
        let (factor, _) = second_factors::of(conn, account.id)?;
        let facts = Facts::of(&account, factor.as_ref(), step.code_given);
        // Where nothing is asked any more the password has to be typed again: a setting has changed meanwhile.
        let asked = facts.asked(service).filter(|_| now - step.created_at < LASTS);
        Ok(asked.map(|asked| Waiting { actor, asked, fingerprint, hash, factor, facts }))
    })
}

/// From where somebody goes on, and the session that the browser had before.
#[derive(Clone, Debug)]
pub struct From {
    pub address: String,
    pub before: Option<String>,
}

/// Takes the code of the second step.
pub fn give_code(service: &Service, reference: &str, code: &str, from: From) -> Result<Entered, Problem> {
    let waiting = asked_for(service, reference, Asked::Code)?;
    let account = waiting.actor.account;
    let factor = waiting.factor.clone().ok_or_else(ended)?;
    reserve_try(service, &waiting.actor.login, &from.address)?;
    let Some(given) = second_factor::judge(service, (account, &factor), code, service.now())? else {
        let entry = missed(service.now(), account, &from.address);
        service.store.write(move |conn| audit::append(conn, entry))?;
        return Err(Problem::field("code", "验证码不对。请输入手机上现在显示的 6 位数字，或一个恢复码。"));
    };
    let (verb, now) = (verb_of(&given), service.now());
    let passed = entry(now, Some(account), verb, &from.address);
    let facts = Facts { code_given: true, ..waiting.facts };
    go_on(service, (reference, waiting, facts), from, move |conn| {
        given.use_up(conn, account)?;
        audit::append(conn, passed).map(|_| ())
    })
}

fn verb_of(given: &Given) -> &'static str {
    match given {
        Given::Step(_) => "give-code",
        Given::Recovery(_) => "use-recovery-code",
    }
}

/// Takes another password, typed twice, for one that is too old.
pub fn give_password(
    service: &Service,
    reference: &str,
    (password, again): (&str, &str),
    from: From,
) -> Result<Entered, Problem> {
    let waiting = asked_for(service, reference, Asked::Password)?;
    let (actor, now) = (&waiting.actor, service.now());
    if service.passwords.check(password, Some(&waiting.hash))? {
        return Err(Problem::field("password", SAME));
    }
    let whose = Whose { login: &actor.login, name: &actor.name, unit: &actor.unit_name };
    let password = people::chosen(service, password, again, whose)?;
    let account = actor.account;
    let facts = Facts { chosen_at: Some(now), ..waiting.facts };
    go_on(service, (reference, waiting, facts), from, move |conn| {
        people::changed_in(conn, account, &password, now)
    })
}

/// Takes the setup of a second step; its recovery codes, shown once.
pub fn give_set_up(
    service: &Service,
    reference: &str,
    typed: (&str, &str),
    from: From,
) -> Result<(Entered, Vec<String>), Problem> {
    let waiting = asked_for(service, reference, Asked::SetUp)?;
    let (account, now) = (waiting.actor.account, service.now());
    reserve_try(service, &waiting.actor.login, &from.address)?;
    let (factor, codes) = second_factor::begin(service, &waiting.actor, typed, now)?;
    let facts = Facts { has_factor: true, code_given: true, ..waiting.facts };
    let entered = go_on(service, (reference, waiting, facts), from, move |conn| {
        second_factor::keep(conn, account, &factor, now)
    })?;
    Ok((entered, codes))
}

fn asked_for(service: &Service, reference: &str, asked: Asked) -> Result<Waiting, Problem> {
    waiting(service, reference)?.filter(|waiting| waiting.asked == asked).ok_or_else(ended)
}

fn ended() -> Problem {
    Problem::new(ProblemCode::SignInNeeded, "这次登录已超过 15 分钟或已结束，请重新登录。")
}

/// The session, where nothing else is asked; otherwise the same sign-in goes on.
fn go_on(
    service: &Service,
    (reference, waiting, facts): (&str, Waiting, Facts),
    from: From,
    done: impl FnOnce(&mut Conn) -> Result<(), Problem> + Send + 'static,
) -> Result<Entered, Problem> {
    let Waiting { actor, fingerprint, .. } = waiting;
    if facts.asked(service).is_some() {
        service.store.write(move |conn| {
            done(conn)?;
            if sessions::note_code(conn, &fingerprint, facts.code_given)? { Ok(()) } else { Err(ended()) }
        })?;
        return Ok(Entered::Asked(reference.to_owned()));
    }
    let From { address, before } = from;
    let entry = entry(service.now(), Some(actor.account), "sign-in", &address);
    let before = before.as_deref().map(secrets::fingerprint);
    let begun = session::begin(service, actor.account, move |conn| {
        // Meanwhile the password may have been reset, or the account disabled.
        if !sessions::end_step(conn, &fingerprint)? {
            return Err(failed());
        }
        done(conn)?;
        sessions::forget_tries(conn, &actor.login, &address)?;
        if let Some(before) = before {
            sessions::end(conn, &before)?;
        }
        audit::append(conn, entry).map(|_| ())
    })?;
    Ok(Entered::In(begun))
}
