//! A season for show: a city of three counties reports through the same verbs as anybody, at the times that a
//! clock is told. Some are late, some missing, some returned, one reports on behalf of another.
//!
//! Passwords are random and said once, as everywhere.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::accounts::{self, By, HandedOut, Wish};
use super::campaigns::{self, Plan};
use super::sign_in::Try;
use super::submit::{Sending, submit};
use super::{Service, behalf, draft, notice, review, setup, sign_in};
use crate::campaign::task::NewDeliverable;
use crate::campaign::{Choice, DaysOff};
use crate::problem::Problem;
use crate::store::units::{self, Node};
use crate::vocabulary::time::{Instant, parse_instant};
use crate::vocabulary::{Actor, Level, Register, Role, Severity};

/// A filled sheet and whose it is.
pub struct Sheet {
    pub unit: String,
    pub name: String,
    pub bytes: Vec<u8>,
}

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

fn at(text: &str) -> Instant {
    parse_instant(text).expect("a time of the season")
}

/// Plays the season on an empty database; who can sign in.
pub fn play(
    service: &Service,
    hands: Hands,
    register: &Register,
    sheets: &[Sheet],
    cast: &Cast,
) -> Result<Vec<Login>, Problem> {
    hands(at("2024-03-01 09:00"));
    setup::plant_tree(service, register.clone())?;
    let root = register.root().code.to_string();
    let city = staff(service, "shi", "王主任", Role::Supervisor, &root)?;
    let counties: Vec<Node> = service.store.read(|conn| {
        let root = units::by_code(conn, &root)?.ok_or_else(Problem::not_found)?;
        Ok(units::children(conn, root.id)?.into_iter().filter(|node| node.level == Level::County).collect())
    })?;
    let mut supervisors = Vec::new();
    for (index, county) in counties.iter().enumerate() {
        let login = format!("xian{}", index + 1);
        supervisors.push((county.clone(), staff(service, &login, "李科长", Role::Supervisor, &county.code)?));
    }
    let auditor = staff(service, "shenji", "赵审计", Role::Auditor, &root)?;
    let administrator = staff(service, "guanli", "周工", Role::Administrator, &root)?;
    let campaign = arrange(service, &city.1)?;
    campaigns::load_last_year(service, &city.1, campaign, cast.last_year.0, cast.last_year.1)?;
    let (first, _) = supervisors.first().ok_or_else(Problem::not_found)?;
    let (first, supervisor) = (first.clone(), supervisors[0].1.1.clone());
    campaigns::exempt(service, &city.1, campaign, cast.exempt, Some("机构改革，已并入邻所".to_owned()))?;
    hands(at("2024-03-15 15:00"));
    let table = service.store.read(|conn| crate::store::campaigns::table(conn, campaign))?;
    campaigns::extend(
        service,
        &city.1,
        (campaign, cast.extended),
        table.id,
        at("2024-03-26 00:00"),
        "汛情抢险，人员在外",
    )?;
    let clerks = employed(service, hands, register, sheets)?;
    let (late, in_time): (Vec<&Sheet>, Vec<&Sheet>) =
        sheets.iter().partition(|sheet| cast.late.contains(&sheet.unit.as_str()));
    let begin = (at("2024-03-18 08:30"), TimeDelta::minutes(97));
    report(service, hands, (campaign, &clerks), &in_time, begin, cast)?;
    on_behalf(service, hands, (campaign, &supervisor), sheets, cast)?;
    let begin = (at("2024-03-23 08:00"), TimeDelta::minutes(4));
    report(service, hands, (campaign, &clerks), &late, begin, cast)?;
    examine(service, hands, campaign, &supervisors, cast)?;
    let (clerk, _) = clerks.get(cast.missing[0]).ok_or_else(Problem::not_found)?;
    hands(at("2024-03-23 10:00"));
    Ok(vec![
        open_door(service, clerk, Role::Clerk, &unit_name(register, cast.missing[0]))?,
        open_door(service, &supervisors[0].1.0, Role::Supervisor, &first.name)?,
        open_door(service, &city.0, Role::Supervisor, &register.root().name)?,
        open_door(service, &auditor.0, Role::Auditor, &register.root().name)?,
        open_door(service, &administrator.0, Role::Administrator, &register.root().name)?,
    ])
}

fn unit_name(register: &Register, code: &str) -> String {
    register.get(&crate::vocabulary::UnitCode::new(code)).map_or(String::new(), |unit| unit.name.clone())
}

/// An account, and who acts with it.
fn staff(
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
    };
    Ok((handed, actor))
}

/// Changes the first password, as everybody must, so that the one printed lets in at once.
fn open_door(service: &Service, handed: &HandedOut, role: Role, unit: &str) -> Result<Login, Problem> {
    // Weeks have passed: the password of the first day is good for three.
    let handed = accounts::reset_password(service, By::CommandLine, handed.account)?;
    let typed = Try { login: &handed.login, password: &handed.password, address: "127.0.0.1", before: None };
    let begun = sign_in::sign_in(service, typed)?;
    let session = sign_in::session(service, &begun.reference)?.ok_or_else(Problem::broken)?;
    let password = super::secrets::first_password()?;
    let typed = accounts::NewPassword {
        current: handed.password.clone(),
        password: password.clone(),
        password_again: password.clone(),
        address: "127.0.0.1".to_owned(),
    };
    accounts::change_password(service, &session.actor, &typed)?;
    Ok(Login { role, unit: unit.to_owned(), login: handed.login.clone(), password })
}

