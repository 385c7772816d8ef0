//! One expected unit in one campaign, found for an actor: what most verbs begin with.

use std::sync::Arc;

use super::Service;
use crate::campaign::deadline::meaning;
use crate::campaign::{CampaignState, Clocks, Deliverable, Standing, Task};
use crate::form::Form;
use crate::problem::Problem;
use crate::store::units::Node;
use crate::store::{Conn, campaigns, last_year, seen, standings, units};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Number};

/// A unit's place in a campaign.
#[derive(Clone, Debug)]
pub struct Place {
    pub task: Task,
    pub unit: Node,
    pub standing: Standing,
}

/// A unit's place in a campaign that asks for figures, with what its sheet is checked against.
#[derive(Clone, Debug)]
pub struct Expected {
    pub task: Task,
    pub table: Deliverable,
    pub form: Arc<Form>,
    pub unit: Node,
    pub standing: Standing,
    /// The unit's figures of last year, indexed as `Form::figure`.
    pub last_year: Option<Vec<Option<Number>>>,
    /// What its summaries say, waiting or sent: figures in them are set beside the table's.
    pub summaries: Vec<String>,
}

/// A unit's place in any campaign, if the actor may know of it and see what the unit sent.
pub fn place(conn: &mut Conn, actor: &Actor, campaign: i64, code: &str) -> Result<Place, Problem> {
    let task = campaigns::load(conn, campaign)?;
    let (unit, standing) = own(conn, actor, &task, code)?;
    Ok(Place { task, unit, standing })
}

/// The same in a campaign that asks for figures.
pub fn find(
    service: &Service,
    conn: &mut Conn,
    actor: &Actor,
    campaign: i64,
    code: &str,
) -> Result<Expected, Problem> {
    let (task, table) = campaigns::with_table(conn, campaign)?;
    let (unit, standing) = own(conn, actor, &task, code)?;
    with_form(service, conn, Place { task, unit, standing }, table)
}

/// What a unit's sheet is checked against.
pub(super) fn with_form(
    service: &Service,
    conn: &mut Conn,
    Place { task, unit, standing }: Place,
    table: Deliverable,
) -> Result<Expected, Problem> {
    let form = service.form_of(conn, &task)?;
    let last_year = last_year::of_unit(conn, &form, (task.id, task.last_campaign), unit.id)?;
    let summaries = seen::summaries(conn, task.id, unit.id)?;
    Ok(Expected { task, table, form, unit, standing, last_year, summaries })
}

fn own(conn: &mut Conn, actor: &Actor, task: &Task, code: &str) -> Result<(Node, Standing), Problem> {
    let unit = units::by_code(conn, code)?.ok_or_else(Problem::not_found)?;
    if !actor.reaches(&unit.path) {
        return Err(Problem::not_found());
    }
    let standing = standings::find(conn, task.id, unit.id)?.ok_or_else(Problem::not_found)?;
    if !campaigns::may_know(actor, task) {
        return Err(Problem::not_found());
    }
    Ok((unit, standing))
}

/// Whether the campaign takes a sheet of this unit that had wholly arrived at this instant. A request that
/// arrived before the campaign was closed by hand is taken, however long it then waited.
pub fn open_for(expected: &Expected, received: Instant) -> Result<(), Problem> {
    let Expected { task, table, standing, .. } = expected;
    open_at(task, &table.clocks(standing.extended), received, "报表")
}

/// The same for anything that a campaign asks for; what it is stands in the sentences.
pub(super) fn open_at(task: &Task, clocks: &Clocks, received: Instant, what: &str) -> Result<(), Problem> {
    match (task.state, task.closed_at) {
        (CampaignState::Published, _) => {}
        (CampaignState::Closed, Some(closed)) if received < closed => {}
        (CampaignState::Draft, _) => return Err(Problem::not_open("填报任务还没有发布，暂不能报送。")),
        (CampaignState::Closed | CampaignState::Archived, _) => {
            return Err(Problem::not_open(format!(
                "填报任务已关闭，不再接收{what}。如确需补报，请联系布置任务的单位。"
            )));
        }
    }
    if clocks.takes(received) {
        return Ok(());
    }
    let closed = clocks.close_at().map_or(String::new(), meaning);
    Err(Problem::not_open(format!("填报已于 {closed} 关闭，不再接收{what}。如确需补报，请向上级申请延期。")))
}
