//! 审计: the log as auditors read it, each within the own subtree.

use std::io::{self, Write};

use serde_json::json;

use super::Service;
use crate::formats::separated::{BEGINNING, harmless, line};
use crate::problem::Problem;
use crate::store::audit::{self, Entry, Filter};
pub use crate::store::audit::{First, Place, Shown, Summary};
use crate::store::{Conn, units};
use crate::vocabulary::{Actor, Permission};

/// Stands for all of [`SECURITY`] where a verb is looked for.
pub const ALL_SECURITY: &str = "security";

/// Verbs of who came in, who was refused, and who was given or lost the right to be here.
pub const SECURITY: [&str; 21] = [
    "sign-in",
    "sign-in-failed",
    "give-password",
    "give-code",
    "use-recovery-code",
    "set-second-factor",
    "renew-recovery-codes",
    "end-second-factor",
    "reset-second-factor",
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

/// Entries of a file that are read at once.
const AT_ONCE: i64 = 1_000;

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
    let filter = filter(service, actor, search)?;
    service.store.read(|conn| Ok((audit::find(conn, &filter)?, audit::summary(conn)?)))
}

fn filter(service: &Service, actor: &Actor, search: &Search) -> Result<Filter, Problem> {
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
    let within = service.store.read(|conn| in_sight(conn, actor))?;
    Ok(Filter { within, chain, verbs, behind, first: search.first, most })
}

/// All that a search finds, about to be written to a file.
#[derive(Debug)]
pub struct Taken {
    /// What the file is called.
    pub name: String,
    filter: Filter,
}

/// Takes what a search finds as a file; the log says who did.
pub fn take(service: &Service, actor: &Actor, search: Search) -> Result<Taken, Problem> {
    let now = service.now();
    let filter = Filter { most: AT_ONCE, ..filter(service, actor, &search)? };
    let detail = json!({ "name": "audit.csv", "chain": search.chain, "verb": search.verb });
    let (chain, subject) = (audit::SYSTEM.to_owned(), "audit".to_owned());
    let (account, detail) = (Some(actor.account), detail.to_string());
    let entry = Entry { chain, at: now, account, verb: "download", subject, detail };
    service.store.write(move |conn| audit::append(conn, entry).map(|_| ()))?;
    Ok(Taken { name: format!("审计记录-{}.csv", now.format("%Y%m%d-%H%M")), filter })
}

impl Taken {
    /// Writes it in the order that was asked for, a few at a time.
    pub fn write<const N: usize>(
        mut self,
        service: &Service,
        out: &mut dyn Write,
        heads: &[&str; N],
        cells: impl Fn(Shown) -> [String; N],
    ) -> io::Result<()> {
        let mut text = BEGINNING.to_owned();
        line(&mut text, heads.iter().map(|head| (*head).to_owned()));
        loop {
            let found = service.store.read(|conn| audit::find(conn, &self.filter));
            let found = found.map_err(|problem| io::Error::other(problem.text()))?;
            let is_last = (found.len() as i64) < AT_ONCE;
            self.filter.behind = found.last().map(Place::of);
            for shown in found {
                line(&mut text, cells(shown).iter().map(|cell| harmless(cell)));
            }
            out.write_all(text.as_bytes())?;
            text.clear();
            if is_last {
                return Ok(());
            }
        }
    }
}

/// The chains of the own subtree; at the root of the tree all, the system's own included.
fn in_sight(conn: &mut Conn, actor: &Actor) -> Result<Option<Vec<String>>, Problem> {
    if units::root(conn)?.is_some_and(|root| root.id == actor.unit) {
        return Ok(None);
    }
    let below = units::below(conn, &actor.path)?;
    Ok(Some(below.into_iter().map(|unit| audit::chain_of(&unit.code)).collect()))
}
