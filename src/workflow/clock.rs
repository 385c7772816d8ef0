//! 时钟: what the service says of the machine's clock, and an administrator's word that it is right.

use super::Service;
use crate::problem::Problem;
use crate::store::audit;
use crate::vocabulary::time::Instant;

/// The machine's clock against the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clocked {
    pub now: Instant,
    /// By how many milliseconds it stands before the last entry, where that is too much.
    pub behind: Option<i64>,
}

pub fn look(service: &Service) -> Clocked {
    Clocked { now: service.now(), behind: service.store.behind() }
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
    if service.store.behind().is_none() {
        return Err(Problem::invalid("服务器时钟没有早于最后一条记录，不需要确认。"));
    }
    let now = service.now();
    service.store.write(move |conn| audit::confirm_clock(conn, now, None, &reason))
}
