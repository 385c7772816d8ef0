//! 备份 and 恢复: a backup taken while units send becomes the same service again, on the same database or the
//! other one; what is damaged, or would overwrite somebody's work, changes nothing.

use std::collections::BTreeMap;
use std::path::Path;

use huibiao::app;
use huibiao::config::Settings;
use huibiao::store::{Address, Conn, dump};
use huibiao::web::server::{Ends, start};
use huibiao::workflow::Service;
use huibiao::workflow::verify::verify;
use serde_json::Value;

use crate::client::Client;
use crate::house::{Database, House, on_both, program};
use crate::process::{Data, beside};
use crate::published::{Published, number_of};
use crate::received::swap;
use crate::town::{Api, Desk, gist, values};

on_both!(
    what_is_damaged_or_would_overwrite_work_changes_nothing,
    a_backup_names_received_files_that_are_gone,
);

#[test]
fn from_sqlite_to_sqlite() {
    becomes_the_same_service(Database::Sqlite, Database::Sqlite);
}

#[test]
fn from_sqlite_to_postgresql() {
    becomes_the_same_service(Database::Sqlite, Database::Postgresql);
}

#[test]
fn from_postgresql_to_sqlite() {
    becomes_the_same_service(Database::Postgresql, Database::Sqlite);
}

#[test]
fn from_postgresql_to_postgresql() {
    becomes_the_same_service(Database::Postgresql, Database::Postgresql);
}

/// A file that was sent, returned and sent again with an extension granted; a draft; something said to a unit, and
/// something said by one.
fn season(database: Database) -> Published {
    let season = Published::on(database, 5, &[("close_at", "")]);
    let first = &season.sheets[0];
    let mut api = season.desk(first).api();
    let sent = api.send_file(&season.place(first), "keeping-0001", &first.file_name, &first.bytes);
    let revision: Value = serde_json::from_str(&sent.text).expect("JSON");
    let mut city = season.house.desk("city");
    city.done(&format!("/submissions/{}/return", revision["id"]), &[("reason", "请核对")]);
    number_of(&api.send(&season.place(first), "keeping-0002", &values(&first.typed())));
    let second = &season.sheets[1];
    let saved = season.desk(second).save(&season.place(second), &second.typed(), false);
    assert_eq!(saved.status, 303, "{}", gist(&saved.text));
    let said = [("kind", "repeats"), ("words", "年报里有")];
    season.desk(second).done(&season.place(second).path("burden"), &said);
    season
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of plain letters")
}

type Rows = BTreeMap<&'static str, Vec<String>>;

fn rows(conn: &mut Conn) -> Rows {
    let mut rows = Rows::new();
    for table in dump::TABLES {
        let mut lines = Vec::new();
        let written = dump::write(conn, table, &mut |line| {
            lines.push(String::from_utf8_lossy(line).into_owned());
            Ok(())
        });
        written.expect("rows");
        lines.sort();
        rows.insert(*table, lines);
    }
    rows
}

/// The service on some data, with the house's clock.
fn opened(data: &Data, house: &House) -> Service {
    let settings = Settings {
        port: 0,
        data: data.folder.path().to_owned(),
        database: data.database.clone(),
        ..Settings::default()
    };
    app::open_service(settings, house.hands.clock(), program()).expect("the restored service")
}

/// Sheets sent while the backup is taken, and the receipts of those that were acknowledged before it began.
fn back_up_while_units_send(season: &Published, file: &str) -> Vec<String> {
    let mut apis: Vec<Api> = season.sheets[2..].iter().map(|sheet| season.desk(sheet).api()).collect();
    let send = |api: &mut Api, sheet: usize, number: usize| {
        let mut figures = season.sheets[sheet].typed();
        figures[10].1 = (10_000 + number).to_string();
        let key = format!("keeping-{sheet}-{number}");
        number_of(&api.send(&season.place(&season.sheets[sheet]), &key, &values(&figures)))
    };
    let before: Vec<String> =
        apis.iter_mut().enumerate().map(|(index, api)| send(api, index + 2, 0)).collect();
    std::thread::scope(|scope| {
        for (index, api) in apis.iter_mut().enumerate() {
            scope.spawn(move || (1..20).for_each(|number| drop(send(api, index + 2, number))));
        }
        let said = beside(&season.house, &["backup", file]);
        assert!(said.code == 0 && said.text.contains("1 个收到的文件"), "{said:?}");
    });
    before
}

