//! 文件: the bytes of a file become a grid, or a refusal that says why not.
//!
//! Whatever an office sends is judged by its bytes, never by its name, and whatever can be read ends as
//! the same [`Grid`]: recognition knows no formats. A file is read right or refused; nothing is guessed
//! in between. The readers are the only code that meets hostile bytes, so they run in a worker process
//! (`worker`, `pool`); [`read`] itself is what the worker calls, and nobody else but tests.
//!
//! The modules stand in reading order: `limits` (what a file may cost) and `sniff` (what it is); the two kinds of
//! container, ZIP (`container` with `package` and `xml`) and OLE2 (`compound` with `unlock`); `gathering` (a grid
//! while it grows) and what cells of every format have in common, from what a stored number means (`figure`) to
//! what speaks for a stored result (`formula`); one module a format; `prose` with `odt` and `pdf` (the words of
//! a notice, out of the same readers); `look` (what is seen of a file that is not read for figures); the `second_reader`; the `worker` process and
//! the `pool` that keeps them; and last what this program writes itself: what it says of a file within that file
//! (`annotated`), a superior's blank file with figures in it (`filled`), and above all the `workbook`.
//!
//! Spreadsheets are read by our own readers rather than by calamine where a wrong file could be read
//! wrongly in silence: calamine takes string number 0 for an index that is no number, wraps cell
//! addresses around, allocates by corner cells and by declared counts, reads a cut OLE2 file as far as
//! it goes, and inflates each sheet without its checksum. Guarding it meant inflating every part twice,
//! which cost more than reading the few elements that matter. It is the second reader: what a figure's cell
//! holds by its reading is asked for where a form was found (`second_reader`).

pub mod limits;
pub mod contents;
mod refused;
pub mod sniff;
pub mod archive_start;
pub mod locked;

pub mod container;
pub mod package;
pub mod relationships;
pub mod xml;
pub mod encoded_xml;
pub mod compound;
mod unlock;

pub mod gathering;
pub mod figure;
pub mod number_format;
pub mod colour;
pub mod note;
pub mod print_words;
pub mod formula;

pub mod xlsx;
pub mod xlsb;
pub mod xls;
pub mod ods;
pub mod spreadsheet_xml;
pub mod html;
pub mod text;
pub mod delimited;
pub mod docx;
pub mod doc;
pub mod archive;
pub mod mail;
pub mod prose;
mod odt;
mod pdf;
pub mod look;

pub mod second_reader;
pub mod annotated;
mod grown;
pub mod filled;

pub mod layers;
pub mod worker;
pub mod pool;
pub mod frame;
pub mod confine;

pub mod workbook;
pub mod word;
pub mod separated;
pub mod tidy_text;
pub mod bundle;
pub mod parcel;
pub mod example;

pub use contents::{Contents, Level};
pub use layers::{Layer, Layers};
pub use limits::Limits;
pub use pool::{Pool, ReadFile, ReadMember};

use crate::problem::{Refusal, RefusalCode};
use crate::submit::annotation::take_out;

use compound::Compound;
use container::Container;
use package::Package;
use refused::{damaged, too_large};
use sniff::Kind;

/// Reads a file, whatever it is, without what this program wrote into it before. Only a worker process should meet a stranger's bytes.
pub fn read(bytes: &[u8], level: Level, limits: &Limits) -> Result<Contents, Refusal> {
    if bytes.len() as u64 > level.most(limits) {
        return Err(too_large(format!("{} bytes", bytes.len())));
    }
    let mut contents = read_kind(bytes, level, limits)?;
    if let Contents::Grid(grid) = &mut contents {
        take_out(grid);
    }
    Ok(contents)
}

fn read_kind(bytes: &[u8], level: Level, limits: &Limits) -> Result<Contents, Refusal> {
    let refuse = |code, detail: &str| Err(Refusal::new(code, detail));
    match sniff::sniff(bytes) {
        Kind::Refused(code) => refuse(code, "by its signature"),
        Kind::OtherArchive if level == Level::Member => refuse(RefusalCode::NestedArchive, "archive"),
        Kind::OtherArchive => refuse(RefusalCode::OtherArchive, "archive that is no ZIP"),
        Kind::Zip(begins) => read_zip(&bytes[begins..], level, limits),
        Kind::Compound => read_compound(bytes, level, limits),
        Kind::Html => html::read(bytes, limits).map(Contents::Grid),
        Kind::SpreadsheetXml => spreadsheet_xml::read(bytes, limits).map(Contents::Grid),
        Kind::FlatSpreadsheet => ods::read_flat(bytes, limits).map(Contents::Grid),
        Kind::Mail => read_mail(bytes, level, limits),
        Kind::Text => read_text(bytes, limits),
    }
}

