//! 汇总: units become counties, counties become the city.
//!
//! A roll-up is computed, never typed. It keeps every submission it was made from, so that each total can
//! name its sources, and for every expected unit what became of it. Totals are exact sums of exact
//! figures; rates are computed from totals.

pub mod derive;
mod settle;
mod total;
mod outcome;

pub use settle::settle;
pub use total::{combined, coverage};

use std::collections::BTreeMap;
use std::sync::Arc;

pub use self::outcome::{Outcome, State, Timing};
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
    pub const ALL: [Basis; 2] = [Basis::InForce, Basis::Accepted];

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
