//! 代报: a supervisor sends units' own files for them, as they are. Nothing can be typed over a figure; both
//! identities are recorded on each revision, the source file is kept, and the unit is told.

mod loose;
mod tables;
mod whose;
mod materials;
mod placed;
mod delivering;
mod sending;

pub use self::delivering::Sent;
use self::loose::apart;
pub use self::materials::Material;
pub use self::placed::Placed;
pub use self::sending::{Ticked, send};
use self::tables::{Batch, HARD, STRANGER, TWIN, Table, is_hard, read_batch, twins};
use super::expected::{Expected, find};
use super::judged::{Judged, judge_reading};
use super::own_table::file_name;
use super::{Service, secrets};
use crate::campaign::Task;
use crate::problem::{Problem, ProblemCode};
use crate::store::{behalf, campaigns, revisions};
use crate::submit::draft::DraftFile;
use crate::vocabulary::Actor;

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
    /// Its figures are those that stand.
    pub is_known: bool,
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
        let name = file_name(&name);
        for (name, bytes) in apart(service, &name, &bytes).unwrap_or_else(|| vec![(name, bytes)]) {
            let sha256 = service.store.objects.keep(&bytes)?;
            kept.push(DraftFile { name, sha256, bytes: bytes.len() as u64 });
        }
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

/// A batch as it would be sent.
#[derive(Clone, Debug)]
pub struct Previewed {
    pub task: Task,
    pub tables: Vec<Preview>,
    pub materials: Vec<Material>,
    /// Material that the campaign asks for: number and title.
    pub offered: Vec<(i64, String)>,
    /// Units that it is asked of, as far as the actor sees: code and name.
    pub units: Vec<(String, String)>,
}

/// Says for every table and every other file of the batch what would be sent for whom, or why nothing can.
pub fn preview(service: &Service, actor: &Actor, campaign: i64, batch: &str) -> Result<Previewed, Problem> {
    let read = read_batch(service, actor, campaign, batch)?;
    let materials = materials::materials(service, actor, &read)?;
    let (offered, units) = placed::choices(service, actor, &read)?;
    let Batch { task, tables, .. } = read;
    let twins = twins(&tables);
    let seen = |(ordinal, Table { file, found }): (usize, Table)| {
        let refused =
            |refusal: String| Preview { ordinal, file: file.clone(), sheet: None, refusal, is_known: false };
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
        let is_known = is_known(service, &expected, &judged)?;
        Ok(Preview { ordinal, file, sheet: Some((expected, judged)), refusal: refusal.to_owned(), is_known })
    };
    let tables: Result<Vec<Preview>, Problem> = tables.into_iter().enumerate().map(seen).collect();
    Ok(Previewed { task, tables: tables?, materials, offered, units })
}

/// Whether a sheet says what the unit's current revision says.
fn is_known(service: &Service, expected: &Expected, judged: &Judged) -> Result<bool, Problem> {
    let standing = &expected.standing;
    let Some(current) = standing.current.filter(|current| Some(*current) == standing.in_force) else {
        return Ok(false);
    };
    let stored = service.store.read(|conn| revisions::answers(conn, &expected.form, &[current]))?;
    let is_same = stored.get(&current).is_some_and(|answers| {
        answers.values() == judged.reading.answers.values() && standing.nil == judged.reading.nil
    });
    Ok(is_same)
}
