//! 上报汇总: where a node stands, one sign-off as it was signed, what was said of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::written::{figures, time};
use crate::workflow::sign_off::{Below, Head, Moved, One, Range, Review, View};

/// 一个单位的上报汇总
#[derive(Debug, Serialize, ToSchema)]
pub struct SignOffsShape {
    /// 单位代码
    pub node: String,
    /// 单位名称
    pub name: String,
    /// `open` 未汇总上报、`signed` 已汇总上报、`returned` 已退回、`accepted` 已通过、`published` 已公布
    pub state: &'static str,
    /// 最近一次之后数字有变化的单位：有就是待更正
    pub moved: Vec<MovedShape>,
    /// 汇总上报之前还要等的单位
    pub waiting_for: Vec<AwaitedShape>,
    /// 现在为什么不能汇总上报；能就没有
    pub refusal: Option<String>,
    /// 应报的单位数
    pub units: usize,
    /// 现在汇总上报会计入的单位数
    pub counted: usize,
    /// 历次汇总上报，先上报的在前
    pub sign_offs: Vec<SignHeadShape>,
    /// 自行汇总上报的下级
    pub below: Vec<BelowShape>,
}

/// 数字有变化的一个单位
#[derive(Debug, Serialize, ToSchema)]
pub struct MovedShape {
    /// 单位代码
    pub unit: String,
    /// 单位名称
    pub name: String,
    /// 汇总上报时是第几次上报；当时没有计入的为 `null`
    pub old: Option<i64>,
    /// 现在是第几次上报
    pub new: Option<i64>,
    /// 什么变化
    pub what: &'static str,
}

/// 还要等的一个单位
#[derive(Debug, Serialize, ToSchema)]
pub struct AwaitedShape {
    /// 单位代码
    pub unit: String,
    /// 单位名称
    pub name: String,
    /// 等什么
    pub what: &'static str,
}

/// 自行汇总上报的一个下级
#[derive(Debug, Serialize, ToSchema)]
pub struct BelowShape {
    /// 单位代码
    pub node: String,
    /// 单位名称
    pub name: String,
    /// 状态，与上面相同
    pub state: &'static str,
    /// 数字有变化的单位数
    pub moved: usize,
    /// 最近一次汇总上报的编号
    pub newest: Option<i64>,
}

/// 一次汇总上报
#[derive(Debug, Serialize, ToSchema)]
pub struct SignHeadShape {
    /// 编号
    pub id: i64,
    /// 第几次
    pub number: i64,
    /// 何时
    pub at: String,
    /// 何人
    pub by: String,
    /// 重新汇总上报的原因
    pub reason: Option<String>,
    /// 所上报内容的校验值（SHA-256）
    pub digest: String,
    /// `accept` 通过、`return` 退回；还没有审核的为 `null`
    pub verdict: Option<&'static str>,
}

/// 一次汇总上报的全部内容，上报后不再改变
#[derive(Debug, Serialize, ToSchema)]
pub struct SignOffShape {
    /// 任务编号
    pub campaign: i64,
    /// 单位代码
    pub node: String,
    /// 单位名称
    pub name: String,
    /// 何时、何人、第几次
    pub sign_off: SignHeadShape,
    /// 是不是最近一次
    pub newest: bool,
    /// 合计，按指标代码；没有单位填的为 `null`
    pub values: BTreeMap<String, Option<String>>,
    /// 汇总范围：应报、计入、零报告、未报、已报未计入、免报的单位数
    pub counts: BTreeMap<&'static str, usize>,
    /// 直接下级各自的汇总
    pub children: Vec<SignedChildShape>,
    /// 计入的每一次上报
    pub submissions: Vec<SignedSubmissionShape>,
    /// 没有计入的单位
    pub absent: Vec<AbsentShape>,
    /// 与上一次不同的数字
    pub corrections: Vec<CorrectionShape>,
    /// 这一次之后数字有变化的单位：有就是待更正
    pub moved: Vec<MovedShape>,
    /// 原样保存的文件：`workbook`、`csv`、`json` 各自的 SHA-256
    pub files: BTreeMap<&'static str, String>,
}

/// 一个下级的汇总
#[derive(Debug, Serialize, ToSchema)]
pub struct SignedChildShape {
    /// 单位代码
    pub node: String,
    /// 单位名称
    pub name: String,
    /// 计入的单位数
    pub counted: usize,
    /// 取自它的第几次汇总上报
    pub sign_off: Option<i64>,
    /// 合计，按指标代码
    pub values: BTreeMap<String, Option<String>>,
}

/// 计入的一次上报
#[derive(Debug, Serialize, ToSchema)]
pub struct SignedSubmissionShape {
    /// 单位代码
    pub unit: String,
    /// 上报编号
    pub submission: i64,
    /// 第几次上报
    pub number: i64,
    /// 上报内容的校验值
    pub digest: String,
}

/// 没有计入的一个单位
#[derive(Debug, Serialize, ToSchema)]
pub struct AbsentShape {
    /// 单位代码
    pub unit: String,
    /// 单位名称
    pub name: String,
    /// 为什么
    pub reason: String,
}

/// 一个更正的数字
#[derive(Debug, Serialize, ToSchema)]
pub struct CorrectionShape {
    /// 指标
    pub item: String,
    /// 原数；原来没有的为“无”
    pub old: String,
    /// 更正为
    pub new: String,
}

