//! `huibiao verify --receipt`: a receipt proves itself, with a public key and without the service.
//!
//! Where the database is open anyway (no key was given, or the receipt was named by its number), what the receipt says
//! of the log is looked for there as well: the log may have been cut behind the back of everybody but who holds it.

use std::path::Path;

use super::ending::Ending;
use crate::problem::Failure;
use crate::vocabulary::statement::Signed;
use crate::workflow::Service;
use crate::workflow::keys::{self, Proven};

/// What the fields of a statement are called.
const FIELDS: [(&str, &str); 25] = [
    ("number", "编号"),
    ("unit", "填报单位代码"),
    ("campaign", "填报任务"),
    ("deliverable", "报送材料"),
    ("revision", "第几次上报"),
    ("delivery", "第几次报送"),
    ("received", "收到时间"),
    ("file", "文件 SHA-256"),
    ("figures", "数字 SHA-256"),
    ("content", "内容 SHA-256"),
    ("due", "截止时间"),
    ("extended", "延期至"),
    ("late", "迟报"),
    ("chain", "审计链"),
    ("sequence", "链中位置"),
    ("head", "链的末端"),
    ("at", "时间"),
    ("chains", "审计链条数"),
    ("heads", "各链末端 SHA-256"),
    ("system", "系统链"),
    ("previous", "上一个检查点"),
    ("hash", "本检查点"),
    ("key", "公钥编号"),
    ("RECEIPT", "上报回执"),
    ("DELIVERY RECEIPT", "材料回执"),
];

fn called(name: &str) -> &str {
    FIELDS.iter().find(|(known, _)| *known == name).map_or(name, |(_, words)| words)
}

/// Proves every signed text in a file, or a receipt of the database by its number.
pub fn run(
    (receipt, keys): (&str, &[String]),
    service: &dyn Fn() -> Result<Service, Failure>,
) -> Result<Ending, Failure> {
    let is_number = !Path::new(receipt).exists();
    let service = if is_number || keys.is_empty() { Some(service()?) } else { None };
    let text = match &service {
        Some(service) if is_number => keys::text_of(service, receipt)?,
        _ => std::fs::read_to_string(receipt)
            .map_err(|error| Failure::new(format!("文件 {receipt} 读不出来：{error}")))?,
    };
    let keys: Vec<String> = match (keys, &service) {
        ([], Some(service)) => keys::all(service)?.into_iter().map(|key| key.public).collect(),
        _ => keys.iter().map(|key| std::fs::read_to_string(key).unwrap_or_else(|_| key.clone())).collect(),
    };
    let mut ending = Ending::Done;
    for proven in keys::prove(&text, &keys)? {
        if !is_right(&proven, service.as_ref())? {
            ending = Ending::Attention;
        }
    }
    Ok(ending)
}

/// Says what a signed text comes to; whether all of it is right.
fn is_right(proven: &Proven, service: Option<&Service>) -> Result<bool, Failure> {
    let (signed, key) = match proven {
        Proven::By(signed, key) => (signed, key),
        Proven::Not(signed) => {
            print(signed);
            println!("[不符] 签名与内容或公钥不符：内容被改动过，或者不是这把密钥签的。");
            return Ok(false);
        }
    };
    print(signed);
    println!("[相符] 由公钥 {key} 签名，内容没有改动。");
    let held = service.map(|service| keys::is_held(service, signed)).transpose()?;
    match held {
        Some(true) => println!("[相符] 本系统的记录里有它，位置和校验值都对得上。"),
        Some(false) => println!(
            "[不符] 它是真的，但本系统的记录里已经没有它，或与它不同：记录可能被截短、重写，或换成了旧的备份。请保留现场，并与备份核对。"
        ),
        None => {}
    }
    Ok(held != Some(false))
}

fn print(signed: &Signed) {
    println!("{}", called(&signed.statement.kind));
    for (name, value) in &signed.statement.fields {
        println!("  {}：{value}", called(name));
    }
}
