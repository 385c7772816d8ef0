//! One unit in one campaign: where it stands, until when it may report, what it sent and what was decided.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::board::{UnitShape, unit};
use super::revision::{RevisionShape, revision};
use super::written::time;
use crate::campaign::Deliverable;
use crate::campaign::burden::{Burden, BurdenKind};
use crate::campaign::task::Extension;
use crate::problem::Problem;
use crate::workflow::look::{Review, UnitView, Verdict};

/// 一个单位在一项任务里的情况
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaceShape {
    /// 任务编号
    pub campaign: i64,
    /// 报给谁
    pub receiver: String,
    /// 状态
    pub standing: UnitShape,
    /// 草稿的版本；没有草稿的为 `null`
    pub draft: Option<i64>,
    /// 要报的材料和本单位的截止时间
    pub deliverables: Vec<AskedShape>,
    /// 历次上报，先报的在前
    pub submissions: Vec<RevisionShape>,
    /// 历次审核
    pub reviews: Vec<ReviewShape>,
    /// 本单位反映的负担，只有本单位看得到
    pub burden: Option<BurdenShape>,
}

/// 要求本单位报的一样材料
#[derive(Debug, Serialize, ToSchema)]
pub struct AskedShape {
    /// 材料编号
    pub id: i64,
    /// 种类
    pub kind: &'static str,
    /// 名称
    pub title: String,
    /// 是否必报
    pub required: bool,
    /// 通知里的时限原文；不限时间的没有
    pub phrase: Option<String>,
    /// 截止时刻，延期在外；不限时间的没有
    pub due: Option<String>,
    /// 关闭时刻
    pub close: Option<String>,
    /// 本单位的延期，后批的为准
    pub extensions: Vec<ExtensionShape>,
}

/// 延期
#[derive(Debug, Serialize, ToSchema)]
pub struct ExtensionShape {
    /// 延到何时
    pub until: String,
    /// 原因
    pub reason: String,
    /// 批准人
    pub by: String,
    /// 批准时间
    pub at: String,
}

/// 一次审核
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewShape {
    /// 审核的是哪次上报
    pub submission: i64,
    /// `accept` 通过、`return` 退回
    pub verdict: &'static str,
    /// 退回的原因
    pub reason: Option<String>,
    /// 退回时点名的指标代码
    pub items: Vec<String>,
    /// 审核人
    pub by: String,
    /// 审核时间
    pub at: String,
}

/// 一个单位的审核记录
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewsShape {
    /// 先审的在前
    pub reviews: Vec<ReviewShape>,
}

/// 反映的负担
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "kind": "repeats", "words": "同样的数已经在月报里报过" })))]
pub struct BurdenShape {
    /// `heavy` 添负担、`repeats` 与别处重复
    pub kind: String,
    /// 想说的话
    #[validate(length(max = 500, message = "想说的话请不超过 500 个字。"))]
    #[schema(max_length = 500)]
    pub words: Option<String>,
}

impl BurdenShape {
    pub fn said(self) -> Result<Burden, Problem> {
        let kind = BurdenKind::from_code(&self.kind);
        let kind = kind.ok_or_else(|| Problem::field("kind", "kind 应为 heavy 或 repeats。"))?;
        let words = self.words.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty());
        Ok(Burden { kind, words })
    }
}

pub fn place(view: &UnitView) -> PlaceShape {
    let table = view.expected.as_ref().map(|expected| &expected.table);
    let own = table.map(|table| asked(table, &view.extensions));
    let also = view.package.asked.iter().map(|also| asked(&also.deliverable, &also.extensions));
    PlaceShape {
        campaign: view.place.task.id,
        receiver: view.receiver.clone(),
        standing: unit(&view.place.standing, table, view.now),
        draft: view.saved.as_ref().map(|saved| saved.version),
        deliverables: own.into_iter().chain(also).collect(),
        submissions: view.revisions.iter().map(|sent| revision(sent, None)).collect(),
        reviews: reviews(&view.reviews).reviews,
        burden: view
            .burden
            .as_ref()
            .map(|burden| BurdenShape { kind: burden.kind.code().to_owned(), words: burden.words.clone() }),
    }
}

pub(super) fn asked(deliverable: &Deliverable, extensions: &[Extension]) -> AskedShape {
    let extension = |extension: &Extension| ExtensionShape {
        until: time(extension.until),
        reason: extension.reason.clone(),
        by: extension.granted_by.clone(),
        at: time(extension.granted_at),
    };
    AskedShape {
        id: deliverable.id,
        kind: deliverable.kind.code(),
        title: deliverable.title.clone(),
        required: deliverable.required,
        phrase: deliverable.due.as_ref().map(|due| due.phrase.clone()),
        due: deliverable.due.as_ref().map(|due| time(due.instant)),
        close: deliverable.close.map(time),
        extensions: extensions.iter().map(extension).collect(),
    }
}

pub fn reviews(reviews: &[Review]) -> ReviewsShape {
    let review = |review: &Review| {
        let (verdict, reason, items) = match &review.verdict {
            Verdict::Accept => ("accept", None, Vec::new()),
            Verdict::Return { reason, items } => ("return", Some(reason.clone()), items.clone()),
        };
        let (by, at) = (review.by.clone(), time(review.at));
        ReviewShape { submission: review.revision, verdict, reason, items, by, at }
    };
    ReviewsShape { reviews: reviews.iter().map(review).collect() }
}

/// 免报的原因
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "reason": "机构撤并，业务由县局报送" })))]
pub struct Exemption {
    /// 原因，本单位会看到
    #[validate(length(min = 1, max = 500, message = "请写明原因，不超过 500 个字。"))]
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// 要批的延期
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "deliverable": 7, "until": "2024-03-26T00:00:00+08:00", "reason": "道路塌方" })))]
pub struct NewExtension {
    /// 材料编号
    pub deliverable: i64,
    /// 延到何时（不含这一刻）
    #[validate(length(min = 1, max = 60, message = "请写明延期到什么时候。"))]
    pub until: String,
    /// 原因，本单位会看到
    #[validate(length(min = 1, max = 500, message = "请写明原因，不超过 500 个字。"))]
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// 审核决定
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "verdict": "return", "reason": "第5项与台账不符", "items": ["5"] })))]
pub struct NewReview {
    /// `accept` 通过、`return` 退回
    pub verdict: String,
    /// 退回的原因，退回时必写，填报单位会看到
    #[serde(default)]
    #[validate(length(max = 1_000, message = "退回原因不超过 1000 个字。"))]
    #[schema(max_length = 1000)]
    pub reason: String,
    /// 退回时点名的指标代码
    #[serde(default)]
    pub items: Vec<String>,
}

/// 一并通过的范围
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "node": "370320" })))]
pub struct NewAcceptances {
    /// 单位代码：它和它以下没有疑问的待审上报全部通过
    #[validate(length(min = 1, max = 100, message = "请写明单位代码。"))]
    pub node: String,
}

/// 一并通过的结果
#[derive(Debug, Serialize, ToSchema)]
pub struct AcceptancesShape {
    /// 通过了几份
    pub accepted: usize,
}
