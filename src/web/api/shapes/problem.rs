//! Why a request was not carried out.

use serde::Serialize;
use utoipa::ToSchema;

/// 没有办成时的答复
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemShape {
    /// 种类，例如 `urn:huibiao:problem:not-found`
    #[serde(rename = "type")]
    pub kind: String,
    /// 标题
    pub title: String,
    /// 状态码
    pub status: u16,
    /// 说明，可以直接给人看
    pub detail: String,
    /// 代码，例如 `not-found`
    pub code: String,
    /// 每一处问题
    pub errors: Vec<ErrorShape>,
    /// 请求的编号，日志里有同样的编号
    pub request: Option<String>,
}

/// 一处问题；报表有错时，与检查结果里的一条相同
#[derive(Debug, Serialize, ToSchema)]
pub struct ErrorShape {
    /// 写错的字段
    pub field: Option<String>,
    /// 说明白的一句话
    pub sentence: String,
    /// `hard` 强制、`query` 要核实
    pub severity: Option<String>,
    /// 规则代码
    pub code: Option<String>,
    /// 指标代码
    pub item: Option<String>,
    /// 栏的代码
    pub column: Option<String>,
    /// 请求里是哪个数字（JSON 指针）
    pub pointer: Option<String>,
    /// 文件里的单元格
    pub cell: Option<String>,
}
