//! 签名文本: a few lines that prove themselves, with a public key and nothing else.
//!
//! A statement is text, so that it can be copied out of a page, printed, scanned and kept in any file:
//!
//! ```text
//! -----BEGIN HUIBIAO RECEIPT-----
//! number: 2024-0001-370320001-01-5f0c1a
//! received: 2024-03-20 09:00:00.000 +08:00
//! key: 1f6a…
//! signature: 9b04…
//! -----END HUIBIAO RECEIPT-----
//! ```
//!
//! Signed (Ed25519) are the kind and every line up to the signature, joined by line feeds. Spaces at the ends of
//! lines and empty lines may be lost or come in on the way; any other change breaks the signature. A key is known
//! by the first sixteen digits of its SHA-256.

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use super::hex::{hex, unhex};

/// What is stated: a kind in capitals, and fields in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub kind: String,
    pub fields: Vec<(String, String)>,
}

/// A statement with the key it was signed by, and the signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    pub statement: Statement,
    /// Which key, by [`key_id`].
    pub key: String,
    signature: String,
}

/// Signs.
pub struct Signer {
    key: SigningKey,
    id: String,
}

impl Signer {
    /// From the 32 bytes of a private key.
    pub fn new(private: &[u8; 32]) -> Signer {
        let key = SigningKey::from_bytes(private);
        let id = key_id(&hex(key.verifying_key().as_bytes()));
        Signer { key, id }
    }

    /// The public key, in hexadecimal digits.
    pub fn public(&self) -> String {
        hex(self.key.verifying_key().as_bytes())
    }

    /// What its public key is known by.
    pub fn id(&self) -> &str {
        &self.id
    }

    pub fn sign(&self, statement: Statement) -> Signed {
        let key = self.id.clone();
        let signature = hex(&self.key.sign(covered(&statement, &key).as_bytes()).to_bytes());
        Signed { statement, key, signature }
    }
}

impl Statement {
    pub fn new(kind: &str) -> Statement {
        Statement { kind: kind.to_owned(), fields: Vec::new() }
    }

    /// The same with one more field; a value stays on its line.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Statement {
        let value: String = value.into().split_whitespace().collect::<Vec<_>>().join(" ");
        self.fields.push((name.to_owned(), value));
        self
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What a public key (hexadecimal digits) is known by.
pub fn key_id(public: &str) -> String {
    let mut id = hex(&Sha256::digest(public.as_bytes()));
    id.truncate(16);
    id
}

/// Whether a text is a public key.
pub fn is_key(public: &str) -> bool {
    verifying(public).is_some()
}

fn verifying(public: &str) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(&unhex(public)?.try_into().ok()?).ok()
}

/// The text that a signature covers.
fn covered(statement: &Statement, key: &str) -> String {
    let mut text = format!("HUIBIAO {}\n", statement.kind);
    for (name, value) in &statement.fields {
        text.push_str(&format!("{name}: {value}\n"));
    }
    text + &format!("key: {key}\n")
}

impl Signed {
    /// The whole of it, as it is printed.
    pub fn text(&self) -> String {
        let covered = covered(&self.statement, &self.key);
        let (_, lines) = covered.split_once('\n').unwrap_or_default();
        let kind = &self.statement.kind;
        let signature = &self.signature;
        format!(
            "-----BEGIN HUIBIAO {kind}-----\n{lines}signature: {signature}\n-----END HUIBIAO {kind}-----\n"
        )
    }

    /// Every signed text in a longer one, in its order; one that does not end is passed over.
    pub fn all_in(text: &str) -> Vec<Signed> {
        text.split("-----BEGIN HUIBIAO ").skip(1).filter_map(read).collect()
    }

    /// Whether the key (hexadecimal digits) has signed exactly this.
    pub fn is_by(&self, public: &str) -> bool {
        let signature = unhex(&self.signature).and_then(|bytes| Signature::from_slice(&bytes).ok());
        let (Some(key), Some(signature)) = (verifying(public), signature) else { return false };
        let covered = covered(&self.statement, &self.key);
        key_id(public) == self.key && key.verify_strict(covered.as_bytes(), &signature).is_ok()
    }
}

/// Reads what stands behind the first words of a signed text.
fn read(text: &str) -> Option<Signed> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let kind = lines.next()?.strip_suffix("-----")?;
    let end = format!("-----END HUIBIAO {kind}-----");
    let mut fields: Vec<(String, String)> = Vec::new();
    loop {
        let line = lines.next()?;
        if line == end {
            break;
        }
        let (name, value) = line.split_once(':')?;
        fields.push((name.to_owned(), value.trim().to_owned()));
    }
    let (name, signature) = fields.pop()?;
    let (key_name, key) = fields.pop()?;
    let whole = name == "signature" && key_name == "key";
    whole.then(|| Signed { statement: Statement { kind: kind.to_owned(), fields }, key, signature })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed() -> (Signed, String) {
        let signer = Signer::new(&[7; 32]);
        let statement = Statement::new("RECEIPT")
            .with("number", "2024-0001")
            .with("unit", "370320001 沂源县\n市场监管局");
        (signer.sign(statement), signer.public())
    }

    #[test]
    fn what_was_signed_comes_back_from_its_text_however_it_was_copied() {
        let (signed, public) = signed();
        let text = signed.text();
        assert_eq!(signed.statement.get("unit"), Some("370320001 沂源县 市场监管局"));
        let mailed = format!("> 您好\r\n\r\n{}\r\n--\r\n", text.replace('\n', "  \r\n\r\n"));
        for text in [text.clone(), mailed, format!("{text}{text}")] {
            let found = Signed::all_in(&text);
            assert!(!found.is_empty(), "{text}");
            assert!(found.iter().all(|found| *found == signed && found.is_by(&public)), "{text}");
        }
    }

    #[test]
    fn one_changed_bit_of_it_is_seen() {
        let (signed, public) = signed();
        let text = signed.text();
        let start = text.find('\n').expect("lines") + 1;
        let end = text.rfind("\n-----END").expect("an end");
        for place in start..end {
            for bit in 0..8 {
                let mut bytes = text.clone().into_bytes();
                bytes[place] ^= 1 << bit;
                let Ok(changed) = String::from_utf8(bytes) else { continue };
                let still = Signed::all_in(&changed).iter().any(|found| found.is_by(&public));
                let same = Signed::all_in(&changed).first().is_some_and(|found| *found == signed);
                assert!(!still || same, "bit {bit} of byte {place}: {changed}");
            }
        }
    }

    #[test]
    fn another_key_has_not_signed_it() {
        let (signed, _) = signed();
        assert!(!signed.is_by(&Signer::new(&[8; 32]).public()));
        for text in ["", "xyz", &"00".repeat(31), &"ff".repeat(32)] {
            assert!(!signed.is_by(text), "{text}");
        }
        assert!(!is_key("xyz") && is_key(&Signer::new(&[8; 32]).public()));
    }
}
