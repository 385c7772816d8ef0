//! What goes out and comes in, as JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::campaign::standing::Number as Counted;
use crate::campaign::{Deliverable, Standing, Task};
use crate::form::Form;
use crate::submit::Answers;
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Explained, Finding, Number};
use crate::web::views::figures::figure_of;
use crate::workflow::board::Counts;
use crate::workflow::judged::{Given, Judged, Words};
use crate::workflow::look::Revision;
use crate::workflow::values::Values;

/// A sheet to be sent.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// Figures by code of the item; with several columns, `item/column`. Decimals as texts: `"57.4421"`.
    pub values: BTreeMap<String, String>,
    /// 零报告.
    #[serde(default)]
    pub nil: bool,
    /// 填报日期: `2024-03-18`.
    #[validate(length(max = 60, message = "填报日期太长。"))]
    #[schema(max_length = 60)]
    pub date: Option<String>,
    /// 填报人.
    #[serde(default)]
    #[validate(length(max = 60, message = "填报人姓名不超过 60 个字。"))]
    #[schema(max_length = 60)]
    pub reporter: String,
    #[serde(default)]
    #[validate(length(max = 1_000, message = "备注不超过 1000 个字。"))]
    #[schema(max_length = 1000)]
    pub remark: String,
    #[serde(default)]
    #[validate(length(max = 500, message = "核实说明太多。"), nested)]
    pub explanations: Vec<ExplanationShape>,
}

/// 核实说明 of one finding.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplanationShape {
    /// Code of the finding: `unit-confusion`.
    pub code: String,
    pub item: Option<String>,
    pub column: Option<String>,
    #[validate(length(max = 1_000, message = "核实说明不超过 1000 个字。"))]
    #[schema(max_length = 1000)]
    pub words: String,
}

pub fn given(explanations: Vec<ExplanationShape>) -> Words {
    let given = explanations.into_iter().map(|shape| Given {
        code: shape.code,
        item: shape.item,
        column: shape.column,
        words: shape.words,
    });
    Words::ByCode(given.collect())
}

impl Sheet {
    /// The sheet, and the explanations that came with it.
    pub fn values(self) -> (Values, Words) {
        let figures = self.values.into_iter().map(|(name, text)| match name.split_once('/') {
            Some((item, column)) => ((item.to_owned(), column.to_owned()), text),
            None => ((name, String::new()), text),
        });
        let values = Values {
            figures: figures.collect(),
            nil: self.nil,
            date: self.date,
            reporter: self.reporter,
            remark: self.remark,
        };
        (values, given(self.explanations))
    }
}

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

/// How a figure is named in `values`.
pub fn name_of(form: &Form, figure: usize) -> String {
    let (item, column) = (figure / form.columns.len(), figure % form.columns.len());
    if form.has_columns() {
        format!("{}/{}", form.items[item].code, form.columns[column].code)
    } else {
        form.items[item].code.clone()
    }
}

/// Figures by name; null where the sheet has none.
pub fn figures(form: &Form, values: &[Option<Number>]) -> BTreeMap<String, Option<String>> {
    let asked = (0..form.figures()).filter(|figure| !form.items[figure / form.columns.len()].section);
    asked.map(|figure| (name_of(form, figure), values[figure].map(|value| value.to_string()))).collect()
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

/// RFC 3339 with +08:00, to the millisecond.
pub fn time(instant: Instant) -> String {
    instant.to_rfc3339_opts(chrono::SecondsFormat::Millis, false)
}

/// 填报任务.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignShape {
    pub id: i64,
    pub title: String,
    pub year: i32,
    /// `published`, `closed`, `archived`, or `draft` for who arranges it.
    pub state: &'static str,
    pub unit: String,
    pub issuer: String,
    /// The notice's words, and the exclusive instant that they mean.
    pub due_phrase: String,
    pub due: String,
    /// What the words mean, where a day off moved the deadline from it.
    pub due_shifted_from: Option<String>,
    pub close: Option<String>,
}

pub fn campaign((task, table): &(Task, Deliverable)) -> CampaignShape {
    CampaignShape {
        id: task.id,
        title: task.title.clone(),
        year: task.year,
        state: task.state.code(),
        unit: task.unit_code.clone(),
        issuer: task.issuer.clone(),
        due_phrase: table.due.phrase.clone(),
        due: time(table.due.instant),
        due_shifted_from: table.due.shifted_from.map(time),
        close: table.close.map(time),
    }
}

/// The numbers of a board by their names: `expected`, `received`, `on-time`, `late`, `missing` …
pub fn counts(counts: &Counts) -> BTreeMap<&'static str, usize> {
    Counted::ALL.iter().map(|number| number.code()).zip(counts.iter().copied()).collect()
}

