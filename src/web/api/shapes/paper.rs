//! A paper that came.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::problem::Problem;

/// 收到的书面件
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "deliverable": 5, "on": "2024-03-20" })))]
pub struct PaperShape {
    /// 材料编号
    pub deliverable: i64,
    /// 收到的日期；不写为取消登记
    #[validate(length(max = 20, message = "请写收到的日期，例如 2024-03-20。"))]
    pub on: Option<String>,
}

impl PaperShape {
    pub fn on(&self) -> Result<Option<NaiveDate>, Problem> {
        let day = |text: &String| {
            text.parse().map_err(|_| Problem::field("on", "请写收到的日期，例如 2024-03-20。"))
        };
        self.on.as_ref().map(day).transpose()
    }
}
