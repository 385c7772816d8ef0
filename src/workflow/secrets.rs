//! Secrets: made from the machine's own randomness, hashed before they are kept.
//!
//! Passwords go through Argon2id (19 MiB, two passes, one lane), which is meant to be slow: never inside a
//! database transaction, and only a few at once, so that a morning of sign-ins cannot take the memory that the
//! readers of files need. An unknown login is checked against a hash that nobody has, to take as long as a
//! known one. References (sessions, tokens, links) are long random numbers and need only SHA-256.

use std::sync::{Condvar, Mutex, PoisonError};

use argon2::password_hash::PasswordVerifier;
use argon2::{Algorithm, Argon2, CustomizedPasswordHasher, Params, PasswordHash, Version};
use sha2::{Digest, Sha256};

use crate::problem::Problem;
use crate::vocabulary::hex::hex;
use crate::vocabulary::password::spelled;

const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// People who wait for their turn at most; more are told to come back.
const WAITING: usize = 256;

/// A hash with the same cost as a real one, of a password that does not exist.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$aHVpYmlhby1ub2JvZHkhIQ$\
                      Zm9yLXRoZS1zYW1lLXRpbWUtYXMtYS1yZWFsLW9uZSE";

/// Random bytes in lower-case hexadecimal.
fn random_hex<const BYTES: usize>() -> Result<String, Problem> {
    let mut bytes = [0; BYTES];
    fill(&mut bytes)?;
    Ok(hex(&bytes))
}

fn fill(bytes: &mut [u8]) -> Result<(), Problem> {
    getrandom::fill(bytes).map_err(|error| {
        tracing::error!(%error, "the machine gives no randomness");
        Problem::broken()
    })
}

/// A new reference of 128 random bits: a session, a CSRF token, a link.
pub fn reference() -> Result<String, Problem> {
    random_hex::<16>()
}

/// A new API token; its beginning says what it is, so that one that leaked is recognised.
pub fn api_token() -> Result<String, Problem> {
    Ok(format!("hb_{}", random_hex::<20>()?))
}

/// What is kept of a reference.
pub fn fingerprint(reference: &str) -> String {
    hex(&Sha256::digest(reference.as_bytes()))
}

/// Letters and digits that nobody confuses when they are read out: no 0 and o, no 1, l and i.
const READABLE: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";

/// A first password like `k7mn-p3qr-9hjd`: 59 bits, easy to read out on the telephone.
pub fn first_password() -> Result<String, Problem> {
    readable(3)
}

/// A code that stands in for an authenticator, like `k7mn-p3qr-9hjd-wx4z`: 79 bits, so that its digest tells nothing.
pub fn recovery_code() -> Result<String, Problem> {
    readable(4)
}

/// So many groups of four letters.
fn readable(groups: usize) -> Result<String, Problem> {
    let (mut letters, length) = (String::new(), 5 * groups - 1);
    while letters.len() < length {
        let mut byte = [0];
        fill(&mut byte)?;
        // Bytes beyond a whole number of alphabets would make some letters likelier than others.
        let fair = 256 - 256 % READABLE.len();
        if usize::from(byte[0]) < fair {
            letters.push(char::from(READABLE[usize::from(byte[0]) % READABLE.len()]));
            if letters.len() % 5 == 4 && letters.len() < length {
                letters.push('-');
            }
        }
    }
    Ok(letters)
}

/// Hashes and checks passwords, a few at once.
pub struct Passwords {
    seats: usize,
    /// Seats taken, people waiting.
    taken: Mutex<(usize, usize)>,
    freed: Condvar,
}

/// A seat at the hashing table, given back when it goes.
struct Seat<'p>(&'p Passwords);

impl Passwords {
    pub fn new(at_once: usize) -> Passwords {
        Passwords { seats: at_once.max(1), taken: Mutex::new((0, 0)), freed: Condvar::new() }
    }

