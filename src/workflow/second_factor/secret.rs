//! The secret of an account's codes, worked out anew each time it is needed.
//!
//! `HMAC-SHA256(seed, "account salt")`, cut to the 160 bits that authenticators take. The seed lies in the key file and
//! never in the database; the salt is random, new with each setup, and worth nothing without the seed: a page may carry
//! it until the setup is confirmed. Nothing has to be decrypted, so nothing can be decrypted wrongly.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use totp_rs::{Builder, Secret, Totp};

use super::super::{Service, secrets};
use crate::problem::Problem;
use crate::store::key_file::Seed;
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

/// Seconds for which a code stands.
const STEP: i64 = 30;

/// A second factor that is not set up yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub salt: String,
    /// For whoever types it into an authenticator: Base32.
    pub secret: String,
}

/// A new secret for somebody; with a salt, the secret of that one.
pub fn propose(service: &Service, actor: &Actor, salt: Option<&str>) -> Result<Proposal, Problem> {
    let salt = match salt.filter(|salt| is_salt(salt)) {
        Some(salt) => salt.to_owned(),
        None => secrets::reference()?,
    };
    let secret = secret(&service.seed()?, actor.account, &salt).to_base32();
    Ok(Proposal { salt, secret })
}

/// Whether a text can be a salt.
pub(super) fn is_salt(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Which step the code is of: that of this moment, the one before or the one behind.
pub(super) fn step_of(seed: &Seed, account: i64, salt: &str, code: &str, now: Instant) -> Option<i64> {
    let seconds = u64::try_from(now.timestamp()).ok()?;
    let step = totp(secret(seed, account, salt))?.check(code, seconds)?;
    i64::try_from(step).ok()
}

fn secret(seed: &Seed, account: i64, salt: &str) -> Secret {
    let mut mac = Hmac::<Sha256>::new_from_slice(seed.bytes()).expect("any length is a key");
    mac.update(format!("{account} {salt}").as_bytes());
    let bytes: [u8; 32] = mac.finalize().into_bytes().into();
    Secret::from(bytes[..20].to_vec())
}

fn totp(secret: Secret) -> Option<Totp> {
    let asked = Builder::new().with_digits(6).with_skew(1).with_step_duration(STEP.unsigned_abs());
    asked.with_secret(secret).build().ok()
}

#[cfg(test)]
mod tests {
    use totp_rs::Secret;

    use super::totp;

    #[test]
    fn codes_are_those_of_the_standard() {
        let totp = totp(Secret::from(b"12345678901234567890".to_vec())).expect("a long enough secret");
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(totp.generate(seconds).to_string(), code, "{seconds}");
            for (later, fits) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
                // A minute before the fifty-ninth second there was no time yet.
                let Some(then) = u64::checked_add_signed(seconds, later) else { continue };
                assert_eq!(totp.check(code, then).is_some(), fits, "{later} seconds from {seconds}");
            }
        }
    }
}
