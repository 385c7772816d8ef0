//! Sheets that come over the JSON API: as values or as a file, judged and sent like a clerk's, or only judged.

use std::collections::BTreeMap;

use super::Service;
use super::draft::{Judged, judge, judge_reading, read_own};
use super::expected::{Expected, find, open_for};
use super::submit::{Deposit, deposit_revision};
use crate::problem::{Problem, ProblemCode};
use crate::store::objects::sha256;
use crate::store::revisions::{self, Channel};
use crate::submit::draft::{Draft, DraftFile, Explanation};
use crate::submit::entry::Entry;
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

/// A sheet as a program sends it.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// Figures by item and column code, as decimals or as a sheet's cell would word them. The column may be
    /// empty where the form has only one.
    pub figures: BTreeMap<(String, String), String>,
    pub nil: bool,
    pub date: Option<String>,
    pub reporter: String,
    pub remark: String,
    /// Words by item code and finding code.
    pub explanations: Vec<Given>,
}

/// An explanation of a 核实.
#[derive(Clone, Debug)]
pub struct Given {
    pub code: String,
    pub item: Option<String>,
    pub column: Option<String>,
    pub words: String,
}

/// What came: values, or a file's name and bytes with explanations.
#[derive(Clone, Debug)]
pub enum Content {
    Values(Values),
    File { name: String, bytes: Vec<u8>, explanations: Vec<Given> },
}

/// Where it goes and how it is marked.
#[derive(Clone, Debug)]
pub struct Envelope {
    pub campaign: i64,
    pub unit: String,
    pub key: String,
    /// SHA-256 of the request's body, so that the same key with another body is noticed.
    pub fingerprint: String,
    pub received: Instant,
}

/// What became of it.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Only judged (`dry_run`), or not fit to be sent.
    Judged(Box<(Expected, Judged)>),
    /// Number of the receipt.
    Sent(String),
}

/// Judges a sheet without sending it.
pub fn judge_only(
    service: &Service,
    actor: &Actor,
    envelope: &Envelope,
    content: Content,
) -> Result<Outcome, Problem> {
    let prepared = prepare(service, actor, envelope, content)?;
    Ok(Outcome::Judged(Box::new((prepared.expected, prepared.judged))))
}

/// Sends a sheet; judged only, where something stands in the way.
pub fn send(
    service: &Service,
    actor: &Actor,
    envelope: Envelope,
    content: Content,
) -> Result<Outcome, Problem> {
    let known = service.store.read(|conn| revisions::by_key(conn, actor.account, &envelope.key))?;
    if let Some((number, before)) = known {
        return if before == envelope.fingerprint {
            Ok(Outcome::Sent(number))
        } else {
            let words = format!("Idempotency-Key 已用于另一份内容（回执 {number}）。请为新内容使用新的键。");
            Err(Problem::new(ProblemCode::KeyReused, words))
        };
    }
    let prepared = prepare(service, actor, &envelope, content)?;
    if !prepared.judged.obstacles.is_empty() {
        return Ok(Outcome::Judged(Box::new((prepared.expected, prepared.judged))));
    }
    let deposit = Deposit {
        expected: prepared.expected,
        channel: Channel::Api,
        key: envelope.key,
        fingerprint: envelope.fingerprint,
        received: envelope.received,
        file: prepared.file,
        judged: prepared.judged,
        reporter: prepared.reporter,
        remark: prepared.remark,
        draft: None,
        told: None,
    };
    deposit_revision(service, actor, deposit).map(Outcome::Sent)
}

struct Prepared {
    expected: Expected,
    judged: Judged,
    file: Option<DraftFile>,
    reporter: String,
    remark: String,
}

fn prepare(
    service: &Service,
    actor: &Actor,
    envelope: &Envelope,
    content: Content,
) -> Result<Prepared, Problem> {
    let expected =
        service.store.read(|conn| find(service, conn, actor, envelope.campaign, &envelope.unit))?;
    open_for(&expected.task, &expected.table, &expected.standing, envelope.received)?;
    match content {
        Content::Values(values) => {
            let draft = draft_of(&expected, &values)?;
            let first = judge(&expected, &draft);
            let explanations = explanations(&expected, &first, &values.explanations);
            let judged = judge(&expected, &Draft { explanations, ..draft });
            Ok(Prepared { expected, judged, file: None, reporter: values.reporter, remark: values.remark })
        }
        Content::File { name, bytes, explanations: given } => {
            let reading = read_own(service, actor, &expected, &name, &bytes)?;
            let first = judge_reading(&expected, reading.clone(), &[]);
            let judged = judge_reading(&expected, reading, &explanations(&expected, &first, &given));
            let sha256 = service.store.objects.keep(&bytes)?;
            let file = Some(DraftFile { name, sha256, bytes: bytes.len() as u64 });
            Ok(Prepared {
                expected,
                judged,
                file,
                reporter: actor.signs_as().to_owned(),
                remark: String::new(),
            })
        }
    }
}

/// Every wrong item or column at once.
fn draft_of(expected: &Expected, values: &Values) -> Result<Draft, Problem> {
    let form = &expected.form;
    let mut texts = BTreeMap::new();
    let mut wrong = Vec::new();
    for ((item, column), text) in &values.figures {
        let column_index = match column.as_str() {
            "" if !form.has_columns() => Some(0),
            code => form.columns.iter().position(|known| known.code == code),
        };
        match (form.item_index(item), column_index) {
            (Some(item), Some(column)) => {
                texts.insert(form.figure(item, column), text.clone());
            }
            (None, _) => wrong.push((Some(item.clone()), format!("报表里没有指标“{item}”。"))),
            (_, None) => wrong.push((Some(item.clone()), format!("报表里没有栏“{column}”。"))),
        }
    }
    if !wrong.is_empty() {
        return Err(Problem { code: ProblemCode::Invalid, sentences: wrong });
    }
    Ok(Draft {
        entry: Entry { texts, nil: values.nil, date: values.date.clone() },
        reporter: values.reporter.clone(),
        remark: values.remark.clone(),
        ..Draft::default()
    })
}

fn explanations(expected: &Expected, judged: &Judged, given: &[Given]) -> Vec<Explanation> {
    let answers = &judged.reading.answers;
    let fitting = given.iter().filter_map(|given| {
        let finding = judged.findings.iter().find(|finding| {
            finding.code == given.code
                && finding.item == given.item
                && (given.column.is_none() || finding.column == given.column)
        })?;
        Some(Explanation::of(&expected.form, answers, finding, &given.words))
    });
    fitting.collect()
}

/// The fingerprint of a request's body.
pub fn fingerprint(body: &[u8]) -> String {
    sha256(body)
}
