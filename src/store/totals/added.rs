//! What units add up to, read from their figures and their standings: what is kept, what is held against it,
//! and what is shown of a node whose sums are not kept.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::aggregate::Basis;
use crate::campaign::standing::{Number, tally};
use crate::campaign::{Deliverable, Standing, Task};
use crate::problem::Problem;
use crate::store::connection::Conn;
use crate::store::schema::unit;
use crate::store::standings;

/// One sum of one owner.
#[derive(Clone, Debug, PartialEq, Eq, Hash, QueryableByName)]
pub struct Sum {
    /// Number of a unit.
    #[diesel(sql_type = BigInt)]
    pub owner: i64,
    /// Of which figures ([`what`]), or [`IN_UNITS`].
    #[diesel(sql_type = Text)]
    pub what: String,
    /// Code of an item; of a number of the board.
    #[diesel(sql_type = Text)]
    pub item: String,
    /// Code of a column; nothing beside a number of the board.
    #[diesel(sql_type = Text)]
    pub col: String,
    /// In millionths; as it is, where units are counted.
    #[diesel(sql_type = BigInt)]
    pub total: i64,
    #[diesel(sql_type = BigInt)]
    pub greatest: i64,
}

/// Units are counted, not figures added.
pub const IN_UNITS: &str = "units";

/// The figures that a basis adds up.
pub fn what(basis: Basis) -> &'static str {
    match basis {
        Basis::InForce => "in-force",
        Basis::Accepted => "accepted",
    }
}

/// Whose sums are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owners {
    /// Each unit's own.
    Units,
    /// Of all units directly below a node.
    Nodes,
}

impl Owners {
    fn column(self) -> &'static str {
        match self {
            Owners::Units => "id",
            Owners::Nodes => "parent_id",
        }
    }
}

/// Owners whose units are looked at together.
const TOGETHER: usize = 200;

/// Everything that the owners add up to in a campaign, figures on each basis. Who owns nothing is not there.
pub fn added_up(
    conn: &mut Conn,
    (task, table): (&Task, &Deliverable),
    (owners, ids): (Owners, &[i64]),
    bases: &[Basis],
) -> Result<Vec<Sum>, Problem> {
    let mut sums = Vec::new();
    for ids in ids.chunks(TOGETHER) {
        for basis in bases {
            sums.extend(figures(conn, task.id, owners, ids, *basis)?);
        }
        sums.extend(counts(conn, (task, table), owners, ids)?);
    }
    Ok(sums)
}

/// From a unit to its standing to the figures in force: the units are few, so the order is said.
fn figures(
    conn: &mut Conn,
    campaign: i64,
    owners: Owners,
    ids: &[i64],
    basis: Basis,
) -> Result<Vec<Sum>, Problem> {
    let owner = format!("unit.{}", owners.column());
    let only = match basis {
        Basis::InForce => "",
        Basis::Accepted => "AND state = 'accepted'",
    };
    let query = format!(
        "SELECT {owner} AS owner, '{}' AS what, item, col, CAST(SUM(value) AS BIGINT) AS total, \
         MAX(value) AS greatest FROM unit CROSS JOIN expected_unit \
         JOIN figure ON figure.revision_id = in_force_revision_id \
         WHERE {owner} IN ({}) AND campaign_id = $1 AND unit_id = unit.id {only} AND value IS NOT NULL \
         GROUP BY {owner}, item, col",
        what(basis),
        listed(ids),
    );
    Ok(diesel::sql_query(query).bind::<BigInt, _>(campaign).load(conn)?)
}

fn counts(
    conn: &mut Conn,
    (task, table): (&Task, &Deliverable),
    owners: Owners,
    ids: &[i64],
) -> Result<Vec<Sum>, Problem> {
    let owned = unit::table.select((unit::id, unit::parent_id));
    let owned: Vec<(i64, Option<i64>)> = match owners {
        Owners::Units => owned.filter(unit::id.eq_any(ids)).load(conn)?,
        Owners::Nodes => owned.filter(unit::parent_id.eq_any(ids)).load(conn)?,
    };
    let owner_of: BTreeMap<i64, i64> = owned
        .into_iter()
        .filter_map(|(unit, parent)| Some((unit, if owners == Owners::Units { unit } else { parent? })))
        .collect();
    let units: Vec<i64> = owner_of.keys().copied().collect();
    let mut by_owner: BTreeMap<i64, Vec<Standing>> = BTreeMap::new();
    for standing in standings::of_units(conn, task.id, &units)? {
        by_owner.entry(owner_of[&standing.unit]).or_default().push(standing);
    }
    let sums = by_owner.into_iter().flat_map(|(owner, standings)| {
        let counts = tally(&standings, Some(table), task.returned_is_missing);
        let some = Number::ALL.into_iter().zip(counts).filter(|(_, count)| *count > 0);
        some.map(move |(number, count)| counted(owner, number, count as i64))
    });
    Ok(sums.collect())
}

fn counted(owner: i64, number: Number, count: i64) -> Sum {
    let item = number.code().to_owned();
    Sum { owner, what: IN_UNITS.to_owned(), item, col: String::new(), total: count, greatest: count }
}

/// Numbers as SQL lists them; a list of none is a list of nobody.
pub fn listed(ids: &[i64]) -> String {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    if ids.is_empty() { "0".to_owned() } else { ids.join(",") }
}
