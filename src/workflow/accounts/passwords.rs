//! Passwords as they are handed out, chosen and kept: a first one is random, a chosen one is judged.

use super::super::{Service, secrets};
use crate::problem::Problem;
use crate::store::accounts::Password;
use crate::vocabulary::password::{Person, judge};

/// A first password as it is handed out and as it is kept.
pub(in crate::workflow) fn first_password(service: &Service) -> Result<(String, Password), Problem> {
    let password = secrets::first_password()?;
    let until = service.now() + service.settings.first_password_lasts;
    let hash = service.passwords.hash(&password)?;
    Ok((password, Password { hash, first_until: Some(until) }))
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
    judge(password, whose).map_err(|weakness| Problem::field("password", weakness.sentence()))?;
    if password != again {
        return Err(Problem::field("password_again", "两次输入的新密码不一样，请重新输入。"));
    }
    Ok(Password { hash: service.passwords.hash(password)?, first_until: None })
}
