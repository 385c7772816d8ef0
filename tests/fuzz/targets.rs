//! What is fuzzed: each reader, and recognition. Shared by the fuzzer and by the test that runs all
//! seeds and findings (`tests/fuzz.rs`).

use std::io::{Cursor, Write};
use std::sync::OnceLock;

use huibiao::form::builtin;
use huibiao::form::wording::Wording;
use huibiao::formats::{Contents, Level, Limits, filled, read};
use huibiao::submit::filling::{Edit, Filling, Value};
use huibiao::submit::grid::{Area, Cell, Content, Grid, Sheet};
use huibiao::submit::recognise::Recogniser;

pub const TARGETS: [&str; 11] =
    ["xlsx", "xlsb", "xls", "ods", "docx", "doc", "html", "delimited", "archive", "recognise", "grid"];

/// Tight enough for a fuzzer to reach them with few bytes.
fn limits() -> Limits {
    Limits { file: 1 << 20, unpacked: 8 << 20, part: 1 << 20, cells: 20_000, sheets: 16, ..Limits::sheet() }
}

/// Throws bytes at a target; only a panic or endless work is a finding.
pub fn run(target: &str, bytes: &[u8]) {
    match target {
        "xlsx" => give(&workbook(bytes)),
        "xlsb" => give(&binary_workbook(bytes)),
        "ods" => give(&open_spreadsheet(bytes)),
        "docx" => give(&document(bytes)),
        "xls" => {
            give(bytes);
            fill(bytes);
        }
        // Whole files: `archive` covers ZIP files and mails, each with the judgement of its container.
        "doc" | "html" | "delimited" | "archive" => give(bytes),
        "recognise" => drop(read(bytes, Level::Received, &limits()).map(recognise)),
        "grid" => recognise(Contents::Grid(grid(bytes))),
        other => panic!("no target {other}"),
    }
}

fn give(bytes: &[u8]) {
    drop(read(bytes, Level::Received, &limits()));
}

/// A figure, words, nothing, and a cell that no file has.
fn fill(bytes: &[u8]) {
    let values = [
        ((0, 0), Value::Number("5".to_owned())),
        ((4, 3), Value::Text("沂源县".to_owned())),
        ((5, 3), Value::Blank),
        ((90, 200), Value::Number("0.1".to_owned())),
    ];
    let edits = values.into_iter().map(|(at, value)| Edit { at: (0, at), value }).collect();
    drop(filled::fill(bytes, &Filling { edits, ..Filling::default() }, &limits()));
}

fn recognise(contents: Contents) {
    static RECOGNISER: OnceLock<Recogniser> = OnceLock::new();
    let recogniser = RECOGNISER.get_or_init(|| Recogniser::new(Wording::new(builtin::anchor()), Some(2024)));
    if let Contents::Grid(grid) = contents {
        drop(recogniser.recognise(&grid));
    }
}

/// Parts separated by a zero byte, in the order in which a workbook needs them.
fn parts(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split(|byte| *byte == 0).collect()
}

