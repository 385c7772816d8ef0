//! A PostgreSQL of the test process's own: one server, a fresh database for each test.
//!
//! Nothing has to be prepared but the programs themselves (`initdb`, `pg_ctl`, `postgres`), which Debian keeps
//! outside the path. The cluster lives in a temporary folder, listens on a socket there and nowhere else, and
//! writes through to the disk as in real life (`fsync` on): a test about what survives a crash would otherwise
//! show nothing. Its texts sort as Chinese does, so that an order which silently depends on the database's
//! language comes out differently than on SQLite and is noticed.
//!
//! The server must not outlive us, however we end. A shell started it and reads our end of a pipe: when this
//! process is gone, killed or not, the pipe closes and the shell stops the server and removes its folder.
//! PostgreSQL refuses to run as root, so root hands the shell to the user that the Debian package made.

use std::cell::RefCell;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, QueryResult};

/// Makes a cluster, says where, and keeps it until nobody holds the other end of its input.
const KEEPER: &str = r#"
set -e
trap '' INT HUP TERM
folder=$(mktemp -d /tmp/huibiao-postgresql.XXXXXX)
initdb -D "$folder/data" -U huibiao --auth=trust --no-sync -E UTF8 \
    --locale=C.UTF-8 --locale-provider=icu --icu-locale=zh-Hans-CN >"$folder/initdb.log" 2>&1 \
    || { cat "$folder/initdb.log" >&2; exit 1; }
pg_ctl -D "$folder/data" -l "$folder/log" -w start >/dev/null -o "-c listen_addresses='' \
    -c unix_socket_directories='$folder' -c fsync=on -c max_connections=400 -c shared_buffers=64MB" \
    || { cat "$folder/log" >&2; exit 1; }
echo "$folder"
cat >/dev/null
pg_ctl -D "$folder/data" -m immediate -w stop >/dev/null || true
rm -rf "$folder"
"#;

/// The address of a fresh, empty database, which is there as long as the thread that asks for it: a test runs in a
/// thread of its own.
pub fn fresh_database() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    told(&format!("CREATE DATABASE {name}")).expect("a database is made");
    let place = address(&name);
    MADE.with_borrow_mut(|made| made.push(Made(name)));
    place
}

thread_local! {
    static MADE: RefCell<Vec<Made>> = const { RefCell::new(Vec::new()) };
}

/// A database that goes with its test, whoever is still connected: hundreds of them would fill a small disk.
struct Made(String);

impl Drop for Made {
    fn drop(&mut self) {
        let order = format!("DROP DATABASE {} WITH (FORCE)", self.0);
        // A thread that ends no longer has what a connection keeps in a thread.
        let _ = std::thread::spawn(move || told(&order)).join();
    }
}

fn told(order: &str) -> QueryResult<()> {
    PgConnection::establish(&address("postgres")).expect("the server answers").batch_execute(order)
}

fn address(database: &str) -> String {
    let socket = server().folder.replace('/', "%2F");
    format!("postgres://huibiao@{socket}/{database}")
}

struct Server {
    folder: String,
    /// Holds the pipe whose end is the server's end.
    _keeper: Child,
}

fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let mut keeper =
            shell(KEEPER).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a shell starts");
        let mut folder = String::new();
        let said = keeper.stdout.take().expect("its output is ours");
        BufReader::new(said).read_line(&mut folder).expect("it can be read");
        let folder = folder.trim().to_owned();
        assert!(!folder.is_empty(), "PostgreSQL did not start; why is written above");
        Server { folder, _keeper: keeper }
    })
}

/// A shell that runs this, not as root, and finds PostgreSQL's programs.
pub fn shell(script: &str) -> Command {
    let user = Command::new("id").arg("-u").output().expect("a user has a number").stdout;
    let mut shell = if user.trim_ascii() == b"0" {
        let mut other = Command::new("setpriv");
        other.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "sh"]);
        other
    } else {
        Command::new("sh")
    };
    let path = std::env::var("PATH").unwrap_or_default();
    shell.env("PATH", format!("{}:{path}", programs().display()));
    shell.args(["-c", script]).current_dir("/");
    shell
}

/// The folder of the newest PostgreSQL that is installed.
pub fn programs() -> PathBuf {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let version = path.file_name()?.to_str()?.parse().ok()?;
            Some((version, path.join("bin")))
        })
        .filter(|(_, path)| path.join("initdb").exists())
        .collect();
    found.sort();
    // Elsewhere the programs stand in the path.
    found.pop().map_or_else(|| PathBuf::from("/usr/bin"), |(_, path)| path)
}
