//! What isolation and reading cost, as ratios within one run: `cargo bench --bench isolation [FILE…]`.
//!
//! Four ways to the same grid, interleaved so that a busy machine slows all alike: calamine bare (its
//! range of the first sheet), our reader in this process, our reader in a worker asked for one file at a time
//! (as the service asks), and asked for a handful (as a roll-up asks). The best of many rounds counts: noise
//! only ever adds.

use std::hint::black_box;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use calamine::{Reader, open_workbook_auto_from_rs};
use huibiao::formats::{Level, Limits, Pool, read};

const ROUNDS: usize = 400;
/// Files read between two looks at the clock.
const BATCH: u32 = 5;
/// Files that a worker is asked for in one go.
const HANDFUL: u32 = 6;

fn main() {
    let named: Vec<PathBuf> =
        std::env::args().skip(1).filter(|word| word != "--bench").map(PathBuf::from).collect();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sheets/samples");
    let own = ["370320001_plain.xlsx", "370320018_docx.docx", "370320019_xls.xls", "370320020_csv_gbk.csv"];
    let files = if named.is_empty() { own.iter().map(|name| samples.join(name)).collect() } else { named };
    let limits = Limits::sheet();
    let pool =
        Pool::new(Path::new(env!("CARGO_BIN_EXE_huibiao")), 1, limits.clone()).expect("a worker starts");
    println!(
        "{:<24} {:>9} {:>9} {:>9} {:>10} {:>12} {:>8}",
        "µs a sheet", "calamine", "read", "worker", "isolation", "by handfuls", "read/cal"
    );
    for file in files {
        let bytes = std::fs::read(&file).expect("the file can be read");
        let is_workbook = open_workbook_auto_from_rs(Cursor::new(&bytes)).is_ok();
        let mut best = [Duration::MAX; 4];
        for _ in 0..ROUNDS {
            let bare = || _ = black_box(bare(&bytes));
            let inside = || drop(black_box(read(&bytes, Level::Received, &limits)));
            let outside = || drop(black_box(pool.read(&bytes)));
            let together = || drop(black_box(pool.read_several(&[bytes.as_slice(); HANDFUL as usize])));
            if is_workbook {
                best[0] = best[0].min(time(bare));
            }
            best[1] = best[1].min(time(inside));
            best[2] = best[2].min(time(outside));
            best[3] = best[3].min(time(together) / HANDFUL);
        }
        let [bare, inside, outside, together] = best.map(|time| time.as_secs_f64() * 1e6);
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (calamine, ratio) = match is_workbook {
            true => (format!("{bare:.1}"), format!("{:.2}", inside / bare)),
            false => ("–".to_owned(), "–".to_owned()),
        };
        println!(
            "{name:<24} {calamine:>9} {inside:>9.1} {outside:>9.1} {:>10.1} {:>12.1} {ratio:>8}",
            outside - inside,
            together - inside
        );
    }
}

fn time(mut work: impl FnMut()) -> Duration {
    let begun = Instant::now();
    for _ in 0..BATCH {
        work();
    }
    begun.elapsed() / BATCH
}

fn bare(bytes: &[u8]) -> usize {
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).expect("a workbook");
    let names = workbook.sheet_names();
    names
        .iter()
        .filter_map(|name| workbook.worksheet_range(name).ok())
        .map(|range| range.cells().count())
        .sum()
}
