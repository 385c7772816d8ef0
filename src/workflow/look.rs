//! What was sent, for whoever may see it: a unit's page, one revision with the one before it, a receipt, the
//! original file.

use std::sync::Arc;

use super::Service;
use super::expected::{Expected, find};
use super::live::Download;
use crate::campaign::burden::Heard;
use crate::campaign::task::{DueChange, Extension};
use crate::campaign::{Burden, CampaignState, Deliverable, Standing, Task};
use crate::form::Form;
use crate::problem::Problem;
use crate::store::drafts::{self, Saved};
pub use crate::store::messages::Message;
use crate::store::reviews;
pub use crate::store::reviews::{Review, Verdict};
use crate::store::revisions;
pub use crate::store::revisions::{Channel, Revision};
pub use crate::store::units::Node;
use crate::store::{Conn, burdens, campaigns, messages, standings, units};
use crate::submit::Answers;
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Explained, Number, Permission, Role};

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

/// One revision with its surroundings.
#[derive(Clone, Debug)]
pub struct RevisionView {
    pub task: Task,
    pub table: Deliverable,
    pub form: Arc<Form>,
    pub receiver: String,
    pub standing: Standing,
    pub revision: Revision,
    pub answers: Answers,
    /// Each with its explanation.
    pub findings: Vec<Explained>,
    /// The revision before, with its answers.
    pub before: Option<(Revision, Answers)>,
    pub last_year: Option<Vec<Option<Number>>>,
    /// All revisions of the unit, oldest first.
    pub revisions: Vec<Revision>,
    pub reviews: Vec<Review>,
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

fn view(
    service: &Service,
    actor: &Actor,
    wanted: &dyn Fn(&mut Conn) -> Result<Revision, Problem>,
) -> Result<RevisionView, Problem> {
    let now = service.now();
    service.store.read(|conn| {
        let revision = wanted(conn)?;
        let expected = find(service, conn, actor, revision.campaign, &revision.unit_code)?;
        let Expected { task, table, form, unit, standing, last_year } = expected;
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
        Ok(RevisionView {
            receiver: receiver(conn, &task, &unit)?,
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

/// The campaigns that the actor may know of, with the statistics table of each.
pub fn campaigns_of(service: &Service, actor: &Actor) -> Result<Vec<(Task, Deliverable)>, Problem> {
    service.store.read(|conn| {
        let tasks = campaigns::list(conn, actor)?;
        tasks
            .into_iter()
            .map(|task| {
                let table = campaigns::table(conn, task.id)?;
                Ok((task, table))
            })
            .collect()
    })
}

/// A campaign with its deliverables, each with every change of its deadline.
#[derive(Clone, Debug)]
pub struct CampaignView {
    pub task: Task,
    pub form: Arc<Form>,
    pub deliverables: Vec<(Deliverable, Vec<DueChange>)>,
    /// Whether last year's figures were loaded from a file.
    pub last_year_loaded: bool,
    /// How many units a draft will ask once it is published; nobody is expected before.
    pub will_ask: usize,
    /// What units within sight said of their burden.
    pub heard: Heard,
    pub now: Instant,
}

pub fn campaign(service: &Service, actor: &Actor, id: i64) -> Result<CampaignView, Problem> {
    let now = service.now();
    service.store.read(|conn| {
        let task = campaigns::find(conn, actor, id)?;
        let form = service.form(conn, task.form_version)?;
        let mut deliverables = Vec::new();
        for deliverable in campaigns::deliverables(conn, id)? {
            let changes = campaigns::due_changes(conn, deliverable.id)?;
            deliverables.push((deliverable, changes));
        }
        let last_year_loaded = crate::store::last_year::is_loaded(conn, id)?;
        let will_ask = match task.state {
            CampaignState::Draft => {
                super::campaigns::asked(conn, &task)?.iter().filter(|(_, exempt)| exempt.is_none()).count()
            }
            _ => 0,
        };
        let heard = burdens::heard(conn, id, &actor.path)?;
        Ok(CampaignView { task, form, deliverables, last_year_loaded, will_ask, heard, now })
    })
}
