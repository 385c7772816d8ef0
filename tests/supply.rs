//! What the program is made of may be given on, and is listed whole.

#[path = "supply/bill.rs"]
mod bill;

use std::collections::BTreeSet;

use bill::{BROUGHT, Part, cyclonedx, parts};

/// Terms under which a public office can be given the program: each asks for its notice and no more.
const FREE: [&str; 16] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "CDLA-Permissive-2.0",
    "MPL-2.0",
    "PostgreSQL",
];

/// Whether one of the choices that a crate leaves can be taken: `(MIT OR GPL-3.0) AND Zlib`.
fn may_be_given_on(licence: &str) -> bool {
    let licence = licence.trim();
    if let Some(inner) = whole_bracket(licence) {
        return may_be_given_on(inner);
    }
    if let Some((left, right)) = split(licence, " OR ") {
        return may_be_given_on(left) || may_be_given_on(right);
    }
    if let Some((left, right)) = split(licence, " AND ") {
        return may_be_given_on(left) && may_be_given_on(right);
    }
    FREE.contains(&licence)
}

/// What stands between a bracket at the very beginning and its own at the very end.
fn whole_bracket(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('(')?.strip_suffix(')')?;
    let mut depth = 1;
    let closes_early = inner.chars().any(|sign| {
        depth += i32::from(sign == '(') - i32::from(sign == ')');
        depth == 0
    });
    (!closes_early).then_some(inner)
}

/// Both sides of a word that stands outside all brackets.
fn split<'t>(text: &'t str, word: &str) -> Option<(&'t str, &'t str)> {
    let mut depth = 0;
    let at = text.char_indices().find(|(at, sign)| {
        depth += i32::from(*sign == '(') - i32::from(*sign == ')');
        depth == 0 && text[*at..].starts_with(word)
    });
    at.map(|(at, _)| (&text[..at], &text[at + word.len()..]))
}

#[test]
fn terms_are_read_as_they_are_written() {
    for (licence, free) in [
        ("MIT", true),
        ("MIT OR Apache-2.0", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0 AND MIT", false),
        ("(MIT OR GPL-3.0) AND Zlib", true),
        ("(MIT OR Apache-2.0) AND (Unicode-3.0 OR GPL-2.0)", true),
        ("(MIT OR Apache-2.0) AND GPL-2.0", false),
        ("Apache-2.0 WITH LLVM-exception OR GPL-2.0", true),
        ("", false),
    ] {
        assert_eq!(may_be_given_on(licence), free, "{licence}");
    }
}

#[test]
fn every_crate_of_the_program_may_be_given_on_and_is_known_by_its_digest() {
    let parts = parts();
    assert_eq!((parts[0].name.as_str(), &parts[0].digest), ("huibiao", &None));
    let names: BTreeSet<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    for needed in ["actix-web", "diesel", "calamine", "rust_xlsxwriter", "libsqlite3-sys", "pq-src"] {
        assert!(names.contains(needed), "{needed} is linked and not listed");
    }
    for only_tested in ["rqrr", "ureq", "syn"] {
        assert!(!names.contains(only_tested), "{only_tested} is listed and not linked");
    }
    let bound: Vec<&Part> = parts.iter().filter(|part| !may_be_given_on(&part.licence)).collect();
    assert!(bound.is_empty(), "{bound:#?}");
    let unknown: Vec<&Part> = parts[1..].iter().filter(|part| part.digest.is_none()).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
    assert!(BROUGHT.iter().all(|(by, ..)| names.contains(by)), "sources in C that nobody brings");
}

#[test]
fn the_bill_names_whatever_anything_in_it_needs() {
    let parts = parts();
    let bill = cyclonedx(&parts);
    let listed = bill["components"].as_array().expect("a list");
    assert_eq!(listed.len(), parts.len() - 1 + BROUGHT.len());
    let mut known: BTreeSet<&str> = listed.iter().filter_map(|one| one["bom-ref"].as_str()).collect();
    assert_eq!(known.len(), listed.len(), "a reference stands for one part");
    known.extend(bill["metadata"]["component"]["bom-ref"].as_str());
    for part in bill["dependencies"].as_array().expect("a list") {
        let needs = part["dependsOn"].as_array().expect("a list");
        assert!(needs.iter().all(|need| known.contains(need.as_str().unwrap())), "{part}");
    }
}
