//! What was signed as a roll-up once more, for tables that are filled from it later.
//!
//! It is made of the revisions that were pinned and of those whom the snapshot says were asked, and held against the
//! snapshot's own totals: where it does not come to the same, it is not given out.

use std::collections::{HashMap, HashSet};

use super::super::Service;
use super::super::live;
use super::made::{as_pinned, values};
use crate::aggregate::{Basis, RollUp};
use crate::campaign::{Standing, Task, UnitState};
use crate::problem::Problem;
use crate::report::LastYear;
use crate::store::sign_offs::{Absent, SignOff};
use crate::store::units::Node;
use crate::store::{Conn, campaigns, revisions, standings};
use crate::vocabulary::UnitCode;

/// The roll-up that a node signed, and last year's figures as they are known now.
pub(in crate::workflow) fn roll_up(
    service: &Service,
    conn: &mut Conn,
    (task, node): (&Task, &Node),
    signed: &SignOff,
) -> Result<(RollUp, Option<LastYear>), Problem> {
    let table = campaigns::table(conn, task.id)?;
    let snapshot = &signed.snapshot;
    let ids: Vec<i64> = snapshot.pins.iter().map(|pin| pin.revision).collect();
    let nil: HashSet<i64> = revisions::many(conn, &ids)?
        .into_iter()
        .filter(|revision| revision.nil)
        .map(|revision| revision.id)
        .collect();
    let pins: HashMap<&str, i64> =
        snapshot.pins.iter().map(|pin| (pin.unit.as_str(), pin.revision)).collect();
    let absent: HashMap<&str, &Absent> =
        snapshot.absent.iter().map(|absent| (absent.unit.as_str(), absent)).collect();
    let then = standings::below(conn, task.id, &node.path)?.into_iter().filter_map(|standing| {
        match (pins.get(standing.code.as_str()), absent.get(standing.code.as_str())) {
            (Some(revision), _) => Some(as_pinned(&standing, *revision, nil.contains(revision))),
            (None, Some(absent)) => Some(left_out(standing, absent)),
            (None, None) => None,
        }
    });
    let then: Vec<Standing> = then.collect();
    let made = (Basis::Accepted, signed.head.at);
    let (rolled, last) = live::of_standings(service, conn, (task, &table, node), &then, made)?;
    let totals = rolled.totals(&UnitCode::new(&node.code)).figures;
    if totals != values(&rolled.form, &snapshot.figures) {
        let words = "这次上报汇总以后，应报单位有了变动，按当时的各单位已加不出当时的合计，不能再填表；请重新汇总上报，或者按实时的数填。";
        return Err(Problem::invalid(words));
    }
    Ok((rolled, last))
}

/// A unit that was asked and not counted then, whatever became of it since.
fn left_out(standing: Standing, absent: &Absent) -> Standing {
    match absent.reason.strip_prefix("免报") {
        Some(reason) => {
            let reason = reason.trim_start_matches('：').to_owned();
            Standing { exempt: Some(reason), in_force: None, state: UnitState::None, ..standing }
        }
        None if absent.reason == "未报" || absent.reason.starts_with("已催报") => {
            Standing { exempt: None, in_force: None, state: UnitState::None, ..standing }
        }
        None => Standing { state: UnitState::Submitted, ..standing },
    }
}
