//! Where a value comes from, and what is said of one that cannot be.

use chrono::Duration;

use super::*;

fn nothing(_: &str) -> Option<String> {
    None
}

#[test]
fn a_flag_wins_over_the_environment_and_that_over_the_file() {
    let file =
        File { name: "huibiao.toml", text: "port = 1\nlisten = \"0.0.0.0\"\nsession_idle_minutes = 10\n" };
    let environment =
        |name: &str| (name == "HUIBIAO_PORT" || name == "HUIBIAO_LISTEN").then(|| "127.0.0.2".to_owned());
    let port_only =
        |name: &str| if name == "HUIBIAO_PORT" { Some("2".to_owned()) } else { environment(name) };
    let read = read(Some(&file), &port_only, &[("port".to_owned(), "3".to_owned())]).unwrap();
    let origin = |name: &str| read.shown().into_iter().find(|shown| shown.name == name).unwrap().origin;
    assert_eq!(read.settings.port, 3);
    assert_eq!(read.settings.listen.to_string(), "127.0.0.2");
    assert_eq!(read.settings.session_idle, Duration::minutes(10));
    assert_eq!(origin("port"), "命令行 --port");
    assert_eq!(origin("listen"), "环境变量 HUIBIAO_LISTEN");
    assert_eq!(origin("session_idle_minutes"), "huibiao.toml 第 3 行");
    assert_eq!(origin("sign_in_tries"), "默认值");
}

#[test]
fn every_mistake_is_told_where_it_stands() {
    for (text, sentence) in [
        ("prot = 80\n", "huibiao.toml 第 1 行：不认识的键“prot”"),
        ("\nport = 99999\n", "huibiao.toml 第 2 行：port（监听端口）的值“99999”不对，应为 0 到 65535 的整数"),
        (
            "office_closes = \"5点半\"\n",
            "huibiao.toml 第 1 行：office_closes（下班时间）的值“5点半”不对，应为时间，如 17:30",
        ),
        (
            "public_url = \"tongji.example.gov.cn\"",
            "huibiao.toml 第 1 行：public_url（对外网址）的值“tongji.example.gov.cn”不对，应为 http:// 或 https:// 开头、不带路径的网址",
        ),
        (
            "session_idle_minutes = 0",
            "huibiao.toml 第 1 行：session_idle_minutes（无操作多久退出登录）的值“0”不对，应为 1 到 1440 的整数",
        ),
    ] {
        let file = File { name: "huibiao.toml", text };
        let failure = read(Some(&file), &nothing, &[]).unwrap_err();
        assert_eq!(failure.sentences, [sentence], "{text}");
    }
}

#[test]
fn a_password_is_never_shown() {
    let url = "postgres://huibiao:s3cret-p%40ss@db.example/huibiao";
    let read = read(None, &nothing, &[("database".to_owned(), url.to_owned())]).unwrap();
    let shown: String = read.shown().into_iter().map(|shown| shown.value).collect();
    assert!(!shown.contains("s3cret"), "{shown}");
    assert!(shown.contains("postgres://huibiao:***@db.example/huibiao"), "{shown}");
    let keyword = [("database".to_owned(), "postgresql://db/huibiao?user=a&password=s3cret".to_owned())];
    let shown: String =
        super::read(None, &nothing, &keyword).unwrap().shown().into_iter().map(|shown| shown.value).collect();
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[test]
fn a_data_folder_on_the_command_line_never_meets_another_ones_database() {
    let named = "data = '/srv/a'\ndatabase = 'postgres://u:secret@db/a'\n";
    let lying = "database = '/srv/a.db'\n";
    let refused = |database: &str, origin: &str| {
        format!(
            "命令行的 --data /srv/b 是另一个数据文件夹，而数据库是 {database}（{origin}）指定的：要用哪个数据库，请在命令行用 --database 写明"
        )
    };
    type Case<'c> = (&'c str, &'c [(&'c str, &'c str)], Result<&'c str, String>);
    let cases: [Case; 6] = [
        (named, &[], Ok("postgres://u:secret@db/a")),
        (named, &[("data", "/srv/a")], Ok("postgres://u:secret@db/a")),
        (named, &[("data", "/srv/b")], Err(refused("postgres://u:***@db/a", "huibiao.toml 第 2 行"))),
        (lying, &[("data", "/srv/b")], Err(refused("/srv/a.db", "huibiao.toml 第 1 行"))),
        (named, &[("data", "/srv/b"), ("database", "/srv/b/c.db")], Ok("/srv/b/c.db")),
        ("data = '/srv/a'", &[("data", "/srv/b")], Ok("/srv/b/huibiao.db")),
    ];
    for (text, flags, expected) in cases {
        let file = File { name: "huibiao.toml", text };
        let flags: Vec<(String, String)> =
            flags.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let read = read(Some(&file), &nothing, &flags);
        let read = read.map(|read| read.settings.database()).map_err(|failure| failure.sentences.join("\n"));
        assert_eq!(read, expected.map(str::to_owned), "{text} {flags:?}");
    }
    let environment = |name: &str| (name == "HUIBIAO_DATABASE").then(|| "/srv/a.db".to_owned());
    let data = [("data".to_owned(), "/srv/b".to_owned())];
    let failure = super::read(None, &environment, &data).unwrap_err();
    assert_eq!(failure.sentences, [refused("/srv/a.db", "环境变量 HUIBIAO_DATABASE")]);
}

#[test]
fn the_usual_file_says_what_holds_anyway() {
    let text = file_text(&[]).replace("\n# ", "\n").replace("（", "# （");
    let lines: Vec<&str> = text.lines().filter(|line| line.contains(" = ")).collect();
    let text = lines.join("\n");
    let file = File { name: "huibiao.toml", text: &text };
    let read = read(Some(&file), &nothing, &[]).unwrap();
    assert_eq!(read.settings.file.as_deref(), Some(Path::new("huibiao.toml")));
    let own = read.settings.clone();
    let (file, database, signing_key) = (own.file, own.database, own.signing_key);
    let usual = Settings { file, database, signing_key, ..Settings::default() };
    assert_eq!(read.settings, usual);
}
