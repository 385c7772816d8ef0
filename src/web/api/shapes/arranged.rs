//! A campaign as whoever arranges or watches it sees it: its deliverables with every change of their deadlines,
//! and what those who fill it in say of it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::written::time;
use crate::campaign::burden::{BurdenKind, Heard};
use crate::campaign::task::{DueChange, grace_minutes};
use crate::campaign::{CampaignState, Deliverable};
use crate::problem::Problem;
use crate::vocabulary::Level;
use crate::workflow::look::CampaignView;

/// 填报任务全貌
#[derive(Debug, Serialize, ToSchema)]
pub struct ArrangedShape {
    /// 任务编号
    pub id: i64,
    /// 标题
    pub title: String,
    /// 年度
    pub year: i32,
    /// 统计时限，照抄通知
    pub period: String,
    /// 活动主题
    pub theme: Option<String>,
    /// 发文单位
    pub issuer: String,
    /// `draft` 草稿、`published` 已发布、`closed` 已关闭、`archived` 已归档
    pub state: &'static str,
    /// 布置单位的代码
    pub unit: String,
    /// 报表代码；不报统计表的没有
    pub form: Option<String>,
    /// 报表版本
    pub form_version: Option<String>,
    /// 退回后未重报的单位是否计为未报
    pub returned_is_missing: bool,
    /// 是否还要报纸质件
    pub paper_copy: bool,
    /// 是否附有通知原文
    pub has_notice: bool,
    /// 作为上年同期的任务编号
    pub last_campaign: Option<i64>,
    /// 上年数据是否已从文件导入
    pub last_year_loaded: bool,
    /// 草稿发布后会要求填报的单位数；发布后为 0
    pub will_ask: usize,
    /// 报送材料
    pub deliverables: Vec<DeliverableShape>,
    /// 填报单位反映的负担
    pub burden: HeardShape,
}

/// 报送材料
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliverableShape {
    /// 材料编号
    pub id: i64,
    /// 所属任务编号
    pub campaign: i64,
    /// `table` 统计报表、`plan` 方案、`summary` 总结、`pictures` 图片、`cases` 案例、`news` 新闻、`video` 视频、`other` 其他
    pub kind: &'static str,
    /// 名称
    pub title: String,
    /// 是否必报
    pub required: bool,
    /// 由哪一级汇总后报；没有的由应报单位报
    pub level: Option<&'static str>,
    /// 通知里的时限原文；不限时间的没有
    pub phrase: Option<String>,
    /// 截止时刻，到这一刻为止（不含）；不限时间的没有
    pub due: Option<String>,
    /// 宽限分钟数
    pub grace_minutes: i64,
    /// 关闭时刻；没有的由人工关闭
    pub close: Option<String>,
    /// 截止因节假日顺延时，原来的时刻
    pub shifted_from: Option<String>,
    /// 文件格式；空的不限
    pub file_kinds: Vec<String>,
    /// 每个文件最大字节数；没有的不限
    pub most_bytes: Option<u64>,
    /// 改过的截止时间，先改的在前
    pub changes: Vec<DueChangeShape>,
}

/// 改过的一次截止时间
#[derive(Debug, Serialize, ToSchema)]
pub struct DueChangeShape {
    /// 改动时间
    pub at: String,
    /// 改动人
    pub by: String,
    /// 改前原文
    pub phrase_before: String,
    /// 改前截止
    pub due_before: Option<String>,
    /// 改后原文
    pub phrase_after: String,
    /// 改后截止
    pub due_after: Option<String>,
    /// 原因
    pub reason: String,
}

/// 填报单位反映的负担，不记名
#[derive(Debug, Serialize, ToSchema)]
pub struct HeardShape {
    /// 填报单位数
    pub asked: usize,
    /// 单位太少，为不暴露是谁说的而不显示
    pub withheld: bool,
    /// 认为添负担的单位数
    pub heavy: usize,
    /// 认为与别处重复的单位数
    pub repeats: usize,
    /// 各单位写的话
    pub words: Vec<String>,
}

