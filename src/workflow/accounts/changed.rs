//! An account is disabled, enabled, gets a new first password, or loses the second step of its sign-in. Sessions and
//! tokens end with the right to be here.

use super::super::Service;
use super::authority::{By, found, note};
use super::made::{HandedOut, apart};
use super::passwords::first_password;
use crate::problem::Problem;
use crate::store::second_factors::{self, Ended};
use crate::store::{accounts, sessions, tokens, units};

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

/// Takes the second step off an account whose owner has lost it, if it has one; its sessions end. The owner is told who did it.
pub fn reset_second_factor(service: &Service, by: By, id: i64) -> Result<(), Problem> {
    found(service, by, id)?;
    if by.account() == Some(id) {
        return Err(Problem::invalid(
            "自己的两步验证请在“我的账号”里用密码和验证码取消，或请另一位管理员重置。",
        ));
    }
    let (now, handing) = (service.now(), by.account());
    service.store.write(move |conn| {
        if second_factors::of(conn, id)?.0.is_none() {
            return Ok(());
        }
        second_factors::end(conn, id, Ended { at: now, by: handing })?;
        sessions::end_all(conn, id)?;
        note(conn, now, handing, "reset-second-factor", id, String::new())
    })
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
    let account = found(service, by, id)?;
    let unit = service.store.read(|conn| units::by_id(conn, account.unit))?.ok_or_else(Problem::not_found)?;
    apart(service, &unit, &account.name, account.role)?;
    let (now, handing) = (service.now(), by.account());
    service.store.write(move |conn| {
        accounts::set_disabled(conn, id, None)?;
        note(conn, now, handing, "enable-account", id, String::new())
    })
}
