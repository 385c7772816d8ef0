//! The sums that are kept against the figures that they were made from.

use std::collections::{BTreeMap, HashSet};

use diesel::prelude::*;

use crate::aggregate::Basis;
use crate::problem::Problem;
use crate::store::campaigns;
use crate::store::connection::Conn;
use crate::store::schema::{campaign, unit};
use crate::store::totals::{Owners, Sum, added_up, all_kept, stale_below};

/// Checks every sum that would be shown; those of a node with a change since are made anew before.
pub fn totals(conn: &mut Conn, faults: &mut Vec<String>) -> Result<(), Problem> {
    let parents = unit::table.select(unit::parent_id).distinct().order(unit::parent_id);
    let nodes: Vec<i64> = parents.load::<Option<i64>>(conn)?.into_iter().flatten().collect();
    let campaigns: Vec<i64> = campaign::table.select(campaign::id).order(campaign::id).load(conn)?;
    for id in campaigns {
        let Some(table) = campaigns::find_table(conn, id)? else { continue };
        let task = campaigns::load(conn, id)?;
        let stale: HashSet<i64> = stale_below(conn, id, "/")?.into_iter().map(|stale| stale.id).collect();
        let kept = by_owner(all_kept(conn, id)?);
        let made = by_owner(added_up(conn, (&task, &table), (Owners::Nodes, &nodes), &Basis::ALL)?);
        let owners: HashSet<i64> = kept.keys().chain(made.keys()).copied().collect();
        let wrong =
            owners.into_iter().filter(|node| !stale.contains(node) && kept.get(node) != made.get(node));
        let mut codes: Vec<String> =
            unit::table.filter(unit::id.eq_any(wrong.collect::<Vec<_>>())).select(unit::code).load(conn)?;
        codes.sort();
        let sentence = |code| format!("第 {id} 号任务 {code} 各下级单位的合计与它们报送的数字不符");
        faults.extend(codes.into_iter().map(sentence));
    }
    Ok(())
}

fn by_owner(sums: Vec<Sum>) -> BTreeMap<i64, HashSet<Sum>> {
    let mut owners: BTreeMap<i64, HashSet<Sum>> = BTreeMap::new();
    for sum in sums {
        owners.entry(sum.owner).or_default().insert(sum);
    }
    owners
}
