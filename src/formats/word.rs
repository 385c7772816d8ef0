//! A printed table becomes a .docx file, for offices that fill their forms in a word processor.
//!
//! The same rows as the workbook's: what stands inside the borders is a table, what stands around it are paragraphs;
//! merged cells span columns. Fonts, sizes and margins are those of the workbook. Parts and times are fixed, so that
//! the same sheet gives the same bytes. As in the workbook all is locked but where something is to be filled in
//! (`fields`), without a password.

mod escaped;
mod fields;
mod parts;
mod rows;

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::problem::Failure;
use crate::report::table::Sheet;

/// The bytes of a document with one sheet on it.
pub fn write(sheet: &Sheet, title: &str) -> Result<Vec<u8>, Failure> {
    written(sheet, title).map_err(|error| Failure::new(format!("文档“{title}”写不出来：{error}")))
}

fn written(sheet: &Sheet, title: &str) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, text) in [
        ("[Content_Types].xml", parts::TYPES.to_owned()),
        ("_rels/.rels", parts::RELATIONSHIPS.to_owned()),
        ("docProps/core.xml", parts::core(title)),
        ("word/_rels/document.xml.rels", parts::DOCUMENT_RELATIONSHIPS.to_owned()),
        ("word/styles.xml", parts::styles()),
        ("word/settings.xml", parts::settings(sheet)),
        ("word/footer1.xml", parts::footer(sheet)),
        ("word/document.xml", rows::document(sheet)),
    ] {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
