//! `huibiao call`: one request to the interface, carried out on this machine's data with the rights of a token.
//!
//! Whatever the pages do, the interface does, and so does this command: its operations are those of the
//! interface's description. `campaign` gives the usual ones names of their own.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;

use super::ending::Ending;
use super::openings::{Call, Openings};
use super::settings::Flags;
use crate::problem::Failure;

/// Where the token is looked for when no file is named.
const VARIABLE: &str = "HUIBIAO_TOKEN";

/// 以某个账号的令牌，在本机的数据上办理接口能办的任何一件事
#[derive(Args)]
pub struct Options {
    /// GET、POST、PUT 或 DELETE
    #[arg(value_name = "方法")]
    method: String,
    /// 接口的路径，例如 /campaigns 或 /campaigns/1/board
    #[arg(value_name = "路径")]
    path: String,
    /// 请求内容的文件：.json、.toml，或要上传的表
    #[arg(value_name = "文件")]
    file: Option<PathBuf>,
    #[command(flatten)]
    whose: Whose,
}

/// Who asks, and on which data.
#[derive(Args)]
pub struct Whose {
    /// 装着令牌的文件；不写则取环境变量 HUIBIAO_TOKEN
    #[arg(long, value_name = "文件")]
    token_file: Option<PathBuf>,
    /// 把收到的内容写进这个文件
    #[arg(short, long, value_name = "文件")]
    out: Option<PathBuf>,
    #[command(flatten)]
    flags: Flags,
}

pub fn run(options: &Options, open: &Openings) -> Result<Ending, Failure> {
    let (kind, body) = match &options.file {
        None => ("application/json", Vec::new()),
        Some(file) => (kind_of(file), read(file)?),
    };
    let call = Call { method: options.method.clone(), path: options.path.clone(), kind, body };
    ask(call, &options.whose, open)
}

/// Asks, and prints the answer: JSON laid out for people, anything else as it is. A refusal ends the command with its
/// sentences.
pub fn ask(mut call: Call, whose: &Whose, open: &Openings) -> Result<Ending, Failure> {
    let token = token(whose)?;
    if !call.path.starts_with("/api/") {
        call.path = format!("/api/v1/{}", call.path.trim_start_matches('/'));
    }
    let settings = whose.flags.opening()?;
    let (status, kind, bytes) = (open.call)(settings, &token, call)?;
    let laid_out = if kind.contains("json") { laid_out(&bytes) } else { None };
    if status >= 400 {
        return Err(Failure {
            sentences: refusal(&bytes).unwrap_or_else(|| vec![format!("没有办成（{status}）")]),
        });
    }
    write(laid_out.as_deref().unwrap_or(&bytes), whose.out.as_deref())?;
    Ok(Ending::Done)
}

fn token(whose: &Whose) -> Result<String, Failure> {
    let text = match &whose.token_file {
        Some(file) => String::from_utf8_lossy(&read(file)?).into_owned(),
        None => std::env::var(VARIABLE).unwrap_or_default(),
    };
    match text.trim() {
        "" => Err(Failure::new(format!(
            "没有令牌。请在页面“我的账号”里新建，写进文件用 --token-file 指明，或放在环境变量 {VARIABLE} 里"
        ))),
        token => Ok(token.to_owned()),
    }
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file).map_err(|error| Failure::new(format!("读不出 {}：{error}", file.display())))
}

fn kind_of(file: &Path) -> &'static str {
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("json") => "application/json",
        Some("toml") => "application/toml",
        _ => "application/octet-stream",
    }
}

fn laid_out(bytes: &[u8]) -> Option<Vec<u8>> {
    let value: Value = serde_json::from_slice(bytes).ok()?;
    let mut text = serde_json::to_vec_pretty(&value).ok()?;
    text.push(b'\n');
    Some(text)
}

/// The sentences of a problem, each with its field.
fn refusal(bytes: &[u8]) -> Option<Vec<String>> {
    let problem: Value = serde_json::from_slice(bytes).ok()?;
    let errors = problem["errors"].as_array().into_iter().flatten();
    let mut sentences: Vec<String> = errors
        .filter_map(|error| {
            let sentence = error["sentence"].as_str()?;
            let place = error["field"].as_str().or(error["item"].as_str());
            Some(place.map_or(sentence.to_owned(), |place| format!("{place}：{sentence}")))
        })
        .collect();
    if sentences.is_empty() {
        sentences.push(problem["detail"].as_str().or(problem["title"].as_str())?.to_owned());
    }
    Some(sentences)
}

fn write(bytes: &[u8], out: Option<&Path>) -> Result<(), Failure> {
    match out {
        Some(file) => std::fs::write(file, bytes)
            .map_err(|error| Failure::new(format!("写不了 {}：{error}", file.display()))),
        // Whoever reads the output may stop reading.
        None => std::io::stdout().write_all(bytes).or(Ok(())),
    }
}
