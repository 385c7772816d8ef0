//! The bytes of an XML part as UTF-8, whatever they were written in.
//!
//! Nearly every part is UTF-8 and passes as it is. A few exporters write UTF-16, or GBK and say so in the
//! declaration; the programs that offices use read both. The bytes have the last word: what is valid UTF-8 is
//! UTF-8 whatever its declaration says, because no table in GBK is by chance. Decoding is strict, and the
//! declaration, untrue by then, is left out. Other encodings are refused by the reader (`xml`).

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::problem::Refusal;

use super::text;

/// How nearly every part begins.
const USUAL: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\"";

/// How far a declaration reaches at most.
const HEAD: usize = 256;

/// A part as UTF-8.
pub fn in_utf8(part: &[u8]) -> Result<Cow<'_, [u8]>, Refusal> {
    if part.starts_with(USUAL) {
        return Ok(Cow::Borrowed(part));
    }
    if let Some((encoding, text)) = wide(part) {
        let text = text::decode_as(encoding, text)?;
        return Ok(Cow::Owned(behind_declaration(&text).as_bytes().to_vec()));
    }
    let part = part.strip_prefix(b"\xef\xbb\xbf").unwrap_or(part);
    let Some(encoding) = declared(part).filter(|encoding| *encoding != UTF_8) else {
        return Ok(Cow::Borrowed(part));
    };
    match std::str::from_utf8(part) {
        Ok(text) => Ok(Cow::Borrowed(behind_declaration(text).as_bytes())),
        Err(_) if encoding == GBK || encoding == GB18030 => {
            let text = text::decode_as(GB18030, part)?;
            Ok(Cow::Owned(behind_declaration(&text).as_bytes().to_vec()))
        }
        Err(_) => Ok(Cow::Borrowed(part)),
    }
}

/// UTF-16, by its mark or by the zero beside the first bracket.
fn wide(part: &[u8]) -> Option<(&'static Encoding, &[u8])> {
    match part {
        [0xff, 0xfe, text @ ..] => Some((UTF_16LE, text)),
        [0xfe, 0xff, text @ ..] => Some((UTF_16BE, text)),
        [b'<', 0, ..] => Some((UTF_16LE, part)),
        [0, b'<', ..] => Some((UTF_16BE, part)),
        _ => None,
    }
}

/// The encoding that the declaration names, if it names a known one.
fn declared(part: &[u8]) -> Option<&'static Encoding> {
    let head = part.get(..part.len().min(HEAD))?.strip_prefix(b"<?xml")?;
    let end = head.windows(2).position(|pair| pair == b"?>")?;
    let head = std::str::from_utf8(&head[..end]).ok()?;
    let (_, name) = head.split_once("encoding")?;
    let name = name.trim_start().strip_prefix('=')?.trim_start();
    let quote = name.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    Encoding::for_label(name[1..].split(quote).next()?.as_bytes())
}

fn behind_declaration(text: &str) -> &str {
    match text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest,
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::RefusalCode;

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn a_part_is_read_in_the_encoding_that_it_is_in() {
        let declared = |name: &str| format!("<?xml version='1.0' encoding=\"{name}\"?><a>䶮甲</a>");
        let gb = |text: &str| GB18030.encode(text).0.into_owned();
        let marked = |mark: &[u8], bytes: Vec<u8>| [mark.to_vec(), bytes].concat();
        for part in [
            "<a>䶮甲</a>".as_bytes().to_vec(),
            marked(b"\xef\xbb\xbf", "<a>䶮甲</a>".as_bytes().to_vec()),
            gb(&declared("GBK")),
            gb(&declared("gb2312")),
            gb(&declared("GB18030")),
            // What a declaration says of UTF-8 is not believed.
            declared("GBK").into_bytes(),
            declared("iso-8859-1").into_bytes(),
            marked(b"\xff\xfe", utf16(&declared("UTF-16"), u16::to_le_bytes)),
            marked(b"\xfe\xff", utf16(&declared("UTF-16"), u16::to_be_bytes)),
            utf16(&declared("utf-16"), u16::to_le_bytes),
        ] {
            assert_eq!(in_utf8(&part).unwrap(), "<a>䶮甲</a>".as_bytes(), "{part:?}");
        }
    }

    #[test]
    fn what_is_not_as_it_says_is_refused_or_left_to_the_reader() {
        let half = |bytes: &[u8]| in_utf8(bytes).map(|_| ()).map_err(|refusal| refusal.code);
        let cut = utf16("<a>甲</a>", u16::to_le_bytes);
        assert_eq!(half(&cut[..cut.len() - 1]), Err(RefusalCode::Damaged));
        assert_eq!(half(b"<?xml version='1.0' encoding='GBK'?><a>\xff\xff</a>"), Err(RefusalCode::Damaged));
        let big5 = b"<?xml version='1.0' encoding='Big5'?><a>\xa5\xd2</a>";
        assert_eq!(in_utf8(big5).unwrap(), &big5[..]);
    }
}
