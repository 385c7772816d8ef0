//! Files that arrived broken: cut off, with a byte changed under a stale checksum, with a part twice.
//!
//! Only containers are broken: a text file that lost its end may look whole to anybody. A broken file
//! must be refused, or be read exactly as if it were whole, because the damage lies where nothing is.

use super::random::Random;

/// One broken copy of a file.
pub struct Broken {
    pub how: String,
    pub bytes: Vec<u8>,
}

/// Broken copies of a container; none of a file that is no container.
pub fn broken_copies(whole: &[u8], random: &mut Random) -> Vec<Broken> {
    let zip = whole.starts_with(b"PK");
    let ole = whole.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
    let mut copies = Vec::new();
    if zip || ole {
        copies.extend([5, 50, 98].map(|percent| cut(whole, percent, random)));
    }
    if zip {
        copies.extend((0..3).map(|_| flipped(whole, random)));
        copies.extend(repeated(whole));
    }
    copies
}

fn cut(whole: &[u8], percent: usize, random: &mut Random) -> Broken {
    let length = (whole.len() * percent / 100).saturating_sub(random.below(40)).max(1);
    Broken { how: format!("cut-after-{length}"), bytes: whole[..length].to_vec() }
}

fn flipped(whole: &[u8], random: &mut Random) -> Broken {
    let (at, bit) = (random.below(whole.len()), random.below(8));
    let mut bytes = whole.to_vec();
    bytes[at] ^= 1 << bit;
    Broken { how: format!("bit-{bit}-of-byte-{at}-flipped"), bytes }
}

/// The first central entry of a ZIP file entered once more, so that two parts have one name.
fn repeated(whole: &[u8]) -> Option<Broken> {
    let end = whole.windows(4).rposition(|bytes| bytes == b"PK\x05\x06")?;
    let word = |at: usize| u16::from_le_bytes([whole[at], whole[at + 1]]);
    let long = |at: usize| u32::from_le_bytes([whole[at], whole[at + 1], whole[at + 2], whole[at + 3]]);
    let start = long(end + 16) as usize;
    let length = 46 + [28, 30, 32].iter().map(|at| usize::from(word(start + at))).sum::<usize>();
    let mut bytes = whole[..end].to_vec();
    bytes.extend(&whole[start..start + length]);
    let mut tail = whole[end..].to_vec();
    tail[8..10].copy_from_slice(&(word(end + 8) + 1).to_le_bytes());
    tail[10..12].copy_from_slice(&(word(end + 10) + 1).to_le_bytes());
    tail[12..16].copy_from_slice(&(long(end + 12) + length as u32).to_le_bytes());
    bytes.extend(tail);
    Some(Broken { how: "part-twice".to_owned(), bytes })
}
