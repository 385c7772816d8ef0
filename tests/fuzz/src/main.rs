//! One program that throws bytes at one reader, chosen by the environment: `TARGET=xlsx fuzz seeds/xlsx`.
//!
//! Containers have checksums, so that changed bytes of a whole file only ever test the checksum. The
//! targets for XML formats therefore take a part's bytes and pack them themselves; files without
//! checksums (.xls, .doc, text, HTML, mails) are taken as they are.

#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

#[path = "../targets.rs"]
mod targets;

fuzz_target!(|bytes: &[u8]| {
    static TARGET: OnceLock<String> = OnceLock::new();
    let target = TARGET.get_or_init(|| std::env::var("TARGET").expect("TARGET names a target"));
    assert!(targets::TARGETS.contains(&target.as_str()), "no target {target}");
    targets::run(target, bytes);
});
