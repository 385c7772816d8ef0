//! The names of a container's entries: in which letters they are written, what they may not say, and which two of
//! them are one.

use crate::problem::Refusal;

use super::super::damaged;

/// An entry's or an attachment's name: UTF-8 where it is, else what Chinese Windows writes. Backslashes
/// of old producers become slashes.
pub fn file_name(raw: &[u8]) -> String {
    let name = file_name_text(raw);
    if name.contains('\\') { name.replace('\\', "/") } else { name }
}

/// Words outside the files themselves, which nobody marks with an encoding.
pub fn file_name_text(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(raw).0.into_owned(),
    }
}

/// What a name means whose letters are written as bytes; `None` where none are.
pub fn percent_decoded(name: &str) -> Option<String> {
    let mut pieces = name.split('%');
    let mut bytes = pieces.next()?.as_bytes().to_vec();
    let before = bytes.len();
    for piece in pieces {
        bytes.push(u8::from_str_radix(piece.get(..2)?, 16).ok()?);
        bytes.extend_from_slice(&piece.as_bytes()[2..]);
    }
    // A sign of its own, decoded, is decoded no further.
    (bytes.len() > before && !bytes.contains(&b'%')).then(|| file_name(&bytes))
}

/// Names that differ only in case are one part to some readers and two to others.
pub fn refuse_same(mut names: Vec<&str>) -> Result<(), Refusal> {
    let lowered = |name: &'_ str| name.bytes().map(|byte| byte.to_ascii_lowercase()).collect::<Vec<u8>>();
    names.sort_by_cached_key(|name| lowered(name));
    match names.windows(2).find(|pair| pair[0].eq_ignore_ascii_case(pair[1])) {
        Some(pair) => Err(damaged(format!("entry {:?} twice", pair[0]))),
        None => Ok(()),
    }
}

/// Does a name leave the container?
pub fn escapes(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    drive || name.starts_with('/') || name.contains('\0') || name.split('/').any(|part| part == "..")
}

/// Whether a part is XML, by its name.
pub fn is_xml(name: &str) -> bool {
    let ends = |end: &str| {
        name.len()
            .checked_sub(end.len())
            .and_then(|at| name.get(at..))
            .is_some_and(|last| last.eq_ignore_ascii_case(end))
    };
    ends(".xml") || ends(".rels")
}
