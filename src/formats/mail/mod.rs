//! Mails (.eml) with attachments: the sheets, when they arrived, and who sent them.
//!
//! A mail proves when it arrived: the topmost `Received` line is the office's own server's. Its text is
//! not read; a table typed into a mail is nobody's file. A mail whose parts have no end was cut, and is
//! refused whole. A page saved together with everything that belongs to it has the same form and is none
//! (`saved_page`).

mod coding;
mod saved_page;
#[cfg(test)]
mod tests;

pub use saved_page::saved_page;

use chrono::DateTime;

use crate::problem::{Refusal, RefusalCode};
use crate::vocabulary::time::{Instant, beijing};

use super::archive::Member;
use super::limits::Limits;
use super::{damaged, too_large};

/// Bytes that a text holds in base64.
pub fn bytes_in_base64(text: &str) -> Result<Vec<u8>, Refusal> {
    coding::body(text.as_bytes(), "base64")
}

/// Mails within mails within mails: no office does that.
const DEEPEST: usize = 8;

/// The attachments of a mail.
pub fn members(bytes: &[u8], limits: &Limits) -> Result<Vec<Member>, Refusal> {
    let part = Part::parse(bytes);
    let received = part.received();
    let sender = part.header("from").map(|from| coding::words(&from));
    let mut found = Vec::new();
    collect(&part, limits, 0, &mut found)?;
    if found.is_empty() {
        return Err(Refusal::new(RefusalCode::NoTable, "a mail without attachments"));
    }
    Ok(found
        .into_iter()
        .map(|(name, bytes)| Member { name, bytes, received, sender: sender.clone() })
        .collect())
}

/// A mail, or one part of it: header lines and a body.
struct Part<'a> {
    headers: Vec<(String, Vec<u8>)>,
    body: &'a [u8],
}

impl<'a> Part<'a> {
    fn parse(bytes: &'a [u8]) -> Part<'a> {
        let mut headers: Vec<(String, Vec<u8>)> = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
            let (line, after) = rest.split_at(end);
            rest = after;
            let line = line.trim_ascii_end();
            if line.is_empty() {
                break;
            }
            if line[0].is_ascii_whitespace() {
                if let Some((_, value)) = headers.last_mut() {
                    value.push(b' ');
                    value.extend_from_slice(line.trim_ascii_start());
                }
            } else if let Some(colon) = line.iter().position(|byte| *byte == b':') {
                let name = String::from_utf8_lossy(&line[..colon]).to_ascii_lowercase();
                headers.push((name, line[colon + 1..].trim_ascii().to_vec()));
            }
        }
        Part { headers, body: rest }
    }

    /// The first header of this name, its bytes as an office's programs write them.
    fn header(&self, name: &str) -> Option<String> {
        let value = self.headers.iter().find(|(known, _)| known == name);
        value.map(|(_, value)| super::container::file_name_text(value))
    }

    fn received(&self) -> Option<Instant> {
        let stamped = self.header("received");
        let stamp = stamped.as_deref().and_then(|line| line.rsplit(';').next()).and_then(instant);
        stamp.or_else(|| self.header("date").as_deref().and_then(instant))
    }

    /// The name that the part's file goes by, if it is one.
    fn file_name(&self) -> Option<String> {
        let of = |header: &str, parameter: &str| {
            self.header(header).and_then(|value| coding::parameter(&value, parameter))
        };
        let name = of("content-disposition", "filename").or_else(|| of("content-type", "name"))?;
        // Only the last step: a name is not a path into somebody's disk.
        let name = name.replace('\\', "/");
        Some(name.rsplit('/').next().unwrap_or_default().to_owned()).filter(|name| !name.is_empty())
    }

    /// A picture inside the text, such as a logo below a signature.
    fn is_decoration(&self) -> bool {
        let kind = self.header("content-type").unwrap_or_default().to_ascii_lowercase();
        kind.starts_with("image/") && self.header("content-id").is_some()
    }
}

fn collect(
    part: &Part<'_>,
    limits: &Limits,
    depth: usize,
    found: &mut Vec<(String, Vec<u8>)>,
) -> Result<(), Refusal> {
    if depth > DEEPEST || found.len() > limits.entries {
        return Err(too_large("a mail of too many parts"));
    }
    let kind = part.header("content-type").unwrap_or_default();
    if kind.to_ascii_lowercase().starts_with("multipart/") {
        let boundary = coding::parameter(&kind, "boundary");
        let boundary = boundary.ok_or_else(|| damaged("a mail whose parts have no boundary"))?;
        for piece in split(part.body, &boundary)? {
            collect(&Part::parse(piece), limits, depth + 1, found)?;
        }
        return Ok(());
    }
    if let (Some(name), false) = (part.file_name(), part.is_decoration()) {
        let encoding = part.header("content-transfer-encoding").unwrap_or_default();
        found.push((name, coding::body(part.body, &encoding)?));
    }
    Ok(())
}

/// The pieces between boundaries. Without the closing one the mail was cut.
fn split<'a>(body: &'a [u8], boundary: &str) -> Result<Vec<&'a [u8]>, Refusal> {
    let marker = format!("--{boundary}");
    let mut pieces = Vec::new();
    let mut begun: Option<usize> = None;
    let mut at = 0;
    while at < body.len() {
        let end =
            body[at..].iter().position(|byte| *byte == b'\n').map_or(body.len(), |length| at + length + 1);
        if let Some(after) = body[at..end].strip_prefix(marker.as_bytes()) {
            if let Some(from) = begun {
                pieces.push(&body[from..at]);
            }
            match after.trim_ascii_end() {
                b"--" => return Ok(pieces),
                b"" => begun = Some(end),
                _ => {}
            }
        }
        at = end;
    }
    Err(damaged("a mail without an end"))
}

fn instant(text: &str) -> Option<Instant> {
    // A zone's name in brackets says nothing that its offset does not.
    let text = text.split('(').next().unwrap_or(text).trim();
    DateTime::parse_from_rfc2822(text).ok().map(|instant| instant.with_timezone(&beijing()))
}
