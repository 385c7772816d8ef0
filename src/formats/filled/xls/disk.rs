//! The compound file around an old workbook's stream: judged before, held against itself afterwards.
//!
//! Only the workbook's stream is written, where it lies; the crate `cfb` finds room for what it is longer by. Every
//! other stream and every folder of the file is compared with what it was, and what is said of each: name, class,
//! marks, times. A file whose disk is not in order is left alone here, although it may be read.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::PathBuf;
use std::time::SystemTime;

use cfb::CompoundFile;

use super::super::super::damaged;
use crate::problem::{Refusal, Unfilled};

/// Streams and folders by which a file shows that it must not be changed.
const MARKS: [(&str, Unfilled); 7] = [
    ("EncryptedPackage", Unfilled::Encrypted),
    ("\u{9}DRMContent", Unfilled::Encrypted),
    ("_signatures", Unfilled::Signed),
    ("_xmlsignatures", Unfilled::Signed),
    ("Revision Log", Unfilled::Shared),
    ("User Names", Unfilled::Shared),
    // What Excel 5 and 95 read: it would hold the old cells.
    ("Book", Unfilled::Older),
];

/// An opened file with a workbook in it.
pub struct Disk {
    file: CompoundFile<Cursor<Vec<u8>>>,
    workbook: PathBuf,
    before: BTreeMap<PathBuf, Entry>,
}

/// A stream or a folder.
#[derive(PartialEq)]
struct Entry {
    class: [u8; 16],
    marks: u32,
    times: [SystemTime; 2],
    content: Option<Vec<u8>>,
}

impl Disk {
    pub fn open(bytes: &[u8]) -> Result<Disk, Unfilled> {
        let mut file = CompoundFile::open(Cursor::new(bytes.to_vec())).map_err(broken)?;
        let named = |name: &str| {
            let mut root = file.read_root_storage();
            root.find(|entry| entry.name().eq_ignore_ascii_case(name)).map(|entry| entry.path().to_owned())
        };
        if let Some((_, why)) = MARKS.iter().find(|(name, _)| named(name).is_some()) {
            return Err(why.clone());
        }
        let Some(workbook) = named("Workbook") else {
            return Err(match named("WordDocument") {
                Some(_) => Unfilled::OldDocument,
                None => damaged("no workbook in it").into(),
            });
        };
        let before = entries(&mut file)?;
        Ok(Disk { file, workbook, before })
    }

    /// The workbook's stream.
    pub fn stream(&self) -> Result<&[u8], Refusal> {
        let entry = self.before.get(&self.workbook);
        entry.and_then(|entry| entry.content.as_deref()).ok_or_else(|| damaged("a folder for a workbook"))
    }

    /// The file with another workbook's stream in it.
    pub fn write(mut self, made: &[u8]) -> Result<Vec<u8>, Refusal> {
        let mut stream = self.file.open_stream(&self.workbook).map_err(broken)?;
        stream.set_len(made.len() as u64).map_err(broken)?;
        stream.write_all(made).and_then(|()| stream.flush()).map_err(broken)?;
        drop(stream);
        self.file.flush().map_err(broken)?;
        let bytes = self.file.into_inner().into_inner();
        let mut again = CompoundFile::open(Cursor::new(bytes)).map_err(broken)?;
        let mut after = entries(&mut again)?;
        let mut expected = self.before;
        if let Some(workbook) = expected.get_mut(&self.workbook) {
            workbook.content = Some(made.to_vec());
        }
        expected.retain(|path, entry| after.remove(path).as_ref() != Some(entry));
        match (expected.is_empty(), after.is_empty()) {
            (true, true) => Ok(again.into_inner().into_inner()),
            _ => Err(damaged("another stream than the workbook's has changed")),
        }
    }
}

fn entries(file: &mut CompoundFile<Cursor<Vec<u8>>>) -> Result<BTreeMap<PathBuf, Entry>, Refusal> {
    let walked: Vec<cfb::Entry> = file.walk().collect();
    let mut entries = BTreeMap::new();
    for entry in walked {
        let mut content = None;
        if entry.is_stream() {
            let mut bytes = Vec::new();
            let mut stream = file.open_stream(entry.path()).map_err(broken)?;
            stream.read_to_end(&mut bytes).map_err(broken)?;
            content = Some(bytes);
        }
        let times = [entry.created(), entry.modified()];
        let (class, marks) = (*entry.clsid().as_bytes(), entry.state_bits());
        entries.insert(entry.path().to_owned(), Entry { class, marks, times, content });
    }
    Ok(entries)
}

fn broken(error: std::io::Error) -> Refusal {
    damaged(format!("the disk of a compound file: {error}"))
}
