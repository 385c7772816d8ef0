//! Why somebody else's blank file is not filled although it could be read.

use serde::{Deserialize, Serialize};

use super::refusal::{Refusal, RefusalCode};

/// Why a template is not filled, each with its own advice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unfilled {
    /// Read by the password that every program tries; nobody could open what is written without it.
    Encrypted,
    /// By several people at once, with a log of who changed what.
    Shared,
    /// Any change would break the signature.
    Signed,
    /// Of Excel 5 or 95, or written for it as well.
    Older,
    /// A document of Word before 2007.
    OldDocument,
    /// Rows or columns that the format does not have, words that are too long for it.
    Beyond,
    /// It leaves fewer rows than there are units, and none of them can be repeated with all else as it was.
    NoRoom,
    /// Written in a way that is not known, or read otherwise afterwards.
    Unusual(Refusal),
}

impl Unfilled {
    /// What is wrong and what to do.
    pub fn sentence(&self) -> &'static str {
        match self {
            Unfilled::Encrypted => {
                "模板是加密的（设了密码，或保护了工作簿结构），填不进去；请取消密码和保护、另存以后再用"
            }
            Unfilled::Shared => {
                "模板是共享工作簿，带着修订记录，填不进去；请在 Excel 里取消共享、另存以后再用"
            }
            Unfilled::Signed => "模板有数字签名，一填就会失效；请用没有签名的模板",
            Unfilled::Older => {
                "模板是 Excel 5.0/95 的旧格式，或为它多存了一份，不能在原文件里填写；请在 Excel 或 WPS 里另存为 .xlsx 再用"
            }
            Unfilled::OldDocument => {
                "这种格式的模板不能在原文件里填写而其余不动；请在 Word 或 WPS 里另存为 .docx 再用"
            }
            Unfilled::Beyond => {
                "要填的格子或文字超出了 .xls 格式的限度（65536 行、256 列）；请在 Excel 或 WPS 里另存为 .xlsx 再用"
            }
            Unfilled::NoRoom => "模板留给单位的行不够，又不能照样加行；请在合计行以上补足行数再用",
            Unfilled::Unusual(_) => {
                "这个模板填不进去而其余不动（可能有数字签名，或不是常见的写法）；请另存为 .xlsx 或 .docx 再用"
            }
        }
    }
}

impl From<Refusal> for Unfilled {
    fn from(refusal: Refusal) -> Unfilled {
        match refusal.code {
            RefusalCode::Encrypted => Unfilled::Encrypted,
            _ => Unfilled::Unusual(refusal),
        }
    }
}
