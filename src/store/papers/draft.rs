//! A draft's content as JSON: what was read, what was typed over it, what was explained.
//!
//! Nothing is signed here and no total depends on it: a draft that cannot be read any more is no draft.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::reading::{ReadingPaper, read_reading, reading_paper};
use crate::form::Form;
use crate::submit::draft::{Draft, DraftFile, Earlier, Explanation};
use crate::submit::entry::Entry;
use crate::vocabulary::Number;

#[derive(Serialize, Deserialize)]
struct DraftPaper {
    key: String,
    file: Option<FilePaper>,
    reading: Option<ReadingPaper>,
    texts: BTreeMap<usize, String>,
    nil: bool,
    date: Option<String>,
    reporter: String,
    remark: String,
    explanations: Vec<ExplanationPaper>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    mended: BTreeMap<usize, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    earlier: Option<Box<DraftPaper>>,
}

#[derive(Serialize, Deserialize)]
struct FilePaper {
    name: String,
    sha256: String,
    bytes: u64,
}

#[derive(Serialize, Deserialize)]
struct ExplanationPaper {
    code: String,
    item: Option<String>,
    column: Option<String>,
    figure: Option<String>,
    words: String,
    #[serde(default)]
    earlier: Option<(i64, String)>,
}

/// A draft as JSON.
pub fn write_draft(form: &Form, draft: &Draft) -> String {
    let paper = draft_paper(form, draft);
    serde_json::to_string(&paper).expect("texts and numbers are valid JSON")
}

fn draft_paper(form: &Form, draft: &Draft) -> DraftPaper {
    DraftPaper {
        key: draft.key.clone(),
        file: draft.file.as_ref().map(|file| FilePaper {
            name: file.name.clone(),
            sha256: file.sha256.clone(),
            bytes: file.bytes,
        }),
        reading: draft.reading.as_ref().map(|reading| reading_paper(form, reading)),
        texts: draft.entry.texts.clone(),
        nil: draft.entry.nil,
        date: draft.entry.date.clone(),
        reporter: draft.reporter.clone(),
        remark: draft.remark.clone(),
        explanations: draft.explanations.iter().map(explanation_paper).collect(),
        mended: draft.entry.mended.clone(),
        earlier: draft.earlier.as_ref().map(|earlier| Box::new(draft_paper(form, earlier))),
    }
}

/// Reads a draft back; `None` where it is not one of this form (a later version wrote it).
pub fn read_draft(form: &Form, text: &str) -> Option<Draft> {
    Some(draft_of(form, serde_json::from_str(text).ok()?))
}

fn draft_of(form: &Form, paper: DraftPaper) -> Draft {
    Draft {
        key: paper.key,
        file: paper.file.map(|file| DraftFile { name: file.name, sha256: file.sha256, bytes: file.bytes }),
        reading: paper.reading.map(|reading| read_reading(form, reading)),
        entry: Entry { texts: paper.texts, nil: paper.nil, date: paper.date, mended: paper.mended },
        reporter: paper.reporter,
        remark: paper.remark,
        explanations: paper.explanations.into_iter().map(read_explanation).collect(),
        earlier: paper.earlier.map(|earlier| Box::new(draft_of(form, *earlier))),
    }
}

fn explanation_paper(explanation: &Explanation) -> ExplanationPaper {
    ExplanationPaper {
        code: explanation.code.clone(),
        item: explanation.item.clone(),
        column: explanation.column.clone(),
        figure: explanation.figure.map(|figure| figure.to_string()),
        words: explanation.words.clone(),
        earlier: explanation.earlier.as_ref().map(|earlier| (earlier.revision, earlier.asked.clone())),
    }
}

fn read_explanation(paper: ExplanationPaper) -> Explanation {
    Explanation {
        code: paper.code,
        item: paper.item,
        column: paper.column,
        figure: paper.figure.as_deref().and_then(Number::parse),
        words: paper.words,
        earlier: paper.earlier.map(|(revision, asked)| Earlier { revision, asked }),
    }
}
