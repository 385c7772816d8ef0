//! Writes generated sheets to a folder, to be looked at or measured.
//!
//! `cargo run --example sheets -- FOLDER seeds FIRST COUNT [later]` writes sheets with their truth,
//! `cargo run --example sheets -- FOLDER plain COUNT` writes plain ones for benchmarks,
//! `cargo run --example sheets -- FOLDER keep SEED NAME [later]` keeps a sheet that was read wrongly.

#[path = "mod.rs"]
mod sheets;

use std::path::Path;

use sheets::{folder, formats, kept, make};

fn main() -> std::io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let number = |text: &str| text.parse::<u64>().expect("seeds and counts are whole numbers");
    match words.as_slice() {
        [path, "plain", count] => folder::write_plain(Path::new(path), number(count) as usize, 80, 315),
        [path, "seeds", first, count, rest @ ..] => {
            let formats = if rest.is_empty() { formats::FIRST_MILE } else { formats::LATER };
            let seeds: Vec<u64> = (number(first)..number(first) + number(count)).collect();
            for sheet in folder::write(Path::new(path), &seeds, formats)? {
                println!("{} {} {:?} {:?}", sheet.file_name, sheet.format, sheet.layouts, sheet.fault);
            }
            Ok(())
        }
        [path, "keep", seed, name, rest @ ..] => {
            let formats = if rest.is_empty() { formats::FIRST_MILE } else { formats::LATER };
            kept::keep(Path::new(path), &make(number(seed), formats), name)
        }
        _ => {
            eprintln!(
                "FOLDER seeds FIRST COUNT [later] | FOLDER plain COUNT | FOLDER keep SEED NAME [later]"
            );
            std::process::exit(2)
        }
    }
}
