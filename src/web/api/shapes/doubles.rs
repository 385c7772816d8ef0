//! 重复上报: sheets that are the same, and whether they count.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::workflow::doubles::{Activity, Doubles, Group, Sheet, Verdict};

/// 数字全部相同的上报
#[derive(Debug, Serialize, ToSchema)]
pub struct DoublesShape {
    /// 单位代码
    pub node: String,
    /// 一组一组，待判定的在前
    pub groups: Vec<DoubleGroupShape>,
    /// 几份总结都写到的同一次活动，待判定的在前；判定只作记录，不影响汇总上报
    pub activities: Vec<SharedActivityShape>,
}

/// 几份总结用同样的话写到的一次活动
#[derive(Debug, Serialize, ToSchema)]
pub struct SharedActivityShape {
    /// 总结里的原句
    pub sentence: String,
    /// 与这些总结一起报来的统计表
    pub submissions: Vec<DoubleSheetShape>,
}

/// 相同的几份上报
#[derive(Debug, Serialize, ToSchema)]
pub struct DoubleGroupShape {
    /// 相同的非零数字有几个
    pub figures: usize,
    /// 是不是读自同一份文件
    pub same_file: bool,
    /// 各份上报
    pub submissions: Vec<DoubleSheetShape>,
}

/// 其中一份
#[derive(Debug, Serialize, ToSchema)]
pub struct DoubleSheetShape {
    /// 上报编号
    pub submission: i64,
    /// 单位代码
    pub unit: String,
    /// 单位名称
    pub name: String,
    /// 单位的分组
    pub groups: Vec<String>,
    /// 是否计入；对一次活动，`false` 是在这一份里重复计入；还没有判定的为 `null`
    pub counted: Option<bool>,
    /// 判定的依据
    pub reason: Option<String>,
}

/// 对相同的几份上报、或写到同一次活动的几份上报的判定
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "submissions": [4, 9], "left_out": [9], "reason": "两条线报的是同一份" })))]
pub struct NewDecision {
    /// 相同的各份上报的编号，一组的全部写上
    pub submissions: Vec<i64>,
    /// 其中不计入的；对一次活动，是重复计入的
    #[serde(default)]
    pub left_out: Vec<i64>,
    /// 判定的是一次活动时，总结里的原句
    #[serde(default)]
    #[validate(length(max = 4_000, message = "总结里的原句不超过 4000 个字。"))]
    #[schema(max_length = 4000)]
    pub activity: Option<String>,
    /// 判定的依据
    #[validate(length(max = 500, message = "判定的依据不超过 500 个字。"))]
    #[schema(max_length = 500)]
    pub reason: String,
}

impl From<NewDecision> for Verdict {
    fn from(wanted: NewDecision) -> Verdict {
        let NewDecision { submissions, left_out, activity, reason } = wanted;
        Verdict { all: submissions, left_out, reason, activity }
    }
}

fn sheet(sheet: &Sheet) -> DoubleSheetShape {
    DoubleSheetShape {
        submission: sheet.revision.id,
        unit: sheet.revision.unit_code.clone(),
        name: sheet.revision.unit_name.clone(),
        groups: sheet.groups.clone(),
        counted: sheet.decision.as_ref().map(|said| said.counted),
        reason: sheet.decision.as_ref().map(|said| said.reason.clone()),
    }
}

pub fn doubles(found: &Doubles) -> DoublesShape {
    let group = |group: &Group| DoubleGroupShape {
        figures: group.figures,
        same_file: group.same_file,
        submissions: group.sheets.iter().map(sheet).collect(),
    };
    let activity = |activity: &Activity| SharedActivityShape {
        sentence: activity.sentence.clone(),
        submissions: activity.sheets.iter().map(sheet).collect(),
    };
    DoublesShape {
        node: found.node.code.clone(),
        groups: found.groups.iter().map(group).collect(),
        activities: found.activities.iter().map(activity).collect(),
    }
}
