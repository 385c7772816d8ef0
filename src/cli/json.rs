//! The JSON that programs read: field names and codes are stable.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::aggregate::{Coverage, Refused, RollUp, Totals, derive};
use crate::form::{Comparison, Form};
use crate::problem::Refusal;
use crate::submit::Submission;
use crate::vocabulary::{Finding, Number, Unit};

/// One line of `huibiao read --json`.
#[derive(Serialize)]
pub struct FileLine {
    pub file: String,
    pub status: &'static str,
    pub refusal: Option<RefusalView>,
    pub submissions: Vec<SubmissionView>,
    /// The files of an archive or a mail, where the file is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub members: Option<Vec<MemberView>>,
}

/// What became of one file in an archive.
#[derive(Serialize)]
pub struct MemberView {
    pub file: String,
    pub status: &'static str,
    pub refusal: Option<RefusalView>,
}

#[derive(Serialize)]
pub struct RefusalView {
    pub code: &'static str,
    pub message: &'static str,
}

#[derive(Serialize)]
pub struct SubmissionView {
    file: String,
    unit: UnitView,
    sheet: String,
    date: Option<String>,
    nil: bool,
    values: BTreeMap<Key, Option<String>>,
    findings: Vec<FindingView>,
}

#[derive(Serialize)]
struct UnitView {
    name: Option<String>,
    code: Option<String>,
    candidates: Vec<String>,
}

#[derive(Serialize)]
struct FindingView {
    severity: &'static str,
    code: String,
    item: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    sheet: Option<String>,
    cell: Option<String>,
    holds: bool,
    message: String,
}

/// A figure's key in its form's order: the item's code, with `:` and the column's where there are several.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key(usize, String);

impl Serialize for Key {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.1)
    }
}

/// The summary of `huibiao rollup --json`.
#[derive(Serialize)]
pub struct Summary {
    pub city: NodeView,
    pub counties: Vec<NodeView>,
    pub refused: Vec<RefusedView>,
    pub stray: Vec<StrayView>,
    pub workbooks: Vec<String>,
    /// The superior's own template, where one was filled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superior: Option<Superior>,
}

/// A filled template.
#[derive(Serialize)]
pub struct Superior {
    pub path: String,
    pub figures: usize,
    /// What did not fit.
    pub said: Vec<String>,
}

#[derive(Serialize)]
pub struct NodeView {
    code: String,
    name: String,
    values: BTreeMap<Key, Option<String>>,
    /// Rates and changes, computed from the totals and rounded as printed.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    derived: BTreeMap<Key, Option<String>>,
    coverage: CoverageView,
}

#[derive(Serialize)]
struct CoverageView {
    expected: usize,
    received: usize,
    on_time: usize,
    late: usize,
    time_unknown: usize,
    missing: usize,
    nil: usize,
    faulty: usize,
    held: usize,
    unsettled: usize,
    exempt: usize,
    counted: usize,
}

#[derive(Serialize)]
pub struct RefusedView {
    file: String,
    code: &'static str,
    message: &'static str,
}

#[derive(Serialize)]
pub struct StrayView {
    file: String,
    sheet: String,
    message: String,
}

pub fn refusal(refusal: &Refusal) -> RefusalView {
    RefusalView { code: refusal.code.code(), message: refusal.sentence() }
}

pub fn submission(form: &Form, submission: &Submission) -> SubmissionView {
    SubmissionView {
        file: submission.source.file.clone(),
        unit: UnitView {
            name: submission.unit_written.clone(),
            code: submission.unit.as_ref().map(ToString::to_string),
            candidates: submission.candidates.iter().map(ToString::to_string).collect(),
        },
        sheet: submission.sheet.clone(),
        date: submission.date.map(|date| date.to_string()),
        nil: submission.nil,
        values: values(form, &submission.answers.values()),
        findings: submission.findings.iter().map(finding).collect(),
    }
}

pub fn node(roll_up: &RollUp, unit: &Unit) -> NodeView {
    let Totals { figures, coverage, .. } = roll_up.totals(&unit.code);
    NodeView {
        code: unit.code.to_string(),
        name: unit.name.clone(),
        values: values(&roll_up.form, &figures),
        derived: derived(&roll_up.form, &figures),
        coverage: coverage_view(coverage),
    }
}

pub fn refused(refused: &Refused) -> RefusedView {
    RefusedView {
        file: refused.source.file.clone(),
        code: refused.refusal.code.code(),
        message: refused.refusal.sentence(),
    }
}

pub fn strays(roll_up: &RollUp) -> Vec<StrayView> {
    let view = |stray: &crate::aggregate::Stray| {
        let submission = &roll_up.submissions[stray.submission];
        StrayView {
            file: submission.source.file.clone(),
            sheet: submission.sheet.clone(),
            message: stray.sentence.clone(),
        }
    };
    roll_up.stray.iter().map(view).collect()
}

/// `rate`, with `:` and the column's code where there are several; `1:growth` for an item's derived column.
fn derived(form: &Form, figures: &[Option<Number>]) -> BTreeMap<Key, Option<String>> {
    let mut found = BTreeMap::new();
    let mut keep = |key: String, value: Option<Number>, places: u8| {
        found.insert(Key(found.len(), key), value.map(|value| value.fixed(places)));
    };
    for item in &form.derived_items {
        for (column, asked) in form.columns.iter().enumerate() {
            let key =
                if form.has_columns() { format!("{}:{}", item.code, asked.code) } else { item.code.clone() };
            keep(key, derive::rate(form, item, column, figures), derive::places(item.show));
        }
    }
    for (index, item) in form.items.iter().enumerate().filter(|(_, item)| !item.section) {
        for column in &form.derived_columns {
            let places = match column.kind {
                Comparison::Difference => item.kind.printed_places(),
                Comparison::Growth { places } => places,
            };
            let value = derive::column_change(form, column, index, figures);
            keep(format!("{}:{}", item.code, column.code), value, places);
        }
    }
    found
}

fn values(form: &Form, figures: &[Option<Number>]) -> BTreeMap<Key, Option<String>> {
    let mut values = BTreeMap::new();
    for (index, value) in figures.iter().enumerate() {
        let (item, column) =
            (&form.items[index / form.columns.len()], &form.columns[index % form.columns.len()]);
        if item.section {
            continue;
        }
        let key =
            if form.has_columns() { format!("{}:{}", item.code, column.code) } else { item.code.clone() };
        values.insert(Key(index, key), value.map(|value| value.to_string()));
    }
    values
}

fn finding(finding: &Finding) -> FindingView {
    FindingView {
        severity: finding.severity.code(),
        code: finding.code.clone(),
        item: finding.item.clone(),
        column: finding.column.clone(),
        sheet: finding.place.as_ref().map(|place| place.sheet.to_string()),
        cell: finding.place.as_ref().map(|place| place.cell.clone()),
        holds: finding.holds,
        message: finding.sentence.clone(),
    }
}

fn coverage_view(coverage: Coverage) -> CoverageView {
    CoverageView {
        expected: coverage.expected,
        received: coverage.received,
        on_time: coverage.on_time,
        late: coverage.late,
        time_unknown: coverage.time_unknown,
        missing: coverage.missing,
        nil: coverage.nil,
        faulty: coverage.faulty,
        held: coverage.held,
        unsettled: coverage.unsettled,
        exempt: coverage.exempt,
        counted: coverage.counted,
    }
}
