//! How mails write bytes and Chinese words in ASCII: base64, quoted-printable, encoded words, parameters.

use encoding_rs::{Encoding, UTF_8};

use crate::problem::Refusal;
use crate::vocabulary::base64;

use super::super::container::file_name_text;
use super::super::damaged;

/// A body as its transfer encoding says.
pub fn body(bytes: &[u8], encoding: &str) -> Result<Vec<u8>, Refusal> {
    match encoding.trim().to_ascii_lowercase().as_str() {
        "base64" => base64::decode(bytes).ok_or_else(|| damaged("an attachment that is no base64")),
        "quoted-printable" => Ok(quoted_printable(bytes, b'=', false)),
        _ => Ok(bytes.strip_suffix(b"\r\n").or_else(|| bytes.strip_suffix(b"\n")).unwrap_or(bytes).to_vec()),
    }
}

/// A header's text with its encoded words (`=?gb2312?B?…?=`) decoded.
pub fn words(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("=?") {
        let (before, from) = rest.split_at(at);
        // White space between two encoded words is not part of the text.
        if !(plain.ends_with(|c: char| !c.is_whitespace()) && before.trim().is_empty() && !plain.is_empty()) {
            plain.push_str(before);
        }
        match encoded_word(from) {
            Some((word, after)) => {
                plain.push_str(&word);
                rest = after;
            }
            None => {
                plain.push_str("=?");
                rest = &from[2..];
            }
        }
    }
    plain + rest
}

/// A parameter of a header's value: plain, quoted, as encoded words, or in the form with a star, also
/// over several pieces.
pub fn parameter(value: &str, name: &str) -> Option<String> {
    let parameters: Vec<(String, String)> = split_parameters(value);
    let find = |wanted: String| {
        parameters.iter().find(|(known, _)| *known == wanted).map(|(_, value)| value.as_str())
    };
    if let Some(extended) = find(format!("{name}*")) {
        return Some(extended_text(extended));
    }
    let pieces: Vec<&(String, String)> = (0..100)
        .map_while(|number| {
            let (plain, encoded) = (format!("{name}*{number}"), format!("{name}*{number}*"));
            parameters.iter().find(|(known, _)| *known == plain || *known == encoded)
        })
        .collect();
    if !pieces.is_empty() {
        let whole: String = pieces.iter().map(|(_, value)| value.as_str()).collect();
        let encoded = pieces.iter().any(|(known, _)| known.ends_with('*'));
        return Some(if encoded { extended_text(&whole) } else { words(&whole) });
    }
    find(name.to_owned()).map(words)
}

fn split_parameters(value: &str) -> Vec<(String, String)> {
    let mut pieces = vec![String::new()];
    let mut quoted = false;
    for character in value.chars() {
        match character {
            '"' => quoted = !quoted,
            ';' if !quoted => pieces.push(String::new()),
            character => pieces.last_mut().expect("never empty").push(character),
        }
    }
    let pair = |piece: &String| {
        let (name, value) = piece.split_once('=')?;
        Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
    };
    pieces.iter().skip(1).filter_map(pair).collect()
}

/// `UTF-8''%E7%BB%9F.xlsx`
fn extended_text(value: &str) -> String {
    let mut parts = value.splitn(3, '\'');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(charset), Some(_language), Some(text)) => {
            decode(charset, &quoted_printable(text.as_bytes(), b'%', false))
        }
        _ => file_name_text(&quoted_printable(value.as_bytes(), b'%', false)),
    }
}

fn encoded_word(text: &str) -> Option<(String, &str)> {
    let mut parts = text.strip_prefix("=?")?.splitn(4, '?');
    let (charset, coding, word, after) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let after = after.strip_prefix('=')?;
    let bytes = match coding {
        "B" | "b" => base64::decode(word.as_bytes())?,
        "Q" | "q" => quoted_printable(word.as_bytes(), b'=', true),
        _ => return None,
    };
    Some((decode(charset.split('*').next().unwrap_or(charset), &bytes), after))
}

fn decode(charset: &str, bytes: &[u8]) -> String {
    match Encoding::for_label(charset.as_bytes()) {
        Some(encoding) if encoding != UTF_8 => encoding.decode(bytes).0.into_owned(),
        _ => file_name_text(bytes),
    }
}

/// `=E7`, or `%E7`; in encoded words an underline is a blank.
fn quoted_printable(bytes: &[u8], escape: u8, underline_is_blank: bool) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match *byte {
            b'_' if underline_is_blank => decoded.push(b' '),
            byte if byte == escape => {
                let digits = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
                if let Some(value) = digits.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
                    decoded.push(value);
                    rest = &after[2..];
                } else if let Some(next) = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")) {
                    rest = next;
                } else {
                    decoded.push(byte);
                }
            }
            byte => decoded.push(byte),
        }
    }
    decoded
}
