//! The tables in the files that were put down: whose each is, and what stands in its way.
//!
//! Two tables of one unit are never chosen between: both are held back, and a person says which.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::identify::identify;
use super::super::judged::Judged;
use super::super::{FileReading, Reader, Service};
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

/// Reads the batch: its tables in their order, each with the unit that it names.
pub(super) fn tables(
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
pub(super) fn twins(tables: &[Table]) -> BTreeSet<UnitCode> {
    let mut seen = BTreeSet::new();
    let units = tables.iter().filter_map(|table| Some(table.found.as_ref().ok()?.0.clone()));
    units.filter(|unit| !seen.insert(unit.clone())).collect()
}

pub(super) const TWIN: &str = "这一批里有该单位的多份报表，不能确定以哪份为准；请只保留一份。";
pub(super) const STRANGER: &str = "这个单位不在本任务的填报范围内，或者不归您管理。";
pub(super) const HARD: &str = "有强制性问题，须由填报单位改正后重新报送。";

pub(super) fn is_hard(judged: &Judged) -> bool {
    judged.obstacles.iter().any(|(index, _)| judged.findings[*index].severity == Severity::Hard)
}
