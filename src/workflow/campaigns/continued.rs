//! 沿用: a campaign that another one goes on from, a year later. It asks the same units for the same, and the
//! figures that were sent stand beside the new ones as last year's.

use std::sync::Arc;

use chrono::NaiveTime;

use super::super::Service;
use super::super::forms::name_of;
use super::arranged::own;
use super::made::Plan;
use crate::campaign::next_year::Years;
use crate::campaign::task::NewDeliverable;
use crate::campaign::{Choice, DaysOff, Deliverable, Due, Task};
use crate::form::Form;
use crate::problem::{Problem, ProblemCode};
use crate::store::{campaigns, choices};
use crate::vocabulary::{Actor, UnitCode};

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

impl Continued {
    /// The same in another year, or the deadlines that do not fall on any day there.
    pub fn plan(&self, year: i32, closing: NaiveTime) -> Result<Plan, Problem> {
        let years = Years { from: self.task.year, to: year };
        let mut wrong = Vec::new();
        let days_off = DaysOff { shift: self.task.days_off.shift, ..DaysOff::default() };
        let moved = self.deliverables.iter().map(|asked| moved(asked, years, closing, &days_off));
        let deliverables: Vec<NewDeliverable> =
            moved.filter_map(|moved| moved.map_err(|words| wrong.push((None, words))).ok()).collect();
        if let Some(words) = days_off.mistake() {
            wrong.push((None, format!("{words}请用新建任务布置，写上 {year} 年放假的日子。")));
        }
        if !wrong.is_empty() {
            return Err(Problem { code: ProblemCode::Invalid, sentences: wrong });
        }
        Ok(Plan {
            title: years.words(&self.task.title),
            form: self.form.as_deref().map_or(String::new(), name_of),
            year,
            period: years.words(&self.task.period),
            theme: None,
            issuer: self.task.issuer.clone(),
            returned_is_missing: self.task.returned_is_missing,
            paper_copy: self.task.paper_copy,
            days_off,
            last_campaign: self.form.is_some().then_some(self.task.id),
            notice: None,
            choice: self.choice.clone(),
            deliverables,
        })
    }
}

/// A deliverable in another year, or why its deadline cannot be carried there.
fn moved(
    asked: &Deliverable,
    years: Years,
    closing: NaiveTime,
    days_off: &DaysOff,
) -> Result<NewDeliverable, String> {
    let due = match &asked.due {
        Some(due) => {
            let (phrase, instant) = years.due(due, closing);
            let instant = instant.ok_or_else(|| {
                format!("{}的时限“{phrase}”在 {} 年对不上是哪一天，请用新建任务写明。", asked.title, years.to)
            })?;
            Some(Due { phrase, instant, grace: due.grace, shifted_from: None }.shifted(days_off))
        }
        None => None,
    };
    Ok(NewDeliverable {
        kind: asked.kind,
        title: years.words(&asked.title),
        due,
        close: asked.close.and_then(|close| years.instant(close)),
        required: asked.required,
        level: asked.level,
        files: asked.files.clone(),
    })
}

/// A campaign of the actor's own, to go on from.
pub fn continued(service: &Service, actor: &Actor, campaign: i64) -> Result<Continued, Problem> {
    let task = own(service, actor, campaign)?;
    service.store.read(|conn| {
        let form = task.form_version.map(|version| service.form(conn, version)).transpose()?;
        let deliverables = campaigns::deliverables(conn, campaign)?;
        let mut choice = choices::of(conn, campaign)?;
        // The next one is the actor's own and would ask everybody below; it is to ask whom this one asked.
        if task.unit != actor.unit && choice.below.is_empty() {
            choice.below.push(UnitCode::new(&task.unit_code));
        }
        Ok(Continued { task, form, choice, deliverables })
    })
}
