//! Files that an office's encryption software has locked.
//!
//! Such software encrypts files as they are saved and decrypts them for programs on the office's own machines,
//! so that a clerk never sees it: his sheet opens there, and nowhere else. Some leave a mark at the beginning,
//! which is certain. Others leave nothing that is known, and then only the look of the bytes speaks: all 256
//! values come equally often. Packed bytes of an unknown kind look the same, so that is only likely.

/// Marks that stand at the very beginning.
const MARKS: [&[u8]; 5] =
    [b"\x62\x14\x23\x65", b"%TSD-Header-###%", b".pfile", b"SCDSA0", b"<DOCUMENT SAFER"];

/// Marks that stand near the beginning of bytes that are no text.
const MARKS_NEARBY: [&[u8]; 4] = [b"E-SafeNet", b"ESafeNet", b"DRMONE", b"TSD-Header"];
const NEARBY: usize = 512;

/// Fewer bytes say too little of how often each value comes.
const LEAST: usize = 512;

/// Bits that a byte says at least where bytes are scrambled; words, numbers and pictures of lines say less.
const SCRAMBLED: f64 = 7.2;

/// Whether a file bears the mark of encryption software.
pub fn bears_a_mark(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(NEARBY)];
    let near = |mark: &&[u8]| head.windows(mark.len()).any(|window| window == *mark);
    MARKS.iter().any(|mark| bytes.starts_with(mark))
        || head.iter().any(|byte| is_control(*byte)) && MARKS_NEARBY.iter().any(near)
}

/// Whether an encrypted package is one whose rights a server manages: the transform of it has a storage of its own.
pub fn has_managed_rights(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "DRMEncrypted".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

/// Whether bytes that are neither text nor of a known kind look scrambled. A header may stand before them, so the
/// second half decides.
pub fn looks_scrambled(bytes: &[u8]) -> bool {
    let half = &bytes[bytes.len() / 2..];
    let half = &half[..half.len().min(64 << 10)];
    half.len() >= LEAST && bits_said(half) > SCRAMBLED && half.iter().any(|byte| is_control(*byte))
}

fn is_control(byte: u8) -> bool {
    byte < 0x09
}

/// Bits that one byte says on the average.
fn bits_said(bytes: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in bytes {
        counts[usize::from(*byte)] += 1;
    }
    let all = bytes.len() as f64;
    let share = |count: &u32| f64::from(*count) / all;
    counts.iter().filter(|count| **count > 0).map(|count| -share(count) * share(count).log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes as a cipher gives them.
    fn scrambled(length: usize) -> Vec<u8> {
        let mut state = 88_172_645_463_325_252_u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 24) as u8
        };
        (0..length).map(|_| next()).collect()
    }

    #[test]
    fn marks_are_seen_where_software_leaves_them() {
        for (bytes, expected) in [
            (&b"\x62\x14\x23\x65\x03"[..], true),
            (b"\0\x01\x02E-SafeNet\0LOCK", true),
            (b"%TSD-Header-###%\0\x01", true),
            (b"\x9b DRMONE  This Document is encrypted\0", true),
            (b"E-SafeNet,12\r\n", false),
            (b"b\x14", false),
        ] {
            assert_eq!(bears_a_mark(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn only_bytes_that_say_all_they_can_look_scrambled() {
        let head = [vec![0; 4096], scrambled(8192)].concat();
        let words = "填报单位：高青县王村中心卫生院，普法宣传活动，12\r\n".repeat(200);
        let gbk = encoding_rs::GBK.encode(&words).0.into_owned();
        let table: Vec<u8> = (0..4096_u32).flat_map(u32::to_le_bytes).collect();
        for (bytes, expected, what) in [
            (scrambled(4096), true, "a cipher's"),
            (head, true, "behind a header"),
            (scrambled(600), false, "too few"),
            (words.into_bytes(), false, "words"),
            (gbk, false, "words in GBK"),
            (table, false, "numbers"),
        ] {
            assert_eq!(looks_scrambled(&bytes), expected, "{what}");
        }
    }
}
