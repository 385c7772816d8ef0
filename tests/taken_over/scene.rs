//! A program that attacks, started once free and once confined, beside a database and somebody who listens.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use nix::fcntl::{FcntlArg, FdFlag, fcntl};

use super::attacks::{CONFINED, FREE, GRANTED, LACKS};

const REFUSED: &str = "Operation not permitted (os error 1)";

pub fn nothing_given_up() {
    let told = played(FREE, |_| ());
    let refused: Vec<_> = told.iter().filter(|(_, outcome)| outcome != GRANTED).collect();
    assert!(refused.is_empty(), "these calls prove nothing: {refused:?}");
    assert_eq!(told.len(), 24);
}

pub fn everything_given_up() {
    let told = played(CONFINED, |child| {
        assert_eq!(descriptors(child.id()), ["0", "1", "2"], "what was inherited is closed");
    });
    let mut told = told.into_iter();
    let (first, missing) = told.next().expect("a first line");
    assert_eq!(first, LACKS);
    loud_about(&missing);
    let (panic, granted): (String, String) = told.next_back().expect("a last line");
    assert_eq!((panic.as_str(), granted.as_str()), ("a panic is caught", GRANTED));
    let got: Vec<_> = told.filter(|(_, outcome)| outcome != REFUSED).collect();
    assert!(got.is_empty(), "a reader that was taken over got {got:#?}");
}

/// An old kernel may lack Landlock; whoever reads the output of the tests shall know what they did not see.
pub fn loud_about(missing: &str) {
    if missing == "[Paths]" {
        println!("NOT SEEN: this kernel has no Landlock; the filter of calls stands alone");
    } else {
        assert_eq!(missing, "[]", "layers that this machine should have");
    }
}

/// The program's lines: each call, and what came of it. `look` sees it before it ends.
fn played(how: &str, look: impl FnOnce(&Child)) -> Vec<(String, String)> {
    let folder = Folder::new(how);
    let database = folder.0.join("huibiao.db");
    for name in ["huibiao.db", "huibiao.db.prey"] {
        std::fs::write(folder.0.join(name), b"SQLite format 3").expect("a file");
    }
    let left_open = std::fs::File::open(&database).expect("the database");
    fcntl(&left_open, FcntlArg::F_SETFD(FdFlag::empty())).expect("a descriptor that is inherited");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port().to_string();
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .arg(how)
        .arg(&database)
        .arg(port)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("this program starts");
    let output = BufReader::new(child.stdout.take().expect("its output"));
    let lines = output.lines().map(|line| line.expect("a line")).take_while(|line| !line.is_empty());
    let split = |line: String| line.split_once('\t').map(|(call, told)| (call.to_owned(), told.to_owned()));
    let told = lines.map(|line| split(line).expect("a call and an outcome")).collect();
    look(&child);
    drop(child.stdin.take());
    assert!(child.wait().expect("its end").success(), "{how}");
    told
}

/// The descriptors of a process, in their order.
pub fn descriptors(process: u32) -> Vec<String> {
    let entries = std::fs::read_dir(format!("/proc/{process}/fd")).expect("descriptors are listed");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A folder that is gone when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("huibiao-taken-over-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
