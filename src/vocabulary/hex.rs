//! Bytes as hexadecimal digits: hashes, identifiers, tokens.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Two lower-case digits a byte.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect()
}

#[cfg(test)]
mod tests {
    use super::hex;

    #[test]
    fn every_byte_has_two_digits() {
        for (bytes, digits) in [(&[0, 9, 10, 255][..], "00090aff"), (&[], "")] {
            assert_eq!(hex(bytes), digits);
        }
    }
}
