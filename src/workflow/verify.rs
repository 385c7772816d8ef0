//! 核验: everything that must not have changed, checked from the first entry to the last.
//!
//! Chains and checkpoints, every revision against its snapshot and its receipt, every review, every unit's
//! standing, all material, every deadline, extension and exemption, every total that is kept, every sign-off, every
//! received file against its hash. It reads and changes nothing; on SQLite it may run beside the service.

use super::Service;
use crate::problem::Problem;
use crate::store::{Address, Conn, Objects, audit, dump, proof, signing_keys, witness};
use crate::vocabulary::statement::Signed;

/// What a check came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    pub chains: usize,
    pub entries: usize,
    pub checkpoints: usize,
    pub revisions: usize,
    pub objects: usize,
    /// Chinese sentences; empty where all is well.
    pub faults: Vec<String>,
}

/// Checks the service's database and its received files.
pub fn verify(service: &Service) -> Result<Verdict, Problem> {
    let mut verdict = service.store.read(verify_database)?;
    witnessed(service, &mut verdict.faults)?;
    let objects = service.store.read(dump::objects)?;
    verdict.objects = objects.len();
    for (sha256, bytes) in objects {
        verdict.faults.extend(object_fault(&service.store.objects, &sha256, bytes));
    }
    Ok(verdict)
}

/// The signed checkpoints in the file beside the database: each must be in the database as well.
fn witnessed(service: &Service, faults: &mut Vec<String>) -> Result<(), Problem> {
    let path = witness::path(&service.settings.data);
    let text = witness::read(&path)
        .map_err(|error| Problem::invalid(format!("检查点文件 {} 读不出来：{error}", path.display())))?;
    let (keys, sealed) =
        service.store.read(|conn| Ok((signing_keys::all(conn)?, audit::last_proof(conn)?.is_some())))?;
    let Some(text) = text else {
        if sealed && matches!(service.store.address, Address::Sqlite(_)) {
            faults.push(format!("检查点文件 {} 不在", path.display()));
        }
        return Ok(());
    };
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    // One that has no end was being written when the power went; the database has it, or never had.
    let ended = text.matches("-----END HUIBIAO").count();
    let signed = Signed::all_in(&text);
    if signed.len() != ended {
        faults.push(format!("检查点文件 {file} 有残缺的检查点"));
    }
    for signed in signed {
        let number: i64 = signed.statement.get("number").and_then(|number| number.parse().ok()).unwrap_or(0);
        if signed.statement.kind != audit::CHECKPOINT || !signing_keys::is_signed(&keys, &signed) {
            faults.push(format!("检查点文件 {file} 中第 {number} 号检查点的签名不符"));
            continue;
        }
        let hash = signed.statement.get("hash").unwrap_or_default();
        if service.store.read(|conn| audit::unlike(conn, number, hash))? {
            faults.push(format!(
                "检查点文件 {file} 中的第 {number} 号检查点与数据库不符：数据库可能被截短、重写或换成旧的"
            ));
        }
    }
    Ok(())
}

/// What is wrong with a received file, if anything.
pub fn object_fault(objects: &Objects, sha256: &str, bytes: i64) -> Option<String> {
    match objects.read(sha256, &mut |_| Ok(())) {
        Ok(found) if i64::try_from(found) == Ok(bytes) => None,
        Ok(_) => Some(of_another_size(sha256)),
        Err(_) => Some(lost_or_changed(sha256)),
    }
}

/// What is said of a file that is longer or shorter than it was registered.
pub(super) fn of_another_size(sha256: &str) -> String {
    format!("文件 {sha256} 的大小与登记不符")
}

/// What is said of a file that is gone, or no longer what was received.
pub(super) fn lost_or_changed(sha256: &str) -> String {
    format!("文件 {sha256} 不见了，或被改动")
}

/// Checks what lies in the database itself. What cannot even be read is one more fault.
pub fn verify_database(conn: &mut Conn) -> Result<Verdict, Problem> {
    let audit::Verdict { chains, entries, checkpoints, mut faults } = audit::verify(conn)?;
    let mut revisions = 0;
    unreadable("上报", proof::revisions(conn, &mut faults).map(|count| revisions = count), &mut faults);
    for (what, check) in CHECKS {
        let done = check(conn, &mut faults);
        unreadable(what, done, &mut faults);
    }
    Ok(Verdict { chains, entries, checkpoints, revisions, objects: 0, faults })
}

type Check = fn(&mut Conn, &mut Vec<String>) -> Result<(), Problem>;

const CHECKS: [(&str, Check); 14] = [
    ("审核意见", proof::reviews),
    ("填报状态", proof::standings),
    ("材料", proof::deliveries),
    ("填报任务", proof::arrangements),
    ("催报", proof::reminders),
    ("书面件", proof::paper_arrivals),
    ("合计", proof::totals),
    ("重复判定", proof::doubles),
    ("汇总上报", proof::sign_offs),
    ("本级上报数", proof::stated),
    ("各表登记", proof::rows),
    ("互相引用", proof::references),
    ("数据库结构", proof::structure),
    ("逐行读取", proof::readable),
];

fn unreadable(what: &str, done: Result<(), Problem>, faults: &mut Vec<String>) {
    if let Err(problem) = done {
        faults.push(format!("{what}核验不下去，数据读不出来：{}", problem.text()));
    }
}
