//! 上级模板: what a superior's blank file asks for, cell by cell.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::revision::{FileShape, file};
use super::written::time;
use crate::problem::Problem;
use crate::submit::filling::Value;
use crate::submit::recognise::places::{Holds, Whose};
use crate::workflow::superior::{
    Below, Chosen, Kept, Looked, Open, Shown, asked_code, asked_words, whose_words,
};

/// 一个单位的上级模板
#[derive(Debug, Serialize, ToSchema)]
pub struct TemplatesShape {
    /// 单位代码
    pub node: String,
    /// 单位名称
    pub name: String,
    /// 正在用的，已确认；没有为 `null`
    pub used: Option<KeptTemplateShape>,
    /// 上传后还没有确认的；没有为 `null`
    pub proposed: Option<KeptTemplateShape>,
}

/// 保存的上级模板
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptTemplateShape {
    /// 编号
    pub id: i64,
    /// 空白表
    pub file: FileShape,
    /// 上传人
    pub by: String,
    /// 上传时间
    pub at: String,
    /// 最近一次确认的人；没有确认为 `null`
    pub confirmed_by: Option<String>,
    /// 最近一次确认的时间
    pub confirmed_at: Option<String>,
    /// 最近一次确认的内容的指纹（SHA-256）
    pub digest: Option<String>,
    /// 确认以后又有更正，还没有再确认
    pub changed: bool,
}

/// 一个上级模板，各格填什么
#[derive(Debug, Serialize, ToSchema)]
pub struct TemplateShape {
    /// 模板
    pub template: KeptTemplateShape,
    /// 要填的格
    pub cells: Vec<TemplateCellShape>,
    /// 填进去的数有几个
    pub figures: usize,
    /// 没有填进去的，以及要核对的
    pub problems: Vec<String>,
    /// 整张表填不进去的原因；填得进去为 `null`
    pub refused: Option<String>,
}

/// 模板里的一格
#[derive(Debug, Serialize, ToSchema)]
pub struct TemplateCellShape {
    /// 工作表名；文档里为“表格1”
    pub sheet: String,
    /// 格，如 `D5`
    pub cell: String,
    /// 填什么：指标代码（有几栏的为“指标/栏”），上年同期为 `last:7`，增减为 `change:7`，另有 `issuer` 填报单位、`date` 填报日期、`year` 年度、`line` 一格里的几个栏目、`name` 单位名称、`number` 序号
    pub asked: String,
    /// 同上，写成文字
    pub words: String,
    /// 填谁的：`total` 合计，`office` 机关（本级），或者下级单位的代码；按行数留给下级的为 `null`
    pub whose: Option<String>,
    /// 同上，写成文字
    pub whose_words: String,
    /// 是模板自己的公式，不改
    pub formula: bool,
    /// 会填进去的内容；留空为 `null`
    pub value: Option<String>,
}

/// 确认上级模板
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(
    json!({ "corrections": [] }),
    json!({ "corrections": [{ "sheet": "上报表", "cell": "D9", "asked": "7", "measure": "元" }, { "cell": "B2", "asked": "nothing" }] })
))]
pub struct NewConfirmation {
    /// 要更正的格；没有写的照认出的填
    #[serde(default)]
    #[validate(length(max = 2000, message = "一次最多更正 2000 格。"), nested)]
    pub corrections: Vec<NewCorrection>,
}

/// 更正一格
#[derive(Debug, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCorrection {
    /// 工作表名；不写为第一张
    #[serde(default)]
    #[validate(length(max = 200, message = "工作表名太长。"))]
    pub sheet: String,
    /// 格，如 `D5`
    #[validate(length(min = 2, max = 20, message = "请写明是哪一格。"))]
    pub cell: String,
    /// 填什么，写法与模板的 `asked` 相同；`nothing` 为不填
    #[validate(length(min = 1, max = 200, message = "请写明这一格填什么。"))]
    pub asked: String,
    /// 填谁的，写法与模板的 `whose` 相同；不写为合计
    #[serde(default)]
    #[validate(length(max = 40, message = "请写明填谁的数。"))]
    pub whose: String,
    /// 这一格的计量单位，如“元”；不写为报表的单位
    #[serde(default)]
    #[validate(length(max = 20, message = "计量单位太长。"))]
    pub measure: String,
}

impl NewConfirmation {
    /// The cells by their places in the file.
    pub fn chosen(self, opened: &Open) -> Result<Vec<Chosen>, Problem> {
        let chosen = |one: NewCorrection| {
            let mut sheets = opened.grid.sheets.iter().enumerate();
            let own = sheets.find(|(_, sheet)| one.sheet.is_empty() || sheet.name == one.sheet);
            let words = || Problem::field("cell", format!("模板里没有“{}”的 {}。", one.sheet, one.cell));
            let (index, sheet) = own.ok_or_else(words)?;
            let at = (index, sheet.spot(&one.cell).ok_or_else(words)?);
            Ok(Chosen { at, asked: one.asked, whose: one.whose, measure: one.measure })
        };
        self.corrections.into_iter().map(chosen).collect()
    }
}

fn kept(kept: &Kept) -> KeptTemplateShape {
    let confirmed = kept.confirmed();
    KeptTemplateShape {
        id: kept.id,
        file: file(&kept.file),
        by: kept.by.clone(),
        at: time(kept.at),
        confirmed_by: confirmed.map(|step| step.by.clone()),
        confirmed_at: confirmed.map(|step| time(step.at)),
        digest: confirmed.map(|step| step.digest.clone()),
        changed: confirmed.is_some() && kept.corrections().next().is_some(),
    }
}

pub fn templates(shown: &Shown) -> TemplatesShape {
    TemplatesShape {
        node: shown.node.code.clone(),
        name: shown.node.name.clone(),
        used: shown.used.as_ref().map(kept),
        proposed: shown.proposed.as_ref().map(kept),
    }
}

pub fn template(opened: &Open, looked: &Looked, below: &[Below]) -> TemplateShape {
    let whose = |whose: &Whose| match whose {
        Whose::Node => Some("total".to_owned()),
        Whose::Office => Some("office".to_owned()),
        Whose::Unit(name) => below.iter().find(|unit| unit.name == *name).map(|unit| unit.code.clone()),
        Whose::Free(_) => None,
    };
    let value = |value: &Value| match value {
        Value::Number(words) | Value::Text(words) | Value::Behind(words) => Some(words.clone()),
        Value::Blank => None,
    };
    let cells = opened.places.spots.iter().filter_map(|spot| {
        let sheet = opened.grid.sheets.get(spot.sheet)?;
        let written = looked.values.get(&(spot.sheet, spot.at)).and_then(value);
        // Rows below an open table that nobody stands in are no business of anybody's.
        if matches!(spot.whose, Whose::Free(_))
            && written.is_none()
            && sheet.cell(spot.at.0, spot.at.1).is_none()
        {
            return None;
        }
        Some(TemplateCellShape {
            sheet: sheet.name.clone(),
            cell: sheet.place(&"".into(), spot.at.0, spot.at.1).cell,
            asked: asked_code(&opened.form, spot.asked),
            words: asked_words(&opened.form, spot.asked),
            whose: whose(&spot.whose),
            whose_words: whose_words(&spot.whose),
            formula: spot.holds == Holds::Formula,
            value: written,
        })
    });
    TemplateShape {
        template: kept(&opened.kept),
        cells: cells.collect(),
        figures: looked.figures,
        problems: looked.said.clone(),
        refused: looked.refused.clone(),
    }
}
