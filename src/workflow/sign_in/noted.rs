//! What the log keeps of those who come in, and of those who were refused.

use serde_json::json;

use super::super::Service;
use crate::problem::{Problem, ProblemCode};
use crate::store::audit::{self, Entry};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Role};

pub(super) fn entry(at: Instant, account: Option<i64>, verb: &'static str, address: &str) -> Entry {
    Entry {
        chain: audit::SYSTEM.to_owned(),
        at,
        account,
        verb,
        subject: account.map_or("account".to_owned(), |id| format!("account {id}")),
        detail: came_from(address),
    }
}

/// That a code was wrong.
pub(super) fn missed(at: Instant, account: i64, address: &str) -> Entry {
    let detail = json!({ "address": address, "code": true }).to_string();
    Entry { detail, ..entry(at, Some(account), "sign-in-failed", address) }
}

/// What an entry tells of where somebody came from.
pub(super) fn came_from(address: &str) -> String {
    json!({ "address": address }).to_string()
}

/// Notes that somebody was refused what the role or the place does not allow.
pub fn note_denial(
    service: &Service,
    actor: Option<&Actor>,
    request: &str,
    why: ProblemCode,
) -> Result<(), Problem> {
    let entry = Entry {
        chain: audit::SYSTEM.to_owned(),
        at: service.now(),
        account: actor.map(|actor| actor.account),
        verb: "denied",
        subject: request.chars().take(200).collect(),
        detail: json!({ "why": why.code(), "role": actor.map(|actor| Role::code(actor.role)) }).to_string(),
    };
    service.store.write(move |conn| audit::append(conn, entry).map(|_| ()))
}
