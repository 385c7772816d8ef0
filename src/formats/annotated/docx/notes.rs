//! The comments of a document: ours are added, those of the last time say that they are settled.

use quick_xml::escape::escape;

use super::super::parts::Parts;
use super::super::scan::{Kind, Splices, element, pieces};
use crate::problem::Refusal;
use crate::submit::annotation::{AUTHOR, settled, without_ours};

const EMPTY: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"></w:comments>",
);

/// A document's comments, and those that are added.
pub struct Notes {
    path: Option<String>,
    text: String,
    prefix: String,
    next: u32,
    added: String,
}

impl Notes {
    /// The comments of a document; nothing where their part cannot be edited.
    pub fn open(parts: &mut Parts<'_>, document: &str) -> Result<Option<Notes>, Refusal> {
        let relations = parts.relations(document)?;
        let path = relations.into_iter().find(|part| part.kind == "comments").map(|part| part.path);
        let text = match &path {
            Some(path) => parts.text(path)?,
            None => Some(EMPTY.to_owned()),
        };
        let Some(text) = text else { return Ok(None) };
        let found = pieces(&text)?;
        let Some(root) = found.first().filter(|root| root.name() == "comments" && !root.prefix().is_empty())
        else {
            return Ok(None);
        };
        let prefix = root.prefix().to_owned();
        let numbers =
            found.iter().filter(|piece| piece.begins("comment")).filter_map(|piece| piece.number("id"));
        let next = numbers.max().map_or(0, |number| number.saturating_add(1));
        Ok(Some(Notes { path, text, prefix, next, added: String::new() }))
    }

    /// Adds a comment; its number.
    pub fn add(&mut self, words: &str) -> u32 {
        let (p, number) = (&self.prefix, self.next);
        self.added += &format!(
            "<{p}comment {p}id=\"{number}\" {p}author=\"{AUTHOR}\" {p}initials=\"汇\">{}</{p}comment>",
            paragraphs(p, words)
        );
        self.next += 1;
        number
    }

    pub fn finish(self, parts: &mut Parts<'_>, document: &str) -> Result<(), Refusal> {
        let found = pieces(&self.text)?;
        let mut splices = Splices::default();
        for (first, open) in found.iter().enumerate().filter(|(_, piece)| piece.begins("comment")) {
            let close =
                found[first..].iter().find(|piece| piece.kind == Kind::Close && piece.depth == open.depth);
            let Some(close) = close.filter(|_| open.kind == Kind::Open) else { continue };
            let inside = open.range.end..close.range.start;
            if without_ours(&words(&self.text[inside.clone()])).is_some_and(|rest| rest.is_empty()) {
                splices.replace(inside, paragraphs(&self.prefix, &settled()));
            }
        }
        if let Some((open, close)) = element(&found, "comments") {
            splices.append(open, close, &self.added);
        }
        let made = splices.apply(&self.text);
        let path = match self.path {
            Some(path) => path,
            None if self.added.is_empty() => return Ok(()),
            None => {
                let path = parts.free_name("word/comments", ".xml");
                parts.put(&path, String::new());
                parts.declare(
                    &path,
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml",
                )?;
                parts.relate(document, "comments", &path)?;
                path
            }
        };
        parts.put(&path, made);
        Ok(())
    }
}

fn paragraphs(p: &str, words: &str) -> String {
    let line = |line: &str| {
        format!(
            "<{p}p><{p}r><{p}rPr><{p}rFonts {p}eastAsia=\"宋体\"/><{p}sz {p}val=\"18\"/></{p}rPr><{p}t xml:space=\"preserve\">{}</{p}t></{p}r></{p}p>",
            escape(line)
        )
    };
    words.lines().map(line).collect()
}

/// The words of a comment's paragraphs.
fn words(inside: &str) -> String {
    let whole = format!("<a>{inside}</a>");
    let Ok(found) = pieces(&whole) else { return String::new() };
    let mut words = String::new();
    for (index, piece) in found.iter().enumerate() {
        if piece.kind == Kind::Open && piece.name() == "t" {
            let end = found.get(index + 1).map_or(piece.range.end, |close| close.range.start);
            words += &quick_xml::escape::unescape(&whole[piece.range.end..end]).unwrap_or_default();
        }
        if piece.ends("p") {
            words.push('\n');
        }
    }
    words
}
