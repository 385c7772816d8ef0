//! `huibiao user`, `huibiao units`: what an administrator does, done on the server itself.

use std::path::Path;

use super::Ending;
use crate::problem::{Failure, Problem};
use crate::vocabulary::Role;
use crate::vocabulary::register::plan::{Plan, Step};
use crate::vocabulary::time::show;
use crate::workflow::accounts::{self, By, HandedOut, Page, Wish};
use crate::workflow::{Service, units};

/// Accounts that are listed at most.
const MOST: usize = 10_000;

pub fn list(service: &Service, words: String) -> Result<Ending, Failure> {
    let listing = accounts::list(service, By::CommandLine, &Page { words, after: None, most: MOST })?;
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

pub fn add(
    service: &Service,
    login: String,
    name: String,
    role: &str,
    unit: String,
) -> Result<Ending, Failure> {
    let Some(role) = Role::from_code(role) else {
        return Err(Failure::new(format!("没有角色“{role}”，应为填报员、审核员、审计员或管理员")));
    };
    print_first(&accounts::create(service, By::CommandLine, &Wish { login, name, role, unit })?);
    Ok(Ending::Done)
}

pub fn reset_password(service: &Service, login: &str) -> Result<Ending, Failure> {
    let account = accounts::by_login(service, login)?;
    print_first(&accounts::reset_password(service, By::CommandLine, account.id)?);
    Ok(Ending::Done)
}

fn print_first(first: &HandedOut) {
    println!("用户名：{}", first.login);
    println!("初始密码：{}", first.password);
    println!("{} 前须登录并修改密码；初始密码只显示这一次。", show(first.until));
}

pub fn disable(service: &Service, login: &str) -> Result<Ending, Failure> {
    let account = accounts::by_login(service, login)?;
    accounts::disable(service, By::CommandLine, account.id)?;
    println!("已停用 {}（{}），其登录和接口令牌已失效。", account.login, account.name);
    Ok(Ending::Done)
}

pub fn enable(service: &Service, login: &str) -> Result<Ending, Failure> {
    let account = accounts::by_login(service, login)?;
    accounts::enable(service, By::CommandLine, account.id)?;
    println!("已恢复 {}（{}）。", account.login, account.name);
    Ok(Ending::Done)
}

/// Whether an import is only shown.
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
