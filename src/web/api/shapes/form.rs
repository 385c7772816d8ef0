//! Forms: in the list by name, alone with their text and what they ask.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::written::time;
use crate::form::Form;
use crate::workflow::forms::Listed;

/// 一版报表
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedFormShape {
    /// 代码
    pub code: String,
    /// 版本
    pub version: String,
    /// 名称
    pub title: String,
    /// 要填数字的指标数
    pub items: usize,
    /// 保存时间；内置的为 `null`
    pub kept_at: Option<String>,
    /// 用它的任务数
    pub campaigns: i64,
}

/// 报表列表
#[derive(Debug, Serialize, ToSchema)]
pub struct FormsShape {
    /// 内置的在前，然后是自制的
    pub forms: Vec<ListedFormShape>,
}

pub fn listed(listed: &Listed) -> ListedFormShape {
    let form = &listed.form;
    ListedFormShape {
        code: form.code.clone(),
        version: form.version.clone(),
        title: form.title_of(None),
        items: form.items.iter().filter(|item| !item.section).count(),
        kept_at: listed.kept_at.map(time),
        campaigns: listed.campaigns,
    }
}

/// 一项指标
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemShape {
    /// 代码
    pub code: String,
    /// 名称
    pub label: String,
    /// 计量单位；小标题的为空
    pub measure: String,
    /// 是否必填
    pub required: bool,
    /// 是否只是小标题
    pub section: bool,
    /// “其中”项所属的指标代码
    pub part_of: Option<String>,
}

/// 一栏
#[derive(Debug, Serialize, ToSchema)]
pub struct ColumnShape {
    /// 代码
    pub code: String,
    /// 名称
    pub label: String,
}

/// 一版报表的全部内容
#[derive(Debug, Serialize, ToSchema)]
pub struct FormShape {
    /// 代码
    pub code: String,
    /// 版本
    pub version: String,
    /// 名称
    pub title: String,
    /// 指标
    pub items: Vec<ItemShape>,
    /// 栏；每项只有一个数字的为空
    pub columns: Vec<ColumnShape>,
    /// 报表文字，与页面上导出的相同
    pub text: String,
}

/// 从一张表认出的报表
#[derive(Debug, Serialize, ToSchema)]
pub struct FormProposalShape {
    /// 要人核实的地方
    pub questions: Vec<String>,
    /// 认出的报表；改好后另行保存
    pub form: FormShape,
}

pub fn form(form: &Form, text: &str) -> FormShape {
    let item = |item: &crate::form::Item| ItemShape {
        code: item.code.clone(),
        label: item.label.clone(),
        measure: if item.section { String::new() } else { item.measure.text.to_string() },
        required: item.required,
        section: item.section,
        part_of: item.part_of.as_ref().map(|part| form.items[part.whole].code.clone()),
    };
    let columns = form.columns.iter().filter(|_| form.has_columns());
    let column =
        |column: &crate::form::Column| ColumnShape { code: column.code.clone(), label: column.label.clone() };
    FormShape {
        code: form.code.clone(),
        version: form.version.clone(),
        title: form.title_of(None),
        items: form.items.iter().map(item).collect(),
        columns: columns.map(column).collect(),
        text: text.to_owned(),
    }
}

/// 要保存的报表
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "text": "code = \"my-form\"\nversion = \"2024\"\ntitle = \"走访情况统计表\"\nshort_title = \"走访\"\n\n[[item]]\ncode = \"1\"\nlabel = \"走访企业\"\nmeasure = \"家\"\n" })))]
pub struct NewForm {
    /// 报表文字
    #[validate(length(min = 1, message = "请给出报表文字。"))]
    pub text: String,
}
