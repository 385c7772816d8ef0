//! A Python of the project's own under `target/python`, with the packages that other programs read and write
//! workbooks with: what ours is compared with in benchmarks, and who opens our workbooks in tests.
//!
//! It is made once, by whoever asks first; the others wait for a lock. It is made aside and renamed when it is
//! whole, so that an interrupted start leaves nothing that looks finished. A change of [`PACKAGES`] makes it anew.
//! The machine brings `python3` with its `venv` (`tests/run` installs both); pip brings the packages, once.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is installed, exactly.
const PACKAGES: [&str; 11] = [
    "openpyxl==3.1.5",
    "et_xmlfile==2.0.0",
    "python-calamine==0.8.3",
    "XlsxWriter==3.3.1",
    // A validator that brings the schemas of the format, and what it needs.
    "openxml-audit==0.8.0",
    "lxml==6.1.3",
    "click==8.5.1",
    "rich==15.0.0",
    "markdown-it-py==4.3.0",
    "mdurl==0.1.2",
    "Pygments==2.21.0",
];

/// The path of a Python that has [`PACKAGES`]; else one sentence that says why there is none.
pub fn python() -> Result<PathBuf, String> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("a folder below target");
    let home = target.join("python");
    let lock = File::create(target.join("python.lock")).and_then(|file| file.lock().map(|()| file));
    let _held = lock.map_err(|error| format!("{} cannot be locked: {error}", home.display()))?;
    if !fs::read_to_string(home.join("packages")).is_ok_and(|made| made == PACKAGES.join("\n")) {
        make(&home)?;
    }
    Ok(home.join("bin/python"))
}

fn make(home: &Path) -> Result<(), String> {
    let aside = home.with_extension("new");
    let _ = fs::remove_dir_all(&aside);
    run(Command::new("python3").args(["-m", "venv"]).arg(&aside))?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:"];
    run(Command::new(aside.join("bin/python")).args(pip).args(PACKAGES))?;
    let _ = fs::remove_dir_all(home);
    fs::write(aside.join("packages"), PACKAGES.join("\n"))
        .and_then(|()| fs::rename(&aside, home))
        .map_err(|error| format!("{} cannot be made: {error}", home.display()))
}

/// Runs to the end; the last line of a program that fails tells why.
fn run(command: &mut Command) -> Result<(), String> {
    let why = match command.output() {
        Ok(output) if output.status.success() => return Ok(()),
        Ok(output) => last_line(&output.stderr).or(last_line(&output.stdout)).unwrap_or_default(),
        Err(error) => error.to_string(),
    };
    let program = command.get_program().to_string_lossy();
    Err(format!("python3, its venv and the packages {PACKAGES:?} are needed, and {program} failed: {why}"))
}

fn last_line(bytes: &[u8]) -> Option<String> {
    String::from_utf8_lossy(bytes).trim().lines().next_back().map(str::to_owned)
}
