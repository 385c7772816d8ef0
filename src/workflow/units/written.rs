//! A plan of changes is carried out on the tree, each change noted in the unit's history and the whole import
//! in the log.

use serde_json::json;

use super::super::accounts::By;
use super::super::{Service, tables};
use crate::problem::{Problem, ProblemCode};
use crate::store::Conn;
use crate::store::audit::{self, Entry};
use crate::store::units::{self, Change, Description};
use crate::vocabulary::register::Row;
use crate::vocabulary::register::plan::{Known, Line, Plan, Step, plan};

/// Writes a file's list, whatever the tree is now, or only over the tree of this version.
pub(super) fn write(service: &Service, by: By, bytes: &[u8], version: Option<i64>) -> Result<Plan, Problem> {
    let source = ("sha256", crate::store::objects::sha256(bytes));
    write_rows(service, by, rows(service, bytes)?, source, version)
}

/// Writes lines whose source is named in the log.
pub(super) fn write_rows(
    service: &Service,
    by: By,
    rows: Vec<Row>,
    source: (&'static str, String),
    version: Option<i64>,
) -> Result<Plan, Problem> {
    let change = Change { at: service.now(), account: by.account() };
    service.store.write(move |conn| {
        units::hold(conn)?;
        if version.is_some_and(|version| units::version(conn).is_ok_and(|now| now != version)) {
            return Err(Problem::stale());
        }
        let current = known(conn)?;
        let plan = plan(&current, &rows);
        if !plan.is_clean() {
            let sentences = plan.sentences().into_iter().map(|sentence| (None, sentence)).collect();
            return Err(Problem { code: ProblemCode::Invalid, sentences });
        }
        for line in plan.changes(&current) {
            apply(conn, line, change)?;
        }
        let detail = json!({
            source.0: source.1,
            "new": plan.count(|step| matches!(step, Step::New(_))),
            "changed": plan.count(|step| matches!(step, Step::Changed(..))),
        });
        note(conn, change, detail.to_string())?;
        Ok(plan)
    })
}

fn note(conn: &mut Conn, change: Change, detail: String) -> Result<(), Problem> {
    let (chain, subject) = (audit::SYSTEM.to_owned(), "units".to_owned());
    let Change { at, account } = change;
    audit::append(conn, Entry { chain, at, account, verb: "import-units", subject, detail })?;
    Ok(())
}

pub(super) fn rows(service: &Service, bytes: &[u8]) -> Result<Vec<Row>, Problem> {
    tables::rows_of(&service.office.pool, bytes).map_err(|sentence| Problem::field("file", sentence))
}

/// The tree as a plan sees it.
pub(super) fn known(conn: &mut Conn) -> Result<Vec<Known>, Problem> {
    let nodes = units::all(conn)?;
    let active: Vec<bool> = nodes.iter().map(|node| node.active).collect();
    let known = units::units(nodes).into_iter().zip(active).map(|(unit, active)| Known { unit, active });
    Ok(known.collect())
}

fn apply(conn: &mut Conn, line: &Line, change: Change) -> Result<(), Problem> {
    let (Step::New(known) | Step::Changed(known, _)) = &line.step else { return Ok(()) };
    let description = description(known);
    let parent = match &known.unit.parent {
        Some(code) => Some(units::by_code(conn, code.as_str())?.ok_or_else(Problem::stale)?),
        None => None,
    };
    let Some(before) = units::by_code(conn, &description.code)? else {
        units::add(conn, &description, parent.as_ref(), change)?;
        return Ok(());
    };
    units::describe(conn, &before, &description, change)?;
    match parent {
        Some(parent) if before.parent != Some(parent.id) => units::move_below(conn, &before, &parent, change),
        _ => Ok(()),
    }
}

fn description(known: &Known) -> Description {
    Description { active: known.active, ..Description::of(&known.unit) }
}
