//! The log as people read it: filtered, within their own subtree, a page at a time.

use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::numbers::{from_millis, to_millis};
use super::super::schema::{account, audit_entry};
use super::chain::Stored;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// An entry as it is shown.
#[derive(Clone, Debug)]
pub struct Shown {
    pub chain: String,
    pub sequence: i64,
    pub at: Instant,
    pub account: Option<String>,
    pub verb: String,
    pub subject: String,
    pub detail: String,
    pub hash: String,
}

/// Where an entry stands in the log: what a page ends with and the next one begins behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    at: i64,
    sequence: i64,
    chain: String,
}

impl Place {
    pub fn of(shown: &Shown) -> Place {
        Place { at: to_millis(shown.at), sequence: shown.sequence, chain: shown.chain.clone() }
    }

    pub fn text(&self) -> String {
        format!("{}.{}.{}", self.at, self.sequence, self.chain)
    }

    pub fn parse(text: &str) -> Option<Place> {
        let mut parts = text.splitn(3, '.');
        let at = parts.next()?.parse().ok()?;
        let sequence = parts.next()?.parse().ok()?;
        Some(Place { at, sequence, chain: parts.next()?.to_owned() })
    }
}

/// Which entries are looked for.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Chains that may be seen; `None` for all.
    pub within: Option<Vec<String>>,
    pub chain: Option<String>,
    /// One of these; `None` for all.
    pub verbs: Option<Vec<String>>,
    pub behind: Option<Place>,
    pub first: First,
    pub most: i64,
}

/// Which entries come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum First {
    #[default]
    Newest,
    Oldest,
}

/// Entries in their order.
pub fn find(conn: &mut Conn, filter: &Filter) -> Result<Vec<Shown>, Problem> {
    let mut query = audit_entry::table
        .left_join(account::table)
        .limit(filter.most)
        .select((audit_entry::all_columns, account::name.nullable()))
        .into_boxed();
    query = match filter.first {
        First::Newest => {
            query.order((audit_entry::at.desc(), audit_entry::chain.asc(), audit_entry::sequence.desc()))
        }
        First::Oldest => {
            query.order((audit_entry::at.asc(), audit_entry::chain.desc(), audit_entry::sequence.asc()))
        }
    };
    if let Some(chains) = &filter.within {
        query = query.filter(audit_entry::chain.eq_any(chains.clone()));
    }
    if let Some(chain) = &filter.chain {
        query = query.filter(audit_entry::chain.eq(chain.clone()));
    }
    if let Some(verbs) = &filter.verbs {
        query = query.filter(audit_entry::verb.eq_any(verbs.clone()));
    }
    if let Some(Place { at, sequence, chain }) = filter.behind.clone() {
        let (same_time, same_chain) = (audit_entry::at.eq(at), audit_entry::chain.eq(chain.clone()));
        query = match filter.first {
            First::Newest => {
                let same_chain = same_chain.and(audit_entry::sequence.lt(sequence));
                let same_time = same_time.and(audit_entry::chain.gt(chain).or(same_chain));
                query.filter(audit_entry::at.lt(at).or(same_time))
            }
            First::Oldest => {
                let same_chain = same_chain.and(audit_entry::sequence.gt(sequence));
                let same_time = same_time.and(audit_entry::chain.lt(chain).or(same_chain));
                query.filter(audit_entry::at.gt(at).or(same_time))
            }
        };
    }
    let rows: Vec<(Stored, Option<String>)> = query.load(conn)?;
    let shown =
        rows.into_iter().map(|((chain, sequence, at, _, verb, subject, detail, _, hash), account)| Shown {
            chain,
            sequence,
            at: from_millis(at),
            account,
            verb,
            subject,
            detail,
            hash,
        });
    Ok(shown.collect())
}
