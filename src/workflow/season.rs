//! A season for show: a city of three counties reports through the same verbs as anybody, at the times that a
//! clock is told. Some are late, some missing, some returned, one reports on behalf of another.
//!
//! Passwords are random and said once, as everywhere.

mod dates;
mod ended;
mod material;
mod people;
mod stage;
mod today;

use std::collections::BTreeMap;

use chrono::TimeDelta;

pub use self::people::{Cast, Hands, Login};
use self::people::{open_door, send, staff, unit_name};
pub use self::stage::Filled;
pub use self::today::{Open, Played, play_today};
use super::accounts::HandedOut;
use super::campaigns::{self, Plan};
use super::{Service, behalf, draft, notice, review, setup};
use crate::campaign::task::NewDeliverable;
use crate::campaign::{Choice, DaysOff};
use crate::problem::Problem;
use crate::store::units::{self, Node};
use crate::vocabulary::time::{Instant, parse_instant};
use crate::vocabulary::{Actor, Level, Register, Role};

/// A filled sheet and whose it is.
pub struct Sheet {
    pub unit: String,
    pub name: String,
    pub bytes: Vec<u8>,
}

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
