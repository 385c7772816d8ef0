//! One notice in every format of an office says the same.

use encoding_rs::GB18030;
use serde_json::Value;

use crate::made::{Part, docx, scanned_pdf};
use crate::office::Office;
use crate::printed::{Ran, notice};

const LINES: [&str; 8] = [
    "沂州县教育局",
    "关于开展2025年“安全教育日”活动的通知",
    "各乡镇中心校、县直各学校：",
    "为做好安全教育日宣传工作，根据市教育局统一部署，现将有关事项通知如下。各学校要在3月28日前至少开展一次应急疏散演练，3月26日上午县教育局将在第一小学举行启动仪式。",
    "请各学校于4月3日下班前将活动总结、图片和《安全教育日活动情况统计表》报送至县教育局安全办，邮箱qhxjyjaq@126.com，联系人：马晓燕，联系电话：0906-8823315。",
    "沂州县教育局",
    "2025年3月17日",
    "安全教育日活动情况统计表",
];

const ROWS: [&[&str]; 4] = [
    &["序号", "项目", "单位", "数量"],
    &["1", "开展主题班会", "场", ""],
    &["2", "组织应急疏散演练", "次", ""],
    &["3", "参加学生", "人次", ""],
];

fn document() -> Vec<u8> {
    let mut parts: Vec<Part> = LINES.iter().map(|line| Part::Line(line)).collect();
    parts.push(Part::Table(&ROWS));
    docx(&parts)
}

fn page() -> String {
    let lines: String = LINES.iter().map(|line| format!("<p>{line}</p>\n")).collect();
    let row = |row: &&[&str]| {
        format!("<tr>{}</tr>", row.iter().map(|cell| format!("<td>{cell}</td>")).collect::<String>())
    };
    let rows: String = ROWS.iter().map(row).collect();
    format!(
        "<html><head><meta charset=\"utf-8\"></head><body>{lines}<table border=\"1\">{rows}</table></body></html>"
    )
}

fn text() -> String {
    let rows = ROWS.iter().map(|row| row.join("\t"));
    LINES.iter().map(|line| (*line).to_owned()).chain(rows).collect::<Vec<_>>().join("\n")
}

/// What a notice says, without the sentences: a PDF has blanks of its own.
fn said(ran: &Ran) -> Value {
    let mut said: Value =
        serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{} {}", ran.out, ran.err));
    for list in ["deliverables", "not_deadlines"] {
        let entries = said[list].as_array_mut().expect("a list");
        entries.iter_mut().for_each(|entry| drop(entry.as_object_mut().unwrap().remove("sentence")));
    }
    said
}

#[test]
fn the_same_notice_says_the_same_in_every_format() {
    let office = Office::new();
    let document = document();
    let legacy = office.convert(&document, "doc");
    let printed = office.convert(&document, "pdf");
    let expected = said(&notice("notice.docx", &document, &["--json"]));
    assert_eq!(expected["deliverables"][0]["instant"], "2025-04-03T17:30:00+08:00");
    assert_eq!(expected["form"]["items"].as_array().unwrap().len(), 3);
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text().encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (name, bytes) in [
        ("notice.doc", legacy.clone()),
        ("notice.wps", legacy),
        ("notice.html", page().into_bytes()),
        ("notice.txt", text().into_bytes()),
        ("gb18030.txt", GB18030.encode(&text()).0.into_owned()),
        ("utf16.txt", utf16),
        ("notice.pdf", printed),
    ] {
        assert_eq!(said(&notice(name, &bytes, &["--json"])), expected, "{name}");
    }
}

#[test]
fn what_is_no_notice_is_refused_with_advice() {
    let damaged = b"%PDF-1.4\nnothing of it".to_vec();
    for (name, bytes, sentence) in [
        ("scan.pdf", scanned_pdf(), "这份 PDF 是扫描件，没有文字层"),
        ("cut.pdf", damaged, "文件已损坏或不完整"),
        ("picture.png", b"\x89PNG\r\n\x1a\n0000".to_vec(), "图片只能作佐证"),
        ("empty.txt", Vec::new(), "文件是空的"),
        (
            "book.xml",
            b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn\"></Workbook>".to_vec(),
            "这不是通知文件",
        ),
    ] {
        let ran = notice(name, &bytes, &[]);
        assert_eq!(ran.code, 2, "{name}: {}", ran.out);
        assert!(ran.err.contains(sentence), "{name}: {}", ran.err);
    }
}
