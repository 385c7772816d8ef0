//! Whom a campaign asks.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::plan::ChoiceShape;
use crate::workflow::campaigns::{Asked, Choosing};

/// 应报单位
#[derive(Debug, Serialize, ToSchema)]
pub struct ExpectedShape {
    /// 怎样选的
    pub choice: ChoiceShape,
    /// 一共多少个；草稿为发布后会有多少个
    pub count: usize,
    /// 按代码排列
    pub units: Vec<AskedUnit>,
    /// 下一页的 `after`；最后一页没有
    pub next: Option<String>,
}

/// 一个应报单位
#[derive(Debug, Serialize, ToSchema)]
pub struct AskedUnit {
    /// 单位代码
    pub code: String,
    /// 单位名称
    pub name: String,
    /// 级别
    pub level: &'static str,
    /// 分组
    pub groups: Vec<String>,
    /// 个别增加的原因
    pub added: Option<String>,
    /// 名录里的免报原因
    pub exempt: Option<String>,
}

/// The units behind a code, at most so many.
pub fn expected(choosing: &Choosing, after: &str, most: usize) -> ExpectedShape {
    let mut rest = choosing.asked.iter().filter(|asked| asked.node.code.as_str() > after);
    let units: Vec<AskedUnit> = rest.by_ref().take(most).map(asked).collect();
    let more = rest.next().is_some();
    ExpectedShape {
        choice: ChoiceShape::of(&choosing.choice),
        count: choosing.asked.len(),
        next: units.last().filter(|_| more).map(|last| last.code.clone()),
        units,
    }
}

fn asked(asked: &Asked) -> AskedUnit {
    AskedUnit {
        code: asked.node.code.clone(),
        name: asked.node.name.clone(),
        level: asked.node.level.code(),
        groups: asked.node.groups.clone(),
        added: asked.reason.clone(),
        exempt: asked.node.exempt_reason.clone(),
    }
}

/// 要增加的应报单位
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "unit": "370199002", "reason": "名单漏列" })))]
pub struct NewExpected {
    /// 单位代码
    #[validate(length(min = 1, max = 40, message = "请填写单位代码。"))]
    #[schema(min_length = 1, max_length = 40)]
    pub unit: String,
    /// 原因，单位会看到
    #[validate(length(min = 1, max = 500, message = "请写明原因，不超过 500 个字。"))]
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// 沿用到哪一年
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "year": 2025 })))]
pub struct NewCopy {
    /// 年度；不写为下一年
    #[validate(range(min = 2000, max = 2099, message = "请填写四位数的年度，例如 2025。"))]
    #[schema(minimum = 2000, maximum = 2099)]
    pub year: Option<i32>,
}
