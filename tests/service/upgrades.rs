//! An old database becomes a new one, whole or not at all: a copy is made first, a step that fails leaves nothing of
//! itself behind, and a program that is killed meanwhile has only put the work off.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use huibiao::store::condition::{Condition, examine};
use huibiao::store::{Address, Conn};

use crate::house::Database;
use crate::kept_seasons::store_room;
use crate::process::Data;

const OLD: &str = "0003";

fn old() -> Data {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept_seasons").join(OLD).join("sqlite.zip");
    store_room::fetch(&kept, Database::Sqlite)
}

fn database(data: &Data, ending: &str) -> PathBuf {
    data.folder.path().join(format!("huibiao.db{ending}"))
}

fn condition(path: &Path) -> Condition {
    let address = Address::parse(path.to_str().expect("a plain path"));
    examine(&address, &path.with_file_name("objects")).expect("a database")
}

fn last_step(data: &Data) -> String {
    condition(&database(data, "")).steps.gone.last().expect("a step").clone()
}

/// What the database holds itself, by name; and what it says when it is asked whether it is sound.
fn tables(path: &Path) -> (Vec<String>, String) {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        text: String,
    }
    let mut conn = SqliteConnection::establish(path.to_str().expect("a plain path")).expect("a database");
    let mut ask = |asked: &str| -> Vec<String> {
        let rows: Vec<Row> = diesel::sql_query(asked).load(&mut conn).expect("an answer");
        rows.into_iter().map(|row| row.text).collect()
    };
    let names = ask("SELECT type || ' ' || name AS text FROM sqlite_master ORDER BY 1");
    (names, ask("SELECT integrity_check AS text FROM pragma_integrity_check").join("; "))
}

/// The files beside the database, by their names' ends.
fn beside(data: &Data) -> Vec<String> {
    let entries = std::fs::read_dir(data.folder.path()).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let mut ends: Vec<String> =
        names.filter_map(|name| name.strip_prefix("huibiao.db.").map(str::to_owned)).collect();
    ends.sort();
    ends
}

fn upgrades(data: &Data) {
    let said = data.run(&["verify"]);
    assert!(said.code == 0 && said.text.contains("全部相符"), "{said:?}");
}

#[test]
fn an_upgrade_leaves_a_whole_copy_of_what_was() {
    let data = old();
    let (before, _) = tables(&database(&data, ""));
    let said = data.run(&["doctor"]);
    assert!(said.text.contains("[提醒] 数据库结构：第 0003 版，落后"), "{said:?}");
    assert_eq!(last_step(&data), OLD, "looking upgrades nothing");
    upgrades(&data);
    assert!(condition(&database(&data, "")).steps.pending().is_empty());
    assert_eq!(beside(&data), ["before-0004"]);
    let copy = database(&data, ".before-0004");
    assert_eq!(tables(&copy), (before, "ok".to_owned()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&copy).expect("a file").permissions().mode() & 0o777, 0o600);
    }
    std::fs::remove_file(copy).expect("taken away");
    upgrades(&data);
    assert!(beside(&data).is_empty(), "nothing to upgrade, nothing to copy");
}

#[test]
fn without_a_copy_nothing_is_upgraded() {
    let data = old();
    let obstacle = database(&data, ".before-0004.part");
    std::fs::create_dir(&obstacle).expect("something in the way");
    let said = data.run(&["verify"]);
    assert!(said.code == 2 && said.errors.contains("所以没有升级，数据没有改动"), "{said:?}");
    assert_eq!(last_step(&data), OLD);
    std::fs::remove_dir(&obstacle).expect("out of the way");
    upgrades(&data);
}

/// The last table that a step makes is there already, so that the step fails after all its other statements.
#[test]
fn a_step_that_fails_at_its_end_leaves_nothing_of_itself() {
    let data = old();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
    let steps = condition(&database(&data, "")).steps;
    let mut tried = 0;
    for (done, step) in steps.known.iter().zip(&steps.known[1..]).filter(|(_, step)| step.as_str() > OLD) {
        let entries = std::fs::read_dir(&folder).expect("steps").map(|entry| entry.expect("an entry").path());
        let mut of_step = entries.filter(|path| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(step.as_str()))
        });
        let text =
            std::fs::read_to_string(of_step.next().expect("a step").join("up.sql")).expect("its statements");
        let Some((_, last)) = text.rsplit_once("CREATE TABLE ") else { continue };
        let name = last.split_whitespace().next().expect("a name");
        let Conn::Sqlite(mut conn) =
            Address::parse(database(&data, "").to_str().expect("a plain path")).connect().expect("opens")
        else {
            panic!("SQLite")
        };
        let (known, _) = tables(&database(&data, ""));
        // A table that the step makes anew is there before it; another name serves as well.
        if known.contains(&format!("table {name}")) {
            continue;
        }
        conn.batch_execute(&format!("CREATE TABLE {name} (obstacle INTEGER)")).expect("an obstacle");
        drop(conn);
        let said = data.run(&["verify"]);
        assert!(said.code == 2 && said.errors.contains("数据库升级失败"), "{step}: {said:?}");
        assert_eq!(&last_step(&data), done, "{step}");
        let Conn::Sqlite(mut conn) =
            Address::parse(database(&data, "").to_str().expect("a plain path")).connect().expect("opens")
        else {
            panic!("SQLite")
        };
        conn.batch_execute(&format!("DROP TABLE {name}")).expect("out of the way");
        drop(conn);
        let made: Vec<&str> =
            text.split("CREATE TABLE ").skip(1).filter_map(|rest| rest.split_whitespace().next()).collect();
        let (left, sound) = tables(&database(&data, ""));
        let new = made.iter().filter(|made| !known.contains(&format!("table {made}")));
        let stayed: Vec<_> = new.filter(|made| left.contains(&format!("table {made}"))).collect();
        assert_eq!((stayed, sound.as_str()), (Vec::new(), "ok"), "{step}");
        tried += 1;
    }
    assert!(tried >= 3, "{tried} steps make tables");
    upgrades(&data);
}

/// Killed when the log of writes, or the copy, has grown to some length: whatever the moment, the next start ends well.
#[test]
fn a_program_that_is_killed_while_it_upgrades_has_only_put_it_off() {
    let mut killed = 0;
    for pages in 0.. {
        let data = old();
        let grown = || {
            let size = |ending: &str| std::fs::metadata(database(&data, ending)).map_or(0, |file| file.len());
            size("-wal").max(size(".before-0004.part"))
        };
        let mut program = data.command(&["verify"]);
        let mut program =
            program.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
        let ended = loop {
            if let Some(status) = program.try_wait().expect("a child") {
                break Some(status);
            }
            if grown() > pages * 16_384 {
                break None;
            }
            std::thread::yield_now();
        };
        match ended {
            Some(status) => {
                assert!(status.success());
                break;
            }
            None => {
                program.kill().expect("killed");
                program.wait().expect("gone");
                killed += 1;
            }
        }
        upgrades(&data);
        let (_, sound) = tables(&database(&data, ""));
        assert_eq!(sound, "ok");
        let left = beside(&data);
        assert!(
            left.iter().all(|ending| ending.starts_with("before-") && !ending.ends_with(".part")),
            "{left:?}"
        );
    }
    assert!(killed > 2, "killed {killed} times");
}
