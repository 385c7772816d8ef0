//! Parts before and after: small packages made by hand, so that each change is seen where it is made.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::*;
use crate::submit::annotation::Line;
use crate::submit::grid::Said;
use crate::vocabulary::Severity;

const TYPES: &str = "<Types xmlns='t'><Default Extension='xml' ContentType='application/xml'/></Types>";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn package(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    archive.by_name(name).unwrap_or_else(|_| panic!("{name}")).read_to_string(&mut text).unwrap();
    text
}

fn relations(list: &[(&str, &str, &str)]) -> String {
    let one = |(id, kind, target): &(&str, &str, &str)| {
        format!("<Relationship Id='{id}' Type='{KIND}/{kind}' Target='{target}'/>")
    };
    format!("<Relationships>{}</Relationships>", list.iter().map(one).collect::<String>())
}

/// A workbook of one sheet, with parts that the sheet refers to.
fn workbook(sheet: &str, behind: &[(&str, &str, &str)]) -> Vec<(&'static str, String)> {
    let styles = format!(
        "<styleSheet xmlns='{MAIN}'><fonts count='2'><font/><font><color rgb='FFFFFFFF'/></font></fonts><fills count='3'><fill/><fill/><fill><patternFill patternType='solid'><fgColor rgb='FF1F4E79'/></patternFill></fill></fills><borders><border/></borders><cellXfs count='4'><xf numFmtId='0' fillId='0'/><xf numFmtId='0' fontId='1' fillId='2' borderId='0'><alignment horizontal='center'/></xf><xf fontId='1'/><xf numFmtId='2'/></cellXfs></styleSheet>"
    );
    let listed = relations(&behind.iter().map(|(kind, path, _)| (*path, *kind, *path)).collect::<Vec<_>>());
    vec![
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", relations(&[("r1", "officeDocument", "xl/workbook.xml")])),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns='{MAIN}' xmlns:q='{KIND}'><sheets><sheet name='表' sheetId='7' q:id='r1'/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            relations(&[("r1", "worksheet", "sheet.xml"), ("r2", "styles", "styles.xml")]),
        ),
        ("xl/styles.xml", styles),
        ("xl/sheet.xml", sheet.to_owned()),
        ("xl/_rels/sheet.xml.rels", listed),
    ]
}

fn said(places: &[(&str, Severity)]) -> Annotations {
    let line = |(cell, severity): &(&str, Severity)| Line {
        severity: *severity,
        place: Some(("表".to_owned(), (*cell).to_owned())),
        sentence: format!("第1项（{cell}）应为整数"),
        advice: "写成整数".to_owned(),
    };
    Annotations { lines: places.iter().map(line).collect() }
}

fn made(bytes: &[u8], annotations: &Annotations) -> Option<Vec<u8>> {
    annotate(bytes, annotations, &Limits::sheet()).unwrap().map(|edited| edited.bytes)
}

