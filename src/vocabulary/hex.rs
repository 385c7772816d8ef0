//! Bytes as hexadecimal digits: hashes, identifiers, tokens.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Two lower-case digits a byte.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect()
}

/// The bytes that lower-case digits stand for; `None` where the text is anything else.
pub fn unhex(digits: &str) -> Option<Vec<u8>> {
    let half = |digit: u8| DIGITS.iter().position(|known| *known == digit).map(|half| half as u8);
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| Some(half(*high)? << 4 | half(*low)?));
    if rest.is_empty() { bytes.collect() } else { None }
}

#[cfg(test)]
mod tests {
    use super::{hex, unhex};

    #[test]
    fn every_byte_has_two_digits() {
        for (bytes, digits) in [(&[0, 9, 10, 255][..], "00090aff"), (&[], "")] {
            assert_eq!(hex(bytes), digits);
            assert_eq!(unhex(digits).as_deref(), Some(bytes));
        }
        for text in ["0", "0g", "00 ", "0A", "é"] {
            assert_eq!(unhex(text), None, "{text}");
        }
    }
}
