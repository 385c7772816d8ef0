//! An account is made; its first password is shown once, to whoever made it.

use serde_json::json;

use super::super::Service;
use super::super::sign_in::spelled;
use super::authority::{By, note};
use super::passwords::first_password;
use crate::problem::{Problem, ProblemCode};
use crate::store::accounts::{self, New};
use crate::store::units::{self, Node};
use crate::vocabulary::Role;
use crate::vocabulary::time::Instant;

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
    apart(service, &unit, &name, wish.role)?;
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

/// A problem where the roles are kept apart and this person holds another of them: the same name at the same unit.
pub(super) fn apart(service: &Service, unit: &Node, name: &str, role: Role) -> Result<(), Problem> {
    if !service.settings.separate_roles || role == Role::Clerk {
        return Ok(());
    }
    let held = service.store.read(|conn| accounts::roles_of(conn, unit.id, name))?;
    let other = held.into_iter().find(|held| *held != role && *held != Role::Clerk);
    other.map_or(Ok(()), |held| {
        let words = format!(
            "本系统实行三员分立：{}的{name}已是{}，不能再当{}。请另选一人。",
            unit.name,
            held.label(),
            role.label()
        );
        Err(Problem::field("role", words))
    })
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
