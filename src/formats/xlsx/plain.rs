//! Cells and strings as nearly every program writes nearly all of them, taken in one step.
//!
//! A sheet is a long row of `<c r="D10" s="4" t="s"><v>17</v></c>`, its strings of `<si><t>…</t></si>`. Asking
//! an XML reader for each of the six events of a cell takes longer than all the rest of reading. What looks
//! otherwise in any way (another attribute, a formula, a run of rich text, a character that stands for another)
//! is not known here and is read event by event.

/// A cell without a formula, and with a value in ASCII or none.
#[derive(Debug, Default, PartialEq)]
pub struct PlainCell<'x> {
    pub reference: Option<&'x [u8]>,
    pub kind: Option<&'x [u8]>,
    pub style: Option<&'x [u8]>,
    pub value: &'x str,
}

/// The cell at the beginning of `part`, and its length.
pub fn cell(part: &[u8]) -> Option<(PlainCell<'_>, usize)> {
    let mut cell = PlainCell::default();
    let mut rest = part.strip_prefix(b"<c").filter(|rest| rest.starts_with(b" "))?;
    while let [b' ', name, b'=', b'"', behind @ ..] = rest {
        let place = match name {
            b'r' => &mut cell.reference,
            b's' => &mut cell.style,
            b't' => &mut cell.kind,
            _ => return None,
        };
        let (value, behind) = run(behind, |byte| byte.is_ascii_alphanumeric())?;
        rest = behind.strip_prefix(b"\"")?;
        if place.replace(value).is_some() {
            return None;
        }
    }
    if let Some(rest) = rest.strip_prefix(b"/>") {
        return Some((cell, part.len() - rest.len()));
    }
    let figure = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+');
    let (value, rest) = run(rest.strip_prefix(b"><v>")?, figure)?;
    cell.value = std::str::from_utf8(value).ok()?;
    let rest = rest.strip_prefix(b"</v></c>")?;
    Some((cell, part.len() - rest.len()))
}

/// The string item at the beginning of `part`, one run of text without a look of its own and without a
/// character that stands for another, and its length.
pub fn string(part: &[u8]) -> Option<(&str, usize)> {
    let beginnings: [&[u8]; 2] = [b"<si><t>", b"<si><t xml:space=\"preserve\">"];
    let inside = beginnings.iter().find_map(|beginning| part.strip_prefix(*beginning))?;
    let (text, rest) = run(inside, |byte| !matches!(byte, b'<' | b'&' | b'\r' | b'_'))?;
    let rest = rest.strip_prefix(b"</t></si>")?;
    Some((std::str::from_utf8(text).ok()?, part.len() - rest.len()))
}

/// The bytes that belong, and those from the first one that does not.
fn run(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> Option<(&[u8], &[u8])> {
    let length = bytes.iter().position(|byte| !belongs(*byte))?;
    bytes.split_at_checked(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_cell_is_taken_whole() {
        for (xml, expected) in [
            ("<c r=\"D10\" s=\"4\" t=\"s\"><v>17</v></c>", [Some("D10"), Some("s"), Some("4"), Some("17")]),
            ("<c t=\"n\" r=\"A1\"><v>-1.5E+3</v></c>", [Some("A1"), Some("n"), None, Some("-1.5E+3")]),
            ("<c r=\"B1\" s=\"1\"/>", [Some("B1"), None, Some("1"), Some("")]),
            ("<c r=\"B1\"><v></v></c>", [Some("B1"), None, None, Some("")]),
        ] {
            let more = format!("{xml}</row>");
            let (cell, length) = cell(more.as_bytes()).expect(xml);
            let found = [cell.reference, cell.kind, cell.style, Some(cell.value.as_bytes())];
            assert_eq!((found, length), (expected.map(|text| text.map(str::as_bytes)), xml.len()));
        }
    }

    #[test]
    fn any_other_cell_is_left_to_the_reader_of_events() {
        for xml in [
            "<c/>",
            "<c><v>1</v></c>",
            "<col r=\"1\"/>",
            "<c r='A1'><v>1</v></c>",
            "<c r=\"A1\" r=\"A2\"><v>1</v></c>",
            "<c r=\"A1\" cm=\"1\"><v>1</v></c>",
            "<c r=\"A1\" ><v>1</v></c>",
            "<c r=\"A1\"><f>1+1</f><v>2</v></c>",
            "<c r=\"A1\"><v>1&#50;</v></c>",
            "<c r=\"A1\"><v> 1</v></c>",
            "<c r=\"A1\"><v xml:space=\"preserve\">1</v></c>",
            "<c r=\"A1\"><v>1</v></c ><c",
            "<c r=\"A1\"><v>1</v><v>2</v></c>",
            "<c r=\"A1\"><v>1",
            "<c r=\"A1\"",
            "<c r=\"A1",
            "<c r",
            "<c ",
        ] {
            assert_eq!(cell(xml.as_bytes()), None, "{xml}");
        }
    }

    #[test]
    fn a_plain_string_is_taken_whole_and_no_other() {
        for (xml, text) in [
            ("<si><t>填报单位：南麻所</t></si>", "填报单位：南麻所"),
            ("<si><t xml:space=\"preserve\"> 7\n</t></si>", " 7\n"),
        ] {
            assert_eq!(string(format!("{xml}<si>").as_bytes()), Some((text, xml.len())));
        }
        for xml in [
            "<si><t/></si>",
            "<si><t>&lt;</t></si>",
            "<si><r><t>1</t></r></si>",
            "<si><t>1</t><t>2</t></si>",
            "<si><t>1\r\n</t></si>",
            "<si><t>1_x000D_</t></si>",
            "<si><t>1",
        ] {
            assert_eq!(string(xml.as_bytes()), None, "{xml}");
        }
    }
}
