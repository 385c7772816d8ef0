//! 材料清单: what lies in an archive of many units' files, and what was left out of it and why.

use chrono::TimeDelta;

use super::table::{Area, Cell, Orientation, Page, Properties, Role, Row, Sheet, Shown, Workbook};
use super::words::{duration, file_name};
use crate::vocabulary::Number;
use crate::vocabulary::time::{Instant, show};

/// Its name inside the archive.
pub const NAME: &str = "清单.xlsx";

/// What the archive is of.
#[derive(Clone, Debug)]
pub struct Subject {
    pub campaign: String,
    pub node: String,
    pub made: Instant,
}

/// A file, or what stands in the place of one.
#[derive(Clone, Debug)]
pub struct Line {
    pub code: String,
    pub unit: String,
    /// 报送材料.
    pub material: String,
    /// Its path in the archive; empty: it is not in it.
    pub path: String,
    /// What its sender called it; may be empty.
    pub called: String,
    /// Of what lies in the archive.
    pub bytes: Option<u64>,
    pub sha256: String,
    pub received: Instant,
    pub timely: Timely,
    pub remark: String,
}

/// What became of it by its own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timely {
    OnTime,
    Late(TimeDelta),
    /// There is none.
    AnyTime,
}

impl Timely {
    fn words(self) -> String {
        match self {
            Timely::OnTime => "按时".to_owned(),
            Timely::Late(by) => format!("迟报 {}", duration(by)),
            Timely::AnyTime => "不限时间".to_owned(),
        }
    }
}

/// Columns with their widths in digits.
const COLUMNS: [(&str, f64); 10] = [
    ("单位代码", 12.0),
    ("单位", 26.0),
    ("材料", 13.0),
    ("文件", 40.0),
    ("原文件名", 24.0),
    ("大小（字节）", 13.0),
    ("收到时间", 17.0),
    ("SHA-256", 34.0),
    ("按时/迟报", 14.0),
    ("备注", 30.0),
];

/// The list as a workbook of one sheet, its lines in their order.
pub fn workbook(subject: &Subject, lines: &[Line]) -> Workbook {
    let mut sheet =
        Sheet::new("清单", Page::new(Orientation::Landscape), COLUMNS.map(|(_, width)| width).to_vec());
    sheet.band(&format!("{}：{}报送材料清单", subject.campaign, subject.node), Role::Title);
    let there = lines.iter().filter(|line| !line.path.is_empty()).count();
    let units: std::collections::BTreeSet<&str> = lines.iter().map(|line| line.code.as_str()).collect();
    sheet.caption(
        &format!("{} 个单位，{there} 个文件", units.len()),
        &format!("生成时间：{}", show(subject.made)),
    );
    let heads = sheet.push(COLUMNS.iter().map(|(name, _)| Cell::text(name, Role::Header)).collect());
    for line in lines {
        // Heights are the spreadsheet's own: measuring some hundred thousand cells takes longer than writing them.
        sheet.rows.push(Row { cells: cells(line), height: None, outline: 0 });
    }
    sheet.page.repeat = Some((heads, heads));
    let width = sheet.width();
    sheet.page.fit_width(width, 2);
    sheet.freeze = Some((heads + 1, 2));
    let (last_row, last_column) = (sheet.last_row(), sheet.last_column());
    sheet.filter = Some(Area { first_row: heads, first_column: 0, last_row, last_column });
    Workbook {
        file_name: NAME.to_owned(),
        properties: Properties {
            title: format!("{}报送材料清单", subject.node),
            subject: subject.campaign.clone(),
            author: subject.node.clone(),
            company: subject.node.clone(),
            keywords: String::new(),
            kind: "files".to_owned(),
            made: subject.made,
        },
        sheets: vec![sheet],
    }
}

fn cells(line: &Line) -> Vec<Cell> {
    let words = |text: &str| Cell::text(text, Role::Words);
    let bytes = line.bytes.and_then(|bytes| i64::try_from(bytes).ok()).map(Number::whole);
    vec![
        words(&line.code),
        words(&line.unit),
        words(&line.material),
        words(&line.path),
        words(&line.called),
        Cell::figure(bytes, Shown::Places(0), Role::Figure),
        words(&show(line.received)),
        words(&line.sha256),
        words(&line.timely.words()),
        words(&line.remark),
    ]
}

/// The name of the archive itself.
pub fn archive_name(subject: &Subject) -> String {
    file_name(&format!("{}-{}-报送材料.zip", subject.node, subject.campaign.replace('.', "-")))
}
