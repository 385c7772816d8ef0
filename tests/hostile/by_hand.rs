//! For a person: `HOSTILE=folder cargo test --test hostile by_hand -- --ignored --nocapture` prints what
//! becomes of every file of a folder, how long it took, and how large the largest worker grew.

use std::path::Path;
use std::time::Instant;

use huibiao::formats::{Limits, Pool, ReadFile, ReadMember};

#[test]
#[ignore = "for a person, with a folder of files"]
fn every_file_of_a_folder() {
    let folder = std::env::var("HOSTILE").expect("HOSTILE names a folder");
    let pool = Pool::new(Path::new(env!("CARGO_BIN_EXE_huibiao")), 2, Limits::sheet()).unwrap();
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let bytes = std::fs::read(&path).unwrap();
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
