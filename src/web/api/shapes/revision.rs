//! What was sent, with its receipt.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::judged::{FindingShape, finding};
use super::written::{figures, time};
use crate::form::Form;
use crate::submit::Answers;
use crate::submit::draft::DraftFile;
use crate::vocabulary::Explained;
use crate::workflow::look::{Receipt, Revision};

/// 一次上报和它的回执
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionShape {
    /// 上报编号
    pub id: i64,
    /// 任务编号
    pub campaign: i64,
    /// 单位代码
    pub unit: String,
    /// 单位名称
    pub unit_name: String,
    /// 本单位第几次上报
    pub number: i64,
    /// `file` 上传文件、`page` 在线填报、`api` 接口报送、`behalf` 上级代报
    pub channel: &'static str,
    /// 报送人
    pub sender: String,
    /// 收到的时间
    pub received: String,
    /// 零报告
    pub nil: bool,
    /// 报来的文件
    pub file: Option<FileShape>,
    /// 回执
    pub receipt: ReceiptShape,
    /// 数字，按指标代码；列表里没有这一项
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<BTreeMap<String, Option<String>>>,
    /// 疑问、提示和核实说明；列表里没有这一项
    #[serde(skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<FindingShape>>,
}

/// 收到的文件
#[derive(Debug, Serialize, ToSchema)]
pub struct FileShape {
    /// 文件名
    pub name: String,
    /// 文件的指纹（SHA-256）
    pub sha256: String,
    /// 字节数
    pub bytes: u64,
}

/// 回执
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptShape {
    /// 回执号
    pub number: String,
    /// 是否按时
    pub on_time: bool,
    /// 迟了多少毫秒；按时的为 `null`
    pub late_by_ms: Option<i64>,
    /// 时限原文
    pub due_phrase: String,
    /// 本单位的截止时刻；不限时间的没有
    pub due: Option<String>,
    /// 审计链
    pub chain: String,
    /// 链上的序号
    pub sequence: i64,
    /// 链上这一条的指纹
    pub head: String,
    /// 这次上报全部内容的指纹（SHA-256）
    pub digest: String,
}

pub fn revision(revision: &Revision, content: Option<(&Form, &Answers, &[Explained])>) -> RevisionShape {
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
        file: revision.file.as_ref().map(file),
        receipt: receipt(&revision.receipt, &revision.digest),
        values: content.map(|(form, answers, _)| figures(form, &answers.values())),
        findings: content.map(|(form, _, findings)| {
            findings.iter().map(|(found, words)| finding(form, found, words.as_ref())).collect()
        }),
    }
}

pub(super) fn file(file: &DraftFile) -> FileShape {
    FileShape { name: file.name.clone(), sha256: file.sha256.clone(), bytes: file.bytes }
}

pub(super) fn receipt(receipt: &Receipt, digest: &str) -> ReceiptShape {
    ReceiptShape {
        number: receipt.number.clone(),
        on_time: receipt.late_by.is_none(),
        late_by_ms: receipt.late_by.map(|late| late.num_milliseconds()),
        due_phrase: receipt.phrase.clone(),
        due: receipt.due.map(|due| time(receipt.extended.map_or(due, |until| until.max(due)))),
        chain: receipt.link.chain.clone(),
        sequence: receipt.link.sequence,
        head: receipt.link.hash.clone(),
        digest: digest.to_owned(),
    }
}

/// 一页上报
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionsShape {
    /// 先报的在前
    pub submissions: Vec<RevisionShape>,
    /// 下一页的 `after`；没有下一页的为 `null`
    pub next: Option<i64>,
}
