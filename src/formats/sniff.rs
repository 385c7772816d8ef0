//! What a file is, by its bytes. Its name is never asked: offices rename, and so do mail programs.
//!
//! Containers are only told apart from other files here; which kind of document a container holds is
//! seen inside it (`package_kind`, `compound`).

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Empty,
    /// OOXML, OpenDocument, or an archive of files.
    Zip,
    /// OLE2: old Excel, WPS, old Word, encrypted OOXML.
    Compound,
    Html,
    /// The XML that Excel 2003 wrote.
    SpreadsheetXml,
    Mail,
    Text,
    Pdf,
    Picture,
    RichText,
    /// An archive of a kind that is not opened.
    OtherArchive,
    Unknown,
}

/// What a ZIP container holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Package {
    Workbook,
    BinaryWorkbook,
    Document,
    OpenSpreadsheet,
    /// An Office or OpenDocument file that is no sheet and no document with tables.
    OtherDocument,
    Archive,
}

/// Signatures of files that are not text.
const SIGNATURES: [(&[u8], Kind); 22] = [
    (b"PK\x03\x04", Kind::Zip),
    (b"PK\x05\x06", Kind::Zip),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind::Compound),
    (b"%PDF", Kind::Pdf),
    (b"\x89PNG", Kind::Picture),
    (b"\xff\xd8\xff", Kind::Picture),
    (b"GIF8", Kind::Picture),
    (b"II*\0", Kind::Picture),
    (b"MM\0*", Kind::Picture),
    (b"8BPS", Kind::Picture),
    (b"\xd7\xcd\xc6\x9a", Kind::Picture),
    (b"{\\rtf", Kind::RichText),
    (b"\xdb\xa5-\0", Kind::RichText),
    (b"7z\xbc\xaf\x27\x1c", Kind::OtherArchive),
    (b"Rar!\x1a\x07", Kind::OtherArchive),
    (b"\x1f\x8b\x08", Kind::OtherArchive),
    (b"BZh", Kind::OtherArchive),
    (b"\xfd7zXZ\0", Kind::OtherArchive),
    (b"MSCF\0", Kind::OtherArchive),
    (b"MZ", Kind::Unknown),
    (b"\x7fELF", Kind::Unknown),
    (b"SQLite format 3\0", Kind::Unknown),
];

/// What a file is.
pub fn sniff(bytes: &[u8]) -> Kind {
    if bytes.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Kind::Empty;
    }
    if let Some((_, kind)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        // `BM…` and `RIFF…WEBP` need more than a prefix; see below.
        return *kind;
    }
    let is_bitmap = bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]);
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    let is_heic = bytes.get(4..8) == Some(b"ftyp");
    if is_bitmap || is_webp || is_heic {
        return Kind::Picture;
    }
    markup(bytes).unwrap_or(Kind::Text)
}

/// What a container holds, by the names of its parts and the type that OpenDocument states first.
pub fn package_kind(names: &[String], stated_type: Option<&[u8]>) -> Package {
    let within = |folder: &str| {
        names
            .iter()
            .any(|name| name.get(..folder.len()).is_some_and(|start| start.eq_ignore_ascii_case(folder)))
    };
    let holds = |part: &str| names.iter().any(|name| name.eq_ignore_ascii_case(part));
    match stated_type {
        Some(b"application/vnd.oasis.opendocument.spreadsheet") => return Package::OpenSpreadsheet,
        Some(b"application/vnd.oasis.opendocument.spreadsheet-template") => return Package::OpenSpreadsheet,
        Some(stated) if stated.starts_with(b"application/") => return Package::OtherDocument,
        _ => {}
    }
    if !holds("[Content_Types].xml") && !holds("_rels/.rels") {
        return Package::Archive;
    }
    match () {
        () if holds("xl/workbook.bin") => Package::BinaryWorkbook,
        () if within("xl/") => Package::Workbook,
        () if within("word/") => Package::Document,
        () => Package::OtherDocument,
    }
}

