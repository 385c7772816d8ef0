//! What a file is, by its bytes. Its name is never asked: offices rename, and so do mail programs.
//!
//! Containers are only told apart from other files here; which kind of document a container holds is
//! seen inside it (`package`, `compound`). What no reader reads is told apart as well, so that each kind is
//! refused with advice of its own.

use crate::problem::RefusalCode;

use super::archive_start::archive_start;
use super::locked;

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// OOXML, OpenDocument, or an archive of files; where it begins.
    Zip(usize),
    /// OLE2: old Excel, WPS, old Word, encrypted OOXML.
    Compound,
    Html,
    /// The XML that Excel 2003 wrote.
    SpreadsheetXml,
    /// An OpenDocument spreadsheet as one XML file.
    FlatSpreadsheet,
    Mail,
    Text,
    /// An archive of a kind that is not opened.
    OtherArchive,
    /// A file that is never read.
    Refused(RefusalCode),
}

use Kind::{Compound, OtherArchive, Refused};

/// Signatures of files that are not text.
const SIGNATURES: [(&[u8], Kind); 28] = [
    (b"PK\x03\x04", Kind::Zip(0)),
    (b"PK\x05\x06", Kind::Zip(0)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Compound),
    (b"%PDF", Refused(RefusalCode::Pdf)),
    (b"\x89PNG", Refused(RefusalCode::Picture)),
    (b"\xff\xd8\xff", Refused(RefusalCode::Picture)),
    (b"GIF8", Refused(RefusalCode::Picture)),
    (b"II*\0", Refused(RefusalCode::Picture)),
    (b"MM\0*", Refused(RefusalCode::Picture)),
    (b"8BPS", Refused(RefusalCode::Picture)),
    (b"\xd7\xcd\xc6\x9a", Refused(RefusalCode::Picture)),
    (b"{\\rtf", Refused(RefusalCode::LegacyWord)),
    (b"\xdb\xa5-\0", Refused(RefusalCode::LegacyWord)),
    (b"7z\xbc\xaf\x27\x1c", OtherArchive),
    (b"Rar!\x1a\x07", OtherArchive),
    (b"\x1f\x8b\x08", OtherArchive),
    (b"BZh", OtherArchive),
    (b"\xfd7zXZ\0", OtherArchive),
    (b"\x28\xb5\x2f\xfd", OtherArchive),
    (b"MSCF\0", OtherArchive),
    (b"LZIP", OtherArchive),
    (b"MZ", Refused(RefusalCode::Program)),
    (b"\x7fELF", Refused(RefusalCode::Program)),
    (b"SQLite format 3\0", Refused(RefusalCode::Database)),
    (b"\0\x01\0\0Standard Jet DB\0", Refused(RefusalCode::Database)),
    (b"\0\x01\0\0Standard ACE DB\0", Refused(RefusalCode::Database)),
    // Spreadsheets of Works and 1-2-3.
    (b"\xff\0\x02\0", Refused(RefusalCode::Unsupported)),
    (b"\0\0\x1a\0", Refused(RefusalCode::Unsupported)),
];

/// Marks that stand further inside.
const INNER_MARKS: [(usize, &[u8], Kind); 4] = [
    (4, b"ftyp", Refused(RefusalCode::Picture)),
    (257, b"ustar", OtherArchive),
    (2, b"-lh5-", OtherArchive),
    (7, b"**ACE**", OtherArchive),
];

/// What a file is.
pub fn sniff(bytes: &[u8]) -> Kind {
    if bytes.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Refused(RefusalCode::Empty);
    }
    let kind = signed(bytes).or_else(|| markup(bytes)).unwrap_or(Kind::Text);
    // A program that unpacks itself, a mark or lines of a server before an archive: what lies behind is meant.
    let may_precede = matches!(kind, Kind::Text | Kind::Mail | Refused(RefusalCode::Program));
    match archive_start(bytes) {
        Some(begins) if may_precede => Kind::Zip(begins),
        _ => kind,
    }
}

