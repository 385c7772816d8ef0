//! Files that are broken, lying or malicious, read through a real pool of workers.
//!
//! Every file gets an answer within its time, a good sheet read right after it comes out as ever, and no
//! process is left behind. The classes of hostile files are made on the fly (`made`), so that no bomb
//! lies in the repository; the files under `hostile/crashers` once crashed a published reader.

#[path = "hostile/made.rs"]
mod made;
#[path = "hostile/office.rs"]
mod office;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use huibiao::formats::{Limits, Pool, ReadFile};
use huibiao::problem::RefusalCode;
use huibiao::submit::filling::{Edit, Filling, Grown, Value};
use huibiao::submit::grid::Grid;
use huibiao::submit::second_reading::Asked;

fn pool(limits: Limits) -> Pool {
    Pool::new(Path::new(env!("CARGO_BIN_EXE_huibiao")), 2, limits).expect("a worker starts")
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(folder("sheets/samples").join(name)).expect("the sample is there")
}

fn grid(pool: &Pool, bytes: &[u8]) -> Result<Grid, RefusalCode> {
    match pool.read(bytes) {
        Ok(ReadFile::Grid(grid)) => Ok(grid),
        Ok(ReadFile::Members(members)) => panic!("{} members where one sheet was meant", members.len()),
        Err(refusal) => Err(refusal.code),
    }
}

/// Reads a hostile file and a good one after it.
fn endure(pool: &Pool, name: &str, bytes: &[u8], good: &(Vec<u8>, Grid)) -> Result<usize, RefusalCode> {
    let begun = Instant::now();
    let outcome = match pool.read(bytes) {
        Ok(ReadFile::Grid(grid)) => Ok(grid.sheets.iter().map(|sheet| sheet.cells.len()).sum()),
        Ok(ReadFile::Members(members)) => Ok(members.len()),
        Err(refusal) => Err(refusal.code),
    };
    assert!(begun.elapsed() < Duration::from_secs(11), "{name} took {:?}", begun.elapsed());
    assert_eq!(grid(pool, &good.0).as_ref(), Ok(&good.1), "the good sheet after {name}");
    outcome
}

fn good(pool: &Pool) -> (Vec<u8>, Grid) {
    let bytes = sample("370320001_plain.xlsx");
    let read = grid(pool, &bytes).expect("the good sheet is read");
    (bytes, read)
}

#[test]
fn every_class_of_hostile_file_gets_the_answer_it_deserves() {
    let pool = pool(Limits::sheet());
    let good = good(&pool);
    for case in made::cases() {
        let outcome = endure(&pool, case.name, &case.bytes, &good);
        assert_eq!(outcome, case.expected, "{}", case.name);
    }
}

/// The second reader is calamine, which panics, takes what is declared for what is there, and may end its worker.
#[test]
fn a_second_reading_costs_nothing_but_itself() {
    let pool = pool(Limits::sheet());
    let good = good(&pool);
    let made = made::cases().into_iter().map(|case| (case.name.to_owned(), case.bytes));
    let kept = std::fs::read_dir(folder("hostile/crashers")).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        (path.display().to_string(), std::fs::read(&path).unwrap())
    });
    let asked: Vec<Asked> = ["S", "表", "Sheet1"]
        .map(|name| Asked { sheet: name.to_owned(), cells: vec![(0, 0), (9, 3), (1_048_575, 16_383)] })
        .to_vec();
    for (name, bytes) in made.chain(kept) {
        let begun = Instant::now();
        let heard = pool.hear_several(&[(&bytes, asked.clone())]).remove(0);
        assert!(begun.elapsed() < Duration::from_secs(11), "{name} took {:?}", begun.elapsed());
        assert!(heard.is_none_or(|heard| heard.len() == 9), "{name}");
        assert_eq!(grid(&pool, &good.0).as_ref(), Ok(&good.1), "the good sheet after {name}");
    }
    let sheet = good.1.sheets[0].name.clone();
    let asked = vec![Asked { sheet, cells: vec![(9, 3), (99, 99)] }];
    let heard = pool.hear_several(&[(&good.0, asked)]).remove(0).expect("a second reading");
    assert_eq!(heard[0].as_ref(), good.1.sheets[0].at(9, 3));
    assert!(heard[1].as_ref().is_some_and(|content| content.says("")), "{heard:?}");
}

