//! 审计: the log as auditors read it, each within the own subtree.

use super::Service;
use crate::problem::Problem;
use crate::store::audit::{self, Filter};
pub use crate::store::audit::{First, Place, Shown, Summary};
use crate::store::{Conn, units};
use crate::vocabulary::{Actor, Permission};

/// Stands for all of [`SECURITY`] where a verb is looked for.
pub const ALL_SECURITY: &str = "security";

/// Verbs of who came in, who was refused, and who was given or lost the right to be here.
pub const SECURITY: [&str; 14] = [
    "sign-in",
    "sign-in-failed",
    "sign-out",
    "denied",
    "change-password",
    "reset-password",
    "create-account",
    "disable-account",
    "enable-account",
    "create-token",
    "revoke-token",
    "token-ended",
    "create-setup-link",
    "set-up",
];

/// What an auditor looks for.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Code of a unit, or `system`; empty for all chains.
    pub chain: String,
    /// A verb, or [`ALL_SECURITY`]; empty for all.
    pub verb: String,
    /// The last entry of the page before.
    pub after: Option<String>,
    pub first: First,
    pub most: usize,
}

/// A page of the log.
pub fn read(service: &Service, actor: &Actor, search: &Search) -> Result<(Vec<Shown>, Summary), Problem> {
    if !actor.may(Permission::ReadAudit) {
        return Err(Problem::forbidden());
    }
    let chain = match search.chain.trim() {
        "" => None,
        audit::SYSTEM | "系统" => Some(audit::SYSTEM.to_owned()),
        code => Some(audit::chain_of(code.trim_start_matches("unit/"))),
    };
    let verbs = match search.verb.as_str() {
        "" => None,
        ALL_SECURITY => Some(SECURITY.map(str::to_owned).to_vec()),
        verb => Some(vec![verb.to_owned()]),
    };
    let behind = search.after.as_deref().and_then(Place::parse);
    let most = i64::try_from(search.most).unwrap_or(i64::MAX);
    service.store.read(|conn| {
        let filter =
            Filter { within: in_sight(conn, actor)?, chain, verbs, behind, first: search.first, most };
        Ok((audit::find(conn, &filter)?, audit::summary(conn)?))
    })
}

/// The chains of the own subtree; at the root of the tree all, the system's own included.
fn in_sight(conn: &mut Conn, actor: &Actor) -> Result<Option<Vec<String>>, Problem> {
    if units::root(conn)?.is_some_and(|root| root.id == actor.unit) {
        return Ok(None);
    }
    let below = units::below(conn, &actor.path)?;
    Ok(Some(below.into_iter().map(|unit| audit::chain_of(&unit.code)).collect()))
}
