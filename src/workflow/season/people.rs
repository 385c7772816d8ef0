//! Who takes part in a season, and what every one of them does alike: accounts, sheets that are sent.

use super::super::accounts::{self, By, HandedOut, Wish};
use super::super::submit::{Sending, submit};
use super::super::{Service, draft, secrets};
use crate::problem::Problem;
use crate::store::{accounts as people, units};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Register, Role, Severity, UnitCode};

/// Somebody who can sign in.
#[derive(Clone, Debug)]
pub struct Login {
    pub role: Role,
    pub unit: String,
    pub login: String,
    pub password: String,
}

/// What is different about some units, by code.
pub struct Cast<'c> {
    pub missing: &'c [&'c str],
    pub late: &'c [&'c str],
    pub returned: &'c [&'c str],
    pub on_behalf: &'c [&'c str],
    pub exempt: &'c str,
    pub extended: &'c str,
    /// Last year's figures of most units, in one sheet: its name and its bytes.
    pub last_year: (&'c str, &'c [u8]),
}

/// Turns the clock that the service was opened with.
pub type Hands<'h> = &'h dyn Fn(Instant);

pub(super) fn unit_name(register: &Register, code: &str) -> String {
    register.get(&UnitCode::new(code)).map_or(String::new(), |unit| unit.name.clone())
}

/// An account, and who acts with it.
pub(super) fn staff(
    service: &Service,
    login: &str,
    name: &str,
    role: Role,
    unit: &str,
) -> Result<(HandedOut, Actor), Problem> {
    let wish = Wish { login: login.to_owned(), name: name.to_owned(), role, unit: unit.to_owned() };
    let handed = accounts::create(service, By::CommandLine, &wish)?;
    let node = service.store.read(|conn| units::by_code(conn, unit)?.ok_or_else(Problem::not_found))?;
    let actor = Actor {
        account: handed.account,
        login: handed.login.clone(),
        name: handed.name.clone(),
        role,
        unit: node.id,
        unit_code: node.code,
        unit_name: node.name,
        path: node.path,
        apart: false,
    };
    Ok((handed, actor))
}

/// Changes the first password, as everybody must, so that the one printed lets in at once.
pub(super) fn open_door(
    service: &Service,
    handed: &HandedOut,
    role: Role,
    unit: &str,
) -> Result<Login, Problem> {
    // Weeks have passed: the password of the first day is good for three.
    let handed = accounts::reset_password(service, By::CommandLine, handed.account)?;
    let actor =
        service.store.read(|conn| people::actor(conn, handed.account))?.ok_or_else(Problem::broken)?;
    let password = secrets::first_password()?;
    let typed = accounts::NewPassword {
        current: handed.password.clone(),
        password: password.clone(),
        password_again: password.clone(),
        address: "127.0.0.1".to_owned(),
    };
    accounts::change_password(service, &actor, &typed)?;
    Ok(Login { role, unit: unit.to_owned(), login: handed.login.clone(), password })
}

pub(super) fn send(
    service: &Service,
    clerk: &Actor,
    campaign: i64,
    code: &str,
    received: Instant,
) -> Result<(), Problem> {
    let opened = draft::open(service, clerk, campaign, code)?;
    let Some(saved) = &opened.saved else { return Ok(()) };
    let queries = opened.judged.findings.iter().enumerate();
    // Whoever typed 元 for 万元 has nothing to explain, only to correct.
    let words = queries
        .filter(|(_, finding)| finding.severity == Severity::Query && finding.code != "unit-confusion")
        .map(|(index, _)| (index, "含集中办理的预付卡案件，已与台账逐件核对".to_owned()));
    let key = saved.draft.key.clone();
    let place = (campaign, code.to_owned());
    let sending = Sending::of_draft(place, saved.version, words.collect(), key, received);
    submit(service, clerk, sending).map(|_| ())
}
