//! 报送材料 in a batch: whose each file is and which deliverable, shown before anything is sent.

use std::collections::BTreeMap;

use super::super::Service;
use super::super::own_table::file_name;
use super::super::package::{self, Asked, Package};
use super::loose::Loose;
use super::tables::{Batch, STRANGER};
use super::whose::whose;
use crate::campaign::Deliverable;
use crate::campaign::sorting::{self, Arrived, Unplaced};
use crate::problem::{Problem, ProblemCode};
use crate::store::campaigns;
use crate::submit::draft::DraftFile;
use crate::vocabulary::{Actor, UnitCode};

/// A file of the batch that is no table, as it would be sent.
#[derive(Clone, Debug)]
pub struct Material {
    /// Position among the batch's files without a table.
    pub ordinal: usize,
    pub file: DraftFile,
    pub kind: &'static str,
    /// Code and name of the unit, and how it is known.
    pub unit: Option<(String, String)>,
    pub known_by: String,
    /// Number and title of the deliverable.
    pub deliverable: Option<(i64, String)>,
    /// What whoever confirms should know.
    pub hints: Vec<String>,
    /// Why it cannot be sent; empty when it can.
    pub refusal: String,
    /// The unit has sent exactly this.
    pub is_known: bool,
}

pub(super) const OWN: &str = "该单位自己已放下这项材料的文件，还没有报送，不替它报；请单位报送或移除后再代报";

/// Every file without a table, in order.
pub(super) fn materials(service: &Service, actor: &Actor, batch: &Batch) -> Result<Vec<Material>, Problem> {
    let mut found: Vec<Material> = batch.loose.iter().enumerate().map(plain).collect();
    let mut by_unit: BTreeMap<UnitCode, Vec<usize>> = BTreeMap::new();
    for (at, loose) in batch.loose.iter().enumerate() {
        match whose(loose, (batch.units.register(), batch.units.names())) {
            Err(why) => found[at].refusal = why,
            Ok((unit, known_by)) => {
                found[at].known_by = known_by;
                by_unit.entry(unit).or_default().push(at);
            }
        }
    }
    for (unit, files) in by_unit {
        match package::package(service, actor, batch.task.id, unit.as_str()) {
            Ok(package) => of_unit(service, batch, &package, (&files, &mut found))?,
            Err(problem) if problem.code == ProblemCode::NotFound => {
                files.iter().for_each(|at| found[*at].refusal = STRANGER.to_owned());
            }
            Err(problem) => return Err(problem),
        }
    }
    Ok(found)
}

fn plain((ordinal, loose): (usize, &Loose)) -> Material {
    Material {
        ordinal,
        file: loose.file.clone(),
        kind: loose.kind.label(),
        unit: None,
        known_by: String::new(),
        deliverable: None,
        hints: Vec::new(),
        refusal: String::new(),
        is_known: false,
    }
}

/// Sorts the files of one unit together.
fn of_unit(
    service: &Service,
    batch: &Batch,
    package: &Package,
    (files, found): (&[usize], &mut [Material]),
) -> Result<(), Problem> {
    let table = service.store.read(|conn| campaigns::find_table(conn, batch.task.id))?;
    let asked: Vec<&Deliverable> =
        table.iter().chain(package.asked.iter().map(|asked| &asked.deliverable)).collect();
    let arrived: Vec<Arrived> = files.iter().map(|at| arrived(&batch.loose[*at])).collect();
    for (at, proposed) in files.iter().zip(sorting::sort(&asked, &arrived)) {
        let one = &mut found[*at];
        one.unit = Some((package.position.unit.code.clone(), package.position.unit.name.clone()));
        one.hints = proposed.hints;
        let place = proposed.deliverable.map_err(|unplaced| why(&unplaced, &asked));
        let place = place.and_then(|id| {
            let own = package.asked.iter().find(|asked| asked.deliverable.id == id);
            own.ok_or_else(|| batch.loose[*at].why.clone())
        });
        match place {
            Err(why) => one.refusal = why,
            Ok(asked) => {
                one.deliverable = Some((asked.deliverable.id, asked.deliverable.title.clone()));
                one.refusal = stands_in_the_way(package, asked);
            }
        }
    }
    for asked in &package.asked {
        let own: Vec<usize> =
            files.iter().copied().filter(|at| is_for(&found[*at], asked.deliverable.id)).collect();
        let is_known = is_sent(asked, &own.iter().map(|at| &found[*at].file).collect::<Vec<_>>());
        for at in own {
            found[at].is_known = is_known;
            if asked.standing.revisions > 0 && !is_known {
                found[at].hints.push(format!("已报过，这将是第 {} 次报送", asked.standing.revisions + 1));
            }
        }
    }
    Ok(())
}

/// Why a file has no place; nobody says here where it belongs.
fn why(unplaced: &Unplaced, asked: &[&Deliverable]) -> String {
    match unplaced {
        Unplaced::Several(ids) => {
            let titles = asked.iter().filter(|one| ids.contains(&one.id));
            let titles: Vec<String> = titles.map(|one| format!("“{}”", one.title)).collect();
            format!("可能是{}，分不清；请按材料改名后再放，或到该单位的页面上传", titles.join("或"))
        }
        Unplaced::NotAsked(word) => format!("看起来是{word}，本次没有要求这项材料"),
        Unplaced::NoForm => "像是统计表，但里面没有找到本次的报表，请核对".to_owned(),
        Unplaced::Unknown => "看不出是哪项材料；请按材料改名后再放，或到该单位的页面上传".to_owned(),
    }
}

fn arrived(loose: &Loose) -> Arrived<'_> {
    Arrived {
        name: &loose.called,
        kind: loose.kind,
        holds_form: false,
        text: &loose.text,
        bytes: loose.file.bytes,
    }
}

fn is_for(material: &Material, deliverable: i64) -> bool {
    material.deliverable.as_ref().is_some_and(|(id, _)| *id == deliverable)
}

pub(super) fn stands_in_the_way(package: &Package, asked: &Asked) -> String {
    let closed = package::closed_for(package, asked);
    if closed.is_empty() && !asked.pending.is_empty() { OWN.to_owned() } else { closed }
}

/// Whether what stands is, file for file, this.
pub(super) fn is_sent(asked: &Asked, files: &[&DraftFile]) -> bool {
    let hashes = |files: Vec<&DraftFile>| {
        let mut hashes: Vec<(String, String)> =
            files.into_iter().map(|file| (file.sha256.clone(), file_name(&file.name))).collect();
        hashes.sort_unstable();
        hashes
    };
    let current = asked.current().map(|sent| sent.files.iter().map(|one| &one.file).collect::<Vec<_>>());
    !files.is_empty() && current.is_some_and(|current| hashes(current) == hashes(files.to_vec()))
}
