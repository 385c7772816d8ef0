//! 汇总: units become counties, counties become the city.
//!
//! A roll-up is computed, never typed. It keeps every submission it was made from, so that each total can
//! name its sources, and for every expected unit what became of it. Totals are exact sums of exact
//! figures; rates are computed from totals.

pub mod derive;
mod settle;
mod total;

pub use settle::settle;
pub use total::{combined, coverage};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::campaign::Campaign;
use crate::form::Form;
use crate::problem::Refusal;
use crate::submit::Submission;
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Number, Register, Source, UnitCode};

/// A whole folder (later: a whole campaign), rolled up.
#[derive(Clone, Debug)]
pub struct RollUp {
    pub form: Arc<Form>,
    pub register: Arc<Register>,
    pub campaign: Campaign,
    pub submissions: Vec<Submission>,
    /// One for every unit that the register expects, exempt ones included.
    pub outcomes: BTreeMap<UnitCode, Outcome>,
    pub refused: Vec<Refused>,
    /// Sheets that count for nobody: no unit, several candidates, a parent's own total.
    pub stray: Vec<Stray>,
    /// When it was made.
    pub made: Instant,
}

/// A file that was not read.
#[derive(Clone, Debug)]
pub struct Refused {
    pub source: Arc<Source>,
    pub refusal: Refusal,
}

/// A sheet that was read but belongs to no expected unit; `sentence` says why.
#[derive(Clone, Debug)]
pub struct Stray {
    /// Index into [`RollUp::submissions`].
    pub submission: usize,
    pub sentence: String,
}

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

/// 汇总范围, printed beside every total. 应报 = 实报 + 未报; 实报 = 按时 + 迟报 + 时间未知 + 有误;
/// 待核实 and 待确认 are among those with a time, 零报告 is among 实报.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    pub expected: usize,
    pub received: usize,
    pub on_time: usize,
    pub late: usize,
    pub time_unknown: usize,
    pub missing: usize,
    pub nil: usize,
    pub faulty: usize,
    pub held: usize,
    pub unsettled: usize,
    pub waiting: usize,
    pub exempt: usize,
    pub counted: usize,
}

/// Which figures count in a roll-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Every revision in force.
    InForce,
    /// 仅汇总已通过.
    Accepted,
}

impl Basis {
    /// As it is printed under the tables.
    pub fn sentence(self) -> &'static str {
        match self {
            Basis::InForce => "汇总口径：汇总各单位已报送的报表（含待审）。",
            Basis::Accepted => "汇总口径：仅汇总已通过审核的报表。",
        }
    }
}

/// The totals of one node of the tree.
#[derive(Clone, Debug)]
pub struct Totals {
    pub node: UnitCode,
    /// Indexed as `Form::figure`; `None` where no counted unit gave a figure.
    pub figures: Vec<Option<Number>>,
    pub coverage: Coverage,
}