fn becomes_the_same_service(from: Database, to: Database) {
    let season = season(from);
    let house = &season.house;
    house.hands.go();
    let mut clerk = season.desk(&season.sheets[0]);
    let place = season.place(&season.sheets[0]);
    let page = |desk: &mut Desk| desk.open(&place.page()).text;
    let file = house.folder.path().join("backup.zip");
    let busy = back_up_while_units_send(&season, text(&file));

    // Once more with nobody there, to be compared row by row.
    let quiet = house.folder.path().join("quiet.zip");
    let said = beside(house, &["backup", text(&quiet)]);
    assert_eq!(said.code, 0, "{said:?}");
    let source = house.service.store.read(|conn| Ok(rows(conn))).expect("the rows");

    for (file, receipts, same) in [(&file, &busy, false), (&quiet, &Vec::new(), true)] {
        let data = Data::fresh(to);
        let said = data.run(&["restore", text(file)]);
        assert!(said.code == 0 && said.text.contains("已恢复。所有人需要重新登录。"), "{said:?}");
        let said = data.run(&["verify"]);
        assert!(said.code == 0 && said.text.contains("全部相符"), "{said:?}");
        let service = opened(&data, house);
        let restored = service.store.read(|conn| Ok(rows(conn))).expect("the rows");
        for number in receipts {
            let held = format!("\"number\":\"{number}\"");
            assert!(restored["receipt"].iter().any(|row| row.contains(&held)), "{number} is not in it");
        }
        if same {
            everything_but_the_log_is_the_same(&source, &restored);
            goes_on(&service, &season, &mut clerk, &page);
        }
    }
}

fn everything_but_the_log_is_the_same(source: &Rows, restored: &Rows) {
    for (table, rows) in source {
        match *table {
            "audit_chain" => assert_eq!(rows.len(), restored[table].len(), "{table}"),
            "audit_entry" => {
                let new: Vec<&String> = restored[table].iter().filter(|row| !rows.contains(row)).collect();
                let are = |verb: &str| new.iter().any(|row| row.contains(&format!("\"verb\":\"{verb}\"")));
                assert!(new.len() == 2 && are("restore") && are("new-key"), "{new:?}");
                assert_eq!(restored[table].len(), rows.len() + 2);
            }
            "signing_key" => {
                assert_eq!(restored[table].len(), rows.len() + 1, "a backup holds no private key")
            }
            table => assert_eq!(rows, &restored[table], "{table}"),
        }
    }
}

/// Sessions have ended, passwords and tokens are the same, pages say the same, and the next sheet is the next.
fn goes_on(service: &Service, season: &Published, clerk: &mut Desk, page: &dyn Fn(&mut Desk) -> String) {
    let server = start(service.clone(), Ends::Caller).expect("a server");
    let sheet = &season.sheets[0];
    let mut old = clerk.client.moved_to(server.address);
    assert_eq!(old.get("/").status, 303, "everybody signs in anew");
    let mut client = Client::new(server.address);
    assert_eq!(client.sign_in(&sheet.unit, crate::house::PASSWORD).status, 303);
    let csrf = client.get("/account").csrf();
    let mut again = Desk { client, csrf };
    let plain = |page: String| gist(&page);
    assert_eq!(plain(page(&mut again)), plain(page(clerk)));
    let mut api = again.api();
    let answer = api.send(&season.place(sheet), "keeping-0003", &values(&sheet.typed()));
    let revision: Value = serde_json::from_str(&answer.text).expect("JSON");
    assert_eq!((answer.status, &revision["number"]), (201, &Value::from(3)), "{}", answer.text);
    let repeated = api.send(&season.place(sheet), "keeping-0002", &values(&sheet.typed()));
    let repeated: Value = serde_json::from_str(&repeated.text).expect("JSON");
    assert_eq!(repeated["number"], 2, "keys are kept: {repeated}");
    assert_eq!(verify(service).expect("a verdict").faults, Vec::<String>::new());
}

