//! The calls that a hostile file would have its reader make, each with what came of it.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::mem::ManuallyDrop;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::net::UnixStream;
use std::process::Command;

use huibiao::formats::{Limits, confine};
use nix::sched::{CloneFlags, unshare};
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::sys::uio::{RemoteIoVec, process_vm_readv};

/// The first argument of a program that gives up nothing, and of one that is confined.
pub const FREE: &str = "free";
pub const CONFINED: &str = "confined";

/// What is printed for a call that is granted.
pub const GRANTED: &str = "granted";

/// The first line of a confined program, before the names of the layers that it lacks.
pub const LACKS: &str = "lacks";

#[derive(PartialEq)]
pub enum Reader {
    Free,
    Confined,
}

/// Makes every call and prints a line for each; then waits until its input ends. Arguments: the database, a port on
/// which somebody listens.
pub fn make(arguments: &[String], reader: Reader) {
    let [database, port] = arguments else { panic!("a database and a port") };
    let port: u16 = port.parse().expect("a port");
    let held = ManuallyDrop::new(OpenOptions::new().append(true).open(database).expect("the database opens"));
    let own = (nix::unistd::getuid(), nix::unistd::getpid(), nix::unistd::getppid());
    let bounds = getrlimit(Resource::RLIMIT_STACK).expect("bounds");
    std::panic::set_hook(Box::new(|_| {}));
    if reader == Reader::Confined {
        let layers = confine::confine(&Limits::sheet()).expect("confined");
        println!("{LACKS}\t{:?}", layers.missing());
    }
    let word = 0x3a3a_3a3a_u32;
    type Attack<'a> = Box<dyn Fn() -> std::io::Result<()> + 'a>;
    let attacks: Vec<(&str, Attack)> = vec![
        ("read a file", Box::new(|| File::open("/etc/passwd").map(drop))),
        ("list a folder", Box::new(|| std::fs::read_dir("/").map(drop))),
        ("open the database", Box::new(|| OpenOptions::new().write(true).open(database).map(drop))),
        ("write to what was open", Box::new(|| (&*held).write_all(b"!"))),
        ("make a file", Box::new(|| File::create(format!("{database}.new")).map(drop))),
        ("delete a file", Box::new(|| std::fs::remove_file(format!("{database}.prey")))),
        ("copy a descriptor", Box::new(|| Ok(nix::unistd::dup(std::io::stdin()).map(drop)?))),
        ("a file in memory", Box::new(memory_file)),
        ("connect to a port", Box::new(|| TcpStream::connect(("127.0.0.1", port)).map(drop))),
        ("listen on a port", Box::new(|| TcpListener::bind("127.0.0.1:0").map(drop))),
        ("send to the network", Box::new(|| UdpSocket::bind("127.0.0.1:0").map(drop))),
        ("a pair of sockets", Box::new(|| UnixStream::pair().map(drop))),
        ("run a program", Box::new(|| Command::new("/bin/true").status().map(drop))),
        ("start a thread", Box::new(|| std::thread::Builder::new().spawn(|| ()).map(drop))),
        ("signal the parent", Box::new(|| Ok(nix::sys::signal::kill(own.2, None)?))),
        ("signal itself", Box::new(|| Ok(nix::sys::signal::kill(own.1, None)?))),
        ("be traced", Box::new(|| Ok(nix::sys::ptrace::traceme()?))),
        ("read a process's memory", Box::new(|| peek(&word, own.1))),
        ("memory that can be run", Box::new(|| memmap2::MmapMut::map_anon(4096)?.make_exec().map(drop))),
        ("namespaces of its own", Box::new(|| Ok(unshare(CloneFlags::CLONE_FS)?))),
        ("another bound", Box::new(|| Ok(setrlimit(Resource::RLIMIT_STACK, bounds.0, bounds.1)?))),
        ("another user", Box::new(|| Ok(nix::unistd::setuid(own.0)?))),
        ("another folder", Box::new(|| std::env::set_current_dir("/"))),
    ];
    for (name, attack) in attacks {
        println!("{name}\t{}", told(attack()));
    }
    println!("a panic is caught\t{}", told(caught()));
    println!();
    // Whoever started this program looks at it from outside before it lets it end.
    drop(std::io::stdin().read_line(&mut String::new()));
}

fn told(outcome: std::io::Result<()>) -> String {
    match outcome {
        Ok(()) => GRANTED.to_owned(),
        Err(error) => error.to_string(),
    }
}

fn memory_file() -> std::io::Result<()> {
    let flags = nix::sys::memfd::MFdFlags::MFD_CLOEXEC;
    Ok(nix::sys::memfd::memfd_create(c"memory", flags).map(drop)?)
}

/// Reads a word of this process as if it were another's.
fn peek(word: &u32, process: nix::unistd::Pid) -> std::io::Result<()> {
    let mut read = [0; 4];
    let from = RemoteIoVec { base: std::ptr::from_ref(word) as usize, len: 4 };
    process_vm_readv(process, &mut [std::io::IoSliceMut::new(&mut read)], &[from])?;
    assert_eq!(u32::from_ne_bytes(read), *word);
    Ok(())
}

/// A reader that panics is caught, confined or not.
fn caught() -> std::io::Result<()> {
    let none: Vec<u8> = std::hint::black_box(Vec::new());
    let panicked = std::panic::catch_unwind(|| none[7]).is_err();
    if panicked { Ok(()) } else { Err(std::io::Error::other("not caught")) }
}
