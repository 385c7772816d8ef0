//! `huibiao backup`, `restore`, `verify`: keeping what was received, and proving that it is the same.

use std::path::Path;

use super::Ending;
use crate::config::Settings;
use crate::problem::Failure;
use crate::vocabulary::time::{Instant, beijing, show};
use crate::workflow::restore::{Restored, Target};
use crate::workflow::verify::Verdict;
use crate::workflow::{Service, backup, restore, verify};

pub fn back_up(service: &Service, file: &Path) -> Result<Ending, Failure> {
    let made = backup::back_up(service, file)?;
    println!(
        "已备份到 {}：{} 行记录，{} 个收到的文件，共 {} 字节。",
        file.display(),
        made.rows,
        made.objects,
        made.bytes
    );
    made.faults.iter().for_each(|fault| println!("[缺失] {fault}"));
    Ok(if made.faults.is_empty() { Ending::Done } else { Ending::Attention })
}

pub fn rehearse(file: &Path, now: Instant) -> Result<Ending, Failure> {
    print_restored(&restore::rehearse(file, now)?);
    println!("这是试恢复，什么都没有写入。");
    Ok(Ending::Done)
}

pub fn restore(settings: &Settings, file: &Path, target: Target, now: Instant) -> Result<Ending, Failure> {
    let restored = restore::restore(settings, file, target, now)?;
    print_restored(&restored);
    if let Some(kept) = &restored.kept {
        println!("原数据库已改名为 {}。", kept.display());
    }
    println!("已恢复。所有人需要重新登录。");
    Ok(Ending::Done)
}

/// As people write a time; as it stands in the backup where it is none.
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

pub fn verify(service: &Service) -> Result<Ending, Failure> {
    let verdict = verify::verify(service)?;
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
