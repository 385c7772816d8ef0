//! 上级模板 in the database: blank files of superiors, each for one node's roll-up in a campaign, and what people did with
//! them. Appended, never changed: what was taken away or replaced stays, and is no longer shown.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::connection::Conn;
use super::numbers::{from_millis, to_millis};
use super::objects::sha256;
use super::schema::{account, object, superior_template, superior_template_step};
use crate::problem::Problem;
use crate::submit::draft::DraftFile;
use crate::vocabulary::time::Instant;

/// What somebody did with a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// Said of some cells what goes there.
    Correct,
    /// Confirmed what goes where.
    Confirm,
    /// Another was confirmed or uploaded in its place.
    Replace,
    Remove,
}

impl StepKind {
    const ALL: [StepKind; 4] = [StepKind::Correct, StepKind::Confirm, StepKind::Replace, StepKind::Remove];

    /// The name in the database.
    fn code(self) -> &'static str {
        match self {
            StepKind::Correct => "correct",
            StepKind::Confirm => "confirm",
            StepKind::Replace => "replace",
            StepKind::Remove => "remove",
        }
    }
}

/// One step, with what it says as JSON: the cells that were corrected, all places that were confirmed; else nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub kind: StepKind,
    pub content: String,
    pub by: String,
    pub at: Instant,
    pub digest: String,
}

/// A template as it was received, and everything that was done with it, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub id: i64,
    pub campaign: i64,
    /// Number of the node.
    pub unit: i64,
    pub file: DraftFile,
    /// What was read in it, as JSON.
    pub places: String,
    pub by: String,
    pub at: Instant,
    pub steps: Vec<Step>,
}

impl Kept {
    /// Whether it was taken away or replaced.
    pub fn is_gone(&self) -> bool {
        self.steps.iter().any(|step| matches!(step.kind, StepKind::Replace | StepKind::Remove))
    }

    /// The last confirmation.
    pub fn confirmed(&self) -> Option<&Step> {
        self.steps.iter().rfind(|step| step.kind == StepKind::Confirm)
    }

    /// Corrections since then.
    pub fn corrections(&self) -> impl Iterator<Item = &Step> {
        let from = self.steps.iter().rposition(|step| step.kind == StepKind::Confirm).map_or(0, |at| at + 1);
        self.steps[from..].iter().filter(|step| step.kind == StepKind::Correct)
    }
}

/// Keeps a template of a node; its number.
pub fn insert(
    conn: &mut Conn,
    (campaign, unit): (i64, i64),
    file: &DraftFile,
    places: &str,
    (by, now): (i64, Instant),
) -> Result<i64, Problem> {
    let row = (
        superior_template::campaign_id.eq(campaign),
        superior_template::unit_id.eq(unit),
        superior_template::account_id.eq(by),
        superior_template::at.eq(to_millis(now)),
        superior_template::object_sha256.eq(&file.sha256),
        superior_template::file_name.eq(&file.name),
        superior_template::places.eq(places),
        superior_template::digest.eq(sha256(places.as_bytes())),
    );
    let id = diesel::insert_into(superior_template::table)
        .values(row)
        .returning(superior_template::id)
        .get_result(conn)?;
    super::written::added("superior_template", &[id]);
    Ok(id)
}

/// Appends a step; the digest of what it says.
pub fn step(
    conn: &mut Conn,
    template: i64,
    (kind, content): (StepKind, &str),
    (by, now): (i64, Instant),
) -> Result<String, Problem> {
    let digest = sha256(content.as_bytes());
    let row = (
        superior_template_step::superior_template_id.eq(template),
        superior_template_step::account_id.eq(by),
        superior_template_step::at.eq(to_millis(now)),
        superior_template_step::kind.eq(kind.code()),
        superior_template_step::content.eq(content),
        superior_template_step::digest.eq(&digest),
    );
    let id = diesel::insert_into(superior_template_step::table)
        .values(row)
        .returning(superior_template_step::id)
        .get_result(conn)?;
    super::written::added("superior_template_step", &[id]);
    Ok(digest)
}

type Row = (i64, i64, i64, String, String, i64, String, String, i64);

macro_rules! templates {
    () => {
        superior_template::table
            .inner_join(account::table)
            .inner_join(object::table)
            .order(superior_template::id)
            .select((
                superior_template::id,
                superior_template::campaign_id,
                superior_template::unit_id,
                superior_template::object_sha256,
                superior_template::file_name,
                object::bytes,
                superior_template::places,
                account::name,
                superior_template::at,
            ))
    };
}

/// A node's templates in a campaign that were not taken away, oldest first.
pub fn of_node(conn: &mut Conn, campaign: i64, unit: i64) -> Result<Vec<Kept>, Problem> {
    let rows: Vec<Row> = templates!()
        .filter(superior_template::campaign_id.eq(campaign))
        .filter(superior_template::unit_id.eq(unit))
        .load(conn)?;
    let mut kept = complete(conn, rows)?;
    kept.retain(|one| !one.is_gone());
    Ok(kept)
}

/// One template, also one that was taken away.
pub fn find(conn: &mut Conn, id: i64) -> Result<Kept, Problem> {
    let row: Option<Row> = templates!().filter(superior_template::id.eq(id)).first(conn).optional()?;
    complete(conn, vec![row.ok_or_else(Problem::not_found)?])?.pop().ok_or_else(Problem::not_found)
}

fn complete(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Kept>, Problem> {
    type StepRow = (i64, String, String, String, String, i64);
    let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
    let lines: Vec<StepRow> = superior_template_step::table
        .inner_join(account::table)
        .filter(superior_template_step::superior_template_id.eq_any(ids))
        .order(superior_template_step::id)
        .select((
            superior_template_step::superior_template_id,
            superior_template_step::kind,
            superior_template_step::content,
            superior_template_step::digest,
            account::name,
            superior_template_step::at,
        ))
        .load(conn)?;
    let mut steps: BTreeMap<i64, Vec<Step>> = BTreeMap::new();
    for (template, code, content, digest, by, at) in lines {
        let kind = StepKind::ALL.into_iter().find(|kind| kind.code() == code).ok_or_else(Problem::broken)?;
        let step = Step { kind, content, by, at: from_millis(at), digest };
        steps.entry(template).or_default().push(step);
    }
    let kept = |(id, campaign, unit, sha256, name, bytes, places, by, at): Row| Kept {
        id,
        campaign,
        unit,
        file: DraftFile { name, sha256, bytes: u64::try_from(bytes).unwrap_or_default() },
        places,
        by,
        at: from_millis(at),
        steps: steps.remove(&id).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(kept).collect())
}