    /// What is kept of a password.
    pub fn hash(&self, password: &str) -> Result<String, Problem> {
        let mut salt = [0; 16];
        fill(&mut salt)?;
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| Problem::broken())?;
        let _seat = self.sit()?;
        let hashed: Result<PasswordHash, _> = Argon2::default().hash_password_customized(
            spelled(password).as_bytes(),
            &salt,
            Some(Algorithm::Argon2id.as_str()),
            Some(Version::V0x13.into()),
            params,
        );
        hashed.map(|hash| hash.to_string()).map_err(|error| {
            tracing::error!(%error, "a password was not hashed");
            Problem::broken()
        })
    }

    /// Whether the password is the one that was hashed; without a hash the same time passes, and it is not.
    pub fn check(&self, password: &str, hash: Option<&str>) -> Result<bool, Problem> {
        let known = hash.is_some();
        let hash = PasswordHash::new(hash.unwrap_or(NOBODY)).map_err(|error| {
            tracing::error!(%error, "a stored password hash is damaged");
            Problem::broken()
        })?;
        let _seat = self.sit()?;
        Ok(Argon2::default().verify_password(spelled(password).as_bytes(), &hash).is_ok() && known)
    }

    /// Whether a hash was made at another cost than today's.
    pub fn is_outdated(&self, hash: &str) -> bool {
        !hash.starts_with(&format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}$"))
    }

    fn sit(&self) -> Result<Seat<'_>, Problem> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.1 >= WAITING {
            return Err(Problem::busy());
        }
        taken.1 += 1;
        while taken.0 >= self.seats {
            taken = self.freed.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken = (taken.0 + 1, taken.1 - 1);
        Ok(Seat(self))
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        self.0.taken.lock().unwrap_or_else(PoisonError::into_inner).0 -= 1;
        self.0.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;
    use crate::problem::ProblemCode;
    use crate::vocabulary::password::{Demands, Person, judge};

    #[test]
    fn first_passwords_are_readable_good_enough_and_never_the_same() {
        let mut seen = HashSet::new();
        for _ in 0..2_000 {
            let password = first_password().unwrap();
            assert_eq!(password.len(), 14, "{password}");
            assert!(!password.contains(['0', 'o', '1', 'l', 'i', 'O', 'I']), "{password}");
            assert_eq!(judge(&password, Person::default(), Demands::default()), Ok(()), "{password}");
            assert!(seen.insert(password));
        }
    }

    #[test]
    fn references_are_random_and_long() {
        let many: HashSet<String> = (0..100_000).map(|_| reference().unwrap()).collect();
        assert_eq!(many.len(), 100_000);
        assert!(many.iter().all(|reference| reference.len() == 32));
    }

    #[test]
    fn only_the_right_password_fits_and_nobody_has_none() {
        let passwords = Passwords::new(2);
        let hash = passwords.hash("kettle-orbit-violin").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(!passwords.is_outdated(&hash));
        assert!(passwords.is_outdated("$argon2id$v=19$m=4096,t=1,p=1$x$y"));
        assert!(passwords.check("kettle-orbit-violin", Some(&hash)).unwrap());
        assert!(!passwords.check("kettle-orbit-viola", Some(&hash)).unwrap());
        assert!(!passwords.check("kettle-orbit-violin", None).unwrap());
    }

    /// Seats taken and people waiting, now.
    fn seen(passwords: &Passwords) -> (usize, usize) {
        *passwords.taken.lock().unwrap()
    }

    #[test]
    fn no_more_are_hashed_at_once_than_there_are_seats() {
        let passwords = Passwords::new(2);
        let (is_over, mut most) = (AtomicBool::new(false), 0);
        std::thread::scope(|scope| {
            let everybody: Vec<_> = (0..20)
                .map(|number| {
                    let passwords = &passwords;
                    scope.spawn(move || match number % 2 {
                        0 => passwords.hash("kettle-orbit-violin").map(|_| ()),
                        _ => passwords.check("kettle-orbit-violin", None).map(|_| ()),
                    })
                })
                .collect();
            let watched = scope.spawn(|| {
                let mut most = 0;
                while !is_over.load(Ordering::Relaxed) {
                    most = most.max(seen(&passwords).0);
                    std::thread::yield_now();
                }
                most
            });
            let done = everybody.into_iter().map(|one| one.join().unwrap()).collect::<Result<Vec<()>, _>>();
            is_over.store(true, Ordering::Relaxed);
            most = watched.join().unwrap();
            assert!(done.is_ok(), "everybody had his turn: {done:?}");
        });
        assert_eq!(most, 2, "as many as there are seats, and no more");
        assert_eq!(seen(&passwords), (0, 0), "all seats are given back");
    }

    #[test]
    fn who_comes_when_the_queue_is_full_is_told_to_come_back() {
        let passwords = Passwords::new(1);
        let seat = passwords.sit().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..WAITING {
                scope.spawn(|| drop(passwords.sit().unwrap()));
            }
            while seen(&passwords) != (1, WAITING) {
                std::thread::yield_now();
            }
            for refused in
                [passwords.hash("kettle-orbit-violin").map(|_| ()), passwords.check("x", None).map(|_| ())]
            {
                assert_eq!(refused.unwrap_err().code, ProblemCode::Busy);
            }
            assert_eq!(seen(&passwords), (1, WAITING), "nobody else has lost his place");
            drop(seat);
        });
        assert_eq!(seen(&passwords), (0, 0));
        assert!(passwords.hash("kettle-orbit-violin").is_ok(), "there is room again");
    }
}
