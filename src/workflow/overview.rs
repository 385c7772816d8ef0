//! What an administrator has to see first: how many units there are, and who of them cannot sign in yet.

use std::collections::HashSet;

use super::Service;
use super::accounts::By;
use crate::problem::Problem;
use crate::store::accounts::{self, Search};
use crate::store::units;
use crate::vocabulary::{Actor, Role};

/// Counts below the administrator's unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    pub units: usize,
    /// Units that report and have no clerk who can sign in.
    pub without_account: usize,
    pub accounts: usize,
    pub disabled: usize,
    /// First passwords that nobody has changed yet.
    pub first_passwords: usize,
    pub supervisors: usize,
}

pub fn overview(service: &Service, actor: &Actor) -> Result<Overview, Problem> {
    By::Actor(actor).administers(&actor.path)?;
    service.store.read(|conn| {
        let nodes = units::below(conn, &actor.path)?;
        let above: HashSet<i64> = nodes.iter().filter_map(|node| node.parent).collect();
        let with_clerk = accounts::units_with_clerk(conn, &actor.path)?;
        let search = Search { path: actor.path.clone(), words: String::new(), after: None, most: i64::MAX };
        let accounts = accounts::list(conn, &search)?;
        let able = |role: Role| {
            accounts
                .iter()
                .filter(|listed| listed.account.role == role && listed.account.disabled_at.is_none())
                .count()
        };
        Ok(Overview {
            units: nodes.len(),
            without_account: nodes
                .iter()
                .filter(|node| node.active && (node.reports || !above.contains(&node.id)))
                .filter(|node| !with_clerk.contains(&node.id))
                .count(),
            accounts: accounts.len(),
            disabled: accounts.iter().filter(|listed| listed.account.disabled_at.is_some()).count(),
            first_passwords: accounts.iter().filter(|listed| listed.account.must_change).count(),
            supervisors: able(Role::Supervisor),
        })
    })
}
