//! 布置: who must send what by when.

pub mod deadline;
pub mod days_off;
pub mod clocks;
pub mod status;
pub mod standing;
pub mod whole;
pub mod choice;
pub mod next_year;
pub mod task;
pub mod sorting;
pub mod burden;
pub mod sign_off;
pub mod reminder;
pub mod definition;

pub use burden::{Burden, BurdenKind};
pub use choice::{Choice, Single};
pub use clocks::Clocks;
pub use days_off::{DaysOff, Shift};
pub use reminder::ReminderChannel;
pub use sign_off::{SignState, SignStep, SignVerdict};
pub use standing::{Standing, Status};
pub use status::{CampaignState, Step, UnitState};
pub use task::{Deliverable, DeliverableKind, Task};
pub use whole::Whole;

use crate::vocabulary::time::Instant;

/// 填报任务 as the folder roll-up needs it.
#[derive(Clone, Debug, Default)]
pub struct Campaign {
    pub title: Option<String>,
    pub year: Option<i32>,
    pub theme: Option<String>,
    /// The office that asked (布置单位).
    pub issuer: Option<String>,
    pub due: Option<Due>,
    /// Nothing more is taken from this instant on.
    pub close: Option<Instant>,
    /// Whether the printed table carries signature and seal lines.
    pub paper_copy: bool,
    /// 汇总口径, where it is not the usual one; printed under the tables.
    pub basis: Option<String>,
    /// 上报汇总: the sign-off that it is printed for.
    pub signed: Option<sign_off::Signed>,
    /// 签名公钥: by which receipts of the service that made it can be proven.
    pub public_key: Option<String>,
}

/// A deadline: the notice's own words and the exclusive instant they mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub phrase: String,
    /// Received strictly before this is on time.
    pub instant: Instant,
    /// 宽限: late by less than this still counts as on time.
    pub grace: chrono::TimeDelta,
    /// 顺延: the instant that the words mean, where a day off moved the deadline from it.
    pub shifted_from: Option<Instant>,
}

impl Due {
    /// Where the campaign's custom lets it go.
    pub fn shifted(self, days_off: &DaysOff) -> Due {
        match days_off.shifted(self.instant) {
            Some(to) => Due { instant: to, shifted_from: Some(self.instant), ..self },
            None => self,
        }
    }

    /// The instant that the words mean, days off not counted.
    pub fn literal(&self) -> Instant {
        self.shifted_from.unwrap_or(self.instant)
    }

    /// `2024年3月22日 24:00（含当日）`, `遇休息日顺延至 2024年3月25日 24:00（含当日）`.
    pub fn meaning(&self) -> String {
        let meaning = deadline::meaning(self.instant);
        if self.shifted_from.is_some() { format!("遇休息日顺延至 {meaning}") } else { meaning }
    }

    /// The phrase with what it means: `3月22日前（截止：2024年3月22日 24:00（含当日））`.
    pub fn shown(&self) -> String {
        format!("{}（截止：{}）", self.phrase, self.meaning())
    }
}
