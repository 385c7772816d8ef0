//! A mail taken apart as it was written: header lines, a body, and the pieces of a body that has several.

use chrono::DateTime;

use crate::problem::Refusal;
use crate::vocabulary::time::{Instant, beijing};

use super::super::container::file_name_text;
use super::super::damaged;
use super::coding;

/// Mails within mails within mails: no office does that.
pub const DEEPEST: usize = 8;

/// A mail, or one part of it: header lines and a body.
pub struct Part<'a> {
    headers: Vec<(String, Vec<u8>)>,
    pub body: &'a [u8],
}

impl<'a> Part<'a> {
    pub fn parse(bytes: &'a [u8]) -> Part<'a> {
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
    pub fn header(&self, name: &str) -> Option<String> {
        let value = self.headers.iter().find(|(known, _)| known == name);
        value.map(|(_, value)| file_name_text(value))
    }

    pub fn received(&self) -> Option<Instant> {
        let stamped = self.header("received");
        let stamp = stamped.as_deref().and_then(|line| line.rsplit(';').next()).and_then(instant);
        stamp.or_else(|| self.header("date").as_deref().and_then(instant))
    }

    /// The name that the part's file goes by, if it is one.
    pub fn file_name(&self) -> Option<String> {
        let of = |header: &str, parameter: &str| {
            self.header(header).and_then(|value| coding::parameter(&value, parameter))
        };
        let name = of("content-disposition", "filename").or_else(|| of("content-type", "name"))?;
        // Only the last step: a name is not a path into somebody's disk.
        let name = name.replace('\\', "/");
        Some(name.rsplit('/').next().unwrap_or_default().to_owned()).filter(|name| !name.is_empty())
    }

    /// Whether it lies beside the text rather than in it.
    pub fn is_attached(&self) -> bool {
        let placed = self.header("content-disposition").unwrap_or_default();
        self.file_name().is_some() || placed.trim_start().to_ascii_lowercase().starts_with("attachment")
    }

    /// A picture inside the text, such as a logo below a signature.
    pub fn is_decoration(&self) -> bool {
        let kind = self.header("content-type").unwrap_or_default().to_ascii_lowercase();
        kind.starts_with("image/") && self.header("content-id").is_some()
    }

    /// What kind of part it is, in small letters: `text/plain`.
    pub fn kind(&self) -> String {
        let kind = self.header("content-type").unwrap_or_default();
        kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// The body as its transfer encoding says.
    pub fn bytes(&self) -> Result<Vec<u8>, Refusal> {
        coding::body(self.body, &self.header("content-transfer-encoding").unwrap_or_default())
    }

    /// The parts of a part that has several; nothing where it is one itself.
    pub fn pieces(&self) -> Result<Option<Vec<Part<'a>>>, Refusal> {
        if !self.kind().starts_with("multipart/") {
            return Ok(None);
        }
        let boundary = coding::parameter(&self.header("content-type").unwrap_or_default(), "boundary");
        let boundary = boundary.ok_or_else(|| damaged("a mail whose parts have no boundary"))?;
        Ok(Some(split(self.body, &boundary)?.into_iter().map(Part::parse).collect()))
    }
}

/// The pieces between boundaries. Without the closing one the mail was cut.
pub fn split<'a>(body: &'a [u8], boundary: &str) -> Result<Vec<&'a [u8]>, Refusal> {
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
