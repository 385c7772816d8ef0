//! Documents made by hand; the expected grid is written as `address=text` with rows from zero.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

use super::super::container::Container;
use super::super::limits::Limits;
use crate::problem::RefusalCode;
use crate::submit::grid::{Grid, Said};

fn document(body: &str) -> Vec<u8> {
    let parts = "<R><Relationship Id='a' Type='x/comments' Target='comments.xml'/>\
                 <Relationship Id='b' Type='x/styles' Target='styles.xml'/></R>";
    let comments = "<w:comments><w:comment w:id='0' w:author='王敏'><w:p><w:r><w:t>应为</w:t></w:r><w:del><w:r>\
         <w:delText>11</w:delText></w:r></w:del><w:r><w:t>12</w:t></w:r></w:p></w:comment>\
         <w:comment w:id='1'><w:p><w:r><w:t>作者：迟了</w:t></w:r></w:p></w:comment></w:comments>";
    let styles = "<w:styles><w:style w:type='table' w:styleId='a1'/><w:style w:type='table' w:styleId='a2'>\
         <w:tblStylePr w:type='firstRow'><w:tcPr><w:shd w:val='clear' w:fill='1F497D'/></w:tcPr></w:tblStylePr></w:style>\
         <w:style w:type='table' w:styleId='a3'><w:basedOn w:val='a2'/></w:style></w:styles>";
    let target = "<R><Relationship Id='a' Type='x/officeDocument' Target='word/document.xml'/></R>";
    let document = format!("<w:document><w:body>{body}<w:sectPr/></w:body></w:document>");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("_rels/.rels", target),
        ("word/document.xml", &document),
        ("word/_rels/document.xml.rels", parts),
        ("word/comments.xml", comments),
        ("word/styles.xml", styles),
    ] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn read(body: &str) -> Result<Grid, RefusalCode> {
    let limits = Limits::sheet();
    let bytes = document(body);
    Container::open(&bytes, &limits).and_then(super::read).map_err(|refusal| refusal.code)
}

fn outline(body: &str) -> String {
    let grid = read(body).unwrap();
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
    outline.join(" ")
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A cell with properties, such as `<w:gridSpan w:val='2'/>`.
fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph(text))
}

/// A table of four columns whose rows leave out so many at their beginning, each with these cells.
fn indented(rows: &[(u32, &[&str])]) -> String {
    let row = |(left_out, texts): &(u32, &[&str])| {
        let cells: String = texts.iter().map(|text| cell("", text)).collect();
        format!("<w:tr><w:trPr><w:gridBefore w:val='{left_out}'/></w:trPr>{cells}</w:tr>")
    };
    let rows: String = rows.iter().map(row).collect();
    let columns = "<w:gridCol/>".repeat(4);
    format!(
        "<w:tbl><w:tblGrid>{columns}<w:tblGridChange><w:tblGrid><w:gridCol/></w:tblGrid></w:tblGridChange></w:tblGrid>{rows}</w:tbl>"
    )
}

#[test]
fn a_row_lies_where_its_columns_are_and_a_full_one_leaves_none_out() {
    for (rows, expected) in [
        (
            &[(1, &["a", "b", "c"][..]), (0, &["d", "e", "f", "g"])][..],
            "0,1=a 0,2=b 0,3=c 1,0=d 1,1=e 1,2=f 1,3=g",
        ),
        (&[(1, &["a", "b", "c", "d"]), (0, &["e", "f"])], "0,0=a 0,1=b 0,2=c 0,3=d 1,0=e 1,1=f"),
        (&[(2, &["a", "b", "c", "d"]), (2, &["e"])], "0,0=a 0,1=b 0,2=c 0,3=d 1,2=e"),
    ] {
        assert_eq!(outline(&indented(rows)), format!("[表格1 0] {expected}"));
    }
}

fn table(rows: &[String]) -> String {
    let rows: String = rows.iter().map(|row| format!("<w:tr>{row}</w:tr>")).collect();
    format!("<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>")
}

#[test]
fn tables_carry_the_paragraphs_before_them_and_the_last_one_those_behind() {
    let body = [
        paragraph("标题"),
        paragraph(" "),
        table(&[cell("", "甲")]),
        paragraph("填报单位"),
        table(&[cell("", "乙")]),
        paragraph("填报人"),
    ]
    .concat();
    assert_eq!(outline(&body), "[表格1 1] 0,0=标题 1,0=甲 [表格2 1] 0,0=填报单位 1,0=乙 2,0=填报人");
}

#[test]
fn spans_and_vertical_merges_keep_cells_in_their_columns() {
    let body = table(&[
        cell("<w:gridSpan w:val='2'/>", "宽") + &cell("<w:vMerge w:val='restart'/>", "高"),
        cell("", "a") + &cell("", "b") + &cell("<w:vMerge/>", "不见"),
        "<w:trPr><w:gridBefore w:val='1'/></w:trPr>".to_owned() + &cell("", "c") + &cell("", "d"),
    ]);
    assert_eq!(outline(&body), "[表格1 0] 0,0=宽 0,2=高 1,0=a 1,1=b 2,1=c 2,2=d 0,0:0,1 0,2:1,2");
}

