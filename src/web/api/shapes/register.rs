//! 填报单位 as the register has them, with their history; and what became of a list that was imported.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::written::time;
use crate::workflow::units::{Changed, Described, Placed, Plan, Step};

/// 填报单位
#[derive(Debug, Serialize, ToSchema)]
pub struct RegisteredShape {
    /// 单位代码
    pub code: String,
    /// 单位名称
    pub name: String,
    /// `province` 省、`city` 市、`county` 县、`township` 乡镇、`unit` 单位
    pub level: &'static str,
    /// 上级代码；最上级单位为 `null`
    pub parent: Option<String>,
    /// 别名、曾用名
    pub aliases: Vec<String>,
    /// 简称
    pub short_name: Option<String>,
    /// 联系人
    pub contact: Option<String>,
    /// 免报的原因；要报的为 `null`
    pub exempt: Option<String>,
    /// 有下级单位的，本级是否也填报
    pub reports: bool,
    /// 是否在用
    pub active: bool,
}

pub fn registered(placed: &Placed) -> RegisteredShape {
    let Placed { node, parent } = placed;
    RegisteredShape {
        code: node.code.clone(),
        name: node.name.clone(),
        level: node.level.code(),
        parent: parent.clone(),
        aliases: node.aliases.clone(),
        short_name: node.short_name.clone(),
        contact: node.contact.clone(),
        exempt: node.exempt_reason.clone(),
        reports: node.reports,
        active: node.active,
    }
}

/// 一页填报单位
#[derive(Debug, Serialize, ToSchema)]
pub struct RegisterShape {
    /// 按代码排列
    pub units: Vec<RegisteredShape>,
    /// 下一页的 `after`；没有下一页的为 `null`
    pub next: Option<String>,
}

/// 单位一处变更
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitChangeShape {
    /// 变更编号
    pub id: i64,
    /// 时间
    pub at: String,
    /// 谁改的；用命令改的为 `null`
    pub by: Option<String>,
    /// 改了哪一项
    pub field: String,
    /// 改前
    pub before: Option<String>,
    /// 改后
    pub after: Option<String>,
}

/// 一页单位变更
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitChangesShape {
    /// 先改的在前
    pub changes: Vec<UnitChangeShape>,
    /// 下一页的 `after`；没有下一页的为 `null`
    pub next: Option<i64>,
}

pub fn unit_change(changed: &Changed) -> UnitChangeShape {
    UnitChangeShape {
        id: changed.id,
        at: time(changed.at),
        by: changed.by.clone(),
        field: changed.field.clone(),
        before: changed.before.clone(),
        after: changed.after.clone(),
    }
}

/// 单位的全部内容；没有写的项清空
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "name": "鲁村镇市场监督管理所", "level": "unit", "parent": "370320",
    "aliases": ["鲁村所"], "contact": "王丽 3230315" })))]
pub struct NewUnit {
    /// 单位名称
    #[validate(length(min = 1, max = 200, message = "请填写单位名称，不超过 200 个字。"))]
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// `province` 省、`city` 市、`county` 县、`township` 乡镇、`unit` 单位
    #[validate(length(min = 1, max = 20, message = "请填写级别。"))]
    pub level: String,
    /// 上级代码；最上级单位不写
    #[validate(length(max = 40, message = "上级代码不超过 40 个字符。"))]
    #[schema(max_length = 40)]
    pub parent: Option<String>,
    /// 别名、曾用名
    #[serde(default)]
    #[validate(length(max = 50, message = "别名太多。"))]
    #[schema(max_items = 50)]
    pub aliases: Vec<String>,
    /// 简称
    #[validate(length(max = 60, message = "简称不超过 60 个字。"))]
    #[schema(max_length = 60)]
    pub short_name: Option<String>,
    /// 联系人
    #[validate(length(max = 200, message = "联系人不超过 200 个字。"))]
    #[schema(max_length = 200)]
    pub contact: Option<String>,
    /// 免报的原因；要报的不写
    #[validate(length(max = 500, message = "原因不超过 500 个字。"))]
    #[schema(max_length = 500)]
    pub exempt: Option<String>,
    /// 有下级单位的，本级是否也填报
    #[serde(default)]
    pub reports: bool,
    /// 是否在用；不写为在用
    #[serde(default = "in_use")]
    pub active: bool,
}

fn in_use() -> bool {
    true
}

impl NewUnit {
    pub fn described(self) -> Described {
        Described {
            name: self.name,
            level: self.level,
            parent: self.parent.unwrap_or_default(),
            aliases: self.aliases,
            short_name: self.short_name.unwrap_or_default(),
            contact: self.contact.unwrap_or_default(),
            exempt: self.exempt.unwrap_or_default(),
            reports: self.reports,
            active: self.active,
        }
    }
}

/// 单位名单导入的结果
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportShape {
    /// 是否已写入；试导入的为 `false`
    pub written: bool,
    /// 是否没有错误
    pub fit: bool,
    /// 新增
    pub new: usize,
    /// 变更
    pub changed: usize,
    /// 不变
    pub same: usize,
    /// 名单里没有、名录里在用的单位数；它们保持不变
    pub absent: usize,
    /// 每处错误，写明第几行
    pub mistakes: Vec<String>,
    /// 有变化的每一行
    pub lines: Vec<ImportLineShape>,
}

/// 名单里有变化的一行
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportLineShape {
    /// 行号
    pub line: usize,
    /// 单位代码
    pub code: String,
    /// 单位名称
    pub name: String,
    /// `new` 新增、`changed` 变更、`wrong` 有错
    pub step: &'static str,
    /// 改了什么，或错在哪里
    pub words: Vec<String>,
}

pub fn imported(plan: &Plan, written: bool) -> ImportShape {
    let count = |kind: fn(&Step) -> bool| plan.count(kind);
    let lines = plan.lines.iter().filter_map(|line| {
        let (step, words) = match &line.step {
            Step::New(_) => ("new", Vec::new()),
            Step::Changed(_, words) => ("changed", words.clone()),
            Step::Wrong(words) => ("wrong", words.clone()),
            Step::Same => return None,
        };
        Some(ImportLineShape {
            line: line.line,
            code: line.code.clone(),
            name: line.name.clone(),
            step,
            words,
        })
    });
    ImportShape {
        written,
        fit: plan.is_clean(),
        new: count(|step| matches!(step, Step::New(_))),
        changed: count(|step| matches!(step, Step::Changed(..))),
        same: count(|step| matches!(step, Step::Same)),
        absent: plan.absent,
        mistakes: plan.sentences(),
        lines: lines.collect(),
    }
}
