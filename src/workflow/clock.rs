//! 时钟: what the service says of the machine's clock, and an administrator's word that it is right.
//!
//! A clock that stands before the last entry stops sending by itself (`store::audit::timely`). One that jumped ahead
//! would call people late without a word; it may be right nevertheless (the machine slept), so that nothing is refused:
//! the jump is written down, and told to whoever looks after the service and whoever judges who is late, until the
//! clock has been confirmed with a reason.

use super::Service;
pub use super::steady::Look;
use crate::problem::Problem;
use crate::report::words::duration;
use crate::store::audit::{self, Leap};
use crate::vocabulary::time::{Instant, show};

/// The machine's clock against the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clocked {
    pub now: Instant,
    /// By how many milliseconds it stands before the last entry, where that is too much.
    pub behind: Option<i64>,
    /// What is to be said of jumps that nobody has confirmed; empty: there are none.
    pub leaps: String,
}

pub fn look(service: &Service) -> Result<Clocked, Problem> {
    Ok(Clocked { now: service.now(), behind: service.store.behind(), leaps: leaps(service)? })
}

/// What is to be said of jumps that nobody has confirmed.
pub fn leaps(service: &Service) -> Result<String, Problem> {
    Ok(told(&service.store.read(audit::unconfirmed_leaps)?))
}

/// `时钟在 2024-03-20 09:00 向前跳了 10 分钟`; empty where there was none.
pub(super) fn told(leaps: &[Leap]) -> String {
    let Some(first) = leaps.first() else { return String::new() };
    let by = duration(first.after - first.before);
    let more =
        if leaps.len() > 1 { format!("，以后又跳了 {} 次", leaps.len() - 1) } else { String::new() };
    format!("时钟在 {} 向前跳了 {by}{more}", show(first.before))
}

/// Holds the clock, which shows this, against its witness, and writes a jump down. Whoever sends is not kept from it.
pub(super) fn watch(service: &Service, shows: Instant, look: Look) {
    let Some(leap) = service.witness.look(shows, look) else { return };
    tracing::warn!(
        before = %leap.before.to_rfc3339(),
        after = %leap.after.to_rfc3339(),
        "the clock has jumped ahead: see whether it is right, then `huibiao clock confirm`"
    );
    if let Err(problem) = service.store.write(move |conn| audit::note_leap(conn, leap)) {
        tracing::error!(problem = problem.text(), "a jump of the clock was not written down yet");
        service.witness.put_back(leap);
    }
}

/// Says with a reason that the clock is right, although the log holds a later time.
pub fn confirm(service: &Service, reason: &str) -> Result<(), Problem> {
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Problem::field(
            "reason",
            "请写明为什么现在的时钟是对的，例如“主板电池更换前时钟走快了一天”。",
        ));
    }
    if service.store.behind().is_none() && leaps(service)?.is_empty() {
        return Err(Problem::invalid("服务器时钟没有早于最后一条记录，也没有未确认的前跳，不需要确认。"));
    }
    let now = service.now();
    service.store.write(move |conn| audit::confirm_clock(conn, now, None, &reason))
}