/// A look into a file reads its words with the same readers, and is never refused.
#[test]
fn a_look_costs_nothing_but_itself() {
    let pool = pool(Limits::sheet());
    let good = good(&pool);
    let made = made::cases().into_iter().map(|case| (case.name.to_owned(), case.bytes));
    let kept = std::fs::read_dir(folder("hostile/crashers")).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        (path.display().to_string(), std::fs::read(&path).unwrap())
    });
    for (name, bytes) in made.chain(kept) {
        let begun = Instant::now();
        let seen = pool.look(&bytes).unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
        assert!(begun.elapsed() < Duration::from_secs(11), "{name} took {:?}", begun.elapsed());
        assert!(seen.picture.is_none(), "{name} is shown as a picture");
        assert!(seen.text.chars().count() <= 200_000, "{name}");
        assert_eq!(grid(&pool, &good.0).as_ref(), Ok(&good.1), "the good sheet after {name}");
    }
}

/// Filling takes a file apart further than reading does, and puts it together again.
#[test]
fn a_filling_costs_nothing_but_itself() {
    let pool = pool(Limits::sheet());
    let good = good(&pool);
    let made = made::cases().into_iter().map(|case| (case.name.to_owned(), case.bytes));
    let kept = std::fs::read_dir(folder("hostile/crashers")).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        (path.display().to_string(), std::fs::read(&path).unwrap())
    });
    let old = sample("370320019_xls.xls");
    let cut = (1..40).map(|part| (format!("cut at {part} of 40"), old[..old.len() * part / 40].to_vec()));
    let flipped = (0..400).map(|number| {
        let mut bytes = old.clone();
        let at = (number * 2_654_435_761_usize) % bytes.len();
        bytes[at] ^= 1 << (number % 8);
        (format!("byte {at} flipped"), bytes)
    });
    let edit = |row: u32, column: u32, value: Value| Edit { at: (0, (row, column)), value };
    let edits = vec![
        edit(0, 0, Value::Number("5".to_owned())),
        edit(4, 3, Value::Text("沂源县".to_owned())),
        edit(90, 200, Value::Number("0.1".to_owned())),
        edit(5, 3, Value::Blank),
    ];
    let filling = Filling { edits, asked: vec![(0, (9, 3))], ..Filling::default() };
    let longer = Filling { grown: vec![Grown { sheet: 0, row: 5, count: 3 }], ..filling.clone() };
    let (mut filled, mut grown) = (0, 0);
    for (name, bytes) in made.chain(kept).chain(cut).chain(flipped) {
        for (filling, count) in [(&filling, &mut filled), (&longer, &mut grown)] {
            let begun = Instant::now();
            *count += usize::from(pool.fill(&bytes, filling).is_ok());
            assert!(begun.elapsed() < Duration::from_secs(11), "{name} took {:?}", begun.elapsed());
        }
        assert_eq!(grid(&pool, &good.0).as_ref(), Ok(&good.1), "the good sheet after {name}");
    }
    assert!(pool.fill(&old, &filling).is_ok() && filled > 0, "{filled}");
    assert!(pool.fill(&old, &longer).is_ok() && grown > 0, "{grown}");
}

#[test]
fn what_crashed_other_readers_gets_an_answer() {
    let pool = pool(Limits::sheet());
    let good = good(&pool);
    let mut seen = 0;
    for entry in std::fs::read_dir(folder("hostile/crashers")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        // Any answer will do: some of these files are whole, and only their readers were not.
        let _any = endure(&pool, &path.display().to_string(), &bytes, &good);
        seen += 1;
    }
    assert!(seen >= 20, "{seen} crashers");
}

#[test]
fn a_damaged_sheet_is_refused_or_read_as_it_was() {
    let pool = pool(Limits::sheet());
    for name in [
        "370320001_plain.xlsx",
        "370320010_sheets.xlsx",
        "370320018_docx.docx",
        "370320019_xls.xls",
        "370320020_csv_gbk.csv",
    ] {
        let bytes = sample(name);
        let whole = grid(&pool, &bytes).expect(name);
        let mut damaged = office::cuts(&bytes);
        if bytes.starts_with(b"PK") {
            damaged.extend(office::flips(&bytes));
            damaged.extend(office::repeats(&bytes));
        }
        for (how, bytes) in damaged {
            match grid(&pool, &bytes) {
                Ok(read) => {
                    assert!(read == whole || is_shortened_text(&bytes, &read, &whole), "{name} {how}")
                }
                Err(code) => assert!(
                    matches!(
                        code,
                        RefusalCode::Damaged
                            | RefusalCode::Empty
                            | RefusalCode::Encrypted
                            | RefusalCode::Unsupported
                    ),
                    "{name} {how}: {code:?}"
                ),
            }
        }
    }
}

