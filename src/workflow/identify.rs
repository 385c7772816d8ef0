//! Whose sheet is it: from its mark, where it is a blank form of ours (`binding`); from code or name on the sheet, else from the words around it (`clues`); the file's name is
//! only ever a hint.

use super::binding::bound;
use super::clues::by_clues;
use super::identity::Identity;
use crate::submit::recognise::Reading;
use crate::vocabulary::unit_name::{Named, Names};
use crate::vocabulary::{Finding, Register, Source, UnitCode};

/// Decides the unit of a reading. Without a register nothing is decided and nothing is said.
pub fn identify(reading: &Reading, register: Option<(&Register, &Names)>, source: &Source) -> Identity {
    let written = reading.unit_written.clone().or_else(|| reading.unit_code_written.clone());
    match register {
        None => Identity { written, ..Identity::default() },
        Some(known) => bound(reading, known, by_words(reading, known, source, written)),
    }
}

/// The same from words alone.
fn by_words(
    reading: &Reading,
    (register, names): (&Register, &Names),
    source: &Source,
    written: Option<String>,
) -> Identity {
    let code = reading.unit_code_written.as_deref().map(|code| names.find(code));
    let name = reading.unit_written.as_deref().map(|name| names.find(name));
    match (code, name) {
        (Some(Named::Unit { code, .. }), Some(Named::Unit { code: named, .. })) if code != named => {
            disagree(register, written, code, named)
        }
        (Some(Named::Unit { code, .. }), _) => found(code, written),
        (_, Some(Named::Unit { code, exactly })) => {
            let mut identity = found(code.clone(), written);
            if !exactly {
                let words = format!(
                    "填报单位“{}”按“{}”认定",
                    identity.written.as_deref().unwrap_or_default(),
                    register.unit(&code).name
                );
                identity.findings.push(Finding::hint("unit-by-short-name", words));
            }
            identity
        }
        (_, Some(Named::Several(candidates))) => several(register, written, candidates),
        (_, Some(Named::Nobody)) => {
            if let Some(office) = own_office(reading, register, names) {
                return office;
            }
            let words =
                format!("填报单位“{}”不在单位名录中；请核对名称", written.as_deref().unwrap_or_default());
            hinted(
                register,
                names,
                source,
                Identity {
                    written,
                    findings: vec![Finding::hard("unit-unknown", words)],
                    ..Identity::default()
                },
            )
        }
        (_, None) => by_clues(reading, register, names).unwrap_or_else(|| {
            let finding = Finding::hard("unit-missing", "没有写填报单位；请补填");
            hinted(
                register,
                names,
                source,
                Identity { written, findings: vec![finding], ..Identity::default() },
            )
        }),
    }
}

/// 机关, 本级 at the head of a row is the office of whoever gathered the table, where it reports itself.
fn own_office(reading: &Reading, register: &Register, names: &Names) -> Option<Identity> {
    let written = reading.unit_written.as_deref()?;
    let gathered = reading.gathered_by.as_deref()?;
    let is_office = matches!(written.trim(), "机关" | "本级" | "局机关" | "机关本级");
    let Named::Unit { code, .. } = names.find(&format!("{gathered}{}", written.trim())) else { return None };
    if !is_office || !register.reports(&code) {
        return None;
    }
    let words = format!("“{written}”按汇总单位“{gathered}”认定为“{}”", register.unit(&code).name);
    let mut identity = found(code, Some(written.to_owned()));
    identity.findings.push(Finding::hint("unit-by-short-name", words));
    Some(identity)
}

fn found(code: UnitCode, written: Option<String>) -> Identity {
    Identity { unit: Some(code), written, ..Identity::default() }
}

fn disagree(register: &Register, written: Option<String>, code: UnitCode, named: UnitCode) -> Identity {
    let name = |code: &UnitCode| register.unit(code).name.clone();
    let words = format!("单位代码是“{}”的，单位名称是“{}”的，不一致；请改正", name(&code), name(&named));
    Identity {
        unit: None,
        candidates: vec![code, named],
        written,
        findings: vec![Finding::hard("unit-conflict", words)],
    }
}

fn several(register: &Register, written: Option<String>, candidates: Vec<UnitCode>) -> Identity {
    let names: Vec<&str> = candidates.iter().map(|code| register.unit(code).name.as_str()).collect();
    let words =
        format!("填报单位“{}”可能是：{}；请写全称", written.as_deref().unwrap_or_default(), names.join("、"));
    Identity { unit: None, candidates, written, findings: vec![Finding::hard("unit-ambiguous", words)] }
}

/// Adds what the file's name suggests, and says that it only suggests.
fn hinted(register: &Register, names: &Names, source: &Source, mut identity: Identity) -> Identity {
    let stem = source.file.rsplit('/').next().unwrap_or(&source.file);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let sender = source.sender.as_deref().unwrap_or_default();
    for (words, code, place) in
        [(stem, "unit-from-file-name", "文件名"), (sender, "unit-from-sender", "发件人")]
    {
        let fitting = names.within(words);
        if !fitting.is_empty() {
            let named: Vec<&str> = fitting.iter().map(|code| register.unit(code).name.as_str()).collect();
            let words = format!("{place}像是“{}”的；{place}只作参考，不据此认定", named.join("、"));
            identity.findings.push(Finding::hint(code, words));
            identity.candidates.extend(fitting);
        }
    }
    identity.candidates.dedup();
    identity
}
