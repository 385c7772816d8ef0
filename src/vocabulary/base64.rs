//! Bytes as 64 letters, the way mails and headers carry them.

/// The bytes that a text holds; strict but for white space: a letter that is none means that it was altered.
pub fn decode(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut decoded = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut held, mut ended) = (0_u32, 0_u32, false);
    let mut letters = 0_usize;
    for byte in bytes.iter().filter(|byte| !byte.is_ascii_whitespace()) {
        letters += 1;
        let value = match byte {
            b'=' => {
                ended = true;
                continue;
            }
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        if ended {
            return None;
        }
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            decoded.push((bits >> held) as u8);
        }
    }
    letters.is_multiple_of(4).then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn letters_are_bytes_or_the_text_was_altered() {
        for (text, bytes) in [
            ("5oC757uT", Some("总结".as_bytes())),
            ("YQ==", Some(b"a")),
            ("5oC7\r\n57uT", Some("总结".as_bytes())),
            ("", Some(b"")),
            ("YQ", None),
            ("Y=Q=", None),
            ("5oC7_", None),
        ] {
            assert_eq!(decode(text.as_bytes()).as_deref(), bytes, "{text}");
        }
    }
}
