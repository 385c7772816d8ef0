//! 报送材料: what is asked of a unit beside figures, what lies there, what was sent and what became of it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::board::{UnitShape, unit};
use super::place::{AskedShape, asked};
use super::revision::{FileShape, ReceiptShape, file, receipt};
use super::written::time;
use crate::campaign::{Deliverable, UnitState};
use crate::workflow::look::UnitView;
use crate::workflow::package::{self, Asked, Delivered, Delivery, DeliveryReview, Package, Pending, Verdict};

/// 一个单位的整份材料
#[derive(Debug, Serialize, ToSchema)]
pub struct PackageShape {
    /// 任务编号
    pub campaign: i64,
    /// 单位代码
    pub unit: String,
    /// 单位名称
    pub unit_name: String,
    /// 统计表以外的各项材料
    pub deliverables: Vec<PartShape>,
    /// 放下了、还没有说归入哪项的文件
    pub unplaced: Vec<WaitingShape>,
    /// 装有统计表、因为已有草稿没有读入的文件
    pub tables: Vec<WaitingShape>,
    /// 还缺哪些，统计表在内
    pub missing: Vec<LackingShape>,
}

/// 一项材料
#[derive(Debug, Serialize, ToSchema)]
pub struct PartShape {
    /// 要求和本单位的时限
    pub asked: AskedShape,
    /// 状态；`in_force`、`current` 是材料报送的编号
    pub standing: UnitShape,
    /// 现在不能报送的原因；能报送的为 `null`
    pub closed: Option<String>,
    /// 待报送的文件与上次报送的完全相同
    pub same_again: bool,
    /// 放下了还没有报送的文件
    pub waiting: Vec<WaitingShape>,
    /// 历次报送，先报的在前
    pub deliveries: Vec<DeliveryShape>,
    /// 历次审核，先审的在前
    pub reviews: Vec<DeliveryReviewShape>,
}

/// 放下了还没有报送的一个文件
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingShape {
    /// 文件编号
    pub id: i64,
    /// 文件
    pub file: FileShape,
    /// 按内容判断的种类：`document`、`picture`、`video`、`table` 等
    pub kind: Option<&'static str>,
    /// 从哪个压缩包或邮件里来
    pub origin: Option<String>,
    /// 要留意的；没有的为 `null`
    pub hint: Option<String>,
    /// 放下的时间
    pub at: String,
}

/// 还缺的一项
#[derive(Debug, Serialize, ToSchema)]
pub struct LackingShape {
    /// 材料编号
    pub deliverable: i64,
    /// 名称
    pub title: String,
    /// 是否必报
    pub required: bool,
}

/// 一次材料报送和它的回执
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveryShape {
    /// 材料报送编号
    pub id: i64,
    /// 任务编号
    pub campaign: i64,
    /// 材料编号
    pub deliverable: i64,
    /// 材料名称
    pub title: String,
    /// 单位代码
    pub unit: String,
    /// 单位名称
    pub unit_name: String,
    /// 本单位这项材料第几次报送
    pub number: i64,
    /// `file` 页面上传、`api` 接口报送、`behalf` 上级代报
    pub channel: &'static str,
    /// 报送人
    pub sender: String,
    /// 收到的时间
    pub received: String,
    /// 这项材料首次有效报送的时间，迟不迟看它
    pub first_valid: Option<String>,
    /// 文件
    pub files: Vec<DeliveredShape>,
    /// 回执
    pub receipt: ReceiptShape,
}

/// 报来的一个文件
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveredShape {
    /// 这次报送里的第几个，从 1 起
    pub ordinal: i64,
    /// 收到的文件；图片下载的是去掉拍摄信息的，指纹不同
    pub file: FileShape,
    /// 按内容判断的种类
    pub kind: Option<&'static str>,
}

/// 几项材料各一次报送
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveriesShape {
    /// 按请求里材料的先后
    pub deliveries: Vec<DeliveryShape>,
}

/// 材料的一次审核
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveryReviewShape {
    /// 审核的是哪次材料报送
    pub delivery: i64,
    /// `accept` 通过、`return` 退回
    pub verdict: &'static str,
    /// 退回的原因
    pub reason: Option<String>,
    /// 审核人
    pub by: String,
    /// 审核时间
    pub at: String,
}

/// 一次材料报送的审核记录
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveryReviewsShape {
    /// 先审的在前
    pub reviews: Vec<DeliveryReviewShape>,
}

