//! 汇总工作簿: the roll-up of any node from what is in force now, and everything that is downloaded from it.
//!
//! Workbooks are filled from the same roll-up type that the folder roll-up makes, so that both look and count
//! alike.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Service;
use super::board::node_of;
use super::totals::counts_now;
use crate::aggregate::{Basis, Outcome, RollUp, State, Timing};
use crate::campaign::{Campaign, Deliverable, Standing, Task, UnitState};
use crate::form::Form;
use crate::formats::{tidy_text, workbook};
use crate::problem::Problem;
use crate::report::template;
use crate::report::{LastYear, fill, words};
use crate::store::revisions::{Revision, answers, findings};
use crate::store::{Conn, campaigns, last_year, revisions, standings, units};
use crate::submit::{Answers, Submission};
use crate::vocabulary::{Actor, Explained, Finding, Source, UnitCode};

/// A file to be downloaded.
#[derive(Clone, Debug)]
pub struct Download {
    pub name: String,
    pub bytes: Vec<u8>,
}

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
    Ok(match kind {
        Kind::Workbook => return workbook_of(&rolled, last.as_ref()),
        Kind::Csv => Download { name: tidy_name(&rolled, "csv"), bytes: tidy_text::csv(&rolled) },
        Kind::Json => Download { name: tidy_name(&rolled, "json"), bytes: tidy_text::json(&rolled) },
    })
}

fn workbook_of(rolled: &RollUp, last: Option<&LastYear>) -> Result<Download, Problem> {
    let templates = template::built_in();
    let planned = fill::plan(&templates, rolled);
    let first = planned
        .iter()
        .find(|planned| planned.is_of(&rolled.register.root().code))
        .ok_or_else(|| Problem::invalid("这个单位没有下级填报单位，没有汇总工作簿。"))?;
    let bytes = workbook::write(&first.fill(rolled, last)).map_err(|failure| {
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

fn roll_up(
    service: &Service,
    actor: &Actor,
    (campaign, node): (i64, Option<&str>),
    basis: Basis,
) -> Result<(RollUp, Option<LastYear>), Problem> {
    let made = service.now();
    service.store.read(|conn| {
        let (task, node) = node_of(conn, actor, campaign, node)?;
        let form = service.form(conn, task.form_version)?;
        let table = campaigns::table(conn, task.id)?;
        let whole = units::whole_register(conn)?;
        let register = whole.subtree(&UnitCode::new(&node.code)).ok_or_else(Problem::not_found)?;
        let all = standings::below(conn, task.id, &node.path)?;
        let last = last_year::of_campaign(conn, &form, task.id, task.last_campaign)?;
        let submissions = submissions(conn, &form, &task, &all)?;
        let (submissions, outcomes) = outcomes(&all, submissions, &table, basis);
        let campaign = Campaign { basis: Some(basis.sentence().to_owned()), ..task.campaign(&table) };
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
    })
}

/// The revisions in force, by their numbers, as the sheets that they are.
fn submissions(
    conn: &mut Conn,
    form: &Form,
    task: &Task,
    all: &[Standing],
) -> Result<BTreeMap<i64, Submission>, Problem> {
    let ids: Vec<i64> = all.iter().filter_map(|standing| standing.in_force).collect();
    let mut answers = answers(conn, form, &ids)?;
    let mut findings = findings(conn, &ids)?;
    let mut sheets = BTreeMap::new();
    for revision in revisions::many(conn, &ids)? {
        let answers = answers.remove(&revision.id).unwrap_or_else(|| Answers::blank(form));
        let findings = findings.remove(&revision.id).unwrap_or_default();
        sheets.insert(revision.id, submission(revision, task, answers, findings));
    }
    Ok(sheets)
}

fn submission(revision: Revision, task: &Task, answers: Answers, findings: Vec<Explained>) -> Submission {
    let source = Source {
        file: revision.file.as_ref().map_or_else(
            || format!("{} 回执 {}", revision.channel.label(), revision.receipt.number),
            |file| file.name.clone(),
        ),
        sha256: revision.file.as_ref().map_or_else(|| revision.digest.clone(), |file| file.sha256.clone()),
        bytes: revision.file.as_ref().map_or(0, |file| file.bytes),
        received: Some(revision.received),
        sender: Some(revision.sender.clone()),
    };
    let explained = findings.into_iter().map(|(finding, words)| Finding {
        holds: false,
        sentence: match words {
            Some(words) => format!("{}（核实说明：{words}）", finding.sentence),
            None => finding.sentence.clone(),
        },
        ..finding
    });
    Submission {
        source: Arc::new(source),
        sheet: revision.sheet,
        unit_written: Some(revision.unit_name),
        unit: Some(UnitCode::new(&revision.unit_code)),
        candidates: Vec::new(),
        date: revision.filled_on.and_then(|date| date.parse().ok()),
        title_year: Some(task.year),
        nil: revision.nil,
        is_total: false,
        answers,
        findings: explained.collect(),
    }
}

/// What became of every expected unit, and the sheets in the order that the outcomes point to.
fn outcomes(
    all: &[Standing],
    mut sheets: BTreeMap<i64, Submission>,
    table: &Deliverable,
    basis: Basis,
) -> (Vec<Submission>, BTreeMap<UnitCode, Outcome>) {
    let mut submissions = Vec::new();
    let mut outcomes = BTreeMap::new();
    for standing in all {
        let index = standing.in_force.and_then(|id| sheets.remove(&id)).map(|sheet| {
            submissions.push(sheet);
            submissions.len() - 1
        });
        let unit = UnitCode::new(&standing.code);
        outcomes.insert(unit.clone(), outcome(unit, standing, index, table, basis));
    }
    (submissions, outcomes)
}

fn outcome(
    unit: UnitCode,
    standing: &Standing,
    index: Option<usize>,
    table: &Deliverable,
    basis: Basis,
) -> Outcome {
    let state = match index {
        Some(_) if counts_now(standing, basis) => State::Counted,
        Some(_) => State::Waiting,
        None if standing.exempt.is_some() => State::Exempt,
        None => State::Missing,
    };
    let reason = match (state, standing.state) {
        (State::Waiting, UnitState::Returned) => Some("已退回，尚未重报；仅汇总已通过的报表".to_owned()),
        (State::Waiting, _) => Some("已报待审；仅汇总已通过的报表".to_owned()),
        (State::Counted, UnitState::Returned) => Some("已退回，重报前仍按原报表汇入".to_owned()),
        (State::Exempt, _) => standing.exempt.clone(),
        _ => None,
    };
    let timing = index.map(|_| match standing.late_by(table) {
        None => Timing::OnTime,
        Some(by) => Timing::Late { by },
    });
    Outcome {
        unit,
        state,
        timing,
        received: standing.first_received,
        nil: standing.nil && state == State::Counted,
        in_force: index,
        submissions: index.into_iter().collect(),
        reason,
    }
}
