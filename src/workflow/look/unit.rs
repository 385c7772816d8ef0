//! A unit's page: where it stands in a campaign, what it sent, and what it has been told.

use super::super::Service;
use super::super::expected::{Expected, find};
use crate::campaign::task::{DueChange, Extension};
use crate::campaign::{Burden, Deliverable, Task};
use crate::problem::Problem;
use crate::store::drafts::{self, Saved};
use crate::store::reviews::Review;
use crate::store::revisions::Revision;
use crate::store::units::Node;
use crate::store::{Conn, burdens, campaigns, messages, reviews, revisions, standings, units};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Permission};

/// One unit in one campaign, with everything that happened.
#[derive(Clone, Debug)]
pub struct UnitView {
    pub expected: Expected,
    /// Who receives the sheets: the unit above, or the campaign's own.
    pub receiver: String,
    pub saved: Option<Saved>,
    pub revisions: Vec<Revision>,
    pub reviews: Vec<Review>,
    pub changes: Vec<DueChange>,
    pub extensions: Vec<Extension>,
    /// What else is asked for beside the statistics table, each with this unit's extensions.
    pub also: Vec<(Deliverable, Vec<Extension>)>,
    /// What the unit said of its burden; nobody else is told.
    pub burden: Option<Burden>,
    pub now: Instant,
}

pub fn unit(service: &Service, actor: &Actor, campaign: i64, code: &str) -> Result<UnitView, Problem> {
    let now = service.now();
    service.store.read(|conn| {
        let expected = find(service, conn, actor, campaign, code)?;
        let unit = expected.unit.id;
        Ok(UnitView {
            receiver: receiver(conn, &expected.task, &expected.unit)?,
            saved: drafts::find(conn, &expected.form, campaign, unit)?,
            revisions: revisions::of_unit(conn, campaign, unit)?,
            reviews: reviews::of_unit(conn, campaign, unit)?,
            changes: campaigns::due_changes(conn, expected.table.id)?,
            extensions: standings::extensions(conn, expected.table.id, unit)?,
            also: also(conn, &expected)?,
            burden: match actor.may(Permission::FillIn) {
                true => burdens::of_unit(conn, campaign, unit)?,
                false => None,
            },
            expected,
            now,
        })
    })
}

fn also(conn: &mut Conn, expected: &Expected) -> Result<Vec<(Deliverable, Vec<Extension>)>, Problem> {
    let asked = campaigns::deliverables(conn, expected.task.id)?.into_iter();
    let others = asked.filter(|asked| asked.id != expected.table.id);
    let extended = others.map(|asked| {
        let extensions = standings::extensions(conn, asked.id, expected.unit.id)?;
        Ok((asked, extensions))
    });
    extended.collect()
}

/// The name of whom a unit's sheet goes to.
pub fn receiver(conn: &mut Conn, task: &Task, unit: &Node) -> Result<String, Problem> {
    let parent = match unit.parent {
        Some(parent) if unit.id != task.unit => units::by_id(conn, parent)?,
        _ => None,
    };
    Ok(parent.map_or_else(|| task.unit_name.clone(), |parent| parent.name))
}

/// What the clerk's unit has not acknowledged yet; others are told nothing here.
pub fn unread(service: &Service, actor: &Actor) -> Result<Vec<messages::Message>, Problem> {
    if !actor.may(Permission::FillIn) {
        return Ok(Vec::new());
    }
    service.store.read(|conn| messages::unread(conn, actor.unit))
}

/// 知道了.
pub fn acknowledge(service: &Service, actor: &Actor, message: i64) -> Result<(), Problem> {
    let (unit, by) = (actor.unit, (actor.account, service.now()));
    service.store.write(move |conn| messages::acknowledge(conn, message, unit, by))
}
