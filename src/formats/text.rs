//! Bytes as text: which encoding, and is it text at all?
//!
//! Text files carry no checksum, so decoding is the only witness of their health: a byte that the
//! encoding does not know, or a character cut in two at the end, means that the file is not as it was
//! written. Chinese offices write GB18030 (Excel's “CSV”), UTF-8 with and without a mark, and UTF-16
//! (Excel's “Unicode text”), with and without a mark. Nothing else is tried: a Big5 or Shift-JIS sheet
//! would be decoded into other characters by chance, and no statistics office of the mainland sends one.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::problem::{Refusal, RefusalCode};

use super::damaged;

/// The text of a file, without its byte order mark.
pub fn decode(bytes: &[u8]) -> Result<String, Refusal> {
    let (encoding, bytes) = encoding_of(bytes);
    let no_text = || Refusal::new(RefusalCode::Unsupported, "control characters");
    let is_wide = encoding == UTF_16LE || encoding == UTF_16BE;
    let bytes = if is_wide { without_odd_end(bytes) } else { bytes };
    if !is_wide && bytes.iter().any(|byte| is_binary(char::from(*byte))) {
        return Err(no_text());
    }
    let text = decode_as(encoding, bytes)?;
    if text.chars().any(is_binary) { Err(no_text()) } else { Ok(text) }
}

/// UTF-16 without a single byte at its end that a program wrote there as if it were a line end, or half of one.
fn without_odd_end(bytes: &[u8]) -> &[u8] {
    match bytes {
        [whole @ .., b'\n' | b'\r' | b'\0' | 0x1a] if whole.len() % 2 == 0 => whole,
        _ => bytes,
    }
}

/// Adds raised characters to a text: 85 with a raised 1 is a figure with a note, and no 851.
pub fn append_raised(text: &mut String, raised: &str) {
    if text.ends_with(|c: char| c.is_ascii_digit()) && !raised.trim().is_empty() {
        text.push('^');
    }
    text.push_str(raised);
}

/// Strict decoding: nothing is replaced.
pub fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, Refusal> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.map(|text| text.into_owned()).ok_or_else(|| damaged(format!("not {} throughout", encoding.name())))
}

/// The encoding that a file is in, and its bytes behind the mark.
fn encoding_of(bytes: &[u8]) -> (&'static Encoding, &[u8]) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return (encoding, &bytes[mark..]);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return (encoding, bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => (UTF_8, bytes),
        // Only the last character is cut: UTF-8 that lost its end, which GB18030 would turn into other words.
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 && !is_ascii(bytes, error) => {
            (UTF_8, bytes)
        }
        Err(_) => (GB18030, bytes),
    }
}

fn is_ascii(bytes: &[u8], error: std::str::Utf8Error) -> bool {
    bytes[..error.valid_up_to()].is_ascii()
}

/// Without a mark, UTF-16 shows in its digits, tabs and line ends: every second byte of them is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let enough = head.len() / 40 + 1;
    match (even, odd) {
        (0, odd) if odd >= enough => Some(UTF_16LE),
        (even, 0) if even >= enough => Some(UTF_16BE),
        _ => None,
    }
}

/// Control characters that no text editor writes into a table.
fn is_binary(character: char) -> bool {
    matches!(character, '\0'..='\x08' | '\x0b' | '\x0e'..='\x19' | '\x1b'..='\x1f' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn every_encoding_of_an_office_is_read() {
        let text = "单位,数量\n甲䶮,12\n";
        let marked = |mark: &[u8], bytes: Vec<u8>| [mark.to_vec(), bytes].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            marked(b"\xef\xbb\xbf", text.as_bytes().to_vec()),
            GB18030.encode(text).0.into_owned(),
            utf16(text, u16::to_le_bytes),
            utf16(text, u16::to_be_bytes),
            marked(b"\xff\xfe", utf16(text, u16::to_le_bytes)),
            marked(b"\xfe\xff", utf16(text, u16::to_be_bytes)),
        ] {
            assert_eq!(decode(&bytes).as_deref(), Ok(text));
        }
    }

    #[test]
    fn an_odd_byte_at_the_end_of_wide_text_is_a_line_end_or_a_cut() {
        let marked = [b"\xff\xfe".to_vec(), utf16("数,1\n", u16::to_le_bytes)].concat();
        for (end, expected) in [
            (&b"\n"[..], Ok("数,1\n")),
            (b"\0", Ok("数,1\n")),
            (b"\x1a", Ok("数,1\n")),
            (b"5", Err(RefusalCode::Damaged)),
        ] {
            let bytes = [&marked[..], end].concat();
            assert_eq!(decode(&bytes).as_deref().map_err(|refusal| refusal.code), expected, "{end:?}");
        }
    }

    #[test]
    fn cut_characters_and_binary_bytes_are_refused() {
        let utf8 = "单位,数量".as_bytes();
        let gbk = GB18030.encode("单位,数量").0.into_owned();
        for (bytes, code) in [
            (&utf8[..utf8.len() - 1], RefusalCode::Damaged),
            (&gbk[..gbk.len() - 1], RefusalCode::Damaged),
            (b"a\0b,c\n\0\0\0\n", RefusalCode::Unsupported),
            (b"\x89\x01\x02\x03", RefusalCode::Unsupported),
        ] {
            assert_eq!(decode(bytes).map_err(|refusal| refusal.code), Err(code), "{bytes:?}");
        }
    }
}
