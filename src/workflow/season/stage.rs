//! What every campaign of the demonstration stands on: its people, and how one is arranged.

use std::collections::BTreeMap;

use super::people::staff;
use crate::campaign::task::NewDeliverable;
use crate::campaign::{CampaignState, Choice, DaysOff};
use crate::problem::Problem;
use crate::store::units::{self, Node};
use crate::vocabulary::{Actor, Level, Register, Role};
use crate::workflow::Service;
use crate::workflow::accounts::HandedOut;
use crate::workflow::campaigns::{self, Plan};

/// What a unit would write into its sheet.
pub struct Filled {
    pub unit: String,
    /// In the form's order; `None` where it leaves the field empty.
    pub values: Vec<Option<String>>,
}

/// Everybody who acts.
pub(super) struct People {
    pub(super) city: (HandedOut, Actor),
    pub(super) supervisors: Vec<(Node, (HandedOut, Actor))>,
    pub(super) clerks: BTreeMap<String, (HandedOut, Actor)>,
}

/// Accounts for everybody.
pub(super) fn people(service: &Service, register: &Register) -> Result<People, Problem> {
    let root = register.root().code.to_string();
    let city = staff(service, "shi", "王主任", Role::Supervisor, &root)?;
    let counties: Vec<Node> = service.store.read(|conn| {
        let root = units::by_code(conn, &root)?.ok_or_else(Problem::not_found)?;
        Ok(units::children(conn, root.id)?.into_iter().filter(|node| node.level == Level::County).collect())
    })?;
    let mut supervisors = Vec::new();
    for (index, county) in counties.into_iter().enumerate() {
        let made = staff(service, &format!("xian{}", index + 1), "李科长", Role::Supervisor, &county.code)?;
        supervisors.push((county, made));
    }
    let mut clerks = BTreeMap::new();
    for unit in register.units().iter().filter(|unit| unit.level == Level::Unit) {
        let name = Role::Clerk.at_office(&unit.name);
        let made = staff(service, unit.code.as_str(), &name, Role::Clerk, unit.code.as_str())?;
        clerks.insert(unit.code.to_string(), made);
    }
    Ok(People { city, supervisors, clerks })
}

/// A campaign of the city, published.
pub(super) fn arranged(
    service: &Service,
    city: &Actor,
    (title, year): (String, i32),
    notice: Option<i64>,
    deliverables: Vec<NewDeliverable>,
) -> Result<i64, Problem> {
    let plan = Plan {
        title,
        form: "315-activity".to_owned(),
        year,
        period: format!("{year}年"),
        theme: None,
        issuer: city.unit_name.clone(),
        returned_is_missing: false,
        paper_copy: true,
        days_off: DaysOff::default(),
        notice,
        choice: Choice::default(),
        last_campaign: None,
        deliverables,
    };
    let campaign = campaigns::create(service, city, plan)?;
    campaigns::change_state(service, city, campaign, CampaignState::Published)?;
    Ok(campaign)
}
