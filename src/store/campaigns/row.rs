//! A campaign as its row says it, with the node that it belongs to, and the days that move its deadlines.

use std::collections::BTreeSet;

use diesel::dsl::Eq;
use diesel::prelude::*;

use super::super::numbers::from_millis;
use super::super::schema::campaign;
use crate::campaign::days_off::{read_days, show_days};
use crate::campaign::{CampaignState, DaysOff, Shift, Task};
use crate::vocabulary::Level;

pub(super) type Row = (CampaignRow, (String, String, String));

type CampaignRow = (
    (i64, String, Option<i64>, i64, i64, String, Option<String>, String, String),
    (bool, bool, Option<i64>, i64, Option<i64>, Option<i64>),
    (Option<String>, Option<String>, Option<String>),
    (Option<i64>, Option<String>),
);

macro_rules! campaign_columns {
    () => {
        (
            (
                (
                    campaign::id,
                    campaign::title,
                    campaign::form_version_id,
                    campaign::unit_id,
                    campaign::year,
                    campaign::period,
                    campaign::theme,
                    campaign::issuer,
                    campaign::state,
                ),
                (
                    campaign::returned_is_missing,
                    campaign::paper_copy,
                    campaign::last_campaign_id,
                    campaign::created_at,
                    campaign::published_at,
                    campaign::closed_at,
                ),
                (campaign::shift, campaign::holidays, campaign::workdays),
                (campaign::notice_id, campaign::asks_level),
            ),
            (unit::code, unit::name, unit::path),
        )
    };
}

pub(super) use campaign_columns;

/// A custom and its calendar as columns; nothing where no day moves a deadline.
pub(super) fn kept_days(days_off: &DaysOff) -> KeptDays {
    let used = days_off.shift != Shift::Never;
    let kept = |text: String| used.then_some(text);
    (
        campaign::shift.eq(kept(days_off.shift.code().to_owned())),
        campaign::holidays.eq(kept(show_days(&days_off.holidays))),
        campaign::workdays.eq(kept(show_days(&days_off.workdays))),
    )
}

pub(super) type KeptDays = (
    Eq<campaign::shift, Option<String>>,
    Eq<campaign::holidays, Option<String>>,
    Eq<campaign::workdays, Option<String>>,
);

fn days_off((shift, holidays, workdays): (Option<String>, Option<String>, Option<String>)) -> DaysOff {
    let days = |text: Option<String>| {
        text.map_or_else(BTreeSet::new, |text| {
            read_days(&text, None).unwrap_or_else(|words| {
                tracing::error!(words, "days off that were kept cannot be read");
                BTreeSet::new()
            })
        })
    };
    let shift = shift.as_deref().and_then(Shift::from_code).unwrap_or(Shift::Never);
    DaysOff { shift, holidays: days(holidays), workdays: days(workdays) }
}

pub(super) fn task((row, (unit_code, unit_name, path)): Row) -> Task {
    let (id, title, form_version, unit, year, period, theme, issuer, state) = row.0;
    let (returned_is_missing, paper_copy, last_campaign, created_at, published_at, closed_at) = row.1;
    Task {
        id,
        title,
        form_version,
        unit,
        unit_code,
        unit_name,
        path,
        year: year as i32,
        period,
        theme,
        issuer,
        state: CampaignState::from_code(&state).unwrap_or(CampaignState::Draft),
        returned_is_missing,
        paper_copy,
        days_off: days_off(row.2),
        notice: row.3.0,
        last_campaign,
        level: row.3.1.as_deref().and_then(Level::from_code),
        created_at: from_millis(created_at),
        published_at: published_at.map(from_millis),
        closed_at: closed_at.map(from_millis),
    }
}
