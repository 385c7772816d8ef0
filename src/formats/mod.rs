//! 文件: the bytes of a file become a grid, or a refusal that says why not.
//!
//! Whatever an office sends is judged by its bytes, never by its name, and whatever can be read ends as
//! the same [`Grid`]: recognition knows no formats. A file is read right or refused; nothing is guessed
//! in between. The readers are the only code that meets hostile bytes, so they run in a worker process
//! (`worker`, `pool`); [`read`] itself is what the worker calls, and nobody else but tests.
//!
//! Reading order: `limits` (what a file may cost), `sniff` (what it is), `container` with `directory`, `packed`
//! and `familiar`, `xml` and `compound` (the two kinds of container), `gathering` (a grid while it grows), `figure`
//! and `number_format` (what a stored number means), one file per format, then `worker`, `pool`, `frame` and
//! `confine`.
//!
//! Spreadsheets are read by our own readers rather than by calamine where a wrong file could be read
//! wrongly in silence: calamine takes string number 0 for an index that is no number, wraps cell
//! addresses around, allocates by corner cells and by declared counts, reads a cut OLE2 file as far as
//! it goes, and inflates each sheet without its checksum. Guarding it meant inflating every part twice,
//! which cost more than reading the few elements that matter. It is asked for a second opinion on .xlsb.

pub mod archive;
pub mod bundle;
pub mod compound;
pub mod confine;
pub mod container;
pub mod delimited;
pub mod directory;
pub mod doc;
pub mod docx;
pub mod familiar;
pub mod figure;
pub mod formula;
pub mod frame;
pub mod gathering;
pub mod html;
pub mod limits;
pub mod mail;
pub mod number_format;
pub mod ods;
pub mod packed;
pub mod pool;
pub mod print_words;
pub mod relationships;
pub mod sniff;
pub mod spreadsheet_xml;
pub mod text;
pub mod tidy_text;
pub mod workbook;
pub mod worker;
pub mod xls;
pub mod xlsb;
pub mod xlsx;
pub mod xml;

pub use limits::Limits;
pub use pool::{Pool, ReadFile, ReadMember};

use std::rc::Rc;

use crate::problem::{Refusal, RefusalCode};
use crate::submit::grid::Grid;

use archive::Member;
use compound::Compound;
use container::Container;
use familiar::Familiar;
use sniff::{Kind, Package};

/// What a file holds: a grid, or files of its own.
#[derive(Debug, PartialEq)]
pub enum Contents {
    Grid(Grid),
    Members(Vec<Member>),
}

/// Where a file lies: archives are opened one level deep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// A file as it was received.
    Received,
    /// A file out of an archive or a mail.
    Member,
}

/// Reads a file, whatever it is. Only a worker process should meet a stranger's bytes.
pub fn read(bytes: &[u8], level: Level, limits: &Limits) -> Result<Contents, Refusal> {
    read_among(bytes, level, limits, &Rc::default())
}

/// The same where parts of earlier files are remembered, all read within the same limits.
pub fn read_among(
    bytes: &[u8],
    level: Level,
    limits: &Limits,
    familiar: &Rc<Familiar>,
) -> Result<Contents, Refusal> {
    if bytes.len() as u64 > limits.file {
        return Err(too_large(format!("{} bytes", bytes.len())));
    }
    let refuse = |code, detail: &str| Err(Refusal::new(code, detail));
    match sniff::sniff(bytes) {
        Kind::Empty => refuse(RefusalCode::Empty, "no content"),
        Kind::Pdf => refuse(RefusalCode::Pdf, "PDF"),
        Kind::Picture => refuse(RefusalCode::Picture, "picture"),
        Kind::RichText => refuse(RefusalCode::LegacyWord, "rich text"),
        Kind::OtherArchive if level == Level::Member => refuse(RefusalCode::NestedArchive, "archive"),
        Kind::OtherArchive => refuse(RefusalCode::Unsupported, "archive that is no ZIP"),
        Kind::Unknown => refuse(RefusalCode::Unsupported, "unknown signature"),
        Kind::Zip => read_zip(bytes, level, limits, familiar),
        Kind::Compound => read_compound(bytes, limits),
        Kind::Html => html::read(bytes, limits).map(Contents::Grid),
        Kind::SpreadsheetXml => spreadsheet_xml::read(bytes, limits).map(Contents::Grid),
        Kind::Mail if level == Level::Member => refuse(RefusalCode::NestedArchive, "mail"),
        Kind::Mail => mail::members(bytes, limits).map(Contents::Members),
        Kind::Text => delimited::read(bytes, limits).map(Contents::Grid),
    }
}

fn read_zip(
    bytes: &[u8],
    level: Level,
    limits: &Limits,
    familiar: &Rc<Familiar>,
) -> Result<Contents, Refusal> {
    let mut container = Container::open_among(bytes, limits, Rc::clone(familiar))?;
    let refuse = |code, detail: &str| Err(Refusal::new(code, detail));
    let stated_type = container.stated_type()?;
    match sniff::package_kind(container.names(), stated_type.as_deref()) {
        Package::Workbook => xlsx::read(container).map(Contents::Grid),
        Package::Document => docx::read(container).map(Contents::Grid),
        Package::OtherDocument => refuse(RefusalCode::Unsupported, "another kind of document"),
        Package::Archive if level == Level::Member => refuse(RefusalCode::NestedArchive, "ZIP"),
        Package::Archive => archive::members(container).map(Contents::Members),
        Package::BinaryWorkbook => xlsb::read(bytes, container).map(Contents::Grid),
        Package::OpenSpreadsheet => ods::read(container).map(Contents::Grid),
    }
}

fn read_compound(bytes: &[u8], limits: &Limits) -> Result<Contents, Refusal> {
    let compound = Compound::open(bytes)?;
    let refuse = |code, detail: &str| Err(Refusal::new(code, detail));
    if compound.has("EncryptedPackage") {
        return refuse(RefusalCode::Encrypted, "an encrypted package");
    }
    for name in ["Workbook", "Book"] {
        if let Some(stream) = compound.stream(name)? {
            return xls::read(&stream, limits).map(Contents::Grid);
        }
    }
    if compound.has("WordDocument") {
        return doc::read(&compound, limits).map(Contents::Grid);
    }
    refuse(RefusalCode::Unsupported, "another kind of compound file")
}

fn damaged(detail: impl Into<String>) -> Refusal {
    Refusal::new(RefusalCode::Damaged, detail)
}

fn too_large(detail: impl Into<String>) -> Refusal {
    Refusal::new(RefusalCode::TooLarge, detail)
}