/// A node's board.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoardShape {
    pub node: String,
    pub name: String,
    pub counts: BTreeMap<&'static str, usize>,
    pub units: Vec<UnitShape>,
    /// Give it as `after` for the next page; null on the last.
    pub next: Option<String>,
}

/// Where a unit stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitShape {
    pub code: String,
    pub name: String,
    /// `not-started`, `drafted`, `submitted`, `returned`, `accepted`, `overdue`, `extended`, `exempt`.
    pub status: &'static str,
    pub late: Option<bool>,
    pub nil: bool,
    pub first_received: Option<String>,
    pub first_valid: Option<String>,
    pub last_changed: Option<String>,
    pub accepted: Option<String>,
    pub extended_until: Option<String>,
    pub exempt_reason: Option<String>,
    /// The revision whose figures count.
    pub in_force: Option<i64>,
    pub current: Option<i64>,
}

pub fn unit(standing: &Standing, table: &Deliverable, now: Instant) -> UnitShape {
    UnitShape {
        code: standing.code.clone(),
        name: standing.name.clone(),
        status: standing.status(table, now).code(),
        late: standing.first_valid.map(|_| standing.late_by(table).is_some()),
        nil: standing.nil,
        first_received: standing.first_received.map(time),
        first_valid: standing.first_valid.map(time),
        last_changed: standing.last_changed.map(time),
        accepted: standing.accepted.map(time),
        extended_until: standing.extended.map(time),
        exempt_reason: standing.exempt.clone(),
        in_force: standing.in_force,
        current: standing.current,
    }
}

/// Live totals of a node.
#[derive(Debug, Serialize, ToSchema)]
pub struct TotalsShape {
    pub node: String,
    pub name: String,
    /// Exact sums by name of the figure; null where no unit gave one.
    pub values: BTreeMap<String, Option<String>>,
    /// Units whose figures are in them.
    pub counted: usize,
    pub accepted_only: bool,
    pub counts: BTreeMap<&'static str, usize>,
    pub children: Vec<ChildTotalsShape>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ChildTotalsShape {
    pub node: String,
    pub name: String,
    pub counted: usize,
    pub values: BTreeMap<String, Option<String>>,
}

/// 回执, and the revision that it is for.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionShape {
    pub id: i64,
    pub campaign: i64,
    pub unit: String,
    pub unit_name: String,
    /// 第 n 次上报.
    pub number: i64,
    /// `file`, `page`, `api` or `behalf`.
    pub channel: &'static str,
    pub sender: String,
    pub received: String,
    pub nil: bool,
    pub file: Option<FileShape>,
    pub receipt: ReceiptShape,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<BTreeMap<String, Option<String>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<FindingShape>>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FileShape {
    pub name: String,
    pub sha256: String,
    pub bytes: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptShape {
    /// 回执号.
    pub number: String,
    pub on_time: bool,
    pub late_by_ms: Option<i64>,
    pub due_phrase: String,
    pub due: String,
    /// Place in the unit's audit chain, and its hash.
    pub chain: String,
    pub sequence: i64,
    pub head: String,
    /// SHA-256 of the revision's snapshot.
    pub digest: String,
}

pub fn revision(revision: &Revision, content: Option<(&Form, &Answers, &[Explained])>) -> RevisionShape {
    let receipt = &revision.receipt;
    RevisionShape {
        id: revision.id,
        campaign: revision.campaign,
        unit: revision.unit_code.clone(),
        unit_name: revision.unit_name.clone(),
        number: revision.number,
        channel: revision.channel.code(),
        sender: revision.sender.clone(),
        received: time(revision.received),
        nil: revision.nil,
        file: revision.file.as_ref().map(|file| FileShape {
            name: file.name.clone(),
            sha256: file.sha256.clone(),
            bytes: file.bytes,
        }),
        receipt: ReceiptShape {
            number: receipt.number.clone(),
            on_time: receipt.late_by.is_none(),
            late_by_ms: receipt.late_by.map(|late| late.num_milliseconds()),
            due_phrase: receipt.phrase.clone(),
            due: time(receipt.extended.map_or(receipt.due, |until| until.max(receipt.due))),
            chain: receipt.link.chain.clone(),
            sequence: receipt.link.sequence,
            head: receipt.link.hash.clone(),
            digest: revision.digest.clone(),
        },
        values: content.map(|(form, answers, _)| figures(form, &answers.values())),
        findings: content.map(|(form, _, findings)| {
            findings.iter().map(|(found, words)| finding(form, found, words.as_ref())).collect()
        }),
    }
}

/// A page of revisions.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionsShape {
    pub submissions: Vec<RevisionShape>,
    /// Give it as `after` for the next page; null on the last.
    pub next: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignsShape {
    pub campaigns: Vec<CampaignShape>,
}

/// RFC 9457: why a request was not carried out.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemShape {
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    pub code: String,
    pub errors: Vec<FindingShape>,
}
