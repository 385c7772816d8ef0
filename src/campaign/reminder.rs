//! 催报: the channels by which somebody is reminded. The service itself sends nothing; what is kept is who said what.

/// How the reminder reached the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReminderChannel {
    Group,
    Phone,
    Text,
    Mail,
    Office,
    Other,
}

impl ReminderChannel {
    pub const ALL: [ReminderChannel; 6] = [
        ReminderChannel::Group,
        ReminderChannel::Phone,
        ReminderChannel::Text,
        ReminderChannel::Mail,
        ReminderChannel::Office,
        ReminderChannel::Other,
    ];

    /// The name in the database, the log and the API.
    pub fn code(self) -> &'static str {
        match self {
            ReminderChannel::Group => "group",
            ReminderChannel::Phone => "phone",
            ReminderChannel::Text => "text",
            ReminderChannel::Mail => "mail",
            ReminderChannel::Office => "office",
            ReminderChannel::Other => "other",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            ReminderChannel::Group => "工作群",
            ReminderChannel::Phone => "电话",
            ReminderChannel::Text => "短信",
            ReminderChannel::Mail => "邮件",
            ReminderChannel::Office => "公文",
            ReminderChannel::Other => "其他",
        }
    }

    pub fn from_code(code: &str) -> Option<ReminderChannel> {
        ReminderChannel::ALL.into_iter().find(|channel| channel.code() == code)
    }
}
