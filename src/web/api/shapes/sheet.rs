//! A sheet as a program sends it, with its explanations.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::workflow::judged::{Given, Words};
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
