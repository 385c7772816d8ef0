//! Small tables that steer a roll-up: the unit register, the manifest, the confirmations.
//!
//! They come as CSV or XLSX from the same offices as the sheets and are read by the same workers.

mod rows;

use std::path::Path;

use self::rows::{Named, rows};
pub use self::rows::{mistaken, read_text, rows_of};
use crate::formats::Pool;
use crate::problem::Failure;
use crate::validate::explanation::{Confirmation, says_something};
use crate::vocabulary::definition::Mistake;
use crate::vocabulary::time::{Instant, parse_instant};
use crate::vocabulary::{Number, Register, UnitCode};

/// A line of the manifest: when a file arrived, and from whom; or a nil return without a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    pub file: Option<String>,
    pub received: Option<Instant>,
    pub sender: Option<String>,
    pub unit: Option<String>,
    pub nil: bool,
}

/// Reads the unit register; every mistake with its line.
pub fn read_register(pool: &Pool, path: &Path) -> Result<Register, Failure> {
    Register::from_rows(&rows(pool, path)?).map_err(|mistakes| mistaken(path, &mistakes))
}

/// Reads the confirmations: unit, item, figure, reason.
pub fn read_confirmations(pool: &Pool, path: &Path) -> Result<Vec<Confirmation>, Failure> {
    let rows = rows(pool, path)?;
    let table = Named::of(&rows);
    let mut mistakes = table.missing(&[
        &["unit", "单位代码", "单位"],
        &["item", "指标代码", "指标"],
        &["figure", "数值", "数字"],
        &["reason", "原因", "说明", "核实说明"],
    ]);
    let mut confirmations = Vec::new();
    for row in table.body() {
        let text = |names: &[&str]| table.text(row, names).unwrap_or_default();
        let figure = text(&["figure", "数值", "数字"]);
        let reason = text(&["reason", "原因", "说明", "核实说明"]);
        let mut note = |sentence: String| mistakes.push(Mistake { line: row.line, sentence });
        if !says_something(reason) {
            note(format!("原因“{reason}”没有说明情况，请写明为什么数字属实"));
        }
        match Number::parse(figure) {
            Some(figure) => confirmations.push(Confirmation {
                unit: UnitCode::new(text(&["unit", "单位代码", "单位"])),
                item: text(&["item", "指标代码", "指标"]).to_owned(),
                column: table.text(row, &["column", "栏"]).map(str::to_owned),
                figure,
                reason: reason.to_owned(),
            }),
            None => note(format!("“{figure}”不是数字")),
        }
    }
    if mistakes.is_empty() { Ok(confirmations) } else { Err(mistaken(path, &mistakes)) }
}

/// Reads the manifest: file, received, sender, unit, nil.
pub fn read_manifest(pool: &Pool, path: &Path) -> Result<Vec<Arrival>, Failure> {
    let rows = rows(pool, path)?;
    let table = Named::of(&rows);
    let mut mistakes = table.missing(&[&["file", "文件", "文件名"]]);
    let mut arrivals = Vec::new();
    for row in table.body() {
        let text = |names: &[&str]| table.text(row, names).map(str::to_owned);
        let words = text(&["received", "received_at", "收到时间", "接收时间"]);
        let received = words.as_deref().and_then(parse_instant);
        if let Some(words) = words.filter(|_| received.is_none()) {
            mistakes.push(Mistake {
                line: row.line,
                sentence: format!("“{words}”不是时间，应写成 2024-03-22 17:05"),
            });
        }
        let nil = text(&["nil", "零报告"])
            .is_some_and(|text| matches!(text.as_str(), "是" | "1" | "true" | "yes" | "零报告" | "√"));
        arrivals.push(Arrival {
            file: text(&["file", "文件", "文件名"]).map(|file| file.replace('\\', "/")),
            received,
            sender: text(&["sender", "发件人", "报送人"]),
            unit: text(&["unit", "单位代码", "单位"]),
            nil,
        });
    }
    if mistakes.is_empty() { Ok(arrivals) } else { Err(mistaken(path, &mistakes)) }
}
