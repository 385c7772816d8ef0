//! 代报: a supervisor sends units' own files for them, as they are. Nothing can be typed over a figure; both
//! identities are recorded on each revision, the source file is kept, and the unit is told.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::content::Content;
use super::expected::{Expected, find};
use super::identify::identify;
use super::judged::{Judged, Words, judge_reading};
use super::own_table::file_name;
use super::submit::{Outcome, Sending, fingerprint, submit};
use super::{FileReading, Reader, Service, secrets};
use crate::campaign::Task;
use crate::problem::{Problem, ProblemCode};
use crate::store::{behalf, campaigns, revisions, units};
use crate::submit::draft::DraftFile;
use crate::submit::recognise::Reading;
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Severity, UnitCode};

/// Files that a batch takes at once.
pub const MOST: usize = 200;

/// One table of a file of the batch, as it would be sent.
#[derive(Clone, Debug)]
pub struct Preview {
    /// Position in the batch: files in their order, tables in theirs.
    pub ordinal: usize,
    pub file: DraftFile,
    /// Where it would go, and how it was judged; `None` where it cannot be sent at all.
    pub sheet: Option<(Expected, Judged)>,
    /// Why it cannot be sent; empty when it can.
    pub refusal: String,
}

/// Keeps the files of a batch; its name.
pub fn receive(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    files: Vec<(String, Vec<u8>)>,
) -> Result<String, Problem> {
    let task = visible(service, actor, campaign)?;
    if files.is_empty() {
        return Err(Problem::field("files", "请选择要代报的文件。"));
    }
    if files.len() > MOST {
        return Err(Problem::field("files", format!("一次最多代报 {MOST} 个文件，请分几次办理。")));
    }
    let batch = secrets::reference()?;
    let mut kept = Vec::new();
    for (name, bytes) in files {
        let sha256 = service.store.objects.keep(&bytes)?;
        kept.push(DraftFile { name: file_name(&name), sha256, bytes: bytes.len() as u64 });
    }
    let (account, now, name) = (actor.account, service.now(), batch.clone());
    service.store.write(move |conn| {
        for (ordinal, file) in kept.iter().enumerate() {
            revisions::note_object(conn, file, now)?;
            behalf::insert(conn, (task.id, account, now), (&name, ordinal), file)?;
        }
        Ok(())
    })?;
    Ok(batch)
}

fn visible(service: &Service, actor: &Actor, campaign: i64) -> Result<Task, Problem> {
    service.store.read(|conn| campaigns::find(conn, actor, campaign))
}

/// A table of the batch, read, or a file of it that cannot be.
struct Table {
    file: DraftFile,
    found: Result<(UnitCode, Reading), String>,
}

/// Reads the batch: its tables in their order, each with the unit that it names.
fn tables(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    batch: &str,
) -> Result<(Task, Vec<Table>), Problem> {
    let (task, reader, files) = service.store.read(|conn| {
        let task = campaigns::find(conn, actor, campaign)?;
        let files = behalf::files(conn, (task.id, actor.account), batch)?;
        let reader = service.reader(conn, &task)?;
        Ok((task, reader, files))
    })?;
    if files.is_empty() {
        return Err(Problem::not_found());
    }
    let mut tables = Vec::new();
    for file in files {
        let bytes = service.store.objects.fetch(&file.sha256)?;
        for read in reader.read_bytes(&file.name, &bytes) {
            let file = DraftFile { name: read.source.file.clone(), ..file.clone() };
            let found = tables_in(&reader, read);
            tables.extend(found.into_iter().map(|found| Table { file: file.clone(), found }));
        }
    }
    Ok((task, tables))
}

fn tables_in(reader: &Arc<Reader>, read: FileReading) -> Vec<Result<(UnitCode, Reading), String>> {
    let readings = match read.readings {
        Err(refusal) => return vec![Err(refusal.sentence().to_owned())],
        Ok(readings) => reader.rows_named(readings),
    };
    let units = reader.units().map(|(register, names)| (register.as_ref(), names));
    let named = |mut reading: Reading| {
        let identity = identify(&reading, units, &read.source);
        let Some(unit) = identity.unit else {
            let words: Vec<&str> =
                identity.findings.iter().map(|finding| finding.sentence.as_str()).collect();
            return Err(words.join("；"));
        };
        reading.findings.extend(identity.findings);
        Ok((unit, reading))
    };
    readings.into_iter().map(named).collect()
}

/// Units of which the batch has several tables: nobody can know which one is meant.
fn twins(tables: &[Table]) -> BTreeSet<UnitCode> {
    let mut seen = BTreeSet::new();
    let units = tables.iter().filter_map(|table| Some(table.found.as_ref().ok()?.0.clone()));
    units.filter(|unit| !seen.insert(unit.clone())).collect()
}

