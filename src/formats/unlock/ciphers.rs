//! Hashes and ciphers by the names that files give them.

use aes::cipher::{BlockCipherDecrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256, Block};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// The length of a block of AES.
pub const BLOCK: usize = 16;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    pub fn named(name: &str) -> Option<Hash> {
        match name.replace('-', "").to_ascii_uppercase().as_str() {
            "MD5" => Some(Hash::Md5),
            "SHA1" => Some(Hash::Sha1),
            "SHA256" => Some(Hash::Sha256),
            "SHA384" => Some(Hash::Sha384),
            "SHA512" => Some(Hash::Sha512),
            _ => None,
        }
    }

    /// The hash of these bytes one behind the other.
    pub fn of(self, first: &[u8], second: &[u8]) -> Vec<u8> {
        fn of<D: Digest>(first: &[u8], second: &[u8]) -> Vec<u8> {
            D::new().chain_update(first).chain_update(second).finalize().to_vec()
        }
        match self {
            Hash::Md5 => of::<Md5>(first, second),
            Hash::Sha1 => of::<Sha1>(first, second),
            Hash::Sha256 => of::<Sha256>(first, second),
            Hash::Sha384 => of::<Sha384>(first, second),
            Hash::Sha512 => of::<Sha512>(first, second),
        }
    }

    /// The hash of a salted password, hashed so many times again.
    pub fn spun(self, salt: &[u8], password: &[u8], times: u32) -> Vec<u8> {
        let begun = self.of(salt, password);
        (0..times).fold(begun, |hash, turn| self.of(&turn.to_le_bytes(), &hash))
    }
}

/// AES under a key of any of its lengths.
pub enum Aes {
    Short(Box<Aes128>),
    Middle(Box<Aes192>),
    Long(Box<Aes256>),
}

impl Aes {
    pub fn new(key: &[u8]) -> Option<Aes> {
        match key.len() {
            16 => Aes128::new_from_slice(key).ok().map(|aes| Aes::Short(Box::new(aes))),
            24 => Aes192::new_from_slice(key).ok().map(|aes| Aes::Middle(Box::new(aes))),
            32 => Aes256::new_from_slice(key).ok().map(|aes| Aes::Long(Box::new(aes))),
            _ => None,
        }
    }

    fn decrypt_block(&self, block: [u8; BLOCK]) -> [u8; BLOCK] {
        let mut block = Block::from(block);
        match self {
            Aes::Short(aes) => aes.decrypt_block(&mut block),
            Aes::Middle(aes) => aes.decrypt_block(&mut block),
            Aes::Long(aes) => aes.decrypt_block(&mut block),
        }
        block.into()
    }

    /// Decrypts whole blocks, each by itself; a piece of a block at the end is left out.
    pub fn decrypt(&self, bytes: &[u8]) -> Vec<u8> {
        let (blocks, _) = bytes.as_chunks::<BLOCK>();
        blocks.iter().flat_map(|block| self.decrypt_block(*block)).collect()
    }

    /// The same where each block was mixed with the one before it, and the first with these bytes.
    pub fn decrypt_chained(&self, bytes: &[u8], first: [u8; BLOCK]) -> Vec<u8> {
        let (blocks, _) = bytes.as_chunks::<BLOCK>();
        let before = std::iter::once(&first).chain(blocks);
        let plain = blocks.iter().zip(before).flat_map(|(block, before)| {
            let mut plain = self.decrypt_block(*block);
            plain.iter_mut().zip(before).for_each(|(byte, mixed)| *byte ^= mixed);
            plain
        });
        plain.collect()
    }
}

/// RC4: twenty lines, and its crate wants the length of a key when it is compiled.
pub struct Rc4 {
    state: [u8; 256],
    i: u8,
    j: u8,
}

impl Rc4 {
    /// The key must not be empty.
    pub fn new(key: &[u8]) -> Rc4 {
        let mut state = std::array::from_fn(|index| index as u8);
        let mut j = 0_u8;
        for (i, byte) in (0..256).zip(key.iter().cycle()) {
            j = j.wrapping_add(state[i]).wrapping_add(*byte);
            state.swap(i, usize::from(j));
        }
        Rc4 { state, i: 0, j: 0 }
    }

    /// The next byte to mix with.
    pub fn next_byte(&mut self) -> u8 {
        self.i = self.i.wrapping_add(1);
        let at = usize::from(self.i);
        self.j = self.j.wrapping_add(self.state[at]);
        self.state.swap(at, usize::from(self.j));
        self.state[usize::from(self.state[at].wrapping_add(self.state[usize::from(self.j)]))]
    }

    /// Bytes decrypted, or encrypted, as they follow.
    pub fn mix(&mut self, bytes: &[u8]) -> Vec<u8> {
        bytes.iter().map(|byte| byte ^ self.next_byte()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rc4_gives_what_is_published() {
        assert_eq!(Rc4::new(b"Key").mix(b"Plaintext"), b"\xbb\xf3\x16\xe8\xd9\x40\xaf\x0a\xd3");
        assert_eq!(Rc4::new(b"Wiki").mix(b"pedia"), b"\x10\x21\xbf\x04\x20");
    }
}
