//! For a person: `cargo run --example endure -- target/debug/huibiao FOLDER` prints what becomes of every
//! file of a folder, how long it took, and why it was refused.

use std::path::Path;
use std::time::Instant;

use huibiao::formats::{Limits, Pool, ReadFile, ReadMember};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [program, folder] = &arguments[..] else {
        eprintln!("endure PROGRAM FOLDER");
        std::process::exit(2);
    };
    let pool = Pool::new(Path::new(program), 2, Limits::sheet()).expect("the program works");
    let entries = std::fs::read_dir(folder).expect("the folder can be listed");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        let bytes = std::fs::read(&path).expect("the file can be read");
        let begun = Instant::now();
        let outcome = match pool.read(&bytes) {
            Ok(ReadFile::Grid(grid)) => {
                let cells: usize = grid.sheets.iter().map(|sheet| sheet.cells.len()).sum();
                format!("{} sheets, {cells} cells {:?}", grid.sheets.len(), grid.losses)
            }
            Ok(ReadFile::Members(members)) => {
                let outcome = |read: &ReadMember| match &read.outcome {
                    Ok(_) => format!("{}: read", read.member.name),
                    Err(refusal) => format!("{}: {}", read.member.name, refusal.code.code()),
                };
                members.iter().map(outcome).collect::<Vec<_>>().join(", ")
            }
            Err(refusal) => format!("{} ({})", refusal.code.code(), refusal.detail),
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        println!("{:>7.1} ms  {name}: {outcome}", begun.elapsed().as_secs_f64() * 1e3);
    }
}
