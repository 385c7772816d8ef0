//! What is said of a sheet: its findings, and whether it would be taken.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::written::{figures, name_of};
use crate::form::Form;
use crate::vocabulary::Finding;
use crate::web::views::figures::figure_of;
use crate::workflow::judged::Judged;

/// One thing that is wrong, doubtful or worth knowing; the page says the same.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingShape {
    /// `hard`, `query` or `hint`.
    pub severity: &'static str,
    pub code: String,
    pub item: Option<String>,
    pub column: Option<String>,
    /// JSON pointer into the request's values.
    pub pointer: Option<String>,
    pub cell: Option<String>,
    pub sentence: String,
    pub explanation: Option<String>,
}

pub fn finding(form: &Form, finding: &Finding, explanation: Option<&String>) -> FindingShape {
    let pointer = figure_of(form, finding).map(|figure| format!("/values/{}", name_of(form, figure)));
    FindingShape {
        severity: finding.severity.code(),
        code: finding.code.clone(),
        item: finding.item.clone(),
        column: finding.column.clone(),
        pointer,
        cell: finding.place.as_ref().map(|place| place.cell.clone()),
        sentence: finding.sentence.clone(),
        explanation: explanation.cloned(),
    }
}

/// A sheet as it was judged.
#[derive(Debug, Serialize, ToSchema)]
pub struct JudgedShape {
    /// Whether it would be taken.
    pub fit: bool,
    pub values: BTreeMap<String, Option<String>>,
    pub nil: bool,
    pub date: Option<String>,
    pub findings: Vec<FindingShape>,
}

pub fn judged(form: &Form, judged: &Judged) -> JudgedShape {
    JudgedShape {
        fit: judged.obstacles.is_empty(),
        values: figures(form, &judged.reading.answers.values()),
        nil: judged.reading.nil,
        date: judged.reading.date.map(|date| date.to_string()),
        findings: judged
            .findings
            .iter()
            .zip(&judged.words)
            .map(|(found, words)| finding(form, found, words.as_ref()))
            .collect(),
    }
}
