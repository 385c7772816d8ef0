//! What a board is about, and every unit of a subtree with its standing in each of it.

use std::collections::BTreeMap;

use super::row::Counts;
use crate::campaign::whole::tally;
use crate::campaign::{Deliverable, Standing, Task, Whole};
use crate::problem::Problem;
use crate::store::units::Node;
use crate::store::{Conn, deliveries, standings};

/// What is chosen of what a campaign asks for: one of it; or, chosen nothing, all that units send, and where units send
/// nothing all that nodes above them do.
pub(in crate::workflow) fn chosen(
    offered: &[Deliverable],
    one: Option<i64>,
) -> Result<Vec<Deliverable>, Problem> {
    if let Some(id) = one {
        let one = offered.iter().find(|asked| asked.id == id).ok_or_else(Problem::not_found)?;
        return Ok(vec![one.clone()]);
    }
    let of_units: Vec<Deliverable> = offered.iter().filter(|asked| asked.level.is_none()).cloned().collect();
    Ok(if of_units.is_empty() { offered.to_vec() } else { of_units })
}

/// Every unit of a subtree of which any of this is asked, by code.
pub(in crate::workflow) fn wholes(
    conn: &mut Conn,
    asked: &[Deliverable],
    path: &str,
) -> Result<Vec<Whole>, Problem> {
    let mut by_code: BTreeMap<String, Vec<Option<Standing>>> = BTreeMap::new();
    for (at, deliverable) in asked.iter().enumerate() {
        for standing in of_each(conn, deliverable, path)? {
            let parts = by_code.entry(standing.code.clone()).or_insert_with(|| vec![None; asked.len()]);
            parts[at] = Some(standing);
        }
    }
    Ok(by_code.into_values().filter_map(Whole::new).collect())
}

fn of_each(conn: &mut Conn, asked: &Deliverable, path: &str) -> Result<Vec<Standing>, Problem> {
    match asked.is_table() {
        true => standings::below(conn, asked.campaign, path),
        false => deliveries::below(conn, asked, path),
    }
}

/// Everything that is offered, each with its own numbers where all of it is shown.
pub(super) fn counted(
    conn: &mut Conn,
    offered: Vec<Deliverable>,
    (asked, all): (&[Deliverable], &[Whole]),
    chosen: Option<i64>,
    (task, node): (&Task, &Node),
) -> Result<Vec<(Deliverable, Option<Counts>)>, Problem> {
    if chosen.is_some() || offered.len() < 2 {
        return Ok(offered.into_iter().map(|offered| (offered, None)).collect());
    }
    let mut counted = Vec::new();
    for offered in offered {
        let position = asked.iter().position(|asked| asked.id == offered.id);
        let alone: Vec<Whole> = match position {
            Some(at) => all.iter().filter_map(|whole| Whole::new(vec![whole.parts[at].clone()])).collect(),
            None => wholes(conn, std::slice::from_ref(&offered), &node.path)?,
        };
        let counts = tally(&alone, std::slice::from_ref(&offered), task.returned_is_missing);
        counted.push((offered, Some(counts)));
    }
    Ok(counted)
}
