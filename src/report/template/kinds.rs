//! The kinds of sheets a template may name, and the columns each of them has to offer.

use crate::report::table::Orientation;

/// What a sheet shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 汇总表: the form's own layout.
    Form,
    /// 分县区: the node's children as rows.
    Children,
    /// 分县区报送: how the children's units have reported.
    Coverage,
    /// 分单位: units as rows, grouped.
    Units,
    /// 报送情况: what became of each unit.
    Status,
    /// 未报名单: text for a group chat, and a list.
    Missing,
    /// 核实与问题: every finding, refused file and stray sheet.
    Findings,
    /// 数据: one row a figure.
    Data,
    /// 说明: where it all came from.
    About,
}

impl Kind {
    pub const ALL: [Kind; 9] = [
        Kind::Form,
        Kind::Children,
        Kind::Coverage,
        Kind::Units,
        Kind::Status,
        Kind::Missing,
        Kind::Findings,
        Kind::Data,
        Kind::About,
    ];

    /// The word in a template.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Form => "form",
            Kind::Children => "children",
            Kind::Coverage => "coverage",
            Kind::Units => "units",
            Kind::Status => "status",
            Kind::Missing => "missing",
            Kind::Findings => "findings",
            Kind::Data => "data",
            Kind::About => "about",
        }
    }

    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The sheet's name where the template gives none.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Form => "汇总表",
            Kind::Children => "分县区",
            Kind::Coverage => "分县区报送",
            Kind::Units => "分单位",
            Kind::Status => "报送情况",
            Kind::Missing => "未报名单",
            Kind::Findings => "核实与问题",
            Kind::Data => "数据",
            Kind::About => "说明",
        }
    }

    pub fn orientation(self) -> Orientation {
        match self {
            Kind::Form | Kind::Missing | Kind::About => Orientation::Portrait,
            _ => Orientation::Landscape,
        }
    }

    /// Columns that a template may choose among; the default is all of them in this order.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Kind::Form => &["序号", "类别", "单位", "数量", "上年同期", "增减"],
            Kind::Children => &["应报", "实报", "汇入"],
            Kind::Coverage => &[
                "应报",
                "实报",
                "按时",
                "迟报",
                "时间未知",
                "有误待改",
                "未报",
                "零报告",
                "待核实",
                "待确认",
                "免报",
                "汇入",
                "报送率",
            ],
            Kind::Units => &["单位代码", "填报单位", "状态"],
            Kind::Status => &[
                "序号",
                "所属",
                "单位代码",
                "填报单位",
                "状态",
                "时限",
                "收到时间",
                "零报告",
                "填报日期",
                "文件",
                "说明",
            ],
            Kind::Missing => &["序号", "所属", "单位代码", "填报单位", "联系人"],
            Kind::Findings => &[
                "序号",
                "所属",
                "填报单位",
                "程度",
                "指标",
                "位置",
                "原文",
                "读作",
                "问题与处理",
                "对合计的影响",
            ],
            Kind::Data | Kind::About => &[],
        }
    }
}
