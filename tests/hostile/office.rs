//! Office files made by hand, and the ways in which whole ones are damaged.

use std::io::{Cursor, Read, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn relationships(list: &[(&str, &str)]) -> String {
    let each = list.iter().enumerate().map(|(number, (kind, target))| {
        format!("<Relationship Id=\"r{}\" Type=\"{RELATIONSHIPS}/{kind}\" Target=\"{target}\"/>", number + 1)
    });
    format!("<Relationships>{}</Relationships>", each.collect::<String>())
}

/// A workbook of one sheet; `replaced` parts take the place of its own, and others are added.
pub fn workbook(replaced: &[(&str, &[u8])]) -> Vec<u8> {
    let package = relationships(&[("officeDocument", "xl/workbook.xml")]);
    let parts =
        relationships(&[("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")]);
    let own: [(&str, &[u8]); 6] = [
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", package.as_bytes()),
        (
            "xl/workbook.xml",
            b"<workbook><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
        ),
        ("xl/_rels/workbook.xml.rels", parts.as_bytes()),
        (
            "xl/worksheets/sheet1.xml",
            b"<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>",
        ),
        ("xl/sharedStrings.xml", b"<sst><si><t>ok</t></si></sst>"),
    ];
    let kept = own.iter().filter(|(name, _)| replaced.iter().all(|(other, _)| other != name));
    let all: Vec<(&str, &[u8])> = kept.chain(replaced).copied().collect();
    zip(&all)
}

/// A workbook with these rows.
pub fn rows(rows: &str) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    workbook(&[("xl/worksheets/sheet1.xml", sheet.as_bytes())])
}

pub fn document(body: &str) -> Vec<u8> {
    let package = relationships(&[("officeDocument", "word/document.xml")]);
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", package.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ])
}

pub fn open_spreadsheet(rows: &str) -> Vec<u8> {
    let content = format!(
        "<o:document-content><o:body><table:table table:name=\"S\">{rows}</table:table></o:body></o:document-content>"
    );
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<m/>"),
        ("content.xml", content.as_bytes()),
    ])
}

/// A compound file with one stream called Workbook in a chain of sectors.
pub fn compound(stream: &[u8], broken_chain: bool) -> Vec<u8> {
    let sectors = stream.len().div_ceil(512).max(8);
    let mut header = vec![0_u8; 512];
    header[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    for (at, value) in [(26, 3_u16), (28, 0xfffe), (30, 9), (32, 6)] {
        header[at..at + 2].copy_from_slice(&value.to_le_bytes());
    }
    for (at, value) in [(44, 1_u32), (48, 1), (56, 4096), (60, u32::MAX - 1), (68, u32::MAX - 1)] {
        header[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
    header[76..].fill(0xff);
    header[76..80].copy_from_slice(&0_u32.to_le_bytes());
    let mut table = vec![u32::MAX; 128];
    table[0] = u32::MAX - 2;
    table[1] = u32::MAX - 1;
    for (sector, next) in table.iter_mut().enumerate().skip(2).take(sectors) {
        *next = sector as u32 + 1;
    }
    table[1 + sectors] = if broken_chain { 2 } else { u32::MAX - 1 };
    let entry = |name: &str, kind: u8, child: u32, start: u32, size: u32| {
        let mut entry = vec![0_u8; 128];
        for (at, unit) in name.encode_utf16().enumerate() {
            entry[at * 2..at * 2 + 2].copy_from_slice(&unit.to_le_bytes());
        }
        entry[66] = kind;
        for (at, value) in [(68, u32::MAX), (72, u32::MAX), (76, child), (116, start), (120, size)] {
            entry[at..at + 4].copy_from_slice(&value.to_le_bytes());
        }
        entry
    };
    let mut directory = entry("Root Entry", 5, 1, u32::MAX - 1, 0);
    directory.extend(entry("Workbook", 2, u32::MAX, 2, sectors as u32 * 512));
    directory.resize(512, 0);
    let mut body = stream.to_vec();
    body.resize(sectors * 512, 0);
    let table: Vec<u8> = table.iter().flat_map(|word| word.to_le_bytes()).collect();
    [header, table, directory, body].concat()
}

/// An old workbook whose only sheet holds these records.
pub fn old_workbook(globals: &[u8], sheet: &[u8]) -> Vec<u8> {
    let begin = |kind: u8| record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let end = record(0x000a, &[]);
    let at = 20 + globals.len() + 13 + 4;
    let entry = [&(at as u32).to_le_bytes()[..], &[0, 0, 1, 0, b'S']].concat();
    let stream = [&begin(5)[..], globals, &record(0x0085, &entry), &end, &begin(0x10), sheet, &end].concat();
    compound(&stream, false)
}

pub fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

/// The file cut at every tenth, and just before its end.
pub fn cuts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let lengths = (0..10).map(|tenth| bytes.len() * tenth / 10).chain([bytes.len() - 1, bytes.len() - 3]);
    lengths.map(|length| (format!("cut to {length}"), bytes[..length].to_vec())).collect()
}

/// One byte changed in the data of every part, its checksum left as it was; packed and stored.
pub fn flips(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let stored = repack(bytes, &[]);
    let mut flipped = Vec::new();
    for (kind, bytes) in [("packed", bytes.to_vec()), ("stored", stored)] {
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes[..])).unwrap();
        for index in 0..archive.len() {
            let part = archive.by_index(index).unwrap();
            let (start, length) = (part.data_start().unwrap() as usize, part.compressed_size() as usize);
            for offset in [0, length / 3, length / 2, length.saturating_sub(1)] {
                if offset < length {
                    let mut changed = bytes.clone();
                    changed[start + offset] ^= 0x08;
                    flipped.push((format!("{kind} part {index} flipped at {offset}"), changed));
                }
            }
        }
    }
    flipped
}

/// Every part once more under its own name.
pub fn repeats(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    names.iter().map(|name| (format!("{name} repeated"), repack(bytes, &[name]))).collect()
}

/// The same parts stored, some of them twice. The writer refuses to write a name twice, so the copy gets
/// a name of the same length, which is then written over in the finished bytes.
fn repack(bytes: &[u8], twice: &[&str]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut copies = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut data = Vec::new();
        part.read_to_end(&mut data).unwrap();
        writer.start_file(&*name, options).unwrap();
        writer.write_all(&data).unwrap();
        if twice.contains(&name.as_str()) {
            let copy = "~".repeat(name.len());
            writer.start_file(&*copy, options).unwrap();
            writer.write_all(&data).unwrap();
            copies.push((copy, name));
        }
    }
    let mut bytes = writer.finish().unwrap().into_inner();
    for (copy, name) in copies {
        for at in 0..bytes.len() - copy.len() {
            if bytes[at..].starts_with(copy.as_bytes()) {
                bytes[at..at + name.len()].copy_from_slice(name.as_bytes());
            }
        }
    }
    bytes
}

/// Children of this process that have ended and were not waited for.
#[cfg(target_os = "linux")]
pub fn zombies() -> usize {
    let own = std::process::id().to_string();
    let is_zombie = |status: String| {
        let field = |name: &str| {
            status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("").trim().to_owned()
        };
        field("PPid:") == own && field("State:").starts_with('Z')
    };
    std::fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| std::fs::read_to_string(entry.ok()?.path().join("status")).ok())
        .filter(|status| is_zombie(status.clone()))
        .count()
}
