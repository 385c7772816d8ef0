//! What everybody does with the own second factor: sets it up, gets other recovery codes, turns it off.

use serde_json::json;

use super::super::accounts::note;
use super::super::sign_in::reserve_try;
use super::super::{Service, secrets};
use super::judged::{Given, judge, recovery_hash};
use super::secret::{is_salt, step_of};
use super::{admits, concerns, is_required};
use crate::problem::Problem;
use crate::store::second_factors::{self, Ended, Factor};
use crate::store::{Conn, accounts, sessions};
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

/// Recovery codes that are handed out at once.
const CODES: usize = 10;

/// How it stands with the second step of somebody's sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is none of this person's business, or turned off in this installation.
    Nothing,
    Off(Option<TurnedOff>),
    On {
        set_at: Instant,
        codes_left: usize,
    },
}

/// When it was turned off, by somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnedOff {
    pub at: Instant,
    pub by: String,
}

/// How it stands with the own one.
pub fn standing(service: &Service, actor: &Actor) -> Result<Standing, Problem> {
    if !concerns(service, actor.role) {
        return Ok(Standing::Nothing);
    }
    service.store.read(|conn| {
        let (factor, ended) = second_factors::of(conn, actor.account)?;
        if let Some(factor) = factor {
            return Ok(Standing::On { set_at: factor.set_at, codes_left: factor.recovery.len() });
        }
        let by = match ended.map(|ended| ended.by) {
            None => return Ok(Standing::Off(None)),
            Some(Some(by)) if by == actor.account => return Ok(Standing::Off(None)),
            Some(Some(by)) => accounts::by_id(conn, by)?.map_or_else(String::new, |(by, _)| by.name),
            Some(None) => "服务器上的命令".to_owned(),
        };
        Ok(Standing::Off(ended.map(|ended| TurnedOff { at: ended.at, by })))
    })
}

/// A second factor as it is to be kept, with its recovery codes; a problem where the code is not the secret's.
pub fn begin(
    service: &Service,
    actor: &Actor,
    (salt, code): (&str, &str),
    now: Instant,
) -> Result<(Factor, Vec<String>), Problem> {
    admits(service, actor.role)?;
    let seed = service.seed()?;
    let code: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
    let step = is_salt(salt).then(|| step_of(&seed, actor.account, salt, &code, now)).flatten();
    let wrong = "验证码不对。请看手机的时间是否准确，再输入现在显示的 6 位数字。";
    let last_step = step.ok_or_else(|| Problem::field("code", wrong))?;
    let codes = recovery_codes()?;
    let recovery = hashes(actor.account, &codes);
    let factor = Factor { salt: salt.to_owned(), key_id: seed.id(), set_at: now, last_step, recovery };
    Ok((factor, codes))
}

/// Sets it up, confirmed by a code of it; ten recovery codes, shown once.
pub fn set_up(
    service: &Service,
    actor: &Actor,
    typed: (&str, &str),
    address: &str,
) -> Result<Vec<String>, Problem> {
    admits(service, actor.role)?;
    reserve_try(service, &actor.login, address)?;
    let now = service.now();
    let (factor, codes) = begin(service, actor, typed, now)?;
    let (account, login, address) = (actor.account, actor.login.clone(), address.to_owned());
    service.store.write(move |conn| {
        sessions::forget_tries(conn, &login, &address)?;
        keep(conn, account, &factor, now)
    })?;
    Ok(codes)
}

/// Writes a second factor that was confirmed.
pub(in crate::workflow) fn keep(
    conn: &mut Conn,
    account: i64,
    factor: &Factor,
    now: Instant,
) -> Result<(), Problem> {
    if !second_factors::set(conn, account, factor)? {
        return Err(Problem::invalid("两步验证已经设置过了。"));
    }
    note(conn, now, Some(account), "set-second-factor", account, String::new())
}

/// Other recovery codes in the place of the old ones, for a code.
pub fn renew(service: &Service, actor: &Actor, code: &str, address: &str) -> Result<Vec<String>, Problem> {
    let (account, now) = (actor.account, service.now());
    let given = given(service, actor, code, address)?;
    let codes = recovery_codes()?;
    let hashes = hashes(account, &codes);
    let (login, address) = (actor.login.clone(), address.to_owned());
    service.store.write(move |conn| {
        sessions::forget_tries(conn, &login, &address)?;
        given.use_up(conn, account)?;
        second_factors::set_recovery(conn, account, &hashes)?;
        note(conn, now, Some(account), "renew-recovery-codes", account, String::new())
    })?;
    Ok(codes)
}

/// Turns it off, for the password and a code.
pub fn turn_off(
    service: &Service,
    actor: &Actor,
    (password, code): (&str, &str),
    address: &str,
) -> Result<(), Problem> {
    if is_required(service, actor.role) {
        return Err(Problem::invalid("本单位规定登录必须用两步验证，不能取消。换手机请让管理员重置。"));
    }
    let (account, now) = (actor.account, service.now());
    let given = given(service, actor, code, address)?;
    let known = service.store.read(|conn| accounts::by_id(conn, account))?;
    let (_, hash) = known.ok_or_else(Problem::not_found)?;
    if !service.passwords.check(password, Some(&hash))? {
        return Err(Problem::field("password", "密码不对，请重新输入。"));
    }
    let (login, address) = (actor.login.clone(), address.to_owned());
    service.store.write(move |conn| {
        sessions::forget_tries(conn, &login, &address)?;
        given.use_up(conn, account)?;
        second_factors::end(conn, account, Ended { at: now, by: Some(account) })?;
        let detail = json!({ "own": true }).to_string();
        note(conn, now, Some(account), "end-second-factor", account, detail)
    })
}

/// A right code of the own second factor; one of the tries that may be wrong is taken.
fn given(service: &Service, actor: &Actor, code: &str, address: &str) -> Result<Given, Problem> {
    admits(service, actor.role)?;
    reserve_try(service, &actor.login, address)?;
    let (factor, _) = service.store.read(|conn| second_factors::of(conn, actor.account))?;
    let factor = factor.ok_or_else(|| Problem::invalid("还没有设置两步验证。"))?;
    let given = judge(service, (actor.account, &factor), code, service.now())?;
    given.ok_or_else(|| Problem::field("code", "验证码不对，请重新输入。"))
}

fn recovery_codes() -> Result<Vec<String>, Problem> {
    (0..CODES).map(|_| secrets::recovery_code()).collect()
}

fn hashes(account: i64, codes: &[String]) -> Vec<String> {
    codes.iter().map(|code| recovery_hash(account, code)).collect()
}
