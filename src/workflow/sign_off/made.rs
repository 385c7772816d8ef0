//! What is signed, made of the revisions that are pinned: the snapshot, the workbook, the data.

use std::collections::{BTreeMap, HashMap};

use super::super::Service;
use super::super::download::Download;
use super::super::live::{self, Kind};
use super::super::stated::{self, Difference};
use super::ground::Ground;
use crate::aggregate::{Basis, RollUp, State};
use crate::campaign::sign_off::{Correction, Signed};
use crate::campaign::{Standing, UnitState};
use crate::form::Form;
use crate::problem::Problem;
use crate::report::{LastYear, words};
use crate::store::sign_offs::{
    self, Absent, Changed, Child, Figure, FileKind, Pin, Range, SignOff, Snapshot,
};
use crate::store::units::Node;
use crate::store::{Conn, revisions, units};
use crate::vocabulary::{Actor, Number, UnitCode};

/// What somebody signs, before anything is kept.
pub struct Made {
    pub snapshot: String,
    pub digest: String,
    pub files: Vec<(FileKind, Download)>,
}

/// What the database says of it, read at one moment.
pub struct Gathered {
    pub ground: Ground,
    pub pins: BTreeMap<i64, i64>,
    /// By the revision's number in the database.
    revisions: HashMap<i64, revisions::Revision>,
    rolled: RollUp,
    last: Option<LastYear>,
    /// What the node and those right below it say of themselves.
    differences: Vec<Difference>,
    before: Option<SignOff>,
}

/// What is said of a unit that was accepted after the node above it had signed.
const AFTERWARDS: &str = "在下级汇总上报之后报送，未列入";

/// Reads what would be signed.
pub fn gather(service: &Service, conn: &mut Conn, ground: Ground) -> Result<Gathered, Problem> {
    let pins = ground.to_pin();
    let ids: Vec<i64> = pins.values().copied().collect();
    let revisions: HashMap<i64, _> =
        revisions::many(conn, &ids)?.into_iter().map(|revision| (revision.id, revision)).collect();
    let nil = |revision: i64| revisions.get(&revision).is_some_and(|revision| revision.nil);
    let as_signed: Vec<Standing> = ground
        .standings
        .iter()
        .map(|standing| match pins.get(&standing.unit) {
            Some(revision) => as_pinned(standing, *revision, nil(*revision)),
            None if standing.state == UnitState::Accepted => {
                Standing { state: UnitState::Submitted, ..standing.clone() }
            }
            None => standing.clone(),
        })
        .collect();
    let of = (&ground.task, &ground.table, &ground.node);
    let (mut rolled, last) =
        live::of_standings(service, conn, of, &as_signed, (Basis::Accepted, ground.now))?;
    let afterwards = ground
        .standings
        .iter()
        .filter(|standing| standing.state == UnitState::Accepted && !pins.contains_key(&standing.unit));
    for standing in afterwards {
        if let Some(outcome) = rolled.outcomes.get_mut(&UnitCode::new(&standing.code)) {
            let decided = standing.in_force.and_then(|revision| ground.left_out.get(&revision));
            outcome.reason = Some(match decided {
                Some(reason) => format!("与其他单位的上报重复，判定不计入：{reason}"),
                None => AFTERWARDS.to_owned(),
            });
        }
    }
    let before = match ground.own.last() {
        Some(head) => Some(sign_offs::find(conn, head.id)?),
        None => None,
    };
    let differences = differences(conn, &ground, &rolled)?;
    Ok(Gathered { ground, pins, revisions, rolled, last, differences, before })
}

/// A unit with the revision that is signed, whatever else it has sent.
pub fn as_pinned(standing: &Standing, revision: i64, nil: bool) -> Standing {
    Standing { state: UnitState::Accepted, in_force: Some(revision), nil, ..standing.clone() }
}

/// What the node and those right below it say of themselves, beside the sums that are signed.
fn differences(conn: &mut Conn, ground: &Ground, rolled: &RollUp) -> Result<Vec<Difference>, Problem> {
    let node = &ground.node;
    let children = units::children(conn, node.id)?;
    let sums = |of: &Node| rolled.totals(&UnitCode::new(&of.code)).figures.clone();
    let has_units = |of: &&Node| !rolled.outcomes_below(&UnitCode::new(&of.code)).is_empty();
    let nodes = std::iter::once(node).chain(children.iter().filter(has_units));
    let sums = nodes.map(|of| (of, sums(of)));
    stated::beside(conn, &rolled.form, (ground.task.id, &node.path), sums)
}