const TWIN: &str = "这一批里有该单位的多份报表，不能确定以哪份为准；请只保留一份。";
const STRANGER: &str = "这个单位不在本任务的填报范围内，或者不归您管理。";
const HARD: &str = "有强制性问题，须由填报单位改正后重新报送。";

fn is_hard(judged: &Judged) -> bool {
    judged.obstacles.iter().any(|(index, _)| judged.findings[*index].severity == Severity::Hard)
}

/// Says for every table of the batch what would be sent for whom, or why nothing can.
pub fn preview(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    batch: &str,
) -> Result<(Task, Vec<Preview>), Problem> {
    let (task, tables) = tables(service, actor, campaign, batch)?;
    let twins = twins(&tables);
    let seen = |(ordinal, Table { file, found }): (usize, Table)| {
        let refused = |refusal: String| Preview { ordinal, file: file.clone(), sheet: None, refusal };
        let (unit, reading) = match found {
            Ok(found) => found,
            Err(refusal) => return Ok(refused(refusal)),
        };
        let expected = match service.store.read(|conn| find(service, conn, actor, campaign, unit.as_str())) {
            Err(problem) if problem.code == ProblemCode::NotFound => return Ok(refused(STRANGER.to_owned())),
            expected => expected?,
        };
        let judged = judge_reading(&expected, reading);
        let refusal = if is_hard(&judged) {
            HARD
        } else if twins.contains(&unit) {
            TWIN
        } else {
            ""
        };
        Ok(Preview { ordinal, file, sheet: Some((expected, judged)), refusal: refusal.to_owned() })
    };
    let previews: Result<Vec<Preview>, Problem> = tables.into_iter().enumerate().map(seen).collect();
    Ok((task, previews?))
}

/// What became of one table.
#[derive(Clone, Debug)]
pub struct Sent {
    pub file: String,
    pub unit: String,
    /// Number of the receipt, or why there is none.
    pub outcome: Result<String, String>,
}

/// Sends the tables that were ticked, with the explanations given for them.
pub fn send(
    service: &Service,
    actor: &Actor,
    (campaign, batch): (i64, &str),
    ticked: &BTreeMap<usize, BTreeMap<usize, String>>,
    received: Instant,
) -> Result<(Task, Vec<Sent>), Problem> {
    let (task, tables) = tables(service, actor, campaign, batch)?;
    let twins = twins(&tables);
    let mut sent = Vec::new();
    for (ordinal, Table { file, found }) in tables.into_iter().enumerate() {
        let Some(words) = ticked.get(&ordinal) else { continue };
        let name = file.name.clone();
        let (unit, outcome) = match found {
            Err(refusal) => (String::new(), Err(refusal)),
            Ok((unit, _)) if twins.contains(&unit) => {
                (name_in_sight(service, actor, &unit)?, Err(TWIN.to_owned()))
            }
            Ok((unit, reading)) => {
                let known = name_in_sight(service, actor, &unit)?;
                let sending = Sending {
                    campaign,
                    unit: unit.as_str().to_owned(),
                    key: format!("{batch}-{ordinal}"),
                    fingerprint: fingerprint(format!("{}\n{words:?}", file.sha256).as_bytes()),
                    received,
                    content: Content::Table { file, reading: Box::new(reading) },
                    words: Words::ByIndex(words.clone()),
                };
                (known, send_one(service, actor, sending))
            }
        };
        sent.push(Sent { file: name, unit, outcome });
    }
    Ok((task, sent))
}

/// The name of a unit, where its figures may be seen.
fn name_in_sight(service: &Service, actor: &Actor, code: &UnitCode) -> Result<String, Problem> {
    let unit = service.store.read(|conn| units::by_code(conn, code.as_str()))?;
    Ok(unit.filter(|unit| actor.reaches(&unit.path)).map_or_else(String::new, |unit| unit.name))
}

/// Number of the receipt, or why there is none.
fn send_one(service: &Service, actor: &Actor, sending: Sending) -> Result<String, String> {
    match submit(service, actor, sending) {
        Ok(Outcome::Taken(taken)) => Ok(taken.receipt().to_owned()),
        Ok(Outcome::Unfit(found)) if is_hard(&found.1) => Err(HARD.to_owned()),
        Ok(Outcome::Unfit(found)) => Err(found.1.unfit().text()),
        Err(problem) if problem.code == ProblemCode::NotFound => Err(STRANGER.to_owned()),
        Err(problem) => Err(problem.text()),
    }
}
