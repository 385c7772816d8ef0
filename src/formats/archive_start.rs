//! Where a ZIP archive begins that does not begin the file.

/// The record that ends a directory, without its comment.
const END: usize = 22;

/// Where an archive begins whose directory ends a file, whatever stands before it: programs tolerate a stub, a mark
/// or lines of a server there, and count the archive's places from its own beginning or from the file's.
pub fn archive_start(bytes: &[u8]) -> Option<usize> {
    let from = bytes.len().saturating_sub(END + usize::from(u16::MAX));
    let tail = &bytes[from..];
    let is_end = |at: &usize| {
        let comment = short(tail, at + 20).map(usize::from);
        tail[*at..].starts_with(b"PK\x05\x06")
            && comment.is_some_and(|length| at + END + length == tail.len())
    };
    let end = (0..=tail.len().checked_sub(END)?).rev().find(is_end)?;
    let (length, start) = (long(tail, end + 12)? as usize, long(tail, end + 16)? as usize);
    let directory = (from + end).checked_sub(length)?;
    let begins = directory.checked_sub(start)?;
    let header = begins.checked_add(long(bytes.get(directory..)?, 42)? as usize)?;
    let whole =
        bytes[directory..].starts_with(b"PK\x01\x02") && bytes.get(header..)?.starts_with(b"PK\x03\x04");
    whole.then_some(begins)
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::CompressionMethod;
    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn packed(comment: &str) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, method) in
            [("a.xml", CompressionMethod::Stored), ("表/b.xml", CompressionMethod::Deflated)]
        {
            writer.start_file(name, SimpleFileOptions::default().compression_method(method)).unwrap();
            writer.write_all(b"<a>1111111111</a>").unwrap();
        }
        writer.set_comment(comment).unwrap();
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn an_archive_is_found_behind_what_stands_before_it() {
        let archive = packed("");
        let behind = |before: &[u8]| [before, &archive].concat();
        for before in [&b"\xef\xbb\xbf"[..], b"MZ\0\0stub", b"HTTP/1.1 200 OK\r\n\r\n"] {
            let bytes = behind(before);
            assert_eq!(archive_start(&bytes), Some(before.len()), "{before:?}");
        }
        assert_eq!(archive_start(&archive), Some(0));
        assert_eq!(archive_start(&packed("a comment")), Some(0));
        assert_eq!(archive_start(b"PK\x05\x06 is how an archive ends"), None);
        assert_eq!(archive_start(&archive[..archive.len() - 1]), None, "cut");
        assert_eq!(archive_start(&[&archive[..], b"behind"].concat()), None, "not at the end");
    }
}
