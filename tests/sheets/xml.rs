//! Scraps of XML, and a ZIP around them.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Text made safe for element content and attribute values.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A ZIP file of named parts; a part called `mimetype` is stored, as its readers demand.
pub fn zipped<Content: AsRef<[u8]>>(parts: &[(&str, Content)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let method =
            if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method);
        zip.start_file(*name, options).expect("a part starts");
        zip.write_all(content.as_ref()).expect("memory takes it");
    }
    zip.finish().expect("the archive ends").into_inner()
}
