//! One filled sheet of one unit, as it was read and judged.

use std::sync::Arc;

use chrono::NaiveDate;

use super::answers::Answers;
use crate::vocabulary::{Finding, Severity, Source, UnitCode};

/// A sheet after recognition and validation; nothing in it changes afterwards.
#[derive(Clone, Debug)]
pub struct Submission {
    pub source: Arc<Source>,
    pub sheet: String,
    /// 填报单位 as written on the sheet.
    pub unit_written: Option<String>,
    /// The unit it belongs to, where the name (or code) fits exactly one.
    pub unit: Option<UnitCode>,
    /// Units that the name fits, where it fits several or only nearly.
    pub candidates: Vec<UnitCode>,
    /// 填报日期.
    pub date: Option<NaiveDate>,
    pub title_year: Option<i32>,
    /// 零报告.
    pub nil: bool,
    /// The total of a node out of a workbook of ours: to compare with, never to count.
    pub is_total: bool,
    pub answers: Answers,
    pub findings: Vec<Finding>,
}

impl Submission {
    pub fn has_hard(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Hard)
    }
}