#[test]
fn cells_are_coloured_where_they_are_and_where_they_were_not_yet() {
    use Severity::{Hard, Hint, Query};
    for (sheet, places, expected) in [
        (
            "<sheetData><row r='2'><c r='B2' s='3'><v>5</v></c></row></sheetData>",
            &[("B2", Hard)][..],
            "<row r='2'><c r='B2' s='4'><v>5</v></c></row>",
        ),
        (
            "<sheetData><row r='2'><c r='B2'><v>5</v></c></row></sheetData>",
            &[("B2", Query)],
            "<c s=\"4\" r='B2'><v>5</v></c>",
        ),
        (
            "<sheetData><row r='2'><c r='B2' s='1'><v>5</v></c></row></sheetData>",
            &[("B2", Hint)],
            "<c r='B2' s='4'><v>5</v></c>",
        ),
        (
            "<sheetData><row r='2'><c r='C2'/></row></sheetData>",
            &[("B2", Hard), ("D2", Hard)],
            "<row r='2'><c r=\"B2\" s=\"4\"/><c r='C2'/><c r=\"D2\" s=\"4\"/></row>",
        ),
        (
            "<sheetData><row r='4'/></sheetData>",
            &[("A1", Hard), ("B4", Hard), ("A9", Hard)],
            "<row r=\"1\"><c r=\"A1\" s=\"4\"/></row><row r='4'><c r=\"B4\" s=\"4\"/></row><row r=\"9\"><c r=\"A9\" s=\"4\"/></row>",
        ),
        ("<sheetData/>", &[("A1", Hard)], "<sheetData><row r=\"1\"><c r=\"A1\" s=\"4\"/></row></sheetData>"),
        (
            "<cols><col min='1' max='1' style='3'/></cols><sheetData><row r='2' s='3' customFormat='1'/></sheetData>",
            &[("A1", Hard), ("F2", Hard)],
            "<row r=\"1\"><c r=\"A1\" s=\"4\"/></row><row r='2' s='3' customFormat='1'><c r=\"F2\" s=\"4\"/></row>",
        ),
        (
            "<sheetData><row r='2'><c r='B2' s='2'><v>5</v></c></row></sheetData>",
            &[("B2", Hard)],
            "<c r='B2' s='2'><v>5</v></c>",
        ),
        (
            "<sheetData><row r='2'><c r='B2'><v>5</v></c></row></sheetData><mergeCells><mergeCell ref='B2:C3'/></mergeCells>",
            &[("C3", Hard)],
            "<c s=\"4\" r='B2'><v>5</v></c>",
        ),
    ] {
        let sheet = format!("<worksheet xmlns='{MAIN}'>{sheet}<tableParts/></worksheet>");
        let bytes = made(&package(&workbook(&sheet, &[])), &said(places)).expect(expected);
        let text = part(&bytes, "xl/sheet.xml");
        assert!(text.contains(expected), "{text}\n{expected}");
        assert!(
            text.contains("<legacyDrawing xmlns:r=") && text.find("legacyDrawing") < text.find("tableParts")
        );
        assert!(part(&bytes, "xl/workbook.xml").contains("sheetId=\"8\" q:id=\"rIdHb1\"/></sheets>"));
    }
}

#[test]
fn white_words_get_a_dark_ground_and_keep_everything_else() {
    let sheet = format!(
        "<worksheet xmlns='{MAIN}'><sheetData><row r='1'><c r='A1' s='1'><v>5</v></c></row></sheetData></worksheet>"
    );
    let bytes = made(&package(&workbook(&sheet, &[])), &said(&[("A1", Severity::Hard)])).unwrap();
    let styles = part(&bytes, "xl/styles.xml");
    let own = "<xf applyFill=\"1\" numFmtId='0' fontId='1' fillId='3' borderId='0'><alignment horizontal='center'/></xf>";
    assert!(styles.contains("FF9C1C2B") && styles.contains(own), "{styles}");
    assert!(styles.contains("<fonts count='"), "{styles}");
}

#[test]
fn a_persons_comment_stays_beside_ours_and_threads_stay_as_they_are() {
    let notes = format!(
        "<comments xmlns='{MAIN}'><authors><author>王敏</author></authors><commentList><comment ref='A1' authorId='0'><text><t>应为66件</t></text></comment><comment ref='B1' authorId='0'><text><t>旧</t></text></comment></commentList></comments>"
    );
    let threads = "<ThreadedComments><threadedComment ref='B1'><text>应为77件</text></threadedComment></ThreadedComments>";
    let drawing = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><v:shape id=\"_x0000_s1030\"/></xml>";
    let sheet = format!(
        "<worksheet xmlns='{MAIN}' xmlns:r='{KIND}'><sheetData/><legacyDrawing r:id='d.vml'/></worksheet>"
    );
    let mut parts = workbook(
        &sheet,
        &[("comments", "c.xml", ""), ("threadedComment", "t.xml", ""), ("vmlDrawing", "d.vml", "")],
    );
    parts.extend([("xl/c.xml", notes), ("xl/t.xml", threads.to_owned()), ("xl/d.vml", drawing.to_owned())]);
    let bytes = package(&parts);
    let places = [("A1", Severity::Query), ("B1", Severity::Query), ("C1", Severity::Query)];
    let answer = made(&bytes, &said(&places)).expect("it can be edited");
    let comments = part(&answer, "xl/c.xml");
    assert!(
        comments.contains("<text><t>应为66件</t><r>")
            && comments.contains("<comment ref='B1' authorId='0'><text><t>旧</t></text>"),
        "{comments}"
    );
    assert!(
        comments.contains("<author>汇表</author>") && comments.contains("ref=\"C1\" authorId=\"1\""),
        "{comments}"
    );
    assert_eq!(part(&answer, "xl/t.xml"), threads);
    let slips = part(&answer, "xl/d.vml");
    assert!(
        slips.contains("_x0000_s1031\"") && !slips.contains("_x0000_s1032\""),
        "one slip for the new comment: {slips}"
    );
    let grid = match crate::formats::read(&answer, crate::formats::Level::Received, &Limits::sheet()).unwrap()
    {
        crate::formats::Contents::Grid(grid) => grid,
        other => panic!("{other:?}"),
    };
    let remarks: Vec<&Said> = grid.sheets[0].remarks.iter().map(|remark| &remark.said).collect();
    assert_eq!(remarks, [&Said::Comment("应为66件".to_owned()), &Said::Comment("应为77件".to_owned())]);
    assert_eq!(grid.sheets.len(), 1, "our list is no sheet");

    let again = made(&answer, &said(&[("C1", Severity::Hard)])).expect("it can be edited again");
    let comments = part(&again, "xl/c.xml");
    assert_eq!(comments.matches("汇表批注").count(), 2, "one is settled, one is new: {comments}");
    assert!(comments.contains("没有再发现") && comments.contains("【强制】"), "{comments}");
}

