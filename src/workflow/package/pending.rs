//! What lies there and is not sent: said where it belongs, or taken away.

use super::super::{Service, draft};
use super::position::{Position, position};
use crate::problem::Problem;
use crate::store::pending::{self, Pending};
use crate::vocabulary::Actor;

/// A file of the unit that waits.
pub(super) fn own(
    service: &Service,
    actor: &Actor,
    (campaign, code): (i64, &str),
    id: i64,
) -> Result<(Position, Pending), Problem> {
    service.store.read(|conn| {
        let position = position(conn, actor, campaign, code)?;
        let waiting = pending::of_unit(conn, campaign, position.unit.id)?;
        let found = waiting.into_iter().find(|pending| pending.id == id).ok_or_else(Problem::not_found)?;
        Ok((position, found))
    })
}

/// Says which deliverable a file belongs to.
pub fn place(
    service: &Service,
    actor: &Actor,
    at: (i64, &str),
    id: i64,
    deliverable: i64,
) -> Result<(), Problem> {
    let (position, found) = own(service, actor, at, id)?;
    position.deliverable(deliverable)?;
    service.store.write(move |conn| pending::place(conn, found.id, Some(deliverable)))
}

/// Takes a file away from what is about to be sent. What was sent before is not touched.
pub fn remove(service: &Service, actor: &Actor, at: (i64, &str), id: i64) -> Result<(), Problem> {
    let (_, found) = own(service, actor, at, id)?;
    service.store.write(move |conn| pending::take(conn, vec![found.id]))
}

/// Reads a table that waits into the unit's draft, over what stands there: somebody has asked for it.
pub fn read(service: &Service, actor: &Actor, at: (i64, &str), id: i64) -> Result<(), Problem> {
    let (_, found) = own(service, actor, at, id)?;
    let bytes = service.store.objects.fetch(&found.file.sha256)?;
    draft::upload(service, actor, at, &found.file.name, &bytes)?;
    service.store.write(move |conn| pending::take(conn, vec![found.id]))
}
