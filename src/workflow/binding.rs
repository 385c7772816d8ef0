//! 表样标记: a blank form that was handed out is known by its mark when it comes back.
//!
//! The mark says whose it is before any name does. Where a name says otherwise, nobody chooses: somebody has filled in
//! another unit's form. A form that was handed out for something else than what is asked now is 强制, whatever its
//! figures; a file without a mark, or with a damaged one, is read as ever.

use super::identity::Identity;
use crate::form::Form;
use crate::submit::mark::Mark;
use crate::submit::recognise::Reading;
use crate::vocabulary::unit_name::{Named, Names};
use crate::vocabulary::{Finding, Register, UnitCode};

/// Another unit's blank form.
pub const OTHER_UNIT: &str = "mark-other-unit";

/// The unit that a reading's mark names, where these units know it.
fn marked(reading: &Reading, names: &Names) -> Option<UnitCode> {
    let unit = &reading.mark.as_ref()?.unit;
    match names.find(unit) {
        Named::Unit { code, .. } if !unit.is_empty() => Some(code),
        _ => None,
    }
}

/// What the words of a sheet say of its unit, with what its mark says.
pub fn bound(reading: &Reading, (register, names): (&Register, &Names), said: Identity) -> Identity {
    let Some(code) = marked(reading, names) else { return said };
    let name = &register.unit(&code).name;
    match &said.unit {
        Some(named) if *named != code => {
            let words = format!(
                "这是发给“{name}”的空白表，填报单位写的却是“{}”；请用本单位的空白表填报",
                register.unit(named).name
            );
            let candidates = vec![code, named.clone()];
            let findings = vec![Finding::hard(OTHER_UNIT, words)];
            Identity { unit: None, candidates, written: said.written, findings }
        }
        None if said.findings.iter().any(|finding| finding.code == "unit-conflict") => said,
        Some(_) => Identity { unit: Some(code), written: said.written, ..Identity::default() },
        None => {
            let strange = said.written.as_deref().filter(|_| !said.candidates.contains(&code));
            let asked = strange.map(|written| {
                let words = format!(
                    "这是发给“{name}”的空白表，填报单位写的是“{written}”，与名录里的名称对不上；请核对是哪个单位的"
                );
                Finding::query("unit-differs", words).holding()
            });
            let findings = asked.into_iter().collect();
            Identity { unit: Some(code), written: said.written, findings, ..Identity::default() }
        }
    }
}

/// What is said of a unit's file that is another unit's blank form.
pub fn of_another(reading: &Reading, unit: &str, own: &str) -> Option<Finding> {
    reading.mark.as_ref()?;
    let words = format!("这是发给“{unit}”的空白表，不是本单位“{own}”的；请用本单位的空白表填报");
    Some(Finding::hard(OTHER_UNIT, words))
}

/// What is wrong with a mark where no campaign is known: another form, another version, another year.
pub fn foreign(reading: &Reading, form: &Form, year: Option<i32>) -> Option<Finding> {
    let mark = reading.mark.as_ref()?;
    if !mark.is_of(form) {
        let words = format!(
            "这是另一张报表（{}）的空白表，这里要的是“{}”；请用这张报表的空白表填报",
            mark.form,
            form.title_of(year)
        );
        return Some(Finding::hard("mark-other-form", words));
    }
    if let (Some(own), Some(year)) = (mark.year, year)
        && own != year
    {
        let words = format!("这是 {own} 年的空白表，这里要的是 {year} 年的；请用 {year} 年的空白表填报");
        return Some(Finding::hard("mark-other-year", words));
    }
    (!mark.is_of_version(form)).then(|| {
        let words = format!(
            "这是 {} 版的空白表，这里要的是 {} 版，指标可能不同；请用这一版的空白表填报",
            mark.version, form.version
        );
        Finding::hard("mark-other-version", words)
    })
}

/// Readings of another year are compared whatever version their forms were of.
pub(super) fn of_any_version(reading: &mut Reading, form: &Form) {
    if let Some(mark) = reading.mark.as_mut().filter(|mark| mark.is_of(form)) {
        mark.version.clone_from(&Mark::new(form, None, None, "").version);
    }
}
