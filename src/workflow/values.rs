//! A sheet as a program sends it over the JSON API: values by the codes of items and columns.

use std::collections::BTreeMap;

use crate::form::Form;
use crate::problem::{Problem, ProblemCode};
use crate::submit::entry::Entry;

/// A sheet as a program sends it.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// Figures by item and column code, as decimals or as a sheet's cell would word them. The column may be
    /// empty where the form has only one.
    pub figures: BTreeMap<(String, String), String>,
    pub nil: bool,
    pub date: Option<String>,
    pub reporter: String,
    pub remark: String,
}

impl Values {
    /// The values as they would stand on the form's page; every wrong item or column at once.
    pub(super) fn entry(&self, form: &Form) -> Result<Entry, Problem> {
        let mut texts = BTreeMap::new();
        let mut wrong = Vec::new();
        for ((item, column), text) in &self.figures {
            let column_index = match column.as_str() {
                "" if !form.has_columns() => Some(0),
                code => form.columns.iter().position(|known| known.code == code),
            };
            match (form.item_index(item), column_index) {
                (Some(item), Some(column)) => {
                    texts.insert(form.figure(item, column), text.clone());
                }
                (None, _) => wrong.push((Some(item.clone()), format!("报表里没有指标“{item}”。"))),
                (_, None) => wrong.push((Some(item.clone()), format!("报表里没有栏“{column}”。"))),
            }
        }
        if wrong.is_empty() {
            Ok(Entry { texts, nil: self.nil, date: self.date.clone(), ..Entry::default() })
        } else {
            Err(Problem { code: ProblemCode::Invalid, sentences: wrong })
        }
    }
}
