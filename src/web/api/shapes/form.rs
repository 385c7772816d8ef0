//! Forms: in the list by name, alone with their text and what they ask.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::written::time;
use crate::form::Form;
use crate::workflow::forms::Listed;

/// 报表, one version.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedFormShape {
    pub code: String,
    pub version: String,
    pub title: String,
    /// Items that ask for figures.
    pub items: usize,
    /// When it was kept; null for one that comes with the program.
    pub kept_at: Option<String>,
    /// Campaigns that ask for it.
    pub campaigns: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FormsShape {
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

/// One item of a form.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemShape {
    pub code: String,
    pub label: String,
    /// 计量单位; empty for a section.
    pub measure: String,
    pub required: bool,
    pub section: bool,
    /// Code of the item that it is part of.
    pub part_of: Option<String>,
}

/// 栏.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColumnShape {
    pub code: String,
    pub label: String,
}

/// A form version, whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormShape {
    pub code: String,
    pub version: String,
    pub title: String,
    pub items: Vec<ItemShape>,
    /// Empty for a form with one figure an item.
    pub columns: Vec<ColumnShape>,
    /// Its definition, as `/forms/{code}/{version}.toml` hands it out.
    pub text: String,
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

/// A form to be kept.
#[derive(Debug, Deserialize, ToSchema, Validate)]
pub struct NewForm {
    /// The definition (TOML).
    #[validate(length(min = 1, message = "请给出报表文字。"))]
    pub text: String,
}
