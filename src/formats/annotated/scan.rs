//! A part's elements with where they lie in it, so that it can be changed in places and stays as it is in all others.
//!
//! The reader of `xml` says what a part means; this one says where it says so. Bytes that no change covers are copied,
//! whatever they are.

use std::ops::Range;

use quick_xml::escape::{escape, unescape};
use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::super::damaged;
use crate::problem::Refusal;

/// What a piece of a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Open,
    /// `<a/>`: opened and closed at once.
    Empty,
    Close,
}

/// A tag and where it lies.
#[derive(Clone, Debug)]
pub struct Piece<'p> {
    pub kind: Kind,
    pub range: Range<usize>,
    /// How many elements it lies in, itself among them.
    pub depth: usize,
    raw: &'p str,
}

/// Every tag of a part, in order.
pub fn pieces(part: &str) -> Result<Vec<Piece<'_>>, Refusal> {
    let mut reader = Reader::from_reader(part.as_bytes());
    reader.config_mut().check_end_names = true;
    let (mut pieces, mut depth, mut start) = (Vec::new(), 0_usize, 0_usize);
    loop {
        let event = reader.read_event().map_err(|error| damaged(error.to_string()))?;
        let kind = match event {
            Event::Start(_) => Some(Kind::Open),
            Event::Empty(_) => Some(Kind::Empty),
            Event::End(_) => Some(Kind::Close),
            Event::DocType(_) => return Err(damaged("XML with a document type")),
            Event::Eof => return Ok(pieces),
            _ => None,
        };
        let end = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        if let Some(kind) = kind {
            let raw = part.get(start..end).filter(|raw| raw.starts_with('<') && raw.ends_with('>'));
            let raw = raw.ok_or_else(|| damaged("a tag out of its place"))?;
            depth += usize::from(kind != Kind::Close);
            pieces.push(Piece { kind, range: start..end, depth, raw });
            depth -= usize::from(kind != Kind::Open && depth > 0);
        }
        start = end;
    }
}

impl<'p> Piece<'p> {
    /// The name with its prefix.
    pub fn full_name(&self) -> &'p str {
        let name = self.raw.trim_start_matches(['<', '/']);
        name.split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next().unwrap_or_default()
    }

    pub fn name(&self) -> &'p str {
        let name = self.full_name();
        name.split_once(':').map_or(name, |(_, local)| local)
    }

    /// What stands before the names of its kind: `x:`, or nothing.
    pub fn prefix(&self) -> &'p str {
        let name = self.full_name();
        &name[..name.len() - self.name().len()]
    }

    pub fn begins(&self, name: &str) -> bool {
        self.kind != Kind::Close && self.name() == name
    }

    pub fn ends(&self, name: &str) -> bool {
        self.kind != Kind::Open && self.name() == name
    }

    /// The value of the attribute of this local name.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let (_, value) = self.attributes().find(|(key, _)| local(&self.raw[key.clone()]) == name)?;
        let value = &self.raw[value];
        Some(unescape(value).map_or_else(|_| value.to_owned(), |value| value.into_owned()))
    }

    /// The value of the attribute of exactly this name, its prefix included.
    pub fn attribute_of(&self, full_name: &str) -> Option<String> {
        let (_, value) = self.attributes().find(|(key, _)| &self.raw[key.clone()] == full_name)?;
        Some(self.raw[value].to_owned())
    }

    /// Where in the part the value of the attribute of exactly this name lies.
    pub fn value_range(&self, full_name: &str) -> Option<Range<usize>> {
        let (_, value) = self.attributes().find(|(key, _)| &self.raw[key.clone()] == full_name)?;
        Some(self.range.start + value.start..self.range.start + value.end)
    }

    pub fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// The attribute's own name with its prefix, by its local name.
    pub fn attribute_name(&self, name: &str) -> Option<&'p str> {
        self.attributes().map(|(key, _)| &self.raw[key]).find(|key| local(key) == name && *key != name)
    }

    /// The same tag, with an attribute that says this.
    pub fn with(&self, name: &str, value: &str) -> String {
        let value = escape(value);
        match self.attributes().find(|(key, _)| &self.raw[key.clone()] == name) {
            Some((_, old)) => format!("{}{value}{}", &self.raw[..old.start], &self.raw[old.end..]),
            None => {
                let at = 1 + self.full_name().len();
                format!("{} {name}=\"{value}\"{}", &self.raw[..at], &self.raw[at..])
            }
        }
    }

    /// Names and values of its attributes, as ranges of the tag.
    fn attributes(&self) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + use<'p> {
        let raw = self.raw;
        let mut at = raw.len() - raw.trim_start_matches(['<', '/']).len() + self.full_name().len();
        std::iter::from_fn(move || {
            let start = at + raw[at..].find(|c: char| !c.is_whitespace() && c != '/' && c != '>')?;
            let equals = start + raw[start..].find('=')?;
            let quote = equals + raw[equals..].find(['"', '\''])?;
            let sign = raw[quote..].chars().next()?;
            let end = quote + 1 + raw[quote + 1..].find(sign)?;
            at = end + 1;
            Some((start..start + raw[start..equals].trim_end().len(), quote + 1..end))
        })
    }
}

fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

/// Changes to a part, made together.
#[derive(Default)]
pub struct Splices(Vec<(Range<usize>, String)>);

impl Splices {
    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.0.push((at..at, text.into()));
    }

    pub fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.0.push((range, text.into()));
    }

    /// Adds behind the last child of the element whose tags these are.
    pub fn append(&mut self, open: &Piece<'_>, close: &Piece<'_>, text: &str) {
        match open.kind {
            Kind::Empty => {
                let tag = open.raw.trim_end_matches('>').trim_end_matches('/').trim_end();
                self.replace(open.range.clone(), format!("{tag}>{text}</{}>", open.full_name()));
            }
            _ => self.insert(close.range.start, text),
        }
    }

    /// The part with all changes; those at one place in the order in which they were told.
    pub fn apply(mut self, part: &str) -> String {
        self.0.sort_by_key(|(range, _)| range.start);
        let mut made =
            String::with_capacity(part.len() + self.0.iter().map(|(_, text)| text.len()).sum::<usize>());
        let mut from = 0;
        for (range, text) in self.0 {
            made.push_str(&part[from..range.start.max(from)]);
            made.push_str(&text);
            from = range.end.max(from);
        }
        made + &part[from..]
    }
}

/// The first element of this name and its end.
pub fn element<'l, 'p>(pieces: &'l [Piece<'p>], name: &str) -> Option<(&'l Piece<'p>, &'l Piece<'p>)> {
    let first = pieces.iter().position(|piece| piece.begins(name))?;
    let open = &pieces[first];
    let close = pieces[first..].iter().find(|piece| piece.ends(name) && piece.depth == open.depth)?;
    Some((open, close))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_changed_in_places_and_nowhere_else() {
        let part = "<?xml version='1.0'?>\r\n<x:a  u = 'ä&lt;' ><!-- <b> --><x:b k=\"1\" r:k='2'/>t&amp;<c/></x:a >\n";
        let found = pieces(part).unwrap();
        let told: Vec<_> = found.iter().map(|piece| (piece.kind, piece.name(), piece.depth)).collect();
        let expected =
            [(Kind::Open, "a", 1), (Kind::Empty, "b", 2), (Kind::Empty, "c", 2), (Kind::Close, "a", 1)];
        assert_eq!(told, expected);
        assert_eq!((found[0].prefix(), found[0].attribute("u").as_deref()), ("x:", Some("ä<")));
        assert_eq!((found[1].number("k"), found[1].attribute_name("k")), (Some(1), Some("r:k")));
        let mut splices = Splices::default();
        splices.replace(found[1].range.clone(), found[1].with("k", "7&"));
        splices.append(&found[2], &found[2], "<d/>");
        splices.append(&found[0], &found[3], "<e/>");
        let made = splices.apply(part);
        let expected = part
            .replace("k=\"1\"", "k=\"7&amp;\"")
            .replace("<c/>", "<c><d/></c>")
            .replace("</x:a >", "<e/></x:a >");
        assert_eq!(made, expected);
        assert_eq!(found[2].with("s", "3"), "<c s=\"3\"/>");
    }

    #[test]
    fn what_is_no_xml_is_refused() {
        for part in ["<a><b></a>", "<!DOCTYPE a><a/>", "<a b=<c>"] {
            assert!(pieces(part).is_err() || part == "<a b=<c>", "{part}");
        }
    }
}
