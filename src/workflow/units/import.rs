//! A unit list is read, compared with the tree, shown, and written once it is confirmed.
//!
//! The confirmation names the file that was kept and the tree that it was compared with, and is refused if
//! the tree has moved since. What is written is therefore what was shown.

use super::super::Service;
use super::super::accounts::By;
use super::written::{known, rows, write};
use crate::problem::Problem;
use crate::store::units;
use crate::vocabulary::register::plan::{Plan, plan};

/// A file compared with the tree, and the name under which it may be confirmed.
#[derive(Clone, Debug)]
pub struct Preview {
    pub plan: Plan,
    pub name: String,
}

/// What the file would change; nothing changes.
pub fn preview(service: &Service, by: By, bytes: &[u8]) -> Result<Preview, Problem> {
    let (plan, version) = planned(service, by, bytes)?;
    let kept = if plan.is_clean() { service.store.objects.keep(bytes)? } else { String::new() };
    Ok(Preview { plan, name: format!("{kept}.{version}") })
}

/// What a file would change; nothing is kept of it.
pub fn rehearse(service: &Service, by: By, bytes: &[u8]) -> Result<Plan, Problem> {
    Ok(planned(service, by, bytes)?.0)
}

/// The plan, and the version of the tree that it was made for.
fn planned(service: &Service, by: By, bytes: &[u8]) -> Result<(Plan, i64), Problem> {
    by.administers_all()?;
    let rows = rows(service, bytes)?;
    let (current, version) = service.store.read(|conn| Ok((known(conn)?, units::version(conn)?)))?;
    Ok((plan(&current, &rows), version))
}

/// Imports the file that was previewed, if the tree is still the same.
pub fn confirm(service: &Service, by: By, name: &str) -> Result<Plan, Problem> {
    by.administers_all()?;
    let parts = name.split_once('.').and_then(|(kept, version)| Some((kept, version.parse::<i64>().ok()?)));
    let (kept, version) = parts.ok_or_else(Problem::stale)?;
    if kept.len() != 64 || !kept.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Problem::stale());
    }
    let bytes = service.store.objects.fetch(kept)?;
    write(service, by, &bytes, Some(version))
}

/// Imports a file at once, for the command line.
pub fn import(service: &Service, by: By, bytes: &[u8]) -> Result<Plan, Problem> {
    by.administers_all()?;
    write(service, by, bytes, None)
}