fn signed(bytes: &[u8]) -> Option<Kind> {
    if let Some((_, kind)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Some(*kind);
    }
    let inner =
        INNER_MARKS.iter().find(|(at, mark, _)| bytes.get(*at..).is_some_and(|b| b.starts_with(mark)));
    if let Some((_, _, kind)) = inner {
        return Some(*kind);
    }
    let is_bitmap = bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]);
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    match () {
        () if is_bitmap || is_webp => Some(Refused(RefusalCode::Picture)),
        () if is_table_of_dbase(bytes) => Some(Refused(RefusalCode::Database)),
        () if locked::bears_a_mark(bytes) => Some(Refused(RefusalCode::Locked)),
        () => None,
    }
}

/// A version, the day of the last change, and a header that ends where it says, in a line end.
fn is_table_of_dbase(bytes: &[u8]) -> bool {
    let Some(head) = bytes.get(..32) else { return false };
    let length = usize::from(u16::from_le_bytes([head[8], head[9]]));
    matches!(head[0], 0x02 | 0x03 | 0x30 | 0x31 | 0x43 | 0x83 | 0x8b | 0xf5)
        && (1..=12).contains(&head[2])
        && (1..=31).contains(&head[3])
        && length > 64
        && (bytes.get(length - 1) == Some(&b'\r') || bytes.get(length.saturating_sub(264)) == Some(&b'\r'))
}

/// HTML, XML and mails begin with words.
fn markup(bytes: &[u8]) -> Option<Kind> {
    let head = readable(bytes);
    let head = head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if head.starts_with('<') {
        let lower = head.to_ascii_lowercase();
        let is_workbook = lower.contains("<workbook") || lower.contains("progid=\"excel.sheet\"");
        let is_flat =
            lower.contains("opendocument:xmlns:office") && lower.contains("opendocument.spreadsheet");
        return match () {
            () if is_flat => Some(Kind::FlatSpreadsheet),
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
    use RefusalCode::{Database, Empty, LegacyWord, Locked, Pdf, Picture, Program};

    #[test]
    fn bytes_tell_what_a_file_is() {
        let utf16: Vec<u8> = "\u{feff}<html><table>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let tar = [&[b'a'; 257][..], b"ustar\0"].concat();
        let dbase = [&b"\x03\x7c\x03\x16\x0b\0\0\0\x61\0\x20\0"[..], &[0; 84], b"\r"].concat();
        for (bytes, kind) in [
            (&b""[..], Refused(Empty)),
            (b" \r\n\0\0", Refused(Empty)),
            (b"PK\x03\x04...", Kind::Zip(0)),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Compound),
            (b"%PDF-1.4", Refused(Pdf)),
            (b"GIF89a", Refused(Picture)),
            (b"RIFF\0\0\0\0WEBP", Refused(Picture)),
            (b"BM\x36\0\0\0\0\0\0\0", Refused(Picture)),
            (b"BMW,1\n", Kind::Text),
            (b"{\\rtf1", Refused(LegacyWord)),
            (b"Rar!\x1a\x07\0", OtherArchive),
            (b"Rar!\x1a\x07\x01\0", OtherArchive),
            (&tar, OtherArchive),
            (b"MZ\0\0", Refused(Program)),
            (b"\0\x01\0\0Standard ACE DB\0", Refused(Database)),
            (&dbase, Refused(Database)),
            (b"\x62\x14\x23\x65\x03\0\x01\0", Refused(Locked)),
            (b"\xef\xbb\xbf<!DOCTYPE html><TABLE>", Kind::Html),
            (&utf16, Kind::Html),
            (b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn\">", Kind::SpreadsheetXml),
            (
                b"<?xml version='1.0'?><o:document xmlns:o='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
                  o:mimetype='application/vnd.oasis.opendocument.spreadsheet'>",
                Kind::FlatSpreadsheet,
            ),
            (b"Received: by a\r\nFrom: b\r\nDate: c\r\n\r\n", Kind::Mail),
            (b"name: 1\nfrom\n", Kind::Text),
            ("单位,数量\n".as_bytes(), Kind::Text),
        ] {
            assert_eq!(sniff(bytes), kind, "{bytes:?}");
        }
    }
}
