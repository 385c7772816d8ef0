//! 催报: whom somebody reminded of what, when, by which channel and in which words. Appended, never changed.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;

use super::connection::{Conn, each};
use super::numbers::{from_millis, to_millis};
use super::schema::{account, deliverable, reminded, reminder, unit};
use super::units::behind;
use super::written;
use crate::campaign::ReminderChannel;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// A reminder about to be kept.
#[derive(Clone, Debug)]
pub struct NewReminder {
    pub campaign: i64,
    pub by: i64,
    pub at: Instant,
    pub channel: ReminderChannel,
    pub words: String,
    /// Unit and deliverable.
    pub of: Vec<(i64, i64)>,
}

/// How often a unit was reminded, and the last time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastReminded {
    pub times: usize,
    pub at: Instant,
    pub channel: ReminderChannel,
}

/// A reminder, as far as one subtree is concerned.
#[derive(Clone, Debug)]
pub struct Reminder {
    pub id: i64,
    pub by: String,
    pub at: Instant,
    pub channel: ReminderChannel,
    pub words: String,
    /// Code and name of each unit, with the numbers and titles of what it was reminded of.
    pub units: Vec<RemindedUnit>,
}

#[derive(Clone, Debug)]
pub struct RemindedUnit {
    pub code: String,
    pub name: String,
    /// Number and title of each.
    pub of: Vec<(i64, String)>,
}

/// Keeps a reminder; its number.
pub fn insert(conn: &mut Conn, new: &NewReminder) -> Result<i64, Problem> {
    let id = diesel::insert_into(reminder::table)
        .values((
            reminder::campaign_id.eq(new.campaign),
            reminder::account_id.eq(new.by),
            reminder::at.eq(to_millis(new.at)),
            reminder::channel.eq(new.channel.code()),
            reminder::words.eq(&new.words),
        ))
        .returning(reminder::id)
        .get_result(conn)?;
    written::added("reminder", &[id]);
    let rows: Vec<_> = new
        .of
        .iter()
        .map(|(unit, deliverable)| {
            (
                reminded::reminder_id.eq(id),
                reminded::unit_id.eq(*unit),
                reminded::deliverable_id.eq(*deliverable),
            )
        })
        .collect();
    for chunk in rows.chunks(1_000) {
        let chunk = chunk.to_vec();
        each!(conn, inner => diesel::insert_into(reminded::table).values(chunk).execute(inner))?;
    }
    Ok(id)
}

/// The number of what the same person said last in a campaign, if it is the very same and not older than `since`.
pub fn same_again(conn: &mut Conn, new: &NewReminder, since: Instant) -> Result<Option<i64>, Problem> {
    let last: Option<(i64, i64, String, String)> = reminder::table
        .filter(reminder::campaign_id.eq(new.campaign).and(reminder::account_id.eq(new.by)))
        .order(reminder::id.desc())
        .select((reminder::id, reminder::at, reminder::channel, reminder::words))
        .first(conn)
        .optional()?;
    let Some((id, at, channel, words)) = last else { return Ok(None) };
    if from_millis(at) < since || channel != new.channel.code() || words != new.words {
        return Ok(None);
    }
    let mut reached: Vec<(i64, i64)> = reminded::table
        .filter(reminded::reminder_id.eq(id))
        .select((reminded::unit_id, reminded::deliverable_id))
        .load(conn)?;
    let mut wanted = new.of.clone();
    reached.sort_unstable();
    wanted.sort_unstable();
    Ok((reached == wanted).then_some(id))
}

/// Every unit of a subtree that was ever reminded of a deliverable (`None`: of any), by its number.
pub fn last_of_each(
    conn: &mut Conn,
    (campaign, of): (i64, Option<i64>),
    path: &str,
) -> Result<HashMap<i64, LastReminded>, Problem> {
    let mut wanted = reminded::table
        .inner_join(reminder::table)
        .inner_join(unit::table)
        .filter(reminder::campaign_id.eq(campaign))
        .filter(unit::path.ge(path).and(unit::path.lt(behind(path))))
        .select((reminder::id, reminded::unit_id, reminder::at, reminder::channel))
        .distinct()
        .order(reminder::id)
        .into_boxed();
    if let Some(deliverable) = of {
        wanted = wanted.filter(reminded::deliverable_id.eq(deliverable));
    }
    let rows: Vec<(i64, i64, i64, String)> = wanted.load(conn)?;
    let mut last: HashMap<i64, LastReminded> = HashMap::new();
    for (_, unit, at, channel) in rows {
        let times = last.get(&unit).map_or(0, |before| before.times) + 1;
        let channel = ReminderChannel::from_code(&channel).unwrap_or(ReminderChannel::Other);
        last.insert(unit, LastReminded { times, at: from_millis(at), channel });
    }
    Ok(last)
}

/// The reminders of a subtree with numbers above `after`, in their order.
pub fn page(
    conn: &mut Conn,
    (campaign, path): (i64, &str),
    after: i64,
    most: usize,
) -> Result<Vec<Reminder>, Problem> {
    let within = unit::path.ge(path).and(unit::path.lt(behind(path)));
    let ids: Vec<i64> = reminded::table
        .inner_join(reminder::table)
        .inner_join(unit::table)
        .filter(reminder::campaign_id.eq(campaign).and(reminder::id.gt(after)))
        .filter(within.clone())
        .select(reminder::id)
        .distinct()
        .order(reminder::id)
        .limit(most as i64)
        .load(conn)?;
    type Row = ((i64, i64, String, String), String, (String, String), (i64, String));
    let rows: Vec<Row> = reminded::table
        .inner_join(reminder::table.inner_join(account::table))
        .inner_join(unit::table.on(unit::id.eq(reminded::unit_id)))
        .inner_join(deliverable::table.on(deliverable::id.eq(reminded::deliverable_id)))
        .filter(reminder::id.eq_any(ids))
        .filter(within)
        .order((reminder::id, unit::code, deliverable::id))
        .select((
            (reminder::id, reminder::at, reminder::channel, reminder::words),
            account::name,
            (unit::code, unit::name),
            (deliverable::id, deliverable::title),
        ))
        .load(conn)?;
    let mut reminders: BTreeMap<i64, Reminder> = BTreeMap::new();
    for ((id, at, channel, words), by, (code, name), of) in rows {
        let channel = ReminderChannel::from_code(&channel).unwrap_or(ReminderChannel::Other);
        let one = reminders.entry(id).or_insert_with(|| Reminder {
            id,
            by,
            at: from_millis(at),
            channel,
            words,
            units: Vec::new(),
        });
        match one.units.last_mut().filter(|unit| unit.code == code) {
            Some(unit) => unit.of.push(of),
            None => one.units.push(RemindedUnit { code, name, of: vec![of] }),
        }
    }
    Ok(reminders.into_values().collect())
}
