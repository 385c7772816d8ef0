//! Whole files of every kind that a clerk may send: what is read, and which refusal the others get.

#[path = "../../tests/sheets/ole.rs"]
mod ole;

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

use super::{Contents, Level, Limits, read};
use crate::problem::RefusalCode;

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The words of a file's cells, a hidden sheet's in brackets; or why it is refused.
fn words(bytes: &[u8]) -> Result<String, RefusalCode> {
    let of_sheet = |sheet: &crate::submit::grid::Sheet| {
        let cells: Vec<String> = sheet.cells.iter().map(|cell| cell.content.text()).collect();
        if sheet.visible { cells.join(" ") } else { format!("({})", cells.join(" ")) }
    };
    match read(bytes, Level::Received, &Limits::sheet()).map_err(|refusal| refusal.code)? {
        Contents::Grid(grid) => Ok(grid.sheets.iter().map(of_sheet).collect()),
        Contents::Members(members) => Ok(format!("{} members", members.len())),
    }
}

const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SHEET: &str = "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>单位</t></is></c>\
                     </row></sheetData></worksheet>";

fn references(list: &[(&str, &str)]) -> Vec<u8> {
    let each = list.iter().enumerate().map(|(number, (kind, target))| {
        format!("<Relationship Id='r{}' Type='{KIND}/{kind}' Target='{target}'/>", number + 1)
    });
    format!("<Relationships>{}</Relationships>", each.collect::<String>()).into_bytes()
}

/// A workbook whose parts lie in a folder, its sheet written in some encoding.
fn workbook_in(folder: &str, sheet: &[u8]) -> Vec<u8> {
    let main = format!("{folder}book.xml");
    let types = format!(
        "<Types><Override PartName='/{main}' ContentType='application/x.spreadsheetml.sheet.main+xml'/></Types>"
    );
    zip(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", &references(&[("officeDocument", &main)])),
        (&main, b"<workbook><sheets><sheet name='S' r:id='r1'/></sheets></workbook>"),
        (&format!("{folder}_rels/book.xml.rels"), &references(&[("worksheet", "s.xml")])),
        (&format!("{folder}s.xml"), sheet),
    ])
}

/// A workbook that lists these sheets and holds the first of them.
fn listing(sheets: &str) -> Vec<u8> {
    let list = format!("<workbook><sheets>{sheets}</sheets></workbook>");
    let parts = references(&[
        ("worksheet", "s.xml"),
        ("worksheet", "gone.xml"),
        ("chartsheet", "c.xml"),
        ("dialogsheet", "d.xml"),
    ]);
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", &references(&[("officeDocument", "xl/workbook.xml")])),
        ("xl/workbook.xml", list.as_bytes()),
        ("xl/_rels/workbook.xml.rels", &parts),
        ("xl/s.xml", SHEET.as_bytes()),
    ])
}

#[test]
fn a_workbook_is_read_wherever_its_parts_lie_and_whatever_they_are_written_in() {
    let declared = |name: &str| format!("<?xml version='1.0' encoding='{name}'?>{SHEET}");
    let wide: Vec<u8> =
        format!("\u{feff}{}", declared("UTF-16")).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let gbk = encoding_rs::GBK.encode(&declared("gb2312")).0.into_owned();
    for folder in ["", "book/", "XL/", "表/深/"] {
        assert_eq!(words(&workbook_in(folder, SHEET.as_bytes())).as_deref(), Ok("单位"), "{folder}");
    }
    for sheet in [wide, gbk] {
        assert_eq!(words(&workbook_in("xl/", &sheet)).as_deref(), Ok("单位"));
    }
    let no_references = zip(&[
        (
            "[Content_Types].xml",
            b"<Types><Override PartName='/b/w.xml' ContentType='x.sheet.main+xml'/></Types>",
        ),
        ("b/w.xml", b"<workbook><sheets><sheet name='S' r:id='r1'/></sheets></workbook>"),
        ("b/_rels/w.xml.rels", &references(&[("worksheet", "/s.xml")])),
        ("s.xml", SHEET.as_bytes()),
    ]);
    assert_eq!(words(&no_references).as_deref(), Ok("单位"));
}

#[test]
fn a_sheet_that_is_listed_and_not_there_matters_where_it_would_be_seen() {
    let sheet = |id: u32, state: &str| format!("<sheet name='{id}' r:id='r{id}' state='{state}'/>");
    let first = sheet(1, "visible");
    for (second, expected) in [
        (sheet(2, "hidden"), Ok("单位()")),
        (sheet(2, "veryHidden"), Ok("单位()")),
        (sheet(9, "hidden"), Ok("单位")),
        (sheet(2, "visible"), Err(RefusalCode::SheetMissing)),
        (sheet(9, "visible"), Err(RefusalCode::SheetMissing)),
        (sheet(3, "visible"), Ok("单位")),
        (sheet(4, "visible"), Ok("单位")),
    ] {
        assert_eq!(
            words(&listing(&(first.clone() + &second))).as_deref(),
            expected.as_ref().map(|w| *w),
            "{second}"
        );
    }
}

#[test]
fn what_is_never_read_is_refused_with_advice_that_fits() {
    use RefusalCode::*;
    let stream = |name: &str| ole::container(name, b"x");
    let scrambled: Vec<u8> = {
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        (0..4096).map(|_| next()).collect()
    };
    let managed: Vec<u8> = "DRMEncryptedDataSpace".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, code) in [
        (b"Rar!\x1a\x07\x01\0rest".to_vec(), OtherArchive),
        (b"7z\xbc\xaf\x27\x1crest".to_vec(), OtherArchive),
        (zip(&[("Index/Document.iwa", b"x"), ("Metadata/Properties.plist", b"x")]), AppleOffice),
        (zip(&[("OFD.xml", b"<OFD/>"), ("Doc_0/Document.xml", b"<D/>")]), Ofd),
        (zip(&[("[Content_Types].xml", b"<T/>"), ("FixedDocSeq.fdseq", b"<F/>")]), Xps),
        (zip(&[("[Content_Types].xml", b"<T/>"), ("ppt/presentation.xml", b"<p/>")]), Slides),
        (zip(&[("[Content_Types].xml", b"<T/>"), ("a.xml", b"<p/>")]), Unsupported),
        (stream("PowerPoint Document"), Slides),
        (stream("EncryptedPackage"), Encrypted),
        (ole::container("EncryptedPackage", &managed), RightsManaged),
        (stream("\u{9}DRMContent"), RightsManaged),
        (stream("__properties_version1.0"), OutlookMail),
        (stream("MatOST"), LegacyWord),
        (stream("Contents"), Unsupported),
        (b"\x62\x14\x23\x65\x03\0\0\x01".to_vec(), Locked),
        (b"%TSD-Header-###%\0\x01".to_vec(), Locked),
        (scrambled, MaybeLocked),
        (b"\0\x01\0\0Standard Jet DB\0".to_vec(), Database),
        (b"MZ\x90\0\x03".to_vec(), Program),
        (b"<html><frameset><frame src=a.files/sheet001.htm></frameset></html>".to_vec(), Frameset),
    ] {
        assert_eq!(words(&bytes), Err(code));
    }
}
