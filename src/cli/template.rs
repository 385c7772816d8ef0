//! `huibiao template`: explains how report templates are written, shows the built-in ones, checks a text.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::ending::{Ending, print_mistakes};
use crate::problem::Failure;
use crate::report::template::{self, TEXTS};
use crate::workflow::tables::{mistaken, read_text};

const GUIDE: &str = include_str!("../../report_templates/guide.md");

/// 报表模板：写法、检查、内置模板原文
#[derive(Subcommand)]
pub enum Command {
    /// 说明模板的写法
    Guide,
    /// 输出内置模板的文字，可作底稿
    Show {
        /// county（县级）或 city（市级）
        #[arg(value_name = "名称")]
        name: String,
    },
    /// 检查模板文字，列出全部错误及行号
    Check {
        /// 模板文字（.toml）
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
}

pub fn run(command: Command) -> Result<Ending, Failure> {
    match command {
        Command::Guide => guide(),
        Command::Show { name } => show(&name),
        Command::Check { file } => check(&file),
    }
}

/// The page that explains how templates are written.
fn guide() -> Result<Ending, Failure> {
    print!("{GUIDE}");
    Ok(Ending::Done)
}

/// A built-in template's text, for an office to start from.
fn show(name: &str) -> Result<Ending, Failure> {
    let wanted = |file: &&(&str, &str)| file.0.trim_end_matches(".toml") == name.trim_end_matches(".toml");
    let (_, text) = TEXTS.iter().find(wanted).ok_or_else(|| {
        let known: Vec<&str> = TEXTS.iter().map(|(file, _)| file.trim_end_matches(".toml")).collect();
        Failure::new(format!("没有内置模板“{name}”，有：{}", known.join("、")))
    })?;
    print!("{text}");
    Ok(Ending::Done)
}

fn check(file: &Path) -> Result<Ending, Failure> {
    match template::read(&read_text(file)?) {
        Ok(template) => {
            println!("{}：没有错误，共 {} 张表。", file.display(), template.sheets.len());
            Ok(Ending::Done)
        }
        Err(mistakes) => Ok(print_mistakes(&mistaken(file, &mistakes))),
    }
}
