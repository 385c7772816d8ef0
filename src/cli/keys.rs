//! `huibiao key`, `huibiao clock`: by what the service signs, and by what it judges.

use super::ending::Ending;
use super::openings::Openings;
use super::settings::Flags;
use crate::problem::Failure;
use crate::vocabulary::statement::key_id;
use crate::vocabulary::time::show;
use crate::workflow::{clock, keys};

/// 签名密钥：列出公钥、更换密钥
#[derive(clap::Subcommand)]
pub enum Key {
    /// 列出本系统用过的公钥，最后一行是现在用的
    List(Plain),
    /// 更换签名密钥；以前的回执仍可用旧公钥验证
    New(Reasoned),
}

/// 服务器时钟：查看、确认
#[derive(clap::Subcommand)]
pub enum Clock {
    /// 服务器时钟与最后一条记录相比
    Show(Plain),
    /// 确认现在的时钟是对的（最后一条记录的时间有误，或时钟向前跳过）
    Confirm(Reasoned),
}

#[derive(clap::Args)]
pub struct Plain {
    #[command(flatten)]
    flags: Flags,
}

#[derive(clap::Args)]
pub struct Reasoned {
    /// 原因，记入审计记录
    #[arg(long, value_name = "原因")]
    reason: String,
    #[command(flatten)]
    flags: Flags,
}

pub fn run_key(command: Key, open: &Openings) -> Result<Ending, Failure> {
    match command {
        Key::List(options) => {
            let service = open.service_on(&options.flags)?;
            for key in keys::all(&service)? {
                println!("{}  {}  {}  {}", key_id(&key.public), key.public, show(key.made_at), key.reason);
            }
            match service.public_key() {
                Some(public) => println!("现在用于签名的是 {}。", key_id(&public)),
                None => println!("没有可用的签名密钥：密钥文件不在或不属于这个数据库，现在不能接收上报。"),
            }
            Ok(if service.public_key().is_some() { Ending::Done } else { Ending::Attention })
        }
        Key::New(options) => {
            let public = keys::change(&open.service_on(&options.flags)?, &options.reason)?;
            println!("新的公钥：{public}（编号 {}）", key_id(&public));
            println!("正在运行的服务要重新启动才会改用新密钥。以前的回执仍用旧公钥验证。");
            Ok(Ending::Done)
        }
    }
}

pub fn run_clock(command: Clock, open: &Openings) -> Result<Ending, Failure> {
    match command {
        Clock::Show(options) => {
            let looked = clock::look(&open.service_on(&options.flags)?)?;
            println!("服务器时钟：{}", show(looked.now));
            let has_leapt = !looked.leaps.is_empty();
            if has_leapt {
                println!("{}，还没有确认。请核对时间，再用 huibiao clock confirm 写明原因。", looked.leaps);
            }
            match looked.behind {
                None => println!("不早于最后一条记录。"),
                Some(behind) => {
                    println!("比最后一条记录早 {} 秒：现在不接收上报。请校准时钟。", behind / 1_000);
                    return Ok(Ending::Attention);
                }
            }
            Ok(if has_leapt { Ending::Attention } else { Ending::Done })
        }
        Clock::Confirm(options) => {
            clock::confirm(&open.service_on(&options.flags)?, &options.reason)?;
            println!("已确认，并记入审计记录。");
            Ok(Ending::Done)
        }
    }
}