/// 要报送的材料
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "deliverables": [7, 8] })))]
pub struct NewDeliveries {
    /// 材料编号：各项待报送的文件一起报送，要么全收，要么全不收
    #[validate(length(min = 1, max = 100, message = "请写明报送哪几项材料。"))]
    #[schema(min_items = 1, max_items = 100)]
    pub deliverables: Vec<i64>,
}

/// 文件归入哪项
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "deliverable": 7 })))]
pub struct NewPlace {
    /// 材料编号
    pub deliverable: i64,
}

/// 材料的审核决定
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "verdict": "return", "reason": "总结没有写投诉情况" })))]
pub struct NewDeliveryReview {
    /// `accept` 通过、`return` 退回
    pub verdict: String,
    /// 退回的原因，退回时必写，填报单位会看到
    #[serde(default)]
    #[validate(length(max = 500, message = "退回原因不超过 500 个字。"))]
    #[schema(max_length = 500)]
    pub reason: String,
}

pub fn package(view: &UnitView) -> PackageShape {
    let package = &view.package;
    let waiting = |files: &[Pending]| files.iter().map(|file| waits(package, file)).collect();
    let lacks = |asked: &Deliverable| LackingShape {
        deliverable: asked.id,
        title: asked.title.clone(),
        required: asked.required,
    };
    let table = view.expected.as_ref().map(|expected| &expected.table);
    let table = table.filter(|_| view.place.standing.state == UnitState::None);
    let others = package.asked.iter().filter(|asked| asked.current().is_none());
    PackageShape {
        campaign: package.position.task.id,
        unit: package.position.unit.code.clone(),
        unit_name: package.position.unit.name.clone(),
        deliverables: package.asked.iter().map(|asked| part(package, asked)).collect(),
        unplaced: waiting(&package.unplaced),
        tables: waiting(&package.tables),
        missing: table.into_iter().chain(others.map(|asked| &asked.deliverable)).map(lacks).collect(),
    }
}

fn part(package: &Package, of: &Asked) -> PartShape {
    PartShape {
        asked: asked(&of.deliverable, &of.extensions),
        standing: unit(&of.standing, Some(&of.deliverable), package.now),
        closed: Some(package::closed_for(package, of)).filter(|words| !words.is_empty()),
        same_again: of.is_the_same_again(),
        waiting: of.pending.iter().map(|file| waits(package, file)).collect(),
        deliveries: of.deliveries.iter().map(|sent| delivery(sent, of)).collect(),
        reviews: delivery_reviews(&of.reviews).reviews,
    }
}

fn waits(package: &Package, pending: &Pending) -> WaitingShape {
    let hint = package.hints.get(&pending.id).cloned();
    WaitingShape {
        id: pending.id,
        file: file(&pending.file),
        kind: package.views.get(&pending.file.sha256).map(|view| view.kind.code()),
        origin: pending.origin.clone(),
        hint: hint.filter(|hint| !hint.is_empty()),
        at: time(pending.at),
    }
}

pub fn delivery(sent: &Delivery, of: &Asked) -> DeliveryShape {
    DeliveryShape {
        id: sent.id,
        campaign: sent.campaign,
        deliverable: sent.deliverable,
        title: of.deliverable.title.clone(),
        unit: sent.unit_code.clone(),
        unit_name: sent.unit_name.clone(),
        number: sent.number,
        channel: sent.channel.code(),
        sender: sent.sender.clone(),
        received: time(sent.received),
        first_valid: of.standing.first_valid.map(time),
        files: sent.files.iter().map(delivered).collect(),
        receipt: receipt(&sent.receipt, &sent.digest),
    }
}

fn delivered(delivered: &Delivered) -> DeliveredShape {
    DeliveredShape {
        ordinal: delivered.ordinal,
        file: file(&delivered.file),
        kind: delivered.view.as_ref().map(|view| view.kind.code()),
    }
}

pub fn delivery_reviews(reviews: &[DeliveryReview]) -> DeliveryReviewsShape {
    let review = |review: &DeliveryReview| {
        let (verdict, reason) = match &review.verdict {
            Verdict::Accept => ("accept", None),
            Verdict::Return { reason, .. } => ("return", Some(reason.clone())),
        };
        let (by, at) = (review.by.clone(), time(review.at));
        DeliveryReviewShape { delivery: review.delivery, verdict, reason, by, at }
    };
    DeliveryReviewsShape { reviews: reviews.iter().map(review).collect() }
}
