//! The snapshot of a revision: everything that was sent, once more as JSON under one digest, which the
//! receipt and the unit's audit chain carry.

use super::sent::NewRevision;
use crate::form::Form;
use crate::store::papers::{self, FigurePaper, FindingPaper};

#[derive(serde::Serialize)]
struct Snapshot<'s> {
    form: &'s str,
    form_version: &'s str,
    nil: bool,
    filled_on: &'s Option<String>,
    reporter: &'s str,
    remark: &'s str,
    file: Option<(&'s str, &'s str, u64)>,
    sheet: &'s str,
    figures: &'s [FigurePaper],
    findings: Vec<FindingPaper>,
}

pub(super) fn snapshot(form: &Form, new: &NewRevision, figures: &[FigurePaper]) -> String {
    let snapshot = Snapshot {
        form: &form.code,
        form_version: &form.version,
        nil: new.nil,
        filled_on: &new.filled_on,
        reporter: &new.reporter,
        remark: &new.remark,
        file: new.file.as_ref().map(|file| (file.name.as_str(), file.sha256.as_str(), file.bytes)),
        sheet: &new.sheet,
        figures,
        findings: new
            .findings
            .iter()
            .map(|(finding, words)| papers::finding_paper(finding, words.as_ref()))
            .collect(),
    };
    serde_json::to_string(&snapshot).expect("texts and numbers are valid JSON")
}
