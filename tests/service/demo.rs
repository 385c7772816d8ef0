//! `huibiao demo`: a console on which only people are spoken to.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::Stdio;

use crate::client::Client;
use crate::house::Database;
use crate::process::{Data, ask_to_end};
use crate::town::{gist, plain};

/// Words in Latin letters that name commands, keys, and who signs in.
const NAMES: [&str; 17] = [
    "Ctrl",
    "C",
    "huibiao",
    "demo",
    "folder",
    "http",
    "shi",
    "shenji",
    "guanli",
    "campaigns",
    "units",
    "board",
    "missing",
    "state",
    "waiting",
    "sign",
    "offs",
];

#[test]
fn the_console_says_chinese_sentences_and_the_log_goes_to_a_file() {
    let data = Data::fresh(Database::Sqlite);
    let mut command = data.command(&["demo", "--out", "示例"]);
    command.env_remove("HUIBIAO_LOG").stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().expect("the program starts");
    let mut said = BufReader::new(process.stdout.take().expect("its output is ours"));
    let mut console = String::new();
    while !console.contains("按 Ctrl-C 停止") {
        let more = said.read_line(&mut console).expect("it goes on speaking");
        assert_ne!(more, 0, "it ended with {console}");
    }
    let (_, address) = console.split_once("http://").expect("an address");
    let address = address.lines().next().expect("a line").trim().parse().expect("an address");
    assert_eq!(Client::new(address).get("/sign-in").status, 200);
    everybody_finds_something_to_do(address, &console);
    ask_to_end("-INT", process.id());
    said.read_to_string(&mut console).expect("the rest of it");
    let mut errors = String::new();
    process.stderr.take().expect("ours").read_to_string(&mut errors).expect("what it says of errors");
    assert!(process.wait().expect("it ends").success(), "{errors}");
    assert_eq!(errors, "", "nothing but sentences for people");
    let secrets: Vec<&str> = console.lines().filter_map(|line| line.split_whitespace().nth(2)).collect();
    let bare = secrets.iter().fold(console.clone(), |rest, secret| rest.replace(secret, ""));
    let words = bare.split(|letter: char| !letter.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let foreign: Vec<&str> =
        words.filter(|word| !NAMES.contains(word) && !word.starts_with("xian") && *word != "txt").collect();
    assert!(foreign.is_empty(), "{foreign:?} in {console}");
    let log = data.folder.path().join("示例/服务数据/运行日志.txt");
    let log = std::fs::read_to_string(log).expect("a log");
    assert!(log.contains("answered") && log.contains("/sign-in"), "{log}");
}

/// Who signs in as what, and whatever the console says to look at, is there; its deadline lies ahead of any day.
fn everybody_finds_something_to_do(address: SocketAddr, console: &str) {
    let mut desks: BTreeMap<String, Client> = BTreeMap::new();
    for line in console.lines().filter(|line| line.starts_with("  ") && !line.contains('：')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [_, login, password, _] = words[..] else { continue };
        let mut client = Client::new(address);
        if login != "登录名" {
            assert_eq!(client.sign_in(login, password).status, 303, "{login}");
            desks.insert(login.to_owned(), client);
        }
    }
    assert_eq!(desks.len(), 5, "{console}");
    let mut open = |path: &str, login: &str| {
        let answer = desks.get_mut(login).expect("somebody").get(path);
        assert_eq!(answer.status, 200, "{login} {path}: {}", gist(&answer.text));
        plain(&answer.text)
    };
    let mut paths = BTreeMap::new();
    let (_, told) = console.split_once("登录后可以先看").expect("what to look at");
    let lines: Vec<&str> = told.lines().map(str::trim).collect();
    for pair in lines.windows(2).filter(|pair| pair[1].starts_with("http://")) {
        let (login, words) = pair[0].split_once('：').expect("who");
        let path = pair[1].trim_start_matches("http://").split_once('/').expect("a path").1;
        open(&format!("/{path}"), login);
        paths.insert(words.to_owned(), (format!("/{path}"), login.to_owned()));
    }
    let clerk = paths.values().find(|(path, _)| path.contains("/units/")).expect("the clerk's").clone();
    let unit = open(&clerk.0, &clerk.1);
    for words in ["已退回", "有一份草稿，尚未报送", "待报送的文件", "活动总结.txt"] {
        assert!(unit.contains(words), "{words}: {unit}");
    }
    assert!(!unit.contains("统计报表已过"), "the deadline lies ahead: {unit}");
    let board = open("/campaigns/2/board", "xian1");
    assert!(!board.contains("待审 0") && board.contains("催报 1 次"), "{board}");
    let signing = open("/campaigns/1/sign-offs", "xian1");
    assert!(signing.contains("汇总数已核对，同意上报"), "{signing}");
    let signed = open("/campaigns/1/sign-offs", "shi");
    assert!(signed.contains("已汇总上报") && signed.contains("已退回"), "{signed}");
    for kind in ["活动方案", "活动总结", "活动图片", "典型案例", "影像资料"] {
        let number = 3 + ["活动方案", "活动总结", "活动图片", "典型案例", "影像资料"]
            .iter()
            .position(|known| *known == kind)
            .expect("a kind");
        let board = open(&format!("/campaigns/2/board?deliverable={number}&state=waiting"), "shi");
        assert!(board.contains("已报待审"), "{kind}: {board}");
    }
}
