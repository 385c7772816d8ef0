//! The kind of a file by its first bytes: footage, sound and pictures by their signatures, office files by the names
//! in their containers, text by how it is laid out.
//!
//! A picture is what a camera or a scanner made of pixels. SVG is no picture here: it is a document that may
//! run scripts. Bytes that nothing is known of are of kind Other, and so is what somebody could start.

use super::super::package::{self, Package};
use super::super::sniff::{Kind, sniff};
use super::super::text;
use super::media;
use crate::problem::RefusalCode;
use crate::vocabulary::FileKind;

/// Bytes from which a kind is judged.
pub const HEAD: usize = 64 << 10;

/// What a file is by its first [`HEAD`] bytes; a container is told by the names that lie there.
pub fn kind(head: &[u8]) -> FileKind {
    let head = &head[..head.len().min(HEAD)];
    if let Some(kind) = media::kind(head) {
        return kind;
    }
    match sniff(head) {
        _ if is_program(head) => FileKind::Other,
        Kind::Zip(begins) => of_package(package::by_names(&names(&head[begins..]), stated(&head[begins..]))),
        Kind::Compound => by_streams(head),
        Kind::SpreadsheetXml | Kind::FlatSpreadsheet => FileKind::Table,
        Kind::Html if is_svg(head) => FileKind::Other,
        Kind::Html if is_of_excel(head) => FileKind::Table,
        Kind::Html => FileKind::Document,
        Kind::Mail => FileKind::Mail,
        Kind::Text => by_layout(head),
        Kind::OtherArchive => FileKind::Archive,
        Kind::Refused(code) => refused(code),
    }
}

/// Whether somebody could start it, whatever lies behind.
pub fn is_program(head: &[u8]) -> bool {
    head.starts_with(b"MZ") || head.starts_with(b"\x7fELF")
}

/// What a file is that no reader of tables reads.
pub fn refused(code: RefusalCode) -> FileKind {
    match code {
        RefusalCode::Picture => FileKind::Picture,
        RefusalCode::Pdf => FileKind::Pdf,
        RefusalCode::LegacyWord | RefusalCode::Ofd | RefusalCode::Xps => FileKind::Document,
        RefusalCode::Slides => FileKind::Slides,
        RefusalCode::OutlookMail => FileKind::Mail,
        _ => FileKind::Other,
    }
}

pub fn of_package(package: Package) -> FileKind {
    match package {
        Package::Workbook | Package::BinaryWorkbook | Package::OpenSpreadsheet => FileKind::Table,
        Package::Document | Package::OpenText => FileKind::Document,
        Package::Archive => FileKind::Archive,
        Package::Unusual => FileKind::Other,
        Package::Refused(code) => refused(code),
    }
}

/// Whether a spreadsheet program wrote this page.
pub fn is_of_excel(head: &[u8]) -> bool {
    ["office:excel", "Excel.Sheet"].iter().any(|mark| find(head, mark.as_bytes()).is_some())
}

fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|window| window == mark)
}

/// Names of an archive's first files, by the headers before them.
fn names(head: &[u8]) -> Vec<&str> {
    let headers = (0..head.len()).filter(|at| head[*at..].starts_with(b"PK\x03\x04"));
    headers.filter_map(|at| std::str::from_utf8(name(&head[at..])?).ok()).collect()
}

/// The name in a header of an archive's file.
fn name(header: &[u8]) -> Option<&[u8]> {
    header.get(30..30 + usize::from(u16::from_le_bytes([*header.get(26)?, *header.get(27)?])))
}

/// What a document states to be in its first file, uncompressed.
fn stated(head: &[u8]) -> Option<&[u8]> {
    const NAME: &[u8] = b"mimetype";
    const MOST: usize = 100;
    if name(head)? != NAME {
        return None;
    }
    let begins = 30 + NAME.len() + usize::from(u16::from_le_bytes([head[28], head[29]]));
    let rest = head.get(begins..)?;
    let is_of_type = |byte: &u8| byte.is_ascii_alphanumeric() || b"/.-+".contains(byte);
    let length = rest.iter().take(MOST).take_while(|byte| is_of_type(byte)).count();
    let rest = &rest[..length];
    Some(find(rest, b"PK").map_or(rest, |next| &rest[..next]))
}

/// What a compound file holds, by the names that lie in what there is of it.
fn by_streams(head: &[u8]) -> FileKind {
    let holds = |name: &str| {
        let wide: Vec<u8> = format!("{name}\0").encode_utf16().flat_map(u16::to_le_bytes).collect();
        find(head, &wide).is_some()
    };
    STREAMS.iter().find(|(name, _)| holds(name)).map_or(FileKind::Other, |(_, kind)| *kind)
}

/// Streams of a compound file's root, and what a file is that has them; the first one decides.
pub const STREAMS: [(&str, FileKind); 7] = [
    ("EncryptedPackage", FileKind::Other),
    ("PowerPoint Document", FileKind::Slides),
    ("__properties_version1.0", FileKind::Mail),
    ("Workbook", FileKind::Table),
    ("Book", FileKind::Table),
    ("WordDocument", FileKind::Document),
    ("MatOST", FileKind::Document),
];

/// Text is a document, unless its lines have as many cells each; bytes that are no text are something else.
fn by_layout(head: &[u8]) -> FileKind {
    let Some(text) = beginning(head) else { return FileKind::Other };
    let start = text.trim_start();
    match () {
        () if start.starts_with('<') && text.contains("Word.Document") => FileKind::Document,
        () if start.starts_with('<') => FileKind::Other,
        () if is_table(&text) => FileKind::Table,
        () => FileKind::Document,
    }
}

/// The text that a head begins; the last character may be cut in the middle.
fn beginning(head: &[u8]) -> Option<String> {
    const LONGEST: usize = 4;
    let cuts = if head.len() < HEAD { 1 } else { LONGEST };
    (0..cuts).find_map(|cut| text::decode(&head[..head.len() - cut]).ok())
}

/// At least two lines, each with as many commas or tabs as the first.
fn is_table(text: &str) -> bool {
    const LINES: usize = 20;
    let whole = text.rsplit_once('\n').map_or(text, |(whole, _)| whole);
    let lines: Vec<&str> = whole.lines().filter(|line| !line.trim().is_empty()).take(LINES).collect();
    let even = |separator: char| {
        let count = |line: &&str| line.matches(separator).count();
        lines.len() > 1 && count(&lines[0]) > 0 && lines.iter().all(|line| count(line) == count(&lines[0]))
    };
    even(',') || even('\t')
}

/// Whether the first element is that of a drawing.
fn is_svg(head: &[u8]) -> bool {
    const FAR: usize = 8192;
    let letters: Vec<u8> = head.iter().take(FAR).copied().filter(|byte| *byte != 0).collect();
    let text = String::from_utf8_lossy(&letters).to_ascii_lowercase();
    let mut rest = text.as_str();
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let aside = rest.starts_with("<!--").then_some("-->");
        let aside = aside.or_else(|| rest.starts_with("<?").then_some("?>"));
        let aside = aside.or_else(|| rest.starts_with("<!").then_some(">"));
        match aside.map(|end| rest.find(end)) {
            Some(Some(end)) => rest = &rest[end + 1..],
            Some(None) => return false,
            None => {
                let name = rest.split([' ', '\t', '\r', '\n', '>', '/']).next().unwrap_or_default();
                return name == "<svg" || name.ends_with(":svg");
            }
        }
    }
    false
}

#[cfg(test)]
mod tests;
