//! 核验: everything that must not have changed, checked from the first entry to the last.
//!
//! Chains and checkpoints, every revision against its snapshot and its receipt, every review, every unit's
//! standing, all material, every deadline, extension and exemption, every total that is kept, every sign-off, every
//! received file against its hash. It reads and changes nothing; on SQLite it may run beside the service.

use super::Service;
use crate::problem::Problem;
use crate::store::{Conn, Objects, audit, dump, proof};

/// What a check came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    pub chains: usize,
    pub entries: usize,
    pub checkpoints: usize,
    pub revisions: usize,
    pub objects: usize,
    /// Chinese sentences; empty where all is well.
    pub faults: Vec<String>,
}

/// Checks the service's database and its received files.
pub fn verify(service: &Service) -> Result<Verdict, Problem> {
    let mut verdict = service.store.read(verify_database)?;
    let objects = service.store.read(dump::objects)?;
    verdict.objects = objects.len();
    for (sha256, bytes) in objects {
        verdict.faults.extend(object_fault(&service.store.objects, &sha256, bytes));
    }
    Ok(verdict)
}

/// What is wrong with a received file, if anything.
pub(super) fn object_fault(objects: &Objects, sha256: &str, bytes: i64) -> Option<String> {
    match objects.read(sha256, &mut |_| Ok(())) {
        Ok(found) if i64::try_from(found) == Ok(bytes) => None,
        Ok(_) => Some(format!("文件 {sha256} 的大小与登记不符")),
        Err(_) => Some(format!("文件 {sha256} 不见了，或被改动")),
    }
}

/// Checks what lies in the database itself.
pub(super) fn verify_database(conn: &mut Conn) -> Result<Verdict, Problem> {
    let audit::Verdict { chains, entries, checkpoints, mut faults } = audit::verify(conn)?;
    let revisions = proof::revisions(conn, &mut faults)?;
    proof::reviews(conn, &mut faults)?;
    proof::standings(conn, &mut faults)?;
    proof::deliveries(conn, &mut faults)?;
    proof::arrangements(conn, &mut faults)?;
    proof::reminders(conn, &mut faults)?;
    proof::paper_arrivals(conn, &mut faults)?;
    proof::totals(conn, &mut faults)?;
    proof::doubles(conn, &mut faults)?;
    proof::sign_offs(conn, &mut faults)?;
    proof::stated(conn, &mut faults)?;
    Ok(Verdict { chains, entries, checkpoints, revisions, objects: 0, faults })
}
