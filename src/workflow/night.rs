//! 夜间核对: once a night all received files are held against their hashes, without anybody asking.
//!
//! A file that was changed on the disk, or is gone, would otherwise be found only by whoever opens it or runs `huibiao
//! verify`, perhaps when no copy of it is left anywhere. The night begins at two in Beijing; whoever looks first behind
//! that, and finds that nothing was held against its hash since, does it. Several servers on one database do it once.
//! What came of it is told by the process's log, by an entry of the audit, and by a line of `huibiao doctor`.
//!
//! Files are read one after another, a piece at a time, outside any transaction; behind each piece there is a rest as
//! long as reading it took, so that whoever sends meanwhile has at least half of the disk. A database that is out of
//! reach is waited for: that is no file's fault.

use std::time::{Duration, Instant as Moment};

use chrono::{NaiveTime, TimeDelta};

use super::Service;
use super::background::{Background, Rests};
use super::received::Outgoing;
use super::verify::{lost_or_changed, of_another_size};
use crate::problem::{Failure, Problem, ProblemCode};
use crate::store::{audit, dump};
use crate::vocabulary::time::{Instant, at_beijing, beijing};

/// Between two looks whether it is time, and until a database that was out of reach is asked again.
pub const LOOK: Duration = Duration::from_secs(300);

/// The hour in Beijing at which a night's check begins.
const BEGINS: u32 = 2;

/// Looks every so often whether it is time, for as long as the answer is held.
pub fn keep_checking(service: Service, every: Duration) -> Result<Background, Failure> {
    Background::begin(("files", "原始文件核对线程"), move |rests| {
        while rests.rest(every) {
            if let Err(problem) = look(&service, (rests, every)) {
                tracing::error!(
                    problem = problem.text(),
                    "received files were not held against their hashes"
                );
            }
        }
    })
}

/// Checks everything where it is time.
fn look(service: &Service, (rests, patience): (&Rests, Duration)) -> Result<(), Problem> {
    let now = service.now();
    if !service.store.read(|conn| audit::needs_file_check(conn, night(now), now))? {
        return Ok(());
    }
    let files = service.store.read(dump::objects)?;
    if files.is_empty() || !service.store.write(move |conn| audit::begin_file_check(conn, night(now), now))? {
        return Ok(());
    }
    let count = files.len() as u64;
    let mut faults = Vec::new();
    for (sha256, bytes) in files {
        match patiently(service, (&sha256, bytes), (rests, patience)) {
            Some(fault) => faults.extend(fault),
            None => return Ok(()),
        }
    }
    let faulty = faults.len() as u64;
    if faulty > 0 {
        tracing::error!(files = count, faulty, ?faults, "received files are gone or were changed");
    } else {
        tracing::info!(files = count, "all received files fit their hashes");
    }
    let check = audit::FileCheck { at: service.now(), files: count, faulty, faults };
    service.store.write(move |conn| audit::end_file_check(conn, &check))
}

/// When the night began that this moment belongs to.
fn night(now: Instant) -> Instant {
    let begins = NaiveTime::from_hms_opt(BEGINS, 0, 0).unwrap_or_default();
    let today = at_beijing(now.with_timezone(&beijing()).date_naive().and_time(begins));
    if today <= now { today } else { today - TimeDelta::days(1) }
}

/// What is wrong with a file, as soon as it can be said; `None` where the work is to end before that.
fn patiently(
    service: &Service,
    file: (&str, i64),
    (rests, patience): (&Rests, Duration),
) -> Option<Option<String>> {
    loop {
        match fault(service, file, rests) {
            Ok(found) => return found,
            Err(problem) => tracing::warn!(problem = problem.text(), "a received file was not read yet"),
        }
        if !rests.rest(patience) {
            return None;
        }
    }
}

/// Reads a file to its end; `None` where the work is to end before that.
fn fault(
    service: &Service,
    (sha256, bytes): (&str, i64),
    rests: &Rests,
) -> Result<Option<Option<String>>, Problem> {
    let lost = || Ok(Some(Some(lost_or_changed(sha256))));
    let mut file = match Outgoing::open(service, sha256) {
        Ok(file) => file,
        Err(problem) if problem.code == ProblemCode::Broken => return lost(),
        Err(problem) => return Err(problem),
    };
    loop {
        let begun = Moment::now();
        match file.next(service) {
            Ok(piece) if piece.is_empty() => break,
            Ok(_) => {}
            Err(problem) if problem.code == ProblemCode::Broken => return lost(),
            Err(problem) => return Err(problem),
        }
        if !rests.rest(begun.elapsed()) {
            return Ok(None);
        }
    }
    Ok(Some((i64::try_from(file.bytes()) != Ok(bytes)).then(|| of_another_size(sha256))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::time::parse_instant;

    #[test]
    fn a_night_begins_at_two_in_beijing() {
        let at = |text| parse_instant(text).expect("a time");
        for (now, begun) in [
            ("2024-03-20 01:59:59", "2024-03-19 02:00"),
            ("2024-03-20 02:00", "2024-03-20 02:00"),
            ("2024-03-20 23:59", "2024-03-20 02:00"),
            ("2024-03-21 00:30", "2024-03-20 02:00"),
            ("2024-03-19T18:00:00+00:00", "2024-03-20 02:00"),
        ] {
            assert_eq!(night(at(now)), at(begun), "{now}");
        }
    }
}
