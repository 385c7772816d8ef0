//! What was sent, for whoever may see it: a unit's page, one revision with the one before it, a receipt, the
//! original file.

mod unit;
mod campaign;

use std::sync::Arc;

pub use self::campaign::{CampaignView, campaign, campaigns_of};
pub use self::unit::{UnitView, acknowledge, delivered, receiver, unit, unread};
use super::download::Download;
use super::expected::{Expected, find};
use super::package::{self, Package};
use super::{Service, keys, secrets};
use crate::campaign::{Deliverable, Standing, Task};
use crate::form::Form;
use crate::problem::Problem;
use crate::store::Conn;
pub use crate::store::messages::Message;
use crate::store::reviews;
pub use crate::store::reviews::{Review, Verdict};
use crate::store::revisions;
pub use crate::store::revisions::{Channel, Receipt, Revision};
pub use crate::store::units::Node;
use crate::submit::Answers;
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Explained, Number, Role};

/// One revision with its surroundings.
#[derive(Clone, Debug)]
pub struct RevisionView {
    pub task: Task,
    pub table: Deliverable,
    pub form: Arc<Form>,
    pub receiver: String,
    pub standing: Standing,
    pub revision: Revision,
    /// The signed text of its receipt, where it has one.
    pub proof: Option<String>,
    pub answers: Answers,
    /// Each with its explanation.
    pub findings: Vec<Explained>,
    /// The revision before, with its answers.
    pub before: Option<(Revision, Answers)>,
    pub last_year: Option<Vec<Option<Number>>>,
    /// All revisions of the unit, oldest first.
    pub revisions: Vec<Revision>,
    pub reviews: Vec<Review>,
    /// What else is asked of the unit.
    pub package: Package,
    pub now: Instant,
}

/// A revision by its number in the database.
pub fn revision(service: &Service, actor: &Actor, id: i64) -> Result<RevisionView, Problem> {
    view(service, actor, &|conn| revisions::find(conn, id))
}

/// A revision by its 回执号.
pub fn receipt(service: &Service, actor: &Actor, number: &str) -> Result<RevisionView, Problem> {
    view(service, actor, &|conn| revisions::by_receipt(conn, number))
}

/// The signed text of a receipt of either kind.
pub fn statement(service: &Service, actor: &Actor, number: &str) -> Result<String, Problem> {
    if delivered(service, actor, number)?.is_none() {
        receipt(service, actor, number)?;
    }
    keys::text_of(service, number)
}

fn view(
    service: &Service,
    actor: &Actor,
    wanted: &dyn Fn(&mut Conn) -> Result<Revision, Problem>,
) -> Result<RevisionView, Problem> {
    let (key, now) = (secrets::reference()?, service.now());
    service.store.read(|conn| {
        let revision = wanted(conn)?;
        let expected = find(service, conn, actor, revision.campaign, &revision.unit_code)?;
        let Expected { task, table, form, unit, standing, last_year, summaries: _ } = expected;
        let revisions = revisions::of_unit(conn, task.id, unit.id)?;
        let before = revisions.iter().rev().find(|other| other.number < revision.number).cloned();
        let mut ids = vec![revision.id];
        ids.extend(before.as_ref().map(|before| before.id));
        let mut answers = revisions::answers(conn, &form, &ids)?;
        let mut taken = |id: i64| answers.remove(&id).unwrap_or_else(|| Answers::blank(&form));
        let own = taken(revision.id);
        let before = before.map(|before| {
            let answers = taken(before.id);
            (before, answers)
        });
        let position = package::position(conn, actor, task.id, &unit.code)?;
        Ok(RevisionView {
            package: package::whole(service, conn, position, key)?,
            receiver: receiver(conn, &task, &unit)?,
            proof: revisions::proof(conn, revision.id)?,
            findings: revisions::findings(conn, &[revision.id])?.remove(&revision.id).unwrap_or_default(),
            reviews: reviews::of_unit(conn, task.id, unit.id)?,
            answers: own,
            before,
            last_year,
            revisions,
            task,
            table,
            form: Arc::clone(&form),
            standing,
            revision,
            now,
        })
    })
}

/// Revisions of a subtree, or a clerk's own unit's, with numbers above `after`, in their order.
pub fn revisions(
    service: &Service,
    actor: &Actor,
    (campaign, node): (i64, Option<&str>),
    after: i64,
    most: usize,
) -> Result<Vec<Revision>, Problem> {
    service.store.read(|conn| {
        let (_, node) = super::board::node_of(conn, actor, campaign, node)?;
        if actor.role == Role::Clerk {
            // A unit may have others below it: theirs are not its clerk's to see.
            let own = revisions::of_unit(conn, campaign, node.id)?.into_iter();
            return Ok(own.filter(|revision| revision.id > after).take(most).collect());
        }
        revisions::page(conn, campaign, &node.path, after, most as i64)
    })
}

/// The file that a revision was read from, as it was received.
pub fn original(service: &Service, actor: &Actor, id: i64) -> Result<Download, Problem> {
    let revision = service.store.read(|conn| {
        let revision = revisions::find(conn, id)?;
        find(service, conn, actor, revision.campaign, &revision.unit_code)?;
        Ok(revision)
    })?;
    let file = revision.file.ok_or_else(Problem::not_found)?;
    let bytes = service.store.objects.fetch(&file.sha256)?;
    Ok(Download { name: file.name, bytes })
}