/// What the campaign was made from.
const NOTICE: &str = include_str!("season/notice.txt");

fn arrange(service: &Service, city: &Actor) -> Result<i64, Problem> {
    let notice = notice::receive(service, city, (NOTICE.to_owned(), None))?;
    let plan = Plan {
        title: "2024年“3·15”活动情况统计".to_owned(),
        form: "315-activity".to_owned(),
        year: 2024,
        period: "2024年3月1日至3月22日".to_owned(),
        theme: Some("激发消费活力".to_owned()),
        issuer: city.unit_name.clone(),
        returned_is_missing: false,
        paper_copy: true,
        days_off: DaysOff::default(),
        notice: notice.first().copied(),
        choice: Choice::default(),
        last_campaign: None,
        deliverables: vec![NewDeliverable::table("3月22日前", at("2024-03-23 00:00"))],
    };
    let campaign = campaigns::create(service, city, plan)?;
    campaigns::change_state(service, city, campaign, crate::campaign::CampaignState::Published)?;
    Ok(campaign)
}

/// A unit's account, and who acts with it, by the unit's code.
type Clerks = BTreeMap<String, (HandedOut, Actor)>;

/// A clerk for every unit that has a sheet.
fn employed(
    service: &Service,
    hands: Hands,
    register: &Register,
    sheets: &[Sheet],
) -> Result<Clerks, Problem> {
    hands(at("2024-03-18 08:30"));
    let mut clerks = Clerks::new();
    for sheet in sheets {
        let name = Role::Clerk.at_office(&unit_name(register, &sheet.unit));
        let clerk = staff(service, &sheet.unit, &name, Role::Clerk, &sheet.unit)?;
        clerks.insert(sheet.unit.clone(), clerk);
    }
    Ok(clerks)
}

/// Clerks upload and send, one so long after the other; what cannot be sent stays a draft.
fn report(
    service: &Service,
    hands: Hands,
    (campaign, clerks): (i64, &Clerks),
    sheets: &[&Sheet],
    (first, apart): (Instant, TimeDelta),
    cast: &Cast,
) -> Result<(), Problem> {
    let mut clock = first;
    for sheet in sheets {
        let code = sheet.unit.as_str();
        if cast.missing.contains(&code) || cast.on_behalf.contains(&code) || cast.exempt == code {
            continue;
        }
        let (_, clerk) = clerks.get(code).ok_or_else(Problem::not_found)?;
        clock += apart;
        hands(clock);
        draft::upload(service, clerk, (campaign, code), &sheet.name, &sheet.bytes)?;
        clock += TimeDelta::minutes(6);
        hands(clock);
        send(service, clerk, campaign, code, clock)?;
    }
    Ok(())
}

fn send(
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

fn on_behalf(
    service: &Service,
    hands: Hands,
    (campaign, supervisor): (i64, &Actor),
    sheets: &[Sheet],
    cast: &Cast,
) -> Result<(), Problem> {
    let now = at("2024-03-22 16:20");
    hands(now);
    let files: Vec<(String, Vec<u8>)> = sheets
        .iter()
        .filter(|sheet| cast.on_behalf.contains(&sheet.unit.as_str()))
        .map(|sheet| (sheet.name.clone(), sheet.bytes.clone()))
        .collect();
    let batch = behalf::receive(service, supervisor, campaign, files)?;
    let previewed = behalf::preview(service, supervisor, campaign, &batch)?;
    let tables = previewed.tables.iter().map(|preview| (preview.ordinal, BTreeMap::new())).collect();
    let ticked = behalf::Ticked { tables, ..behalf::Ticked::default() };
    behalf::send(service, supervisor, (campaign, &batch), &ticked, now)?;
    Ok(())
}

/// The first county returns some and accepts what nothing was asked about; the others are still at it.
fn examine(
    service: &Service,
    hands: Hands,
    campaign: i64,
    supervisors: &[(Node, (HandedOut, Actor))],
    cast: &Cast,
) -> Result<(), Problem> {
    hands(at("2024-03-23 09:50"));
    for code in cast.returned {
        let node = service.store.read(|conn| units::by_code(conn, code)?.ok_or_else(Problem::not_found))?;
        let standing = service.store.read(|conn| crate::store::standings::find(conn, campaign, node.id))?;
        let (Some(revision), Some((_, (_, actor)))) = (
            standing.and_then(|standing| standing.current),
            supervisors.iter().find(|(county, _)| node.path.starts_with(&county.path)),
        ) else {
            continue;
        };
        let reason = "第 11 项印发宣传资料与上报总结中的份数不一致，请核对后重报。";
        review::return_(service, actor, revision, reason, vec!["11".to_owned()])?;
    }
    if let Some((county, (_, actor))) = supervisors.first() {
        review::accept_clean(service, actor, campaign, &county.code)?;
    }
    Ok(())
}
