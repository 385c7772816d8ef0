//! Passwords as they are handed out, chosen and kept: a first one is random, a chosen one is judged.

use super::super::{Service, secrets};
use super::authority::note;
use crate::problem::Problem;
use crate::store::Conn;
use crate::store::accounts::{self, Password};
use crate::vocabulary::password::{Demands, Person, judge};
use crate::vocabulary::time::Instant;

/// Whoever must have another password may not take the same.
pub(in crate::workflow) const SAME: &str = "新密码不能和当前密码一样。";

/// A first password as it is handed out and as it is kept.
pub(in crate::workflow) fn first_password(service: &Service) -> Result<(String, Password), Problem> {
    let password = secrets::first_password()?;
    let at = service.now();
    let until = at + service.settings.first_password_lasts;
    let hash = service.passwords.hash(&password)?;
    Ok((password, Password { hash, first_until: Some(until), at }))
}

/// What this installation demands of a password.
pub fn demands(service: &Service) -> Demands {
    Demands { shortest: service.settings.password_shortest, kinds: service.settings.password_kinds }
}

/// Whom a chosen password is for.
pub type Whose<'w> = Person<'w>;

/// A password that its owner chose, as it is kept.
pub(in crate::workflow) fn chosen(
    service: &Service,
    password: &str,
    again: &str,
    whose: Whose,
) -> Result<Password, Problem> {
    judge(password, whose, demands(service))
        .map_err(|weakness| Problem::field("password", weakness.sentence()))?;
    if password != again {
        return Err(Problem::field("password_again", "两次输入的新密码不一样，请重新输入。"));
    }
    Ok(Password { hash: service.passwords.hash(password)?, first_until: None, at: service.now() })
}

/// Puts it in the place of the old one; the log says so.
pub(in crate::workflow) fn changed_in(
    conn: &mut Conn,
    account: i64,
    password: &Password,
    at: Instant,
) -> Result<(), Problem> {
    accounts::set_password(conn, account, password)?;
    note(conn, at, Some(account), "change-password", account, String::new())
}