/// Whether these bytes may be an archive or a mail: what a spreadsheet or a document is not, at a glance.
pub fn may_hold_files(bytes: &[u8]) -> bool {
    match sniff::sniff(bytes) {
        Kind::Zip(begins) => Container::open(&bytes[begins..], &Limits::sheet()).is_ok_and(|container| {
            let names: Vec<&str> = container.names().collect();
            package::by_names(&names, None) == Package::Archive
        }),
        Kind::Mail | Kind::OtherArchive => true,
        _ => false,
    }
}

fn read_zip(bytes: &[u8], level: Level, limits: &Limits) -> Result<Contents, Refusal> {
    let mut container = Container::open(bytes, limits)?;
    let refuse = |code, detail: &str| Err(Refusal::new(code, detail));
    match package::kind(&mut container)? {
        Package::Workbook => xlsx::read(container).map(Contents::Grid),
        Package::Document => docx::read(container).map(Contents::Grid),
        Package::Refused(code) => refuse(code, "another kind of document"),
        Package::OpenText => refuse(RefusalCode::Unsupported, "an OpenDocument text"),
        Package::Unusual => refuse(RefusalCode::Unsupported, "parts without a main one"),
        Package::Archive if level == Level::Member => refuse(RefusalCode::NestedArchive, "ZIP"),
        Package::Archive => archive::members(container).map(Contents::Members),
        Package::BinaryWorkbook => xlsb::read(container).map(Contents::Grid),
        Package::OpenSpreadsheet => ods::read(container).map(Contents::Grid),
    }
}

/// A mail, or a page that a spreadsheet or a browser saved with everything belonging to it in the form of one.
fn read_mail(bytes: &[u8], level: Level, limits: &Limits) -> Result<Contents, Refusal> {
    if let Some(grid) = mail::saved_page(bytes, limits)? {
        return Ok(Contents::Grid(grid));
    }
    match level {
        Level::Member => Err(Refusal::new(RefusalCode::NestedArchive, "mail")),
        Level::Received => mail::members(bytes, limits).map(Contents::Members),
        Level::Bundle => mail::everything(bytes, limits).map(Contents::Members),
    }
}

/// A table as text, where the bytes are text at all.
fn read_text(bytes: &[u8], limits: &Limits) -> Result<Contents, Refusal> {
    delimited::read(bytes, limits).map(Contents::Grid).map_err(|refusal| match refusal.code {
        RefusalCode::Unsupported | RefusalCode::Damaged if locked::looks_scrambled(bytes) => {
            Refusal::new(RefusalCode::MaybeLocked, refusal.detail)
        }
        _ => refusal,
    })
}

/// Streams by which a compound file shows that nobody reads it, and why.
const UNREAD: [(&str, RefusalCode); 5] = [
    ("\u{9}DRMContent", RefusalCode::RightsManaged),
    ("EncryptedPackage", RefusalCode::Encrypted),
    ("PowerPoint Document", RefusalCode::Slides),
    ("__properties_version1.0", RefusalCode::OutlookMail),
    // Of a document of Works.
    ("MatOST", RefusalCode::LegacyWord),
];

fn read_compound(bytes: &[u8], level: Level, limits: &Limits) -> Result<Contents, Refusal> {
    let compound = Compound::open(bytes)?;
    let refuse = |code, detail: &str| Err(Refusal::new(code, detail));
    if compound.has("EncryptedPackage") && locked::has_managed_rights(bytes) {
        return refuse(RefusalCode::RightsManaged, "an encrypted package with managed rights");
    }
    if let (Some(info), Some(package)) =
        (compound.stream("EncryptionInfo")?, compound.stream("EncryptedPackage")?)
        && let Ok(Some(package)) = unlock::package(&info, &package)
    {
        return read_zip(&package, level, limits);
    }
    if let Some((name, code)) = UNREAD.iter().find(|(name, _)| compound.has(name)) {
        return refuse(*code, name);
    }
    for name in ["Workbook", "Book"] {
        if let Some(stream) = compound.stream(name)? {
            return xls::read(&unlock::stream(&stream), limits).map(Contents::Grid);
        }
    }
    if compound.has("WordDocument") {
        return doc::read(&compound, limits, docx::story::Wanted::Tables).map(Contents::Grid);
    }
    refuse(RefusalCode::Unsupported, "another kind of compound file")
}

#[cfg(test)]
mod tests;
