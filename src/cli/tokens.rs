//! `huibiao token`: API tokens of an account, on the server itself: for programs of people who never sign in there.

use clap::{Args, Subcommand};

use super::ending::Ending;
use super::openings::Openings;
use super::settings::Flags;
use crate::problem::Failure;
use crate::vocabulary::time::show;
use crate::workflow::tokens::{self, Owner};
use crate::workflow::{Service, accounts};

/// 接口令牌：列出、开设、作废
#[derive(Subcommand)]
pub enum Token {
    /// 列出一个账号的令牌
    List {
        /// 账号的用户名
        #[arg(value_name = "用户名")]
        login: String,
        #[command(flatten)]
        flags: Flags,
    },
    /// 开一个令牌，只显示这一次；记入审计记录
    New(New),
    /// 作废一个令牌
    Revoke {
        /// 账号的用户名
        #[arg(value_name = "用户名")]
        login: String,
        /// 令牌编号，见 huibiao token list
        #[arg(value_name = "编号")]
        id: i64,
        #[command(flatten)]
        flags: Flags,
    },
}

#[derive(Args)]
pub struct New {
    /// 账号的用户名；令牌的权限与它相同
    #[arg(value_name = "用户名")]
    login: String,
    /// 令牌的用途
    #[arg(long, value_name = "用途")]
    name: String,
    /// 多少天后到期：30、90、180、365、730、3650
    #[arg(long, value_name = "天", default_value_t = tokens::DAYS[0])]
    days: i64,
    #[command(flatten)]
    flags: Flags,
}

pub fn run(command: Token, open: &Openings) -> Result<Ending, Failure> {
    match command {
        Token::List { login, flags } => list(&open.service_on(&flags)?, &login),
        Token::New(New { login, name, days, flags }) => {
            let service = open.service_on(&flags)?;
            println!("{}", tokens::create(&service, owner(&service, &login)?, &name, days)?);
            eprintln!("令牌只显示这一次，有效 {days} 天，权限与 {login} 相同，不需要两步验证。");
            Ok(Ending::Done)
        }
        Token::Revoke { login, id, flags } => {
            let service = open.service_on(&flags)?;
            tokens::revoke(&service, owner(&service, &login)?, id)?;
            println!("已作废 {login} 的第 {id} 号令牌。");
            Ok(Ending::Done)
        }
    }
}

fn owner(service: &Service, login: &str) -> Result<Owner, Failure> {
    Ok(Owner::on_server(&accounts::by_login(service, login)?)?)
}

fn list(service: &Service, login: &str) -> Result<Ending, Failure> {
    let (tokens, now) = (tokens::list(service, owner(service, login)?)?, service.now());
    for token in &tokens {
        let state = match (token.revoked_at, token.ends_at) {
            (Some(at), _) => format!("{} 作废", show(at)),
            (None, None) => "没有期限".to_owned(),
            (None, Some(end)) if now >= end => format!("{} 已到期", show(end)),
            (None, Some(end)) => format!("有效到 {}", show(end)),
        };
        println!("{}\t{}\t{} 开设\t{state}", token.id, token.name, show(token.created_at));
    }
    println!("共 {} 个令牌。", tokens.len());
    Ok(Ending::Done)
}
