//! 汇总: the roll-up of any node from what is in force now; and everything that is downloaded from it.
//!
//! Totals on the page are one GROUP BY; workbooks are filled from the same roll-up type that the folder roll-up
//! makes, so that both look and count alike.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::Service;
use super::board::node_of;
use crate::aggregate::{Outcome, RollUp, State, Timing};
use crate::campaign::{Campaign, Deliverable, Standing, Task, UnitState};
use crate::form::Form;
use crate::formats::{tidy_text, workbook};
use crate::problem::Problem;
use crate::report::template;
use crate::report::{LastYear, fill, words};
use crate::store::revisions::{Revision, answers, findings};
use crate::store::totals::{self, Counting, Subtree};
use crate::store::units::Node;
use crate::store::{Conn, campaigns, last_year, revisions, standings, units};
use crate::submit::{Answers, Submission};
use crate::vocabulary::{Actor, Explained, Finding, Number, Source, UnitCode};

/// Which figures count in a roll-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Every revision in force.
    InForce,
    /// 仅汇总已通过.
    Accepted,
}

impl Basis {
    fn counting(self) -> Counting {
        match self {
            Basis::InForce => Counting::InForce,
            Basis::Accepted => Counting::Accepted,
        }
    }

    /// As it is printed under the tables.
    pub fn sentence(self) -> &'static str {
        match self {
            Basis::InForce => "汇总口径：汇总各单位已报送的报表（含待审）。",
            Basis::Accepted => "汇总口径：仅汇总已通过审核的报表。",
        }
    }
}

/// The totals of a node and of each node below it.
#[derive(Clone, Debug)]
pub struct Totals {
    pub task: Task,
    pub table: Deliverable,
    pub form: Arc<Form>,
    pub node: Node,
    pub basis: Basis,
    pub figures: Vec<Option<Number>>,
    /// Nodes above, as far as the actor sees.
    pub above: Vec<Node>,
    /// Direct children, by code.
    pub children: Vec<ChildTotals>,
    pub counts: super::board::Counts,
    /// How many units' figures are in the totals.
    pub counted: usize,
    /// Of the node last year, where it is known.
    pub last_year: Option<Vec<Option<Number>>>,
}

/// The totals of a node's child.
#[derive(Clone, Debug)]
pub struct ChildTotals {
    pub node: Node,
    pub figures: Vec<Option<Number>>,
    /// Expected units below it, and those whose figures are in the totals.
    pub units: usize,
    pub counted: usize,
}

/// Live totals of a node.
pub fn totals(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    node: Option<&str>,
    basis: Basis,
) -> Result<Totals, Problem> {
    service.store.read(|conn| {
        let (task, node) = node_of(conn, actor, campaign, node)?;
        let form = service.form(conn, task.form_version)?;
        let table = campaigns::table(conn, task.id)?;
        let Subtree { whole: figures, children: mut below } =
            totals::of_subtree(conn, &form, task.id, &node.path, basis.counting())?;
        let all = standings::below(conn, task.id, &node.path)?;
        let children = children(conn, &node, &all, (&mut below, form.figures()), basis)?;
        let above = super::board::above(conn, actor, &task, &node)?;
        let counts = crate::campaign::standing::tally(&all, &table, task.returned_is_missing);
        let counted = all.iter().filter(|standing| counts_now(standing, basis)).count();
        let last = last_year::of_campaign(conn, &form, task.id, task.last_campaign)?;
        let last_year = last.and_then(|last| last_of_node(&form, &last, &node, &all));
        Ok(Totals { task, table, form, node, basis, figures, above, children, counts, counted, last_year })
    })
}

/// The totals of each node below that somebody reports in.
fn children(
    conn: &mut Conn,
    node: &Node,
    all: &[Standing],
    (figures, nothing): (&mut HashMap<i64, Vec<Option<Number>>>, usize),
    basis: Basis,
) -> Result<Vec<ChildTotals>, Problem> {
    let mut children = Vec::new();
    for child in units::children(conn, node.id)? {
        let own = || all.iter().filter(|standing| standing.path.starts_with(&child.path));
        let units = own().count();
        if units > 0 {
            let counted = own().filter(|standing| counts_now(standing, basis)).count();
            let figures = figures.remove(&child.id).unwrap_or_else(|| vec![None; nothing]);
            children.push(ChildTotals { figures, units, counted, node: child });
        }
    }
    Ok(children)
}

fn counts_now(standing: &Standing, basis: Basis) -> bool {
    standing.in_force.is_some() && (basis == Basis::InForce || standing.state == UnitState::Accepted)
}

