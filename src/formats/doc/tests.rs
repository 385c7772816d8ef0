//! Documents that LibreOffice wrote, read to the last digit; and what becomes of damaged ones.

use super::super::limits::Limits;
use super::super::{Contents, Level, read};
use crate::problem::RefusalCode;
use crate::submit::grid::Grid;

/// A unit's own sheet; the same document was a .docx of `tests/sheets/samples`.
const UNIT: &[u8] = include_bytes!("../../../tests/formats/unit_370320018.doc");
const SAME: &[u8] = include_bytes!("../../../tests/sheets/samples/370320018_docx.docx");
/// Merged cells, a tracked change, a field, a hidden figure, a nested and a second table.
const EVERYTHING: &[u8] = include_bytes!("../../../tests/formats/everything.doc");
/// The form in a cell of a frame, 金额单位 in the header, the unit beside the number of the page in the footer.
const FRAMED: &[u8] = include_bytes!("../../../tests/formats/framed.doc");
/// Merged cells, renamed as offices with WPS do.
const MERGED: &[u8] = include_bytes!("../../../tests/formats/merged.wps");

fn grid(bytes: &[u8]) -> Result<Grid, RefusalCode> {
    match read(bytes, Level::Received, &Limits::sheet()) {
        Ok(Contents::Grid(grid)) => Ok(grid),
        Ok(Contents::Members(_)) => panic!("a document has no members"),
        Err(refusal) => Err(refusal.code),
    }
}

fn outline(grid: &Grid) -> String {
    let mut outline = Vec::new();
    for sheet in &grid.sheets {
        outline.push(format!("[{} {}]", sheet.name, sheet.paragraphs));
        for cell in &sheet.cells {
            outline.push(format!("{},{}={}", cell.row, cell.column, cell.content.text()));
        }
        for area in &sheet.merges {
            outline.push(format!(
                "{},{}:{},{}",
                area.first_row, area.first_column, area.last_row, area.last_column
            ));
        }
    }
    outline.join("\n")
}

#[test]
fn a_document_is_the_same_in_its_old_and_in_its_new_format() {
    let (old, new) = (grid(UNIT).unwrap(), grid(SAME).unwrap());
    assert_eq!(old, new);
    assert!(old.losses.is_empty() && old.sheets[0].cells.len() > 40);
}

#[test]
fn merged_cells_lie_where_they_lie() {
    let read = grid(MERGED).unwrap();
    let outline = outline(&read);
    assert_eq!(outline.lines().filter(|line| line.contains(':')).count(), 2, "{outline}");
    for line in ["3,2=单位\n数量", "3,2:3,3", "4,0:5,0", "6,3=12000", "8,3=57.4421", "9,3=0.1"] {
        assert!(outline.contains(line), "{line}: {outline}");
    }
    assert!(read.losses.is_empty());
}

#[test]
fn what_a_person_sees_counts() {
    let outline = outline(&grid(EVERYTHING).unwrap());
    for line in [
        // 350, of which nothing was deleted, and a 9 that was, and a 7 that was put in.
        "5,3=3507",
        // The result of a field, not its code.
        "6,3=478",
        // 57 and a hidden 99.
        "7,3=57",
        // A table in a cell is lines of that cell.
        "8,1=挽回经济损失\n内\n套",
        "[表格2 1]",
        "1,0=00",
        "1,1=01\n第二行",
        "3,0=填报人：张三　填报日期：2024年3月18日",
    ] {
        assert!(outline.lines().collect::<Vec<_>>().join("\n").contains(line), "{line}: {outline}");
    }
    assert!(!outline.contains("SUM") && !outline.contains("99"), "{outline}");
}

#[test]
fn a_frame_is_words_around_its_table_and_pages_have_words_of_their_own() {
    let read = grid(FRAMED).unwrap();
    assert_eq!(read.sheets[0].margins, ["金额单位：元", "填报单位：沂源县城关市场监督管理所 第1页"]);
    let outline = outline(&read);
    assert!(
        outline.starts_with("[表格1 1]\n0,0=2024年“3·15”活动情况统计表\n1,0=序号\n1,1=类别"),
        "{outline}"
    );
    for line in ["8,1=为消费者挽回经济损失", "8,2=56000", "13,0=填报日期：2024年3月18日"] {
        assert!(outline.contains(line), "{line}: {outline}");
    }
    assert!(read.sheets.len() == 1 && read.losses.is_empty(), "{outline}");
}

#[test]
fn what_is_not_understood_is_refused() {
    let header = header_of(EVERYTHING);
    for (at, value, code) in [
        (2, 0x0068_u16, RefusalCode::LegacyWord),
        (10, 0x1300, RefusalCode::Encrypted),
        (62, 7, RefusalCode::LegacyWord),
        (78, 0x7fff, RefusalCode::Damaged),
        (418, 0xffff, RefusalCode::Damaged),
    ] {
        let mut bytes = EVERYTHING.to_vec();
        bytes[header + at..header + at + 2].copy_from_slice(&value.to_le_bytes());
        assert_eq!(grid(&bytes), Err(code), "{at}");
    }
    let cuts = [1_000, 5_000, 10_000, 20_000].map(|length| grid(&EVERYTHING[..length]));
    assert_eq!(cuts, [const { Err(RefusalCode::Damaged) }; 4]);
}

/// Where the stream with the header begins.
fn header_of(bytes: &[u8]) -> usize {
    bytes.windows(4).position(|window| window == b"\xec\xa5\x01\x01").expect("a document of Word 97")
}
