//! 读表: files become submissions, many at once.
//!
//! Bytes are hashed here and parsed in worker processes; recognition is pure and runs in the calling threads,
//! so that as many files are under way as there are workers.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

use super::binding::foreign;
use super::clues::name_rows;
use super::hands::each_at_once;
use super::identify::identify;
use crate::form::Form;
use crate::form::wording::Wording;
use crate::formats::{Pool, ReadFile, ReadMember};
use crate::problem::{Refusal, RefusalCode};
use crate::report::LastYear;
use crate::report::read_back::read_back;
use crate::submit::Submission;
use crate::submit::grid::Grid;
use crate::submit::recognise::{Reading, Recogniser, Standing};
use crate::submit::second_reading::Spots;
use crate::validate::{Against, check};
use crate::vocabulary::hex::hex;
use crate::vocabulary::source::BY_FORM;
use crate::vocabulary::time::show;
use crate::vocabulary::unit_name::Names;
use crate::vocabulary::{Finding, Level, Register, Source, UnitCode};

/// Files that a hand takes at once.
const HANDFUL: usize = 18;

/// A file up to this size goes to a worker together with others.
const SMALL: usize = 12 << 10;

/// Everything needed to read files: workers, words, units.
pub struct Reader {
    pub pool: Arc<Pool>,
    pub threads: usize,
    pub recogniser: Recogniser,
    units: Option<Arc<Units>>,
    second_reading: SecondReading,
}

/// Which files a second reader is asked about as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondReading {
    /// Every file in which a table was found.
    Every,
    /// Those in which the first reader met something unusual: a folder's sheets are many, and most of them plain.
    Unusual,
    /// None, to measure what the others cost.
    Never,
}

/// A register, and its names folded for lookup as soon as anybody has asked for one.
pub struct Units {
    register: Arc<Register>,
    names: OnceLock<Names>,
}

impl Units {
    pub fn new(register: Arc<Register>) -> Units {
        Units { register, names: OnceLock::new() }
    }

    pub fn register(&self) -> &Arc<Register> {
        &self.register
    }

    pub fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::new(&self.register))
    }
}

/// A file to be read, under the name it is reported by.
#[derive(Clone, Debug)]
pub struct File {
    pub name: String,
    pub path: PathBuf,
}

/// What one file came to.
#[derive(Clone, Debug)]
pub struct FileReading {
    pub source: Arc<Source>,
    pub readings: Result<Vec<Reading>, Refusal>,
}

/// A file that was opened: its tables, and what a second reader needs to read it as well.
struct Opened<'b> {
    reading: FileReading,
    grid: Option<Grid>,
    bytes: Cow<'b, [u8]>,
}

impl Reader {
    pub fn new(
        pool: Arc<Pool>,
        threads: usize,
        form: Arc<Form>,
        year: Option<i32>,
        register: Option<Arc<Register>>,
    ) -> Reader {
        let units = register.map(Units::new).map(Arc::new);
        Reader {
            pool,
            threads,
            recogniser: Recogniser::new(Wording::new(form), year),
            units,
            second_reading: SecondReading::Every,
        }
    }

    /// The same reader, which asks a second one about these files.
    pub fn asking_about(self, second_reading: SecondReading) -> Reader {
        Reader { second_reading, ..self }
    }

    /// The same reader, which tells sheets apart by these units: reading a sheet takes none, judging it does.
    pub fn knowing(self, units: Arc<Units>) -> Reader {
        Reader { units: Some(units), ..self }
    }

    pub fn form(&self) -> &Form {
        &self.recogniser.wording.form
    }

    /// The units that sheets are told apart by.
    pub fn register(&self) -> Option<&Arc<Register>> {
        self.units.as_ref().map(|units| &units.register)
    }

    /// The same with their names, folded now unless they have been before.
    pub fn units(&self) -> Option<(&Arc<Register>, &Names)> {
        self.units.as_ref().map(|units| (&units.register, units.names()))
    }

    /// Reads all files, as many at once as there are threads; answers in the order of the files, several
    /// for an archive or a mail. `done` is called after each file with the number finished so far.
    pub fn read_all(&self, files: &[File], done: &(dyn Fn(usize) + Sync)) -> Vec<Vec<FileReading>> {
        let finished = AtomicUsize::new(0);
        let handfuls: Vec<&[File]> = files.chunks(HANDFUL).collect();
        let read_handful = |handful: &&[File]| {
            let readings = self.read_handful(handful);
            done(finished.fetch_add(handful.len(), Ordering::Relaxed) + handful.len());
            readings
        };
        each_at_once(&handfuls, self.threads, read_handful).into_iter().flatten().collect()
    }

    /// Reads one file: itself, or each file in an archive or a mail.
    pub fn read(&self, file: &File) -> Vec<FileReading> {
        self.read_handful(std::slice::from_ref(file)).pop().unwrap_or_default()
    }

