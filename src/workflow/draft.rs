//! 暂存: what a clerk reads from a file or types on the page, judged every time it is looked at, sent never.

use std::collections::BTreeMap;

use super::expected::{Expected, find, open_for};
use super::identify::identify;
use super::{FileReading, Reader, Service};
use crate::campaign::task::DueChange;
use crate::problem::{Problem, ProblemCode};
use crate::store::drafts::{self, Saved};
use crate::store::objects::sha256;
use crate::store::{audit, campaigns, revisions};
use crate::submit::Answers;
use crate::submit::draft::{Draft, DraftFile, Explanation};
use crate::submit::entry::{Entry, enter, shown};
use crate::submit::recognise::Reading;
use crate::validate::explanation::{given, obstacles, said_before};
use crate::validate::{Against, check};
use crate::vocabulary::hex::hex;
use crate::vocabulary::{Actor, Finding, Source};

/// A sheet as it would be sent, and everything that is wrong with it.
#[derive(Clone, Debug)]
pub struct Judged {
    pub reading: Reading,
    pub findings: Vec<Finding>,
    /// The explanation of each finding, where there is one.
    pub words: Vec<Option<String>>,
    /// What keeps it from being sent: index of the finding, and a sentence.
    pub obstacles: Vec<(usize, String)>,
}

/// A draft as a page shows it.
#[derive(Clone, Debug)]
pub struct Opened {
    pub expected: Expected,
    pub saved: Option<Saved>,
    pub judged: Judged,
    pub changes: Vec<DueChange>,
}

impl Opened {
    /// The version to be named when saving: 0 before the first time.
    pub fn version(&self) -> i64 {
        self.saved.as_ref().map_or(0, |saved| saved.version)
    }
}

/// What a page posts.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub texts: BTreeMap<usize, String>,
    pub nil: bool,
    pub date: Option<String>,
    pub reporter: String,
    pub remark: String,
}

/// Judges what a draft says.
pub fn judge(expected: &Expected, draft: &Draft) -> Judged {
    let form = &expected.form;
    let reading = enter(form, expected.task.year, draft.reading.as_ref(), &draft.entry);
    judge_reading(expected, reading, &draft.explanations)
}

/// Judges a reading with the explanations given so far.
pub fn judge_reading(expected: &Expected, reading: Reading, explanations: &[Explanation]) -> Judged {
    let against = Against {
        year: Some(expected.task.year),
        level: expected.unit.level,
        last_year: expected.last_year.as_deref(),
    };
    let findings = check(&expected.form, &reading, against);
    let words = given(&expected.form, &reading.answers, &findings, explanations);
    let obstacles = obstacles(&findings, &words);
    Judged { reading, findings, words, obstacles }
}

/// The unit's draft, or an empty page.
pub fn open(service: &Service, actor: &Actor, campaign: i64, code: &str) -> Result<Opened, Problem> {
    service.store.read(|conn| {
        let expected = find(service, conn, actor, campaign, code)?;
        let saved = drafts::find(conn, &expected.form, campaign, expected.unit.id)?;
        let empty = Draft::default();
        let judged = judge(&expected, saved.as_ref().map_or(&empty, |saved| &saved.draft));
        let changes = campaigns::due_changes(conn, expected.table.id)?;
        Ok(Opened { expected, saved, judged, changes })
    })
}

/// Saves what the page posted over the version it had shown; the new version.
pub fn save(
    service: &Service,
    actor: &Actor,
    (campaign, code): (i64, &str),
    seen: i64,
    page: Page,
) -> Result<i64, Problem> {
    let opened = open(service, actor, campaign, code)?;
    open_for(&opened.expected.task, &opened.expected.table, &opened.expected.standing, service.now())?;
    if opened.version() != seen {
        return Err(Problem::stale());
    }
    let before = begun(service, &opened.expected, opened.saved)?;
    let draft = Draft {
        key: if before.key.is_empty() { new_key()? } else { before.key.clone() },
        entry: Entry { texts: page.texts, nil: page.nil, date: page.date },
        reporter: page.reporter,
        remark: page.remark,
        ..before
    };
    put(service, actor, opened.expected, seen, draft)
}

