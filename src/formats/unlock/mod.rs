//! Files that are encrypted and open unasked all the same.
//!
//! A workbook whose structure is protected, or that is proposed for reading only, was encrypted by Excel with a
//! password that everybody knows; Excel and WPS try it before they ask. So it is tried here, it alone, and every
//! other file stays encrypted. Nothing secret is dealt with: whether the bytes are whole is told by the container
//! inside, as always, so that the message code over the package is not computed. A file states how often a
//! password is hashed; beyond a bound that no program writes it is not believed.

mod ciphers;
mod package;
mod stream;

pub use package::package;
pub use stream::stream;

/// The password that programs try by themselves.
const PASSWORD: &str = "VelvetSweatshop";

fn password() -> Vec<u8> {
    PASSWORD.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Contents, Level, Limits, read};
    use crate::problem::RefusalCode;
    use crate::submit::grid::Grid;

    fn grid(bytes: &[u8]) -> Result<Grid, RefusalCode> {
        match read(bytes, Level::Received, &Limits::sheet()).map_err(|refusal| refusal.code)? {
            Contents::Grid(grid) => Ok(grid),
            Contents::Members(members) => panic!("{} members", members.len()),
        }
    }

    /// Each was encrypted by other programs with the password that all of them know, from the sheet beside it.
    #[test]
    fn what_programs_open_unasked_is_read_like_the_sheet_itself() {
        let new = &include_bytes!("../../../tests/sheets/samples/370320001_plain.xlsx")[..];
        let old = &include_bytes!("../../../tests/sheets/samples/370320019_xls.xls")[..];
        for (what, locked, open) in [
            ("agile", &include_bytes!("../../../tests/formats/unasked_agile.xlsx")[..], new),
            ("standard", include_bytes!("../../../tests/formats/unasked_standard.xlsx"), new),
            ("RC4", include_bytes!("../../../tests/formats/unasked_rc4.xls"), old),
            ("CryptoAPI", include_bytes!("../../../tests/formats/unasked_cryptoapi.xls"), old),
        ] {
            assert_eq!(grid(locked), grid(open), "{what}");
            assert!(grid(open).is_ok());
        }
    }

    #[test]
    fn another_password_or_a_flipped_byte_of_the_key_leaves_the_file_encrypted() {
        let agile = include_bytes!("../../../tests/formats/unasked_agile.xlsx");
        let replaced = |old: &str, new: &str| {
            let mut bytes = agile.to_vec();
            let at = bytes.windows(old.len()).position(|window| window == old.as_bytes()).unwrap();
            bytes[at..at + new.len()].copy_from_slice(new.as_bytes());
            bytes
        };
        for bytes in [
            include_bytes!("../../../tests/formats/another_password.xlsx").to_vec(),
            replaced("spinCount=\"100000\"", "spinCount=\"900000\""),
            replaced("spinCount=\"100000\"", "spinCount=\"1e9999\""),
            replaced("cipherAlgorithm=\"AES\"", "cipherAlgorithm=\"RC2\""),
            replaced("keyBits=\"256\"", "keyBits=\"999\""),
        ] {
            assert_eq!(grid(&bytes), Err(RefusalCode::Encrypted));
        }
        let rc4 = include_bytes!("../../../tests/formats/unasked_rc4.xls");
        let record = rc4.windows(4).position(|window| window == [0x2f, 0, 54, 0]).unwrap();
        let mut bytes = rc4.to_vec();
        bytes[record + 12] ^= 1;
        assert_eq!(grid(&bytes), Err(RefusalCode::Encrypted));
    }
}