#[test]
fn what_a_person_sees_counts() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    for (content, seen) in [
        (run("1") + &run("2"), "12"),
        (format!("<w:ins>{}</w:ins><w:del><w:r><w:delText>9</w:delText></w:r></w:del>", run("5")), "5"),
        (format!("<w:del>{}</w:del>{}", run("9"), run("5")), "5"),
        (format!("<w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo>", run("9"), run("5")), "5"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r>".to_owned() + &run("5"), "5"),
        ("<w:r><w:rPr><w:strike/></w:rPr><w:t>80</w:t></w:r>".to_owned() + &run("85"), "85"),
        ("<w:r><w:rPr><w:strike w:val='0'/></w:rPr><w:t>8</w:t></w:r>".to_owned() + &run("5"), "85"),
        (
            "<w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>8</w:t></w:r>"
                .to_owned()
                + &run("5"),
            "85",
        ),
        (run("85") + "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1</w:t></w:r>", "85^1"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>".to_owned(), "a b\nc"),
        ("<w:r><w:instrText>SUM(ABOVE)</w:instrText></w:r>".to_owned() + &run("7"), "7"),
        (format!("<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>", run("控")), "控"),
        (
            "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr><w:sdtContent>"
                .to_owned()
                + &run("☒")
                + "</w:sdtContent></w:sdt>"
                + &run("零报告"),
            "☑零报告",
        ),
        ("<w:r><w:sym w:font='Wingdings' w:char='F0A8'/></w:r>".to_owned(), "☐"),
        (
            format!(
                "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{}</w:txbxContent></mc:Choice>\
                 <mc:Fallback><w:txbxContent>{}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>",
                paragraph("框"),
                paragraph("框")
            ),
            "框",
        ),
        (format!("{}</w:p>{}<w:p>", run("外"), table(&[cell("", "内") + &cell("", "套")])), "外\n内\n套"),
    ] {
        let body = format!(
            "<w:tbl><w:tr><w:tc><w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>{content}</w:p></w:tc></w:tr></w:tbl>"
        );
        assert_eq!(outline(&body), format!("[表格1 0] 0,0={seen}"), "{content}");
    }
}

#[test]
fn the_frame_of_a_page_is_words_around_the_table_in_it() {
    let rows = [("项目", "数量"), ("投诉", "12"), ("咨询", "7")];
    let inner = table(&rows.map(|(label, figure)| cell("", label) + &cell("", figure)));
    let framed = |inner: &str| format!("<w:tc>{inner}<w:p/></w:tc>");
    let read =
        "[表格1 2] 0,0=标题 1,0=填报单位：　　甲 2,0=项目 2,1=数量 3,0=投诉 3,1=12 4,0=咨询 4,1=7 5,0=填报人";
    for frame in [
        vec![cell("", "标题"), cell("", "填报单位：") + &cell("", "甲"), framed(&inner), cell("", "填报人")],
        vec![
            cell("<w:gridSpan w:val='2'/>", "标题"),
            cell("<w:vMerge w:val='restart'/>", "填报单位：") + &cell("", "甲"),
            cell("<w:vMerge/>", "不见") + &framed(&inner),
            cell("", "填报人"),
        ],
        vec![framed(&table(&[
            cell("", "标题"),
            cell("", "填报单位：") + &cell("", "甲"),
            framed(&inner) + &cell("", "填报人"),
        ]))],
    ] {
        assert_eq!(outline(&table(&frame)), read, "{frame:?}");
    }
    let two = table(&[framed(&inner) + &framed(&inner)]);
    assert_eq!(outline(&two).matches("项目").count(), 2);
    assert!(outline(&two).contains("[表格2 0] 0,0=项目"), "{}", outline(&two));
    let form = [1, 2, 3, 4, 5, 6].map(|row| cell("", &format!("项{row}")) + &cell("", "7"));
    let with_list = [&form[..], &[cell("", "其他") + &framed(&inner)]].concat();
    assert!(
        outline(&table(&with_list)).ends_with("6,0=其他 6,1=项目\n数量\n投诉\n12\n咨询\n7"),
        "the larger one stands"
    );
}

#[test]
fn deleted_rows_and_text_boxes_beside_the_table() {
    let deleted = "<w:trPr><w:del w:id='1'/></w:trPr>".to_owned() + &cell("", "旧");
    let boxed = format!("<w:p><w:r><w:txbxContent>{}</w:txbxContent></w:r></w:p>", paragraph("单位"));
    let body = boxed + &table(&[deleted, cell("", "新")]);
    assert_eq!(outline(&body), "[表格1 1] 0,0=单位 1,0=新");
}

#[test]
fn a_document_without_a_table_or_with_too_many_levels_is_refused() {
    assert_eq!(read(&paragraph("总结")), Err(RefusalCode::NoTable));
    assert_eq!(read("<w:tbl><w:tr><w:tc>"), Err(RefusalCode::Damaged));
    let deep = format!("{}{}", "<w:ins>".repeat(80), "</w:ins>".repeat(80));
    assert_eq!(read(&deep), Err(RefusalCode::TooLarge));
}

/// What is said of the cells of all tables.
fn said(body: &str) -> Vec<String> {
    let grid = read(body).unwrap();
    let told = |said: &Said| match said {
        Said::Comment(words) => words.clone(),
        other => format!("{other:?}"),
    };
    let remarks = grid.sheets.iter().flat_map(|sheet| &sheet.remarks);
    remarks.map(|remark| format!("{},{} {}", remark.row, remark.column, told(&remark.said))).collect()
}

#[test]
fn words_in_the_colour_of_their_ground_are_remarked() {
    let run = |look: &str, text: &str| format!("<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>");
    let white = "<w:color w:val='FFFFFF'/>";
    let shaded = |fill: &str| format!("<w:shd w:val='clear' w:color='auto' w:fill='{fill}'/>");
    for (table, cell, paragraph, runs, is_faint) in [
        ("", String::new(), String::new(), run(white, "7"), true),
        ("", String::new(), String::new(), run("", "1") + &run(white, "2"), true),
        ("", String::new(), String::new(), run("", "1") + &run(white, " "), false),
        ("", String::new(), String::new(), run("<w:color w:val='auto'/>", "7"), false),
        ("", String::new(), String::new(), run("<w:vanish/><w:color w:val='FFFFFF'/>", "7"), false),
        ("", shaded("1F497D"), String::new(), run(white, "7"), false),
        ("", String::new(), shaded("000000"), run(white, "7"), false),
        ("", String::new(), String::new(), run(&(shaded("FF0000") + white), "7"), false),
        (
            "",
            String::new(),
            String::new(),
            run("<w:highlight w:val='black'/><w:color w:val='FFFFFF'/>", "7"),
            false,
        ),
        ("", shaded("1F497D"), shaded("FFFFFF"), run(white, "7"), true),
        ("", shaded("FFFF00"), String::new(), run("<w:color w:val='FFFF00'/>", "7"), true),
        ("", shaded("auto"), String::new(), run(white, "7"), true),
        ("a1", String::new(), String::new(), run(white, "7"), true),
        ("a2", String::new(), String::new(), run(white, "7"), false),
        ("a3", String::new(), String::new(), run(white, "7"), false),
        ("a3", shaded("FFFFFF"), String::new(), run(white, "7"), true),
    ] {
        let body = format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val='{table}'/></w:tblPr><w:tr><w:tc><w:tcPr>{cell}</w:tcPr><w:p>\
             <w:pPr>{paragraph}<w:rPr>{white}</w:rPr></w:pPr>{runs}</w:p></w:tc></w:tr></w:tbl>"
        );
        let expected: &[&str] = if is_faint { &["0,0 Faint"] } else { &[] };
        assert_eq!(said(&body), expected, "{body}");
    }
}

