//! 草稿: a sheet that was begun and not sent, judged as it stands.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::judged::{JudgedShape, judged};
use super::revision::FileShape;
use super::sheet::sheet_values;
use super::written::time;
use crate::form::Form;
use crate::workflow::draft::Opened;
use crate::workflow::draft::known::Known;
use crate::workflow::values::Values;

/// 草稿
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftShape {
    /// 版本；0 表示还没有草稿
    pub version: i64,
    /// 暂存时间
    pub saved: Option<String>,
    /// 暂存人
    pub by: Option<String>,
    /// 读自哪个文件
    pub file: Option<FileShape>,
    /// 填报人
    pub reporter: String,
    /// 备注
    pub remark: String,
    /// 现在报送会怎样
    pub judged: JudgedShape,
}

pub fn draft(opened: &Opened) -> DraftShape {
    let saved = opened.saved.as_ref();
    let draft = saved.map(|saved| &saved.draft);
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    DraftShape {
        version: opened.version(),
        saved: saved.map(|saved| time(saved.at)),
        by: saved.map(|saved| saved.by.clone()),
        file: draft.and_then(|draft| draft.file.as_ref()).map(|file| FileShape {
            name: file.name.clone(),
            sha256: file.sha256.clone(),
            bytes: file.bytes,
        }),
        reporter: text(draft.map(|draft| &draft.reporter)),
        remark: text(draft.map(|draft| &draft.remark)),
        judged: judged(&opened.expected.form, &opened.judged),
    }
}

/// 已知的数
#[derive(Debug, Serialize, ToSchema)]
pub struct KnownFiguresShape {
    /// 按表的顺序
    pub known: Vec<KnownFigureShape>,
}

/// 一个已知的数和它的来源
#[derive(Debug, Serialize, ToSchema)]
pub struct KnownFigureShape {
    /// 指标代码
    pub item: String,
    /// 栏的代码；只有一栏的为空
    pub column: String,
    /// 数
    pub value: String,
    /// 来源
    pub source: String,
}

pub fn known(form: &Form, known: &[Known]) -> KnownFiguresShape {
    let one = |known: &Known| KnownFigureShape {
        item: form.items[known.figure / form.columns.len()].code.clone(),
        column: form.columns[known.figure % form.columns.len()].code.clone(),
        value: known.value.to_string(),
        source: known.source.clone(),
    };
    KnownFiguresShape { known: known.iter().map(one).collect() }
}

/// 要暂存的数据
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "values": { "1": "3", "7": "57.4421" }, "date": "2024-03-18", "reporter": "王丽" })))]
pub struct NewDraft {
    /// 数字，按指标代码；有几栏的写“指标/栏”。草稿读自文件时，没有写的以文件为准
    pub values: BTreeMap<String, String>,
    /// 零报告
    #[serde(default)]
    pub nil: bool,
    /// 填报日期
    #[validate(length(max = 60, message = "填报日期太长。"))]
    #[schema(max_length = 60)]
    pub date: Option<String>,
    /// 填报人
    #[serde(default)]
    #[validate(length(max = 60, message = "填报人姓名不超过 60 个字。"))]
    #[schema(max_length = 60)]
    pub reporter: String,
    /// 备注
    #[serde(default)]
    #[validate(length(max = 1_000, message = "备注不超过 1000 个字。"))]
    #[schema(max_length = 1000)]
    pub remark: String,
}

impl NewDraft {
    pub fn values(self) -> Values {
        Values {
            figures: sheet_values(self.values),
            nil: self.nil,
            date: self.date,
            reporter: self.reporter,
            remark: self.remark,
        }
    }
}
