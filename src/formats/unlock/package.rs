//! Encrypted packages: the stream that says how, and the ZIP under it.
//!
//! Since Excel 2010 the first says it in XML (“agile”), with AES chained over pieces of 4096 bytes; Excel 2007 said it
//! in a record (“standard”), with AES block by block. Both keep a value together with its hash, so that a password can
//! be tried without the package.

use super::super::compound::{u16_at, u32_at};
use super::super::xml::{Node, Tag, Xml};
use super::ciphers::{Aes, BLOCK, Hash};
use super::password;
use crate::problem::Refusal;

/// Hashing more often than this is no program's setting but a way to keep a reader busy.
const MOST_TURNS: u32 = 1_000_000;

const PIECE: usize = 4096;
const DEEPEST: usize = 8;

/// The package, decrypted; `None` where the common password does not open it.
pub fn package(info: &[u8], package: &[u8]) -> Result<Option<Vec<u8>>, Refusal> {
    let (major, minor) = (u16_at(info, 0)?, u16_at(info, 2)?);
    let size = u32_at(package, 0)? as usize;
    let encrypted = package.get(8..).unwrap_or_default();
    let opened = match (major, minor) {
        (4, 4) => agile(info.get(8..).unwrap_or_default())?.and_then(|key| key.open(encrypted)),
        (2..=4, 2) => standard(info)?.map(|aes| aes.decrypt(encrypted)),
        _ => None,
    };
    Ok(opened.filter(|plain| plain.len() >= size).map(|mut plain| {
        plain.truncate(size);
        plain
    }))
}

/// How one value is hashed and encrypted.
struct Manner {
    hash: Hash,
    salt: Vec<u8>,
    key_length: usize,
}

/// The key of a package and how its pieces are mixed.
struct PackageKey {
    manner: Manner,
    aes: Aes,
}

impl PackageKey {
    fn open(&self, encrypted: &[u8]) -> Option<Vec<u8>> {
        let mut plain = Vec::with_capacity(encrypted.len());
        for (number, piece) in encrypted.chunks(PIECE).enumerate() {
            let number = u32::try_from(number).ok()?.to_le_bytes();
            let first = first_block(&self.manner.hash.of(&self.manner.salt, &number));
            plain.extend(self.aes.decrypt_chained(piece, first));
        }
        Some(plain)
    }
}

/// What the first block is mixed with: so many bytes, filled up.
fn first_block(bytes: &[u8]) -> [u8; BLOCK] {
    std::array::from_fn(|index| bytes.get(index).copied().unwrap_or(0x36))
}

/// A hash as a key of another length.
fn fitted(mut hash: Vec<u8>, length: usize) -> Vec<u8> {
    hash.resize(length, 0x36);
    hash
}

/// What the XML says, as far as it has been read.
#[derive(Default)]
struct Said {
    of_package: Option<Manner>,
    of_password: Option<Manner>,
    turns: u32,
    values: [Vec<u8>; 3],
}

fn agile(xml: &[u8]) -> Result<Option<PackageKey>, Refusal> {
    let mut xml = Xml::new(xml, DEEPEST);
    let mut said = Said::default();
    loop {
        match xml.node()? {
            Node::Open(tag) if tag.name() == "keyData" => said.of_package = manner(&tag)?,
            Node::Open(tag) if tag.name() == "encryptedKey" => {
                said.of_password = manner(&tag)?;
                said.turns = tag.number("spinCount")?.unwrap_or(u32::MAX);
                for (value, name) in said.values.iter_mut().zip([
                    "encryptedVerifierHashInput",
                    "encryptedVerifierHashValue",
                    "encryptedKeyValue",
                ]) {
                    *value = base64(&tag, name)?;
                }
            }
            Node::End => return Ok(said.key()),
            _ => {}
        }
    }
}

fn base64(tag: &Tag<'_>, name: &str) -> Result<Vec<u8>, Refusal> {
    let text = tag.attribute(name)?.unwrap_or_default();
    super::super::mail::bytes_in_base64(&text)
}

fn manner(tag: &Tag<'_>) -> Result<Option<Manner>, Refusal> {
    let [cipher, chaining, hash] = tag.attributes(["cipherAlgorithm", "cipherChaining", "hashAlgorithm"])?;
    let known = cipher.as_deref() == Some("AES") && chaining.as_deref() == Some("ChainingModeCBC");
    let key_length = match tag.number("keyBits")? {
        Some(128) => 16,
        Some(192) => 24,
        Some(256) => 32,
        _ => return Ok(None),
    };
    let salt = base64(tag, "saltValue")?;
    let hash = hash.as_deref().and_then(Hash::named).filter(|_| known);
    Ok(hash.map(|hash| Manner { hash, salt, key_length }))
}

impl Said {
    /// The package's key, if the password's hash is the one that is kept.
    fn key(self) -> Option<PackageKey> {
        const INPUT: [u8; 8] = [0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79];
        const VALUE: [u8; 8] = [0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e];
        const KEY: [u8; 8] = [0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6];
        let (own, manner) = (self.of_password?, self.of_package?);
        if self.turns > MOST_TURNS {
            return None;
        }
        let spun = own.hash.spun(&own.salt, &password(), self.turns);
        let opened = |value: &[u8], purpose: &[u8]| {
            let key = fitted(own.hash.of(&spun, purpose), own.key_length);
            Aes::new(&key).map(|aes| aes.decrypt_chained(value, first_block(&own.salt)))
        };
        let [input, value, key] = &self.values;
        let (input, value) = (opened(input, &INPUT)?, opened(value, &VALUE)?);
        let expected = own.hash.of(input.get(..own.salt.len())?, &[]);
        if !value.starts_with(&expected) {
            return None;
        }
        let aes = Aes::new(opened(key, &KEY)?.get(..manner.key_length)?)?;
        Some(PackageKey { manner, aes })
    }
}

fn standard(info: &[u8]) -> Result<Option<Aes>, Refusal> {
    const AES: [u32; 3] = [0x660e, 0x660f, 0x6610];
    const TURNS: u32 = 50_000;
    let header = u32_at(info, 8)? as usize;
    let (cipher, bits) = (u32_at(info, 20)?, u32_at(info, 28)? as usize);
    let verifier = info.get(12_usize.saturating_add(header)..).unwrap_or_default();
    let (Some(salt), Some(input), Some(value)) =
        (verifier.get(4..20), verifier.get(20..36), verifier.get(40..72))
    else {
        return Ok(None);
    };
    if !AES.contains(&cipher) || !matches!(bits, 128 | 192 | 256) {
        return Ok(None);
    }
    let hash = Hash::Sha1.of(&Hash::Sha1.spun(salt, &password(), TURNS), &0_u32.to_le_bytes());
    let half = |filler: u8| {
        let mixed: Vec<u8> = (0..64).map(|index| hash.get(index).copied().unwrap_or(0) ^ filler).collect();
        Hash::Sha1.of(&mixed, &[])
    };
    let key = [half(0x36), half(0x5c)].concat();
    let aes = key.get(..bits / 8).and_then(Aes::new);
    let holds = |aes: &Aes| aes.decrypt(value).starts_with(&Hash::Sha1.of(&aes.decrypt(input), &[]));
    Ok(aes.filter(holds))
}
