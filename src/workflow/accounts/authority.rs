//! Whose business an account is: who acts, on whom they may act, and the line in the log that says they did.

use super::super::Service;
use super::super::sign_in::spelled;
use crate::problem::{Problem, ProblemCode};
use crate::store::accounts::Account;
use crate::store::audit::{self, Entry};
use crate::store::{Conn, accounts, units};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Permission};

/// Who acts on accounts and units: somebody signed in, or whoever may run commands on the server.
#[derive(Clone, Copy, Debug)]
pub enum By<'b> {
    Actor(&'b Actor),
    CommandLine,
}

impl By<'_> {
    pub fn account(self) -> Option<i64> {
        match self {
            By::Actor(actor) => Some(actor.account),
            By::CommandLine => None,
        }
    }

    /// A problem unless the whole tree is this one's business: an administrator stands at its root.
    pub fn administers_all(self) -> Result<(), Problem> {
        match self {
            By::CommandLine => Ok(()),
            By::Actor(actor) if !actor.may(Permission::Administer) => Err(Problem::forbidden()),
            By::Actor(actor) if actor.path.matches('/').count() == 2 => Ok(()),
            By::Actor(_) => Err(Problem::not_found()),
        }
    }

    /// A problem unless accounts and units below the path are this one's business.
    pub fn administers(self, path: &str) -> Result<(), Problem> {
        match self {
            By::CommandLine => Ok(()),
            By::Actor(actor) if !actor.may(Permission::Administer) => Err(Problem::forbidden()),
            By::Actor(actor) if path.starts_with(&actor.path) => Ok(()),
            By::Actor(_) => Err(Problem::not_found()),
        }
    }
}

/// The account with this login, for the command line.
pub fn by_login(service: &Service, login: &str) -> Result<Account, Problem> {
    let login = spelled(login);
    let known = service.store.read(|conn| accounts::by_login(conn, &login))?;
    let absent = || Problem::new(ProblemCode::NotFound, format!("没有用户名为“{login}”的账号。"));
    known.map(|(account, _)| account).ok_or_else(absent)
}

/// An account that is this one's business.
pub(super) fn found(service: &Service, by: By, id: i64) -> Result<Account, Problem> {
    let (account, unit) = service.store.read(|conn| {
        let (account, _) = accounts::by_id(conn, id)?.ok_or_else(Problem::not_found)?;
        let unit = units::by_id(conn, account.unit)?.ok_or_else(Problem::not_found)?;
        Ok((account, unit))
    })?;
    by.administers(&unit.path)?;
    Ok(account)
}

pub(in crate::workflow) fn note(
    conn: &mut Conn,
    at: Instant,
    account: Option<i64>,
    verb: &'static str,
    id: i64,
    detail: String,
) -> Result<(), Problem> {
    let subject = format!("account {id}");
    audit::append(conn, Entry { chain: audit::SYSTEM.to_owned(), at, account, verb, subject, detail })?;
    Ok(())
}