    /// Reads bytes that are already here, under the name they came with.
    pub fn read_bytes(&self, name: &str, bytes: &[u8]) -> Vec<FileReading> {
        let opened = self.compared(self.opened(name, bytes, self.pool.read(bytes)));
        opened.into_iter().map(|opened| opened.reading).collect()
    }

    /// Reads a few files: small ones together, the others one by one.
    fn read_handful(&self, files: &[File]) -> Vec<Vec<FileReading>> {
        let bytes: Vec<std::io::Result<Vec<u8>>> =
            files.iter().map(|file| std::fs::read(&file.path)).collect();
        let small = |bytes: &&Vec<u8>| bytes.len() <= SMALL;
        let together: Vec<&[u8]> = bytes.iter().flatten().filter(small).map(Vec::as_slice).collect();
        let mut answers = self.pool.read_several(&together).into_iter();
        let each = files.iter().zip(&bytes).map(|(file, bytes)| match bytes {
            Ok(bytes) if small(&bytes) => match answers.next() {
                Some(answer) => self.opened(&file.name, bytes, answer),
                None => self.opened(&file.name, bytes, self.pool.read(bytes)),
            },
            Ok(bytes) => self.compared(self.opened(&file.name, bytes, self.pool.read(bytes))),
            Err(error) => {
                let code = match error.kind() {
                    std::io::ErrorKind::NotFound => RefusalCode::NotThere,
                    _ => RefusalCode::Unreadable,
                };
                let refusal = Refusal::new(code, error.to_string());
                let reading = FileReading { source: source(&file.name, &[]), readings: Err(refusal) };
                vec![Opened { reading, grid: None, bytes: Cow::Borrowed(&[]) }]
            }
        });
        let opened: Vec<Vec<Opened>> = each.collect();
        let counts: Vec<usize> = opened.iter().map(Vec::len).collect();
        let mut readings = self.compared(opened.into_iter().flatten().collect()).into_iter();
        let take = |count: usize| readings.by_ref().take(count).map(|opened| opened.reading).collect();
        counts.into_iter().map(take).collect()
    }

    fn opened<'b>(&self, name: &str, bytes: &'b [u8], answer: Result<ReadFile, Refusal>) -> Vec<Opened<'b>> {
        let outcome = match answer {
            Ok(ReadFile::Members(members)) if !members.is_empty() => {
                return members.into_iter().map(|member| self.read_member(name, member)).collect();
            }
            Ok(ReadFile::Members(_)) => Err(Refusal::new(RefusalCode::Empty, "an archive without files")),
            Ok(ReadFile::Grid(grid)) => Ok(grid),
            Err(refusal) => Err(refusal),
        };
        vec![self.recognised(source(name, bytes), Cow::Borrowed(bytes), outcome)]
    }

    /// The grids of one file, for explaining what was seen.
    pub fn grids(&self, file: &File) -> Vec<Grid> {
        let Ok(bytes) = std::fs::read(&file.path) else { return Vec::new() };
        match self.pool.read(&bytes) {
            Ok(ReadFile::Grid(grid)) => vec![grid],
            Ok(ReadFile::Members(members)) => {
                members.into_iter().filter_map(|member| member.outcome.ok()).collect()
            }
            Err(_) => Vec::new(),
        }
    }

    fn read_member<'b>(&self, archive: &str, read: ReadMember) -> Opened<'b> {
        let name = format!("{archive}/{}", read.member.name);
        let evidence = Source {
            received: read.member.received,
            sender: read.member.sender,
            ..source(&name, &read.member.bytes).as_ref().clone()
        };
        self.recognised(Arc::new(evidence), Cow::Owned(read.member.bytes), read.outcome)
    }

    fn recognised<'b>(
        &self,
        source: Arc<Source>,
        bytes: Cow<'b, [u8]>,
        outcome: Result<Grid, Refusal>,
    ) -> Opened<'b> {
        let (grid, readings) = match outcome {
            Ok(grid) => {
                let readings =
                    read_back(self.form(), &grid).unwrap_or_else(|| self.recogniser.recognise(&grid));
                (Some(grid).filter(|grid| self.asks_about(grid)), readings)
            }
            Err(refusal) => (None, Err(refusal)),
        };
        if let Err(refusal) = &readings {
            tracing::info!(
                file = source.file,
                code = refusal.code.code(),
                detail = refusal.detail,
                "refused"
            );
        }
        Opened { reading: FileReading { source, readings }, grid, bytes }
    }

    fn asks_about(&self, grid: &Grid) -> bool {
        match self.second_reading {
            SecondReading::Every => true,
            SecondReading::Unusual => grid.is_unusual(),
            SecondReading::Never => false,
        }
    }

    /// The same, each figure compared with what a second reader takes out of its cell.
    fn compared<'b>(&self, mut opened: Vec<Opened<'b>>) -> Vec<Opened<'b>> {
        let found = opened.iter_mut().filter_map(|Opened { reading, grid, bytes }| {
            let readings = reading.readings.as_mut().ok()?;
            Some((Spots::of(grid.as_ref()?, readings), &**bytes, readings))
        });
        let mut found: Vec<(Spots, &[u8], &mut Vec<Reading>)> = found.collect();
        let asked: Vec<_> = found.iter().map(|(spots, bytes, _)| (*bytes, spots.asked())).collect();
        let heard = self.pool.hear_several(&asked);
        for ((spots, _, readings), heard) in found.iter_mut().zip(heard) {
            spots.compare(self.form(), &heard.unwrap_or_default(), readings);
        }
        opened.iter_mut().for_each(|opened| opened.grid = None);
        opened
    }

    /// Identifies and checks the readings of one file.
    pub fn judge(
        &self,
        source: &Arc<Source>,
        readings: Vec<Reading>,
        year: Option<i32>,
        last: Option<&LastYear>,
    ) -> Vec<Submission> {
        let readings = self.rows_named(readings);
        readings.into_iter().map(|reading| self.submission(source, reading, year, last)).collect()
    }

    /// The same readings, each row of a table of many units named by the column that the register knows best.
    pub fn rows_named(&self, readings: Vec<Reading>) -> Vec<Reading> {
        match self.units() {
            Some((register, names)) => name_rows(readings, register, names),
            None => readings,
        }
    }

    fn submission(
        &self,
        source: &Arc<Source>,
        reading: Reading,
        year: Option<i32>,
        last: Option<&LastYear>,
    ) -> Submission {
        let register = self.units().map(|(register, names)| (register.as_ref(), names));
        let identity = identify(&reading, register, source);
        let level = match (&identity.unit, register) {
            (Some(code), Some((register, _))) => register.unit(code).level,
            _ => Level::Unit,
        };
        let is_total = reading.carried.as_ref().is_some_and(|carried| carried.standing == Standing::Total)
            || gathers(&reading, register.zip(identity.unit.as_ref()));
        let last_year = identity.unit.as_ref().and_then(|unit| last?.of(unit));
        let mut findings = identity.findings;
        findings.extend(foreign(&reading, self.form(), year));
        findings.extend(check(self.form(), &reading, Against { year, level, last_year }));
        findings.extend(sent_by_form(source, &reading));
        findings.sort_by_key(|finding| finding.severity);
        Submission {
            source: own_source(source, &reading),
            sheet: reading.sheet,
            unit_written: identity.written,
            unit: identity.unit,
            candidates: identity.candidates,
            date: reading.date,
            title_year: reading.title_years.last().copied(),
            nil: reading.nil,
            is_total,
            answers: reading.answers,
            findings,
        }
    }
}

