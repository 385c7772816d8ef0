//! 账号: made, disabled, enabled, given a new first password; the own password changed.
//!
//! Administrators belong to the root of the tree; everybody else to the unit whose figures they fill in or
//! look after. A first password is random, good for three days, and leads only to the page where it is
//! changed. Whatever ends an account's right to be here ends its sessions in the same transaction.

use std::collections::HashMap;

use serde_json::json;

use super::sign_in::{self, Begun, spelled};
use super::{Service, secrets};
use crate::problem::{Problem, ProblemCode};
use crate::store::accounts::{self, New, Password, Search};
pub use crate::store::accounts::{Account, Listed};
use crate::store::audit::{self, Entry};
use crate::store::{Conn, sessions, tokens, units};
use crate::vocabulary::password::{Person, judge};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Permission, Role};

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

/// The words of a search, and where the page before ended.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub words: String,
    pub after: Option<String>,
    pub most: usize,
}

/// A page of accounts, and how many there are in all.
#[derive(Clone, Debug)]
pub struct Listing {
    pub accounts: Vec<Listed>,
    pub count: u64,
    /// When each of them last signed in, by number.
    pub last_sign_in: HashMap<i64, Instant>,
}

/// Accounts of the units that are this one's business, by login.
pub fn list(service: &Service, by: By, page: &Page) -> Result<Listing, Problem> {
    let path = match by {
        By::Actor(actor) => actor.path.clone(),
        By::CommandLine => "/".to_owned(),
    };
    by.administers(&path)?;
    let search = Search {
        path,
        words: page.words.trim().to_owned(),
        after: page.after.clone(),
        most: i64::try_from(page.most).unwrap_or(i64::MAX),
    };
    service.store.read(|conn| {
        let count = accounts::count_found(conn, &search)?.unsigned_abs();
        let accounts = accounts::list(conn, &search)?;
        let ids: Vec<i64> = accounts.iter().map(|listed| listed.account.id).collect();
        let last_sign_in = audit::last(conn, "sign-in", &ids)?;
        Ok(Listing { accounts, count, last_sign_in })
    })
}

/// What is typed for a new account.
#[derive(Clone, Debug)]
pub struct Wish {
    pub login: String,
    pub name: String,
    pub role: Role,
    pub unit: String,
}

/// An account and the first password to hand out; it is shown once.
#[derive(Clone, Debug)]
pub struct HandedOut {
    pub account: i64,
    pub login: String,
    pub name: String,
    pub password: String,
    pub until: Instant,
}

pub fn create(service: &Service, by: By, wish: &Wish) -> Result<HandedOut, Problem> {
    let (login, name) = names(&wish.login, &wish.name)?;
    let unit = service.store.read(|conn| units::by_code(conn, wish.unit.trim()))?;
    let unit = unit.ok_or_else(|| Problem::field("unit", format!("没有代码为“{}”的单位。", wish.unit)))?;
    by.administers(&unit.path)?;
    if wish.role == Role::Administrator && unit.parent.is_some() {
        return Err(Problem::field("unit", "管理员账号属于最上级单位，请选最上级单位。"));
    }
    let (password, stored) = first_password(service)?;
    let (role, now, handing) = (wish.role, service.now(), by.account());
    let until = now + service.settings.first_password_lasts;
    let new = New {
        login: login.clone(),
        name: name.clone(),
        role,
        unit: unit.id,
        password: stored,
        created_at: now,
    };
    let account = service.store.write(move |conn| {
        let id = accounts::add(conn, &new)?;
        let detail = json!({ "login": new.login, "role": role.code(), "unit": unit.code });
        note(conn, now, handing, "create-account", id, detail.to_string())?;
        Ok(id)
    })?;
    Ok(HandedOut { account, login, name, password, until })
}

/// Login and name, checked.
pub fn names(login: &str, name: &str) -> Result<(String, String), Problem> {
    let (login, name) = (spelled(login), name.trim().to_owned());
    let mut sentences = Vec::new();
    let fits = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | '@');
    if !(2..=64).contains(&login.chars().count()) || !login.chars().all(fits) {
        let words = "用户名要有 2 到 64 个字符，可用汉字、字母、数字和 - _ . @。";
        sentences.push((Some("login".to_owned()), words.to_owned()));
    }
    if !(1..=60).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        sentences.push((Some("name".to_owned()), "请填写姓名，不超过 60 个字。".to_owned()));
    }
    if sentences.is_empty() {
        Ok((login, name))
    } else {
        Err(Problem { code: ProblemCode::Invalid, sentences })
    }
}

