//! The kinds of material that a campaign may ask for; the statistics table is the only one with figures.

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeliverableKind {
    /// 统计表.
    Table,
    Plan,
    Summary,
    Pictures,
    Cases,
    News,
    Video,
    Other,
}

impl DeliverableKind {
    pub const ALL: [DeliverableKind; 8] = [
        DeliverableKind::Table,
        DeliverableKind::Plan,
        DeliverableKind::Summary,
        DeliverableKind::Pictures,
        DeliverableKind::Cases,
        DeliverableKind::News,
        DeliverableKind::Video,
        DeliverableKind::Other,
    ];

    pub fn code(self) -> &'static str {
        match self {
            DeliverableKind::Table => "table",
            DeliverableKind::Plan => "plan",
            DeliverableKind::Summary => "summary",
            DeliverableKind::Pictures => "pictures",
            DeliverableKind::Cases => "cases",
            DeliverableKind::News => "news",
            DeliverableKind::Video => "video",
            DeliverableKind::Other => "other",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            DeliverableKind::Table => "统计报表",
            DeliverableKind::Plan => "活动方案",
            DeliverableKind::Summary => "活动总结",
            DeliverableKind::Pictures => "图片资料",
            DeliverableKind::Cases => "典型案例",
            DeliverableKind::News => "动态信息",
            DeliverableKind::Video => "影像资料",
            DeliverableKind::Other => "其他材料",
        }
    }

    pub fn from_code(code: &str) -> Option<DeliverableKind> {
        DeliverableKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}
