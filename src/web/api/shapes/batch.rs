//! 代报: the tables of a batch that was put down, each as it would be sent, and what became of those that were.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::judged::{JudgedShape, judged};
use crate::workflow::behalf::{Preview, Sent};

/// 待代报的一批
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchShape {
    /// 批号
    pub batch: String,
    /// 这批文件里的表
    pub tables: Vec<BatchTableShape>,
}

/// 待代报的一张表
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchTableShape {
    /// 表在这批里的序号，从 0 起
    pub ordinal: usize,
    /// 所在的文件
    pub file: String,
    /// 认出的单位代码
    pub unit: Option<String>,
    /// 单位名称
    pub unit_name: Option<String>,
    /// 不能代报的原因；空的可以代报
    pub refusal: String,
    /// 读到的数据和问题
    pub judged: Option<JudgedShape>,
}

pub fn batch(batch: String, previews: &[Preview]) -> BatchShape {
    let table = |preview: &Preview| {
        let sheet = preview.sheet.as_ref();
        BatchTableShape {
            ordinal: preview.ordinal,
            file: preview.file.name.clone(),
            unit: sheet.map(|(expected, _)| expected.unit.code.clone()),
            unit_name: sheet.map(|(expected, _)| expected.unit.name.clone()),
            refusal: preview.refusal.clone(),
            judged: sheet.map(|(expected, found)| judged(&expected.form, found)),
        }
    };
    BatchShape { batch, tables: previews.iter().map(table).collect() }
}

/// 要代报的表
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "tables": [{ "ordinal": 0, "explanations": [{ "finding": 2, "words": "集中办结了往年积压的投诉" }] }] })))]
pub struct NewBehalf {
    /// 选中的表
    #[validate(length(min = 1, max = 5_000, message = "请选择要代报的表。"), nested)]
    pub tables: Vec<ChosenTable>,
}

/// 选中的一张表
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChosenTable {
    /// 表的序号
    pub ordinal: usize,
    /// 核实说明
    #[serde(default)]
    #[validate(nested)]
    pub explanations: Vec<FindingWords>,
}

/// 对一处疑问的说明
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingWords {
    /// 疑问在 `findings` 里的位置，从 0 起
    pub finding: usize,
    /// 说明
    #[validate(length(max = 1_000, message = "核实说明不超过 1000 个字。"))]
    #[schema(max_length = 1000)]
    pub words: String,
}

impl NewBehalf {
    /// By table, the words for each of its findings.
    pub fn ticked(self) -> BTreeMap<usize, BTreeMap<usize, String>> {
        let words =
            |said: Vec<FindingWords>| said.into_iter().map(|said| (said.finding, said.words)).collect();
        self.tables.into_iter().map(|table| (table.ordinal, words(table.explanations))).collect()
    }
}

/// 代报的结果
#[derive(Debug, Serialize, ToSchema)]
pub struct BehalfShape {
    /// 每张选中的表一条
    pub results: Vec<BehalfResultShape>,
}

/// 一张表代报的结果
#[derive(Debug, Serialize, ToSchema)]
pub struct BehalfResultShape {
    /// 所在的文件
    pub file: String,
    /// 单位名称
    pub unit: String,
    /// 回执号；没有报成的为 `null`
    pub receipt: Option<String>,
    /// 没有报成的原因
    pub refusal: Option<String>,
}

pub fn behalf(sent: Vec<Sent>) -> BehalfShape {
    let result = |sent: Sent| {
        let (receipt, refusal) = match sent.outcome {
            Ok(receipt) => (Some(receipt), None),
            Err(refusal) => (None, Some(refusal)),
        };
        BehalfResultShape { file: sent.file, unit: sent.unit, receipt, refusal }
    };
    BehalfShape { results: sent.into_iter().map(result).collect() }
}
