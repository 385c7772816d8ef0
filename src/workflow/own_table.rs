//! A unit's own table in a file that it sent.
//!
//! What the sheet calls its unit is held against the account's: another's sheet is a 强制 finding, a name nobody
//! knows a 核实, none at all a 提示.

use super::binding;
use super::expected::Expected;
use super::foreign::foreign_to;
use super::identify::identify;
use super::{FileReading, Reader, Service};
use crate::problem::{Problem, ProblemCode};
use crate::store::audit;
use crate::store::objects::sha256;
use crate::submit::recognise::Reading;
use crate::vocabulary::{Actor, Finding, Source, UnitCode};

/// Reads the unit's own table in a file; a refusal is logged.
pub(super) fn read_own(
    service: &Service,
    actor: &Actor,
    expected: &Expected,
    name: &str,
    bytes: &[u8],
) -> Result<Reading, Problem> {
    let reader = service.store.read(|conn| service.reader(conn, &expected.task))?;
    let read = reader.read_bytes(name, bytes);
    let mut reading = own_reading(&reader, &read, expected).inspect_err(|problem| {
        note_refusal(service, actor, expected, name, bytes, problem);
    })?;
    let foreign = foreign_to(service, actor, (&expected.task, &expected.form), &reading)?;
    reading.findings.extend(foreign);
    Ok(reading)
}

/// Refuses another unit's sheet, and says whose it is: it must not take the place of what the unit has.
pub(super) fn refuse_others(
    service: &Service,
    actor: &Actor,
    expected: &Expected,
    (name, bytes): (&str, &[u8]),
    reading: &Reading,
) -> Result<(), Problem> {
    let others = |finding: &&Finding| matches!(finding.code.as_str(), OTHER | binding::OTHER_UNIT);
    let Some(finding) = reading.findings.iter().find(others) else { return Ok(()) };
    let words = format!("{}。草稿没有改动。", finding.sentence.trim_end_matches('。'));
    let problem = Problem::new(ProblemCode::Refused, words);
    note_refusal(service, actor, expected, name, bytes, &problem);
    Err(problem)
}

/// A sheet that names another unit.
const OTHER: &str = "unit-other";

fn own_reading(reader: &Reader, read: &[FileReading], expected: &Expected) -> Result<Reading, Problem> {
    let units = reader.units().map(|(register, names)| (register.as_ref(), names));
    let own = &expected.unit.code;
    let mut candidates = Vec::new();
    let mut refusal = None;
    for file in read {
        match &file.readings {
            Err(found) => refusal = Some(found.clone()),
            Ok(readings) => {
                for reading in reader.rows_named(readings.clone()) {
                    let identity = identify(&reading, units, &nameless(&file.source));
                    let unit = identity.unit.as_ref().map(|code| code.as_str().to_owned());
                    candidates.push((reading, identity.findings, unit, identity.written));
                }
            }
        }
    }
    if let Some(position) = candidates.iter().position(|(_, _, unit, _)| unit.as_deref() == Some(own)) {
        let (mut reading, findings, _, _) = candidates.swap_remove(position);
        reading.findings.extend(findings);
        return Ok(reading);
    }
    match (candidates.len(), refusal) {
        (0, Some(refusal)) => Err(refusal.into()),
        (0, None) => Err(Problem::new(ProblemCode::Refused, "文件里没有找到统计表，请检查是否传错了文件。")),
        (1, _) => {
            let (mut reading, findings, unit, written) = candidates.remove(0);
            let own = &expected.unit.name;
            let marked = findings.into_iter().find(|finding| finding.code == binding::OTHER_UNIT);
            let marked = marked.or_else(|| {
                let (register, unit) = (reader.register()?, UnitCode::new(unit.as_deref()?));
                binding::of_another(&reading, &register.unit(&unit).name, own)
            });
            let finding = marked.unwrap_or_else(|| stranger(unit.as_deref(), written.as_deref(), own));
            reading.findings.push(finding);
            Ok(reading)
        }
        (several, _) => Err(Problem::new(
            ProblemCode::Refused,
            format!(
                "文件里有 {several} 个单位的统计表，但没有“{}”的。请检查是否传错了文件。",
                expected.unit.name
            ),
        )),
    }
}

fn stranger(unit: Option<&str>, written: Option<&str>, own: &str) -> Finding {
    match (unit, written) {
        (Some(_), Some(written)) => Finding::hard(
            OTHER,
            format!("表上的填报单位是“{written}”，不是本单位“{own}”；请核对是否传错了文件，改正后重新上传"),
        ),
        (_, Some(written)) => Finding::query(
            "unit-differs",
            format!("表上的填报单位是“{written}”，与本单位名称“{own}”对不上；请说明，或改正后重新上传"),
        ),
        (_, None) => Finding::hint("unit-by-account", format!("表上没有写填报单位，按登录账号认定为“{own}”")),
    }
}

/// Evidence of an upload says nothing of its unit: the account does.
fn nameless(source: &Source) -> Source {
    Source { file: String::new(), sender: None, ..source.clone() }
}

/// The name alone: browsers of old send whole paths.
pub(super) fn file_name(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or(name).chars().filter(|c| !c.is_control()).take(200).collect()
}

/// A refused file is logged with its hash, so that “I did upload it” can be answered.
fn note_refusal(
    service: &Service,
    actor: &Actor,
    expected: &Expected,
    name: &str,
    bytes: &[u8],
    problem: &Problem,
) {
    let detail = serde_json::json!({
        "file": file_name(name), "sha256": sha256(bytes), "bytes": bytes.len(), "reason": problem.text(),
    });
    let entry = audit::Entry {
        chain: audit::chain_of(&expected.unit.code),
        at: service.now(),
        account: Some(actor.account),
        verb: "upload-refused",
        subject: format!("campaign {}", expected.task.id),
        detail: detail.to_string(),
    };
    if let Err(problem) = service.store.write(move |conn| audit::append(conn, entry)) {
        tracing::error!(code = problem.code.code(), "a refused upload was not logged");
    }
}