/// A parent's sheet that calls itself 汇总 is the sum of its units and not its own office's sheet.
fn gathers(reading: &Reading, unit: Option<((&Register, &Names), &UnitCode)>) -> bool {
    let is_parent = unit.is_some_and(|((register, _), code)| register.has_children(code));
    is_parent && reading.title.as_deref().is_some_and(|title| title.contains("汇总"))
}

/// Where the row says when it was sent, and neither mail nor manifest does.
fn sent_by_form(source: &Source, reading: &Reading) -> Option<Finding> {
    let sent = reading.submitted.filter(|_| source.received.is_none())?;
    Some(Finding::hint(
        BY_FORM,
        format!("收到时间按表中的“提交时间”（{}）计，没有收件清单或邮件可以印证", show(sent)),
    ))
}

/// The file itself; for a row of an online form's export with its own time; for a sheet carried over in a workbook
/// of ours, the unit's own file within it.
fn own_source(source: &Arc<Source>, reading: &Reading) -> Arc<Source> {
    if reading.submitted.is_some() && source.received.is_none() {
        return Arc::new(Source { received: reading.submitted, ..source.as_ref().clone() });
    }
    let Some(carried) = reading.carried.as_ref().filter(|carried| carried.standing != Standing::Total) else {
        return Arc::clone(source);
    };
    let own = Source {
        file: format!("{}/{}", source.file, carried.file),
        received: carried.received,
        ..source.as_ref().clone()
    };
    Arc::new(own)
}

/// The evidence of a file: its name, size and hash.
fn source(name: &str, bytes: &[u8]) -> Arc<Source> {
    let sha256 = hex(&Sha256::digest(bytes));
    Arc::new(Source {
        file: name.to_owned(),
        sha256,
        bytes: bytes.len() as u64,
        received: None,
        sender: None,
    })
}

/// All files below a folder, by name. Hidden files and the lock files of open documents (`~$…`) are passed
/// over.
pub fn files_below(folder: &Path) -> std::io::Result<Vec<File>> {
    let mut files = Vec::new();
    let mut waiting = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = waiting.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || name.starts_with("~$") {
                continue;
            }
            let shown = format!("{prefix}{name}");
            if entry.file_type()?.is_dir() {
                waiting.push((entry.path(), format!("{shown}/")));
            } else if entry.file_type()?.is_file() {
                files.push(File { name: shown, path: entry.path() });
            }
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}