fn workbook(bytes: &[u8]) -> Vec<u8> {
    let parts = parts(bytes);
    let part = |index: usize| parts.get(index).copied().unwrap_or_default();
    let references: &[u8] = br#"<R><Relationship Id="a" Type="x/worksheet" Target="s.xml"/><Relationship Id="b" Type="x/sharedStrings" Target="t.xml"/><Relationship Id="c" Type="x/styles" Target="y.xml"/></R>"#;
    let book: &[u8] = br#"<workbook><sheets><sheet name="S" id="a"/></sheets></workbook>"#;
    pack(&[
        ("_rels/.rels", br#"<R><Relationship Id="a" Type="x/officeDocument" Target="xl/w.xml"/></R>"#),
        ("xl/w.xml", if part(3).is_empty() { book } else { part(3) }),
        ("xl/_rels/w.xml.rels", references),
        ("xl/s.xml", part(0)),
        ("xl/t.xml", if part(1).is_empty() { b"<sst/>" } else { part(1) }),
        ("xl/y.xml", if part(2).is_empty() { b"<styleSheet/>" } else { part(2) }),
    ])
}

/// Parts separated by a mark that no record begins with.
fn binary_workbook(bytes: &[u8]) -> Vec<u8> {
    const MARK: &[u8] = b"\xff\xfe\xff\xfe";
    let mut parts = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(MARK.len()).position(|window| window == MARK) {
        parts.push(&rest[..at]);
        rest = &rest[at + MARK.len()..];
    }
    parts.push(rest);
    let part = |index: usize| parts.get(index).copied().unwrap_or_default();
    pack(&[
        ("_rels/.rels", br#"<R><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></R>"#),
        (
            "xl/_rels/workbook.bin.rels",
            br#"<R><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.bin"/></R>"#,
        ),
        ("xl/workbook.bin", part(0)),
        ("xl/worksheets/sheet1.bin", part(1)),
        ("xl/sharedStrings.bin", part(2)),
        ("xl/styles.bin", part(3)),
    ])
}

fn document(bytes: &[u8]) -> Vec<u8> {
    pack(&[
        ("_rels/.rels", br#"<R><Relationship Id="a" Type="x/officeDocument" Target="word/d.xml"/></R>"#),
        ("word/d.xml", bytes),
    ])
}

fn open_spreadsheet(bytes: &[u8]) -> Vec<u8> {
    pack(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", bytes)])
}

fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use zip::write::{SimpleFileOptions, ZipWriter};
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, options).expect("a name that can be written");
        writer.write_all(bytes).expect("memory can be written");
    }
    writer.finish().expect("memory can be written").into_inner()
}

/// Words that recognition looks for, so that random grids come near to tables.
const WORDS: [&str; 32] = [
    "序号",
    "类别",
    "单位",
    "数量",
    "普法宣传活动",
    "组织新闻发布会",
    "受理消费者咨询情况",
    "合计",
    "小计",
    "为消费者挽回经济损失",
    "发布消费提（警）示",
    "组织新闻媒体专栏专题",
    "媒体宣传报道",
    "印发各类宣传资料",
    "受理消费者投诉情况",
    "解决消费纠纷",
    "开展线上线下消费教育活动",
    "件",
    "万元",
    "元",
    "填报单位：沂源县局",
    "填报日期：2024年3月18日",
    "2024年“3·15”活动情况统计表",
    "上年同期",
    "零报告",
    "—",
    "约800",
    "3.5万元",
    "１２",
    "1,234",
    "其中：",
    "备注",
];

/// A grid out of bytes, four a cell.
fn grid(bytes: &[u8]) -> Grid {
    let mut sheets = vec![Sheet { name: "表".into(), visible: true, ..Sheet::default() }];
    let (mut row, mut column) = (0, 0);
    for step in bytes.chunks_exact(4).take(4_000) {
        let &[kind, value, right, down] = step else { continue };
        (row, column) = match down % 4 {
            0 => (row, column + 1 + u32::from(right % 4)),
            down => (row + u32::from(down), u32::from(right % 8)),
        };
        let Some(sheet) = sheets.last_mut() else { continue };
        let content = match kind % 12 {
            0..=4 => Content::Text(WORDS[usize::from(value) % WORDS.len()].to_owned()),
            5 | 6 => Content::Number(format!("{}.{}", value, right)),
            7 => Content::Date(
                2000 + i32::from(value) % 60,
                1 + u32::from(right) % 12,
                1 + u32::from(down) % 28,
            ),
            8 => Content::Text(String::from_utf8_lossy(step).into_owned()),
            9 => Content::FormulaWithoutResult,
            10 => {
                sheet.merges.push(Area {
                    first_row: row,
                    first_column: column,
                    last_row: row + u32::from(value) % 4,
                    last_column: column + u32::from(value) / 64,
                });
                Content::Error("#REF!".to_owned())
            }
            _ => {
                if value % 16 == 0 {
                    sheet.normalise();
                    sheets.push(Sheet { name: "又".into(), visible: value > 64, ..Sheet::default() });
                    (row, column) = (0, 0);
                } else {
                    sheet.hidden_rows.push(row);
                    sheet.hidden_columns.push(column);
                }
                continue;
            }
        };
        sheet.cells.push(Cell { row, column, content, computed: kind > 200 });
    }
    sheets.iter_mut().for_each(Sheet::normalise);
    Grid { sheets, ..Grid::default() }
}