/// Writes it all down.
pub fn make(gathered: Gathered, actor: &Actor, reason: Option<&str>) -> Result<Made, Problem> {
    let snapshot = snapshot(&gathered, actor, reason);
    let text = serde_json::to_string(&snapshot).map_err(|_| Problem::broken())?;
    let digest = sign_offs::digest(&text);
    let Gathered { ground, mut rolled, last, differences, .. } = gathered;
    rolled.campaign.signed = Some(Signed {
        number: snapshot.number,
        by: actor.name.clone(),
        at: ground.now,
        digest: digest.clone(),
        reason: snapshot.reason.clone(),
        corrections: corrections(&rolled.form, &snapshot),
        unsigned: snapshot.unsigned.clone(),
    });
    let kinds =
        [(FileKind::Workbook, Kind::Workbook), (FileKind::Csv, Kind::Csv), (FileKind::Json, Kind::Json)];
    let files: Result<Vec<_>, Problem> = kinds
        .into_iter()
        .map(|(kept, kind)| {
            let file = live::written(&rolled, last.as_ref(), &differences, kind)?;
            Ok((kept, named(file, snapshot.number)))
        })
        .collect();
    Ok(Made { snapshot: text, digest, files: files? })
}

/// `沂源县-…-汇总（第1次上报）.xlsx`.
fn named(file: Download, number: i64) -> Download {
    let (stem, ending) = file.name.rsplit_once('.').unwrap_or((&file.name, "xlsx"));
    Download { name: format!("{stem}（第{number}次上报）.{ending}"), bytes: file.bytes }
}

fn snapshot(gathered: &Gathered, actor: &Actor, reason: Option<&str>) -> Snapshot {
    let Gathered { ground, pins, revisions, rolled, before, .. } = gathered;
    let totals = rolled.totals(&UnitCode::new(&ground.node.code));
    let figures = figures(&rolled.form, &totals.figures);
    let coverage = totals.coverage;
    let pinned = pins.values().filter_map(|id| revisions.get(id)).map(|revision| Pin {
        unit: revision.unit_code.clone(),
        revision: revision.id,
        number: revision.number,
        digest: revision.digest.clone(),
    });
    let mut pins: Vec<Pin> = pinned.collect();
    pins.sort_by(|a, b| a.unit.cmp(&b.unit));
    let earlier = before.as_ref().map(|before| &before.snapshot);
    Snapshot {
        campaign: ground.task.id,
        node: ground.node.code.clone(),
        name: ground.node.name.clone(),
        number: ground.next(),
        by: actor.login.clone(),
        at: ground.now.timestamp_millis(),
        reason: reason.map(str::to_owned),
        range: Range {
            expected: coverage.expected,
            counted: coverage.counted,
            nil: coverage.nil,
            missing: coverage.missing,
            exempt: coverage.exempt,
            waiting: coverage.waiting,
        },
        children: children(ground, rolled),
        absent: absent(rolled),
        unsigned: ground.unsigned().map(|signer| signer.node.name.clone()).collect(),
        changed: earlier.map_or_else(Vec::new, |earlier| changed(rolled, &earlier.pins, &pins)),
        before: earlier.map_or_else(Vec::new, |earlier| other(&earlier.figures, &figures)),
        pins,
        figures,
    }
}

/// The figures that there are.
fn figures(form: &Form, values: &[Option<Number>]) -> Vec<Figure> {
    let named = values.iter().enumerate().filter_map(|(figure, value)| {
        let (item, column) = (figure / form.columns.len(), figure % form.columns.len());
        let value = (*value)?.to_string();
        Some(Figure {
            item: form.items[item].code.clone(),
            col: form.columns[column].code.clone(),
            value: Some(value),
        })
    });
    named.collect()
}

fn children(ground: &Ground, rolled: &RollUp) -> Vec<Child> {
    let below = rolled.register.children(&UnitCode::new(&ground.node.code));
    let child = |unit: &crate::vocabulary::Unit| {
        let units = rolled.outcomes_below(&unit.code).len();
        let totals = rolled.totals(&unit.code);
        let signer = ground.below.iter().find(|signer| signer.node.code == unit.code.as_str());
        Child {
            node: unit.code.as_str().to_owned(),
            name: unit.name.clone(),
            is_node: rolled.register.has_children(&unit.code),
            units,
            counted: totals.coverage.counted,
            figures: figures(&rolled.form, &totals.figures),
            sign_off: signer.and_then(|signer| signer.accepted.as_ref()).map(|(number, _)| *number),
        }
    };
    below.into_iter().map(child).filter(|child| child.units > 0).collect()
}

