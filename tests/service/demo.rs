//! `huibiao demo`: a console on which only people are spoken to.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use crate::client::Client;
use crate::house::Database;
use crate::process::{Data, ask_to_end};

/// Words in Latin letters that name commands, keys, and who signs in.
const NAMES: [&str; 9] = ["Ctrl", "C", "huibiao", "demo", "folder", "http", "shi", "shenji", "guanli"];

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
