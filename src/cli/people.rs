//! `huibiao user`, `huibiao units`: what an administrator can do on the server itself, without the pages.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::ending::Ending;
use super::openings::Openings;
use super::settings::Flags;
use crate::problem::{Failure, Problem};
use crate::vocabulary::Role;
use crate::vocabulary::register::plan::{Plan, Step};
use crate::vocabulary::time::show;
use crate::workflow::accounts::{self, By, HandedOut, Page, Wish};
use crate::workflow::{Service, units};

/// The largest number of accounts in one list.
const MOST: usize = 10_000;

/// 账号：清单、开设、停用、恢复、重置密码、重置两步验证
#[derive(Subcommand)]
pub enum User {
    /// 列出账号
    List {
        /// 只列出用户名、姓名或单位含有这些文字的
        #[arg(value_name = "文字", default_value = "", hide_default_value = true)]
        words: String,
        #[command(flatten)]
        flags: Flags,
    },
    /// 开账号，输出初始密码
    Add(Add),
    /// 停用账号
    Disable(Login),
    /// 恢复账号
    Enable(Login),
    /// 重置密码，输出新的初始密码
    Password(Login),
    /// 重置两步验证（手机丢了）；此后登录只凭密码
    ResetSecondFactor(Login),
}

#[derive(Args)]
pub struct Add {
    /// 账号的用户名
    #[arg(value_name = "用户名")]
    login: String,
    /// 姓名
    #[arg(long, value_name = "姓名")]
    name: String,
    /// 填报员、审核员、审计员、管理员
    #[arg(long, value_name = "角色")]
    role: String,
    /// 所属单位的代码
    #[arg(long, value_name = "代码")]
    unit: String,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Args)]
pub struct Login {
    /// 账号的用户名
    #[arg(value_name = "用户名")]
    login: String,
    #[command(flatten)]
    flags: Flags,
}

/// 单位名录：导入
#[derive(Subcommand)]
pub enum Units {
    /// 导入单位名录，先列出每行的变化
    Import {
        /// 单位名录（CSV 或 XLSX）
        #[arg(value_name = "文件")]
        file: PathBuf,
        /// 只列出变化，不写入
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        flags: Flags,
    },
}

pub fn run_user(command: User, open: &Openings) -> Result<Ending, Failure> {
    match command {
        User::List { words, flags } => list(&open.service_on(&flags)?, words),
        User::Add(add) => self::add(&open.service_on(&add.flags)?, add),
        User::Disable(Login { login, flags }) => disable(&open.service_on(&flags)?, &login),
        User::Enable(Login { login, flags }) => enable(&open.service_on(&flags)?, &login),
        User::Password(Login { login, flags }) => reset_password(&open.service_on(&flags)?, &login),
        User::ResetSecondFactor(Login { login, flags }) => {
            reset_second_factor(&open.service_on(&flags)?, &login)
        }
    }
}

pub fn run_units(command: Units, open: &Openings) -> Result<Ending, Failure> {
    let Units::Import { file, dry_run, flags } = command;
    let import = if dry_run { Import::Rehearsed } else { Import::Done };
    import_units(&open.service_on(&flags)?, &file, import)
}

fn list(service: &Service, words: String) -> Result<Ending, Failure> {
    let listing = accounts::list(service, By::CommandLine, &Page { words, most: MOST, ..Page::default() })?;
    for listed in listing.accounts {
        let account = listed.account;
        let state = match account.disabled_at {
            Some(at) => format!("停用（{}）", show(at)),
            None if account.must_change => "初始密码未改".to_owned(),
            None => "正常".to_owned(),
        };
        println!(
            "{}\t{}\t{}\t{}（{}）\t{state}",
            account.login,
            account.name,
            account.role.label(),
            listed.unit_name,
            listed.unit_code
        );
    }
    println!("共 {} 个账号。", listing.count);
    Ok(Ending::Done)
}

