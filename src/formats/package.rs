//! What a ZIP container holds, by the names of its parts, the type that OpenDocument states first, and, where the
//! parts of an Office file lie in folders of their own, by what its main part begins with.

use crate::problem::{Refusal, RefusalCode};

use super::container::Container;
use super::relationships;
use super::xml::Node;

/// What a ZIP container holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Package {
    Workbook,
    BinaryWorkbook,
    Document,
    OpenSpreadsheet,
    OpenText,
    Archive,
    /// An Office file whose parts bear no usual names.
    Unusual,
    /// A document that is never read.
    Refused(RefusalCode),
}

/// What this container holds.
pub fn kind(container: &mut Container<'_>) -> Result<Package, Refusal> {
    let stated_type = container.stated_type()?;
    let names: Vec<&str> = container.names().collect();
    match by_names(&names, stated_type.as_deref()) {
        Package::Unusual => by_main_part(container),
        kind => Ok(kind),
    }
}

/// The same by what its parts are called and the type that it states.
pub fn by_names(names: &[&str], stated_type: Option<&[u8]>) -> Package {
    let within = |folder: &str| {
        names
            .iter()
            .any(|name| name.get(..folder.len()).is_some_and(|start| start.eq_ignore_ascii_case(folder)))
    };
    let holds = |part: &str| names.iter().any(|name| name.eq_ignore_ascii_case(part));
    if let Some(stated) = stated_type.and_then(|stated| stated.strip_prefix(b"application/")) {
        return match stated.strip_prefix(b"vnd.oasis.opendocument.") {
            Some(b"spreadsheet" | b"spreadsheet-template") => Package::OpenSpreadsheet,
            Some(b"text" | b"text-template") => Package::OpenText,
            Some(kind) if kind.starts_with(b"presentation") => Package::Refused(RefusalCode::Slides),
            _ => Package::Refused(RefusalCode::Unsupported),
        };
    }
    let is_office = holds("[Content_Types].xml") || holds("_rels/.rels");
    match () {
        () if names.iter().any(|name| name.to_ascii_lowercase().ends_with(".fdseq")) => {
            Package::Refused(RefusalCode::Xps)
        }
        () if !is_office && holds("OFD.xml") => Package::Refused(RefusalCode::Ofd),
        () if !is_office && is_of_apple(names) => Package::Refused(RefusalCode::AppleOffice),
        () if !is_office => Package::Archive,
        () if holds("xl/workbook.bin") => Package::BinaryWorkbook,
        () if within("xl/") => Package::Workbook,
        () if within("word/") => Package::Document,
        () if within("ppt/") => Package::Refused(RefusalCode::Slides),
        () => Package::Unusual,
    }
}

/// Documents of Apple's programs: a folder of archives in a form of their own, or one archive of them, also with
/// the document's folder around it; before 2013 one page of XML.
fn is_of_apple(names: &[&str]) -> bool {
    let inside = |name: &str| match name.split_once('/') {
        Some((folder, rest)) if [".numbers", ".pages", ".key"].iter().any(|end| folder.ends_with(end)) => {
            rest.to_owned()
        }
        _ => name.to_owned(),
    };
    let is_index = |name: &&str| {
        let name = inside(name);
        let in_index = name.strip_prefix("Index/").is_some_and(|name| name.ends_with(".iwa"));
        in_index || matches!(name.as_str(), "Index.zip" | "index.apxl")
    };
    let holds = |part: &str| names.iter().any(|name| inside(name) == part);
    names.iter().any(is_index) || holds("index.xml") && holds("buildVersionHistory.plist")
}

fn by_main_part(container: &mut Container<'_>) -> Result<Package, Refusal> {
    let Ok(path) = relationships::main_part(container) else {
        return Ok(Package::Refused(RefusalCode::Unsupported));
    };
    if path.to_ascii_lowercase().ends_with(".bin") {
        return Ok(Package::BinaryWorkbook);
    }
    let root = container.read_xml(&path, |xml| {
        loop {
            match xml.node()? {
                Node::Open(tag) => return Ok(tag.name().to_owned()),
                Node::End => return Ok(String::new()),
                _ => {}
            }
        }
    })?;
    Ok(match root.as_deref() {
        Some("workbook") => Package::Workbook,
        Some("document") => Package::Document,
        Some("presentation") => Package::Refused(RefusalCode::Slides),
        _ => Package::Refused(RefusalCode::Unsupported),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use RefusalCode::{AppleOffice, Ofd, Slides, Unsupported, Xps};

    #[test]
    fn parts_tell_what_a_container_holds() {
        let kind = by_names;
        let types = "[Content_Types].xml";
        for (names, expected) in [
            (&[types, "xl/workbook.xml"][..], Package::Workbook),
            (&[types, "xl/workbook.bin"], Package::BinaryWorkbook),
            (&[types, "word/document.xml"], Package::Document),
            (&[types, "ppt/presentation.xml"], Package::Refused(Slides)),
            (&[types, "book/wb.xml"], Package::Unusual),
            (&["_rels/.rels", "FixedDocSeq.fdseq"], Package::Refused(Xps)),
            (&["甲.xlsx", "乙/丙.xls"], Package::Archive),
            (&["OFD.xml", "Doc_0/Document.xml"], Package::Refused(Ofd)),
            (&["Index/Document.iwa", "Metadata/Properties.plist"], Package::Refused(AppleOffice)),
            (&["表.numbers/Index.zip", "表.numbers/preview.jpg"], Package::Refused(AppleOffice)),
            (&["index.xml", "buildVersionHistory.plist"], Package::Refused(AppleOffice)),
            (&["index.xml", "甲.xls"], Package::Archive),
        ] {
            assert_eq!(kind(names, None), expected, "{names:?}");
        }
        for (stated, expected) in [
            (&b"spreadsheet"[..], Package::OpenSpreadsheet),
            (b"spreadsheet-template", Package::OpenSpreadsheet),
            (b"presentation", Package::Refused(Slides)),
            (b"text", Package::OpenText),
            (b"graphics", Package::Refused(Unsupported)),
        ] {
            let stated = [b"application/vnd.oasis.opendocument.", stated].concat();
            assert_eq!(kind(&["mimetype", "content.xml"], Some(&stated)), expected);
        }
    }
}
