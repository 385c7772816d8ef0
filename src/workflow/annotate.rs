//! 批注原表: what is wrong with a sheet goes back in the sheet itself.
//!
//! A finding stands at its own cell; one that has none, and is about an item, stands at the item's figure. The file
//! that comes back is named after the unit and how much is to be mended, so that a folder of them can be handed out
//! without being opened.

pub mod folder;
mod kept;
pub mod of_draft;
pub mod of_revision;
pub mod of_units;

use super::Office;
use crate::form::Form;
use crate::formats::annotated::Made;
use crate::problem::Refusal;
use crate::report::filing::Names;
use crate::submit::annotation::{Annotations, Line};
use crate::submit::{Answers, Submission};
use crate::vocabulary::{Finding, Place};

/// The name of the text that is sent along with many.
pub const ALONG: &str = "随附说明.txt";

/// A file with its annotations.
#[derive(Clone, Debug)]
pub struct Annotated {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What names an answered file: the unit where there is one, and what its sender called it.
#[derive(Clone, Copy, Debug)]
pub struct Called<'c> {
    pub unit: Option<&'c str>,
    pub file: &'c str,
}

impl Office {
    /// The file with its annotations. Blocks until a worker has written them.
    pub fn annotate(
        &self,
        called: Called<'_>,
        bytes: &[u8],
        annotations: &Annotations,
    ) -> Result<Annotated, Refusal> {
        let edited = self.pool.annotate(bytes, annotations)?;
        let ending = ending(called.file, edited.made);
        let name = format!("{}.{ending}", stem(called, annotations));
        Ok(Annotated { name: Names::default().alone(&name), bytes: edited.bytes })
    }
}

/// Every finding as the list has it.
pub fn lines(form: &Form, findings: &[Finding], answers: &Answers) -> Vec<Line> {
    findings.iter().map(|finding| Line::of(finding, place(form, finding, answers))).collect()
}

/// What is said of all sheets of one file.
pub fn annotations<'s>(form: &Form, submissions: impl Iterator<Item = &'s Submission>) -> Annotations {
    let mut lines: Vec<Line> = Vec::new();
    for submission in submissions {
        // What holds for a whole file was found in each of its sheets.
        for line in self::lines(form, &submission.findings, &submission.answers) {
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    Annotations { lines }
}

fn place<'f>(form: &Form, finding: &'f Finding, answers: &'f Answers) -> Option<&'f Place> {
    finding.place.as_ref().or_else(|| {
        let item = form.item_index(finding.item.as_deref()?)?;
        let named = |code: &str| form.columns.iter().position(|column| column.code == code);
        let column = finding.column.as_deref().and_then(named).unwrap_or(0);
        answers.get(form.figure(item, column)).place.as_ref()
    })
}

/// `城关市场监管所-待改3处`.
fn stem(called: Called<'_>, annotations: &Annotations) -> String {
    let file = called.file.rsplit(['/', '\\']).next().unwrap_or(called.file);
    let file = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let unit = called.unit.filter(|unit| !unit.trim().is_empty()).unwrap_or(file);
    match annotations.to_mend() {
        0 if annotations.lines.is_empty() => format!("{unit}-没有问题"),
        0 => format!("{unit}-提示{}处", annotations.lines.len()),
        several => format!("{unit}-待改{several}处"),
    }
}

/// A file that is still itself keeps its ending where that is one of its kind.
fn ending(file: &str, made: Made) -> String {
    let own = file.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    let (known, usual): (&[&str], _) = match made {
        Made::Workbook => (&["xlsx", "xlsm", "xltx", "xltm", "et", "ett"], "xlsx"),
        Made::Document => (&["docx", "docm", "dotx", "dotm", "wps", "wpt"], "docx"),
        Made::Copy => (&[], "xlsx"),
    };
    if known.contains(&own.as_str()) { own } else { usual.to_owned() }
}

/// What is said to whoever gets several of them, to be sent along as it is.
pub fn along(campaign: &str, names: &[String]) -> String {
    let mut text = format!(
        concat!(
            "各单位：\r\n\r\n",
            "    你单位报来的{campaign}有需要改正或者说明的地方，已经批注在你单位自己的表里，随文发回。\r\n\r\n",
            "    一、打开写着本单位名称的文件，最后一页“问题清单”列出了全部问题，点“位置”可以跳到那一格；\r\n",
            "有底色的格子上有批注，写明了问题和改法。\r\n",
            "    二、“强制”的必须改正；“核实”的，数字有误的改正，无误的请写明原因；“提示”的看一眼即可。\r\n",
            "    三、改好后把这个文件原样报回。批注、底色和“问题清单”不必删去。\r\n",
            "    四、除批注、底色和最后一页外，表里的数字、公式和格式都没有动过。\r\n\r\n",
            "    文件清单：\r\n",
        ),
        campaign = campaign,
    );
    for (number, name) in names.iter().enumerate() {
        text += &format!("    {}. {name}\r\n", number + 1);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Severity;

    #[test]
    fn a_file_is_named_after_its_unit_and_what_is_to_be_mended() {
        let line = |severity| Line { severity, place: None, sentence: String::new(), advice: String::new() };
        let all =
            |severities: &[Severity]| Annotations { lines: severities.iter().copied().map(line).collect() };
        use Severity::{Hard, Hint, Query};
        for (unit, file, severities, made, expected) in [
            (
                Some("城关市场监管所"),
                "a/统计表.xlsx",
                &[Hard, Query, Hard, Hint][..],
                Made::Workbook,
                "城关市场监管所-待改3处.xlsx",
            ),
            (None, "a/统计表.终.ET", &[Query], Made::Workbook, "统计表.终-待改1处.et"),
            (Some(" "), "统计表", &[Hint, Hint], Made::Workbook, "统计表-提示2处.xlsx"),
            (Some("甲所"), "表.xls", &[Hard], Made::Workbook, "甲所-待改1处.xlsx"),
            (Some("甲所"), "表.xlsm", &[Hard], Made::Copy, "甲所-待改1处.xlsx"),
            (Some("甲所"), "表.docm", &[Hard], Made::Document, "甲所-待改1处.docm"),
            (Some("甲所"), "表.doc", &[Hard], Made::Document, "甲所-待改1处.docx"),
        ] {
            let annotations = all(severities);
            let name = format!("{}.{}", stem(Called { unit, file }, &annotations), ending(file, made));
            assert_eq!(name, expected);
        }
    }
}
