//! Seasons that earlier versions of the schema left behind: each is opened by the newest program, migrated,
//! verified, and says what it said on the day it was kept.
//!
//! `tests/kept_seasons/0003/sqlite.zip` is a data folder as the program left it when 0003 was the newest
//! migration, `postgresql.zip` the same season played on PostgreSQL, dumped as statements; each holds its
//! received files. `sqlite.txt` and `postgresql.txt` say in words what was in them then: standings, receipts,
//! totals. They are written once and never again.
//!
//! Whoever adds a migration leaves a season of it with one command:
//! `HUIBIAO_KEEP_SEASON=1 cargo test --test service kept_seasons`

#[path = "kept_seasons/played.rs"]
pub mod played;
#[path = "kept_seasons/store_room.rs"]
pub mod store_room;
#[path = "kept_seasons/told.rs"]
mod told;

use std::path::{Path, PathBuf};

use crate::house::{Database, House, on_both};
use crate::process::Data;
use crate::town::{COUNTIES, Place, REASON, receipt_of};
use told::tell;

on_both!(
    every_version_of_the_schema_has_left_a_season,
    a_kept_season_is_migrated_and_says_what_it_said,
    a_kept_season_goes_on,
);

/// A unit whose clerk has uploaded a file and not sent it.
const UNSENT: &str = "370322010";

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept_seasons")
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name.starts_with('0')).collect();
    names.sort();
    names
}

fn name_of(database: Database) -> &'static str {
    match database {
        Database::Sqlite => "sqlite",
        Database::Postgresql => "postgresql",
    }
}

/// The number of the newest migration.
fn newest(database: Database) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(name_of(database));
    let newest = names_in(&folder).pop().expect("a migration");
    newest.split('_').next().unwrap_or_default().to_owned()
}

fn every_version_of_the_schema_has_left_a_season(database: Database) {
    let (version, name) = (newest(database), name_of(database));
    let folder = kept().join(&version);
    if std::env::var_os("HUIBIAO_KEEP_SEASON").is_some() && !folder.join(format!("{name}.zip")).exists() {
        let house = played::play(database);
        let words = tell(&house.service);
        std::fs::create_dir_all(&folder).expect("a folder for the season");
        std::fs::write(folder.join(format!("{name}.txt")), words).expect("what it says");
        store_room::put(Data::of(house), &folder.join(format!("{name}.zip")));
    }
    for ending in ["zip", "txt"] {
        let file = folder.join(format!("{name}.{ending}"));
        let command = "HUIBIAO_KEEP_SEASON=1 cargo test --test service kept_seasons";
        assert!(file.exists(), "migration {version} has left no {}; run: {command}", file.display());
        let size = file.metadata().expect("a file").len();
        assert!(size < 400_000, "{} has {size} bytes: too much for a season that is kept", file.display());
    }
}

/// What every version left, put where the program can work with it.
fn seasons(database: Database) -> Vec<(String, Data)> {
    let name = name_of(database);
    let versions: Vec<String> = names_in(&kept())
        .into_iter()
        .filter(|version| kept().join(version).join(format!("{name}.txt")).exists())
        .collect();
    assert!(versions.first().is_some_and(|first| first == "0003"), "{versions:?}");
    let fetched = |version: String| {
        let data = store_room::fetch(&kept().join(&version).join(format!("{name}.zip")), database);
        (version, data)
    };
    versions.into_iter().map(fetched).collect()
}

fn a_kept_season_is_migrated_and_says_what_it_said(database: Database) {
    for (version, data) in seasons(database) {
        let said = data.run(&["verify"]);
        assert!(said.code == 0 && said.text.contains("全部相符"), "{version}: {said:?}");
        let told_then = kept().join(&version).join(format!("{}.txt", name_of(database)));
        let told_then = std::fs::read_to_string(told_then).expect("what it said");
        let house = House::of(data);
        for (then, now) in told_then.lines().zip(tell(&house.service).lines()) {
            assert_eq!(now, then, "{version}");
        }
        assert_eq!(tell(&house.service), told_then, "{version}");
    }
}

/// Who had uploaded a file sends it, the county sees it counted and accepts it; the chains still hold.
fn a_kept_season_goes_on(database: Database) {
    for (version, data) in seasons(database) {
        let house = House::of(data);
        let at = Place::new(played::MAIN, UNSENT);
        let counted = || {
            let path = format!("/api/v1/campaigns/{}/totals?node={}", played::MAIN, COUNTIES[2]);
            house.desk(COUNTIES[2]).api().get(&path)["counted"].as_u64().expect("a number")
        };
        let before = counted();
        let receipt = receipt_of(&house.desk(UNSENT).send(&at, REASON));
        assert_eq!(counted(), before + 1, "{version}");
        let path = format!("/campaigns/{}/acceptances", played::MAIN);
        house.desk(COUNTIES[2]).done(&path, &[("node", COUNTIES[2])]);
        assert!(house.desk("city").open(&format!("/receipts/{receipt}")).text.contains(&receipt));
        let verdict = huibiao::workflow::verify::verify(&house.service).expect("a verdict");
        assert_eq!(verdict.faults, Vec::<String>::new(), "{version}");
    }
}
