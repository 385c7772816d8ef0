//! Campaigns with the deadline of their statistics table.

use serde::Serialize;
use utoipa::ToSchema;

use super::written::time;
use crate::campaign::{Deliverable, Task};

/// 填报任务
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignShape {
    /// 任务编号
    pub id: i64,
    /// 标题
    pub title: String,
    /// 年度
    pub year: i32,
    /// `draft` 草稿（只有布置的人看得到）、`published` 已发布、`closed` 已关闭、`archived` 已归档
    pub state: &'static str,
    /// 布置单位的代码
    pub unit: String,
    /// 发文单位
    pub issuer: String,
    /// 是否要报统计表；截止时间是统计表的
    pub has_table: bool,
    /// 通知里的时限原文；不限时间的没有
    pub due_phrase: Option<String>,
    /// 统计报表的截止时刻，到这一刻为止（不含）；不限时间的没有
    pub due: Option<String>,
    /// 截止因节假日顺延时，原来的时刻
    pub due_shifted_from: Option<String>,
    /// 关闭时刻
    pub close: Option<String>,
}

pub fn campaign((task, table): &(Task, Option<Deliverable>)) -> CampaignShape {
    let due = table.as_ref().and_then(|table| table.due.as_ref());
    CampaignShape {
        id: task.id,
        title: task.title.clone(),
        year: task.year,
        state: task.state.code(),
        unit: task.unit_code.clone(),
        issuer: task.issuer.clone(),
        has_table: table.is_some(),
        due_phrase: due.map(|due| due.phrase.clone()),
        due: due.map(|due| time(due.instant)),
        due_shifted_from: due.and_then(|due| due.shifted_from).map(time),
        close: table.as_ref().and_then(|table| table.close).map(time),
    }
}

/// 填报任务列表
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignsShape {
    /// 任务
    pub campaigns: Vec<CampaignShape>,
}