/// HTML, XML and mails begin with words.
fn markup(bytes: &[u8]) -> Option<Kind> {
    let head = readable(bytes);
    let head = head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if head.starts_with('<') {
        let lower = head.to_ascii_lowercase();
        let is_workbook = lower.contains("<workbook") || lower.contains("progid=\"excel.sheet\"");
        return match () {
            () if is_workbook && !lower.contains("<html") => Some(Kind::SpreadsheetXml),
            () if ["<html", "<table", "<!doctype html", "<head", "<body", "<meta", "<style", "<div"]
                .iter()
                .any(|tag| lower.contains(tag)) =>
            {
                Some(Kind::Html)
            }
            () => None,
        };
    }
    is_mail(head).then_some(Kind::Mail)
}

/// The first bytes as far as they are ASCII, also out of UTF-16.
fn readable(bytes: &[u8]) -> String {
    let head = &bytes[..bytes.len().min(8192)];
    head.iter()
        .filter(|byte| **byte != 0)
        .map(|byte| if byte.is_ascii() { *byte as char } else { '\u{fffd}' })
        .collect::<String>()
        .trim_start_matches('\u{fffd}')
        .to_owned()
}

/// A mail begins with header lines, and has at least two that every mail has.
fn is_mail(head: &str) -> bool {
    let is_header = |line: &str| {
        let name = line.split(':').next().unwrap_or("");
        !name.is_empty()
            && name.len() < line.len()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let mut lines = head.lines();
    if !lines.next().is_some_and(is_header) {
        return false;
    }
    let known = ["from:", "date:", "mime-version:", "received:", "subject:", "content-type:", "message-id:"];
    let block = head.split("\r\n\r\n").next().unwrap_or(head).to_ascii_lowercase();
    known.iter().filter(|name| block.lines().any(|line| line.starts_with(**name))).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_tell_what_a_file_is() {
        let utf16: Vec<u8> = "\u{feff}<html><table>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, kind) in [
            (&b""[..], Kind::Empty),
            (b" \r\n\0\0", Kind::Empty),
            (b"PK\x03\x04...", Kind::Zip),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind::Compound),
            (b"%PDF-1.4", Kind::Pdf),
            (b"GIF89a", Kind::Picture),
            (b"RIFF\0\0\0\0WEBP", Kind::Picture),
            (b"BM\x36\0\0\0\0\0\0\0", Kind::Picture),
            (b"BMW,1\n", Kind::Text),
            (b"{\\rtf1", Kind::RichText),
            (b"Rar!\x1a\x07\0", Kind::OtherArchive),
            (b"MZ\0\0", Kind::Unknown),
            (b"\xef\xbb\xbf<!DOCTYPE html><TABLE>", Kind::Html),
            (&utf16, Kind::Html),
            (b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn\">", Kind::SpreadsheetXml),
            (b"Received: by a\r\nFrom: b\r\nDate: c\r\n\r\n", Kind::Mail),
            (b"name: 1\nfrom\n", Kind::Text),
            ("单位,数量\n".as_bytes(), Kind::Text),
        ] {
            assert_eq!(sniff(bytes), kind, "{bytes:?}");
        }
    }

    #[test]
    fn parts_tell_what_a_container_holds() {
        let kind = |names: &[&str], stated: Option<&[u8]>| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            package_kind(&names, stated)
        };
        let types = "[Content_Types].xml";
        assert_eq!(kind(&[types, "xl/workbook.xml"], None), Package::Workbook);
        assert_eq!(kind(&[types, "xl/workbook.bin"], None), Package::BinaryWorkbook);
        assert_eq!(kind(&[types, "word/document.xml"], None), Package::Document);
        assert_eq!(kind(&[types, "ppt/presentation.xml"], None), Package::OtherDocument);
        assert_eq!(kind(&["甲.xlsx", "乙/丙.xls"], None), Package::Archive);
        let stated = b"application/vnd.oasis.opendocument.spreadsheet";
        assert_eq!(kind(&["mimetype", "content.xml"], Some(stated)), Package::OpenSpreadsheet);
    }
}
