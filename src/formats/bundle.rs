//! One file that holds many: what a backup is written to and read from.
//!
//! A ZIP that any program opens. Every part is hashed while it is written; the list of parts with their hashes
//! comes last, under its own name. Reading gives a part only whole and with the right hash. The file appears
//! under its name when it is complete and on disk, not before.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use crate::vocabulary::hex::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The list of parts.
const LIST: &str = "manifest.json";

/// One part of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    pub bytes: u64,
    pub sha256: String,
}

/// A file that is being written.
pub struct Writer {
    zip: ZipWriter<BufWriter<File>>,
    partial: PathBuf,
    path: PathBuf,
    parts: Vec<Part>,
}

struct Hashing<W> {
    inner: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(buffer)?;
        self.hash.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hash.update(&buffer[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}

fn hashing<T>(inner: T) -> Hashing<T> {
    Hashing { inner, hash: Sha256::new(), bytes: 0 }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true)
}

/// A file that only its owner reads: a backup holds everything.
fn create_private(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

impl Writer {
    pub fn create(path: &Path) -> io::Result<Writer> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let partial = path.with_file_name(name);
        let zip = ZipWriter::new(BufWriter::new(create_private(&partial)?));
        Ok(Writer { zip, partial, path: path.to_owned(), parts: Vec::new() })
    }

    /// Adds a part that `fill` writes.
    pub fn add<T, E: From<io::Error>>(
        &mut self,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> Result<T, E>,
    ) -> Result<T, E> {
        self.zip.start_file(name, options()).map_err(io::Error::other)?;
        let mut out = hashing(&mut self.zip);
        let filled = fill(&mut out)?;
        let Hashing { hash, bytes, .. } = out;
        self.parts.push(Part { name: name.to_owned(), bytes, sha256: hex(&hash.finalize()) });
        Ok(filled)
    }

    /// Writes the list, which `list` makes of the parts, and puts the file in its place; its size.
    pub fn finish(mut self, list: impl FnOnce(Vec<Part>) -> String) -> io::Result<u64> {
        let text = list(std::mem::take(&mut self.parts));
        self.zip.start_file(LIST, options()).map_err(io::Error::other)?;
        self.zip.write_all(text.as_bytes())?;
        let file = self.zip.finish().map_err(io::Error::other)?;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        fs::rename(&self.partial, &self.path)?;
        Ok(file.metadata()?.len())
    }
}

/// A file that was written.
pub struct Bundle {
    zip: ZipArchive<BufReader<File>>,
}

impl Bundle {
    pub fn open(path: &Path) -> io::Result<Bundle> {
        let zip = ZipArchive::new(BufReader::new(File::open(path)?)).map_err(io::Error::other)?;
        Ok(Bundle { zip })
    }

    pub fn list(&mut self) -> io::Result<String> {
        let mut text = String::new();
        self.zip.by_name(LIST).map_err(io::Error::other)?.read_to_string(&mut text)?;
        Ok(text)
    }

    /// Parts that the archive holds, its list left out.
    pub fn names(&self) -> Vec<String> {
        let named = |name: Result<_, _>| name.map_or_else(|_| "?".to_owned(), std::borrow::Cow::into_owned);
        self.zip.file_names().map(named).filter(|name| name != LIST).collect()
    }

    /// Reads a part to its end; whether it is what the list says.
    pub fn is_whole(&mut self, part: &Part) -> io::Result<bool> {
        let Ok(file) = self.zip.by_name(&part.name) else { return Ok(false) };
        let mut content = hashing(file);
        // A damaged archive is no failure of reading: it is the answer.
        if io::copy(&mut content, &mut io::sink()).is_err() {
            return Ok(false);
        }
        Ok(content.bytes == part.bytes && hex(&content.hash.finalize()) == part.sha256)
    }

    /// A part, whole.
    pub fn bytes(&mut self, name: &str) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.zip.by_name(name).map_err(io::Error::other)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// A part, as it comes.
    pub fn read(&mut self, name: &str) -> io::Result<impl Read + use<'_>> {
        self.zip.by_name(name).map_err(io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_given_back_whole_and_a_damaged_one_is_noticed() {
        let path = std::env::temp_dir().join(format!("huibiao-bundle-{}.zip", std::process::id()));
        let mut writer = Writer::create(&path).unwrap();
        let fill = |text: &'static str| move |out: &mut dyn Write| out.write_all(text.as_bytes());
        writer.add("a", fill("甲")).unwrap();
        writer.add("b/c", fill("")).unwrap();
        let mut parts = Vec::new();
        writer
            .finish(|list| {
                parts = list;
                "[]".to_owned()
            })
            .unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let rights = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
            assert_eq!(rights, 0o600, "nobody else reads it");
        }
        let mut bundle = Bundle::open(&path).unwrap();
        assert_eq!(bundle.names(), ["a", "b/c"]);
        assert_eq!(bundle.bytes("a").unwrap(), "甲".as_bytes());
        assert!(parts.iter().all(|part| bundle.is_whole(part).unwrap()));
        assert!(!bundle.is_whole(&Part { sha256: "0".repeat(64), ..parts[0].clone() }).unwrap());
        assert!(!bundle.is_whole(&Part { name: "d".to_owned(), ..parts[0].clone() }).unwrap());
        fs::remove_file(&path).unwrap();
    }
}
