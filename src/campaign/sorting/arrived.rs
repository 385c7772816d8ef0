//! A file that is sorted, and what comes of it.

use super::super::task::Deliverable;
use crate::vocabulary::FileKind;

/// A file that came with others.
#[derive(Clone, Copy, Debug)]
pub struct Arrived<'a> {
    /// With the folders that it lay in: `材料/1.总结.docx`.
    pub name: &'a str,
    pub kind: FileKind,
    /// The campaign's form was found in it.
    pub holds_form: bool,
    /// Its first words, a couple of thousand characters.
    pub text: &'a str,
    pub bytes: u64,
}

/// What a file seems to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// Number of the deliverable, or why there is none.
    pub deliverable: Result<i64, Unplaced>,
    /// What whoever confirms should know, as sentences; they hold nothing back.
    pub hints: Vec<String>,
}

/// Why a file is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unplaced {
    /// It may be any of these.
    Several(Vec<i64>),
    /// It is called something that is not asked for.
    NotAsked(&'static str),
    /// It is called a table, and the campaign's form is not in it.
    NoForm,
    /// Nothing says what it is.
    Unknown,
}

impl Unplaced {
    /// `可能是“活动总结”或“典型案例”，请选择`.
    pub fn sentence(&self, asked: &[&Deliverable]) -> String {
        let title = |id: &i64| asked.iter().find(|one| one.id == *id).map(|one| format!("“{}”", one.title));
        match self {
            Unplaced::Several(ids) => {
                let titles: Vec<String> = ids.iter().filter_map(title).collect();
                format!("可能是{}，请选择", titles.join("或"))
            }
            Unplaced::NotAsked(word) => {
                format!("看起来是{word}，本次没有要求这项材料，请选择归入哪项，或移除")
            }
            Unplaced::NoForm => "像是统计表，但里面没有找到本次的报表，请核对或另选".to_owned(),
            Unplaced::Unknown => "看不出是哪项材料，请选择".to_owned(),
        }
    }
}

pub fn only(ids: &[i64]) -> Option<i64> {
    if let [id] = ids { Some(*id) } else { None }
}
