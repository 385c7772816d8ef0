//! 审计记录: entries of the log as they are kept, with their places in their chains.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::written::time;
use crate::workflow::audit::Shown;

/// 一条审计记录
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditEntryShape {
    /// 审计链：`unit/` 加单位代码，或 `system`
    pub chain: String,
    /// 链上的序号
    pub sequence: i64,
    /// 时间
    pub at: String,
    /// 谁；没有账号的为 `null`
    pub by: Option<String>,
    /// 办理的事项
    pub verb: String,
    /// 办理的对象
    pub subject: String,
    /// 详情
    #[schema(value_type = Object)]
    pub detail: Value,
    /// 这一条的指纹
    pub hash: String,
}

/// 一页审计记录
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditShape {
    /// 新的在前
    pub entries: Vec<AuditEntryShape>,
    /// 一共有多少条链
    pub chains: i64,
    /// 一共有多少条记录
    pub count: i64,
    /// 最近一次封存的时间
    pub sealed: Option<String>,
    /// 下一页的 `after`；没有下一页的为 `null`
    pub next: Option<String>,
}

pub fn audit_entry(shown: Shown) -> AuditEntryShape {
    AuditEntryShape {
        chain: shown.chain,
        sequence: shown.sequence,
        at: time(shown.at),
        by: shown.account,
        verb: shown.verb,
        subject: shown.subject,
        detail: serde_json::from_str(&shown.detail).unwrap_or(Value::String(shown.detail)),
        hash: shown.hash,
    }
}