fn add(service: &Service, add: Add) -> Result<Ending, Failure> {
    let Add { login, name, role, unit, .. } = add;
    let Some(role) = Role::from_code(&role) else {
        return Err(Failure::new(format!("没有角色“{role}”，应为填报员、审核员、审计员或管理员")));
    };
    print_first(&accounts::create(service, By::CommandLine, &Wish { login, name, role, unit })?);
    Ok(Ending::Done)
}

fn reset_password(service: &Service, login: &str) -> Result<Ending, Failure> {
    let account = accounts::by_login(service, login)?;
    print_first(&accounts::reset_password(service, By::CommandLine, account.id)?);
    Ok(Ending::Done)
}

fn reset_second_factor(service: &Service, login: &str) -> Result<Ending, Failure> {
    let account = accounts::by_login(service, login)?;
    accounts::reset_second_factor(service, By::CommandLine, account.id)?;
    println!("已重置 {}（{}）的两步验证：登录只凭密码，正在用的登录已退出。", account.login, account.name);
    Ok(Ending::Done)
}

fn print_first(first: &HandedOut) {
    println!("用户名：{}", first.login);
    println!("初始密码：{}", first.password);
    println!("{} 前须登录并修改密码；初始密码只显示这一次。", show(first.until));
}

fn disable(service: &Service, login: &str) -> Result<Ending, Failure> {
    let account = accounts::by_login(service, login)?;
    accounts::disable(service, By::CommandLine, account.id)?;
    println!("已停用 {}（{}），其登录和接口令牌已失效。", account.login, account.name);
    Ok(Ending::Done)
}

fn enable(service: &Service, login: &str) -> Result<Ending, Failure> {
    let account = accounts::by_login(service, login)?;
    accounts::enable(service, By::CommandLine, account.id)?;
    println!("已恢复 {}（{}）。", account.login, account.name);
    Ok(Ending::Done)
}

/// Whether an import is carried out or only shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Import {
    Rehearsed,
    Done,
}

pub fn import_units(service: &Service, file: &Path, import: Import) -> Result<Ending, Failure> {
    let bytes =
        std::fs::read(file).map_err(|error| Failure::new(format!("读不出 {}：{error}", file.display())))?;
    let named = |problem: Problem| {
        let name = file.display();
        let sentences = problem.sentences.into_iter().map(|(_, sentence)| format!("{name} {sentence}"));
        Failure { sentences: sentences.collect() }
    };
    let plan = units::rehearse(service, By::CommandLine, &bytes).map_err(named)?;
    if !plan.is_clean() {
        print_plan(&plan);
        println!("有错误，什么都没有写入。");
        return Ok(Ending::Attention);
    }
    match import {
        Import::Rehearsed => {
            print_plan(&plan);
            println!("这是试导入，什么都没有写入。");
        }
        Import::Done => {
            print_plan(&units::import(service, By::CommandLine, &bytes).map_err(named)?);
            println!("已导入。");
        }
    }
    Ok(Ending::Done)
}

fn print_plan(plan: &Plan) {
    plan.mistakes.iter().for_each(|mistake| println!("[错误] {mistake}"));
    for line in &plan.lines {
        let place = format!("第 {} 行 {} {}", line.line, line.code, line.name);
        match &line.step {
            Step::New(_) => println!("[新增] {place}"),
            Step::Changed(_, words) => println!("[变更] {place}：{}", words.join("；")),
            Step::Same => {}
            Step::Wrong(words) => println!("[错误] {place}：{}", words.join("；")),
        }
    }
    println!(
        "新增 {}，变更 {}，不变 {}，错误 {}；名录里没有而保留不动的单位 {}。",
        plan.count(|step| matches!(step, Step::New(_))),
        plan.count(|step| matches!(step, Step::Changed(..))),
        plan.count(|step| matches!(step, Step::Same)),
        plan.count(|step| matches!(step, Step::Wrong(_))),
        plan.absent
    );
}
