//! 上年同期 for a campaign: from last year's campaign, or from a file in any layout that the reader reads.

use super::super::Service;
use super::arranged::{not_archived, note, own};
use crate::campaign::Task;
use crate::problem::Problem;
use crate::store::{campaigns, last_year, units};
use crate::vocabulary::Actor;

/// Takes last year's figures from last year's campaign.
pub fn use_last_campaign(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    last: Option<i64>,
) -> Result<(), Problem> {
    let task = own(service, actor, campaign)?;
    if let Some(last) = last {
        let before = own(service, actor, last)?;
        check_last_year(&before, task.form_version.filter(|_| last != campaign))?;
    }
    let (account, now) = (actor.account, service.now());
    service.store.write(move |conn| {
        not_archived(conn, campaign)?;
        campaigns::set_last_campaign(conn, campaign, last)?;
        note(conn, account, now, "set-last-year", campaign, serde_json::json!({ "campaign": last }))
    })
}

/// Figures are compared only where the same was asked.
pub(super) fn check_last_year(last: &Task, form_version: Option<i64>) -> Result<(), Problem> {
    if form_version.is_some() && last.form_version == form_version {
        return Ok(());
    }
    Err(Problem::field("campaign", "上年任务的报表与本任务不同，不能作为上年同期。"))
}

/// Loads last year's figures from a file, in any layout that the reader reads; how many units it had.
pub fn load_last_year(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    name: &str,
    bytes: &[u8],
) -> Result<usize, Problem> {
    let task = own(service, actor, campaign)?;
    let reader = service.store.read(|conn| service.reader_of_last_year(conn, &task))?;
    let found =
        super::super::last_year::read_last_year_bytes(&reader, name, bytes, task.year - 1, service.now())?;
    let sha256 = service.store.objects.keep(bytes)?;
    let (account, now) = (actor.account, service.now());
    let name = name.to_owned();
    service.store.write(move |conn| {
        not_archived(conn, campaign)?;
        let form = reader.form();
        let mut rows = Vec::new();
        for (whole, figures) in [(false, &found.0), (true, &found.1)] {
            for (code, values) in figures {
                if let Some(node) = units::by_code(conn, code.as_str())? {
                    rows.push((node.id, whole, values.clone()));
                }
            }
        }
        last_year::replace(conn, form, campaign, &rows)?;
        let detail = serde_json::json!({ "file": name, "sha256": sha256, "units": rows.len() });
        note(conn, account, now, "load-last-year", campaign, detail)?;
        Ok(rows.len())
    })
}
