//! Benchmark: reading, recognising and checking against bare calamine, on the same files and as many cores; the
//! whole roll-up against bare reading and bare writing, and against a Python script that does the least; the
//! memory of a large folder. Each figure is printed with the bar that it is held against, ratios of both sides
//! run in turn, never a timed test.
//!
//! `cargo bench --bench reading [-- SHEETS [A_COUNTY]]`: 2,000 sheets of counties of eighty units unless said
//! otherwise. The Python side makes its own environment; where that is impossible its figures are left out.

#[path = "memory.rs"]
mod memory;
#[path = "python.rs"]
mod python;
#[path = "ratio.rs"]
mod ratio;
#[path = "../sheets/mod.rs"]
mod sheets;

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use calamine::{Reader as _, Xlsx};
use huibiao::form::builtin;
use huibiao::formats::{Level, Limits, Pool, read};
use huibiao::workflow::read::{File, SecondReading, files_below};
use huibiao::workflow::tables::read_register;
use huibiao::workflow::{FileReading, Reader};

const PROGRAM: &str = env!("CARGO_BIN_EXE_huibiao");

/// Sheets of the folder whose memory is measured.
const MANY: usize = 10_000;

fn main() {
    let mut numbers = std::env::args().filter_map(|argument| argument.parse::<usize>().ok());
    let (count, a_county) = (numbers.next().unwrap_or(2_000), numbers.next().unwrap_or(80));
    let folder = folder_of(count, a_county);
    let files = files_below(&folder.join("sheets")).expect("the sheets can be listed");
    let threads = 2 * std::thread::available_parallelism().map_or(1, usize::from);
    println!("{count} plain sheets, {a_county} a county, {} cores", threads / 2);
    read_recognise_check(&folder, &files, threads);
    phases(&folder, &files);
    against_the_least(&folder, &files, threads / 2);
    against_scripts(&folder);
    memory_of(&folder_of(MANY, a_county));
}

/// A folder of plain sheets, made where it is not there yet.
fn folder_of(count: usize, a_county: usize) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-{count}-{a_county}"));
    if !folder.join("units.csv").exists() {
        sheets::folder::write_plain(&folder, count, a_county, 7).expect("the sheets can be written");
    }
    folder
}

fn reader(folder: &Path, threads: usize) -> Reader {
    let pool = Arc::new(Pool::new(Path::new(PROGRAM), threads, Limits::sheet()).expect("workers start"));
    let register = read_register(&pool, &folder.join("units.csv")).expect("the register is right");
    Reader::new(pool, threads, builtin::anchor(), Some(2024), Some(Arc::new(register)))
}

fn read_recognise_check(folder: &Path, files: &[File], threads: usize) {
    let once = reader(folder, threads).asking_about(SecondReading::Never);
    let twice = reader(folder, threads);
    for (what, reader, bar) in [("", once, "at most 1.0"), (" with the second reader", twice, "at most 2.0")]
    {
        let ours = || {
            let read = reader.read_all(files, &|_| {});
            let judged: usize = read.into_iter().flatten().map(|file| judge(&reader, file)).sum();
            assert_eq!(judged, files.len());
        };
        let (ours, bare) = ratio::in_turn(5, ours, || bare_calamine(files, threads / 2));
        ratio::say(&format!("read + recognise + check{what} : bare calamine"), ours, bare, bar);
    }
}

/// How many sheets a file turns out to hold.
fn judge(reader: &Reader, file: FileReading) -> usize {
    let readings = file.readings.expect("the sheet was read");
    reader.judge(&file.source, readings, Some(2024), None).len()
}

/// Opens every file and reads its first sheet, on all cores.
fn bare_calamine(files: &[File], threads: usize) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let bytes = std::fs::read(&file.path).expect("the sheet is there");
                    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("the sheet opens");
                    let range = book.worksheet_range_at(0).expect("a sheet").expect("its cells");
                    assert!(range.height() > 10);
                }
            });
        }
    });
}