fn absent(rolled: &RollUp) -> Vec<Absent> {
    let left_out = rolled.outcomes.values().filter(|outcome| outcome.state != State::Counted);
    let absent = left_out.map(|outcome| {
        let state = words::state(outcome.state);
        let reason = match (&outcome.reason, outcome.state) {
            (Some(reason), State::Exempt) => format!("{state}：{reason}"),
            (Some(reason), _) => reason.clone(),
            (None, _) => state.to_owned(),
        };
        let name = rolled.register.unit(&outcome.unit).name.clone();
        Absent { unit: outcome.unit.as_str().to_owned(), name, reason }
    });
    absent.collect()
}

/// Units whose revision is another one.
fn changed(rolled: &RollUp, old: &[Pin], new: &[Pin]) -> Vec<Changed> {
    let mut numbers: BTreeMap<&str, [Option<(i64, i64)>; 2]> = BTreeMap::new();
    for (side, pins) in [old, new].into_iter().enumerate() {
        for pin in pins {
            numbers.entry(&pin.unit).or_default()[side] = Some((pin.revision, pin.number));
        }
    }
    let moved = numbers.into_iter().filter(|(_, [old, new])| old != new);
    let name = |unit: &str| {
        let known = rolled.outcomes.contains_key(&UnitCode::new(unit));
        if known { rolled.register.unit(&UnitCode::new(unit)).name.clone() } else { unit.to_owned() }
    };
    let number = |pin: Option<(i64, i64)>| pin.map(|(_, number)| number);
    let changed = moved.map(|(unit, [old, new])| Changed {
        unit: unit.to_owned(),
        name: name(unit),
        old: number(old),
        new: number(new),
    });
    changed.collect()
}

/// The old ones of those figures that are now others.
fn other(old: &[Figure], new: &[Figure]) -> Vec<Figure> {
    let mut values: BTreeMap<(&str, &str), [Option<&str>; 2]> = BTreeMap::new();
    for (side, figures) in [old, new].into_iter().enumerate() {
        for Figure { item, col, value } in figures {
            values.entry((item, col)).or_default()[side] = value.as_deref();
        }
    }
    let moved = values.into_iter().filter(|(_, [old, new])| old != new);
    let figure = |((item, col), [old, _]): ((&str, &str), [Option<&str>; 2])| Figure {
        item: item.to_owned(),
        col: col.to_owned(),
        value: old.map(str::to_owned),
    };
    moved.map(figure).collect()
}

/// 更正, in the form's order: what was signed before, and what is signed now.
pub fn corrections(form: &Form, snapshot: &Snapshot) -> Vec<Correction> {
    let new = values(form, &snapshot.figures);
    let shown = |value: Option<Number>| value.map_or("无".to_owned(), |value| value.to_string());
    let mut lines: Vec<(usize, Correction)> = snapshot
        .before
        .iter()
        .filter_map(|old| {
            let figure = place(form, old)?;
            let (item, column) = (figure / form.columns.len(), figure % form.columns.len());
            let correction = Correction {
                title: form.item_title(item, column),
                measure: form.measure_of(figure).text.clone(),
                old: old.value.clone().unwrap_or_else(|| shown(None)),
                new: shown(new[figure]),
            };
            Some((figure, correction))
        })
        .collect();
    lines.sort_by_key(|(figure, _)| *figure);
    lines.into_iter().map(|(_, correction)| correction).collect()
}

/// Signed figures, indexed as `Form::figure`.
pub fn values(form: &Form, figures: &[Figure]) -> Vec<Option<Number>> {
    let mut values = vec![None; form.figures()];
    for figure in figures {
        if let Some(place) = place(form, figure) {
            values[place] = figure.value.as_deref().and_then(Number::parse);
        }
    }
    values
}

fn place(form: &Form, figure: &Figure) -> Option<usize> {
    let column = form.columns.iter().position(|column| column.code == figure.col)?;
    Some(form.figure(form.item_index(&figure.item)?, column))
}
