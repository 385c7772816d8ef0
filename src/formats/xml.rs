//! XML as the readers see it: elements open, elements close, text in between. Nothing else exists.
//!
//! One wrapper keeps the rules that every part of every document must obey: no document type (so no
//! entity can be defined, let alone expanded), UTF-8 only, a bounded depth, and closed elements. Names are
//! compared without their prefix: producers choose prefixes freely, and no part read here uses one local
//! name for two things. A part lies in memory, so that names and texts are borrowed from it, never copied.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use crate::problem::Refusal;

use super::{damaged, too_large};

/// How nearly every part begins; it says nothing, and taking it apart costs as much as ten cells.
const DECLARATION: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";

/// A part being read.
pub struct Xml<'x> {
    reader: Reader<&'x [u8]>,
    part: &'x [u8],
    /// Bytes before it that were passed over at once.
    passed: usize,
    depth: usize,
    deepest: usize,
    /// The reader stands right behind a tag and owes nothing.
    between: bool,
}

/// What comes next in a part.
pub enum Node<'a> {
    Open(Tag<'a>),
    Close(BytesEnd<'a>),
    Text(Cow<'a, str>),
    /// A comment, an instruction or the declaration.
    Aside,
    End,
}

/// An element's name and attributes.
pub struct Tag<'a>(BytesStart<'a>);

impl<'x> Xml<'x> {
    pub fn new(part: &'x [u8], deepest: usize) -> Xml<'x> {
        let whole = part.len();
        let part = part.strip_prefix(DECLARATION).unwrap_or(part);
        let passed = whole - part.len();
        let mut reader = Reader::from_reader(part);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        Xml { reader, part, passed, depth: 0, deepest, between: false }
    }

    /// How much of the part has been read, in bytes.
    pub fn position(&self) -> usize {
        self.passed + self.read_so_far().len()
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// The next node. Comments and instructions come as [`Node::Aside`], for every reader to pass over.
    pub fn node(&mut self) -> Result<Node<'x>, Refusal> {
        let event = self.reader.read_event().map_err(refuse)?;
        self.between = match event {
            // Behind `<row/>` the reader still owes the end of the row.
            Event::Start(_) => !self.read_so_far().ends_with(b"/>"),
            Event::End(_) => true,
            _ => false,
        };
        Ok(match event {
            Event::Start(start) => {
                self.depth += 1;
                if self.depth > self.deepest {
                    return Err(too_large("XML nested too deeply"));
                }
                Node::Open(Tag(start))
            }
            Event::End(end) => {
                self.depth = self.depth.saturating_sub(1);
                Node::Close(end)
            }
            Event::Text(text) => Node::Text(text.xml10_content()),
            Event::CData(text) => Node::Text(text.xml10_content()),
            Event::GeneralRef(reference) => Node::Text(resolve(&reference)?),
            Event::DocType(_) => return Err(damaged("XML with a document type")),
            Event::Decl(declaration) => {
                refuse_encoding(declaration.encoding().and_then(Result::ok).as_deref())?;
                Node::Aside
            }
            Event::Eof if self.depth > 0 => return Err(damaged("XML that ends inside an element")),
            Event::Eof => Node::End,
            Event::Comment(_) | Event::PI(_) | Event::Empty(_) => Node::Aside,
        })
    }

    /// Hands what is left of the part to somebody who knows the commonest form of an element, whole and from
    /// its first byte; what he took, so many bytes, has been read. `None` where the element looks otherwise, or
    /// where none can begin: then [`Xml::node`] says what there is.
    pub fn take<T>(&mut self, know: impl FnOnce(&'x [u8]) -> Option<(T, usize)>) -> Option<T> {
        if !self.between {
            return None;
        }
        let rest = *self.reader.get_ref();
        let (taken, length) = know(rest)?;
        *self.reader.get_mut() = rest.get(length..)?;
        Some(taken)
    }

    /// Behind the last child of an element of this name: its end and the beginning of the next one of its name,
    /// where nothing stands between them and both are as plain as can be; with attributes of the next one. The
    /// same elements are open as before.
    pub fn next_alike<const N: usize>(
        &mut self,
        name: &str,
        attributes: [&str; N],
    ) -> Option<[Option<Cow<'x, str>>; N]> {
        self.take(|rest| {
            let end = rest.strip_prefix(b"</")?.strip_prefix(name.as_bytes())?;
            let next = end.strip_prefix(b"><")?;
            let length = next.iter().position(|byte| *byte == b'>')?;
            let tag = std::str::from_utf8(&next[..length]).ok()?;
            let attributes = plain_attributes(tag.strip_prefix(name)?, attributes)?;
            Some((attributes, rest.len() - next.len() + length + 1))
        })
    }

    fn read_so_far(&self) -> &'x [u8] {
        &self.part[..self.part.len() - self.reader.get_ref().len()]
    }

    /// Appends the text of the element just opened, to its end, whatever it is nested in.
    pub fn text_into(&mut self, text: &mut String) -> Result<(), Refusal> {
        let inside = self.depth;
        while self.depth >= inside {
            if let Node::Text(piece) = self.node()? {
                text.push_str(&piece);
            }
        }
        Ok(())
    }

    /// Passes over the element just opened.
    pub fn skip(&mut self) -> Result<(), Refusal> {
        let inside = self.depth;
        while self.depth >= inside {
            self.node()?;
        }
        Ok(())
    }
}

impl Tag<'_> {
    /// The name without its prefix.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// Whether the name is this, and bears no prefix.
    pub fn is_named(&self, name: &str) -> bool {
        self.0.name().into_inner() == name
    }

    /// The attribute of this local name.
    pub fn attribute(&self, name: &str) -> Result<Option<Cow<'_, str>>, Refusal> {
        let [value] = self.attributes([name])?;
        Ok(value)
    }

    /// Several attributes in one pass over the tag: cells are many.
    pub fn attributes<const N: usize>(&self, names: [&str; N]) -> Result<[Option<Cow<'_, str>>; N], Refusal> {
        if let Some(values) = plain_attributes(self.0.attributes_raw(), names) {
            return Ok(values);
        }
        let mut values = [const { None }; N];
        for attribute in self.0.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| damaged(error.to_string()))?;
            let key = attribute.key.local_name().into_inner();
            if let Some(place) = names.iter().position(|name| *name == key)
                && values[place].is_none()
            {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                values[place] = Some(value.map_err(|error| damaged(error.to_string()))?);
            }
        }
        Ok(values)
    }

    /// `1`, `true` and `on` mean yes; no attribute means no.
    pub fn is_set(&self, name: &str) -> Result<bool, Refusal> {
        Ok(self.attribute(name)?.is_some_and(|value| matches!(&*value, "1" | "true" | "on")))
    }

    /// A whole number, where the attribute is there and is one.
    pub fn number(&self, name: &str) -> Result<Option<u32>, Refusal> {
        Ok(self.attribute(name)?.and_then(|value| value.trim().parse().ok()))
    }
}

