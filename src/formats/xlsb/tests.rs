//! Workbooks made record by record, and one that another program wrote.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

use super::super::container::Container;
use super::super::limits::Limits;
use crate::problem::RefusalCode;
use crate::submit::grid::{Grid, Said, Sheet};

/// The anchor form: a merged title, a hidden row and column, 元 in a number format, a date, an error.
const BY_SHEETJS: &[u8] = include_bytes!("../../../tests/formats/by_sheetjs.xlsb");

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let kind = match kind {
        0..=127 => vec![kind as u8],
        _ => vec![(kind & 0x7f) as u8 | 0x80, (kind >> 7) as u8],
    };
    let length = [(data.len() & 0x7f) as u8 | 0x80, (data.len() >> 7) as u8];
    [&kind[..], &length, data].concat()
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let count = (units.len() as u32).to_le_bytes();
    count.into_iter().chain(units.into_iter().flat_map(u16::to_le_bytes)).collect()
}

/// A cell in its column and style.
fn cell(kind: u16, column: u32, style: u32, content: &[u8]) -> Vec<u8> {
    record(kind, &[&column.to_le_bytes()[..], &style.to_le_bytes(), content].concat())
}

/// Styles: plain, struck through, one for each number format, white on paper and white on navy.
fn styles(formats: &[&str]) -> Vec<u8> {
    let font =
        |flags: u8, script: u8| record(43, &[&[220, 0, flags, 0, 0, 0, script, 0][..], &[0; 15]].concat());
    let style =
        |format: u16, font: u16| record(47, &[[0; 2], format.to_le_bytes(), font.to_le_bytes()].concat());
    let white =
        [&[220, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 255, 255, 255, 255][..], &[0; 3]].concat();
    let navy = [&[1, 0, 0, 0, 5, 0, 0, 0, 0, 0, 128, 255][..], &[0; 56]].concat();
    let fills = [record(45, &[0; 68]), record(45, &navy)].concat();
    let mut part = [font(0, 0), font(8, 0), font(0, 1), record(43, &white), fills].concat();
    for (id, code) in (164_u16..).zip(formats) {
        part.extend(record(44, &[&id.to_le_bytes()[..], &wide(code)].concat()));
    }
    // A named style, which no cell refers to.
    part.extend([style(0, 1), record(617, &[]), style(0, 0), style(0, 1)].concat());
    (164_u16..).zip(formats).for_each(|(id, _)| part.extend(style(id, 0)));
    let painted = |fill: u8| record(47, &[0, 0, 0, 0, 3, 0, fill, 0]);
    part.extend([painted(0), painted(1)].concat());
    [part, record(618, &[]), style(0, 1)].concat()
}

fn package(sheet: &[Vec<u8>], formats: &[&str]) -> Vec<u8> {
    package_of(&[], sheet, formats)
}

