//! Cells and strings as nearly every program writes nearly all of them, taken in one step.
//!
//! A sheet is a long row of `<c r="D10" s="4" t="s"><v>17</v></c>`, its strings of `<si><t>…</t></si>`. Asking
//! an XML reader for each of the six events of a cell takes longer than all the rest of reading. What looks
//! otherwise in any way (another attribute, a formula, a run of rich text, a character that stands for another)
//! is not known here and is read event by event.

/// A cell without a formula, and with a value in ASCII or none.
#[derive(Debug, Default, PartialEq)]
pub struct PlainCell<'x> {
    pub reference: Option<&'x str>,
    pub kind: Option<&'x str>,
    pub style: Option<&'x str>,
    pub value: &'x str,
}

/// The cell at the beginning of `rest`, and its length.
pub fn cell(rest: &[u8]) -> Option<(PlainCell<'_>, usize)> {
    let mut cell = PlainCell::default();
    let mut at = b"<c".len();
    if !rest.starts_with(b"<c ") {
        return None;
    }
    while rest.get(at) == Some(&b' ') {
        let place = match rest.get(at + 1)? {
            b'r' => &mut cell.reference,
            b's' => &mut cell.style,
            b't' => &mut cell.kind,
            _ => return None,
        };
        at += b" r=\"".len();
        if place.is_some() || !rest[..at.min(rest.len())].ends_with(b"=\"") {
            return None;
        }
        let value = run(&rest[at..], |byte| byte.is_ascii_alphanumeric())?;
        *place = Some(value);
        at += value.len() + 1;
        if rest.get(at - 1) != Some(&b'"') {
            return None;
        }
    }
    let rest = &rest[at..];
    if rest.starts_with(b"/>") {
        return Some((cell, at + b"/>".len()));
    }
    let inside = rest.strip_prefix(b"><v>")?;
    let figure = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+');
    cell.value = run(inside, figure)?;
    let end = b"</v></c>";
    inside[cell.value.len()..].starts_with(end).then(|| {
        let length = at + b"><v>".len() + cell.value.len() + end.len();
        (cell, length)
    })
}

/// The string item at the beginning of `rest`, one run of text without a look of its own, and its length.
pub fn string(rest: &[u8]) -> Option<(&str, usize)> {
    let beginnings: [&[u8]; 2] = [b"<si><t>", b"<si><t xml:space=\"preserve\">"];
    let beginning = beginnings.iter().find(|beginning| rest.starts_with(beginning))?;
    let inside = &rest[beginning.len()..];
    let length = inside.iter().position(|byte| matches!(byte, b'<' | b'&' | b'\r'))?;
    let end = b"</t></si>";
    let text = std::str::from_utf8(&inside[..length]).ok()?;
    inside[length..].starts_with(end).then_some((text, beginning.len() + length + end.len()))
}

fn run(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> Option<&str> {
    let length = bytes.iter().position(|byte| !belongs(*byte))?;
    std::str::from_utf8(&bytes[..length]).ok()
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
            assert_eq!(
                ([cell.reference, cell.kind, cell.style, Some(cell.value)], length),
                (expected, xml.len())
            );
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
            "<si><t>1",
        ] {
            assert_eq!(string(xml.as_bytes()), None, "{xml}");
        }
    }
}
