//! How often somebody may try to sign in.
//!
//! A try is written down before it is judged and counted afterwards, both on disk: of many guesses at the same
//! moment no more than the allowed number is ever compared with the password, however many servers there are.
//! A try beyond that is taken back, so that a guesser who goes on does not keep the rightful owner out: fifteen
//! minutes after the first failure there is a new try.
//!
//! Whoever guesses from many addresses meets a second brake, on the account: from all addresses together it takes twice
//! as many. Addresses from which the account has lately signed in are not under it, so that its owner comes in from the
//! usual place however many strangers guess. An account that does not exist is answered alike.

use super::super::Service;
use super::noted::came_from;
use crate::problem::{Problem, ProblemCode};
use crate::store::{Conn, accounts, audit, sessions};
use crate::vocabulary::time::Instant;

/// Tries of one account from everywhere, as many times those from one address.
const FROM_ANYWHERE: usize = 2;

/// Days for which an address is remembered as an account's usual one.
const USUAL_DAYS: i64 = 90;

pub(super) fn failed() -> Problem {
    Problem::new(ProblemCode::SignInFailed, "用户名或密码不对。请检查大小写后重试；忘记密码请联系管理员。")
}

/// Takes one of the allowed tries, or says that there is none left.
pub(in crate::workflow) fn reserve_try(service: &Service, login: &str, address: &str) -> Result<(), Problem> {
    let (now, window) = (service.now(), service.settings.sign_in_window);
    let begins = now - window;
    let (typed, from) = (login.to_owned(), address.to_owned());
    let id = service.store.write(move |conn| sessions::note_try(conn, &typed, &from, now, begins))?;
    let most = service.settings.sign_in_tries;
    let is_allowed = service.store.read(|conn| {
        if sessions::tries(conn, login, address, begins)? > as_count(most) {
            return Ok(false);
        }
        let together = sessions::tries_from_anywhere(conn, login, begins)?;
        Ok(together <= as_count(most * FROM_ANYWHERE) || is_usual(conn, login, address, now)?)
    })?;
    if is_allowed {
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

fn as_count(tries: usize) -> i64 {
    i64::try_from(tries).unwrap_or(i64::MAX)
}

/// Whether the account has lately signed in from this address.
fn is_usual(conn: &mut Conn, login: &str, address: &str, now: Instant) -> Result<bool, Problem> {
    let Some((account, _)) = accounts::by_login(conn, login)? else { return Ok(false) };
    let since = now - chrono::Duration::days(USUAL_DAYS);
    audit::has(conn, account.id, "sign-in", &came_from(address), since)
}
