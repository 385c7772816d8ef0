//! How a revision came in, and the receipt that it was given.

use chrono::TimeDelta;
use diesel::prelude::*;

use crate::problem::Problem;
use crate::store::audit::Link;
use crate::store::connection::Conn;
use crate::store::numbers::to_millis;
use crate::store::schema::receipt;
use crate::vocabulary::statement::Statement;
use crate::vocabulary::time::{Instant, to_the_millisecond};

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

/// What the statement of a receipt is called.
pub const RECEIPT: &str = "RECEIPT";

impl Receipt {
    /// What every receipt states beside what it is for: its number, how the deadline was kept, its place in the chain.
    pub fn stated(&self, statement: Statement) -> Statement {
        let time = |instant: Option<Instant>| instant.map_or_else(|| "-".to_owned(), to_the_millisecond);
        let late =
            self.late_by.map_or_else(|| "no".to_owned(), |late| format!("{} ms", late.num_milliseconds()));
        statement
            .with("due", time(self.due))
            .with("extended", time(self.extended))
            .with("late", late)
            .with("chain", &self.link.chain)
            .with("sequence", self.link.sequence.to_string())
            .with("head", &self.link.hash)
    }
}

/// What a revision's receipt states.
pub struct Stated<'s> {
    pub receipt: &'s Receipt,
    pub campaign: i64,
    pub deliverable: i64,
    pub unit: &'s str,
    pub revision: i64,
    pub received: Instant,
    pub file: Option<&'s str>,
    pub figures: &'s str,
    pub digest: &'s str,
}

impl Stated<'_> {
    pub fn statement(&self) -> Statement {
        let head = Statement::new(RECEIPT)
            .with("number", &self.receipt.number)
            .with("unit", self.unit)
            .with("campaign", self.campaign.to_string())
            .with("deliverable", self.deliverable.to_string())
            .with("revision", self.revision.to_string())
            .with("received", to_the_millisecond(self.received))
            .with("file", self.file.unwrap_or("-"))
            .with("figures", self.figures)
            .with("content", self.digest);
        self.receipt.stated(head)
    }
}

/// The signed text of a revision's receipt; `None` where an earlier version issued it.
pub fn proof(conn: &mut Conn, revision: i64) -> Result<Option<String>, Problem> {
    Ok(receipt::table.find(revision).select(receipt::proof).get_result(conn)?)
}

pub fn insert_receipt(conn: &mut Conn, id: i64, issued: &Receipt, proof: &str) -> Result<(), Problem> {
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
            receipt::proof.eq(proof),
        ))
        .execute(conn)?;
    Ok(())
}
