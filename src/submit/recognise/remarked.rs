//! What a file says of a figure's cell beside its content, where a person has to judge it.
//!
//! The stored content is what is taken. A remark that speaks against it is asked about and holds the sheet back.

use super::view::SheetView;
use crate::form::Form;
use crate::submit::answers::Answer;
use crate::submit::grid::{Content, Proof, Said};
use crate::vocabulary::{Finding, Severity};

/// What is to be asked about the cell of a figure.
pub fn said_beside(
    view: &SheetView,
    form: &Form,
    figure: usize,
    (row, column): (u32, u32),
    answer: &Answer,
) -> Vec<Finding> {
    let is_blank = matches!(view.sheet.at(row, column), None | Some(Content::FormulaWithoutResult));
    let asked = |code: &str, words: &str| {
        form.finding(Severity::Query, code, figure, answer.place.clone(), words).holding()
    };
    let said = view.sheet.remarks_at(row, column).filter_map(|said| match said {
        // A formula without a result is no figure, and is refused as such.
        Said::Formula { .. } if is_blank => None,
        Said::Formula { text, proof: Proof::Differs(calculated) } => {
            let words = format!(
                "{} 存的结果是 {}，按表中的数算得 {calculated}；请在 Excel 或 WPS 里重新计算后核对",
                formula(text),
                answer.raw
            );
            Some(asked("stale-formula", &words))
        }
        Said::Formula { text, proof: Proof::Doubted(why) } => {
            let words = format!(
                "{} 存的结果是 {}，{why}；请在 Excel 或 WPS 里重新计算、保存后核对",
                formula(text),
                answer.raw
            );
            Some(asked("formula-unproven", &words))
        }
        _ => None,
    });
    said.collect()
}

fn formula(text: &str) -> String {
    if text.is_empty() { "公式".to_owned() } else { format!("公式 {text}") }
}