fn what_is_damaged_or_would_overwrite_work_changes_nothing(database: Database) {
    let season = season(database);
    let folder = season.house.folder.path().to_owned();
    let file = folder.join("backup.zip");
    assert_eq!(beside(&season.house, &["backup", text(&file)]).code, 0);
    let bytes = std::fs::read(&file).expect("the backup");

    let nothing = Data::fresh(database);
    let rehearsed = nothing.run(&["restore", "--dry-run", text(&file)]);
    assert!(rehearsed.code == 0 && rehearsed.text.contains("这是试恢复，什么都没有写入。"), "{rehearsed:?}");
    for (what, change) in [
        ("a bit in the middle", flipped(&bytes, bytes.len() / 2)),
        ("a bit of the first table", flipped(&bytes, 100)),
        ("cut", bytes[..bytes.len() - 100].to_vec()),
        ("not a backup", b"hello".to_vec()),
    ] {
        let damaged = folder.join("damaged.zip");
        std::fs::write(&damaged, change).expect("a file");
        for arguments in [&["restore", "--dry-run", text(&damaged)][..], &["restore", text(&damaged)]] {
            let said = nothing.run(arguments);
            assert_eq!(said.code, 2, "{what}: {said:?}");
        }
        assert!(is_unused(&nothing), "{what}");
    }

    let taken = Data::of(House::on(database));
    let before = rows(&mut connected(&taken));
    let refused = taken.run(&["restore", text(&file)]);
    assert!(refused.code == 2 && refused.errors.contains("目标数据库里已有数据，没有恢复"), "{refused:?}");
    assert_eq!(rows(&mut connected(&taken)), before);
    let forced = taken.run(&["restore", "--force", text(&file)]);
    assert_eq!(forced.code, 0, "{forced:?}");
    assert_eq!(rows(&mut connected(&taken))["revision"].len(), 2);
    if database == Database::Sqlite {
        let (_, rest) = forced.text.split_once("原数据库已改名为 ").expect("where the old one is");
        let kept = rest.split('。').next().expect("a path");
        let mut kept = Address::parse(kept.trim_end()).connect().expect("the old database");
        assert_eq!(rows(&mut kept), before, "the old one is kept");
    }
}

fn flipped(bytes: &[u8], at: usize) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    changed[at] ^= 0x40;
    changed
}

fn address(data: &Data) -> Address {
    let usual = data.folder.path().join("huibiao.db");
    Address::parse(data.database.as_deref().unwrap_or(text(&usual)))
}

fn connected(data: &Data) -> Conn {
    address(data).connect().expect("a connection")
}

fn is_unused(data: &Data) -> bool {
    address(data).is_unused().expect("the database")
}

fn a_backup_names_received_files_that_are_gone(database: Database) {
    let season = season(database);
    let sha256 = huibiao::store::objects::sha256(&season.sheets[0].bytes);
    swap(&season.house.service.store, &sha256, None);
    let file = season.house.folder.path().join("backup.zip");
    let said = beside(&season.house, &["backup", text(&file)]);
    assert!(said.code == 1 && said.text.contains(&format!("[缺失] 文件 {sha256}")), "{said:?}");
    let said = Data::fresh(database).run(&["restore", text(&file)]);
    assert!(said.code == 2 && said.errors.contains(&format!("备份中没有文件 {sha256}")), "{said:?}");
}
