//! What is said of a sheet: its findings, and whether it would be taken.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::written::{figures, name_of};
use crate::form::Form;
use crate::vocabulary::Finding;
use crate::web::views::figures::figure_of;
use crate::workflow::judged::Judged;

/// 一处错误、疑问或提示，与页面上说的相同
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingShape {
    /// `hard` 强制、`query` 要核实、`hint` 提示
    pub severity: &'static str,
    /// 规则代码
    pub code: String,
    /// 指标代码
    pub item: Option<String>,
    /// 栏的代码
    pub column: Option<String>,
    /// 请求里是哪个数字（JSON 指针）
    pub pointer: Option<String>,
    /// 文件里的单元格
    pub cell: Option<String>,
    /// 说明白的一句话
    pub sentence: String,
    /// 已作的核实说明
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

/// 检查的结果
#[derive(Debug, Serialize, ToSchema)]
pub struct JudgedShape {
    /// 现在报送会不会收
    pub fit: bool,
    /// 读到的数字，按指标代码；没有的为 `null`
    pub values: BTreeMap<String, Option<String>>,
    /// 零报告
    pub nil: bool,
    /// 填报日期
    pub date: Option<String>,
    /// 错误、疑问和提示
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