/// A node's figures of last year: its own total where the file gave one, else the sum of its units.
fn last_of_node(
    form: &Form,
    last: &LastYear,
    node: &Node,
    units: &[Standing],
) -> Option<Vec<Option<Number>>> {
    if let Some(total) = last.total(&UnitCode::new(&node.code)) {
        return Some(total.to_vec());
    }
    let known: Vec<&[Option<Number>]> =
        units.iter().filter_map(|unit| last.of(&UnitCode::new(&unit.code))).collect();
    if known.is_empty() {
        return None;
    }
    let columns = form.columns.len();
    let summed = (0..form.figures()).map(|figure| {
        let aggregation = form.items[figure / columns].aggregation;
        known.iter().fold(None, |total, own| crate::aggregate::combined(total, own[figure], aggregation))
    });
    Some(summed.collect())
}

/// Where one total comes from: each unit behind it.
#[derive(Clone, Debug)]
pub struct Behind {
    pub totals: Totals,
    pub figure: usize,
    /// Unit, its revision in force, its answers.
    pub units: Vec<(Standing, Revision, Answers)>,
    /// Expected units that are not in the total.
    pub absent: Vec<Standing>,
}

/// The units behind one figure of a node's totals.
pub fn behind(
    service: &Service,
    actor: &Actor,
    (campaign, node): (i64, Option<&str>),
    figure: usize,
    basis: Basis,
) -> Result<Behind, Problem> {
    let totals = totals(service, actor, campaign, node, basis)?;
    if figure >= totals.form.figures() {
        return Err(Problem::not_found());
    }
    service.store.read(|conn| {
        let all = standings::below(conn, campaign, &totals.node.path)?;
        let (counted, absent): (Vec<Standing>, Vec<Standing>) =
            all.into_iter().partition(|standing| counts_now(standing, basis));
        let ids: Vec<i64> = counted.iter().filter_map(|standing| standing.in_force).collect();
        let mut answers = answers(conn, &totals.form, &ids)?;
        let mut by_id: BTreeMap<i64, Revision> =
            revisions::many(conn, &ids)?.into_iter().map(|revision| (revision.id, revision)).collect();
        let units = counted.into_iter().filter_map(|standing| {
            let id = standing.in_force?;
            Some((standing, by_id.remove(&id)?, answers.remove(&id)?))
        });
        Ok(Behind { units: units.collect(), absent, totals: totals.clone(), figure })
    })
}

/// A file to be downloaded.
#[derive(Clone, Debug)]
pub struct Download {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The workbook of a node, county or city.
pub fn workbook_of(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    node: Option<&str>,
    basis: Basis,
) -> Result<Download, Problem> {
    let (rolled, last) = roll_up(service, actor, campaign, node, basis)?;
    let templates = template::built_in();
    let planned = fill::plan(&templates, &rolled);
    let first = planned
        .iter()
        .find(|planned| planned.is_of(&rolled.register.root().code))
        .ok_or_else(|| Problem::invalid("这个单位没有下级填报单位，没有汇总工作簿。"))?;
    let bytes = workbook::write(&first.fill(&rolled, last.as_ref())).map_err(|failure| {
        tracing::error!(?failure, "a workbook was not written");
        Problem::broken()
    })?;
    Ok(Download { name: first.file_name.clone(), bytes })
}

/// The tidy data of a node as CSV with a mark of UTF-8 at its head.
pub fn csv_of(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    node: Option<&str>,
    basis: Basis,
) -> Result<Download, Problem> {
    let (rolled, _) = roll_up(service, actor, campaign, node, basis)?;
    Ok(Download { name: tidy_name(&rolled, "csv"), bytes: tidy_text::csv(&rolled) })
}

/// The tidy data of a node as JSON.
pub fn json_of(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    node: Option<&str>,
    basis: Basis,
) -> Result<Download, Problem> {
    let (rolled, _) = roll_up(service, actor, campaign, node, basis)?;
    Ok(Download { name: tidy_name(&rolled, "json"), bytes: tidy_text::json(&rolled) })
}

fn tidy_name(rolled: &RollUp, ending: &str) -> String {
    let year = rolled.campaign.year.map_or(String::new(), |year| format!("{year}年"));
    let name = format!("{}-{year}{}-数据.{ending}", rolled.register.root().name, rolled.form.short_title);
    words::file_name(&name)
}

/// The roll-up of a node, for its workbooks.
pub fn roll_up(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    node: Option<&str>,
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
