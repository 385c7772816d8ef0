//! A unit's page: where it stands in a campaign, what it sent, and what it has been told.

use std::collections::BTreeMap;

use super::super::expected::{Expected, Place, place, with_form};
use super::super::package::{self, Package, Position};
use super::super::{Service, secrets};
use crate::campaign::task::{DueChange, Extension};
use crate::campaign::{Burden, Standing, Task};
use crate::problem::Problem;
use crate::store::deliveries::{self, Delivery};
use crate::store::drafts::{self, Saved};
use crate::store::paper_arrivals::{self, PaperArrival};
use crate::store::reviews::Review;
use crate::store::revisions::Revision;
use crate::store::units::Node;
use crate::store::{Conn, burdens, campaigns, messages, reviews, revisions, standings, units};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Permission};

/// One unit in one campaign, with everything that happened.
#[derive(Clone, Debug)]
pub struct UnitView {
    pub place: Place,
    /// Where the campaign asks for figures.
    pub expected: Option<Expected>,
    /// Who receives the sheets: the unit above, or the campaign's own.
    pub receiver: String,
    pub saved: Option<Saved>,
    pub revisions: Vec<Revision>,
    pub reviews: Vec<Review>,
    pub changes: Vec<DueChange>,
    pub extensions: Vec<Extension>,
    /// What else is asked for beside the statistics table, with everything that lies there.
    pub package: Package,
    /// What the unit said of its burden; nobody else is told.
    pub burden: Option<Burden>,
    /// 书面件 that came, by the number of the deliverable.
    pub papers: BTreeMap<i64, PaperArrival>,
    pub now: Instant,
}

pub fn unit(service: &Service, actor: &Actor, campaign: i64, code: &str) -> Result<UnitView, Problem> {
    let (key, now) = (secrets::reference()?, service.now());
    service.store.read(|conn| {
        let position = package::position(conn, actor, campaign, code)?;
        let place = match position.is_expected {
            true => place(conn, actor, campaign, code)?,
            false => above(&position),
        };
        let unit = place.unit.id;
        let expected = match campaigns::find_table(conn, campaign)?.filter(|_| position.is_expected) {
            Some(table) => Some(with_form(service, conn, place.clone(), table)?),
            None => None,
        };
        let (saved, changes, extensions) = match &expected {
            Some(expected) => (
                drafts::find(conn, &expected.form, campaign, unit)?,
                campaigns::due_changes(conn, expected.table.id)?,
                standings::extensions(conn, expected.table.id, unit)?,
            ),
            None => Default::default(),
        };
        Ok(UnitView {
            receiver: receiver(conn, &place.task, &place.unit)?,
            saved,
            revisions: revisions::of_unit(conn, campaign, unit)?,
            reviews: reviews::of_unit(conn, campaign, unit)?,
            changes,
            extensions,
            package: package::whole(service, conn, position, key)?,
            burden: match actor.may(Permission::FillIn) {
                true => burdens::of_unit(conn, campaign, unit)?,
                false => None,
            },
            papers: papers(conn, &place)?,
            place,
            expected,
            now,
        })
    })
}

fn papers(conn: &mut Conn, place: &Place) -> Result<BTreeMap<i64, PaperArrival>, Problem> {
    let below = paper_arrivals::below(conn, place.task.id, &place.unit.path)?.into_iter();
    let own = below.filter(|((_, unit), _)| *unit == place.unit.id);
    Ok(own.map(|((deliverable, _), paper)| (deliverable, paper)).collect())
}

/// A node above the units, of which the table is not expected.
fn above(position: &Position) -> Place {
    let (task, unit) = (position.task.clone(), position.unit.clone());
    let standing = Standing::of_nobody(unit.id, &unit.code, &unit.name, &unit.path);
    Place { task, unit, standing }
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
    if !actor.may(Permission::SendFiles) {
        return Ok(Vec::new());
    }
    service.store.read(|conn| messages::unread(conn, actor.unit))
}

/// 知道了.
pub fn acknowledge(service: &Service, actor: &Actor, message: i64) -> Result<(), Problem> {
    let (unit, by) = (actor.unit, (actor.account, service.now()));
    service.store.write(move |conn| messages::acknowledge(conn, message, unit, by))
}

/// The delivery of material with this 回执号, its signed text and its unit's page; `None`: it is no number of one.
pub fn delivered(
    service: &Service,
    actor: &Actor,
    number: &str,
) -> Result<Option<(Delivery, Option<String>, UnitView)>, Problem> {
    let found = service.store.read(|conn| {
        let Some(delivery) = deliveries::by_receipt(conn, number)? else { return Ok(None) };
        let proof = deliveries::proof(conn, delivery.id)?;
        Ok(Some((delivery, proof)))
    })?;
    let Some((delivery, proof)) = found else { return Ok(None) };
    let view = unit(service, actor, delivery.campaign, &delivery.unit_code)?;
    Ok(Some((delivery, proof, view)))
}
