//! `huibiao init`, `serve`, `config`: set the service up, start it, show its settings.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::ending::Ending;
use super::openings::Openings;
use super::people::{self, Import};
use super::settings::Flags;
use crate::config;
use crate::problem::Failure;
use crate::vocabulary::Level;
use crate::workflow::setup::{self, Root};
use crate::workflow::{first_start, keys};

/// 建立数据文件夹和数据库，输出一次性的管理员开通链接
#[derive(Args)]
pub struct Init {
    /// 最上级单位的代码（第一次运行时需要，或用 --units）
    #[arg(long, value_name = "代码")]
    code: Option<String>,
    /// 最上级单位的名称（第一次运行时需要，或用 --units）
    #[arg(long, value_name = "名称")]
    name: Option<String>,
    /// 最上级单位的级别：province、city、county（默认 city）
    #[arg(long, value_name = "级别", default_value = "city", hide_default_value = true)]
    level: String,
    /// 单位名录（CSV 或 XLSX），最上级单位取自其中
    #[arg(long, value_name = "units.csv")]
    units: Option<PathBuf>,
    #[command(flatten)]
    flags: Flags,
}

/// 启动服务；Ctrl-C 或 SIGTERM 停止
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    flags: Flags,
}

/// 列出每项设置、现在的值和来源
#[derive(Args)]
pub struct Config {
    #[command(flatten)]
    flags: Flags,
}

/// Makes data folder, database and configuration file, and prints the one-time link.
pub fn init(init: &Init, open: &Openings) -> Result<Ending, Failure> {
    let settings = init.flags.opening()?;
    let service = (open.service)(settings.clone(), None)?;
    if let Some(units) = &init.units
        && people::import_units(&service, units, Import::Done)? == Ending::Attention
    {
        return Ok(Ending::Attention);
    }
    let Some(level) = Level::from_text(&init.level) else {
        return Err(Failure::new(format!("没有级别“{}”，应为 province、city 或 county", init.level)));
    };
    let root = init.code.clone().zip(init.name.clone()).map(|(code, name)| Root { code, name, level });
    let node = setup::plant(&service, root)?;
    first_start::begun(&service)?;
    write_file(&init.flags.file(), &init.flags)?;
    println!("数据文件夹：{}", settings.data.display());
    println!("最上级单位：{}（{}）", node.name, node.code);
    match service.public_key() {
        Some(public) => println!("签名公钥：{public}"),
        None => println!("{}", keys::missing(&service)),
    }
    println!("启动服务：huibiao serve");
    if setup::has_administrator(&service)? {
        println!("已有管理员，不再发开通链接。忘记密码请用 huibiao user password 用户名。");
        return Ok(Ending::Done);
    }
    let token = setup::invite(&service)?;
    let hours = settings.setup_link_lasts.num_hours();
    println!("在 {hours} 小时内打开下面的链接，开通管理员账号（只能用一次）：");
    println!("  {}/setup/{token}", settings.address());
    Ok(Ending::Done)
}

/// Writes the settings given on the command line to the configuration file, so that `serve` finds them.
fn write_file(path: &Path, flags: &Flags) -> Result<(), Failure> {
    if path.exists() {
        return Ok(());
    }
    let chosen: Vec<(&str, String)> =
        flags.values.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    write_for_the_owner(path, &config::file_text(&chosen))
        .map_err(|error| Failure::new(format!("写不出 {}：{error}", path.display())))
}

/// A new file that nobody else reads: the database's password may stand in it.
fn write_for_the_owner(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

/// Serves until the operating system asks it to stop.
pub fn serve(options: &Serve, open: &Openings) -> Result<Ending, Failure> {
    let service = open.service_on(&options.flags)?;
    (open.serve)(service, &|address| println!("汇表已启动：http://{address}"))?;
    Ok(Ending::Done)
}

/// Prints every setting with its value and where that came from.
pub fn show(options: &Config) -> Result<Ending, Failure> {
    for shown in options.flags.configuration()?.shown() {
        println!("{} = {}    # {}；{}", shown.name, shown.value, shown.meaning, shown.origin);
    }
    Ok(Ending::Done)
}