/// The same with further records of the workbook's own part.
fn package_of(book: &[u8], sheet: &[Vec<u8>], formats: &[&str]) -> Vec<u8> {
    let bundle = [&[0; 4][..], &1_u32.to_le_bytes(), &wide("rId1"), &wide("表")].concat();
    let text = |flags: u8, words: &str, rest: &[u8]| record(19, &[&[flags][..], &wide(words), rest].concat());
    // 8085, of which the first two are struck through, and 85 with a raised 1.
    let strings = [
        text(0, "投诉", &[]),
        text(1, "8085", &[2, 0, 0, 0, 0, 0, 1, 0, 2, 0, 0, 0]),
        text(1, "851", &[1, 0, 0, 0, 2, 0, 2, 0]),
        // The second digit in white.
        text(1, "12", &[1, 0, 0, 0, 1, 0, 3, 0]),
    ];
    let comment = |author: u8, row: u8, words: &str| {
        let place =
            [&[author, 0, 0, 0, row, 0, 0, 0, row, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0][..], &[0; 16]].concat();
        [record(635, &place), record(637, &[&[0][..], &wide(words)].concat()), record(636, &[])].concat()
    };
    let authors = [record(632, &wide("王敏")), record(632, &wide("tc={1}"))].concat();
    let comments =
        [authors, comment(0, 4, "王敏:\n应为12"), comment(1, 5, "[Threaded comment] 迟了")].concat();
    let threads = "<T><threadedComment ref='B6'><text>迟了</text></threadedComment></T>";
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id='{id}' Type='x/{kind}' Target='{target}'/>")
    };
    let of_book = [
        relation("rId1", "worksheet", "sheet1.bin"),
        relation("a", "styles", "styles.bin"),
        relation("b", "sharedStrings", "strings.bin"),
    ];
    let of_sheet =
        [relation("a", "comments", "comments1.bin"), relation("b", "threadedComment", "threads.xml")];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [
        (
            "_rels/.rels",
            format!("<R>{}</R>", relation("a", "officeDocument", "xl/workbook.bin")).into_bytes(),
        ),
        ("xl/_rels/workbook.bin.rels", format!("<R>{}</R>", of_book.concat()).into_bytes()),
        ("xl/workbook.bin", [&record(156, &bundle), book].concat()),
        ("xl/styles.bin", styles(formats)),
        ("xl/strings.bin", strings.concat()),
        ("xl/sheet1.bin", sheet.concat()),
        ("xl/_rels/sheet1.bin.rels", format!("<R>{}</R>", of_sheet.concat()).into_bytes()),
        ("xl/comments1.bin", comments),
        ("xl/threads.xml", threads.as_bytes().to_vec()),
    ] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn read(bytes: &[u8]) -> Result<Grid, RefusalCode> {
    Container::open(bytes, &Limits::sheet()).and_then(super::read).map_err(|refusal| refusal.code)
}

fn outline(sheet: &Sheet) -> String {
    let cells = sheet.cells.iter().map(|cell| {
        let formula = if cell.computed { "=" } else { "" };
        format!("{},{}={formula}{}", cell.row, cell.column, cell.content.text())
    });
    cells.collect::<Vec<_>>().join(" ")
}

#[test]
fn cells_are_what_they_show() {
    let row = |row: u32, flags: u8| {
        record(0, &[&row.to_le_bytes()[..], &[0, 0, 0, 0, 44, 1, 0], &[flags], &[0; 5]].concat())
    };
    let real = |value: f64| value.to_le_bytes();
    let header = [&[0, 0][..], &wide("&L金额单位：元&R第 &P 页"), &u32::MAX.to_le_bytes(), &[0; 16]].concat();
    let sheet = [
        record(60, &[&1_u32.to_le_bytes()[..], &1_u32.to_le_bytes(), &[0; 8], &[1, 0]].concat()),
        row(2, 0),
        cell(7, 0, 0, &[0; 4]),
        // 12 as a short number, to the right of the last cell, and a struck 7 right of it.
        record(13, &[&[0; 4][..], &[50, 0, 0, 0]].concat()),
        record(16, &[&1_u32.to_le_bytes()[..], &real(7.0)].concat()),
        cell(5, 5, 2, &real(350_000.0)),
        cell(5, 6, 3, &real(0.85)),
        row(3, 0x10),
        cell(7, 0, 0, &[1, 0, 0, 0]),
        record(18, &[0, 0, 0, 0, 2, 0, 0, 0]),
        cell(9, 2, 0, &[&real(3.5)[..], &[0; 4]].concat()),
        cell(8, 3, 0, &[wide("五"), vec![0; 6]].concat()),
        cell(62, 4, 0, &[&[0][..], &wide("富")].concat()),
        cell(3, 5, 0, &[0x17]),
        cell(1, 6, 0, &[]),
        record(176, &[[2, 0, 0, 0], [3, 0, 0, 0], [0; 4], [1, 0, 0, 0]].concat()),
        record(479, &header),
        record(130, &[]),
    ];
    let grid = read(&package(&sheet, &["0.00\"元\"", "0.00%"])).unwrap();
    let sheet = &grid.sheets[0];
    assert_eq!(
        outline(sheet),
        "2,0=投诉 2,1=12 2,5=350000元 2,6=85% 3,0=85 3,1=85^1 3,2==3.5 3,3==五 3,4=富 3,5=#REF!"
    );
    assert_eq!((&sheet.hidden_rows[..], &sheet.hidden_columns[..]), (&[3][..], &[1][..]));
    assert_eq!(sheet.merges.len(), 1);
    assert_eq!(sheet.margins, ["金额单位：元", "第  页"]);
    assert!(grid.losses.is_empty() && sheet.visible);
}

