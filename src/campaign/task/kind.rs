//! The kinds of material that a campaign may ask for; the statistics table is the only one with figures.

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeliverableKind {
    /// 统计表.
    Table,
    Plan,
    Summary,
    Pictures,
    Cases,
}

impl DeliverableKind {
    pub const ALL: [DeliverableKind; 5] = [
        DeliverableKind::Table,
        DeliverableKind::Plan,
        DeliverableKind::Summary,
        DeliverableKind::Pictures,
        DeliverableKind::Cases,
    ];

    pub fn code(self) -> &'static str {
        match self {
            DeliverableKind::Table => "table",
            DeliverableKind::Plan => "plan",
            DeliverableKind::Summary => "summary",
            DeliverableKind::Pictures => "pictures",
            DeliverableKind::Cases => "cases",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            DeliverableKind::Table => "统计报表",
            DeliverableKind::Plan => "活动方案",
            DeliverableKind::Summary => "活动总结",
            DeliverableKind::Pictures => "图片资料",
            DeliverableKind::Cases => "典型案例",
        }
    }

    pub fn from_code(code: &str) -> Option<DeliverableKind> {
        DeliverableKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}
