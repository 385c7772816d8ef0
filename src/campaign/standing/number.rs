//! The numbers of a board: how many units are expected, on time, late, missing, and so on.

/// The numbers of a board; each opens its units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Number {
    Expected,
    Received,
    OnTime,
    Late,
    Missing,
    Waiting,
    Returned,
    Accepted,
    Nil,
    Exempt,
    Extended,
}

impl Number {
    pub const ALL: [Number; 11] = [
        Number::Expected,
        Number::Received,
        Number::OnTime,
        Number::Late,
        Number::Missing,
        Number::Waiting,
        Number::Returned,
        Number::Accepted,
        Number::Nil,
        Number::Exempt,
        Number::Extended,
    ];

    /// The name in addresses and API.
    pub fn code(self) -> &'static str {
        match self {
            Number::Expected => "expected",
            Number::Received => "received",
            Number::OnTime => "on-time",
            Number::Late => "late",
            Number::Missing => "missing",
            Number::Waiting => "waiting",
            Number::Returned => "returned",
            Number::Accepted => "accepted",
            Number::Nil => "nil",
            Number::Exempt => "exempt",
            Number::Extended => "extended",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Number::Expected => "应报",
            Number::Received => "实报",
            Number::OnTime => "按时",
            Number::Late => "迟报",
            Number::Missing => "未报",
            Number::Waiting => "待审",
            Number::Returned => "退回",
            Number::Accepted => "已通过",
            Number::Nil => "零报告",
            Number::Exempt => "免报",
            Number::Extended => "延期",
        }
    }

    pub fn from_code(code: &str) -> Option<Number> {
        Number::ALL.into_iter().find(|number| number.code() == code)
    }
}
