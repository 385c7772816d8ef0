//! What a file says of a figure's cell beside its content, and what is asked because of it.
//!
//! A format may show another number than the cell holds, the figure may be written in the colour of its ground,
//! a formula's stored result may be none. The stored figure is taken each time and held until somebody who knows
//! has said that it is right: two people looking at one sheet would copy out different numbers.

use super::view::SheetView;
use crate::form::Form;
use crate::submit::answers::Answer;
use crate::submit::grid::{Content, Proof, Said};
use crate::vocabulary::{Finding, Severity};

/// What is asked of the figure that was read at an address.
pub fn said_beside(
    view: &SheetView,
    form: &Form,
    figure: usize,
    at: (u32, u32),
    answer: &Answer,
) -> Vec<Finding> {
    if view.sheet.remarks.is_empty() || answer.raw.is_empty() {
        return Vec::new();
    }
    let (row, column) = view.sheet.anchor(at.0, at.1);
    // A formula without a result is no figure, and is refused as such.
    if view.sheet.at(row, column) == Some(&Content::FormulaWithoutResult) {
        return Vec::new();
    }
    let asked = view.sheet.remarks_at(row, column).filter_map(|said| question(said, answer));
    let finding = |(code, words): (&str, String)| {
        form.finding(Severity::Query, code, figure, answer.place.clone(), &words).holding()
    };
    asked.map(finding).collect()
}

/// The code and the words of what is asked.
fn question(said: &Said, answer: &Answer) -> Option<(&'static str, String)> {
    let raw = &answer.raw;
    match said {
        Said::Shown(shown) if shown.is_empty() => Some((
            "shown-otherwise",
            format!(
                "单元格里存的是 {raw}，按它的格式什么也不显示，暂按存的数读取；请核对，并把格式改为“常规”"
            ),
        )),
        Said::Shown(shown) => Some((
            "shown-otherwise",
            format!(
                "单元格里存的是 {raw}，按它的格式显示出来的是“{shown}”，暂按存的数读取；请核对，并把格式改为“常规”"
            ),
        )),
        Said::Rounded => Some((
            "digits-lost",
            format!("“{raw}”是科学记数法，后面的数字没有写出来，暂按写出的读取；请核对并改为完整的数字"),
        )),
        Said::Faint => Some((
            "faint-figure",
            format!("“{raw}”全部或部分的颜色与底色相同，看不出来；请核对是不是要报的数，并改用看得见的颜色"),
        )),
        Said::Formula { text, proof: Proof::Differs(calculated) } => Some((
            "stale-formula",
            format!(
                "公式 {text} 存的结果是 {raw}，按表里的数算得 {calculated}，暂按存的结果读取；请在 Excel 或 WPS 里重新计算、保存后核对"
            ),
        )),
        Said::Formula { text, proof: Proof::Doubted(why) } => {
            Some(("formula-unproven", format!("公式 {text} 存的结果是 {raw}，{why}；请打开核对这个数")))
        }
        Said::Formula { .. } | Said::Comment(_) | Said::Stored(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::form::builtin;
    use crate::form::wording::Wording;
    use crate::submit::grid::{Cell, Content, Grid, Proof, Remark, Said, Sheet};
    use crate::submit::recognise::Recogniser;

    /// The anchor form with 7 everywhere, and something said of the third item's cell at the given column.
    fn asked(column: u32, said: Said) -> Vec<String> {
        let recogniser = Recogniser::new(Wording::new(builtin::anchor()), Some(2024));
        let text = |row, column, text: &str| Cell {
            row,
            column,
            content: Content::Text(text.to_owned()),
            computed: false,
        };
        let mut sheet = Sheet { name: "表".to_owned(), visible: true, ..Sheet::default() };
        sheet.cells.extend([text(0, 0, "类别"), text(0, 1, "单位"), text(0, 2, "数量")]);
        for (row, item) in recogniser.wording.form.items.iter().enumerate() {
            let row = row as u32 + 1;
            sheet.cells.extend([text(row, 0, &item.label), text(row, 1, &item.measure.text)]);
            let content = Content::Number("7".to_owned());
            sheet.cells.push(Cell { row, column: 2, content, computed: false });
        }
        sheet.remarks.push(Remark { row: 3, column, said });
        let grid = Grid { sheets: vec![sheet], ..Grid::default() };
        let readings = recogniser.recognise(&grid).unwrap();
        let holding = readings[0].findings.iter().filter(|finding| finding.holds);
        holding
            .map(|finding| format!("{} {}", finding.code, finding.item.as_deref().unwrap_or("-")))
            .collect()
    }

    #[test]
    fn what_a_file_says_of_a_figure_is_asked_about_at_its_cell() {
        let formula = |proof| Said::Formula { text: "SUM(A1:A2)".to_owned(), proof };
        let comment = |words: &str| Said::Comment(words.to_owned());
        for (column, said, expected) in [
            (2, Said::Shown("0.007".to_owned()), "shown-otherwise 3"),
            (2, Said::Shown(String::new()), "shown-otherwise 3"),
            (2, Said::Rounded, "digits-lost 3"),
            (2, Said::Faint, "faint-figure 3"),
            (2, formula(Proof::Differs("12".to_owned())), "stale-formula 3"),
            (2, formula(Proof::Doubted("要求重新计算".to_owned())), "formula-unproven 3"),
            (2, formula(Proof::Agrees), ""),
            (2, formula(Proof::Believed), ""),
            (2, comment("应为66次"), "comment-on-figure 3"),
            (0, comment("应为66次"), "comment-on-figure 3"),
            (5, comment("待核实"), "comment-on-figure 3"),
            (2, comment("其中线上4次"), ""),
            (0, Said::Shown("0.007".to_owned()), ""),
            (0, Said::Faint, ""),
        ] {
            assert_eq!(asked(column, said.clone()).join(" "), expected, "{said:?} in column {column}");
        }
    }
}
