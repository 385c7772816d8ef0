//! The database: that it opens, that its tables are this version's, and what its own words tell.

use chrono::Duration;

use super::super::clock::told;
use super::line::{Line, fault, fine, warning};
use crate::problem::Problem;
use crate::store::condition::{Condition, Contents};
use crate::vocabulary::time::{Instant, show};

/// A clock may differ from the one that wrote the last entry by this much.
const SLACK: Duration = Duration::seconds(1);

/// Days after which a backup is old.
const BACKUP_DAYS: i64 = 7;

/// The engine, and the version of the tables.
pub fn database(found: &Result<Condition, Problem>) -> Vec<Line> {
    let found = match found {
        Err(problem) => return vec![fault("数据库", problem.text())],
        Ok(found) => found,
    };
    let engine = if found.is_sound {
        fine("数据库", format!("{}，能打开", found.engine))
    } else {
        fault("数据库", format!("{} 过旧，可能损坏数据；需要 SQLite 3.51.3 或更新的版本", found.engine))
    };
    let (steps, newest) = (&found.steps, found.steps.known.last().map_or("", String::as_str));
    let schema = "数据库结构";
    let tables = match (steps.gone.last(), steps.pending().len(), steps.unknown().len()) {
        (None, ..) => fault(schema, "还没有建立，请先运行 huibiao init"),
        (Some(last), _, 1..) => fault(
            schema,
            format!("是更新的程序建立的（第 {last} 版），本程序只认到第 {newest} 版，请换用新程序"),
        ),
        (Some(last), 0, _) => fine(schema, format!("第 {last} 版，就是本程序用的")),
        (Some(last), pending, _) => warning(
            schema,
            format!(
                "第 {last} 版，落后 {pending} 步；下次启动时升级到第 {newest} 版（SQLite 数据库会先自动备份）"
            ),
        ),
    };
    vec![engine, tables]
}

/// Received files, the clock, backups: what only the tables know.
pub fn inside(found: &Result<Condition, Problem>, now: Instant) -> Vec<Line> {
    match found.as_ref().map(|found| &found.contents) {
        Ok(Some(contents)) => {
            vec![
                files(contents),
                checked(contents, now),
                clock(contents, now),
                backup(contents, now),
                tokens(contents),
            ]
        }
        _ => vec![warning("收到的文件、时钟、备份", "数据库没有打开或结构不符，没有检查")],
    }
}

fn files(contents: &Contents) -> Line {
    let subject = "收到的文件";
    match contents.missing.as_slice() {
        [] => {
            fine(subject, format!("登记的 {} 个都在（是否被改动用 huibiao verify 核验）", contents.referred))
        }
        [first, ..] => fault(
            subject,
            format!(
                "登记了 {} 个，缺 {} 个，例如 {first}；请从备份找回",
                contents.referred,
                contents.missing.len()
            ),
        ),
    }
}

/// Days after which a check is missed that should have come every night.
const CHECK_DAYS: i64 = 2;

fn checked(contents: &Contents, now: Instant) -> Line {
    let subject = "夜间核对文件";
    let Some(check) = &contents.checked else {
        return match contents.referred {
            0 => fine(subject, "还没有收到文件"),
            _ => warning(subject, "还没有核对过；服务运行时每天凌晨 2 点后自动逐个核对校验值"),
        };
    };
    let (at, days) = (show(check.at), (now - check.at).num_days());
    match check.faults.first() {
        Some(first) => fault(
            subject,
            format!(
                "上次在 {at}，核对 {} 个，{} 个不符，例如{first}；请保留现场，从备份找回",
                check.files, check.faulty
            ),
        ),
        None if days >= CHECK_DAYS => warning(
            subject,
            format!("上次在 {at}，已过 {days} 天，请检查服务夜里是否在运行，日志里有没有原因"),
        ),
        None => fine(subject, format!("上次在 {at}，核对 {} 个，全部与校验值相符", check.files)),
    }
}

fn clock(contents: &Contents, now: Instant) -> Line {
    let subject = "时钟";
    let Some(last) = contents.last_entry else {
        return fine(subject, format!("现在是 {}，还没有记录可以比较", show(now)));
    };
    if now + SLACK < last {
        let words = format!(
            "现在是 {}，比最后一条记录（{}）还早：请校准本机时间，否则按时、迟报会判错",
            show(now),
            show(last)
        );
        return fault(subject, words);
    }
    if !contents.leaps.is_empty() {
        let words = format!(
            "现在是 {}；{}，请核对：对的（例如机器休眠过）用 huibiao clock confirm 写明原因，不对的校准后再确认；这以后判为迟报的要逐一核对",
            show(now),
            told(&contents.leaps)
        );
        return warning(subject, words);
    }
    fine(subject, format!("现在是 {}，在最后一条记录（{}）之后", show(now), show(last)))
}

fn backup(contents: &Contents, now: Instant) -> Line {
    let subject = "备份";
    match contents.last_backup {
        None if contents.last_entry.is_none() => fine(subject, "还没有可备份的内容"),
        None => warning(subject, "从来没有备份过，请运行 huibiao backup 文件.zip，并把文件存到别的机器上"),
        Some(at) if (now - at).num_days() >= BACKUP_DAYS => {
            warning(subject, format!("上次在 {}，已过 {} 天，请再备份一次", show(at), (now - at).num_days()))
        }
        Some(at) => fine(subject, format!("上次在 {}", show(at))),
    }
}

fn tokens(contents: &Contents) -> Line {
    let subject = "接口令牌";
    match contents.endless_tokens {
        0 => fine(subject, "在用的都有期限"),
        count => warning(
            subject,
            format!(
                "以前开设的 {count} 个没有期限，仍然可用；请持有人在“我的账号”里换成有期限的，再作废旧的"
            ),
        ),
    }
}
