//! What a notice proposes, as `huibiao notice --json` prints it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::problem::Problem;
use crate::workflow::notice::{Proposed, object};

/// 收到的通知
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticesShape {
    /// 文件里有几篇通知就有几条
    pub notices: Vec<NoticeShape>,
}

/// 一篇通知和它要求的事
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeShape {
    /// 通知编号，布置任务时用
    pub id: i64,
    /// 附表是哪张内置报表；都不是的为 `null`
    pub known_form: Option<String>,
    /// 要补充或核实的
    pub questions: Vec<String>,
    /// 读出的内容，与 `huibiao notice --json` 相同
    pub proposal: ProposalShape,
}

/// 通知的内容；没有写的为 `null` 或空
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposalShape {
    /// 标题
    pub title: Option<String>,
    /// 年度
    pub year: Option<i32>,
    /// 主题
    pub theme: Option<String>,
    /// 发文单位
    pub issuer: Option<String>,
    /// 接收单位
    pub receiver: Option<String>,
    /// 联系人
    pub contacts: Vec<ContactShape>,
    /// 报送渠道
    pub channels: Vec<ChannelShape>,
    /// 要报的材料
    pub deliverables: Vec<ProposedDeliverableShape>,
    /// 谁要报，通知的原话
    pub reporters: Option<String>,
    /// 不是报送时限的日期
    pub not_deadlines: Vec<NotDeadlineShape>,
    /// 附表
    pub form: Option<AnnexShape>,
}

/// 联系人
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactShape {
    /// 姓名
    pub name: Option<String>,
    /// 电话
    pub phone: Option<String>,
}

/// 报送渠道
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChannelShape {
    /// 种类
    pub kind: String,
    /// 邮箱、系统名称等
    pub value: String,
}

/// 要报的一样材料
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposedDeliverableShape {
    /// `table`、`plan`、`summary`、`pictures`、`cases`、`news`、`video` 或 `other`
    pub kind: String,
    /// 名称
    pub name: String,
    /// 时限原文
    pub phrase: Option<String>,
    /// 截止时刻，到这一刻为止（不含）
    pub instant: Option<String>,
    /// 是否必报
    pub required: bool,
    /// 由哪一级汇总后报：`county`、`city` 等；没有的由填报单位报
    pub level: Option<String>,
    /// 出自哪一句
    pub sentence: String,
}

/// 不是报送时限的日期
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NotDeadlineShape {
    /// 日期原文
    pub phrase: String,
    /// 出自哪一句
    pub sentence: String,
    /// 为什么不是
    pub why: String,
}

/// 附表
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnnexShape {
    /// 表名
    pub title: Option<String>,
    /// 指标
    pub items: Vec<AnnexItemShape>,
}

/// 附表里的一项指标
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnnexItemShape {
    /// 序号
    pub number: Option<String>,
    /// 名称
    pub name: String,
    /// 计量单位
    pub measure: Option<String>,
}

pub fn notice(proposed: &Proposed) -> Result<NoticeShape, Problem> {
    let proposal = serde_json::from_value(object(&proposed.proposal)).map_err(|error| {
        tracing::error!(%error, "a proposal is not what is described");
        Problem::broken()
    })?;
    Ok(NoticeShape {
        id: proposed.kept.id,
        known_form: proposed.form.clone(),
        questions: proposed.proposal.questions.clone(),
        proposal,
    })
}

/// 通知全文
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "text": "关于报送2024年“3·15”活动情况统计表的通知\n各市场监督管理所：\n请于3月22日前报送统计表。" })))]
pub struct NewNotice {
    /// 全文
    #[validate(length(min = 1, message = "请给出通知全文。"))]
    #[schema(min_length = 1)]
    pub text: String,
}

/// 任务所附的通知
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeTextShape {
    /// 任务标题
    pub title: String,
    /// 通知全文
    pub text: String,
    /// 通知文件的名称；粘贴的为 `null`
    pub file: Option<String>,
}
