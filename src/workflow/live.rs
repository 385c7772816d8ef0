//! 汇总工作簿: the roll-up of any node from what is in force now, and everything that is downloaded from it.
//!
//! Workbooks are filled from the same roll-up type that the folder roll-up makes, so that both look and count
//! alike.

mod counted;
mod outcomes;

use std::sync::Arc;

use self::counted::submissions;
use self::outcomes::outcomes;
use super::Service;
use super::board::node_of;
use super::download::Download;
use super::stated::Difference;
use super::totals::totals;
use crate::aggregate::{Basis, RollUp};
use crate::campaign::{Campaign, Deliverable, Standing, Task};
use crate::form::Form;
use crate::formats::{tidy_text, workbook};
use crate::problem::Problem;
use crate::report::{LastYear, differences, fill, template, words};
use crate::store::units::Node;
use crate::store::{Conn, campaigns, last_year, reminders, standings, units};
use crate::vocabulary::time::{Instant, show};
use crate::vocabulary::{Actor, UnitCode};

/// What a roll-up is downloaded as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Workbook,
    /// Tidy data, a row a figure, with a mark of UTF-8 at its head.
    Csv,
    /// The same.
    Json,
}

/// The roll-up of a node, county or city, as a file.
pub fn download(
    service: &Service,
    actor: &Actor,
    (campaign, node): (i64, Option<&str>),
    basis: Basis,
    kind: Kind,
) -> Result<Download, Problem> {
    let (rolled, last) = roll_up(service, actor, (campaign, node), basis)?;
    let differences = match kind {
        Kind::Workbook => totals(service, actor, campaign, node, basis)?.differences,
        Kind::Csv | Kind::Json => Vec::new(),
    };
    written(&rolled, last.as_ref(), &differences, kind)
}

/// 本级上报数 of a node beside the sum of its units, a line a figure.
fn difference_lines(form: &Form, one: &Difference) -> Vec<differences::Line> {
    let file = one.stated.file.as_ref().map_or(String::new(), |file| format!("，{}", file.name));
    let kept = format!("{}，{}{file}", one.stated.by, show(one.stated.at));
    let asked = (0..form.figures()).filter(|figure| !form.items[figure / form.columns.len()].section);
    asked
        .map(|figure| differences::Line {
            node: one.node.name.clone(),
            item: form.item_title(figure / form.columns.len(), figure % form.columns.len()),
            measure: form.measure_of(figure).text.clone(),
            said: one.said[figure],
            sum: one.sums[figure],
            difference: one.of(figure),
            kept: kept.clone(),
        })
        .collect()
}

/// A roll-up as a file; the differences stand in its workbook.
pub(super) fn written(
    rolled: &RollUp,
    last: Option<&LastYear>,
    differences: &[Difference],
    kind: Kind,
) -> Result<Download, Problem> {
    Ok(match kind {
        Kind::Workbook => {
            let lines = differences.iter().flat_map(|one| difference_lines(&rolled.form, one)).collect();
            return workbook_of(rolled, last, lines);
        }
        Kind::Csv => Download { name: tidy_name(rolled, "csv"), bytes: tidy_text::csv(rolled) },
        Kind::Json => Download { name: tidy_name(rolled, "json"), bytes: tidy_text::json(rolled) },
    })
}

/// The workbook of a roll-up, with a sheet of differences where there are any.
fn workbook_of(
    rolled: &RollUp,
    last: Option<&LastYear>,
    lines: Vec<differences::Line>,
) -> Result<Download, Problem> {
    let templates = template::built_in();
    let planned = fill::plan(&templates, rolled);
    let first = planned
        .iter()
        .find(|planned| planned.is_of(&rolled.register.root().code))
        .ok_or_else(|| Problem::invalid("这个单位没有下级填报单位，没有汇总工作簿。"))?;
    let mut filled = first.fill(rolled, last);
    filled.sheets.extend(differences::sheet(&rolled.register.root().name, &lines));
    let bytes = workbook::write(&filled).map_err(|failure| {
        tracing::error!(?failure, "a workbook was not written");
        Problem::broken()
    })?;
    Ok(Download { name: first.file_name.clone(), bytes })
}

fn tidy_name(rolled: &RollUp, ending: &str) -> String {
    let year = rolled.campaign.year.map_or(String::new(), |year| format!("{year}年"));
    let name = format!("{}-{year}{}-数据.{ending}", rolled.register.root().name, rolled.form.short_title);
    words::file_name(&name)
}

/// The roll-up of a node as it is now, and last year's figures.
pub(super) fn roll_up(
    service: &Service,
    actor: &Actor,
    (campaign, node): (i64, Option<&str>),
    basis: Basis,
) -> Result<(RollUp, Option<LastYear>), Problem> {
    let made = service.now();
    service.store.read(|conn| {
        let (task, node) = node_of(conn, actor, campaign, node)?;
        let table = campaigns::table(conn, task.id)?;
        let all = standings::below(conn, task.id, &node.path)?;
        of_standings(service, conn, (&task, &table, &node), &all, (basis, made))
    })
}

/// The roll-up of what these units have in force.
pub(super) fn of_standings(
    service: &Service,
    conn: &mut Conn,
    (task, table, node): (&Task, &Deliverable, &Node),
    all: &[Standing],
    (basis, made): (Basis, Instant),
) -> Result<(RollUp, Option<LastYear>), Problem> {
    let form = service.form_of(conn, task)?;
    let whole = units::whole_register(conn)?;
    let register = whole.subtree(&UnitCode::new(&node.code)).ok_or_else(Problem::not_found)?;
    let register = register.only(&all.iter().map(|standing| UnitCode::new(&standing.code)).collect());
    let last = last_year::of_campaign(conn, &form, task.id, task.last_campaign)?;
    let submissions = submissions(conn, &form, task, all)?;
    let reminded = reminders::last_of_each(conn, (task.id, Some(table.id)), &node.path)?;
    let (submissions, outcomes) = outcomes(all, submissions, (table, &reminded), basis);
    let campaign = Campaign {
        basis: Some(basis.sentence().to_owned()),
        public_key: service.public_key(),
        ..task.campaign(table)
    };
    let rolled = RollUp {
        form,
        register: Arc::new(register),
        campaign,
        submissions,
        outcomes,
        refused: Vec::new(),
        stray: Vec::new(),
        made,
    };
    Ok((rolled, last))
}
