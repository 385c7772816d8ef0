//! How a revision came in, and the receipt that it was given.

use chrono::TimeDelta;
use diesel::prelude::*;

use crate::problem::Problem;
use crate::store::audit::Link;
use crate::store::connection::Conn;
use crate::store::numbers::to_millis;
use crate::store::schema::receipt;
use crate::vocabulary::time::Instant;

/// How a revision came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    File,
    Page,
    Api,
    /// 代报.
    Behalf,
}

impl Channel {
    pub const ALL: [Channel; 4] = [Channel::File, Channel::Page, Channel::Api, Channel::Behalf];

    pub fn code(self) -> &'static str {
        match self {
            Channel::File => "file",
            Channel::Page => "page",
            Channel::Api => "api",
            Channel::Behalf => "behalf",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Channel::File => "上传文件",
            Channel::Page => "在线填报",
            Channel::Api => "接口报送",
            Channel::Behalf => "上级代报",
        }
    }

    pub(in crate::store) fn from_code(code: &str) -> Channel {
        Channel::ALL.into_iter().find(|channel| channel.code() == code).unwrap_or(Channel::Page)
    }
}

/// 回执, as it is stored with a revision.
#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    pub number: String,
    pub phrase: String,
    /// `None`: there was no deadline.
    pub due: Option<Instant>,
    pub extended: Option<Instant>,
    /// `None`: on time.
    pub late_by: Option<TimeDelta>,
    pub link: Link,
}

pub fn insert_receipt(conn: &mut Conn, id: i64, issued: &Receipt) -> Result<(), Problem> {
    diesel::insert_into(receipt::table)
        .values((
            receipt::revision_id.eq(id),
            receipt::number.eq(&issued.number),
            receipt::phrase.eq(&issued.phrase),
            receipt::due_at.eq(issued.due.map(to_millis)),
            receipt::extended_until.eq(issued.extended.map(to_millis)),
            receipt::late_by.eq(issued.late_by.map(|late| late.num_milliseconds())),
            receipt::chain.eq(&issued.link.chain),
            receipt::sequence.eq(issued.link.sequence),
            receipt::head.eq(&issued.link.hash),
        ))
        .execute(conn)?;
    Ok(())
}
