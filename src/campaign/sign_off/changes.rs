//! What has happened to units since a node signed: whose figures are no longer those that were pinned.

use std::collections::HashMap;

use crate::campaign::{Standing, UnitState};

/// What has happened to a unit since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Since {
    /// It has sent again.
    Newer,
    /// What it had sent was returned.
    Returned,
    /// It was not counted, and has sent.
    Came,
    /// It no longer reports below the node.
    Went,
    /// Somebody decided that it is the same as another's and does not count.
    LeftOut,
}

impl Since {
    pub fn label(self) -> &'static str {
        match self {
            Since::Newer => "重新上报",
            Since::Returned => "已退回",
            Since::Came => "补报",
            Since::Went => "不再由本级汇总",
            Since::LeftOut => "判定重复，不计入",
        }
    }
}

/// A unit whose figures are no longer those that were signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Number of the unit.
    pub unit: i64,
    /// The revision that was signed, and the one in force now.
    pub old: Option<i64>,
    pub new: Option<i64>,
    pub since: Since,
}

/// Holds what was pinned (unit → revision) against where the units below the node stand now.
/// `left_out`: revisions that somebody decided not to count.
pub fn changes<'s>(
    pins: &HashMap<i64, i64>,
    standings: impl IntoIterator<Item = &'s Standing>,
    left_out: &dyn Fn(i64) -> bool,
) -> Vec<Change> {
    let mut gone = pins.clone();
    let mut found: Vec<Change> = standings
        .into_iter()
        .filter_map(|standing| {
            let old = gone.remove(&standing.unit);
            let dropped = standing.in_force.is_some_and(left_out);
            let since = match (old, since(old, standing), dropped) {
                (Some(_), None, true) => Since::LeftOut,
                (None, Some(_), true) => return None,
                (_, since, _) => since?,
            };
            Some(Change { unit: standing.unit, old, new: standing.in_force, since })
        })
        .collect();
    let mut gone: Vec<(i64, i64)> = gone.into_iter().collect();
    gone.sort_unstable();
    let went = |(unit, old)| Change { unit, old: Some(old), new: None, since: Since::Went };
    found.extend(gone.into_iter().map(went));
    found
}

fn since(old: Option<i64>, standing: &Standing) -> Option<Since> {
    match (old, standing.state) {
        (Some(old), _) if standing.in_force != Some(old) => Some(Since::Newer),
        (Some(_), UnitState::Accepted) => None,
        (Some(_), _) => Some(Since::Returned),
        (None, UnitState::Submitted | UnitState::Accepted) => Some(Since::Came),
        (None, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(unit: i64, state: UnitState, in_force: Option<i64>) -> Standing {
        Standing {
            unit,
            code: String::new(),
            name: String::new(),
            path: String::new(),
            contact: None,
            exempt: None,
            state,
            revisions: 0,
            nil: false,
            current: in_force,
            in_force,
            first_received: None,
            first_valid: None,
            last_changed: None,
            accepted: None,
            extended: None,
            draft_saved: None,
        }
    }

    #[test]
    fn whatever_is_no_longer_as_it_was_signed_is_found() {
        for (pinned, state, in_force, since) in [
            (Some(4), UnitState::Accepted, Some(4), None),
            (Some(4), UnitState::Returned, Some(4), Some(Since::Returned)),
            (Some(4), UnitState::Submitted, Some(5), Some(Since::Newer)),
            (Some(4), UnitState::Accepted, Some(5), Some(Since::Newer)),
            (Some(4), UnitState::Returned, Some(5), Some(Since::Newer)),
            (None, UnitState::None, None, None),
            (None, UnitState::Returned, Some(3), None),
            (None, UnitState::Submitted, Some(3), Some(Since::Came)),
            (None, UnitState::Accepted, Some(3), Some(Since::Came)),
        ] {
            let pins = pinned.map(|revision| (7, revision)).into_iter().collect();
            let found = changes(&pins, &[standing(7, state, in_force)], &|_| false);
            let expected = since.map(|since| Change { unit: 7, old: pinned, new: in_force, since });
            assert_eq!(found.into_iter().next(), expected, "{pinned:?} {state:?} {in_force:?}");
        }
    }

    #[test]
    fn what_is_decided_not_to_count_is_a_change_only_where_it_was_counted() {
        for (pinned, since) in [(Some(4), Some(Since::LeftOut)), (None, None)] {
            let pins = pinned.map(|revision| (7, revision)).into_iter().collect();
            let found = changes(&pins, &[standing(7, UnitState::Accepted, Some(4))], &|_| true);
            assert_eq!(found.first().map(|change| change.since), since, "{pinned:?}");
        }
    }

    #[test]
    fn who_left_is_named() {
        let pins = HashMap::from([(7, 4), (9, 6), (8, 5)]);
        let found = changes(&pins, &[standing(8, UnitState::Accepted, Some(5))], &|_| false);
        let went = found.iter().map(|change| (change.unit, change.old, change.since));
        assert_eq!(went.collect::<Vec<_>>(), [(7, Some(4), Since::Went), (9, Some(6), Since::Went)]);
    }
}
