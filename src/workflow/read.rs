//! 读表: files become submissions, many at once.
//!
//! Bytes are hashed here and parsed in worker processes; recognition is pure and runs in the calling threads,
//! so that as many files are under way as there are workers.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use sha2::{Digest, Sha256};

use super::identify::identify;
use crate::form::Form;
use crate::form::wording::Wording;
use crate::formats::{Pool, ReadFile};
use crate::problem::{Refusal, RefusalCode};
use crate::report::read_back::read_back;
use crate::submit::Submission;
use crate::submit::recognise::{Reading, Recogniser};
use crate::validate::{Against, check};
use crate::vocabulary::unit_name::Names;
use crate::vocabulary::{Level, Register, Source};

/// Everything needed to read files: workers, words, units.
pub struct Reader {
    pub pool: Arc<Pool>,
    pub threads: usize,
    pub recogniser: Recogniser,
    pub units: Option<(Arc<Register>, Names)>,
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

impl Reader {
    pub fn new(
        pool: Arc<Pool>,
        threads: usize,
        form: Arc<Form>,
        year: Option<i32>,
        register: Option<Arc<Register>>,
    ) -> Reader {
        let units = register.map(|register| {
            let names = Names::new(&register);
            (register, names)
        });
        Reader { pool, threads, recogniser: Recogniser::new(Wording::new(form), year), units }
    }

    pub fn form(&self) -> &Form {
        &self.recogniser.wording.form
    }

    /// Reads all files, as many at once as there are threads; answers in the order of the files.
    /// `done` is called after each with the number finished so far.
    pub fn read_all(&self, files: &[File], done: &(dyn Fn(usize) + Sync)) -> Vec<FileReading> {
        let next = AtomicUsize::new(0);
        let finished = AtomicUsize::new(0);
        let results: Vec<Mutex<Option<FileReading>>> = files.iter().map(|_| Mutex::new(None)).collect();
        let work = || {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(file) = files.get(index) else { break };
                let reading = self.read(file);
                *results[index].lock().expect("no reader panics holding its slot") = Some(reading);
                done(finished.fetch_add(1, Ordering::Relaxed) + 1);
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..self.threads.min(files.len()).max(1) {
                scope.spawn(work);
            }
        });
        let taken =
            results.into_iter().map(|slot| slot.into_inner().expect("no reader panics holding its slot"));
        taken.map(|reading| reading.expect("every file was taken by a thread")).collect()
    }

    /// Reads one file.
    pub fn read(&self, file: &File) -> FileReading {
        match std::fs::read(&file.path) {
            Ok(bytes) => {
                let source = source(&file.name, &bytes);
                let readings = self.pool.read(&bytes).and_then(|read| match read {
                    ReadFile::Grid(grid) => {
                        read_back(self.form(), &grid).unwrap_or_else(|| self.recogniser.recognise(&grid))
                    }
                });
                FileReading { source, readings }
            }
            Err(error) => FileReading {
                source: source(&file.name, &[]),
                readings: Err(Refusal::new(RefusalCode::Unreadable, error.to_string())),
            },
        }
    }

    /// Identifies and checks the readings of one file.
    pub fn judge(&self, file: &FileReading, year: Option<i32>) -> Vec<Submission> {
        let readings = file.readings.as_deref().unwrap_or_default();
        readings.iter().map(|reading| self.submission(&file.source, reading, year)).collect()
    }

    fn submission(&self, source: &Arc<Source>, reading: &Reading, year: Option<i32>) -> Submission {
        let register = self.units.as_ref().map(|(register, names)| (register.as_ref(), names));
        let identity = identify(reading, register, &source.file);
        let level = match (&identity.unit, register) {
            (Some(code), Some((register, _))) => register.unit(code).level,
            _ => Level::Unit,
        };
        let mut findings = identity.findings;
        findings.extend(check(self.form(), reading, Against { year, level, last_year: None }));
        findings.sort_by_key(|finding| finding.severity);
        Submission {
            source: own_source(source, reading),
            sheet: reading.sheet.clone(),
            unit_written: identity.written,
            unit: identity.unit,
            candidates: identity.candidates,
            date: reading.date,
            title_year: reading.title_years.last().copied(),
            nil: reading.nil,
            answers: reading.answers.clone(),
            findings,
        }
    }
}

/// The file itself; for a sheet carried over in a workbook of ours, the unit's own file within it.
fn own_source(source: &Arc<Source>, reading: &Reading) -> Arc<Source> {
    let Some(carried) = &reading.carried else { return Arc::clone(source) };
    let own = Source {
        file: format!("{}/{}", source.file, carried.file),
        received: carried.received,
        ..source.as_ref().clone()
    };
    Arc::new(own)
}

/// The evidence of a file: its name, size and hash.
fn source(name: &str, bytes: &[u8]) -> Arc<Source> {
    let hash = Sha256::digest(bytes);
    let sha256 = hash.iter().map(|byte| format!("{byte:02x}")).collect();
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
