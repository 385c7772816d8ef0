//! `huibiao backup`, `restore`, `verify`, `doctor`: keeping what was received, proving that it is unchanged, and seeing
//! that the machine will go on keeping it.

use std::path::PathBuf;

use super::ending::Ending;
use super::openings::Openings;
use super::proof;
use super::settings::Flags;
use crate::problem::Failure;
use crate::vocabulary::time::{beijing, show};
use crate::workflow::doctor::{self, State};
use crate::workflow::restore::{Restored, Target};
use crate::workflow::verify::Verdict;
use crate::workflow::{backup, restore, verify};

/// 把整个服务备份成一个文件；服务不用停
#[derive(clap::Args)]
#[command(after_help = "退出码：0 完成；1 完成，但有收到的文件已缺失；2 无法运行。")]
pub struct Backup {
    /// 备份文件（.zip）
    #[arg(value_name = "文件")]
    file: PathBuf,
    #[command(flatten)]
    flags: Flags,
}

/// 从备份恢复；先核对每个校验值，再核验全部内容
#[derive(clap::Args)]
pub struct Restore {
    /// 备份文件（.zip）
    #[arg(value_name = "文件")]
    file: PathBuf,
    /// 目标数据库里已有数据时覆盖（先停止服务）
    #[arg(long)]
    force: bool,
    /// 只核对和试恢复，不写入
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    flags: Flags,
}

/// 核验审计链、每次上报、每个文件是否被改动过
#[derive(clap::Args)]
#[command(
    after_help = "退出码：0 全部相符；1 发现不符；2 无法运行。\n只验证一张回执：huibiao verify --receipt 回执.txt --key 公钥，不需要数据库；在服务器上不写 --key 时，还核对本系统的记录里是否仍有它。"
)]
pub struct Verify {
    /// 只验证签名文本：存有回执签名文本的文件，或回执号（从数据库取）
    #[arg(long, value_name = "文件或回执号")]
    receipt: Option<String>,
    /// 公钥，或存有公钥的文件；可写几次。不写时用数据库登记的公钥
    #[arg(long, value_name = "公钥", requires = "receipt")]
    key: Vec<String>,
    #[command(flatten)]
    flags: Flags,
}

/// 体检：数据库、磁盘、时钟、权限、隔离、备份、设置，一项一行
#[derive(clap::Args)]
#[command(after_help = "退出码：0 没有故障（可能有提醒）；1 有故障；2 无法运行。")]
pub struct Doctor {
    #[command(flatten)]
    flags: Flags,
}

/// Looks at everything, and changes nothing.
pub fn examine(options: &Doctor, open: &Openings) -> Result<Ending, Failure> {
    let settings = options.flags.opening()?;
    let readers = doctor::readers(&(open.office)());
    let lines = doctor::examine(&settings, (open.clock)(), &readers);
    lines.iter().for_each(|line| println!("[{}] {}：{}", line.state.label(), line.subject, line.words));
    let is_faulty = lines.iter().any(|line| line.state == State::Fault);
    Ok(if is_faulty { Ending::Attention } else { Ending::Done })
}

pub fn back_up(options: &Backup, open: &Openings) -> Result<Ending, Failure> {
    let made = backup::back_up(&open.service_on(&options.flags)?, &options.file)?;
    println!(
        "已备份到 {}：{} 行记录，{} 个收到的文件，共 {} 字节。",
        options.file.display(),
        made.rows,
        made.objects,
        made.bytes
    );
    made.faults.iter().for_each(|fault| println!("[缺失] {fault}"));
    Ok(if made.faults.is_empty() { Ending::Done } else { Ending::Attention })
}

pub fn restore(options: &Restore, open: &Openings) -> Result<Ending, Failure> {
    let now = (open.clock)();
    if options.dry_run {
        print_restored(&restore::rehearse(&options.file, now)?);
        println!("这是试恢复，什么都没有写入。");
        return Ok(Ending::Done);
    }
    let target = if options.force { Target::MayBeReplaced } else { Target::MustBeEmpty };
    let settings = options.flags.opening()?;
    let restored = restore::restore(&settings, &options.file, target, now)?;
    print_restored(&restored);
    if let Some(kept) = &restored.kept {
        println!("原数据库已改名为 {}。", kept.display());
    }
    println!("已恢复。所有人需要重新登录。");
    Ok(Ending::Done)
}

/// The time as people write it, or the backup's own text where that is not a time.
fn made_at(text: &str) -> String {
    let time = chrono::DateTime::parse_from_rfc3339(text);
    time.map_or_else(|_| text.to_owned(), |time| show(time.with_timezone(&beijing())))
}

fn print_restored(restored: &Restored) {
    println!(
        "备份时间 {}，版本 {}：{} 行记录，{} 个收到的文件，校验值全部相符。",
        made_at(&restored.manifest.made_at),
        restored.manifest.version,
        restored.rows,
        restored.objects
    );
    print_verdict(&restored.verdict);
}

pub fn verify(options: &Verify, open: &Openings) -> Result<Ending, Failure> {
    if let Some(receipt) = &options.receipt {
        return proof::run((receipt, &options.key), &|| open.service_on(&options.flags));
    }
    let verdict = verify::verify(&open.service_on(&options.flags)?)?;
    print_verdict(&verdict);
    println!("{} 个收到的文件已与校验值核对。", verdict.objects);
    verdict.faults.iter().for_each(|fault| println!("[不符] {fault}"));
    if verdict.faults.is_empty() {
        println!("全部相符。");
        return Ok(Ending::Done);
    }
    println!(
        "发现 {} 处不符。请保留现场，不要改动数据库，并与备份和单位手中的回执核对。",
        verdict.faults.len()
    );
    Ok(Ending::Attention)
}

fn print_verdict(verdict: &Verdict) {
    println!(
        "审计链 {} 条、记录 {} 条、检查点 {} 个，上报 {} 次，均已核验。",
        verdict.chains, verdict.entries, verdict.checkpoints, verdict.revisions
    );
}
