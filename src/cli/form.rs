//! `huibiao form`: lists the built-in forms, shows their texts, checks a text.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::ending::{Ending, print_mistakes};
use crate::form::builtin;
use crate::form::definition::read_form;
use crate::problem::Failure;
use crate::workflow::tables::{mistaken, read_text};

/// 报表文字：检查、清单、内置报表原文
#[derive(Subcommand)]
pub enum Command {
    /// 检查报表文字，列出全部错误及行号
    Check {
        /// 报表文字（.toml）
        #[arg(value_name = "文件")]
        file: PathBuf,
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

pub fn run(command: Command) -> Result<Ending, Failure> {
    match command {
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
