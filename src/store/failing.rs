//! What a statement that failed means for whoever asked.
//!
//! The database may be out of reach (restarted, its place taken by another, this one only a copy of it): that passes,
//! and the same request may be made again. Its disk may be full: somebody has to make room. Two transactions may
//! have stood in each other's way: again. Everything else is a fault of this program, logged whole and told in general.
//!
//! PostgreSQL says most of it in codes, which diesel keeps to itself for all but the commonest; what it lets through of
//! the others is their words, in English or, on a Chinese server, in Chinese.

use std::io::ErrorKind;

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error};

use crate::problem::{Problem, ProblemCode};

/// What is behind a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    Unreachable,
    Full,
    Crossed,
    /// A text has a character with the number 0; the doors refuse it, and this is for where none did.
    Nul,
    Ours,
}

const FULL: [&str; 6] = [
    "database or disk is full",
    "No space left on device",
    "设备上没有空间",
    "Disk quota exceeded",
    "超出磁盘限额",
    "Check free disk space",
];
const CROSSED: [&str; 6] = [
    "deadlock detected",
    "检测到死锁",
    "database is locked",
    "canceling statement due to lock timeout",
    "由于锁超时",
    "could not serialize",
];
const UNREACHABLE: [&str; 4] = [
    "disk I/O error",
    "unable to open database file",
    "no connection to the server",
    "server closed the connection",
];

/// How PostgreSQL names the one character that it does not keep, in whatever language.
const NUL: &str = "0x00";

fn cause(error: &Error) -> Cause {
    match error {
        Error::DatabaseError(kind, told) => match kind {
            DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::ReadOnlyTransaction => {
                Cause::Unreachable
            }
            DatabaseErrorKind::SerializationFailure => Cause::Crossed,
            DatabaseErrorKind::UniqueViolation
            | DatabaseErrorKind::ForeignKeyViolation
            | DatabaseErrorKind::NotNullViolation
            | DatabaseErrorKind::CheckViolation => Cause::Ours,
            _ => said(told.as_ref()),
        },
        Error::RollbackErrorOnCommit { commit_error, .. } => cause(commit_error),
        // The connection was lost within the transaction, and whatever came behind could not even begin.
        Error::BrokenTransactionManager => Cause::Unreachable,
        _ => Cause::Ours,
    }
}

fn said(told: &(dyn DatabaseErrorInformation + Send + Sync)) -> Cause {
    let (message, hint) = (told.message(), told.hint().unwrap_or_default());
    let is_one_of = |words: &[&str]| words.iter().any(|word| message.contains(word) || hint.contains(word));
    if is_one_of(&FULL) {
        Cause::Full
    } else if is_one_of(&CROSSED) {
        Cause::Crossed
    } else if is_one_of(&UNREACHABLE) {
        Cause::Unreachable
    } else if message.contains(NUL) {
        Cause::Nul
    } else {
        Cause::Ours
    }
}

/// A failed statement as whoever asked is told of it.
pub fn broken(error: Error) -> Problem {
    match cause(&error) {
        Cause::Unreachable => {
            tracing::error!(%error, "the database is out of reach");
            Problem::unreachable()
        }
        Cause::Full => {
            tracing::error!(%error, "the disk of the database is full");
            Problem::full()
        }
        Cause::Crossed => {
            tracing::warn!(%error, "two transactions stood in each other's way");
            Problem::busy()
        }
        Cause::Nul => Problem::with_nul(),
        Cause::Ours => {
            tracing::error!(%error, "a statement failed");
            Problem::broken()
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        match error {
            Error::NotFound => Problem::not_found(),
            error => broken(error),
        }
    }
}

/// A file that was not written: for want of room, or with these words.
pub fn unwritten(error: &std::io::Error, otherwise: &str) -> Problem {
    let full = [ErrorKind::StorageFull, ErrorKind::QuotaExceeded, ErrorKind::FileTooLarge];
    if full.contains(&error.kind()) { Problem::full() } else { Problem::new(ProblemCode::Broken, otherwise) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn database(kind: DatabaseErrorKind, words: &str) -> Error {
        Error::DatabaseError(kind, Box::new(words.to_owned()))
    }

    #[test]
    fn every_failure_is_told_by_what_is_behind_it() {
        use DatabaseErrorKind::*;
        let unknown = |words| database(Unable::KIND, words);
        let cases = [
            (database(ClosedConnection, "terminating connection"), ProblemCode::Unreachable),
            (database(ReadOnlyTransaction, "cannot execute INSERT"), ProblemCode::Unreachable),
            (database(SerializationFailure, "could not serialize access"), ProblemCode::Busy),
            (database(UniqueViolation, "disk I/O error"), ProblemCode::Broken),
            (unknown("invalid byte sequence for encoding \"UTF8\": 0x00"), ProblemCode::Invalid),
            (unknown("no connection to the server\n"), ProblemCode::Unreachable),
            (unknown("number of parameters must be between 0 and 65535"), ProblemCode::Broken),
            (unknown("deadlock detected"), ProblemCode::Busy),
            (unknown("检测到死锁"), ProblemCode::Busy),
            (unknown("database or disk is full"), ProblemCode::Full),
            (unknown("could not extend file \"base/5/1\": No space left on device"), ProblemCode::Full),
            (unknown("无法扩展文件 \"base/5/1\": 设备上没有空间"), ProblemCode::Full),
            (unknown("disk I/O error"), ProblemCode::Unreachable),
            (Error::BrokenTransactionManager, ProblemCode::Unreachable),
            (Error::NotFound, ProblemCode::NotFound),
        ];
        for (error, code) in cases {
            let words = error.to_string();
            assert_eq!(Problem::from(error).code, code, "{words}");
        }
    }

    /// Kinds that diesel does not tell apart look like this one, whose words decide as well.
    struct Unable;

    impl Unable {
        const KIND: DatabaseErrorKind = DatabaseErrorKind::UnableToSendCommand;
    }
}
