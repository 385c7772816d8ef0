//! A unit's row in a campaign, completed with what stands elsewhere: its draft, and its extension.

use std::collections::HashMap;

use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::numbers::from_millis;
use super::super::schema::{deliverable, draft, expected_unit, extension, unit};
use crate::campaign::{DeliverableKind, Standing, UnitState};
use crate::problem::Problem;

#[derive(Queryable, Selectable)]
#[diesel(table_name = expected_unit)]
pub(super) struct Core {
    exempt_reason: Option<String>,
    state: String,
    revisions: i64,
    nil: bool,
    current_revision_id: Option<i64>,
    in_force_revision_id: Option<i64>,
    first_received_at: Option<i64>,
    first_valid_at: Option<i64>,
    last_changed_at: Option<i64>,
    accepted_at: Option<i64>,
}

pub(super) type UnitRow = (i64, String, String, String, Option<String>);

/// From so many units on, drafts and extensions of the whole campaign are read at once.
pub(super) const MANY: usize = 1_000;

pub(super) const UNIT: (unit::id, unit::code, unit::name, unit::path, unit::contact) =
    (unit::id, unit::code, unit::name, unit::path, unit::contact);

/// Adds drafts and the extensions of the statistics table.
pub(super) fn complete(
    conn: &mut Conn,
    campaign: i64,
    rows: Vec<(Core, UnitRow)>,
) -> Result<Vec<Standing>, Problem> {
    let mut drafts = draft::table
        .filter(draft::campaign_id.eq(campaign))
        .select((draft::unit_id, draft::saved_at))
        .into_boxed();
    let mut extensions = extension::table
        .inner_join(deliverable::table)
        .filter(deliverable::campaign_id.eq(campaign))
        .filter(deliverable::kind.eq(DeliverableKind::Table.code()).and(deliverable::level.is_null()))
        .order(extension::id)
        .select((extension::unit_id, extension::until))
        .into_boxed();
    if rows.len() <= MANY {
        let units: Vec<i64> = rows.iter().map(|(_, unit)| unit.0).collect();
        drafts = drafts.filter(draft::unit_id.eq_any(units.clone()));
        extensions = extensions.filter(extension::unit_id.eq_any(units));
    }
    let drafts: Vec<(i64, i64)> = drafts.load(conn)?;
    let extensions: Vec<(i64, i64)> = extensions.load(conn)?;
    let drafts: HashMap<i64, i64> = drafts.into_iter().collect();
    // The newest extension of a unit comes last and wins.
    let extensions: HashMap<i64, i64> = extensions.into_iter().collect();
    let standing = |(core, unit): (Core, UnitRow)| {
        let (extended, saved) = (extensions.get(&unit.0).copied(), drafts.get(&unit.0).copied());
        standing(core, unit, extended, saved)
    };
    Ok(rows.into_iter().map(standing).collect())
}

pub(super) fn standing(
    core: Core,
    (id, code, name, path, contact): UnitRow,
    extended: Option<i64>,
    draft_saved: Option<i64>,
) -> Standing {
    Standing {
        unit: id,
        code,
        name,
        path,
        contact,
        exempt: core.exempt_reason,
        state: UnitState::from_code(&core.state).unwrap_or(UnitState::None),
        revisions: core.revisions,
        nil: core.nil,
        current: core.current_revision_id,
        in_force: core.in_force_revision_id,
        first_received: core.first_received_at.map(from_millis),
        first_valid: core.first_valid_at.map(from_millis),
        last_changed: core.last_changed_at.map(from_millis),
        accepted: core.accepted_at.map(from_millis),
        extended: extended.map(from_millis),
        draft_saved: draft_saved.map(from_millis),
    }
}
