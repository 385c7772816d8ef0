//! Workers of the real program, seen from outside.

use std::path::Path;

use huibiao::formats::{Limits, Pool, frame};
use nix::fcntl::{FcntlArg, FdFlag, fcntl};

use super::scene::{descriptors, loud_about};

const PROGRAM: &str = env!("CARGO_BIN_EXE_huibiao");

pub fn a_worker_wears_what_it_says() {
    let left_open = std::fs::File::open(PROGRAM).expect("a file");
    fcntl(&left_open, FcntlArg::F_SETFD(FdFlag::empty())).expect("a descriptor that is inherited");
    let pool = Pool::new(Path::new(PROGRAM), 1, Limits::sheet()).expect("a worker starts");
    loud_about(&format!("{:?}", pool.layers().expect("a worker").missing()));
    let worker = only_child();
    let status = std::fs::read_to_string(format!("/proc/{worker}/status")).expect("its status");
    let line = |name: &str| {
        let found = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        found.unwrap_or_else(|| panic!("no {name} in {status}")).trim().to_owned()
    };
    assert_eq!(line("NoNewPrivs"), "1");
    assert_eq!(line("Seccomp"), "2", "calls are filtered");
    assert_eq!(line("Threads"), "1");
    assert_eq!(descriptors(worker), ["0", "1", "2"]);
    let bounds = std::fs::read_to_string(format!("/proc/{worker}/limits")).expect("its limits");
    for (name, bound) in [
        ("Max open files", "0"),
        ("Max processes", "0"),
        ("Max file size", "0"),
        ("Max core file size", "0"),
        ("Max cpu time", "180"),
        ("Max address space", "536870912"),
    ] {
        let line = bounds.lines().find_map(|line| line.strip_prefix(name)).expect(name);
        let seen: Vec<&str> = line.split_whitespace().take(2).collect();
        assert_eq!(seen, [bound, bound], "{name}");
    }
    let grid = pool.read("单位,件数\n甲,1\n".as_bytes());
    assert!(grid.is_ok(), "and it still reads: {grid:?}");
}

/// Its end takes no thread, which it may not start.
pub fn a_worker_ends_with_its_parent() {
    use std::process::{Command, Stdio};
    let mut worker = Command::new(PROGRAM)
        .arg("worker")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("a worker starts");
    let mut requests = worker.stdin.take().expect("its input");
    let greeting = postcard::to_allocvec(&Limits::sheet()).expect("limits");
    frame::send(&mut requests, &[&greeting]).expect("greeted");
    drop(requests);
    assert!(worker.wait().expect("its end").success());
}

fn only_child() -> u32 {
    let own = std::process::id();
    let children = std::fs::read_to_string(format!("/proc/{own}/task/{own}/children")).expect("children");
    let found: Vec<u32> = children.split_whitespace().map(|child| child.parse().expect("a number")).collect();
    let [worker] = found[..] else { panic!("one child, not {found:?}") };
    worker
}
