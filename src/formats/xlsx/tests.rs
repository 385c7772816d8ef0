//! Workbooks made by hand, part by part.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

use super::super::container::Container;
use super::super::limits::Limits;
use crate::problem::RefusalCode;
use crate::submit::grid::{Area, Content, Grid};

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn workbook(sheet: &str, strings: &str, workbook: &str) -> Vec<u8> {
    let relationship = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id='{id}' Type='{RELATIONSHIPS}/{kind}' Target='{target}'/>")
    };
    let styles = "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy\"年\"m\"月\"'/></numFmts>\
                  <fonts><font><sz val='11'/></font><font><strike/><sz val='11'/></font><font><strike val='0'/></font></fonts>\
                  <cellXfs><xf numFmtId='0' fontId='0'/><xf numFmtId='14' fontId='2'/><xf numFmtId='164'/>\
                  <xf fontId='1'/></cellXfs></styleSheet>";
    let parts = [
        ("_rels/.rels", format!("<R>{}</R>", relationship("rId1", "officeDocument", "/xl/workbook.xml"))),
        ("xl/workbook.xml", workbook.to_owned()),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<R>{}{}{}</R>",
                relationship("r1", "worksheet", "worksheets/../worksheets/sheet1.xml"),
                relationship("r2", "sharedStrings", "/xl/sharedStrings.xml"),
                relationship("r3", "styles", "styles.xml"),
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<x:worksheet>{sheet}</x:worksheet>")),
        ("xl/sharedStrings.xml", format!("<sst uniqueCount='4294967295'>{strings}</sst>")),
        ("xl/styles.xml", styles.to_owned()),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn read(sheet: &str, strings: &str) -> Result<Grid, RefusalCode> {
    let bytes =
        workbook(sheet, strings, "<workbook><sheets><sheet name='表' r:id='r1'/></sheets></workbook>");
    read_bytes(&bytes)
}

fn read_bytes(bytes: &[u8]) -> Result<Grid, RefusalCode> {
    let limits = Limits::sheet();
    Container::open(bytes, &limits).and_then(super::read).map_err(|refusal| refusal.code)
}

/// The contents of a row of cells `A1`, `B1` …
fn contents(cells: &str, strings: &str) -> Vec<(u32, Content, bool)> {
    let grid = read(&format!("<sheetData><row r='1'>{cells}</row></sheetData>"), strings).unwrap();
    grid.sheets[0].cells.iter().map(|cell| (cell.column, cell.content.clone(), cell.computed)).collect()
}

fn text(word: &str) -> Content {
    Content::Text(word.to_owned())
}

#[test]
fn every_kind_of_cell_is_read() {
    let strings = "<si/><si><t>共</t><phoneticPr/><rPh><t>gong</t></rPh></si><si><r><t>两</t></r><r><t> 段_x000D_</t></r></si>\
        <si><r><rPr><strike/></rPr><t>80</t></r><r><t>85</t></r></si>\
        <si><r><t>85</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>1</t></r></si>";
    for (cell, content, computed) in [
        ("<c t='s'><v>1</v></c>", text("共"), false),
        ("<c t='s'><v>2</v></c>", text("两 段\r"), false),
        ("<c t='s'><v>3</v></c>", text("85"), false),
        ("<c t='s'><v>4</v></c>", text("85^1"), false),
        ("<c t='inlineStr'><is><t>一&amp;二</t></is></c>", text("一&二"), false),
        ("<c t='str'><f>A1</f><v>串</v></c>", text("串"), true),
        ("<c><v>57.442100000000003</v></c>", Content::Number("57.4421".into()), false),
        ("<c><f>SUM(B1)</f><v>0</v></c>", Content::Number("0".into()), true),
        ("<c><f>SUM(B1)</f></c>", Content::FormulaWithoutResult, true),
        ("<c><f>SUM(B1)</f><v></v></c>", Content::FormulaWithoutResult, true),
        ("<c t='e'><f>1/0</f><v>#DIV/0!</v></c>", Content::Error("#DIV/0!".into()), true),
        ("<c t='b'><v>1</v></c>", Content::Bool(true), false),
        ("<c s='1'><v>45369</v></c>", Content::Date(2024, 3, 18), false),
        ("<c s='2'><v>12</v></c>", Content::Number("12".into()), false),
        ("<c t='d'><v>2024-03-18T00:00:00</v></c>", Content::Date(2024, 3, 18), false),
    ] {
        assert_eq!(contents(cell, strings), [(0, content, computed)], "{cell}");
    }
    for blank in [
        "<c/>",
        "<c s='1'><v/></c>",
        "<c t='s'><v>0</v></c>",
        "<c t='str'><f>A2</f><v></v></c>",
        "<c s='3'><f>A2</f></c>",
        "<c s='3'><v>85</v></c>",
        "<c s='3' t='s'><v>1</v></c>",
        "<c r=\"A1\" s=\"3\"><v>85</v></c>",
    ] {
        assert_eq!(contents(blank, "<si/><si><t>共</t></si>"), [], "{blank}");
    }
}

#[test]
fn cells_lie_where_they_say_or_after_the_one_before() {
    let cells = "<c r='C1'><v>1</v></c><c><v>2</v></c>";
    let columns: Vec<u32> = contents(cells, "").iter().map(|cell| cell.0).collect();
    assert_eq!(columns, [2, 3]);
}

#[test]
fn merges_and_hidden_rows_and_columns_are_kept() {
    let sheet = "<cols><col min='2' max='16384' hidden='1'/></cols>\
                 <sheetData><row r='2' hidden='true'><c r='C2'><v>1</v></c></row></sheetData>\
                 <mergeCells><mergeCell ref='A1:C1'/><mergeCell ref='B5'/></mergeCells>";
    let sheet = read(sheet, "").unwrap().sheets.remove(0);
    assert_eq!((sheet.hidden_rows, sheet.hidden_columns), (vec![1], vec![1, 2]));
    assert_eq!(sheet.merges, [Area { first_row: 0, first_column: 0, last_row: 0, last_column: 2 }]);
}

#[test]
fn sheets_are_hidden_or_visible_and_days_count_from_either_epoch() {
    let bytes = workbook(
        "<sheetData><row><c s='1'><v>43907</v></c></row></sheetData>",
        "",
        "<workbook><workbookPr date1904='1'/><sheets><sheet name='甲' r:id='r1' state='veryHidden'/>\
         <sheet name='乙' r:id='r1'/></sheets></workbook>",
    );
    let grid = read_bytes(&bytes).unwrap();
    let sheets: Vec<_> = grid.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.visible)).collect();
    assert_eq!(sheets, [("甲", false), ("乙", true)]);
    assert_eq!(grid.sheets[1].at(0, 0), Some(&Content::Date(2024, 3, 18)));
}

