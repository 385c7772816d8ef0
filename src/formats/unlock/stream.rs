//! The encrypted stream of an old workbook: RC4 over the content of its records, with a new key every 1024 bytes.
//!
//! Records' types and lengths stay readable, and so do the few records that say where things lie. The oldest way of
//! all, mixing with the password's own bytes, is left encrypted.

use std::borrow::Cow;

use super::super::compound::{u16_at, u32_at};
use super::super::xls::records::Records;
use super::ciphers::{Hash, Rc4};
use super::password;
use crate::problem::Refusal;

const FILE_PASS: u16 = 0x002f;
const SHEET: u16 = 0x0085;

/// Records that are never encrypted.
const OPEN: [u16; 7] = [0x0809, FILE_PASS, 0x0194, 0x0195, 0x00e1, 0x0196, 0x0138];

/// The record about encryption stands among the very first.
const FIRST: usize = 8;

const PIECE: usize = 1024;

/// The stream as it is, or decrypted where the common password opens it.
pub fn stream(stream: &[u8]) -> Cow<'_, [u8]> {
    let mut records = Records::new(stream, 0);
    let mut at = 0;
    for _ in 0..FIRST {
        let Ok(record) = records.next_record() else { break };
        if record.kind == FILE_PASS {
            // What cannot be understood is encrypted in another way.
            let key = key(record.data).ok().flatten();
            return key.map_or(Cow::Borrowed(stream), |key| Cow::Owned(decrypted(stream, at, &key)));
        }
        at += 4 + record.data.len();
    }
    Cow::Borrowed(stream)
}

/// From what the key of every piece is made.
struct Key {
    hash: Hash,
    seed: Vec<u8>,
    length: usize,
}

impl Key {
    fn of_piece(&self, number: u32) -> Rc4 {
        let mut key = self.hash.of(&self.seed, &number.to_le_bytes());
        key.truncate(self.length);
        // Forty bits are filled up.
        key.resize(key.len().max(16), 0);
        Rc4::new(&key)
    }

    /// Whether the value kept together with its hash comes out.
    fn holds(&self, input: &[u8], value: &[u8]) -> bool {
        let mut rc4 = self.of_piece(0);
        let input = rc4.mix(input);
        rc4.mix(value) == self.hash.of(&input, &[])
    }
}

fn key(data: &[u8]) -> Result<Option<Key>, Refusal> {
    if u16_at(data, 0)? != 1 {
        return Ok(None);
    }
    Ok(match (u16_at(data, 2)?, u16_at(data, 4)?) {
        (1, 1) => first_way(data.get(6..).unwrap_or_default()),
        (2..=4, 2) => second_way(data.get(6..).unwrap_or_default())?,
        _ => None,
    })
}

fn first_way(data: &[u8]) -> Option<Key> {
    let (salt, input, value) = (data.get(..16)?, data.get(16..32)?, data.get(32..48)?);
    let password = Hash::Md5.of(&password(), &[]);
    let salted = [password.get(..5)?, salt].concat().repeat(16);
    let seed = Hash::Md5.of(&salted, &[]).get(..5)?.to_vec();
    let key = Key { hash: Hash::Md5, seed, length: 16 };
    key.holds(input, value).then_some(key)
}

fn second_way(data: &[u8]) -> Result<Option<Key>, Refusal> {
    const RC4: u32 = 0x6801;
    let header = u32_at(data, 4)? as usize;
    let (cipher, bits) = (u32_at(data, 16)?, u32_at(data, 24)?);
    let bits = if bits == 0 { 40 } else { bits };
    let verifier = data.get(8_usize.saturating_add(header)..).unwrap_or_default();
    let (Some(salt), Some(input), Some(value)) =
        (verifier.get(4..20), verifier.get(20..36), verifier.get(40..60))
    else {
        return Ok(None);
    };
    if cipher != RC4 || !(40..=128).contains(&bits) || bits % 8 != 0 {
        return Ok(None);
    }
    let seed = Hash::Sha1.of(salt, &password());
    let key = Key { hash: Hash::Sha1, seed, length: bits as usize / 8 };
    Ok(key.holds(input, value).then_some(key))
}

/// The stream decrypted; the record about encryption, which lies at this place, becomes one that nobody knows.
fn decrypted(stream: &[u8], file_pass: usize, key: &Key) -> Vec<u8> {
    let mut plain = stream.to_vec();
    let (mut rc4, mut piece, mut mixed) = (key.of_piece(0), 0, 0);
    let mut at = 0;
    while let (Ok(kind), Ok(length)) = (u16_at(stream, at), u16_at(stream, at + 2)) {
        let (from, end) = (at + 4, (at + 4 + usize::from(length)).min(stream.len()));
        let open = if kind == SHEET { 4 } else { 0 };
        let encrypted = if OPEN.contains(&kind) { end } else { from + open };
        for (place, byte) in plain.iter_mut().enumerate().take(end).skip(encrypted) {
            if place / PIECE != piece {
                (piece, mixed) = (place / PIECE, 0);
                rc4 = key.of_piece(u32::try_from(piece).unwrap_or(u32::MAX));
            }
            // What is not encrypted has taken its bytes of the key all the same.
            while mixed < place % PIECE {
                rc4.next_byte();
                mixed += 1;
            }
            *byte ^= rc4.next_byte();
            mixed += 1;
        }
        at = end;
    }
    plain[file_pass..file_pass + 2].copy_from_slice(&u16::MAX.to_le_bytes());
    plain
}
