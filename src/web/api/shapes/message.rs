//! 单位告知: what a unit is told until somebody there has read it.

use serde::Serialize;
use utoipa::ToSchema;

use super::written::time;
use crate::workflow::look::Message;

/// 单位告知
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageShape {
    /// 告知编号
    pub id: i64,
    /// 有关的任务编号
    pub campaign: Option<i64>,
    /// 时间
    pub at: String,
    /// 内容
    pub words: String,
}

/// 还没有人点“知道了”的告知
#[derive(Debug, Serialize, ToSchema)]
pub struct MessagesShape {
    /// 新的在前，最多 50 条
    pub messages: Vec<MessageShape>,
}

pub fn messages(messages: Vec<Message>) -> MessagesShape {
    let message = |message: Message| MessageShape {
        id: message.id,
        campaign: message.campaign,
        at: time(message.at),
        words: message.words,
    };
    MessagesShape { messages: messages.into_iter().map(message).collect() }
}