#[test]
fn what_a_sheet_shows_hides_and_comments_is_remarked() {
    let row = |row: u8, height: u16| {
        let height = height.to_le_bytes();
        record(0, &[row, 0, 0, 0, 0, 0, 0, 0, height[0], height[1], 0, 0, 0, 0, 0, 0, 0])
    };
    let real = |value: f64| value.to_le_bytes();
    let narrow = [&1_u32.to_le_bytes()[..], &1_u32.to_le_bytes(), &[0; 10]].concat();
    let wide_enough = [&2_u32.to_le_bytes()[..], &2_u32.to_le_bytes(), &[0, 9, 0, 0], &[0; 6]].concat();
    let sheet = [
        record(60, &narrow),
        record(60, &wide_enough),
        row(0, 300),
        cell(5, 0, 2, &real(5000.0)),
        cell(5, 1, 3, &real(12.5)),
        cell(5, 2, 4, &real(45.0)),
        cell(5, 3, 5, &real(7.0)),
        cell(5, 4, 6, &real(7.0)),
        cell(7, 5, 0, &[3, 0, 0, 0]),
        cell(7, 6, 6, &[3, 0, 0, 0]),
        row(1, 0),
        cell(5, 2, 0, &real(7.0)),
        record(130, &[]),
    ];
    let grid = read(&package(&sheet, &["0,", "h:mm", "yyyy-m-d"])).unwrap();
    let sheet = &grid.sheets[0];
    let said: Vec<_> = sheet.remarks.iter().map(|remark| (remark.row, remark.column, &remark.said)).collect();
    let [shown, time, day] = ["5", "12:00", "1900-02-14"].map(|words| Said::Shown(words.to_owned()));
    let [note, thread] = ["应为12", "迟了"].map(|words| Said::Comment(words.to_owned()));
    let expected = [
        (0, 0, &shown),
        (0, 1, &time),
        (0, 2, &day),
        (0, 3, &Said::Faint),
        (0, 5, &Said::Faint),
        (4, 1, &note),
        (5, 1, &thread),
    ];
    assert_eq!(said, expected);
    assert_eq!((&sheet.hidden_rows[..], &sheet.hidden_columns[..]), (&[1][..], &[1][..]));
}

#[test]
fn what_another_program_wrote_is_read_to_the_end() {
    let grid = read(BY_SHEETJS).unwrap();
    let sheet = &grid.sheets[0];
    let outline = outline(sheet);
    for words in [
        "0,0=2024年“3·15”活动情况统计表 1,0=填报单位：沂源县城关市场监督管理所 1,3=2024-03-18",
        "3,3=１２ 4,0=2",
        "4,4=#REF!",
        "5,4=TRUE",
        "9,3=56000元",
        "13,3=3000",
    ] {
        assert!(outline.contains(words), "{words}: {outline}");
    }
    assert_eq!((&sheet.hidden_rows[..], &sheet.hidden_columns[..]), (&[4][..], &[4][..]));
    assert_eq!((sheet.merges.len(), grid.sheets[1].visible), (1, false));
    assert!(grid.losses.is_empty(), "{:?}", grid.losses);
}

