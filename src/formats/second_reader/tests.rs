//! Files that both readers read alike, whatever is odd about them, and files of which they take other figures.

use std::io::{Cursor, Read, Write};

use zip::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::super::{Contents, Level, Limits, read};
use super::hear;
use crate::form::builtin;
use crate::form::wording::Wording;
use crate::submit::recognise::Recogniser;
use crate::submit::second_reading::Spots;

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const ITEMS: [&str; 5] = [
    "普法宣传活动",
    "组织新闻发布会",
    "开展线上、线下消费教育活动",
    "受理消费者咨询情况",
    "受理消费者投诉情况",
];

const BY_SHEETJS: &[u8] = include_bytes!("../../../tests/formats/by_sheetjs.xlsb");

/// Where the second reader says another figure, and both readings.
fn asked_about(bytes: &[u8]) -> String {
    let limits = Limits::sheet();
    let Ok(Contents::Grid(grid)) = read(bytes, Level::Received, &limits) else { return "refused".to_owned() };
    let form = builtin::anchor();
    let recogniser = Recogniser::new(Wording::new(form.clone()), Some(2024));
    let mut readings = recogniser.recognise(&grid).expect("a form is found");
    let spots = Spots::of(&grid, &readings);
    let Some(heard) = hear(bytes, &spots.asked(), &limits) else { return "no second reading".to_owned() };
    spots.compare(&form, &heard, &mut readings);
    let findings = readings.iter().flat_map(|reading| &reading.findings);
    let asked = findings.filter(|finding| finding.code == "two-readings").map(|finding| {
        let place = finding.place.as_ref().map_or("", |place| &place.cell);
        let said = finding.sentence.split_once("一种读作").map_or("", |(_, said)| said);
        let said = said.split_once('；').map_or("", |(said, _)| said);
        format!("{place} {}", said.replace("，另一种读作", " "))
    });
    asked.collect::<Vec<_>>().join(", ")
}

fn packed(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn relationship(id: &str, kind: &str, target: &str) -> String {
    format!("<Relationship Id='{id}' Type='{RELATIONSHIPS}/{kind}' Target='{target}'/>")
}

/// A sheet of the form whose third figure is this cell, the others being 7.
fn worksheet(third: &str) -> String {
    let row = |(at, item): (usize, &&str)| {
        let row = at + 2;
        let figure = if at == 2 { third.to_owned() } else { "<c><v>7</v></c>".to_owned() };
        format!("<row r='{row}'><c r='A{row}' t='inlineStr'><is><t>{item}</t></is></c>{figure}</row>")
    };
    let rows: String = ITEMS.iter().enumerate().map(row).collect();
    format!(
        "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>类别</t></is></c>\
         <c r='B1' t='inlineStr'><is><t>数量</t></is></c></row>{rows}</sheetData></worksheet>"
    )
}

/// A workbook of that sheet; further relationships of the workbook, and further parts.
fn workbook(third: &str, relationships: &str, parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let styles = "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='0.00\"场\"'/></numFmts>\
                  <fonts><font/><font><strike/></font></fonts>\
                  <cellXfs><xf/><xf numFmtId='164'/><xf fontId='1'/><xf numFmtId='14'/></cellXfs></styleSheet>";
    let strings = "<sst><si><t>8</t></si><si><t>9</t></si>\
                   <si><r><rPr><strike/></rPr><t>80</t></r><r><t>85</t></r></si>\
                   <si><r><t>85</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>1</t></r></si></sst>";
    let of_book = [
        relationship("r1", "worksheet", "worksheets/sheet1.xml"),
        relationship("r2", "sharedStrings", "sharedStrings.xml"),
        relationship("r3", "styles", "styles.xml"),
        relationships.to_owned(),
    ];
    let book = format!(
        "<workbook xmlns:r='{RELATIONSHIPS}'><sheets><sheet name='表' sheetId='1' r:id='r1'/></sheets></workbook>"
    );
    let package = relationship("r1", "officeDocument", "xl/workbook.xml");
    let own = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("_rels/.rels", format!("<Relationships>{package}</Relationships>")),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships>{}</Relationships>", of_book.concat())),
        ("xl/worksheets/sheet1.xml", worksheet(third)),
        ("xl/sharedStrings.xml", strings.to_owned()),
        ("xl/styles.xml", styles.to_owned()),
    ];
    let own = own.into_iter().map(|(name, text)| (name, text.into_bytes()));
    packed(&own.chain(parts.iter().cloned()).collect::<Vec<_>>())
}