/// The plainest attributes there are, `name="value"` with nothing in the value that stands for something else:
/// all those of cells. `None` where there is anything else, which is left to the library.
fn plain_attributes<'t, const N: usize>(
    mut rest: &'t str,
    names: [&str; N],
) -> Option<[Option<Cow<'t, str>>; N]> {
    let mut values = [const { None }; N];
    loop {
        let Some(name) = rest.strip_prefix(' ') else { return rest.is_empty().then_some(values) };
        let length = name.bytes().position(|byte| !byte.is_ascii_alphanumeric() && byte != b':')?;
        let (name, value) = name.split_at(length);
        let value = value.strip_prefix("=\"")?;
        let length =
            value.bytes().position(|byte| matches!(byte, b'"' | b'&' | b'<' | b'\t' | b'\n' | b'\r'))?;
        let (value, behind) = value.split_at(length);
        rest = behind.strip_prefix('"')?;
        let local = name.split_once(':').map_or(name, |(_, local)| local);
        if let Some(place) = names.iter().position(|name| *name == local)
            && values[place].is_none()
        {
            values[place] = Some(Cow::Borrowed(value));
        }
    }
}

fn resolve(reference: &BytesRef<'_>) -> Result<Cow<'static, str>, Refusal> {
    if let Some(character) = reference.resolve_char_ref().map_err(refuse)? {
        return Ok(Cow::Owned(character.to_string()));
    }
    resolve_predefined_entity(reference).map(Cow::Borrowed).ok_or_else(|| damaged("unknown entity"))
}

fn refuse_encoding(declared: Option<&str>) -> Result<(), Refusal> {
    let known = ["utf-8", "utf8", "us-ascii"];
    match declared {
        Some(name) if !known.iter().any(|known| name.eq_ignore_ascii_case(known)) => {
            Err(damaged(format!("XML in {name}")))
        }
        _ => Ok(()),
    }
}

fn refuse(error: quick_xml::Error) -> Refusal {
    damaged(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::RefusalCode;

    fn outline(xml: &str) -> Result<String, RefusalCode> {
        let mut xml = Xml::new(xml.as_bytes(), 3);
        let mut outline = String::new();
        loop {
            match xml.node().map_err(|refusal| refusal.code)? {
                Node::Open(tag) => {
                    let id = tag.attribute("id").map_err(|refusal| refusal.code)?.unwrap_or_default();
                    outline += &format!("<{}{id}>", tag.name());
                }
                Node::Close(_) => outline += "/",
                Node::Text(text) => outline += &text,
                Node::Aside => {}
                Node::End => return Ok(outline),
            }
        }
    }

    #[test]
    fn elements_and_text_come_without_prefixes_and_entities() {
        for (xml, expected) in [
            ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>", "<a>/"),
            ("<w:a r:id='&lt;7'>1 &amp; &#x4e2d;<!-- x --><b/></w:a>", "<a<7>1 & 中<b>//"),
            ("<a><![CDATA[<b>]]></a>", "<a><b>/"),
        ] {
            assert_eq!(outline(xml).as_deref(), Ok(expected), "{xml}");
        }
    }

    #[test]
    fn the_next_element_alike_is_opened_where_it_follows_at_once() {
        for (behind, expected) in [
            ("</r><r i=\"2\" x:h=\"1\"><c/>", Some([Some("2"), Some("1")])),
            ("</r><r>", Some([None, None])),
            ("</r><r/>", None),
            ("</r> <r>", None),
            ("</r><rr>", None),
            ("</r><x:r>", None),
            ("</r><r i='2'>", None),
            ("</r><r i=\"&lt;\">", None),
            ("</r><r i=\">\">", None),
            ("</r></a>", None),
            ("<r>", None),
            ("</r><r", None),
        ] {
            let part = format!("<a><r>{behind}");
            let mut xml = Xml::new(part.as_bytes(), 3);
            assert!(xml.node().and_then(|_| xml.node()).is_ok());
            let next = xml.next_alike("r", ["i", "h"]);
            let next = next.as_ref().map(|said| said.each_ref().map(|said| said.as_deref()));
            assert_eq!((next, xml.depth()), (expected, 2), "{behind}");
        }
    }

    #[test]
    fn what_no_office_writes_is_refused() {
        for (xml, code) in [
            ("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", RefusalCode::Damaged),
            ("<a>&x;</a>", RefusalCode::Damaged),
            ("<a><b></a></b>", RefusalCode::Damaged),
            ("<a><b>", RefusalCode::Damaged),
            ("<a><a><a><a/></a></a></a>", RefusalCode::TooLarge),
            ("<?xml version='1.0' encoding='GBK'?><a/>", RefusalCode::Damaged),
        ] {
            assert_eq!(outline(xml), Err(code), "{xml}");
        }
    }
}
