//! Workbooks made by hand, part by part.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

use super::super::container::Container;
use super::super::limits::Limits;
use crate::problem::RefusalCode;
use crate::submit::grid::{Area, Content, Grid, Said, Sheet};

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn workbook(sheet: &str, strings: &str, workbook: &str) -> Vec<u8> {
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
    packed(&parts)
}

fn packed(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn relationship(id: &str, kind: &str, target: &str) -> String {
    format!("<Relationship Id='{id}' Type='{RELATIONSHIPS}/{kind}' Target='{target}'/>")
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

/// A workbook whose sheet has a theme, these styles and strings, and these parts behind it.
fn looking(sheet: &str, styles: &str, strings: &str, behind: &[(&str, &str, &str)]) -> Sheet {
    let of_book = [
        relationship("r1", "worksheet", "worksheets/sheet1.xml"),
        relationship("r2", "sharedStrings", "sharedStrings.xml"),
        relationship("r3", "styles", "styles.xml"),
        relationship("r4", "theme", "theme/theme1.xml"),
    ];
    let of_sheet: String = behind.iter().map(|(kind, path, _)| relationship(path, kind, path)).collect();
    let theme = "<a:theme><a:clrScheme><a:dk1><a:sysClr val='windowText' lastClr='000000'/></a:dk1><a:lt1>\
                 <a:sysClr val='window' lastClr='FFFFFF'/></a:lt1><a:dk2><a:srgbClr val='FEFEFE'/></a:dk2><a:lt2>\
                 <a:srgbClr val='334455'/></a:lt2></a:clrScheme><a:fontScheme/></a:theme>";
    let mut parts = vec![
        ("_rels/.rels", format!("<R>{}</R>", relationship("a", "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", "<workbook><sheets><sheet name='表' r:id='r1'/></sheets></workbook>".to_owned()),
        ("xl/_rels/workbook.xml.rels", format!("<R>{}</R>", of_book.concat())),
        ("xl/worksheets/sheet1.xml", format!("<worksheet>{sheet}</worksheet>")),
        ("xl/worksheets/_rels/sheet1.xml.rels", format!("<R>{of_sheet}</R>")),
        ("xl/sharedStrings.xml", format!("<sst>{strings}</sst>")),
        ("xl/styles.xml", format!("<styleSheet>{styles}</styleSheet>")),
        ("xl/theme/theme1.xml", theme.to_owned()),
    ];
    parts.extend(behind.iter().map(|(_, path, text)| (path.trim_start_matches('/'), (*text).to_owned())));
    read_bytes(&packed(&parts)).unwrap().sheets.remove(0)
}

/// What is said of cells, by their names.
fn said(sheet: &Sheet) -> Vec<String> {
    let told = |said: &Said| match said {
        Said::Shown(words) => format!("shows {words}"),
        Said::Comment(words) => format!("comment {words}"),
        Said::Faint => "faint".to_owned(),
        Said::Rounded => "rounded".to_owned(),
        Said::Formula { text, .. } => format!("formula {text}"),
        Said::Stored(number) => format!("stored {number}"),
    };
    let name = |row: u32, column: u32| crate::vocabulary::place::cell_name(row, column);
    let remarks = sheet.remarks.iter();
    remarks.map(|remark| format!("{} {}", name(remark.row, remark.column), told(&remark.said))).collect()
}

#[test]
fn a_number_that_its_format_shows_as_another_stays_and_is_remarked() {
    let styles = "<numFmts><numFmt numFmtId='164' formatCode='0,'/><numFmt numFmtId='165' formatCode='h:mm'/>\
         <numFmt numFmtId='166' formatCode='0.00&quot;元&quot;'/></numFmts><cellXfs><xf numFmtId='164'/>\
         <xf numFmtId='11'/><xf numFmtId='14'/><xf numFmtId='165'/><xf numFmtId='166'/><xf numFmtId='21'/></cellXfs>";
    let cell =
        |name: &str, style: u8, value: &str| format!("<c r=\"{name}\" s=\"{style}\"><v>{value}</v></c>");
    let cells = [
        cell("A1", 0, "5000"),
        cell("B1", 1, "12345"),
        cell("C1", 1, "12300"),
        cell("D1", 2, "45"),
        cell("E1", 2, "45369"),
        cell("F1", 3, "12.5"),
        cell("G1", 4, "350000"),
        cell("H1", 5, "7"),
    ];
    let sheet =
        looking(&format!("<sheetData><row r=\"1\">{}</row></sheetData>", cells.concat()), styles, "", &[]);
    let held: Vec<String> = sheet.cells.iter().map(|cell| cell.content.text()).collect();
    assert_eq!(held, ["5000", "12345", "12300", "45", "2024-03-18", "12.5", "350000元", "7"]);
    let expected = [
        "A1 shows 5",
        "B1 shows 1.23E+04",
        "D1 shows 1900-02-14",
        "F1 shows 12:00",
        "G1 stored 350000",
        "H1 shows 0:00",
    ];
    assert_eq!(said(&sheet), expected);
}

#[test]
fn words_in_the_colour_of_their_ground_are_remarked() {
    let font = |colour: &str| format!("<font><color {colour}/></font>");
    let solid = |colour: &str| {
        format!("<fill><patternFill patternType='solid'><fgColor {colour}/></patternFill></fill>")
    };
    let (plain, blank) = ("<font/>".to_owned(), "<fill><patternFill patternType='none'/></fill>".to_owned());
    let pattern = "<fill><patternFill patternType='gray125'/></fill>".to_owned();
    let white = font("rgb='FFFFFFFF'");
    for (font, fill, is_faint) in [
        (plain.clone(), blank.clone(), false),
        (white.clone(), blank.clone(), true),
        (font("rgb='FFF0F0F0'"), blank.clone(), true),
        (font("rgb='FFD9D9D9'"), blank.clone(), false),
        (white.clone(), solid("rgb='FF1F497D'"), false),
        (white.clone(), solid("theme='1'"), false),
        (white.clone(), pattern, false),
        (font("rgb='FFFFFF00'"), solid("rgb='FFFFFF00'"), true),
        (font("theme='0'"), blank.clone(), true),
        (font("theme='0' tint='-0.05'"), blank.clone(), true),
        (font("theme='0' tint='-0.5'"), blank.clone(), false),
        (font("theme='1'"), blank.clone(), false),
        // By the workbook's own theme and its own list of colours.
        (font("theme='3'"), blank.clone(), true),
        (font("indexed='9'"), blank.clone(), true),
        (font("indexed='10'"), blank.clone(), true),
        (font("indexed='64'"), blank.clone(), false),
        (font("auto='1'"), solid("rgb='FF000000'"), false),
        (plain, solid("rgb='FFFFFFFF'"), false),
    ] {
        let listed = [&["000000"; 9][..], &["FFFFFF", "FDFDFD"]].concat();
        let listed: String = listed.iter().map(|colour| format!("<rgbColor rgb='00{colour}'/>")).collect();
        let styles = format!(
            "<fonts><font/>{font}</fonts><fills>{blank}{fill}</fills><cellXfs><xf/><xf fontId='1' fillId='1'/></cellXfs>\
             <dxfs><dxf>{white}</dxf></dxfs><colors><indexedColors>{listed}</indexedColors></colors>"
        );
        let cells = "<c r=\"A1\" s=\"1\"><v>7</v></c><c r=\"B1\" s=\"1\"/><c r='C1' s='1' t='str'><v>词</v></c>\
                     <c r=\"D1\"><v>7</v></c><c r='E1' s='1' t='inlineStr'><is><t> </t></is></c>";
        let sheet = looking(&format!("<sheetData><row r=\"1\">{cells}</row></sheetData>"), &styles, "", &[]);
        let expected: &[&str] = if is_faint { &["A1 faint", "C1 faint"] } else { &[] };
        assert_eq!(said(&sheet), expected, "{font} {fill}");
    }
}

#[test]
fn a_run_of_a_text_may_be_faint_by_itself() {
    let run = |look: &str, text: &str| format!("<r>{look}<t>{text}</t></r>");
    let white = "<rPr><color rgb='FFFFFFFF'/></rPr>";
    for (runs, on_paper, in_white, on_navy) in [
        (run("", "1") + &run(white, "2"), true, true, false),
        (run("<rPr><b/></rPr>", "1") + &run("<rPr><color theme='1'/></rPr>", "2"), false, false, false),
        (run("", "1") + &run(white, " "), false, true, false),
        (run("", "1") + &run("<rPr><strike/><color rgb='FFFFFFFF'/></rPr>", "2"), false, true, false),
    ] {
        let styles = "<fonts><font/><font><color rgb='FFFFFFFF'/></font></fonts><fills><fill/><fill>\
             <patternFill patternType='solid'><fgColor rgb='FF000080'/></patternFill></fill></fills><cellXfs>\
             <xf/><xf fontId='1'/><xf fillId='1'/></cellXfs>";
        let shared = "<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\" t=\"s\"><v>0</v></c>\
                      <c r=\"C1\" s=\"2\" t=\"s\"><v>0</v></c>";
        let inline = format!("<c r='A1' t='inlineStr'><is>{runs}</is></c>");
        let read = |cells: &str, strings: &str| {
            said(&looking(
                &format!("<sheetData><row r=\"1\">{cells}</row></sheetData>"),
                styles,
                strings,
                &[],
            ))
        };
        let faint = [("A1 faint", on_paper), ("B1 faint", in_white), ("C1 faint", on_navy)];
        let expected: Vec<&str> = faint.iter().filter(|(_, is)| *is).map(|(said, _)| *said).collect();
        assert_eq!(read(shared, &format!("<si>{runs}</si>")), expected, "{runs}");
        assert_eq!(read(&inline, "").len(), usize::from(on_paper), "{runs}");
    }
}

#[test]
fn rows_and_columns_drawn_together_are_hidden() {
    let row =
        |attributes: &str| format!("<row {attributes}><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row>");
    for (cols, row_attributes, rows, columns) in [
        ("<col min='2' max='2' width='0' customWidth='1'/>", "r='1' ht='15'", 0, 1),
        ("<col min='2' max='3' width='0.1'/><col min='1' max='1' width='9'/>", "r='1'", 0, 2),
        ("<col min='1' max='3' width='1.5'/>", "r='1' ht='0' customHeight='1'", 1, 0),
        ("", "r='1' ht='0.75'", 1, 0),
        ("", "r='1' ht='10.5'", 0, 0),
        ("", "r='1' ht='1.5' hidden='0'", 1, 0),
    ] {
        let sheet = format!("<cols>{cols}</cols><sheetData>{}</sheetData>", row(row_attributes));
        let sheet = looking(&sheet, "", "", &[]);
        let hidden = (sheet.hidden_rows.len(), sheet.hidden_columns.len());
        assert_eq!(hidden, (rows, columns), "{cols} {row_attributes}");
    }
    // Rows without a height are hidden where they hold nothing; those that are written are shown.
    let sheet = format!("<sheetFormatPr zeroHeight='1'/><sheetData>{}</sheetData>", row("r='1'"));
    assert!(looking(&sheet, "", "", &[]).hidden_rows.is_empty());
}

#[test]
fn comments_are_remarked_wherever_their_part_lies() {
    let notes = "<comments><authors><author>王敏</author><author>tc={1}</author></authors><commentList>\
         <comment ref='D7' authorId='0'><text><r><rPr><b/></rPr><t>王敏:</t></r><r><t>\n应为</t></r>\
         <r><rPr><strike/></rPr><t>11</t></r><r><t>12</t></r></text></comment>\
         <comment ref='A1' authorId='1'><text><t>[Threaded comment] 应为9</t></text></comment>\
         <comment ref='B9' authorId='0'><text><t>作者：</t></text></comment></commentList></comments>";
    let threads = "<ThreadedComments><threadedComment ref='A1' id='{1}'><text>应为9</text></threadedComment>\
         <threadedComment ref='A1' parentId='{1}'><text>好</text></threadedComment></ThreadedComments>";
    for (path, threaded) in
        [("/xl/comments/comment1.xml", true), ("/xl/comments1.xml", true), ("/odd/注.xml", false)]
    {
        let mut behind = vec![("comments", path, notes)];
        behind.extend(threaded.then_some(("threadedComment", "/xl/threadedComments/t1.xml", threads)));
        let sheet = looking("<sheetData/>", "", "", &behind);
        let thread =
            if threaded { "A1 comment 应为9\n好" } else { "A1 comment [Threaded comment] 应为9" };
        assert_eq!(said(&sheet), [thread, "D7 comment 应为12"], "{path}");
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
