//! What a campaign asks, of whom, and by when, against the log: deadlines as they were set and moved,
//! extensions, exemptions, the units that are expected, the state.
//!
//! All of it decides who is 迟报 and who is 未报, and none of it follows from what units sent: only the log
//! knows what was arranged. The log is read in the order of its chains, the tables in the order of their rows.

mod logged;
mod clocks;
mod exceptions;
mod chosen;

use diesel::prelude::*;

use self::chosen::{choices, expected};
use self::clocks::{clocks, moves};
use self::exceptions::{exemptions, extensions};
use self::logged::{Logged, about, log};
use crate::problem::Problem;
use crate::store::connection::Conn;
use crate::store::schema::campaign;

/// Checks what was arranged for every campaign.
pub fn arrangements(conn: &mut Conn, faults: &mut Vec<String>) -> Result<(), Problem> {
    let log = log(conn)?;
    campaigns(conn, &log, faults)?;
    moves(conn, &log, faults)?;
    extensions(conn, &log, faults)?;
    exemptions(conn, &log, faults)
}

/// Every campaign's state, how many units it expects, and each deadline as it stands now.
fn campaigns(conn: &mut Conn, log: &[Logged], faults: &mut Vec<String>) -> Result<(), Problem> {
    type Days = (Option<String>, Option<String>, Option<String>);
    let rows: Vec<(i64, String, Days)> = campaign::table
        .select((campaign::id, campaign::state, (campaign::shift, campaign::holidays, campaign::workdays)))
        .order(campaign::id)
        .load(conn)?;
    for (id, state, days_off) in rows {
        let said = about(log, "create-campaign", id).next().map_or((None, None, None), |entry| {
            let text = |name: &str| entry.detail[name].as_str().map(str::to_owned);
            (text("shift"), text("holidays"), text("workdays"))
        });
        if days_off != said {
            faults.push(format!("第 {id} 号任务的顺延办法与审计记录不符"));
        }
        let changes: Vec<&Logged> = about(log, "change-campaign-state", id).collect();
        let last = changes.last().and_then(|entry| entry.detail["to"].as_str()).unwrap_or("draft");
        if state != last {
            faults.push(format!("第 {id} 号任务的状态与审计记录不符"));
        }
        expected(conn, log, id, faults)?;
        choices(conn, log, id, faults)?;
        clocks(conn, log, id, faults)?;
    }
    Ok(())
}
