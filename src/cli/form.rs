//! `huibiao form`: proposes a form from a table, lists the built-in forms, shows their texts, checks a text.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::ending::{Ending, print_mistakes};
use super::openings::Openings;
use crate::form::builtin;
use crate::form::definition::read_form;
use crate::problem::Failure;
use crate::workflow::tables::{mistaken, read_text};
use crate::workflow::{Office, proposal};

/// 报表文字：由表格提出、检查、清单、内置报表原文
#[derive(Subcommand)]
pub enum Command {
    /// 检查报表文字，列出全部错误及行号
    Check {
        /// 报表文字（.toml）
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
    /// 从空白表或填好的表提出报表文字；拿不准的地方列在标准错误输出
    From {
        /// 表格文件（xlsx、xls、et、docx、doc、html、csv 等）
        #[arg(value_name = "文件")]
        file: PathBuf,
        /// 写到这个文件；不写则输出到屏幕
        #[arg(long, value_name = "报表.toml")]
        out: Option<PathBuf>,
    },
    /// 列出内置报表
    List,
    /// 输出内置报表的文字，可作底稿
    Show {
        /// 内置报表的代码
        #[arg(value_name = "代码")]
        code: String,
    },
}

pub fn run(command: Command, open: &Openings) -> Result<Ending, Failure> {
    match command {
        Command::From { file, out } => from(&file, out.as_deref(), &(open.office)()?),
        Command::Check { file } => check(&file),
        Command::List => list(),
        Command::Show { code } => show(&code),
    }
}

fn check(file: &Path) -> Result<Ending, Failure> {
    let text = read_text(file)?;
    match read_form(&text) {
        Ok(form) => {
            let derived = form.derived_items.len();
            println!(
                "{}：没有错误。指标 {} 项，派生指标 {derived} 项，审核规则 {} 条。",
                file.display(),
                form.items.len(),
                form.checks.len()
            );
            Ok(Ending::Done)
        }
        Err(mistakes) => Ok(print_mistakes(&mistaken(file, &mistakes))),
    }
}

/// A form proposed from a table: its text, and what to look at.
fn from(file: &Path, out: Option<&Path>, office: &Office) -> Result<Ending, Failure> {
    let proposal = proposal::of_file(&office.pool, file)?;
    let text = proposal.sketch.text();
    match out {
        None => print!("{text}"),
        Some(out) => std::fs::write(out, &text)
            .map_err(|error| Failure::new(format!("写不了 {}：{error}", out.display())))?,
    }
    for question in &proposal.questions {
        let place = question.place.as_ref().map_or(String::new(), |place| format!("{place}："));
        eprintln!("请核对：{place}{}", question.sentence);
    }
    Ok(Ending::Done)
}

/// A built-in form's text, for an office to start from.
fn show(code: &str) -> Result<Ending, Failure> {
    let built_in = builtin::FORMS.iter().find(|form| form.code == code);
    let built_in =
        built_in.ok_or_else(|| Failure::new(format!("没有内置报表“{code}”，用 huibiao form list 查看")))?;
    print!("{}", built_in.text);
    Ok(Ending::Done)
}

fn list() -> Result<Ending, Failure> {
    for built_in in &builtin::FORMS {
        if let Some(form) = builtin::form(built_in.code) {
            println!(
                "{}  {}（{} 版，{} 项指标）",
                form.code,
                form.title_of(None),
                form.version,
                form.items.len()
            );
        }
    }
    Ok(Ending::Done)
}
