//! PostgreSQL of one test's own, to be stopped, killed and followed by its standby.
//!
//! A shell holds it and reads what is to be done, a line each: whatever ends the test closes the pipe, and the shell
//! stops what runs and removes its folder. What is killed is killed whole: first the server, then whoever worked for it.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use crate::postgresql::shell;

const KEEPER: &str = r#"
set -e
trap '' INT HUP TERM
folder=$(mktemp -d /tmp/huibiao-cluster.XXXXXX)
begin() {
    mkdir -p "$folder/$1.socket"
    pg_ctl -D "$folder/$1" -l "$folder/$1.log" -w start >/dev/null -o "-c listen_addresses='' \
        -c unix_socket_directories='$folder/$1.socket' -c fsync=on -c max_connections=100 -c shared_buffers=32MB"
}
end() { pg_ctl -D "$folder/$1" -m "$2" -w stop >/dev/null; }
said() { psql -qAt -h "$folder/$1.socket" -U huibiao postgres -c "$2"; }
follow() {
    pg_basebackup -h "$folder/one.socket" -U huibiao -D "$folder/two" -R -X stream -c fast >/dev/null
    begin two
    until [ "$(said one 'SELECT count(*) FROM pg_stat_replication')" = 1 ]; do :; done
    said one "ALTER SYSTEM SET synchronous_standby_names = '*'"
    said one "SELECT pg_reload_conf()" >/dev/null
    until [ "$(said one "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")" = 1 ]; do :; done
}
strike() {
    server=$(head -n 1 "$folder/$1/postmaster.pid")
    workers=$(cat "/proc/$server/task/$server/children")
    kill -9 "$server" $workers
}
promote() { pg_ctl -D "$folder/$1" -w promote >/dev/null; }
initdb -D "$folder/one" -U huibiao --auth=trust --no-sync -E UTF8 --locale=C.UTF-8 >"$folder/initdb.log" 2>&1 \
    || { cat "$folder/initdb.log" >&2; exit 1; }
begin one
echo "$folder"
while read -r line; do
    eval "$line" >&2
    echo done
done
for each in one two; do
    [ ! -d "$folder/$each" ] || pg_ctl -D "$folder/$each" -m immediate -w stop >/dev/null 2>&1 || true
done
rm -rf "$folder"
"#;

/// One server, and perhaps its standby.
pub struct Cluster {
    folder: String,
    _keeper: Child,
    ask: ChildStdin,
    said: BufReader<ChildStdout>,
}

impl Cluster {
    pub fn new() -> Cluster {
        let mut keeper =
            shell(KEEPER).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a shell starts");
        let ask = keeper.stdin.take().expect("its input is ours");
        let said = BufReader::new(keeper.stdout.take().expect("its output is ours"));
        let mut cluster = Cluster { folder: String::new(), _keeper: keeper, ask, said };
        cluster.folder = cluster.line();
        assert!(!cluster.folder.is_empty(), "PostgreSQL did not start; why is written above");
        cluster
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.said.read_line(&mut line).expect("it can be read");
        line.trim().to_owned()
    }

    fn done(&mut self, what: &str) {
        writeln!(self.ask, "{what}").expect("the shell listens");
        assert_eq!(self.line(), "done", "{what}; why is written above");
    }

    /// The address of both places, as a server is given it: whichever takes writes is used.
    pub fn address(&self) -> String {
        let folder = self.folder.replace('/', "%2F");
        format!("postgres://huibiao@{folder}%2Fone.socket,{folder}%2Ftwo.socket/postgres")
    }

    /// The address of the standby alone, which takes no writes before it is promoted.
    pub fn standby(&self) -> String {
        format!("postgres://huibiao@{}%2Ftwo.socket/postgres", self.folder.replace('/', "%2F"))
    }

    /// Stops the server: `fast` (everybody is sent away) or `immediate` (as if it had crashed).
    pub fn stop(&mut self, how: &str) {
        self.done(&format!("end one {how}"));
    }

    pub fn start(&mut self) {
        self.done("begin one");
    }

    /// A statement, past the program.
    pub fn run(&mut self, statement: &str) {
        assert!(!statement.contains('"'), "the shell would read it");
        self.done(&format!("said one \"{statement}\""));
    }

    /// Makes a standby, on whose disk each commit is before it is acknowledged.
    pub fn follow(&mut self) {
        self.done("follow");
    }

    /// Kills the first server.
    pub fn strike(&mut self) {
        self.done("strike one");
    }

    /// Its standby takes its place.
    pub fn promote(&mut self) {
        self.done("promote two");
    }
}
