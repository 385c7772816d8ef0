//! `huibiao campaign`: a campaign made, chosen for, published, watched and closed from the command line.
//!
//! Each is one request to the interface, with the rights of the token's account; the table below says which.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::call::{self, Whose};
use super::ending::Ending;
use super::openings::{Call, Openings};
use crate::problem::Failure;

/// 填报任务：清单、新建、选应报单位、发布、延期、审核、关闭、沿用
#[derive(Subcommand)]
pub enum Command {
    /// 列出任务
    List {
        #[command(flatten)]
        whose: Whose,
    },
    /// 一项任务的全貌
    Show(One),
    /// 新建任务（草稿），内容与接口的“新建任务”相同
    New(File),
    /// 沿用到另一年
    Copy {
        #[command(flatten)]
        one: One,
        /// 年度（默认下一年）
        #[arg(long, value_name = "年度")]
        year: Option<i32>,
    },
    /// 应报单位的名单
    Expected(One),
    /// 选择应报单位（草稿）
    Choose {
        /// 任务编号
        #[arg(value_name = "任务")]
        campaign: i64,
        #[command(flatten)]
        file: File,
    },
    /// 增加一个应报单位（发布后）
    Expect(Unit),
    /// 发布，或重新开放
    Publish(One),
    /// 关闭
    Close(One),
    /// 归档
    Archive(One),
    /// 未报名单
    Missing(One),
    /// 给一个单位延期
    Extend {
        #[command(flatten)]
        unit: Unit,
        /// 材料编号
        #[arg(long, value_name = "材料")]
        deliverable: i64,
        /// 延到何时，例如 2024-03-25T24:00
        #[arg(long, value_name = "时刻")]
        until: String,
    },
    /// 一个单位免报
    Exempt(Unit),
    /// 一份上报通过
    Accept(Submission),
    /// 一份上报退回
    Return {
        #[command(flatten)]
        submission: Submission,
        /// 原因，单位会看到
        #[arg(long, value_name = "原因")]
        reason: String,
        /// 有问题的指标的代码，可以写几个
        #[arg(long = "item", value_name = "指标")]
        items: Vec<String>,
    },
}

#[derive(Args)]
pub struct One {
    /// 任务编号
    #[arg(value_name = "任务")]
    campaign: i64,
    #[command(flatten)]
    whose: Whose,
}

#[derive(Args)]
pub struct File {
    /// JSON 文件
    #[arg(value_name = "文件.json")]
    file: PathBuf,
    #[command(flatten)]
    whose: Whose,
}

#[derive(Args)]
pub struct Unit {
    /// 任务编号
    #[arg(value_name = "任务")]
    campaign: i64,
    /// 单位代码
    #[arg(value_name = "单位")]
    unit: String,
    /// 原因，单位会看到
    #[arg(long, value_name = "原因")]
    reason: String,
    #[command(flatten)]
    whose: Whose,
}

#[derive(Args)]
pub struct Submission {
    /// 上报编号
    #[arg(value_name = "上报")]
    submission: i64,
    #[command(flatten)]
    whose: Whose,
}

pub fn run(command: Command, open: &Openings) -> Result<Ending, Failure> {
    let (call, whose) = asked(command)?;
    call::ask(call, &whose, open)
}

/// The request that a command is.
fn asked(command: Command) -> Result<(Call, Whose), Failure> {
    let of = |campaign: i64, rest: &str| format!("/campaigns/{campaign}{rest}");
    let state = |one: One, state: &str| {
        (wanted("PUT", of(one.campaign, "/state"), &json!({ "state": state })), one.whose)
    };
    let review = |one: Submission, verdict: Value| {
        (wanted("POST", format!("/submissions/{}/reviews", one.submission), &verdict), one.whose)
    };
    Ok(match command {
        Command::List { whose } => (get("/campaigns".to_owned()), whose),
        Command::Show(one) => (get(of(one.campaign, "")), one.whose),
        Command::Expected(one) => (get(of(one.campaign, "/expected")), one.whose),
        Command::Missing(one) => (get(of(one.campaign, "/missing")), one.whose),
        Command::New(file) => (from_file("POST", "/campaigns".to_owned(), &file)?, file.whose),
        Command::Choose { campaign, file } => (from_file("PUT", of(campaign, "/choice"), &file)?, file.whose),
        Command::Copy { one, year } => {
            (wanted("POST", of(one.campaign, "/copies"), &json!({ "year": year })), one.whose)
        }
        Command::Publish(one) => state(one, "published"),
        Command::Close(one) => state(one, "closed"),
        Command::Archive(one) => state(one, "archived"),
        Command::Expect(unit) => {
            let body = json!({ "unit": unit.unit, "reason": unit.reason });
            (wanted("POST", of(unit.campaign, "/expected"), &body), unit.whose)
        }
        Command::Extend { unit, deliverable, until } => {
            let body = json!({ "deliverable": deliverable, "until": until, "reason": unit.reason });
            let path = of(unit.campaign, &format!("/units/{}/extensions", unit.unit));
            (wanted("POST", path, &body), unit.whose)
        }
        Command::Exempt(unit) => {
            let path = of(unit.campaign, &format!("/units/{}/exemption", unit.unit));
            (wanted("PUT", path, &json!({ "reason": unit.reason })), unit.whose)
        }
        Command::Accept(one) => review(one, json!({ "verdict": "accept" })),
        Command::Return { submission, reason, items } => {
            review(submission, json!({ "verdict": "return", "reason": reason, "items": items }))
        }
    })
}

fn get(path: String) -> Call {
    Call { method: "GET".to_owned(), path, kind: "application/json", body: Vec::new() }
}

fn wanted(method: &str, path: String, body: &Value) -> Call {
    let body = body.to_string().into_bytes();
    Call { method: method.to_owned(), path, kind: "application/json", body }
}

fn from_file(method: &str, path: String, file: &File) -> Result<Call, Failure> {
    let body = std::fs::read(&file.file)
        .map_err(|error| Failure::new(format!("读不出 {}：{error}", file.file.display())))?;
    Ok(Call { method: method.to_owned(), path, kind: "application/json", body })
}