/// A first password as it is handed out and as it is kept.
pub(super) fn first_password(service: &Service) -> Result<(String, Password), Problem> {
    let password = secrets::first_password()?;
    let until = service.now() + service.settings.first_password_lasts;
    let hash = service.passwords.hash(&password)?;
    Ok((password, Password { hash, first_until: Some(until) }))
}

/// Whom a chosen password is for.
pub type Whose<'w> = Person<'w>;

/// A password that its owner chose, as it is kept.
pub(super) fn chosen(
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

/// What somebody types to get a new password.
#[derive(Clone, Debug)]
pub struct NewPassword {
    pub current: String,
    pub password: String,
    pub password_again: String,
    pub address: String,
}

/// Changes the own password: every session of the account ends, and a new one begins.
pub fn change_password(service: &Service, actor: &Actor, typed: &NewPassword) -> Result<Begun, Problem> {
    sign_in::reserve_try(service, &actor.login, &typed.address)?;
    let known = service.store.read(|conn| accounts::by_id(conn, actor.account))?;
    let (_, hash) = known.ok_or_else(Problem::not_found)?;
    if !service.passwords.check(&typed.current, Some(&hash))? {
        return Err(Problem::field("current", "当前密码不对，请重新输入。"));
    }
    if typed.current == typed.password {
        return Err(Problem::field("password", "新密码不能和当前密码一样。"));
    }
    let whose = Person { login: &actor.login, name: &actor.name, unit: &actor.unit_name };
    let password = chosen(service, &typed.password, &typed.password_again, whose)?;
    let (id, login, address) = (actor.account, actor.login.clone(), typed.address.clone());
    let now = service.now();
    sign_in::begin(service, id, move |conn| {
        sessions::forget_tries(conn, &login, &address)?;
        accounts::set_password(conn, id, &password)?;
        sessions::end_all(conn, id)?;
        note(conn, now, Some(id), "change-password", id, String::new())
    })
}

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

/// The account with this login, for the command line.
pub fn by_login(service: &Service, login: &str) -> Result<Account, Problem> {
    let login = spelled(login);
    let known = service.store.read(|conn| accounts::by_login(conn, &login))?;
    let absent = || Problem::new(ProblemCode::NotFound, format!("没有用户名为“{login}”的账号。"));
    known.map(|(account, _)| account).ok_or_else(absent)
}

/// A session of the own account.
#[derive(Clone, Copy, Debug)]
pub struct OwnSession {
    pub created_at: Instant,
    pub seen_at: Instant,
    /// The one that asks.
    pub current: bool,
}

/// The sessions of the own account that have not ended.
pub fn own_sessions(service: &Service, actor: &Actor, reference: &str) -> Result<Vec<OwnSession>, Problem> {
    let current = secrets::fingerprint(reference);
    let now = service.now();
    let alive = |own: &sessions::Own| {
        now - own.seen_at < service.settings.session_idle
            && now - own.created_at < service.settings.session_longest
    };
    let all = service.store.read(|conn| sessions::of_account(conn, actor.account))?;
    let own = |own: sessions::Own| OwnSession {
        created_at: own.created_at,
        seen_at: own.seen_at,
        current: own.fingerprint == current,
    };
    Ok(all.into_iter().filter(alive).map(own).collect())
}

/// An account that is this one's business.
fn found(service: &Service, by: By, id: i64) -> Result<Account, Problem> {
    let (account, unit) = service.store.read(|conn| {
        let (account, _) = accounts::by_id(conn, id)?.ok_or_else(Problem::not_found)?;
        let unit = units::by_id(conn, account.unit)?.ok_or_else(Problem::not_found)?;
        Ok((account, unit))
    })?;
    by.administers(&unit.path)?;
    Ok(account)
}

pub(super) fn note(
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
