//! Live totals of a node, and of those right below it.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

use super::stated::DifferenceShape;
use crate::report::tidy;

/// A row of all figures: the columns of the tidy table, each a text or nothing.
pub struct DataRow;

/// What stands in each of [`tidy::COLUMNS`].
const ROW: [&str; tidy::COLUMNS.len()] = [
    "任务的年度；任务没有写的，统计表标题里的",
    "填报单位的代码",
    "单位名称",
    "省、市、县区、乡镇或单位",
    "上级单位的代码；没有上级的为 `null`",
    "上级单位的名称",
    "`已汇入`、`待审`、`待核实` 等",
    "是否计入汇总：`是` 或 `否`",
    "指标代码，与报表里的相同",
    "指标名称",
    "指标的哪一栏",
    "数值的计量单位",
    "十进制数，不带千分位；没有填的为 `null`",
    "统计表里原来的写法",
    "读作 0 的写法，例如 `无`、`—`",
    "来自哪个文件",
    "文件里的哪张工作表",
    "数字所在的单元格",
    "统计表上的填报日期",
    "收到的时间（北京时间），到秒",
    "是否零报告：`是` 或 `否`",
];

impl PartialSchema for DataRow {
    fn schema() -> RefOr<Schema> {
        let text = |words| {
            let kinds = SchemaType::from_iter([Type::String, Type::Null]);
            ObjectBuilder::new().schema_type(kinds).description(Some(words))
        };
        let row = ObjectBuilder::new().description(Some("一个单位的一个数字"));
        let columns = tidy::COLUMNS.into_iter().zip(ROW);
        columns.fold(row, |row, (column, words)| row.property(column, text(words)).required(column)).into()
    }
}

impl ToSchema for DataRow {}

/// 一个单位和它以下的汇总
#[derive(Debug, Serialize, ToSchema)]
pub struct TotalsShape {
    /// 单位代码
    pub node: String,
    /// 单位名称
    pub name: String,
    /// 合计，按指标代码；没有单位填的为 `null`
    pub values: BTreeMap<String, Option<String>>,
    /// 计入的单位数
    pub counted: usize,
    /// 是否只汇总已通过的
    pub accepted_only: bool,
    /// 各项个数
    pub counts: BTreeMap<&'static str, usize>,
    /// 直接下级各自的汇总
    pub children: Vec<ChildTotalsShape>,
    /// 自报过合计的：本级和直接下级的本级上报数、所属合计和差额
    pub differences: Vec<DifferenceShape>,
}

/// 一个下级的汇总
#[derive(Debug, Serialize, ToSchema)]
pub struct ChildTotalsShape {
    /// 单位代码
    pub node: String,
    /// 单位名称
    pub name: String,
    /// 计入的单位数
    pub counted: usize,
    /// 合计，按指标代码
    pub values: BTreeMap<String, Option<String>>,
}

/// 一个合计数由哪些单位构成
#[derive(Debug, Serialize, ToSchema)]
pub struct SourcesShape {
    /// 单位代码
    pub node: String,
    /// 哪个数字：指标代码，有几栏的为“指标/栏”
    pub figure: String,
    /// 合计
    pub sum: Option<String>,
    /// 计入的单位
    pub units: Vec<SourceShape>,
    /// 应报而没有计入的单位代码
    pub absent: Vec<String>,
}

/// 计入合计的一个单位
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceShape {
    /// 单位代码
    pub unit: String,
    /// 单位名称
    pub name: String,
    /// 数字；没有填的为 `null`
    pub value: Option<String>,
    /// 取自哪次上报
    pub submission: i64,
}
