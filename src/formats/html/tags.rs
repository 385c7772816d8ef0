//! Hypertext as a stream of tags and text, as forgiving as the browsers that it was written for.

use std::borrow::Cow;

/// What comes next.
#[derive(Debug, PartialEq)]
pub enum Piece<'a> {
    Open {
        name: String,
        attributes: &'a str,
    },
    Close(String),
    Text(Cow<'a, str>),
    /// A style sheet.
    Style(&'a str),
}

/// The pieces of a document.
pub struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Pieces<'a> {
    pub fn new(text: &'a str) -> Pieces<'a> {
        Pieces { rest: text }
    }

    fn tag(&mut self) -> Option<Piece<'a>> {
        let inside = &self.rest[1..];
        for (begin, end) in [("!--", "-->"), ("!", ">"), ("?", ">")] {
            if inside.starts_with(begin) {
                self.rest = inside.find(end).map_or("", |at| &inside[at + end.len()..]);
                return None;
            }
        }
        let length = end_of_tag(inside)?;
        let (tag, after) = inside.split_at(length);
        self.rest = after.strip_prefix('>').unwrap_or(after);
        let closes = tag.starts_with('/');
        let tag = tag.trim_start_matches('/');
        let name_length = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
        let name = tag[..name_length].to_ascii_lowercase();
        if closes {
            return Some(Piece::Close(name));
        }
        if matches!(name.as_str(), "script" | "style" | "title" | "xml") {
            let inside = self.raw(&name);
            return (name == "style").then_some(Piece::Style(inside));
        }
        Some(Piece::Open { name, attributes: &tag[name_length..] })
    }

    /// The content of an element that is no hypertext.
    fn raw(&mut self, name: &str) -> &'a str {
        let end = format!("</{name}");
        let bytes = self.rest.as_bytes();
        let at = bytes.windows(end.len()).position(|window| window.eq_ignore_ascii_case(end.as_bytes()));
        let (inside, after) = self.rest.split_at(at.unwrap_or(self.rest.len()));
        self.rest = after;
        inside
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        while !self.rest.is_empty() {
            let is_tag = self.rest.starts_with('<')
                && self.rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
            if is_tag {
                let before = self.rest.len();
                if let Some(piece) = self.tag() {
                    return Some(piece);
                }
                if self.rest.len() < before {
                    continue;
                }
            }
            let from = usize::from(self.rest.starts_with('<'));
            let length = self.rest[from..].find('<').map_or(self.rest.len(), |at| at + from);
            let (text, after) = self.rest.split_at(length);
            self.rest = after;
            return Some(Piece::Text(unescape(text)));
        }
        None
    }
}

/// The value of an attribute, if the tag has it.
pub fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes.trim_start();
    while !rest.is_empty() {
        let length = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, after) = rest.split_at(length);
        let after = after.trim_start();
        let (value, next) = match after.strip_prefix('=') {
            None => ("", after),
            Some(value) => attribute_value(value.trim_start()),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(unescape(value).into_owned());
        }
        let advanced = next.trim_start();
        // A stray sign is stepped over, or the loop would stand still.
        rest = if advanced.len() == rest.len() { advanced.get(1..).unwrap_or("") } else { advanced };
    }
    None
}

fn attribute_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

/// Where a tag ends: a bracket inside a quoted value does not end it.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    let mut previous = ' ';
    for (at, character) in tag.char_indices() {
        match (quote, character) {
            (Some(open), closing) if open == closing => quote = None,
            (None, '"' | '\'') if previous == '=' => quote = Some(character),
            (None, '>') => return Some(at),
            _ => {}
        }
        if !character.is_whitespace() {
            previous = character;
        }
    }
    None
}

/// References to characters become these; unknown ones stay as they are written.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].split(';').next().filter(|name| name.len() < 12 && rest.len() > name.len() + 1);
        match name.and_then(character) {
            Some(character) => {
                plain.push(character);
                rest = &rest[name.map_or(1, str::len) + 2..];
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hexadecimal = number.strip_prefix(['x', 'X']);
        let code = match hexadecimal {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?).filter(|character| *character != '\0');
    }
    Some(match name {
        "nbsp" => '\u{a0}',
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "middot" => '·',
        "bull" => '•',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "ensp" => '\u{2002}',
        "emsp" => '\u{2003}',
        "times" => '×',
        "yen" => '¥',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_text_and_attributes_are_told_apart() {
        let text =
            "<!-- <b> --><TD a='>' colspan=2>1 &lt; 2 &amp &#x4e2d;&nope; a<b</td ><script>if(a<b)</script>";
        let pieces: Vec<_> = Pieces::new(text).collect();
        assert!(matches!(&pieces[0], Piece::Open { name, attributes }
            if name == "td" && attribute(attributes, "COLSPAN").as_deref() == Some("2")));
        assert_eq!(pieces[1], Piece::Text("1 < 2 &amp 中&nope; a".into()));
        assert_eq!(pieces.last(), Some(&Piece::Close("script".into())));
    }

    #[test]
    fn attributes_in_every_style() {
        let attributes = " nowrap x:num=\"1.5\" style='a:b; c' rowspan = 3 =";
        for (name, value) in
            [("x:num", Some("1.5")), ("nowrap", Some("")), ("rowspan", Some("3")), ("z", None)]
        {
            assert_eq!(attribute(attributes, name).as_deref(), value, "{name}");
        }
    }
}