/// What a draft goes on from: itself, or what the unit said the last time it sent.
fn begun(service: &Service, expected: &Expected, saved: Option<Saved>) -> Result<Draft, Problem> {
    let last = match (saved, expected.standing.current) {
        (Some(saved), _) => return Ok(saved.draft),
        (None, None) => return Ok(Draft::default()),
        (None, Some(last)) => last,
    };
    service.store.read(|conn| {
        let form = &expected.form;
        let number = revisions::find(conn, last)?.number;
        let answers = revisions::answers(conn, form, &[last])?.remove(&last);
        let answers = answers.unwrap_or_else(|| Answers::blank(form));
        let findings = revisions::findings(conn, &[last])?.remove(&last);
        let findings = findings.as_deref().unwrap_or(&[]);
        Ok(Draft { explanations: said_before(form, number, &answers, findings), ..Draft::default() })
    })
}

/// Writes a draft; the new version.
pub(super) fn put(
    service: &Service,
    actor: &Actor,
    expected: Expected,
    seen: i64,
    draft: Draft,
) -> Result<i64, Problem> {
    let by = (actor.account, service.now());
    service.store.write(move |conn| {
        if let Some(file) = &draft.file {
            revisions::note_object(conn, file, by.1)?;
        }
        drafts::save(conn, &expected.form, (expected.task.id, expected.unit.id), (seen, &draft), by)
    })
}

/// Throws the draft away and begins anew.
pub fn discard(service: &Service, actor: &Actor, campaign: i64, code: &str) -> Result<(), Problem> {
    let expected = service.store.read(|conn| find(service, conn, actor, campaign, code))?;
    service.store.write(move |conn| drafts::discard(conn, expected.task.id, expected.unit.id))
}

/// A file that a clerk uploaded: read, and put into the draft's place. It is not sent by that.
pub fn upload(
    service: &Service,
    actor: &Actor,
    (campaign, code): (i64, &str),
    name: &str,
    bytes: &[u8],
) -> Result<i64, Problem> {
    let (expected, saved) = service.store.read(|conn| {
        let expected = find(service, conn, actor, campaign, code)?;
        let saved = drafts::find(conn, &expected.form, campaign, expected.unit.id)?;
        Ok((expected, saved))
    })?;
    open_for(&expected.task, &expected.table, &expected.standing, service.now())?;
    let reading = read_own(service, actor, &expected, name, bytes)?;
    let sha256 = service.store.objects.keep(bytes)?;
    let seen = saved.as_ref().map_or(0, |saved| saved.version);
    let before = begun(service, &expected, saved)?;
    let draft = Draft {
        key: if before.key.is_empty() { new_key()? } else { before.key },
        file: Some(DraftFile { name: file_name(name), sha256, bytes: bytes.len() as u64 }),
        entry: Entry {
            nil: reading.nil,
            date: reading.date.map(|date| date.to_string()),
            ..Entry::default()
        },
        reading: Some(reading),
        reporter: if before.reporter.is_empty() { actor.signs_as().to_owned() } else { before.reporter },
        remark: before.remark,
        // What was said of a sheet as a whole was said of another file.
        explanations: before.explanations.into_iter().filter(|said| said.item.is_some()).collect(),
    };
    put(service, actor, expected, seen, draft)
}

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
    own_reading(&reader, &read, expected).inspect_err(|problem| {
        note_refusal(service, actor, expected, name, bytes, problem);
    })
}

/// The unit's own table in a file. What the sheet calls its unit is held against the account's: another's sheet
/// is a 强制 finding, a name nobody knows a 核实, none at all a 提示.
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
            let (mut reading, _, unit, written) = candidates.remove(0);
            reading.findings.push(stranger(unit.as_deref(), written.as_deref(), &expected.unit.name));
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
            "unit-other",
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

/// What the page shows in each figure's field.
pub fn fields(opened: &Opened) -> Vec<String> {
    let typed = opened.saved.as_ref().map(|saved| &saved.draft.entry.texts);
    let (form, reading) = (&opened.expected.form, &opened.judged.reading);
    let field = |figure: usize| match typed.and_then(|texts| texts.get(&figure)) {
        Some(text) => text.clone(),
        None => shown(form, reading, figure),
    };
    (0..form.figures()).map(field).collect()
}

/// A new idempotency key: 128 random bits.
pub(super) fn new_key() -> Result<String, Problem> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| Problem::broken())?;
    Ok(hex(&bytes))
}