#[test]
fn comments_are_remarked_where_they_are_anchored() {
    let begin = |id: u8| format!("<w:commentRangeStart w:id='{id}'/>");
    let end = |id: u8| format!("<w:r><w:commentReference w:id='{id}'/></w:r>");
    let paragraph = |inside: &str| format!("<w:p>{inside}</w:p>");
    let cell = |inside: &str| format!("<w:tc>{}</w:tc>", paragraph(inside));
    let seven = "<w:r><w:t>7</w:t></w:r>";
    for (body, expected) in [
        (table(&[cell(seven) + &cell(&(seven.to_owned() + &end(0)))]), vec!["0,1 应为12"]),
        (table(&[cell(&(begin(0) + seven)) + &cell(&(seven.to_owned() + &end(0)))]), vec!["0,0 应为12"]),
        (table(&[cell(seven) + &begin(0) + &cell(seven)]), vec!["0,1 应为12"]),
        (table(&[cell(seven) + &cell(&end(1))]), vec!["0,1 迟了"]),
        (table(&[cell(&(end(0) + seven + &end(1)))]), vec!["0,0 应为12", "0,0 迟了"]),
        (
            paragraph("<w:r><w:t>题</w:t></w:r>")
                + &paragraph(&(seven.to_owned() + &end(1)))
                + &table(&[cell(seven)]),
            vec!["1,0 迟了"],
        ),
        (table(&[cell(&table(&[cell(&(seven.to_owned() + &end(1)))]))]), vec!["0,0 迟了"]),
        (table(&[cell(&end(9))]), vec![]),
    ] {
        assert_eq!(said(&body), expected, "{body}");
    }
}
