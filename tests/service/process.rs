//! The real program: its commands on some data, and `huibiao serve` until it is stopped or killed.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use crate::client::Client;
use crate::house::{Database, Folder, House, program};
use crate::postgresql;

/// What the program works on: a data folder, and the database where that is PostgreSQL.
pub struct Data {
    pub folder: Folder,
    pub database: Option<String>,
}

/// Exit code, and what was printed: standard output, standard error.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub text: String,
    pub errors: String,
}

impl Data {
    /// Nothing yet.
    pub fn fresh(database: Database) -> Data {
        let database = (database == Database::Postgresql).then(postgresql::fresh_database);
        Data { folder: Folder::new(), database }
    }

    /// What a house leaves behind when its server stops.
    pub fn of(house: House) -> Data {
        let House { service, server, folder, .. } = house;
        let database = service.settings.database.clone();
        server.stop();
        drop(service);
        Data { folder, database }
    }

    /// Another server's folder on the same database, with a copy of the signing key.
    pub fn beside(&self) -> Data {
        let beside = self.keyless();
        let key = |data: &Data| data.folder.path().join("signing.key");
        std::fs::copy(key(self), key(&beside)).expect("the key is copied");
        beside
    }

    /// The same without a key.
    pub fn keyless(&self) -> Data {
        Data { folder: Folder::new(), database: self.database.clone() }
    }

    /// The program with settings in its environment, none of them from a file.
    pub fn command(&self, arguments: &[&str]) -> Command {
        command(self.folder.path(), self.database.as_deref(), arguments)
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        run(self.command(arguments))
    }
}

/// The program on a house's data while its server runs.
pub fn beside(house: &House, arguments: &[&str]) -> Said {
    run(command(house.folder.path(), house.service.settings.database.as_deref(), arguments))
}

fn command(folder: &Path, database: Option<&str>, arguments: &[&str]) -> Command {
    let mut command = Command::new(program());
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    command.env("HUIBIAO_DATA", folder).env("HUIBIAO_PORT", "0").env("HUIBIAO_LOG", "off");
    match database {
        Some(database) => command.env("HUIBIAO_DATABASE", database),
        None => command.env_remove("HUIBIAO_DATABASE"),
    };
    command
}

fn run(mut command: Command) -> Said {
    let output = command.output().expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let code = output.status.code().expect("it ends by itself");
    Said { code, text: text(&output.stdout), errors: text(&output.stderr) }
}

/// `huibiao serve`, ready for requests.
pub struct Serving {
    process: Child,
    pub address: SocketAddr,
}

impl Serving {
    pub fn start(data: &Data) -> Serving {
        Serving::of(data.command(&["serve"]))
    }

    /// A command that serves and says where.
    pub fn of(mut command: Command) -> Serving {
        let mut process = command.stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut line = String::new();
        let said = process.stdout.take().expect("its output is ours");
        BufReader::new(said).read_line(&mut line).expect("it says where it listens");
        let address = line.trim().rsplit("//").next().and_then(|address| address.parse().ok());
        let address = address.unwrap_or_else(|| panic!("no address in “{line}”"));
        assert_eq!(Client::new(address).get("/readyz").status, 200);
        Serving { process, address }
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// SIGKILL: nothing is finished, nothing is flushed.
    pub fn kill(mut self) {
        self.process.kill().expect("it can be killed");
        self.process.wait().expect("it is gone");
    }

    /// Asks it to end: `-TERM`, or `-INT` as Ctrl-C does.
    pub fn ask_to_end(&self, how: &str) {
        ask_to_end(how, self.process.id());
    }

    /// Asks its whole group, where it leads one.
    pub fn ask_all_to_end(&self, how: &str) {
        kill(how, &format!("-{}", self.process.id()));
    }

    /// Kills whatever it has started and waits until that is gone; how many there were.
    pub fn end_children(&self) -> usize {
        let children = self.children();
        children.iter().for_each(|child| kill("-KILL", child));
        while children.iter().any(|child| is_running(child)) {
            std::thread::yield_now();
        }
        children.len()
    }

    fn children(&self) -> Vec<String> {
        let own = self.process.id().to_string();
        let processes = std::fs::read_dir("/proc").expect("the processes").flatten();
        let numbers = processes.filter_map(|entry| entry.file_name().into_string().ok());
        numbers.filter(|number| stat(number).is_some_and(|stat| stat[1] == own)).collect()
    }

    pub fn ended(mut self) -> ExitStatus {
        self.wait()
    }

    /// Waits until it has ended.
    pub fn wait(&mut self) -> ExitStatus {
        self.process.wait().expect("it ends")
    }
}

/// Asks a process to end.
pub fn ask_to_end(how: &str, process: u32) {
    kill(how, &process.to_string());
}

/// State and parent of a process, as the system tells them behind its name.
fn stat(number: &str) -> Option<Vec<String>> {
    let text = std::fs::read_to_string(format!("/proc/{number}/stat")).ok()?;
    let (_, rest) = text.rsplit_once(") ")?;
    Some(rest.split(' ').map(str::to_owned).collect())
}

/// A process that has ended and was not buried does not run.
fn is_running(number: &str) -> bool {
    stat(number).is_some_and(|stat| stat[0] != "Z")
}

fn kill(how: &str, whom: &str) {
    let killed = Command::new("kill").args([how, "--", whom]).status().expect("kill runs");
    assert!(killed.success());
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