#[test]
fn a_workbook_that_contradicts_itself_is_refused() {
    let row = |cells: &str| format!("<sheetData><row r='1'>{cells}</row></sheetData>");
    for sheet in [
        row("<c t='s'><v>-1</v></c>"),
        row("<c t='s'><v>7</v></c>"),
        row("<c r='ZZZZZZZ1'><v>1</v></c>"),
        row("<c r='A2'><v>1</v></c>"),
        row("<c r='A1'><v>1</v></c><c r='A1'><v>2</v></c>"),
        row("<c t='x'><v>1</v></c>"),
        "<sheetData><row r='0'/></sheetData>".to_owned(),
        "<sheetData><row r='1048577'/></sheetData>".to_owned(),
        "<sheetData><row r='1'><c r='A1'><v>1</v>".to_owned(),
    ] {
        assert_eq!(read(&sheet, ""), Err(RefusalCode::Damaged), "{sheet}");
    }
}

/// What is said of the formulas of a workbook, whose own part says how it is calculated.
fn proofs(cells: &str, calculation: &str) -> String {
    let book = format!("<workbook><sheets><sheet name='表' r:id='r1'/></sheets>{calculation}</workbook>");
    let sheet = format!("<sheetData>{cells}</sheetData>");
    read_bytes(&workbook(&sheet, "<si><t>5</t></si>", &book)).unwrap().sheets[0].proofs()
}

#[test]
fn results_of_formulas_are_proved() {
    let operands = "<row r='1'><c><v>3</v></c><c><v>4</v></c><c t='s'><v>0</v></c><c s='1'><v>45369</v></c><c s='3'><v>8</v></c></row>";
    let shared = "<f t='shared' ref='A2:B2' si='0'>A1*2</f><v>6</v></c><c r='B2'><f t='shared' si='0'/><v>9</v></c><c r='C2'><f t='shared' si='1'/>";
    for (cell, calculation, expected) in [
        ("<f>SUM(A1:B1)</f><v>7</v>", "", "A2 SUM(A1:B1) Agrees"),
        ("<f>SUM(A1:B1)</f><v>3</v>", "", "A2 SUM(A1:B1) Differs(\"7\")"),
        ("<f>SUM(A1:B1)</f>", "", "A2 SUM(A1:B1) Differs(\"7\")"),
        ("<f>SUM(A1:C1)</f><v>7</v>", "", "A2 SUM(A1:C1) Differs(\"12\")"),
        ("<f>D1+E1-45369</f><v>8</v>", "", "A2 D1+E1-45369 Agrees"),
        (shared, "", "A2 A1*2 Agrees B2 B1*2 Differs(\"8\")"),
        ("<f t='array' ref='A2:A3'>A1</f><v>9</v>", "", "A2 A1 Believed"),
        ("<f t='array' ref='A2'>SUM(A1:B1)</f><v>9</v>", "", "A2 SUM(A1:B1) Differs(\"7\")"),
        ("<f t='dataTable' ref='A2:A3' r1='A1'/><v>9</v>", "", "A2  Believed"),
        ("<f>MEDIAN(A1:B1)</f><v>3</v>", "", "A2 MEDIAN(A1:B1) Believed"),
        ("<f>MEDIAN(A1:B1)</f><v>3</v>", "<calcPr fullCalcOnLoad='1'/>", "A2 MEDIAN(A1:B1) Doubted"),
        ("<f>MEDIAN(A1:B1)</f><v>3</v>", "<calcPr calcCompleted='0'/>", "A2 MEDIAN(A1:B1) Doubted"),
        ("<f>MEDIAN(A1:B1)</f><v>3</v>", "<calcPr calcMode='manual'/>", "A2 MEDIAN(A1:B1) Doubted"),
        (
            "<f>MEDIAN(A1:B1)</f><v>3</v>",
            "<calcPr calcMode='auto' fullCalcOnLoad='0'/>",
            "A2 MEDIAN(A1:B1) Believed",
        ),
        ("<f>MEDIAN(A1:B1)</f><v>0</v>", "", "A2 MEDIAN(A1:B1) Doubted"),
        (
            "<f>SUM(A1:B1)</f><v>7</v>",
            "<calcPr calcMode='manual' fullCalcOnLoad='1'/>",
            "A2 SUM(A1:B1) Agrees",
        ),
    ] {
        let cells = format!("{operands}<row r='2'><c r='A2'>{cell}</c></row>");
        assert_eq!(proofs(&cells, calculation), expected, "{cell} {calculation}");
    }
}
