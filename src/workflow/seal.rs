//! 检查点: from time to time the heads of all audit chains are written down under one hash and signed, so that a
//! chain that is rewritten or cut later no longer fits.
//!
//! That is when the service starts and stops, every hour, and after so many entries. Whoever looks whether it is time
//! looks at the clock as well. Several servers on one database seal together: the hour and the entries are counted from
//! the last checkpoint of the database, whoever wrote it, and of those who find it due at once one writes. Each server
//! appends every checkpoint to a file in its own data folder, the others' as well: one that was away catches up.

use std::time::Duration;

use chrono::TimeDelta;

use super::background::Background;
use super::clock::Look;
use super::{Service, clock, keys};
use crate::problem::{Failure, Problem};
use crate::store::{audit, witness};
use crate::vocabulary::statement::Signed;

/// Between two checkpoints: at most so long, and at most so many entries.
const APART: TimeDelta = TimeDelta::hours(1);
const ENTRIES: i64 = 500;

/// Between two looks at the log.
const LOOK: Duration = Duration::from_secs(10);

/// Writes one checkpoint; its hash.
pub fn seal(service: &Service) -> Result<String, Problem> {
    let (now, signer) = (service.now(), service.signer()?);
    let hash = service.store.write(move |conn| audit::seal(conn, now, &signer))?;
    witness_all(service)?;
    Ok(hash)
}

/// Appends to the file whatever checkpoint is not in it yet.
fn witness_all(service: &Service) -> Result<(), Problem> {
    let path = witness::path(&service.settings.data);
    let unwritten = |error: std::io::Error| {
        tracing::error!(%error, path = %path.display(), "a checkpoint was not written to its file");
        Problem::broken()
    };
    let text = witness::read(&path).map_err(unwritten)?.unwrap_or_default();
    let numbers = Signed::all_in(&text);
    let numbers = numbers.iter().filter_map(|signed| signed.statement.get("number")?.parse().ok());
    let behind = numbers.max().unwrap_or(0);
    let proofs = service.store.read(|conn| audit::proofs(conn, behind))?;
    proofs.iter().try_for_each(|proof| witness::append(&path, proof)).map_err(unwritten)
}

/// The signed text of the last checkpoint, for whoever prints it.
pub fn last(service: &Service) -> Result<Option<String>, Problem> {
    service.store.read(audit::last_proof)
}

/// Seals at once, and from then on now and then for as long as the answer is held, and once more when it is let go.
pub fn keep_sealing(service: Service) -> Result<Background, Failure> {
    if service.public_key().is_some() {
        seal(&service)?;
    }
    Background::begin(("sealer", "检查点线程"), move |rests| {
        let mut known = Known::default();
        while rests.rest(LOOK) {
            if let Err(problem) = look(&service, &mut known) {
                tracing::error!(problem = problem.text(), "the log was not looked at");
            }
        }
        // Before anybody has worked here there is no key, and nothing to be sealed.
        if service.public_key().is_some() && seal(&service).is_err() {
            tracing::error!("a checkpoint was not written");
        }
    })
}

/// The last checkpoint that this process has seen, and how many entries the log had when it saw it.
#[derive(Default)]
struct Known {
    number: i64,
    entries: i64,
}

/// Looks at what was logged and sealed meanwhile, by whomever, and seals where it is time.
fn look(service: &Service, known: &mut Known) -> Result<(), Problem> {
    service.store.refresh_time()?;
    if !keys::can_sign(service)? || service.public_key().is_none() {
        return Ok(());
    }
    clock::watch(service, service.now(), Look::Regular);
    let (last, summary) =
        service.store.read(|conn| Ok((audit::last_checkpoint(conn)?, audit::summary(conn)?)))?;
    if last.number != known.number {
        *known = Known { number: last.number, entries: summary.entries };
        witness_all(service)?;
    }
    let now = service.now();
    let is_old = last.at.is_none_or(|at| now - at >= APART);
    if is_old || summary.entries - known.entries >= ENTRIES {
        let (number, signer) = (last.number, service.signer()?);
        if service.store.write(move |conn| audit::seal_after(conn, number, now, &signer))? {
            witness_all(service)?;
        }
    }
    Ok(())
}
