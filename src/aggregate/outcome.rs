//! What became of one expected unit: its state, and whether it was in time.

use crate::vocabulary::UnitCode;
use crate::vocabulary::time::Instant;

/// What became of one unit.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub unit: UnitCode,
    pub state: State,
    /// Of the first valid sheet; `None` where there is none.
    pub timing: Option<Timing>,
    pub received: Option<Instant>,
    /// 零报告.
    pub nil: bool,
    /// The submission whose figures count (or would count, while held).
    pub in_force: Option<usize>,
    /// All submissions of the unit, oldest first.
    pub submissions: Vec<usize>,
    /// Why the state is what it is, where it needs words (免报原因, 两份报表不一致 …).
    pub reason: Option<String>,
}

/// The unit's state in the roll-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// 已汇入: counts in the totals.
    Counted,
    /// 有误待改: a 强制 finding stands.
    Faulty,
    /// 待核实: a holding 核实 stands unconfirmed.
    Held,
    /// 待确认: several sheets that disagree.
    Unsettled,
    /// 待审: sent and not accepted yet, in a roll-up of accepted sheets only.
    Waiting,
    /// 未报.
    Missing,
    /// 免报.
    Exempt,
}

/// On time or late, or not to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    OnTime,
    Late {
        by: chrono::TimeDelta,
    },
    /// 已报（时间未知）: nothing proves when the file arrived, or no deadline was given.
    Unknown,
}
