//! The package of an Office file while some of its parts are changed: all others are copied as they lie there,
//! packed, to the last byte.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::super::container::Container;
use super::super::limits::Limits;
use super::super::relationships::{self, Relationship};
use super::super::{damaged, too_large};
use super::scan::{Splices, element, pieces};
use crate::problem::Refusal;

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES: &str = "[Content_Types].xml";

/// A package and what is to become of its parts.
pub struct Parts<'a> {
    bytes: &'a [u8],
    pub container: Container<'a>,
    /// New contents, by the place of the part.
    changed: BTreeMap<usize, String>,
    added: Vec<(String, String)>,
}

impl<'a> Parts<'a> {
    /// Nothing where somebody signed the package: any change would break the signature.
    pub fn editable(bytes: &'a [u8], limits: &'a Limits) -> Result<Option<Parts<'a>>, Refusal> {
        let container = Container::open(bytes, limits)?;
        let is_signed = container.names().any(|name| name.to_ascii_lowercase().starts_with("_xmlsignatures"));
        let parts = Parts { bytes, container, changed: BTreeMap::new(), added: Vec::new() };
        Ok((!is_signed).then_some(parts))
    }

    pub fn has(&self, name: &str) -> bool {
        self.container.index(name).is_some() || self.added(name).is_some()
    }

    fn added(&self, name: &str) -> Option<usize> {
        self.added.iter().position(|(known, _)| known.eq_ignore_ascii_case(name))
    }

    /// A part's text as it stands now; nothing where there is no such part, or where it is not written in UTF-8.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        if let Some(added) = self.added(name) {
            return Ok(Some(self.added[added].1.clone()));
        }
        let Some(index) = self.container.index(name) else { return Ok(None) };
        if let Some(text) = self.changed.get(&index) {
            return Ok(Some(text.clone()));
        }
        let bytes = self.container.bytes(index)?;
        let text = String::from_utf8(bytes).ok().filter(|text| is_unicode(text));
        Ok(text.map(|text| text.trim_start_matches('\u{feff}').to_owned()))
    }

    /// Gives a part a new text, or adds it.
    pub fn put(&mut self, name: &str, text: String) {
        match (self.container.index(name), self.added(name)) {
            (Some(index), _) => drop(self.changed.insert(index, text)),
            (None, Some(added)) => self.added[added].1 = text,
            (None, None) => self.added.push((name.to_owned(), text)),
        }
    }

    /// A name of this kind that no part has: `xl/comments2.xml` for `xl/comments`, `.xml`.
    pub fn free_name(&self, stem: &str, end: &str) -> String {
        let named = (1_u32..).map(|number| format!("{stem}{number}{end}"));
        named.into_iter().find(|name| !self.has(name)).unwrap_or_default()
    }

    /// What a part refers to, as it was received.
    pub fn relations(&mut self, part: &str) -> Result<Vec<Relationship>, Refusal> {
        let list = relationships::of_part_if_any(&mut self.container, part)?;
        let copied = |known: &Relationship| Relationship {
            id: known.id.clone(),
            kind: known.kind.clone(),
            path: known.path.clone(),
        };
        Ok(list.iter().map(copied).collect())
    }

    /// Has a part refer to another; under which number.
    pub fn relate(&mut self, part: &str, kind: &str, target: &str) -> Result<String, Refusal> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let path = format!("{folder}/_rels/{file}.rels").trim_start_matches('/').to_owned();
        let empty = || {
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"{RELATIONSHIPS}\"></Relationships>"
            )
        };
        if self.has(&path) && self.text(&path)?.is_none() {
            return Err(damaged("references in another encoding"));
        }
        let text = self.text(&path)?.unwrap_or_else(empty);
        let pieces = pieces(&text)?;
        let root = element(&pieces, "Relationships").ok_or_else(|| damaged("no references"))?;
        let known: Vec<String> = pieces.iter().filter_map(|piece| piece.attribute("Id")).collect();
        let id = (1_u32..).map(|number| format!("rIdHb{number}")).find(|id| !known.contains(id));
        let id = id.unwrap_or_default();
        let prefix = root.0.prefix();
        let relation =
            format!("<{prefix}Relationship Id=\"{id}\" Type=\"{KINDS}/{kind}\" Target=\"/{target}\"/>");
        let mut splices = Splices::default();
        splices.append(root.0, root.1, &relation);
        self.put(&path, splices.apply(&text));
        Ok(id)
    }

    /// Says of what type an added part is, by its name.
    pub fn declare(&mut self, part: &str, media: &str) -> Result<(), Refusal> {
        self.type_of(&format!("Override PartName=\"/{part}\" ContentType=\"{media}\"/>"))
    }

    /// Says of what type all parts are whose names end so, unless that is said already.
    pub fn declare_ending(&mut self, ending: &str, media: &str) -> Result<(), Refusal> {
        let text = self.text(TYPES)?.ok_or_else(|| damaged("no list of types"))?;
        let is_known = pieces(&text)?.iter().any(|piece| {
            piece.begins("Default")
                && piece.attribute("Extension").is_some_and(|end| end.eq_ignore_ascii_case(ending))
        });
        match is_known {
            true => Ok(()),
            false => self.type_of(&format!("Default Extension=\"{ending}\" ContentType=\"{media}\"/>")),
        }
    }

    fn type_of(&mut self, said: &str) -> Result<(), Refusal> {
        let text = self.text(TYPES)?.ok_or_else(|| damaged("no list of types"))?;
        let pieces = pieces(&text)?;
        let (open, close) = element(&pieces, "Types").ok_or_else(|| damaged("no list of types"))?;
        let mut splices = Splices::default();
        splices.append(open, close, &format!("<{}{said}", open.prefix()));
        self.put(TYPES, splices.apply(&text));
        Ok(())
    }

    /// The bytes of the package with all changes.
    pub fn write(self) -> Result<Vec<u8>, Refusal> {
        let refuse = |error: zip::result::ZipError| damaged(error.to_string());
        let most = self.container.limits().unpacked;
        let mut archive = ZipArchive::new(Cursor::new(self.bytes)).map_err(refuse)?;
        let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(self.bytes.len() + (16 << 10))));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        for index in 0..archive.len() {
            let file = archive.by_index_raw(index).map_err(refuse)?;
            match self.changed.get(&index) {
                None => writer.raw_copy_file(file).map_err(refuse)?,
                Some(text) => {
                    let name = file.name().map_err(refuse)?.into_owned();
                    writer.start_file(name, options).map_err(refuse)?;
                    writer.write_all(text.as_bytes()).map_err(|error| too_large(error.to_string()))?;
                }
            }
        }
        for (name, text) in &self.added {
            writer.start_file(name, options).map_err(refuse)?;
            writer.write_all(text.as_bytes()).map_err(|error| too_large(error.to_string()))?;
        }
        let bytes = writer.finish().map_err(refuse)?.into_inner();
        if bytes.len() as u64 > most { Err(too_large("an answer beyond the limit")) } else { Ok(bytes) }
    }
}

/// Whether a part does not say that it is written in another encoding.
fn is_unicode(text: &str) -> bool {
    let head = text.trim_start_matches('\u{feff}');
    let Some((declared, _)) = head.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) else {
        return true;
    };
    let Some((_, encoding)) = declared.split_once("encoding") else { return true };
    let name = encoding.trim_start_matches([' ', '=', '"', '\'']).to_ascii_lowercase();
    name.starts_with("utf-8") || name.starts_with("us-ascii")
}
