//! What a list says of a unit, in fixed words: one of nine, whatever happened.

/// What a list says of a unit, in fixed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    NotStarted,
    Drafted,
    /// Of several things, some are there.
    Partial,
    Submitted,
    Returned,
    Accepted,
    Overdue,
    Extended,
    Exempt,
}

impl Status {
    pub const ALL: [Status; 9] = [
        Status::NotStarted,
        Status::Drafted,
        Status::Partial,
        Status::Submitted,
        Status::Returned,
        Status::Accepted,
        Status::Overdue,
        Status::Extended,
        Status::Exempt,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Status::NotStarted => "not-started",
            Status::Drafted => "drafted",
            Status::Partial => "partial",
            Status::Submitted => "submitted",
            Status::Returned => "returned",
            Status::Accepted => "accepted",
            Status::Overdue => "overdue",
            Status::Extended => "extended",
            Status::Exempt => "exempt",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Status::NotStarted => "未填",
            Status::Drafted => "草稿（尚未报送）",
            Status::Partial => "部分已报",
            Status::Submitted => "已报待审",
            Status::Returned => "已退回",
            Status::Accepted => "已通过",
            Status::Overdue => "逾期未报",
            Status::Extended => "已延期",
            Status::Exempt => "免报",
        }
    }
}
