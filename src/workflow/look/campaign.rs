//! Campaigns as they are listed, and one campaign with everything that was arranged for it.

use std::sync::Arc;

use super::super::Service;
use crate::campaign::burden::Heard;
use crate::campaign::task::DueChange;
use crate::campaign::{CampaignState, Choice, Deliverable, Task};
use crate::form::Form;
use crate::problem::Problem;
use crate::store::{burdens, campaigns, choices};
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

/// The campaigns that the actor may know of, with the statistics table of each that asks for one.
pub fn campaigns_of(service: &Service, actor: &Actor) -> Result<Vec<(Task, Option<Deliverable>)>, Problem> {
    service.store.read(|conn| {
        let tasks = campaigns::list(conn, actor)?;
        tasks
            .into_iter()
            .map(|task| {
                let table = campaigns::find_table(conn, task.id)?;
                Ok((task, table))
            })
            .collect()
    })
}

/// A campaign with its deliverables, each with every change of its deadline.
#[derive(Clone, Debug)]
pub struct CampaignView {
    pub task: Task,
    /// Where it asks for a statistics table.
    pub form: Option<Arc<Form>>,
    pub deliverables: Vec<(Deliverable, Vec<DueChange>)>,
    /// Whether last year's figures were loaded from a file.
    pub last_year_loaded: bool,
    /// Whom it was chosen to ask.
    pub choice: Choice,
    /// How many units a draft will ask once it is published; nobody is expected before.
    pub will_ask: usize,
    /// What units within sight said of their burden.
    pub heard: Heard,
    pub now: Instant,
}

pub fn campaign(service: &Service, actor: &Actor, id: i64) -> Result<CampaignView, Problem> {
    let now = service.now();
    service.store.read(|conn| {
        let task = campaigns::find(conn, actor, id)?;
        let form = task.form_version.map(|version| service.form(conn, version)).transpose()?;
        let mut deliverables = Vec::new();
        for deliverable in campaigns::deliverables(conn, id)? {
            let changes = campaigns::due_changes(conn, deliverable.id)?;
            deliverables.push((deliverable, changes));
        }
        let last_year_loaded = crate::store::last_year::is_loaded(conn, id)?;
        let will_ask = match task.state {
            CampaignState::Draft => super::super::campaigns::asked(conn, &task)?
                .iter()
                .filter(|node| node.exempt_reason.is_none())
                .count(),
            _ => 0,
        };
        let heard = burdens::heard(conn, id, &actor.path)?;
        let choice = choices::of(conn, id)?;
        Ok(CampaignView { task, form, deliverables, last_year_loaded, choice, will_ask, heard, now })
    })
}
