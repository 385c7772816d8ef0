//! 沿用: a campaign that another one goes on from, a year later. It asks the same units for the same, and the
//! figures that were sent stand beside the new ones as last year's.

use std::sync::Arc;

use super::super::Service;
use super::arranged::own;
use crate::campaign::task::NewDeliverable;
use crate::campaign::{Choice, Deliverable, Task};
use crate::form::Form;
use crate::problem::Problem;
use crate::store::{campaigns, choices};
use crate::vocabulary::Actor;

/// A campaign as the next one needs it.
#[derive(Clone, Debug)]
pub struct Continued {
    pub task: Task,
    pub form: Option<Arc<Form>>,
    pub choice: Choice,
    pub deliverables: Vec<Deliverable>,
}

impl Continued {
    /// Whether its figures are last year's of a campaign that asks for this.
    pub fn goes_on(&self, deliverables: &[NewDeliverable]) -> bool {
        self.form.is_some() && deliverables.iter().any(NewDeliverable::is_table)
    }
}

/// A campaign of the actor's own, to go on from.
pub fn continued(service: &Service, actor: &Actor, campaign: i64) -> Result<Continued, Problem> {
    let task = own(service, actor, campaign)?;
    service.store.read(|conn| {
        let form = task.form_version.map(|version| service.form(conn, version)).transpose()?;
        let (choice, deliverables) = (choices::of(conn, campaign)?, campaigns::deliverables(conn, campaign)?);
        Ok(Continued { task, form, choice, deliverables })
    })
}