#[test]
fn a_workbook_is_asked_about_where_nothing_explains_the_difference() {
    for (third, expected) in [
        ("<c><v>12</v></c>", ""),
        ("<c><v>57.442100000000003</v></c>", ""),
        ("<c t='s'><v>1</v></c>", ""),
        ("<c t='str'><f>A1</f><v>12</v></c>", ""),
        ("<c><f>SUM(A1)</f></c>", ""),
        ("<c s='1'><v>12</v></c>", ""),
        ("<c s='2'><v>12</v></c>", ""),
        ("<c s='2' t='s'><v>1</v></c>", ""),
        ("<c s='3'><v>12</v></c>", ""),
        ("<c s='3'><v>45369</v></c>", ""),
        ("<c t='s'><v>2</v></c>", ""),
        ("<c t='s'><v>3</v></c>", ""),
        ("<c t='e'><v>#DIV/0!</v></c>", ""),
        ("<c t='b'><v>1</v></c>", ""),
        ("<c/>", ""),
        // An index that is not digits alone, a character by its number, a comment inside a number.
        ("<c t='s'><v> 1</v></c>", "B4 “9” “8”"),
        ("<c><v>1&#50;</v></c>", "B4 “12” “1”"),
        ("<c><v>1<!-- -->2</v></c>", "B4 “12” “1”"),
        ("<c><v><![CDATA[12]]></v></c>", "B4 “12” 空白"),
    ] {
        assert_eq!(asked_about(&workbook(third, "", &[])), expected, "{third}");
    }
}

#[test]
fn of_two_parts_by_one_name_each_reader_may_take_another() {
    let other = [("xl/worksheets/other.xml", worksheet("<c><v>13</v></c>").into_bytes())];
    let twice = relationship("r1", "worksheet", "worksheets/other.xml");
    assert_eq!(asked_about(&workbook("<c><v>12</v></c>", "", &other)), "");
    assert_eq!(asked_about(&workbook("<c><v>12</v></c>", &twice, &other)), "B4 “12” “13”");
}

/// The parts of a package, each as it is or changed.
fn repacked(package: &[u8], change: impl Fn(&str, Vec<u8>) -> Vec<(String, Vec<u8>)>) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(package)).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let (name, mut bytes) = (file.name().unwrap().into_owned(), Vec::new());
        file.read_to_end(&mut bytes).unwrap();
        parts.extend(change(&name, bytes));
    }
    let parts: Vec<(&str, Vec<u8>)> =
        parts.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    packed(&parts)
}

/// A binary sheet whose cells all name their column.
fn lengthened(sheet: &[u8]) -> Vec<u8> {
    let (mut long, mut rest, mut next) = (Vec::new(), sheet, 0_u32);
    while let [first, after @ ..] = rest {
        // Kinds and lengths of that sheet take one byte or two.
        let wide = usize::from(first & 0x80 != 0);
        let (kind, length) = (&rest[..=wide], &after[wide..]);
        let head = if length[0] & 0x80 != 0 { 2 } else { 1 };
        let size = usize::from(length[0] & 0x7f) | if head == 2 { usize::from(length[1]) << 7 } else { 0 };
        let data = &length[head..head + size];
        match kind {
            [12..=18] => {
                long.extend([kind[0] - 11, size as u8 + 4]);
                long.extend(next.to_le_bytes());
                next += 1;
            }
            _ => {
                long.extend_from_slice(kind);
                long.extend_from_slice(&length[..head]);
                next = if kind == [0] { 0 } else { next };
            }
        }
        if matches!(kind, [1..=11]) {
            next = u32::from(data[0]) + 1;
        }
        long.extend_from_slice(data);
        rest = &length[head + size..];
    }
    long
}

