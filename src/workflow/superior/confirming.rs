//! A template is confirmed: what goes where was looked at on the sheet, and holds from now on.

use super::super::Service;
use super::filled::{From, Sheets, open};
use super::kept::{changed, sentence};
use crate::problem::Problem;
use crate::store::superior_templates::StepKind;
use crate::vocabulary::Actor;

/// Confirms what goes where; from now on tables are filled by it.
pub fn confirm(service: &Service, actor: &Actor, id: i64) -> Result<(), Problem> {
    let opened = open(service, actor, id, Sheets::Draft)?;
    if let Some(refused) = opened.look(service, actor, From::Live)?.refused {
        return Err(Problem::invalid(format!("不能确认：{}", sentence(vec![refused]))));
    }
    let content = serde_json::to_string(&opened.places).map_err(|_| Problem::broken())?;
    let (cells, seen) = (opened.places.spots.len(), opened.kept.steps.len());
    changed(service, actor, id, (StepKind::Confirm, "confirm-template"), move |kept| {
        // Somebody else corrected a cell meanwhile: what would be confirmed is not what was looked at.
        if kept.steps.len() == seen { Ok((content, cells)) } else { Err(Problem::stale()) }
    })
}
