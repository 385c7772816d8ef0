//! A login as it is kept: one spelling, however it was typed.

use unicode_normalization::UnicodeNormalization;

/// The one spelling of a login.
pub fn spelled(login: &str) -> String {
    login.nfkc().collect::<String>().trim().to_lowercase()
}
