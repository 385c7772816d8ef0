//! `huibiao form`: proposes a form from a table, writes it on paper, as a filled sample or for units to fill in, lists the built-in forms, shows their texts, checks a text.

mod blank;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Subcommand;

use super::chosen::{load_form, year};
use super::ending::{Ending, print_mistakes};
use super::openings::Openings;
use crate::form::definition::read_form;
use crate::form::{Form, Relation, builtin};
use crate::problem::Failure;
use crate::report::paper::{Filled, paper};
use crate::report::sample::sample;
use crate::workflow::tables::{mistaken, read_text};
use crate::workflow::{Office, proposal};

/// 报表文字：由表格提出、检查、样张、清单、内置报表原文
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
    /// 写出空白表样或填好数的样张，样张当场读回核对
    Sample {
        /// 报表：内置报表的代码，或报表文字的路径
        #[arg(value_name = "报表")]
        form: String,
        /// 写到这个文件（.xlsx）
        #[arg(value_name = "样张.xlsx")]
        out: PathBuf,
        /// 只写空白表样
        #[arg(long)]
        blank: bool,
        /// 标题里的年份
        #[arg(long, value_name = "年度", value_parser = year, default_value = "2025", hide_default_value = true)]
        year: i32,
    },
    /// 写出交给单位填的空白表，带填数检查和认表的标记
    Blank(blank::Options),
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
        Command::Sample { form, out, blank, year } => {
            let form = load_form(Some(&form))?;
            if blank { write_blank(&form, &out, year, open) } else { write_sample(&form, &out, year, open) }
        }
        Command::Blank(options) => blank::run(options, open),
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
            println!("{}", shape(&form));
            Ok(Ending::Done)
        }
        Err(mistakes) => Ok(print_mistakes(&mistaken(file, &mistakes))),
    }
}

/// How the parts were understood, so that a wrong 其中 is seen before any sheet comes in.
fn shape(form: &Form) -> String {
    let part = |item: &crate::form::Item| {
        let part = item.part_of.as_ref()?;
        let relation = match part.relation {
            Relation::AtMost => "其中项，不大于",
            Relation::AddsUp => "分项，合计等于",
        };
        Some(format!(
            "  第{}项“{}”：{relation}第{}项“{}”",
            item.code, item.label, form.items[part.whole].code, form.items[part.whole].label
        ))
    };
    let parts: Vec<String> = form.items.iter().filter_map(part).collect();
    if parts.is_empty() {
        "没有其中项。".to_owned()
    } else {
        format!("其中项 {} 项：\n{}", parts.len(), parts.join("\n"))
    }
}

/// A form proposed from a table: its text, and what to look at.
fn from(file: &Path, out: Option<&Path>, office: &Office) -> Result<Ending, Failure> {
    let proposal = proposal::of_file(&office.pool, file)?;
    let text = proposal.sketch.text();
    match out {
        None => print!("{text}"),
        Some(out) => write(out, text.as_bytes())?,
    }
    for question in &proposal.questions {
        let place = question.place.as_ref().map_or(String::new(), |place| format!("{place}："));
        eprintln!("请核对：{place}{}", question.sentence);
    }
    Ok(Ending::Done)
}

/// The form on paper, for handing out.
fn write_blank(form: &Form, out: &Path, year: i32, open: &Openings) -> Result<Ending, Failure> {
    let sheet = paper(form, Some(year), &Filled::default());
    write(out, &proposal::workbook(sheet, &form.title_of(Some(year)), (open.clock)())?)?;
    println!("空白表样已写到 {}。", out.display());
    Ok(Ending::Done)
}

/// A filled copy, and whether the reader understood it.
fn write_sample(form: &Arc<Form>, out: &Path, year: i32, open: &Openings) -> Result<Ending, Failure> {
    let sample = sample(form, year);
    write(out, &proposal::workbook(sample.sheet, &form.title_of(Some(year)), (open.clock)())?)?;
    println!("样张已写到 {}。", out.display());
    if sample.wrong.is_empty() {
        println!("读回核对：{} 个数全部读对，审核没有问题。", sample.figures.iter().flatten().count());
        return Ok(Ending::Done);
    }
    sample.wrong.iter().for_each(|sentence| println!("读回核对：{sentence}"));
    Ok(Ending::Attention)
}

fn write(out: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(out, bytes).map_err(|error| Failure::new(format!("写不了 {}：{error}", out.display())))
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
