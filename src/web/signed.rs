//! Somebody signed in, as handlers receive them.
//!
//! The CSRF token goes into pages under a fresh mask each time: compressed pages would otherwise give it away
//! byte by byte to whoever can make the browser ask and count.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::answer::No;
use super::pages::{Frame, Person};
use crate::problem::Problem;
use crate::vocabulary::hex::hex;
use crate::vocabulary::{Actor, Permission};

/// Who is signed in; as an argument of a handler it is there, because the guard was.
#[derive(Clone, Debug)]
pub struct Signed {
    pub actor: Actor,
    /// The session's own token, never shown as it is; empty for the API.
    pub(super) csrf: String,
    pub must_change: bool,
    pub(super) reference: String,
}

impl Signed {
    /// The frame of a page for this person.
    pub fn frame(&self, title: impl Into<String>) -> Frame {
        Frame::new(title, masked(&self.csrf)).signed_in(Person {
            name: self.actor.name.clone(),
            role: self.actor.role,
            unit: self.actor.unit_name.clone(),
            reads_audit: self.actor.may(Permission::ReadAudit),
        })
    }
}

impl FromRequest for Signed {
    type Error = No;
    type Future = Ready<Result<Signed, No>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(of(request).ok_or_else(|| No(Problem::sign_in_needed())))
    }
}

/// Who sent a request, if anybody is signed in.
pub fn of(request: &HttpRequest) -> Option<Signed> {
    request.extensions().get::<Signed>().cloned()
}

/// A frame for whoever it is.
pub fn frame(request: &HttpRequest, title: &str) -> Frame {
    match of(request) {
        Some(signed) => signed.frame(title),
        None => Frame::new(title, ""),
    }
}

/// A token under a new mask: random bytes, and the token's bytes added to them.
pub fn masked(token: &str) -> String {
    let token = bytes(token);
    let mut mask = vec![0; token.len()];
    if getrandom::fill(&mut mask).is_err() {
        return String::new();
    }
    let covered: Vec<u8> = token.iter().zip(&mask).map(|(token, mask)| token ^ mask).collect();
    hex(&mask) + &hex(&covered)
}

/// Whether a shown token is this one under some mask; as long for a wrong one as for the right one.
pub fn fits(shown: &str, token: &str) -> bool {
    let (shown, token) = (bytes(shown), bytes(token));
    if token.is_empty() || shown.len() != 2 * token.len() {
        return false;
    }
    let (mask, covered) = shown.split_at(token.len());
    let uncovered = mask.iter().zip(covered).map(|(mask, covered)| mask ^ covered);
    uncovered.zip(&token).fold(0, |differences, (a, b)| differences | (a ^ b)) == 0
}

fn bytes(hexadecimal: &str) -> Vec<u8> {
    let digits: Option<Vec<u8>> = hexadecimal
        .chars()
        .map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let digits = digits.unwrap_or_default();
    digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_hides_the_token_and_only_the_token_fits() {
        let token = "00112233445566778899aabbccddeeff";
        let (one, other) = (masked(token), masked(token));
        assert_ne!(one, other);
        assert!(!one.contains(token) && fits(&one, token) && fits(&other, token));
        for wrong in
            ["", token, &one[2..], &format!("{one}00"), &masked("ffeeddccbbaa99887766554433221100"), "x"]
        {
            assert!(!fits(wrong, token), "{wrong}");
        }
        assert!(!fits("", ""));
    }
}