/// 汇总上报
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({}), json!({ "reason": "一个所更正第7项" })))]
pub struct NewSignOff {
    /// 为什么重新汇总上报：第二次起必写，印在工作簿上
    #[serde(default)]
    #[validate(length(max = 500, message = "更正的原因不超过 500 个字。"))]
    #[schema(max_length = 500)]
    pub reason: String,
}

/// 对汇总上报的审核决定
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "verdict": "return", "reason": "第5项与台账不符" })))]
pub struct NewSignReview {
    /// `accept` 通过、`return` 退回
    pub verdict: String,
    /// 退回的原因，退回时必写，下级会看到
    #[serde(default)]
    #[validate(length(max = 1_000, message = "退回原因不超过 1000 个字。"))]
    #[schema(max_length = 1000)]
    pub reason: String,
}

/// 对一次汇总上报的审核
#[derive(Debug, Serialize, ToSchema)]
pub struct SignReviewsShape {
    /// 先作的在前
    pub reviews: Vec<SignReviewShape>,
}

/// 一次审核
#[derive(Debug, Serialize, ToSchema)]
pub struct SignReviewShape {
    /// `accept` 通过、`return` 退回
    pub verdict: &'static str,
    /// 何人
    pub by: String,
    /// 何时
    pub at: String,
    /// 退回的原因
    pub reason: String,
}

fn moved(moved: &[Moved]) -> Vec<MovedShape> {
    let shapes = moved.iter().map(|moved| MovedShape {
        unit: moved.code.clone(),
        name: moved.name.clone(),
        old: moved.old,
        new: moved.new,
        what: moved.since.label(),
    });
    shapes.collect()
}

fn head(head: &Head) -> SignHeadShape {
    SignHeadShape {
        id: head.id,
        number: head.number,
        at: time(head.at),
        by: head.by.clone(),
        reason: head.reason.clone(),
        digest: head.digest.clone(),
        verdict: head.verdict().map(|verdict| verdict.code()),
    }
}

fn below(below: &Below) -> BelowShape {
    BelowShape {
        node: below.node.code.clone(),
        name: below.node.name.clone(),
        state: below.state.code(),
        moved: below.moved,
        newest: below.newest.as_ref().map(|head| head.id),
    }
}

pub fn sign_offs(view: &View) -> SignOffsShape {
    let waiting = view.obstacles.iter().map(|one| AwaitedShape {
        unit: one.code.clone(),
        name: one.name.clone(),
        what: one.lack.label(),
    });
    SignOffsShape {
        node: view.node.code.clone(),
        name: view.node.name.clone(),
        state: view.state.code(),
        moved: moved(&view.moved),
        waiting_for: waiting.collect(),
        refusal: view.refusal.clone(),
        units: view.units,
        counted: view.counted,
        sign_offs: view.heads.iter().map(head).collect(),
        below: view.below.iter().map(below).collect(),
    }
}

fn counts(range: &Range) -> BTreeMap<&'static str, usize> {
    let Range { expected, counted, nil, missing, exempt, waiting } = *range;
    let named = [
        ("expected", expected),
        ("counted", counted),
        ("nil", nil),
        ("missing", missing),
        ("waiting", waiting),
        ("exempt", exempt),
    ];
    named.into_iter().collect()
}

/// What lies behind the figures is told to whoever may see it.
pub fn sign_off(one: &One) -> SignOffShape {
    let (form, snapshot) = (&one.form, &one.snapshot);
    let children = snapshot.children.iter().filter(|_| one.whole).map(|child| SignedChildShape {
        node: child.node.clone(),
        name: child.name.clone(),
        counted: child.counted,
        sign_off: child.sign_off,
        values: figures(form, &one.figures_of(child)),
    });
    let submissions = snapshot.pins.iter().filter(|_| one.whole).map(|pin| SignedSubmissionShape {
        unit: pin.unit.clone(),
        submission: pin.revision,
        number: pin.number,
        digest: pin.digest.clone(),
    });
    let absent = snapshot.absent.iter().filter(|_| one.whole).map(|unit| AbsentShape {
        unit: unit.unit.clone(),
        name: unit.name.clone(),
        reason: unit.reason.clone(),
    });
    let corrections = one.corrections.iter().map(|line| CorrectionShape {
        item: line.title.clone(),
        old: line.old.clone(),
        new: line.new.clone(),
    });
    let files = one.files.iter().filter(|_| one.whole);
    SignOffShape {
        campaign: one.task.id,
        node: one.head.code.clone(),
        name: one.head.name.clone(),
        sign_off: head(&one.head),
        newest: one.is_newest(),
        values: figures(form, &one.figures),
        counts: counts(&snapshot.range),
        children: children.collect(),
        submissions: submissions.collect(),
        absent: absent.collect(),
        corrections: corrections.collect(),
        moved: moved(&one.moved),
        files: files.map(|file| (file.kind.code(), file.sha256.clone())).collect(),
    }
}

pub fn sign_reviews(reviews: &[Review]) -> SignReviewsShape {
    let shape = |review: &Review| SignReviewShape {
        verdict: review.verdict.code(),
        by: review.by.clone(),
        at: time(review.at),
        reason: review.reason.clone(),
    };
    SignReviewsShape { reviews: reviews.iter().map(shape).collect() }
}
