//! A unit's whole package: each deliverable with what lies there, what was sent and what became of it.

use std::collections::HashMap;

use super::super::Service;
use super::super::expected::open_at;
use super::position::{Position, position};
use super::sent::fresh_key;
use super::sorted::{self, Known};
use crate::campaign::sorting::{self, Arrived, Proposed};
use crate::campaign::task::{DueChange, Extension};
use crate::campaign::{Deliverable, Standing};
use crate::problem::Problem;
use crate::store::deliveries::{self, Delivery, DeliveryReview};
use crate::store::pending::{self, Pending};
use crate::store::seen::{self, View};
use crate::store::{Conn, campaigns, standings};
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

/// A unit's package in a campaign.
#[derive(Clone, Debug)]
pub struct Package {
    pub position: Position,
    pub asked: Vec<Asked>,
    /// Files of which nobody has said where they belong.
    pub unplaced: Vec<Pending>,
    /// Files that hold the campaign's form, and wait because there is a draft already.
    pub tables: Vec<Pending>,
    /// What was seen in files that wait, by their hashes.
    pub views: HashMap<String, View>,
    /// What is unusual about files that wait, by their numbers.
    pub hints: HashMap<i64, String>,
    /// Bytes that one file may have.
    pub largest: u64,
    /// A key for the next press of “报送”.
    pub key: String,
    pub now: Instant,
}

/// One deliverable of it.
#[derive(Clone, Debug)]
pub struct Asked {
    pub deliverable: Deliverable,
    pub standing: Standing,
    /// The unit's extensions, and what was changed for everybody, oldest first.
    pub extensions: Vec<Extension>,
    pub changes: Vec<DueChange>,
    pub pending: Vec<Pending>,
    /// All that was sent, oldest first.
    pub deliveries: Vec<Delivery>,
    pub reviews: Vec<DeliveryReview>,
}

impl Asked {
    /// What stands.
    pub fn current(&self) -> Option<&Delivery> {
        self.deliveries.last()
    }

    /// Whether what waits is, file for file, what was sent last.
    pub fn is_the_same_again(&self) -> bool {
        let waiting: Vec<_> = self.pending.iter().map(|file| file.file.clone()).collect();
        !waiting.is_empty() && self.current().is_some_and(|last| last.digest == deliveries::digest(&waiting))
    }
}

/// The package of a unit, if the actor may see it.
pub fn package(service: &Service, actor: &Actor, campaign: i64, code: &str) -> Result<Package, Problem> {
    let key = fresh_key()?;
    service.store.read(|conn| {
        let position = position(conn, actor, campaign, code)?;
        whole(service, conn, position, key)
    })
}

pub(in crate::workflow) fn whole(
    service: &Service,
    conn: &mut Conn,
    position: Position,
    key: String,
) -> Result<Package, Problem> {
    let (largest, now) = (service.settings.file_limit as u64, service.now());
    let (campaign, unit) = (position.task.id, position.unit.id);
    let waiting = pending::of_unit(conn, campaign, unit)?;
    let sent = deliveries::of_unit(conn, campaign, unit)?;
    let reviews = deliveries::reviews_of_unit(conn, campaign, unit)?;
    let views = seen::of(conn, waiting.iter().map(|file| file.file.sha256.clone()).collect())?;
    let mut asked = Vec::new();
    for deliverable in position.asked.clone() {
        let Some(standing) = deliveries::of_one(conn, &deliverable, &position.unit)? else { continue };
        let own = |delivery: &&Delivery| delivery.deliverable == deliverable.id;
        let deliveries: Vec<Delivery> = sent.iter().filter(own).cloned().collect();
        let is_of = |review: &&DeliveryReview| deliveries.iter().any(|sent| sent.id == review.delivery);
        asked.push(Asked {
            standing,
            extensions: standings::extensions(conn, deliverable.id, unit)?,
            changes: campaigns::due_changes(conn, deliverable.id)?,
            pending: waiting
                .iter()
                .filter(|file| file.deliverable == Some(deliverable.id))
                .cloned()
                .collect(),
            reviews: reviews.iter().filter(is_of).cloned().collect(),
            deliveries,
            deliverable,
        });
    }
    let table = campaigns::find_table(conn, campaign)?.filter(|_| position.is_expected);
    let hints = hints(conn, &position, table.as_ref(), &waiting)?;
    let is_placed = |file: &Pending| asked.iter().any(|asked| file.deliverable == Some(asked.deliverable.id));
    let rest = waiting.into_iter().filter(|file| !is_placed(file));
    let (tables, unplaced) = rest.partition(|file| {
        file.deliverable.is_some() && file.deliverable == table.as_ref().map(|table| table.id)
    });
    Ok(Package { position, asked, unplaced, tables, views, hints, largest, key, now })
}

/// What is unusual about files that wait, or why nobody knows where they belong.
fn hints(
    conn: &mut Conn,
    position: &Position,
    table: Option<&Deliverable>,
    waiting: &[Pending],
) -> Result<HashMap<i64, String>, Problem> {
    let asked: Vec<&Deliverable> = table.into_iter().chain(&position.asked).collect();
    let known = sorted::waiting(conn, position, table)?;
    let arrived: Vec<Arrived> = known.iter().map(Known::arrived).collect();
    let proposed = sorting::sort(&asked, &arrived);
    let words = |((file, arrived), proposed): ((&Pending, &Arrived), Proposed)| {
        let placed = asked.iter().find(|asked| file.deliverable == Some(asked.id));
        let words = match (placed, proposed.deliverable) {
            (Some(placed), _) => sorting::hints(placed, arrived).join("；"),
            (None, Err(unplaced)) => unplaced.sentence(&asked),
            (None, Ok(_)) => String::new(),
        };
        (file.id, words)
    };
    Ok(waiting.iter().zip(&arrived).zip(proposed).map(words).collect())
}

/// Why a unit cannot send a deliverable now; empty where it can.
pub fn closed_for(package: &Package, asked: &Asked) -> String {
    let clocks = asked.deliverable.clocks(asked.standing.extended);
    let open = open_at(&package.position.task, &clocks, package.now, "材料");
    open.err().map_or(String::new(), |problem| problem.text())
}

/// A delivery, if the actor may see what the unit sent.
pub fn delivery(service: &Service, actor: &Actor, id: i64) -> Result<Delivery, Problem> {
    let delivery = service.store.read(|conn| deliveries::find(conn, id))?;
    if actor.reaches(&delivery.path) { Ok(delivery) } else { Err(Problem::not_found()) }
}