pub fn arranged(view: &CampaignView) -> ArrangedShape {
    let task = &view.task;
    let deliverables = view.deliverables.iter();
    ArrangedShape {
        id: task.id,
        title: task.title.clone(),
        year: task.year,
        period: task.period.clone(),
        theme: task.theme.clone(),
        issuer: task.issuer.clone(),
        state: task.state.code(),
        unit: task.unit_code.clone(),
        form: view.form.as_ref().map(|form| form.code.clone()),
        form_version: view.form.as_ref().map(|form| form.version.clone()),
        returned_is_missing: task.returned_is_missing,
        paper_copy: task.paper_copy,
        has_notice: task.notice.is_some(),
        last_campaign: task.last_campaign,
        last_year_loaded: view.last_year_loaded,
        will_ask: view.will_ask,
        deliverables: deliverables.map(|(asked, changes)| deliverable(asked, changes)).collect(),
        burden: heard(&view.heard),
    }
}

pub fn deliverable(asked: &Deliverable, changes: &[DueChange]) -> DeliverableShape {
    let change = |change: &DueChange| DueChangeShape {
        at: time(change.at),
        by: change.by.clone(),
        phrase_before: change.phrase_before.clone(),
        due_before: change.due_before.map(time),
        phrase_after: change.phrase_after.clone(),
        due_after: change.due_after.map(time),
        reason: change.reason.clone(),
    };
    let due = asked.due.as_ref();
    DeliverableShape {
        id: asked.id,
        campaign: asked.campaign,
        kind: asked.kind.code(),
        title: asked.title.clone(),
        required: asked.required,
        level: asked.level.map(Level::code),
        phrase: due.map(|due| due.phrase.clone()),
        due: due.map(|due| time(due.instant)),
        grace_minutes: due.map_or(0, grace_minutes),
        close: asked.close.map(time),
        shifted_from: due.and_then(|due| due.shifted_from).map(time),
        file_kinds: asked.files.kinds.clone(),
        most_bytes: asked.files.most_bytes,
        changes: changes.iter().map(change).collect(),
    }
}

fn heard(heard: &Heard) -> HeardShape {
    HeardShape {
        asked: heard.asked,
        withheld: heard.is_withheld(),
        heavy: heard.count(BurdenKind::Heavy),
        repeats: heard.count(BurdenKind::Repeats),
        words: heard.words().map(str::to_owned).collect(),
    }
}

/// 任务要改成的状态
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "state": "published" })))]
pub struct NewState {
    /// `published` 发布或重新开放、`closed` 关闭、`archived` 归档
    pub state: String,
}

impl NewState {
    pub fn state(&self) -> Result<CampaignState, Problem> {
        let words = "state 应为 published、closed 或 archived。";
        CampaignState::from_code(&self.state).ok_or_else(|| Problem::field("state", words))
    }
}

/// 要改成的截止时间
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "phrase": "3月26日前", "due": "2024-03-27T00:00:00+08:00", "grace_minutes": 0,
    "close": "2024-04-01T00:00:00+08:00", "reason": "连日大雪，顺延四天" })))]
pub struct NewDue {
    /// 时限原文，例如“3月26日前”；原文和截止时刻都不写的不限时间
    #[validate(length(min = 1, max = 100, message = "请照抄通知里的截止时间，不超过 100 个字。"))]
    #[schema(min_length = 1, max_length = 100)]
    pub phrase: Option<String>,
    /// 截止时刻；不写的按原文换算
    pub due: Option<String>,
    /// 宽限分钟数
    #[serde(default)]
    #[validate(range(min = 0, max = 10_080, message = "宽限请填 0 到 10080 之间的分钟数。"))]
    #[schema(minimum = 0, maximum = 10080)]
    pub grace_minutes: i64,
    /// 关闭时刻；不写的由人工关闭
    pub close: Option<String>,
    /// 原因，各填报单位会看到
    #[validate(length(min = 1, max = 500, message = "请写明原因，不超过 500 个字。"))]
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// 作为上年同期的任务
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "campaign": 3 })))]
pub struct LastCampaign {
    /// 上年任务的编号；`null` 表示不用
    pub campaign: Option<i64>,
}

/// 从文件导入的上年数据
#[derive(Debug, Serialize, ToSchema)]
pub struct LoadedShape {
    /// 有上年数据的单位和汇总行数
    pub units: usize,
}
