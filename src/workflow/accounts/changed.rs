//! An account is disabled, enabled, or gets a new first password. Sessions and tokens end with the right to
//! be here.

use super::super::Service;
use super::authority::{By, found, note};
use super::made::HandedOut;
use super::passwords::first_password;
use crate::problem::Problem;
use crate::store::{accounts, sessions, tokens};

/// Gives an account a new first password; its sessions and tokens end.
pub fn reset_password(service: &Service, by: By, id: i64) -> Result<HandedOut, Problem> {
    let account = found(service, by, id)?;
    let (password, stored) = first_password(service)?;
    let (now, handing) = (service.now(), by.account());
    let until = now + service.settings.first_password_lasts;
    service.store.write(move |conn| {
        accounts::set_password(conn, id, &stored)?;
        sessions::end_all(conn, id)?;
        tokens::revoke_all(conn, id, now)?;
        note(conn, now, handing, "reset-password", id, String::new())
    })?;
    Ok(HandedOut { account: id, login: account.login, name: account.name, password, until })
}

/// Disables an account: its sessions and tokens end at once.
pub fn disable(service: &Service, by: By, id: i64) -> Result<(), Problem> {
    found(service, by, id)?;
    if by.account() == Some(id) {
        return Err(Problem::invalid("不能停用自己的账号。请让另一位管理员办理。"));
    }
    let (now, handing) = (service.now(), by.account());
    service.store.write(move |conn| {
        accounts::set_disabled(conn, id, Some(now))?;
        sessions::end_all(conn, id)?;
        tokens::revoke_all(conn, id, now)?;
        note(conn, now, handing, "disable-account", id, String::new())
    })
}

pub fn enable(service: &Service, by: By, id: i64) -> Result<(), Problem> {
    found(service, by, id)?;
    let (now, handing) = (service.now(), by.account());
    service.store.write(move |conn| {
        accounts::set_disabled(conn, id, None)?;
        note(conn, now, handing, "enable-account", id, String::new())
    })
}