/// Where the time of one thread goes, in microseconds a sheet.
fn phases(folder: &Path, files: &[File]) {
    let reader = reader(folder, 1);
    let limits = Limits::sheet();
    let bytes: Vec<Vec<u8>> =
        files.iter().map(|file| std::fs::read(&file.path).expect("the sheet is there")).collect();
    let clock = std::time::Instant::now;
    let each = |since: std::time::Instant| since.elapsed().as_micros() as f64 / files.len() as f64;
    let start = clock();
    let grids: Vec<_> = bytes.iter().map(|bytes| read(bytes, Level::Received, &limits)).collect();
    let parsed = each(start);
    let start = clock();
    bytes.iter().for_each(|bytes| assert!(reader.pool.read(bytes).is_ok()));
    let pooled = each(start);
    let start = clock();
    for grid in grids.iter().flatten() {
        if let huibiao::formats::Contents::Grid(grid) = grid {
            assert!(reader.recogniser.recognise(grid).is_ok());
        }
    }
    let recognised = each(start);
    let read_files: Vec<_> = files.iter().flat_map(|file| reader.read(file)).collect();
    let start = clock();
    read_files.into_iter().for_each(|file| assert_eq!(judge(&reader, file), 1));
    let judged = each(start);
    println!(
        "one thread, µs a sheet: parse {parsed:.0}, isolation {:.0}, recognise {recognised:.0}, identify and check {judged:.0}",
        pooled - parsed
    );
}

/// The whole roll-up against bare reading of the same files and bare writing of the same cells.
fn against_the_least(folder: &Path, files: &[File], threads: usize) {
    run(&mut roll_up(folder));
    let written = cells_written(&folder.join("out"));
    let least = || {
        bare_calamine(files, threads);
        bare_writing(&written, threads);
    };
    let (ours, least) = ratio::in_turn(5, || run(&mut roll_up(folder)), least);
    ratio::say("whole roll-up : bare reading + bare writing of the same cells", ours, least, "at most 1.3");
}

/// How many times as long a script takes as the whole roll-up.
fn against_scripts(folder: &Path) {
    let python = match python::python() {
        Ok(python) => python,
        Err(why) => return println!("peer.py : whole roll-up is left out: {why}"),
    };
    for (engine, bar) in [("calamine", "at least 1.5"), ("openpyxl", "at least 15")] {
        let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/bench/peer.py");
        let peer = || {
            let mut command = Command::new(&python);
            run(command.arg(&script).arg(engine).arg(folder).arg(folder.join("peer.xlsx")));
        };
        let (ours, theirs) = ratio::in_turn(3, || run(&mut roll_up(folder)), peer);
        ratio::say(&format!("peer.py {engine} : whole roll-up"), theirs, ours, bar);
    }
}

/// The most memory that the whole roll-up of a folder takes, all processes together.
fn memory_of(folder: &Path) {
    match peak(roll_up(folder).stdout(Stdio::null()).stderr(Stdio::null())) {
        Some(bytes) => println!("memory of {MANY} units: {} MiB (bar at most 250)", bytes >> 20),
        None => println!("memory of {MANY} units is left out: this system does not tell of it"),
    }
}

type Sheets = Vec<calamine::Range<calamine::Data>>;

fn cells_written(out: &Path) -> Vec<Sheets> {
    let paths =
        std::fs::read_dir(out).expect("the workbooks are there").map(|entry| entry.expect("a file").path());
    let read = paths.map(|path| {
        let mut book: Xlsx<_> = calamine::open_workbook(path).expect("our workbook opens");
        book.worksheets().into_iter().map(|(_, range)| range).collect()
    });
    read.collect()
}

fn bare_writing(books: &[Sheets], threads: usize) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(sheets) = books.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let mut book = rust_xlsxwriter::Workbook::new();
                    for range in sheets {
                        let sheet = book.add_worksheet();
                        let (row, column) = range.start().unwrap_or_default();
                        for (down, right, cell) in range.used_cells() {
                            let (row, column) = (row + down as u32, column as u16 + right as u16);
                            match cell {
                                calamine::Data::Float(number) => sheet.write_number(row, column, *number),
                                other => sheet.write_string(row, column, other.to_string()),
                            }
                            .expect("a cell is written");
                        }
                    }
                    book.save_to_buffer().expect("a workbook is written");
                }
            });
        }
    });
}

fn roll_up(folder: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.arg("rollup").arg(folder.join("sheets")).arg("--units").arg(folder.join("units.csv"));
    command.arg("--out").arg(folder.join("out"));
    command
}

fn run(command: &mut Command) {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("the command starts");
    assert!(status.code().is_some_and(|code| code <= 1), "{command:?} failed");
}

/// Bytes at the highest; nothing where the system does not tell. The command ends as one that could run.
fn peak(command: &mut Command) -> Option<u64> {
    let mut child = command.spawn().expect("the command starts");
    let mut highest = None;
    let status = loop {
        if let Some(status) = child.try_wait().expect("the command can be waited for") {
            break status;
        }
        highest = highest.max(memory::held(child.id()));
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(status.code().is_some_and(|code| code <= 1), "{command:?} failed");
    highest
}
