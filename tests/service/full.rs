//! A disk is full: whoever sends is told so (507), in words, and holds no receipt; people can still look; and when
//! there is room again, the same requests are taken, without anybody starting the service again.
//!
//! A small file system of its own is the real thing, and needs the right to mount one. Where that is missing a line says
//! so aloud, and what remains is a limit on the size of files (SQLite) and the database's own words (PostgreSQL), which
//! are tried everywhere.

use std::path::{Path, PathBuf};
use std::process::Command;

use diesel::RunQueryDsl;
use huibiao::workflow::verify::verify;
use rlimit::Resource;

use crate::client::Answer;
use crate::cluster::Cluster;
use crate::house::{Database, Folder, House};
use crate::process::{Data, Serving};
use crate::published::{Published, number_of};
use crate::town::{Api, Place, Sheet, gist, values};

/// A file system of so many MiB, until it is dropped.
struct Small {
    folder: Folder,
}

impl Small {
    fn mount(mib: usize) -> Option<Small> {
        let folder = Folder::new();
        let size = format!("size={mib}m");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path());
        if mount.output().is_ok_and(|done| done.status.success()) {
            return Some(Small { folder });
        }
        println!(
            "!!! NOT TESTED: no small disk can be mounted here; a disk that is really full was not tried"
        );
        None
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn filler(&self) -> PathBuf {
        self.path().join("filler")
    }

    /// Takes all the room that is left.
    fn fill(&self) {
        use std::io::Write;
        let mut file = std::fs::File::create(self.filler()).expect("a file");
        let mut piece = 1 << 20;
        while piece >= 512 {
            if file.write_all(&vec![7; piece]).is_err() {
                piece /= 2;
            }
        }
    }