#[test]
fn what_cannot_be_edited_is_left() {
    let plain = format!("<worksheet xmlns='{MAIN}'><sheetData/></worksheet>");
    let strict = "<worksheet xmlns='http://purl.oclc.org/ooxml/spreadsheetml/main'><sheetData/></worksheet>";
    let signed = {
        let mut parts = workbook(&plain, &[]);
        parts.push(("_xmlsignatures/sig1.xml", "<s/>".to_owned()));
        package(&parts)
    };
    for (what, bytes, is_edited) in [
        ("plain", package(&workbook(&plain, &[])), true),
        ("strict", package(&workbook(strict, &[])), false),
        ("signed", signed, false),
        ("text", "序号,数量\n1,5\n".as_bytes().to_vec(), false),
    ] {
        assert_eq!(made(&bytes, &said(&[("A1", Severity::Hard)])).is_some(), is_edited, "{what}");
    }
}

#[test]
fn a_document_is_marked_at_its_cells_and_told_at_its_end() {
    let cell = |words: &str| {
        format!(
            "<w:tc><w:tcPr><w:tcW w:w='1'/><w:vAlign w:val='center'/></w:tcPr><w:p><w:pPr><w:jc w:val='left'/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"
        )
    };
    let row = |cells: &[&str]| {
        format!("<w:tr>{}</w:tr>", cells.iter().map(|words| cell(words)).collect::<String>())
    };
    let body = format!(
        "<w:p><w:r><w:t>填报单位：甲所</w:t></w:r></w:p><w:tbl>{}{}</w:tbl><w:p/><w:sectPr/>",
        row(&["项目", "数量"]),
        row(&["投诉", "5.5"])
    );
    let parts = [
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", relations(&[("r1", "officeDocument", "word/document.xml")])),
        ("word/document.xml", format!("<w:document xmlns:w='{WORDS}'><w:body>{body}</w:body></w:document>")),
        ("word/media/p.png", "picture".to_owned()),
    ];
    let mut annotations = said(&[("B2", Severity::Hard), ("正文第1段", Severity::Hint)]);
    annotations.lines.iter_mut().for_each(|line| line.place.as_mut().unwrap().0 = "表格1".to_owned());
    let bytes = made(&package(&parts), &annotations).expect("it can be edited");
    let document = part(&bytes, "word/document.xml");
    for expected in [
        "<w:tcW w:w='1'/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"FFC9CF\"/><w:vAlign w:val='center'/>",
        "<w:commentRangeStart w:id=\"1\"/><w:r><w:t>5.5</w:t></w:r><w:commentRangeEnd w:id=\"1\"/>",
        "<w:commentRangeStart w:id=\"0\"/><w:r><w:t>填报单位：甲所</w:t></w:r>",
        "<w:hyperlink w:anchor=\"hb_2\">",
    ] {
        assert!(document.contains(expected), "{document}\n{expected}");
    }
    assert!(document.ends_with("<w:sectPr/></w:body></w:document>"), "{document}");
    assert!(part(&bytes, "word/comments1.xml").contains("怎么改：写成整数"));
    assert_eq!(part(&bytes, "word/media/p.png"), "picture");
    let again = made(&bytes, &Annotations::default()).expect("it can be edited again");
    let document = part(&again, "word/document.xml");
    assert_eq!(document.matches("问题清单").count(), 1, "the list is written anew: {document}");
    assert!(!document.contains("FFC9CF"), "what is settled has no colour: {document}");
}
