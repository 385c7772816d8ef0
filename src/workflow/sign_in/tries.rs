//! How often somebody may try to sign in.
//!
//! A try is written down before it is judged and counted afterwards, both on disk: of many guesses at the same
//! moment no more than the allowed number is ever compared with the password, however many servers there are.
//! A try beyond that is taken back, so that a guesser who goes on does not keep the rightful owner out: fifteen
//! minutes after the first failure there is a new try.

use super::super::Service;
use crate::problem::{Problem, ProblemCode};
use crate::store::sessions;

pub(super) fn failed() -> Problem {
    Problem::new(ProblemCode::SignInFailed, "用户名或密码不对。请检查大小写后重试；忘记密码请联系管理员。")
}

/// Takes one of the allowed tries, or says that there is none left.
pub(in crate::workflow) fn reserve_try(service: &Service, login: &str, address: &str) -> Result<(), Problem> {
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
