//! 本级上报数: what a node itself says, and how far it is from the sum of its units.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::revision::{FileShape, file};
use super::written::{figures, time};
use crate::form::Form;
use crate::workflow::stated::{Difference, Stated, View, figures_of};
use crate::workflow::values::Values;

/// 一个单位的历次本级上报数
#[derive(Debug, Serialize, ToSchema)]
pub struct StatedsShape {
    /// 单位代码
    pub node: String,
    /// 单位名称
    pub name: String,
    /// 先登记的在前，以最后一次为准
    pub stated: Vec<StatedShape>,
}

/// 一次登记的本级上报数
#[derive(Debug, Serialize, ToSchema)]
pub struct StatedShape {
    /// 编号
    pub id: i64,
    /// 数字，按指标代码；没有报的为 `null`
    pub values: BTreeMap<String, Option<String>>,
    /// 读自哪个文件；填写的为 `null`
    pub file: Option<FileShape>,
    /// 登记人
    pub by: String,
    /// 登记时间
    pub at: String,
}

/// 本级上报数与所属合计
#[derive(Debug, Serialize, ToSchema)]
pub struct DifferenceShape {
    /// 单位代码
    pub node: String,
    /// 单位名称
    pub name: String,
    /// 本级上报数，按指标代码；没有报的为 `null`
    pub stated: BTreeMap<String, Option<String>>,
    /// 所属合计
    pub sum: BTreeMap<String, Option<String>>,
    /// 差额：本级上报数减所属合计；有一方没有的为 `null`
    pub difference: BTreeMap<String, Option<String>>,
}

/// 本级上报数
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "values": { "1": "403", "7": "12.6" } })))]
pub struct NewStated {
    /// 数字，按指标代码，有几栏的为“指标/栏”；没有报的不写
    #[validate(length(min = 1, max = 2000, message = "请写明本级上报的数字。"))]
    pub values: BTreeMap<String, String>,
}

impl NewStated {
    pub fn said(self) -> Values {
        let named = |(name, text): (String, String)| {
            let (item, column) = name.split_once('/').unwrap_or((&name, ""));
            ((item.to_owned(), column.to_owned()), text)
        };
        Values { figures: self.values.into_iter().map(named).collect(), ..Values::default() }
    }
}

fn one(form: &Form, stated: &Stated) -> StatedShape {
    StatedShape {
        id: stated.id,
        values: figures(form, &figures_of(form, stated)),
        file: stated.file.as_ref().map(file),
        by: stated.by.clone(),
        at: time(stated.at),
    }
}

pub fn stated(view: &View) -> StatedsShape {
    StatedsShape {
        node: view.node.code.clone(),
        name: view.node.name.clone(),
        stated: view.all.iter().map(|stated| one(&view.form, stated)).collect(),
    }
}

pub fn difference(form: &Form, one: &Difference) -> DifferenceShape {
    let differences: Vec<_> = (0..form.figures()).map(|figure| one.of(figure)).collect();
    DifferenceShape {
        node: one.node.code.clone(),
        name: one.node.name.clone(),
        stated: figures(form, &one.said),
        sum: figures(form, &one.sums),
        difference: figures(form, &differences),
    }
}
