//! The tables in the files that were put down: whose each is, and what stands in its way.
//!
//! Two tables of one unit are never chosen between: both are held back, and a person says which. Files without a table
//! are material (`loose`), where the campaign asks for any; where it asks for no table, every file is.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::foreign::foreign_to;
use super::super::identify::identify;
use super::super::judged::Judged;
use super::super::{FileReading, Reader, Service, Units};
use super::loose::{Loose, group, keep, loose, members};
use crate::campaign::Task;
use crate::problem::Problem;
use crate::store::{behalf, campaigns};
use crate::submit::draft::DraftFile;
use crate::submit::recognise::Reading;
use crate::vocabulary::{Actor, Severity, UnitCode};

/// A table of the batch, read, or a file of it that cannot be.
pub(super) struct Table {
    pub(super) file: DraftFile,
    pub(super) found: Result<(UnitCode, Reading), String>,
}

/// A batch as it was read.
pub(super) struct Batch {
    pub(super) task: Task,
    /// Of its sheets, where the campaign asks for figures.
    pub(super) reader: Option<Arc<Reader>>,
    pub(super) units: Arc<Units>,
    /// In their order, each with the unit that it names.
    pub(super) tables: Vec<Table>,
    /// Files without a table, where the campaign asks for more than tables.
    pub(super) loose: Vec<Loose>,
}

/// Reads the batch.
pub(super) fn read_batch(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    batch: &str,
) -> Result<Batch, Problem> {
    let (task, reader, units, files, asks_more) = service.store.read(|conn| {
        let task = campaigns::find(conn, actor, campaign)?;
        let files = behalf::files(conn, (task.id, actor.account), batch)?;
        let reader = task.form_version.map(|_| service.reader(conn, &task)).transpose()?;
        let units = service.units(conn, &task)?;
        let asks_more = campaigns::deliverables(conn, task.id)?.iter().any(|asked| !asked.is_table());
        Ok((task, reader, units, files, asks_more))
    })?;
    if files.is_empty() {
        return Err(Problem::not_found());
    }
    let mut read = Batch { task, reader, units, tables: Vec::new(), loose: Vec::new() };
    for file in files {
        match read.reader.clone() {
            Some(reader) => read_file(service, &mut read, (&reader, &file), asks_more)?,
            None => lay_down(service, &mut read, &file)?,
        }
    }
    lay_beside(&mut read);
    let Batch { task, reader, tables, .. } = &mut read;
    for (_, reading) in tables.iter_mut().filter_map(|table| table.found.as_mut().ok()) {
        let foreign =
            reader.as_ref().map(|reader| foreign_to(service, actor, (task, reader.form()), reading));
        reading.findings.extend(foreign.transpose()?.flatten());
    }
    Ok(read)
}

/// Everything in a file, where no table is asked for.
fn lay_down(service: &Service, batch: &mut Batch, file: &DraftFile) -> Result<(), Problem> {
    let bytes = service.store.objects.fetch(&file.sha256)?;
    for came in members(service, &file.name, bytes) {
        let path = match came.called == file.name {
            true => file.name.clone(),
            false => format!("{}/{}", file.name, came.called),
        };
        batch.loose.push(loose(service, &path, came, UNASKED.to_owned())?);
    }
    Ok(())
}

fn read_file(
    service: &Service,
    batch: &mut Batch,
    (reader, file): (&Reader, &DraftFile),
    asks_more: bool,
) -> Result<(), Problem> {
    let bytes = service.store.objects.fetch(&file.sha256)?;
    let readings = reader.read_bytes(&file.name, &bytes);
    let holds_none = |read: &FileReading| read.readings.as_ref().map_or(true, Vec::is_empty);
    let is_bundle = readings.iter().any(|read| read.source.file != file.name);
    let mut came = match is_bundle || (asks_more && readings.iter().any(holds_none)) {
        true => members(service, &file.name, bytes).into_iter().map(Some).collect(),
        false => Vec::new(),
    };
    for (at, read) in readings.into_iter().enumerate() {
        let path = read.source.file.clone();
        let came = came.get_mut(at).and_then(Option::take);
        match came {
            Some(came) if asks_more && holds_none(&read) => {
                let why = read.readings.err().map_or(NO_TABLE, |refusal| refusal.sentence());
                batch.loose.push(loose(service, &path, came, why.to_owned())?);
            }
            came => {
                // Of a mail or an archive the unit's own file, and nothing of its neighbours.
                let file = match came.filter(|_| is_bundle) {
                    Some(came) => keep(service, &path, &came.bytes)?,
                    None => DraftFile { name: path, ..file.clone() },
                };
                let found = tables_in(reader, read);
                batch.tables.extend(found.into_iter().map(|found| Table { file: file.clone(), found }));
            }
        }
    }
    // What a mail itself says, behind its attachments.
    for letter in came.into_iter().flatten().filter(|_| asks_more) {
        let path = format!("{}/{}", file.name, letter.called);
        batch.loose.push(loose(service, &path, letter, NO_TABLE.to_owned())?);
    }
    Ok(())
}

/// Tells each file without a table whose tables lie in its mail or folder.
fn lay_beside(batch: &mut Batch) {
    for loose in &mut batch.loose {
        let Some(own) = group(&loose.file.name) else { continue };
        let beside = batch.tables.iter().filter(|table| group(&table.file.name) == Some(own));
        let units: BTreeSet<&UnitCode> =
            beside.filter_map(|table| Some(&table.found.as_ref().ok()?.0)).collect();
        loose.beside = units.into_iter().cloned().collect();
    }
}

fn tables_in(reader: &Reader, read: FileReading) -> Vec<Result<(UnitCode, Reading), String>> {
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
pub(super) fn twins(tables: &[Table]) -> BTreeSet<UnitCode> {
    let mut seen = BTreeSet::new();
    let units = tables.iter().filter_map(|table| Some(table.found.as_ref().ok()?.0.clone()));
    units.filter(|unit| !seen.insert(unit.clone())).collect()
}

const UNASKED: &str = "这项任务不报统计表";
const NO_TABLE: &str = "里面没有找到本次的统计表";
pub(super) const TWIN: &str = "这一批里有该单位的多份报表，不能确定以哪份为准；请只保留一份。";
pub(super) const STRANGER: &str = "这个单位不在本任务的填报范围内，或者不归您管理。";
pub(super) const HARD: &str = "有强制性问题，须由填报单位改正后重新报送。";

pub(super) fn is_hard(judged: &Judged) -> bool {
    judged.obstacles.iter().any(|(index, _)| judged.findings[*index].severity == Severity::Hard)
}
