//! What an archive is made of: of every unit of a node what stands, unit by unit, the table first.

use std::collections::HashMap;

use super::super::package::as_seen;
use crate::campaign::{Deliverable, Standing, Task, UnitState};
use crate::formats::parcel::Packing;
use crate::problem::Problem;
use crate::report::filing::Which;
use crate::report::inventory::Timely;
use crate::store::deliveries::{self, Delivered, Delivery};
use crate::store::revisions::{self, Channel, Revision};
use crate::store::units::Node;
use crate::store::{Conn, campaigns, standings};
use crate::vocabulary::FileKind;
use crate::vocabulary::time::Instant;

/// A file that a unit sent, or what it sent without one.
pub(super) struct Found {
    pub code: String,
    pub unit: String,
    pub path: String,
    pub material: String,
    pub which: Which,
    /// What its sender called it.
    pub called: String,
    pub received: Instant,
    pub timely: Timely,
    pub remarks: Vec<String>,
    pub content: Content,
}

pub(super) enum Content {
    /// Bytes that are kept, and the name by whose ending they are known; `None`: how many there are shows when they are
    /// read.
    Kept { name: String, sha256: String, bytes: Option<u64>, packing: Packing },
    /// Why there is nothing.
    Nothing(String),
}

/// The statistics table's name in an archive.
const TABLE: &str = "统计表";

pub(super) fn found(conn: &mut Conn, task: &Task, node: &Node) -> Result<Vec<Found>, Problem> {
    let mut all = tables(conn, task, node)?;
    all.extend(materials(conn, task, node)?);
    // Within a unit the order stays: the table, then the materials as they are numbered.
    all.sort_by(|one, other| one.code.cmp(&other.code));
    Ok(all)
}

fn tables(conn: &mut Conn, task: &Task, node: &Node) -> Result<Vec<Found>, Problem> {
    let Some(table) = campaigns::find_table(conn, task.id)? else { return Ok(Vec::new()) };
    let standings = standings::below(conn, task.id, &node.path)?;
    let ids: Vec<i64> = standings.iter().filter_map(|standing| standing.in_force).collect();
    let mut revisions: HashMap<i64, Revision> =
        revisions::many(conn, &ids)?.into_iter().map(|revision| (revision.id, revision)).collect();
    let of = |standing: Standing| {
        let revision = revisions.remove(&standing.in_force?)?;
        Some(table_of(&table, &standing, revision))
    };
    Ok(standings.into_iter().filter_map(of).collect())
}

fn table_of(table: &Deliverable, standing: &Standing, revision: Revision) -> Found {
    let mut remarks = remarks(Some(standing), revision.channel);
    if revision.nil {
        remarks.push("零报告".to_owned());
    }
    let called = revision.file.as_ref().map_or_else(String::new, |file| file.name.clone());
    let content = match revision.file {
        Some(file) => Content::Kept {
            name: file.name,
            sha256: file.sha256,
            bytes: Some(file.bytes),
            packing: Packing::Packed,
        },
        None => Content::Nothing(format!("{}，没有文件，数据在汇总工作簿里", revision.channel.label())),
    };
    Found {
        code: revision.unit_code,
        unit: revision.unit_name,
        path: revision.path,
        material: TABLE.to_owned(),
        which: Which { ordinal: 1, of: 1 },
        called,
        received: revision.received,
        timely: timely(table, Some(standing)),
        remarks,
        content,
    }
}

fn materials(conn: &mut Conn, task: &Task, node: &Node) -> Result<Vec<Found>, Problem> {
    let mut asked = HashMap::new();
    for deliverable in campaigns::deliverables(conn, task.id)? {
        let standings = match deliverable.is_table() {
            true => Vec::new(),
            false => deliveries::below(conn, &deliverable, &node.path)?,
        };
        let by_unit: HashMap<i64, Standing> =
            standings.into_iter().map(|standing| (standing.unit, standing)).collect();
        asked.insert(deliverable.id, (deliverable, by_unit));
    }
    let mut found = Vec::new();
    for delivery in deliveries::current_below(conn, task.id, &node.path)? {
        let Some((deliverable, standings)) = asked.get(&delivery.deliverable) else { continue };
        let standing = standings.get(&delivery.unit);
        found.extend(delivery.files.iter().map(|file| material(deliverable, standing, &delivery, file)));
    }
    Ok(found)
}

fn material(
    deliverable: &Deliverable,
    standing: Option<&Standing>,
    delivery: &Delivery,
    delivered: &Delivered,
) -> Found {
    let kind = delivered.view.as_ref().map(|view| view.kind);
    let content = match as_seen(&delivered.file, delivered.view.as_ref()) {
        Ok(handed) => Content::Kept {
            bytes: (handed.sha256 == delivered.file.sha256).then_some(delivered.file.bytes),
            name: handed.name,
            sha256: handed.sha256,
            packing: packing(kind),
        },
        Err(problem) => Content::Nothing(format!("没有放入：{}", problem.text())),
    };
    Found {
        code: delivery.unit_code.clone(),
        unit: delivery.unit_name.clone(),
        path: delivery.path.clone(),
        material: deliverable.title.clone(),
        which: Which { ordinal: delivered.ordinal as usize, of: delivery.files.len() },
        called: delivered.file.name.clone(),
        received: delivery.received,
        timely: timely(deliverable, standing),
        remarks: remarks(standing, delivery.channel),
        content,
    }
}

/// What is packed already is not packed again.
fn packing(kind: Option<FileKind>) -> Packing {
    match kind {
        Some(FileKind::Picture | FileKind::Video | FileKind::Sound | FileKind::Archive) => Packing::AsItIs,
        _ => Packing::Packed,
    }
}

/// As the board judges it.
fn timely(deliverable: &Deliverable, standing: Option<&Standing>) -> Timely {
    match standing.and_then(|standing| standing.late_by(deliverable)) {
        _ if deliverable.due.is_none() => Timely::AnyTime,
        Some(by) => Timely::Late(by),
        None => Timely::OnTime,
    }
}

fn remarks(standing: Option<&Standing>, channel: Channel) -> Vec<String> {
    let returned = standing.is_some_and(|standing| standing.state == UnitState::Returned);
    let behalf = channel == Channel::Behalf;
    [returned.then_some("已退回"), behalf.then_some(channel.label())]
        .into_iter()
        .flatten()
        .map(str::to_owned)
        .collect()
}
