//! What was sent, with its receipt.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::judged::{FindingShape, finding};
use super::written::{figures, time};
use crate::form::Form;
use crate::submit::Answers;
use crate::vocabulary::Explained;
use crate::workflow::look::Revision;

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
    pub due: Option<String>,
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
            due: receipt.due.map(|due| time(receipt.extended.map_or(due, |until| until.max(due)))),
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
