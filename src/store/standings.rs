//! Where every expected unit stands: the one place that changes while a campaign runs, and only forwards.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::connection::{Conn, each};
use super::numbers::{from_millis, to_millis};
use super::schema::{account, deliverable, draft, expected_unit, extension, unit};
use crate::campaign::task::Extension;
use crate::campaign::{DeliverableKind, Standing, UnitState};
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

#[derive(Queryable, Selectable)]
#[diesel(table_name = expected_unit)]
struct Core {
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

type UnitRow = (i64, String, String, String, Option<String>);

/// Expects the units of a campaign, each with the reason of its exemption where it has one. Those already
/// expected stay as they are.
pub fn expect(
    conn: &mut Conn,
    campaign: i64,
    units: &[(i64, Option<String>)],
    by: i64,
    now: Instant,
) -> Result<(), Problem> {
    let rows: Vec<_> = units
        .iter()
        .map(|(unit, exempt)| {
            (
                expected_unit::campaign_id.eq(campaign),
                expected_unit::unit_id.eq(*unit),
                expected_unit::exempt_reason.eq(exempt.clone()),
                expected_unit::exempt_by.eq(exempt.as_ref().map(|_| by)),
                expected_unit::exempt_at.eq(exempt.as_ref().map(|_| to_millis(now))),
                expected_unit::state.eq(UnitState::None.code()),
                expected_unit::revisions.eq(0_i64),
                expected_unit::nil.eq(false),
            )
        })
        .collect();
    for chunk in rows.chunks(1_000) {
        let chunk = chunk.to_vec();
        each!(conn, inner => diesel::insert_into(expected_unit::table)
            .values(chunk)
            .on_conflict_do_nothing()
            .execute(inner))?;
    }
    Ok(())
}

/// The units that a campaign expects.
pub fn expected(conn: &mut Conn, campaign: i64) -> Result<HashSet<i64>, Problem> {
    let ids: Vec<i64> = expected_unit::table
        .filter(expected_unit::campaign_id.eq(campaign))
        .select(expected_unit::unit_id)
        .load(conn)?;
    Ok(ids.into_iter().collect())
}

/// Where one unit stands; `None` where the campaign does not expect it.
pub fn find(conn: &mut Conn, campaign: i64, unit_id: i64) -> Result<Option<Standing>, Problem> {
    type Row = (Core, UnitRow, Option<i64>, Option<i64>);
    let extended = extension::table
        .inner_join(deliverable::table)
        .filter(deliverable::campaign_id.eq(campaign))
        .filter(deliverable::kind.eq(DeliverableKind::Table.code()))
        .filter(extension::unit_id.eq(unit_id))
        .order(extension::id.desc())
        .limit(1)
        .select(extension::until)
        .single_value();
    let own_draft = draft::campaign_id.eq(campaign).and(draft::unit_id.eq(unit_id));
    let row: Option<Row> = expected_unit::table
        .inner_join(unit::table)
        .left_join(draft::table.on(own_draft))
        .filter(expected_unit::campaign_id.eq(campaign).and(expected_unit::unit_id.eq(unit_id)))
        .select((Core::as_select(), UNIT, extended, draft::saved_at.nullable()))
        .first(conn)
        .optional()?;
    Ok(row.map(|(core, unit, extended, saved)| standing(core, unit, extended, saved)))
}

/// Every expected unit of a subtree, by code.
pub fn below(conn: &mut Conn, campaign: i64, path: &str) -> Result<Vec<Standing>, Problem> {
    let rows: Vec<(Core, UnitRow)> = expected_unit::table
        .inner_join(unit::table)
        .filter(expected_unit::campaign_id.eq(campaign))
        .filter(unit::path.ge(path).and(unit::path.lt(super::units::behind(path))))
        .order(unit::code)
        .select((Core::as_select(), UNIT))
        .load(conn)?;
    complete(conn, campaign, rows)
}

/// Where these units stand, as far as the campaign expects them.
pub fn of_units(conn: &mut Conn, campaign: i64, units: &[i64]) -> Result<Vec<Standing>, Problem> {
    let mut standings = Vec::new();
    for units in units.chunks(MANY) {
        let rows: Vec<(Core, UnitRow)> = expected_unit::table
            .inner_join(unit::table)
            .filter(expected_unit::campaign_id.eq(campaign).and(expected_unit::unit_id.eq_any(units)))
            .select((Core::as_select(), UNIT))
            .load(conn)?;
        standings.extend(complete(conn, campaign, rows)?);
    }
    Ok(standings)
}

/// From so many units on, drafts and extensions of the whole campaign are read at once.
const MANY: usize = 1_000;

const UNIT: (unit::id, unit::code, unit::name, unit::path, unit::contact) =
    (unit::id, unit::code, unit::name, unit::path, unit::contact);

/// Adds drafts and the extensions of the statistics table.
fn complete(conn: &mut Conn, campaign: i64, rows: Vec<(Core, UnitRow)>) -> Result<Vec<Standing>, Problem> {
    let mut drafts = draft::table
        .filter(draft::campaign_id.eq(campaign))
        .select((draft::unit_id, draft::saved_at))
        .into_boxed();
    let mut extensions = extension::table
        .inner_join(deliverable::table)
        .filter(deliverable::campaign_id.eq(campaign))
        .filter(deliverable::kind.eq(DeliverableKind::Table.code()))
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

fn standing(
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

/// Locks a unit's row until the transaction ends, so that two requests about the same unit come one after the
/// other on either database.
pub fn lock(conn: &mut Conn, campaign: i64, unit_id: i64) -> Result<(), Problem> {
    let locked = diesel::update(expected_unit::table.find((campaign, unit_id)))
        .set(expected_unit::revisions.eq(expected_unit::revisions))
        .execute(conn)?;
    if locked == 1 { Ok(()) } else { Err(Problem::not_found()) }
}

/// Notes a revision that was sent: it is current and, being clean, in force.
pub fn note_revision(
    conn: &mut Conn,
    before: &Standing,
    campaign: i64,
    (revision, nil, received): (i64, bool, Instant),
) -> Result<(), Problem> {
    let received = to_millis(received);
    let first = |known: Option<Instant>| known.map_or(received, |known| to_millis(known).min(received));
    diesel::update(expected_unit::table.find((campaign, before.unit)))
        .set((
            expected_unit::state.eq(UnitState::Submitted.code()),
            expected_unit::revisions.eq(before.revisions + 1),
            expected_unit::nil.eq(nil),
            expected_unit::current_revision_id.eq(Some(revision)),
            expected_unit::in_force_revision_id.eq(Some(revision)),
            expected_unit::first_received_at.eq(Some(first(before.first_received))),
            expected_unit::first_valid_at.eq(Some(first(before.first_valid))),
            expected_unit::last_changed_at.eq(Some(received)),
            expected_unit::accepted_at.eq(None::<i64>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Notes that the current revision was accepted or returned.
pub fn note_review(
    conn: &mut Conn,
    campaign: i64,
    unit_id: i64,
    (state, now): (UnitState, Instant),
) -> Result<(), Problem> {
    let accepted = (state == UnitState::Accepted).then(|| to_millis(now));
    diesel::update(expected_unit::table.find((campaign, unit_id)))
        .set((expected_unit::state.eq(state.code()), expected_unit::accepted_at.eq(accepted)))
        .execute(conn)?;
    Ok(())
}

/// Exempts a unit with a reason, or (`None`) expects it again.
pub fn exempt(
    conn: &mut Conn,
    campaign: i64,
    unit_id: i64,
    reason: Option<&str>,
    (by, now): (i64, Instant),
) -> Result<(), Problem> {
    diesel::update(expected_unit::table.find((campaign, unit_id)))
        .set((
            expected_unit::exempt_reason.eq(reason),
            expected_unit::exempt_by.eq(Some(by)),
            expected_unit::exempt_at.eq(Some(to_millis(now))),
        ))
        .execute(conn)?;
    Ok(())
}

/// Grants an extension; a later one of the same unit takes its place.
pub fn extend(
    conn: &mut Conn,
    deliverable: i64,
    unit_id: i64,
    (until, reason): (Instant, &str),
    (by, now): (i64, Instant),
) -> Result<(), Problem> {
    diesel::insert_into(extension::table)
        .values((
            extension::deliverable_id.eq(deliverable),
            extension::unit_id.eq(unit_id),
            extension::until.eq(to_millis(until)),
            extension::reason.eq(reason),
            extension::granted_by.eq(by),
            extension::granted_at.eq(to_millis(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// A unit's extensions of a deliverable, oldest first.
pub fn extensions(conn: &mut Conn, deliverable: i64, unit_id: i64) -> Result<Vec<Extension>, Problem> {
    let rows: Vec<(i64, i64, String, String, i64)> = extension::table
        .inner_join(account::table)
        .filter(extension::deliverable_id.eq(deliverable).and(extension::unit_id.eq(unit_id)))
        .order(extension::id)
        .select((
            extension::unit_id,
            extension::until,
            extension::reason,
            account::name,
            extension::granted_at,
        ))
        .load(conn)?;
    let extensions = rows.into_iter().map(|(unit, until, reason, granted_by, granted_at)| Extension {
        unit,
        until: from_millis(until),
        reason,
        granted_by,
        granted_at: from_millis(granted_at),
    });
    Ok(extensions.collect())
}
