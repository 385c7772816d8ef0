//! What containers do that lie, and what is remembered of those that do not.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;
use crate::formats::xml::Node;
use crate::problem::RefusalCode;

fn packed(parts: &[(&str, &[u8])], method: zip::CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn judge(bytes: &[u8], limits: &Limits) -> Result<(), RefusalCode> {
    Container::open(bytes, limits).and_then(Container::finish).map_err(|refusal| refusal.code)
}

#[test]
fn a_container_is_judged_to_its_last_byte() {
    let stored = zip::CompressionMethod::Stored;
    let small = Limits { part: 100, unpacked: 200, entries: 3, ..Limits::sheet() };
    let long = [b'x'; 150];
    let flipped = {
        let mut bytes = packed(&[("a.xml", b"<a>123</a>")], stored);
        let at = bytes.windows(3).position(|window| window == b"123").unwrap();
        bytes[at] = b'9';
        bytes
    };
    let cut = packed(&[("a.xml", b"<a/>")], stored)[..60].to_vec();
    for (bytes, expected) in [
        (packed(&[("a.xml", b"<a/>"), ("b.png", &long)], stored), Ok(())),
        (packed(&[("a.xml", &long)], stored), Err(RefusalCode::TooLarge)),
        (packed(&[("a.png", &long), ("b.png", &long)], stored), Err(RefusalCode::TooLarge)),
        (packed(&[("a", b""), ("b", b""), ("c", b""), ("d", b"")], stored), Err(RefusalCode::TooLarge)),
        (packed(&[("a.xml", b"1"), ("A.XML", b"2")], stored), Err(RefusalCode::Damaged)),
        (packed(&[("../a", b"1")], stored), Err(RefusalCode::Damaged)),
        (packed(&[("a\\..\\..\\b", b"1")], stored), Err(RefusalCode::Damaged)),
        (packed(&[("a.xml", b"<!DOCTYPE a><a/>")], stored), Err(RefusalCode::Damaged)),
        (flipped, Err(RefusalCode::Damaged)),
        (cut, Err(RefusalCode::Damaged)),
    ] {
        assert_eq!(judge(&bytes, &small), expected);
    }
}

#[test]
fn whatever_does_not_fit_is_refused() {
    let deflated = zip::CompressionMethod::Deflated;
    let good = packed(&[("a.xml", b"<a>1111111111</a>"), ("b.png", b"1111111111")], deflated);
    let limits = Limits::sheet();
    assert_eq!(judge(&good, &limits), Ok(()));
    let at = |what: &[u8], by: usize| good.windows(4).position(|bytes| bytes == what).unwrap() + by;
    let (header, record) = (at(b"PK\x03\x04", 0), at(b"PK\x01\x02", 0));
    for (at, by, what) in [
        (header, 1, "no header"),
        (header + 30 + "a.xml".len() + 2, 1, "a byte of the content"),
        (record, 1, "no record"),
        (record + 16, 1, "another checksum"),
        (record + 20, 1, "another packed size"),
        (record + 24, 1, "a byte more or less"),
        (record + 24, 128, "many bytes more"),
        (record + 28, 1, "another length of its name"),
        (record + 42, 1, "a header elsewhere"),
        (good.len() - 22, 1, "no end"),
        (good.len() - 12, 3, "another count"),
    ] {
        let mut bytes = good.clone();
        bytes[at] ^= by;
        assert_eq!(judge(&bytes, &limits), Err(RefusalCode::Damaged), "{what}");
    }
    let mut bytes = good.clone();
    bytes[record + 8] |= 1;
    assert_eq!(judge(&bytes, &limits), Err(RefusalCode::Encrypted));
}

#[test]
fn a_part_is_found_however_a_reference_writes_its_name() {
    let bytes = packed(&[("xl/表 1.xml", b"<a/>"), ("xl/50%.xml", b"<a/>")], zip::CompressionMethod::Stored);
    let limits = Limits::sheet();
    let container = Container::open(&bytes, &limits).unwrap();
    for (name, found) in [
        ("xl/表 1.xml", Some(0)),
        ("/XL/表 1.XML", Some(0)),
        ("xl/%E8%A1%A8%201.xml", Some(0)),
        ("xl/50%.xml", Some(1)),
        ("xl/%zz.xml", None),
        ("xl/2.xml", None),
    ] {
        assert_eq!(container.index(name), found, "{name}");
    }
}

#[test]
fn names_are_read_as_chinese_windows_wrote_them() {
    let gbk = encoding_rs::GBK.encode("附件/统计表.xls").0.into_owned();
    assert_eq!(file_name(&gbk), "附件/统计表.xls");
    assert_eq!(file_name("附件\\表.xls".as_bytes()), "附件/表.xls");
}

#[test]
fn a_part_met_before_is_known_and_one_that_differs_in_anything_is_not() {
    let deflated = zip::CompressionMethod::Deflated;
    let theme = ("theme.xml", b"<a>1111111111111111</a>".as_slice());
    let (good, limits) = (packed(&[theme], deflated), Limits::sheet());
    let at = |what: &[u8], by: usize| good.windows(4).position(|bytes| bytes == what).unwrap() + by;
    let differing = [
        (at(b"PK\x01\x02", 16), "its checksum"),
        (at(b"PK\x01\x02", 24), "its size"),
        (at(b"PK\x03\x04", 30 + theme.0.len() + 2), "a byte of it"),
    ];
    for (place, what) in differing {
        assert_eq!(judge(&good, &limits), Ok(()));
        let mut bytes = good.clone();
        bytes[place] ^= 1;
        assert_eq!(judge(&bytes, &limits), Err(RefusalCode::Damaged), "{what}");
    }
    assert_eq!(judge(&packed(&[("sheet.xml", b"<b/>"), theme], deflated), &limits), Ok(()));
}

#[test]
fn a_part_met_before_means_to_each_reader_what_he_makes_of_it() {
    let bytes = packed(&[("a.xml", b"<a><b/></a>")], zip::CompressionMethod::Deflated);
    let limits = Limits::sheet();
    let count = |container: &mut Container<'_>| {
        let read = container.read_common_xml("a.xml", |xml| {
            let mut opened = 0_usize;
            while !matches!(xml.node()?, Node::End) {
                opened = opened.max(xml.depth());
            }
            Ok(opened)
        });
        read.unwrap().map(|depth| *depth)
    };
    let name = |container: &mut Container<'_>| {
        let read = container.read_common_xml("a.xml", |xml| match xml.node()? {
            Node::Open(tag) => Ok(tag.name().to_owned()),
            _ => Ok(String::new()),
        });
        read.unwrap().map(|name| name.to_string())
    };
    for _ in 0..2 {
        let mut container = Container::open(&bytes, &limits).unwrap();
        assert_eq!(count(&mut container), Some(2));
        assert_eq!(name(&mut container).as_deref(), Some("a"));
        assert!(container.finish().is_ok());
    }
}
