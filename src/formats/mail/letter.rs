//! What a mail says itself: many a unit types its summary, or pastes its table, where others attach a file.
//!
//! A line or two around the attachments is courtesy and no material. What a program keeps twice, as text and as
//! hypertext, is taken once: as hypertext where a table stands in it, otherwise as text. What was quoted of an earlier
//! mail and what stands below the signature is left out.

use encoding_rs::Encoding;

use crate::problem::Refusal;

use super::super::html::tags::{Piece, Pieces};
use super::super::text;
use super::coding;
use super::part::Part;

/// Characters from which on a text says more than what is attached.
const COURTESY: usize = 80;

/// Parts within parts that may hold it: alternatives, with the pictures of one of them, beside attachments.
const DEEPEST: usize = 4;

/// The text of a mail as a file with a name; nothing where it says no more than courtesy asks.
pub fn of(mail: &Part<'_>) -> Result<Option<(String, Vec<u8>)>, Refusal> {
    let mut found = Found::default();
    look_for(mail, 0, &mut found)?;
    let with_table = found.hypertext.as_deref().filter(|page| page.to_ascii_lowercase().contains("<table"));
    let plain = found.plain.as_deref().map(own_words);
    let (name, text, words) = match (with_table, plain, found.hypertext.as_deref()) {
        (Some(page), _, _) | (None, None, Some(page)) => ("邮件正文.html", page.to_owned(), words_of(page)),
        (None, Some(words), _) => ("邮件正文.txt", words.clone(), words),
        (None, None, None) => return Ok(None),
    };
    let is_more =
        with_table.is_some() || words.chars().filter(|sign| !sign.is_whitespace()).count() >= COURTESY;
    // The mark says how it is written, whatever the page says of itself.
    Ok(is_more.then(|| (name.to_owned(), format!("\u{feff}{text}").into_bytes())))
}

#[derive(Default)]
struct Found {
    plain: Option<String>,
    hypertext: Option<String>,
}

fn look_for(part: &Part<'_>, depth: usize, found: &mut Found) -> Result<(), Refusal> {
    if depth > DEEPEST || part.is_attached() {
        return Ok(());
    }
    if let Some(pieces) = part.pieces()? {
        return pieces.iter().try_for_each(|piece| look_for(piece, depth + 1, found));
    }
    let place = match part.kind().as_str() {
        "text/plain" | "" => &mut found.plain,
        "text/html" => &mut found.hypertext,
        _ => return Ok(()),
    };
    if place.is_none() {
        *place = Some(decoded(part)?);
    }
    Ok(())
}

/// A text as its part says that it is written, or as it looks.
fn decoded(part: &Part<'_>) -> Result<String, Refusal> {
    let bytes = part.bytes()?;
    let named = part.header("content-type").and_then(|kind| coding::parameter(&kind, "charset"));
    match named.and_then(|name| Encoding::for_label(name.trim().as_bytes())) {
        Some(encoding) => Ok(encoding.decode(&bytes).0.into_owned()),
        None => text::decode(&bytes),
    }
}

/// A text without what it quotes and without what stands below the signature's line.
fn own_words(text: &str) -> String {
    let own = text.lines().take_while(|line| line.trim_end() != "--" && *line != "-- ");
    let own: Vec<&str> = own.filter(|line| !line.trim_start().starts_with('>')).collect();
    own.join("\n").trim().to_owned()
}

fn words_of(page: &str) -> String {
    let text = Pieces::new(page).filter_map(|piece| match piece {
        Piece::Text(text) => Some(text),
        _ => None,
    });
    text.collect()
}