#[test]
fn what_is_cut_or_lies_is_refused() {
    let end = record(130, &[]);
    for (sheet, code) in [
        (vec![cell(7, 0, 0, &[9, 0, 0, 0]), end.clone()], RefusalCode::Damaged),
        (vec![cell(6, 0, 0, &[0xff, 0xff, 0xff, 0x7f]), end.clone()], RefusalCode::Damaged),
        (vec![cell(6, 20_000, 0, &wide("远")), end.clone()], RefusalCode::Damaged),
        (vec![cell(5, 0, 0, &[0; 7]), end.clone()], RefusalCode::Damaged),
        (vec![cell(5, 0, 0, &[0; 8])], RefusalCode::Damaged),
        (vec![vec![0x05, 0xff, 0xff, 0xff, 0x7f], end], RefusalCode::Damaged),
    ] {
        assert_eq!(read(&package(&sheet, &[])), Err(code), "{sheet:?}");
    }
}

#[test]
fn results_of_formulas_are_proved() {
    let row = |row: u32| record(0, &[&row.to_le_bytes()[..], &[0; 13]].concat());
    let made = |column: u32, result: f64, flags: u8, tokens: &[u8], extra: &[u8]| {
        let count = |bytes: &[u8]| (bytes.len() as u32).to_le_bytes();
        let parsed = [&count(tokens)[..], tokens, &count(extra), extra].concat();
        cell(9, column, 0, &[&result.to_le_bytes()[..], &[flags, 0], &parsed].concat())
    };
    let sum = [0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xc0, 1, 0xc0, 0x22, 1, 4, 0];
    let named = [0x3a, 0, 0, 0, 0, 0, 0, 1, 0, 0x1e, 1, 0, 0x03];
    let unknown = [0x23, 1, 0, 0, 0];
    // The cell above in the same column, twice.
    let tokens = [0x4c, 0xff, 0xff, 0x0f, 0, 0, 0xc0, 0x1e, 2, 0, 0x05];
    let shared = record(427, &[&[0; 16][..], &[11, 0, 0, 0], &tokens, &[0; 4]].concat());
    let at = [1, 1, 0, 0, 0];
    let calculation =
        |mode: u8, flags: u8| record(157, &[&[0; 4][..], &[mode, 0, 0, 0], &[0; 16], &[flags, 0]].concat());
    let references = [record(357, &[]), record(362, &[&[1, 0, 0, 0][..], &[0; 12]].concat())].concat();
    for (book, formulas, expected) in [
        (calculation(1, 0x6a), made(0, 7.0, 0, &sum, &[]), "A2 SUM(A1:B1) Agrees"),
        (calculation(0, 0x7b), made(0, 3.0, 0, &sum, &[]), "A2 SUM(A1:B1) Differs(\"7\")"),
        (references, made(0, 5.0, 0, &named, &[]), "A2 表!B1+1 Agrees"),
        (vec![], made(0, 5.0, 0, &named, &[]), "A2  Believed"),
        (
            vec![],
            [made(0, 6.0, 0, &at, &[0; 4]), shared, made(1, 9.0, 0, &at, &[0; 4])].concat(),
            "A2 A1*2 Agrees B2 B1*2 Differs(\"8\")",
        ),
        (calculation(1, 0x6a), made(0, 5.0, 0, &unknown, &[]), "A2  Believed"),
        (calculation(0, 0x6a), made(0, 5.0, 0, &unknown, &[]), "A2  Doubted"),
        (calculation(1, 0x6b), made(0, 5.0, 0, &unknown, &[]), "A2  Doubted"),
        (calculation(1, 0x7a), made(0, 5.0, 0, &unknown, &[]), "A2  Doubted"),
        (vec![], made(0, 5.0, 2, &unknown, &[]), "A2  Doubted"),
        (vec![], made(0, 0.0, 0, &unknown, &[]), "A2  Doubted"),
    ] {
        let real = |column: u32, value: f64| cell(5, column, 0, &value.to_le_bytes());
        let sheet = [row(0), real(0, 3.0), real(1, 4.0), row(1), formulas, record(130, &[])];
        assert_eq!(read(&package_of(&book, &sheet, &[])).unwrap().sheets[0].proofs(), expected);
    }
}
