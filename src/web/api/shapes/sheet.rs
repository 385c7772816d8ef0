//! A sheet as a program sends it, with its explanations.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::workflow::judged::{Given, Words};
use crate::workflow::values::Values;

/// 要报送的报表
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "values": { "1": "3", "7": "57.4421" }, "date": "2024-03-18", "reporter": "王丽",
    "explanations": [{ "code": "unit-confusion", "item": "7", "words": "含集中办结的往年积压纠纷，已核对台账" }] })))]
pub struct Sheet {
    /// 数字，按指标代码；有几栏的写“指标/栏”。写成文本，例如 `"57.4421"`，不会损失精度
    pub values: BTreeMap<String, String>,
    /// 零报告
    #[serde(default)]
    pub nil: bool,
    /// 填报日期，例如 `2024-03-18`
    #[validate(length(max = 60, message = "填报日期太长。"))]
    #[schema(max_length = 60)]
    pub date: Option<String>,
    /// 填报人
    #[serde(default)]
    #[validate(length(max = 60, message = "填报人姓名不超过 60 个字。"))]
    #[schema(max_length = 60)]
    pub reporter: String,
    /// 备注
    #[serde(default)]
    #[validate(length(max = 1_000, message = "备注不超过 1000 个字。"))]
    #[schema(max_length = 1000)]
    pub remark: String,
    /// 对疑问的核实说明
    #[serde(default)]
    #[validate(length(max = 500, message = "核实说明太多。"), nested)]
    pub explanations: Vec<ExplanationShape>,
}

/// 对一处疑问的核实说明
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplanationShape {
    /// 疑问的代码，例如 `unit-confusion`
    pub code: String,
    /// 指标代码
    pub item: Option<String>,
    /// 栏的代码
    pub column: Option<String>,
    /// 说明
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

/// Figures by item and column, as their names say.
pub fn sheet_values(values: BTreeMap<String, String>) -> BTreeMap<(String, String), String> {
    let figures = values.into_iter().map(|(name, text)| match name.split_once('/') {
        Some((item, column)) => ((item.to_owned(), column.to_owned()), text),
        None => ((name, String::new()), text),
    });
    figures.collect()
}

impl Sheet {
    /// The sheet, and the explanations that came with it.
    pub fn values(self) -> (Values, Words) {
        let values = Values {
            figures: sheet_values(self.values),
            nil: self.nil,
            date: self.date,
            reporter: self.reporter,
            remark: self.remark,
        };
        (values, given(self.explanations))
    }
}
