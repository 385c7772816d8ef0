//! 已知的数: figures that a unit need not look up again, each offered with where it comes from.
//!
//! What the unit itself reported this year in other campaigns of the same items is offered, of several with one form
//! their sum; else what was the same last year and the year before. Nothing is filled in by itself: a figure is taken by
//! a press of its own and is then the clerk's. Zero is never offered, since a zero that nobody thought about is a
//! false report. Who takes how long is not measured.

use super::{change, open};
use crate::form::Form;
use crate::problem::Problem;
use crate::store::{Conn, campaigns, known as sent, last_year, revisions};
use crate::submit::Answers;
use crate::vocabulary::plain::core;
use crate::vocabulary::{Actor, Number};
use crate::workflow::Service;
use crate::workflow::expected::{Expected, find};

/// A figure that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// As in [`Form::figure`].
    pub figure: usize,
    pub value: Number,
    /// `《2024年1月投诉月报》报的 50`.
    pub source: String,
}

/// So many other campaigns are looked at, and so many named.
const MOST: usize = 24;
const NAMED: usize = 6;

/// What is known of a unit's figures in a campaign, in the form's order, one a figure.
pub fn known(service: &Service, actor: &Actor, campaign: i64, code: &str) -> Result<Vec<Known>, Problem> {
    service.store.read(|conn| {
        let expected = find(service, conn, actor, campaign, code)?;
        of(service, conn, &expected)
    })
}

/// Takes what is known of one figure; the new version.
pub fn adopt(
    service: &Service,
    actor: &Actor,
    (campaign, code): (i64, &str),
    seen: i64,
    figure: usize,
) -> Result<i64, Problem> {
    let opened = open(service, actor, campaign, code)?;
    let offered = service.store.read(|conn| of(service, conn, &opened.expected))?;
    let taken = offered.into_iter().find(|known| known.figure == figure).ok_or_else(Problem::stale)?;
    change(service, actor, opened, seen, |draft| {
        draft.entry.texts.insert(figure, taken.value.to_string());
    })
}

fn of(service: &Service, conn: &mut Conn, expected: &Expected) -> Result<Vec<Known>, Problem> {
    let mut known = reported(service, conn, expected)?;
    for steady in steady(conn, expected)? {
        if known.iter().all(|other| other.figure != steady.figure) {
            known.push(steady);
        }
    }
    known.retain(|known| !known.value.is_zero());
    known.sort_by_key(|known| known.figure);
    Ok(known)
}

/// Figures that are typed.
fn asked(form: &Form) -> impl Iterator<Item = usize> {
    let columns = form.columns.len();
    (0..form.figures()).filter(move |figure| !form.items[figure / columns].section)
}

/// What the unit reported in another campaign.
struct Other {
    title: String,
    form: std::sync::Arc<Form>,
    answers: Answers,
}

fn reported(service: &Service, conn: &mut Conn, expected: &Expected) -> Result<Vec<Known>, Problem> {
    let task = &expected.task;
    let mut others = Vec::new();
    for (campaign, revision) in sent::in_force(conn, (expected.unit.id, task.year, task.id), MOST)? {
        let other = campaigns::load(conn, campaign)?;
        let form = service.form_of(conn, &other)?;
        let answers = revisions::answers(conn, &form, &[revision])?.remove(&revision);
        others.extend(answers.map(|answers| Other { title: other.title, form, answers }));
    }
    let form = &expected.form;
    Ok(asked(form).filter_map(|figure| together(form, figure, &others)).collect())
}

/// What the newest campaign with this figure says of it, with the others of its form.
fn together(form: &Form, figure: usize, others: &[Other]) -> Option<Known> {
    let said = |other: &Other| {
        let value = other.answers.value(same(form, figure, &other.form)?)?;
        Some((other.form.code.clone(), other.title.clone(), value))
    };
    let all: Vec<(String, String, Number)> = others.iter().filter_map(said).collect();
    let newest = all.first()?.0.clone();
    let mut of_form: Vec<_> = all.into_iter().filter(|(code, ..)| *code == newest).collect();
    of_form.reverse();
    let value = of_form.iter().try_fold(Number::ZERO, |sum, (.., value)| sum.checked_add(*value))?;
    let named = of_form.iter().take(NAMED).map(|(_, title, value)| format!("《{title}》报的 {value}"));
    let named: Vec<String> = named.collect();
    let source = match of_form.len() {
        1 => named.concat(),
        few if few <= NAMED => format!("{}，合计", named.join("、")),
        many => format!("{}等 {many} 次，合计", named.join("、")),
    };
    Some(Known { figure, value, source })
}

/// The same figure in another form: the same words, counted in the same measure, in the same column.
fn same(form: &Form, figure: usize, other: &Form) -> Option<usize> {
    let (item, column) = (&form.items[figure / form.columns.len()], figure % form.columns.len());
    let label = core(&item.label);
    let place = other.items.iter().position(|known| !known.section && core(&known.label) == label)?;
    let there = match (form.has_columns(), other.has_columns()) {
        (false, false) => 0,
        (true, true) => other.columns.iter().position(|known| known.code == form.columns[column].code)?,
        _ => return None,
    };
    let found = other.figure(place, there);
    (other.measure_of(found).text == form.measure_of(figure).text).then_some(found)
}

/// What was the same last year and the year before.
fn steady(conn: &mut Conn, expected: &Expected) -> Result<Vec<Known>, Problem> {
    let (Some(last), Some(campaign)) = (&expected.last_year, expected.task.last_campaign) else {
        return Ok(Vec::new());
    };
    let before = campaigns::load(conn, campaign)?;
    let before =
        last_year::of_unit(conn, &expected.form, (before.id, before.last_campaign), expected.unit.id)?;
    let Some(before) = before else { return Ok(Vec::new()) };
    let known = |figure: usize| {
        let value = last[figure].filter(|value| before[figure] == Some(*value))?;
        Some(Known { figure, value, source: format!("上年和前年报的都是 {value}") })
    };
    Ok(asked(&expected.form).filter_map(known).collect())
}
