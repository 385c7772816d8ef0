//! A reminder: whom, of what, when, by which channel, in which words.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::written::time;
use crate::campaign::ReminderChannel;
use crate::problem::Problem;
use crate::workflow::reminding::{RemindedUnit, Reminder, Reminding};

/// 要记的催报
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "units": ["370323014"], "channel": "phone", "words": "请尽快报送统计报表。",
})))]
pub struct NewReminderShape {
    /// 已催单位的代码
    #[validate(length(min = 1, max = 10000, message = "请写明已经催过的单位。"))]
    pub units: Vec<String>,
    /// 催的是哪样材料；不写为各单位还缺的全部
    pub deliverable: Option<i64>,
    /// `group` 工作群、`phone` 电话、`text` 短信、`mail` 邮件、`office` 公文、`other` 其他
    #[schema(example = "phone")]
    pub channel: String,
    /// 说了什么
    #[validate(length(min = 1, max = 5000, message = "请写明催报的内容，不超过 5000 个字。"))]
    pub words: String,
}

impl NewReminderShape {
    pub fn reminding(self) -> Result<Reminding, Problem> {
        let channel = ReminderChannel::from_code(&self.channel);
        Ok(Reminding {
            deliverable: self.deliverable,
            units: self.units,
            channel: channel.ok_or_else(|| Problem::field("channel", "没有这种催报方式。"))?,
            words: self.words,
        })
    }
}

/// 催报记录
#[derive(Debug, Serialize, ToSchema)]
pub struct RemindersShape {
    /// 先记的在前
    pub reminders: Vec<ReminderShape>,
    /// 下一页的 `after`；没有下一页的为 `null`
    pub next: Option<i64>,
}

/// 一次催报
#[derive(Debug, Serialize, ToSchema)]
pub struct ReminderShape {
    /// 催报编号
    pub id: i64,
    /// 谁催的
    pub by: String,
    /// 时间
    pub at: String,
    /// `group` 工作群、`phone` 电话、`text` 短信、`mail` 邮件、`office` 公文、`other` 其他
    pub channel: &'static str,
    /// 说了什么
    pub words: String,
    /// 催了哪些单位
    pub units: Vec<RemindedShape>,
}

/// 催到的一个单位
#[derive(Debug, Serialize, ToSchema)]
pub struct RemindedShape {
    /// 单位代码
    pub code: String,
    /// 单位名称
    pub name: String,
    /// 当时还缺的材料编号
    pub deliverables: Vec<i64>,
}

pub fn reminder(kept: &Reminder) -> ReminderShape {
    let unit = |unit: &RemindedUnit| RemindedShape {
        code: unit.code.clone(),
        name: unit.name.clone(),
        deliverables: unit.of.iter().map(|(id, _)| *id).collect(),
    };
    ReminderShape {
        id: kept.id,
        by: kept.by.clone(),
        at: time(kept.at),
        channel: kept.channel.code(),
        words: kept.words.clone(),
        units: kept.units.iter().map(unit).collect(),
    }
}