    fn make_room(&self) {
        std::fs::remove_file(self.filler()).expect("it is removed");
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

fn is_full(answer: &Answer) {
    assert_eq!(answer.status, 507, "{}", gist(&answer.text));
    assert!(answer.text.contains("磁盘已满") && answer.text.contains("disk-full"), "{}", answer.text);
}

/// A program of a unit, and what it sends.
struct Sender {
    api: Api,
    place: Place,
    sheet: Sheet,
}

impl Sender {
    fn of(season: &Published) -> Sender {
        let sheet = season.sheets[0].clone();
        Sender { api: season.apis().remove(0), place: season.place(&sheet), sheet }
    }

    fn send(&mut self, number: usize) -> Answer {
        let mut figures = self.sheet.typed();
        figures[10].1 = (10_000 + number).to_string();
        self.api.send(&self.place, &format!("full-{number:04}"), &values(&figures))
    }

    /// Everything that the unit has sent.
    fn all(&mut self) -> Vec<serde_json::Value> {
        let mut all = Vec::new();
        let mut path = format!("/api/v1/campaigns/{}/submissions?limit=1000", self.place.campaign);
        loop {
            let page = self.api.get(&path);
            all.extend(page["submissions"].as_array().expect("a list").iter().cloned());
            match page["next"].as_str() {
                Some(next) => path = next.to_owned(),
                None => return all,
            }
        }
    }

    fn send_file(&mut self, number: usize) -> Answer {
        // Another file each time: the same bytes would be there already.
        let mut bytes = self.sheet.bytes.clone();
        bytes.extend(number.to_le_bytes());
        self.api.send_file(&self.place, &format!("file-{number:04}"), "a.xlsx", &bytes)
    }
}

/// What is free within the database is used up first; the first that is not taken is told why. Everything is taken when
/// there is room again.
fn is_told_until_there_is_room(house: &House, sender: &mut Sender, make_room: impl FnOnce()) {
    const TRIES: usize = 2_000;
    let refused = (1..TRIES).find_map(|number| {
        let answer = sender.send(number);
        (answer.status != 201).then_some((number, answer))
    });
    let (number, answer) = refused.expect("the disk is full");
    is_full(&answer);
    assert_eq!(sender.all().len(), number - 1, "people can look, and nothing is half there");
    make_room();
    number_of(&sender.send(number));
    number_of(&sender.send_file(1));
    assert_eq!(sender.all().len(), number + 1, "each once");
    assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new());
}

#[test]
fn a_full_disk_is_said_and_nothing_is_lost_on_sqlite() {
    let Some(small) = Small::mount(24) else { return };
    let house = House::with(Database::Sqlite, |settings| settings.data = small.path().to_owned());
    let season = Published::within(house, 1, &[]);
    let mut sender = Sender::of(&season);
    let mut desk = season.desk(&season.sheets[0]);
    small.fill();
    is_full(&sender.send_file(1));
    let page = desk.upload(&sender.place.path("uploads"), &[("file", "a.xlsx", &season.sheets[0].bytes)]);
    assert!(page.status == 507 && page.text.contains("磁盘已满"), "{}: {}", page.status, gist(&page.text));
    is_told_until_there_is_room(&season.house, &mut sender, || small.make_room());
}

#[test]
fn a_full_disk_is_said_and_nothing_is_lost_on_postgresql() {
    let Some(small) = Small::mount(64) else { return };
    let mut cluster = Cluster::new();
    let owned = Command::new("chown").arg("postgres").arg(small.path()).status();
    assert!(owned.is_ok_and(|done| done.success()), "whoever may mount may give away");
    cluster.run(&format!("CREATE TABLESPACE small LOCATION '{}'", small.path().display()));
    cluster.run("CREATE DATABASE small TABLESPACE small");
    let address = cluster.address().replace("/postgres", "/small");
    let house = House::with(Database::Postgresql, |settings| settings.database = Some(address));
    let season = Published::within(house, 1, &[]);
    let mut sender = Sender::of(&season);
    small.fill();
    is_told_until_there_is_room(&season.house, &mut sender, || small.make_room());
}

/// The words and the code of a database whose disk is full, raised where a receipt is written.
#[test]
fn what_postgresql_says_of_a_full_disk_is_understood() {
    let season = Published::on(Database::Postgresql, 1, &[]);
    let mut sender = Sender::of(&season);
    let run = |statement: &'static str| {
        let store = &season.house.service.store;
        store.write(move |conn| Ok(diesel::sql_query(statement).execute(conn)?)).expect("a statement");
    };
    for words in ["could not extend file \"base/5/1\": No space left on device", "设备上没有空间"] {
        let raise = format!(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS \
             'BEGIN RAISE EXCEPTION USING ERRCODE = ''53100'', MESSAGE = ''{words}''; END'"
        );
        run(raise.leak());
        run("CREATE TRIGGER no_room BEFORE INSERT ON receipt FOR EACH ROW EXECUTE FUNCTION no_room()");
        is_full(&sender.send(1));
        run("DROP TRIGGER no_room ON receipt");
        run("DROP FUNCTION no_room");
    }
    number_of(&sender.send(1));
    assert_eq!(sender.all().len(), 1);
}

/// A limit on the size of files is met by whoever keeps one (507) and by the database, which cannot say why (503).
#[test]
fn files_that_may_not_grow_are_no_receipts() {
    let season = Published::on(Database::Sqlite, 1, &[("close_at", "")]);
    let mut sender = Sender::of(&season);
    let data = Data::of(season.house);
    // The signal that the limit sends would end the program.
    let command = data.command(&["serve"]);
    let mut deaf = Command::new("sh");
    deaf.args(["-c", "trap '' XFSZ; exec \"$0\" serve"])
        .arg(command.get_program())
        .current_dir(data.folder.path());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => deaf.env(name, value),
            None => deaf.env_remove(name),
        };
    }
    let serving = Serving::of(deaf);
    sender.api.client = sender.api.client.moved_to(serving.address);
    number_of(&sender.send(1));
    let limit = |most: u64| {
        let process = i32::try_from(serving.id()).expect("a process");
        rlimit::prlimit(process, Resource::FSIZE, Some((most, rlimit::INFINITY)), None).expect("a limit");
    };
    limit(4_096);
    is_full(&sender.send_file(1));
    let refused = sender.send(2);
    assert!(matches!(refused.status, 503 | 507), "{}: {}", refused.status, gist(&refused.text));
    assert_eq!(sender.all().len(), 1, "people can look");
    limit(rlimit::INFINITY);
    number_of(&sender.send(2));
    number_of(&sender.send_file(1));
    assert_eq!(sender.all().len(), 3);
    drop(serving);
    let verdict = data.run(&["verify"]);
    assert_eq!(verdict.code, 0, "{verdict:?}");
}
