//! 代报: the tables of a batch that was put down, each as it would be sent, and what became of those that were.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::judged::{JudgedShape, judged};
use crate::problem::Problem;
use crate::workflow::behalf::{Material, Placed, Preview, Previewed, Sent, Ticked};

/// 待代报的一批
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchShape {
    /// 批号
    pub batch: String,
    /// 这批文件里的表
    pub tables: Vec<BatchTableShape>,
    /// 这批文件里的其他材料
    pub materials: Vec<BatchMaterialShape>,
}

/// 待代报的一个文件，不是统计表
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchMaterialShape {
    /// 文件在这批材料里的序号，从 0 起
    pub ordinal: usize,
    /// 文件名，连同它所在的邮件或文件夹
    pub file: String,
    /// 单位代码
    pub unit: Option<String>,
    /// 单位名称
    pub unit_name: Option<String>,
    /// 按什么认定单位
    pub known_by: String,
    /// 归入的材料编号
    pub deliverable: Option<i64>,
    /// 归入的材料名称
    pub title: Option<String>,
    /// 要留意的
    pub hints: Vec<String>,
    /// 不能代报的原因；空的可以代报
    pub refusal: String,
    /// 与已报的相同
    pub known: bool,
}

/// 待代报的一张表
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchTableShape {
    /// 表在这批里的序号，从 0 起
    pub ordinal: usize,
    /// 所在的文件
    pub file: String,
    /// 认出的单位代码
    pub unit: Option<String>,
    /// 单位名称
    pub unit_name: Option<String>,
    /// 不能代报的原因；空的可以代报
    pub refusal: String,
    /// 与已报的相同
    pub known: bool,
    /// 读到的数据和问题
    pub judged: Option<JudgedShape>,
}

pub fn batch(batch: String, previewed: &Previewed) -> BatchShape {
    let table = |preview: &Preview| {
        let sheet = preview.sheet.as_ref();
        BatchTableShape {
            ordinal: preview.ordinal,
            file: preview.file.name.clone(),
            unit: sheet.map(|(expected, _)| expected.unit.code.clone()),
            unit_name: sheet.map(|(expected, _)| expected.unit.name.clone()),
            refusal: preview.refusal.clone(),
            known: preview.is_known,
            judged: sheet.map(|(expected, found)| judged(&expected.form, found)),
        }
    };
    BatchShape {
        batch,
        tables: previewed.tables.iter().map(table).collect(),
        materials: previewed.materials.iter().map(material).collect(),
    }
}

fn material(material: &Material) -> BatchMaterialShape {
    let (unit, unit_name) = material.unit.clone().unzip();
    let (deliverable, title) = material.deliverable.clone().unzip();
    BatchMaterialShape {
        ordinal: material.ordinal,
        file: material.file.name.clone(),
        unit,
        unit_name,
        known_by: material.known_by.clone(),
        deliverable,
        title,
        hints: material.hints.clone(),
        refusal: material.refusal.clone(),
        known: material.is_known,
    }
}

/// 要代报的表和材料
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "tables": [{ "ordinal": 0, "explanations": [{ "finding": 2, "words": "集中办结了往年积压的投诉" }] }], "materials": [0, 1] })))]
pub struct NewBehalf {
    /// 选中的表
    #[serde(default)]
    #[validate(length(max = 5_000, message = "一次最多代报 5000 张表。"), nested)]
    pub tables: Vec<ChosenTable>,
    /// 选中的其他材料的序号
    #[serde(default)]
    #[validate(length(max = 5_000, message = "一次最多代报 5000 个文件。"))]
    pub materials: Vec<usize>,
    /// 系统没能归类的材料，由您说明归哪个单位、哪项
    #[serde(default)]
    #[validate(length(max = 5_000, message = "一次最多代报 5000 个文件。"), nested)]
    pub places: Vec<ChosenPlace>,
}

/// 一个文件归入哪个单位、哪项材料
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChosenPlace {
    /// 文件的序号
    pub ordinal: usize,
    /// 单位代码或全称；不写的按系统认定的
    #[serde(default)]
    #[validate(length(max = 200, message = "单位名称不超过 200 个字。"))]
    #[schema(max_length = 200)]
    pub unit: String,
    /// 材料编号；不写的按系统归类的
    #[serde(default)]
    pub deliverable: Option<i64>,
}

/// 选中的一张表
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChosenTable {
    /// 表的序号
    pub ordinal: usize,
    /// 核实说明
    #[serde(default)]
    #[validate(nested)]
    pub explanations: Vec<FindingWords>,
}

/// 对一处疑问的说明
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingWords {
    /// 疑问在 `findings` 里的位置，从 0 起
    pub finding: usize,
    /// 说明
    #[validate(length(max = 1_000, message = "核实说明不超过 1000 个字。"))]
    #[schema(max_length = 1000)]
    pub words: String,
}

impl NewBehalf {
    pub fn ticked(self) -> Result<Ticked, Problem> {
        if self.tables.is_empty() && self.materials.is_empty() {
            return Err(Problem::field("tables", "请选择要代报的表或材料。"));
        }
        let words =
            |said: Vec<FindingWords>| said.into_iter().map(|said| (said.finding, said.words)).collect();
        let tables = self.tables.into_iter().map(|table| (table.ordinal, words(table.explanations)));
        let place =
            |said: ChosenPlace| (said.ordinal, Placed { unit: said.unit, deliverable: said.deliverable });
        Ok(Ticked {
            tables: tables.collect(),
            materials: self.materials.into_iter().collect(),
            places: self.places.into_iter().map(place).collect(),
        })
    }
}

/// 代报的结果
#[derive(Debug, Serialize, ToSchema)]
pub struct BehalfShape {
    /// 每张选中的表一条
    pub results: Vec<BehalfResultShape>,
}

/// 一张表代报的结果
#[derive(Debug, Serialize, ToSchema)]
pub struct BehalfResultShape {
    /// 所在的文件
    pub file: String,
    /// 单位名称
    pub unit: String,
    /// 回执号；没有报成的为 `null`
    pub receipt: Option<String>,
    /// 没有报成的原因
    pub refusal: Option<String>,
}

pub fn behalf(sent: Vec<Sent>) -> BehalfShape {
    let result = |sent: Sent| {
        let (receipt, refusal) = match sent.outcome {
            Ok(receipt) => (Some(receipt), None),
            Err(refusal) => (None, Some(refusal)),
        };
        BehalfResultShape { file: sent.file, unit: sent.unit, receipt, refusal }
    };
    BehalfShape { results: sent.into_iter().map(result).collect() }
}
