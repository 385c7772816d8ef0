//! Many files as one ZIP that is written while it is sent: nothing of it is held, nothing goes back.
//!
//! Sizes and sums stand behind each file, because the archive is read by nobody before it is whole. What is packed
//! already, pictures and footage, lies as it came. Where there are more files, or more bytes, than the first
//! format counts, the larger one (ZIP64) is used; a file that can be counted without it is written without it,
//! for old programs.

use std::io::{self, Write};

use chrono::{Datelike, Timelike};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::vocabulary::time::{Instant, beijing};

/// How a file lies in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    AsItIs,
    Packed,
}

/// An archive on its way to wherever it is written.
pub struct Parcel<W: Write> {
    zip: ZipWriter<StreamWriter<W>>,
}

impl<W: Write> Parcel<W> {
    pub fn new(out: W) -> Parcel<W> {
        Parcel { zip: ZipWriter::new_stream(out) }
    }

    /// Begins a file of so many bytes, which were received at this time.
    pub fn begin(&mut self, path: &str, bytes: u64, packing: Packing, received: Instant) -> io::Result<()> {
        let method = match packing {
            Packing::AsItIs => CompressionMethod::Stored,
            Packing::Packed => CompressionMethod::Deflated,
        };
        // A little of what cannot be packed grows.
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .large_file(bytes >= u64::from(u32::MAX) / 2)
            .last_modified_time(time(received));
        self.zip.start_file(path, options).map_err(io::Error::other)
    }

    /// Adds bytes to the file that was begun last.
    pub fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.zip.write_all(bytes)
    }

    /// Writes the list of all files, without which nobody takes the archive for whole.
    pub fn finish(self) -> io::Result<W> {
        let mut out = self.zip.finish().map_err(io::Error::other)?;
        out.flush()?;
        Ok(out.into_inner())
    }
}

/// The time on a clock in Beijing, as such archives note it.
fn time(instant: Instant) -> DateTime {
    let local = instant.with_timezone(&beijing());
    let [month, day, hour, minute, second] =
        [local.month(), local.day(), local.hour(), local.minute(), local.second()].map(|part| part as u8);
    let year = u16::try_from(local.year()).unwrap_or_default();
    DateTime::from_date_and_time(year, month, day, hour, minute, second).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;
    use crate::vocabulary::time::parse_instant;

    fn parcel(files: &[(&str, &[u8], Packing)]) -> Vec<u8> {
        let received = parse_instant("2024-03-20 09:30").unwrap();
        let mut parcel = Parcel::new(Vec::new());
        for (path, bytes, packing) in files {
            parcel.begin(path, bytes.len() as u64, *packing, received).unwrap();
            bytes.chunks(7).for_each(|piece| parcel.add(piece).unwrap());
        }
        parcel.finish().unwrap()
    }

    #[test]
    fn files_come_back_under_their_names() {
        let files = [
            ("沂源县/370320001 城关所/活动总结.docx", "总结".repeat(100).into_bytes(), Packing::Packed),
            ("沂源县/370320001 城关所/图片1.jpg", vec![0xff; 300], Packing::AsItIs),
            ("清单.xlsx", Vec::new(), Packing::Packed),
        ];
        let given: Vec<_> =
            files.iter().map(|(path, bytes, packing)| (*path, bytes.as_slice(), *packing)).collect();
        let mut archive = zip::ZipArchive::new(Cursor::new(parcel(&given))).unwrap();
        assert_eq!(archive.len(), files.len());
        for (at, (path, bytes, packing)) in files.iter().enumerate() {
            let mut file = archive.by_index(at).unwrap();
            assert_eq!(file.name().unwrap(), *path);
            assert_eq!(file.compression() == CompressionMethod::Stored, *packing == Packing::AsItIs);
            assert_eq!(
                file.last_modified().map(|time| (time.day(), time.hour(), time.minute())),
                Some((20, 9, 30))
            );
            let mut back = Vec::new();
            file.read_to_end(&mut back).unwrap();
            assert_eq!(&back, bytes);
        }
    }

    #[test]
    fn more_files_are_held_than_the_first_format_counts() {
        const MANY: usize = 65_535 + 10;
        let names: Vec<String> = (0..MANY).map(|at| format!("{at}")).collect();
        let files: Vec<(&str, &[u8], Packing)> =
            names.iter().map(|name| (name.as_str(), name.as_bytes(), Packing::AsItIs)).collect();
        let bytes = parcel(&files);
        assert!(bytes.windows(4).rev().take(200).any(|four| four == b"PK\x06\x06"), "the larger format");
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        assert_eq!(archive.len(), MANY);
        let mut last = String::new();
        archive.by_name("65544").unwrap().read_to_string(&mut last).unwrap();
        assert_eq!(last, "65544");
    }
}