/// A text table that was cut is a shorter table; its missing rows are for recognition to notice. Only
/// the words of its last cell may have lost their end, and a figure never without a word about it.
fn is_shortened_text(bytes: &[u8], read: &Grid, whole: &Grid) -> bool {
    let is_told = !read.assumed.is_empty();
    let [read, whole] = [read, whole].map(|grid| &grid.sheets[0].cells[..]);
    let Some((last, before)) = read.split_last() else { return true };
    let text = last.content.text();
    let original = whole.get(before.len()).map(|cell| cell.content.text()).unwrap_or_default();
    let is_figure = text.ends_with(|character: char| character.is_numeric());
    !bytes.starts_with(b"PK")
        && whole.starts_with(before)
        && (text == original || (original.starts_with(&text) && (!is_figure || is_told)))
}

#[test]
fn a_worker_past_its_time_is_replaced_and_nothing_is_left_of_it() {
    let pool = pool(Limits { wall: Duration::from_millis(300), ..Limits::sheet() });
    let good = good(&pool);
    let slow = made::slow();
    for _ in 0..3 {
        assert_eq!(endure(&pool, "slow", &slow, &good), Err(RefusalCode::TooLarge));
    }
    drop(pool);
    #[cfg(target_os = "linux")]
    assert_eq!(office::zombies(), 0);
}

#[test]
fn many_threads_share_few_workers() {
    let pool = pool(Limits::sheet());
    let good = good(&pool);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..50 {
                    assert_eq!(grid(&pool, &good.0).as_ref(), Ok(&good.1));
                }
            });
        }
    });
}

#[test]
fn a_program_that_is_no_worker_is_noticed_at_once() {
    assert!(Pool::new(Path::new("/nowhere/huibiao"), 1, Limits::sheet()).is_err());
    #[cfg(unix)]
    assert!(Pool::new(Path::new("/bin/cat"), 1, Limits::sheet()).is_err());
}

#[test]
fn an_archive_with_a_whole_package_may_be_larger_than_a_sheet() {
    let pool = pool(Limits::sheet());
    // Bytes that do not pack.
    let mut state = 1_u32;
    let mut noise = |bytes: usize| {
        let next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        std::iter::repeat_with(next).take(bytes).collect::<Vec<u8>>()
    };
    let parts: Vec<Vec<u8>> = (0..4).map(|_| noise(24 << 20)).collect();
    let named: Vec<(String, &[u8])> =
        (1..).zip(&parts).map(|(at, part)| (format!("{at}.jpg"), &**part)).collect();
    let named: Vec<(&str, &[u8])> = named.iter().map(|(name, part)| (name.as_str(), *part)).collect();
    let archive = office::zip(&named);
    assert_eq!(pool.read(&archive).unwrap_err().code, RefusalCode::TooLarge);
    let members = pool.members(&archive).unwrap().expect("an archive");
    assert!(members.iter().map(|member| member.bytes.as_slice()).eq(parts.iter().map(Vec::as_slice)));
    let larger = office::zip(&[named, vec![("5.jpg", &parts[0][..8 << 20])]].concat());
    assert_eq!(pool.members(&larger).unwrap_err().code, RefusalCode::TooLarge);
    assert!(pool.members(&good(&pool).0).unwrap().is_none(), "a sheet is no archive");
}

#[test]
fn archives_give_their_members_each_with_its_own_outcome() {
    let pool = pool(Limits::sheet());
    let good = good(&pool);
    let inner = office::zip(&[("a.txt", b"1,2\n")]);
    let archive = office::zip(&[
        ("沂源县/甲.xlsx", &good.0),
        ("乙.zip", &inner),
        ("丙.pdf", b"%PDF-1.4"),
        ("__MACOSX/._甲.xlsx", b"x"),
    ]);
    let Ok(ReadFile::Members(members)) = pool.read(&archive) else { panic!("an archive has members") };
    let outcomes: Vec<_> = members
        .iter()
        .map(|read| (read.member.name.as_str(), read.outcome.as_ref().map_err(|refusal| refusal.code)))
        .collect();
    assert_eq!(
        outcomes,
        [
            ("沂源县/甲.xlsx", Ok(&good.1)),
            ("乙.zip", Err(RefusalCode::NestedArchive)),
            ("丙.pdf", Err(RefusalCode::Pdf)),
        ]
    );
}