#[test]
fn a_binary_workbook_is_asked_about_as_well() {
    const SHEET: &str = "xl/worksheets/sheet1.bin";
    // Of cells that do not name their column it has no opinion.
    assert_eq!(asked_about(BY_SHEETJS), "");
    let long = repacked(BY_SHEETJS, |name, bytes| {
        vec![(name.to_owned(), if name == SHEET { lengthened(&bytes) } else { bytes })]
    });
    assert_eq!(asked_about(&long), "");
    let twice = repacked(&long, |name, bytes| match name {
        SHEET => {
            let number = bytes.windows(8).position(|word| word == 3000_f64.to_le_bytes()).unwrap();
            let mut copy = bytes.clone();
            copy[number..number + 8].copy_from_slice(&3001_f64.to_le_bytes());
            vec![(name.to_owned(), bytes), ("xl/worksheets/copy.bin".to_owned(), copy)]
        }
        "xl/_rels/workbook.bin.rels" => {
            let text = String::from_utf8(bytes).unwrap();
            let end = "</Relationships>";
            let again = relationship("rId1", "worksheet", "worksheets/copy.bin");
            vec![(name.to_owned(), text.replace(end, &format!("{again}{end}")).into_bytes())]
        }
        _ => vec![(name.to_owned(), bytes)],
    });
    assert_eq!(asked_about(&twice), "D14 “3000” “3001”");
}

/// An OpenDocument spreadsheet of the form with these rows after the head.
fn open_spreadsheet(rows: &str) -> Vec<u8> {
    let text = |words: &str| {
        format!("<table:table-cell office:value-type='string'><text:p>{words}</text:p></table:table-cell>")
    };
    let head = format!("<table:table-row>{}{}</table:table-row>", text("类别"), text("数量"));
    let content = format!(
        "<office:document-content><office:automatic-styles><style:style style:name='struck'>\
         <style:text-properties style:text-line-through-style='solid'/></style:style></office:automatic-styles>\
         <office:body><office:spreadsheet><table:table table:name='表'>{head}{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("META-INF/manifest.xml", b"<manifest:manifest/>".to_vec()),
        ("content.xml", content.into_bytes()),
    ])
}

#[test]
fn an_open_spreadsheet_is_asked_about_as_well() {
    let number = |attributes: &str, shown: &str| {
        format!(
            "<table:table-cell office:value-type='float' {attributes}><text:p>{shown}</text:p></table:table-cell>"
        )
    };
    let empty = "<table:table-row table:number-rows-repeated='3'><table:table-cell/></table:table-row>";
    let rows = |third: &str| {
        let row = |(at, item): (usize, &&str)| {
            let figure = if at == 2 { third.to_owned() } else { number("office:value='7'", "7") };
            format!(
                "<table:table-row><table:table-cell office:value-type='string'><text:p>{item}</text:p>\
                 </table:table-cell>{figure}</table:table-row>"
            )
        };
        ITEMS.iter().enumerate().map(row).collect::<String>()
    };
    for (third, expected) in [
        (number("office:value='12'", "12"), ""),
        (number("office:value='12'", "12.00场"), ""),
        (number("office:value='12' table:style-name='struck'", "12"), ""),
        (number("office:value='0.85'", "85%"), ""),
        ("<table:table-cell/>".to_owned(), ""),
        (
            "<table:table-cell office:value-type='string'><text:p>12场</text:p></table:table-cell>"
                .to_owned(),
            "",
        ),
    ] {
        let leading = rows(&third);
        assert_eq!(asked_about(&open_spreadsheet(&leading)), expected, "{third}");
        assert_eq!(asked_about(&open_spreadsheet(&format!("{empty}{leading}{empty}"))), expected, "{third}");
    }
}

#[test]
fn a_file_that_the_second_reader_cannot_open_is_not_compared() {
    let whole = workbook("<c><v>12</v></c>", "", &[]);
    for bytes in [&whole[..whole.len() / 2], b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"1,2", b""]
    {
        assert_eq!(hear(bytes, &[], &Limits::sheet()), None);
    }
}
