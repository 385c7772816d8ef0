//! What a service needs before it takes anything: the time, what an earlier version left under the log, its key.

use super::{Service, keys};
use crate::problem::{Failure, Problem, ProblemCode};
use crate::store::audit;

/// Brings the service up; does nothing the next time. A clock that stands wrong stops nobody from looking.
pub fn prepare(service: &Service) -> Result<(), Failure> {
    service.store.keep_time(service.office.clock.clone())?;
    let now = service.now();
    let noted = service.store.write(move |conn| audit::note_rows(conn, now).map(|_| ()));
    noted.or_else(unless_late)?;
    match keys::at_hand(service) {
        Err(_) if service.store.behind().is_some() => Ok(()),
        done => done,
    }
}

fn unless_late(problem: Problem) -> Result<(), Problem> {
    if problem.code == ProblemCode::ClockBehind { Ok(()) } else { Err(problem) }
}

/// The key of a service in which somebody has just begun to work.
pub fn begun(service: &Service) -> Result<(), Problem> {
    keys::at_hand(service).map_err(Problem::from)
}
