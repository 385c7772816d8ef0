//! 体检: what the command and the administrator's page say of an installation; and which database a command opens.

use std::path::Path;

use chrono::Duration;
use huibiao::vocabulary::Role;

use crate::house::{Database, House, on_both};
use crate::process::{Data, Said, beside};
use crate::published::Published;
use crate::received::swap;
use crate::town::gist;

on_both!(the_command_and_the_page_say_the_same, every_command_says_which_database_it_opens);

/// The lines of the command, without those whose figures move.
fn lines(said: &Said) -> Vec<&str> {
    said.text.lines().collect()
}

fn states(said: &Said, subject: &str) -> String {
    let marked = lines(said).into_iter().filter(|line| line.contains(&format!("] {subject}：")));
    marked.map(|line| line[..line.find(']').unwrap_or_default()].trim_start_matches('[')).collect()
}

#[cfg(unix)]
fn give(path: &Path, rights: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, PermissionsExt::from_mode(rights)).expect("rights");
}

#[cfg(unix)]
fn the_command_and_the_page_say_the_same(database: Database) {
    let season = Published::on(database, 2, &[]);
    let house = &season.house;
    let folder = house.folder.path();
    let sheet = &season.sheets[0];
    season.desk(sheet).api().send_file(&season.place(sheet), "looking-0001", &sheet.file_name, &sheet.bytes);
    let hash = huibiao::store::objects::sha256(&sheet.bytes);
    house.employ("guanli", Role::Administrator, "3703");
    let shown = || gist(&house.desk("guanli").open("/doctor").text);

    give(folder, 0o700);
    let said = beside(house, &["doctor"]);
    assert_eq!(said.code, 0, "{said:?}");
    for subject in ["数据库", "数据库结构", "签名密钥", "收到的文件", "文件权限", "读表进程"]
    {
        assert_eq!(states(&said, subject), "正常", "{subject}: {said:?}");
    }
    assert_eq!(states(&said, "备份"), "提醒", "{said:?}");
    assert_eq!(states(&said, "设置"), "提醒", "the log is off: {said:?}");
    let page = shown();
    for line in lines(&said).into_iter().filter(|line| !line.contains("磁盘") && !line.contains("时钟")) {
        let words = line.split_once('：').expect("words").1;
        assert!(page.contains(words) || words.contains("log = off"), "{words} is not on the page: {page}");
    }
    assert_eq!(beside(house, &["backup", "备份.zip"]).code, 0);
    assert_eq!(states(&beside(house, &["doctor"]), "备份"), "正常");
    // The command has a clock of its own, later than the service's.
    house.clock_is("2024-03-20 08:00");

    give(folder, 0o755);
    let said = beside(house, &["doctor"]);
    assert_eq!((said.code, states(&said, "文件权限").as_str()), (1, "故障"), "{said:?}");
    give(folder, 0o700);
    let key = house.service.settings.signing_key();
    std::fs::rename(&key, key.with_extension("away")).expect("the key is taken away");
    let said = beside(house, &["doctor"]);
    assert_eq!((said.code, states(&said, "签名密钥").as_str()), (1, "故障"), "{said:?}");
    std::fs::write(&key, format!("private = {}\n", "7".repeat(64))).expect("another key");
    let said = beside(house, &["doctor"]);
    assert!(said.code == 1 && format!("{said:?}").contains("不是这个数据库登记过的密钥"), "{said:?}");
    std::fs::rename(key.with_extension("away"), &key).expect("the key comes back");
    give(&key, 0o640);
    let said = beside(house, &["doctor"]);
    assert!(said.code == 1 && format!("{said:?}").contains("别的账号也能读"), "{said:?}");
    give(&key, 0o600);
    swap(&house.service.store, &hash, None);
    let said = beside(house, &["doctor"]);
    assert_eq!((said.code, states(&said, "收到的文件").as_str()), (1, "故障"), "{said:?}");
    assert!(shown().contains(&format!("缺 1 个，例如 {hash}")), "{}", shown());

    let mut signed_in = house.desk("guanli");
    house.hands.turn(-Duration::hours(1));
    let page = gist(&signed_in.open("/doctor").text);
    assert!(page.contains("请校准本机时间"), "{page}");
}

fn every_command_says_which_database_it_opens(database: Database) {
    let house = House::on(database);
    let named = match &house.service.settings.database {
        Some(url) => url.clone(),
        None => house.folder.path().join("huibiao.db").display().to_string(),
    };
    let file = house.folder.path().join("huibiao.toml");
    for command in [&["verify"][..], &["doctor"], &["user", "list"], &["backup", "备份.zip"]] {
        let said = beside(&house, command);
        let place = format!("；数据文件夹：{}（环境变量 HUIBIAO_DATA）", house.folder.path().display());
        assert!(said.errors.contains("数据库：") && said.errors.contains(&place), "{said:?}");
        assert!(database == Database::Postgresql || said.errors.contains(&named), "{said:?}");
    }
    std::fs::write(&file, format!("database = '{named}'\n")).expect("a file");
    let data = Data::fresh(Database::Sqlite);
    let mut command =
        data.command(&["verify", "--data", "another", "--config", file.to_str().expect("a plain path")]);
    let output = command.output().expect("the program runs");
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{errors}");
    assert!(
        errors.contains("--data another 是另一个数据文件夹")
            && errors.contains("请在命令行用 --database 写明"),
        "{errors}"
    );
    assert!(!data.folder.path().join("another").exists(), "nothing was made");
}

#[test]
fn what_is_not_there_is_not_made_by_looking() {
    let data = Data::fresh(Database::Sqlite);
    let said = data.run(&["doctor"]);
    assert_eq!((said.code, states(&said, "数据库").as_str()), (1, "故障"), "{said:?}");
    assert!(!data.folder.path().join("huibiao.db").exists());
}
