//! 代报: a supervisor sends units' own files for them, as they are. Nothing can be typed over a figure; both
//! identities are recorded on each revision, the source file is kept, and the unit is told.

use std::collections::BTreeMap;

use super::Service;
use super::draft::{Judged, file_name, judge_reading, new_key};
use super::expected::{Expected, find};
use super::identify::identify;
use super::submit::{Deposit, deposit_revision, explained};
use crate::campaign::Task;
use crate::problem::Problem;
use crate::store::objects::sha256;
use crate::store::revisions::Channel;
use crate::store::{behalf, campaigns, revisions};
use crate::submit::draft::DraftFile;
use crate::submit::recognise::Reading;
use crate::vocabulary::time::{Instant, show};
use crate::vocabulary::{Actor, Finding, Source, UnitCode};

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
    let batch = new_key()?;
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

/// Reads the batch and says for every table in it what would be sent for whom, or why nothing can.
pub fn preview(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    batch: &str,
) -> Result<(Task, Vec<Preview>), Problem> {
    let (task, reader, files) = service.store.read(|conn| {
        let task = campaigns::find(conn, actor, campaign)?;
        let files = behalf::files(conn, (task.id, actor.account), batch)?;
        Ok((task.clone(), service.reader(conn, &task)?, files))
    })?;
    if files.is_empty() {
        return Err(Problem::not_found());
    }
    let mut previews = Vec::new();
    for file in files {
        let bytes = service.store.objects.fetch(&file.sha256)?;
        let refused = |name: &str, sentence: &str| Preview {
            ordinal: 0,
            file: DraftFile { name: name.to_owned(), ..file.clone() },
            sheet: None,
            refusal: sentence.to_owned(),
        };
        for read in reader.read_bytes(&file.name, &bytes) {
            match &read.readings {
                Err(refusal) => previews.push(refused(&read.source.file, refusal.sentence())),
                Ok(readings) => {
                    for reading in &reader.rows_named(readings.clone()) {
                        let units = reader.units().map(|(register, names)| (register.as_ref(), names));
                        let identity = identify(reading, units, &Source::clone(&read.source));
                        let name = DraftFile { name: read.source.file.clone(), ..file.clone() };
                        let found = (identity.unit, identity.findings);
                        previews.push(sheet(service, actor, campaign, name, reading, found)?);
                    }
                }
            }
        }
    }
    previews.iter_mut().enumerate().for_each(|(ordinal, preview)| preview.ordinal = ordinal);
    refuse_twins(&mut previews);
    Ok((task, previews))
}

fn sheet(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    file: DraftFile,
    reading: &Reading,
    (unit, findings): (Option<UnitCode>, Vec<Finding>),
) -> Result<Preview, Problem> {
    let refused = |refusal: String| Preview { ordinal: 0, file: file.clone(), sheet: None, refusal };
    let Some(unit) = unit else {
        let words: Vec<&str> = findings.iter().map(|finding| finding.sentence.as_str()).collect();
        return Ok(refused(words.join("；")));
    };
    let expected = service.store.read(|conn| find(service, conn, actor, campaign, unit.as_str()));
    let Ok(expected) = expected else {
        return Ok(refused("这个单位不在本任务的填报范围内，或者不归您管理。".to_owned()));
    };
    let mut reading = reading.clone();
    reading.findings.extend(findings);
    let judged = judge_reading(&expected, reading, &[]);
    let hard: Vec<String> = judged
        .obstacles
        .iter()
        .filter(|(index, _)| judged.findings[*index].severity == crate::vocabulary::Severity::Hard)
        .map(|(_, sentence)| sentence.clone())
        .collect();
    let refusal = if hard.is_empty() {
        String::new()
    } else {
        "有强制性问题，须由填报单位改正后重新报送。".to_owned()
    };
    Ok(Preview { ordinal: 0, file, sheet: Some((expected, judged)), refusal })
}

/// Two tables of one unit in a batch: nobody can know which one it means.
fn refuse_twins(previews: &mut [Preview]) {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    let code = |preview: &Preview| preview.sheet.as_ref().map(|(expected, _)| expected.unit.code.clone());
    for code in previews.iter().filter_map(code) {
        *count.entry(code).or_default() += 1;
    }
    for preview in previews.iter_mut() {
        if code(preview).is_some_and(|code| count[&code] > 1) && preview.refusal.is_empty() {
            preview.refusal = "这一批里有该单位的多份报表，不能确定以哪份为准；请只保留一份。".to_owned();
        }
    }
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
    let (task, previews) = preview(service, actor, campaign, batch)?;
    let chosen = previews.into_iter().filter(|preview| ticked.contains_key(&preview.ordinal));
    let mut sent = Vec::new();
    for preview in chosen {
        let (file, ordinal) = (preview.file.name.clone(), preview.ordinal);
        let unit = preview.sheet.as_ref().map_or(String::new(), |(expected, _)| expected.unit.name.clone());
        let outcome = send_one(service, actor, (batch, received), preview, &ticked[&ordinal]);
        sent.push(Sent { file, unit, outcome: outcome.map_err(|problem| problem.text()) });
    }
    Ok((task, sent))
}

fn send_one(
    service: &Service,
    actor: &Actor,
    (batch, received): (&str, Instant),
    preview: Preview,
    words: &BTreeMap<usize, String>,
) -> Result<String, Problem> {
    let Some((expected, judged)) = preview.sheet.filter(|_| preview.refusal.is_empty()) else {
        return Err(Problem::invalid(preview.refusal));
    };
    let explanations = explained(&expected, &judged, &[], words);
    let judged = judge_reading(&expected, judged.reading, &explanations);
    if !judged.obstacles.is_empty() {
        return Err(super::submit::unfit(&judged));
    }
    let told = format!(
        "{}（{}）已于 {} 代本单位报送“{}”，所用文件“{}”。如有不符，请联系代报单位或自行重新报送。",
        actor.unit_name,
        actor.name,
        show(received),
        expected.task.title,
        preview.file.name
    );
    let deposit = Deposit {
        channel: Channel::Behalf,
        key: format!("{batch}-{}", preview.ordinal),
        fingerprint: sha256(format!("{}\n{words:?}", preview.file.sha256).as_bytes()),
        received,
        file: Some(preview.file),
        judged,
        reporter: String::new(),
        remark: String::new(),
        draft: None,
        told: Some(told),
        expected,
    };
    deposit_revision(service, actor, deposit)
}
