//! What a season says, in lines that a person can read: every campaign's standings, receipts and totals.

use std::fmt::Write;

use huibiao::campaign::standing::Number as Count;
use huibiao::campaign::{CampaignState, Standing, Task};
use huibiao::form::Form;
use huibiao::store::units::Node;
use huibiao::store::{accounts, campaigns, revisions, units};
use huibiao::vocabulary::time::Instant;
use huibiao::vocabulary::{Actor, Number};
use huibiao::workflow::Service;
use huibiao::workflow::board::{Filter, board};
use huibiao::workflow::totals::{Basis, totals};

/// Everything, in the order of the campaigns, as the city's supervisor sees it.
pub fn tell(service: &Service) -> String {
    let (actor, tasks, nodes) = service
        .store
        .read(|conn| {
            let (account, _) = accounts::by_login(conn, "city")?.expect("the city's supervisor");
            let actor = accounts::actor(conn, account.id)?.expect("who acts");
            let mut tasks = campaigns::list(conn, &actor)?;
            tasks.sort_by_key(|task| task.id);
            Ok((actor, tasks, units::all(conn)?))
        })
        .expect("the season");
    let mut text = String::new();
    for task in &tasks {
        writeln!(text, "campaign {} {} {} {}", task.id, task.year, task.state.code(), task.title)
            .expect("text");
        if task.state != CampaignState::Draft {
            standings(&mut text, service, &actor, task);
            receipts(&mut text, service, &actor, task);
            all_totals(&mut text, service, (&actor, task), &nodes);
        }
    }
    text
}

fn standings(text: &mut String, service: &Service, actor: &Actor, task: &Task) {
    let board = board(service, actor, task.id, None, &Filter::default()).expect("a board");
    let table = board.table().expect("every campaign of a kept season asks for a table");
    let due = table.due.as_ref().expect("with a deadline");
    writeln!(text, "  due {} {}", due.phrase, time(Some(due.instant))).expect("text");
    let units = board.units.iter().map(|row| &row.whole.head);
    for unit in units.filter(|unit| is_special(unit)) {
        let timing = match unit.late_by(table) {
            _ if unit.first_valid.is_none() => "-".to_owned(),
            None => "on time".to_owned(),
            Some(by) => format!("late by {} s", by.num_seconds()),
        };
        writeln!(text, "  unit {}", standing(unit, &timing)).expect("text");
    }
}

/// Something has happened to it; all others are among the missing of the totals.
fn is_special(unit: &Standing) -> bool {
    unit.revisions > 0 || unit.exempt.is_some() || unit.extended.is_some() || unit.draft_saved.is_some()
}

fn standing(unit: &Standing, timing: &str) -> String {
    format!(
        "{} {}: {} after {} revisions{}, {timing}; received {}, valid {}, changed {}, accepted {}; extended {}, \
         draft {}; exempt {}",
        unit.code,
        unit.name,
        unit.state.code(),
        unit.revisions,
        if unit.nil { ", nil" } else { "" },
        time(unit.first_received),
        time(unit.first_valid),
        time(unit.last_changed),
        time(unit.accepted),
        time(unit.extended),
        time(unit.draft_saved),
        unit.exempt.as_deref().unwrap_or("-"),
    )
}

fn time(instant: Option<Instant>) -> String {
    instant.map_or_else(|| "-".to_owned(), |instant| instant.format("%Y-%m-%d %H:%M:%S%.3f").to_string())
}

/// Every revision with its receipt, its figures and what was explained.
fn receipts(text: &mut String, service: &Service, actor: &Actor, task: &Task) {
    let board = board(service, actor, task.id, None, &Filter::default()).expect("a board");
    let told = service.store.read(|conn| {
        let form = service.form_of(conn, task)?;
        for unit in &board.units {
            for revision in revisions::of_unit(conn, task.id, unit.whole.head.unit)? {
                let answers = revisions::answers(conn, &form, &[revision.id])?;
                let findings = revisions::findings(conn, &[revision.id])?;
                let asked = findings.get(&revision.id).into_iter().flatten();
                let asked: Vec<String> = asked
                    .map(|(finding, words)| format!("{}: {}", finding.code, words.as_deref().unwrap_or("-")))
                    .collect();
                let file = revision.file.as_ref().map_or("-", |file| file.sha256.as_str());
                let receipt = &revision.receipt;
                let late = receipt.late_by.map_or("on time".to_owned(), |by| format!("late by {} s", by.num_seconds()));
                let lines = format!(
                    "  receipt {}: {} by {} of unit {} at {}, {late}, due {} {}\n    digest {} file {file}\n    \
                     head {}\n    {}\n    asked [{}]\n",
                    receipt.number,
                    revision.channel.code(),
                    revision.sender,
                    revision.sender_unit,
                    time(Some(revision.received)),
                    receipt.phrase,
                    time(receipt.due),
                    revision.digest,
                    receipt.link.hash,
                    figures(&form, &answers[&revision.id].values()),
                    asked.join("; "),
                );
                text.push_str(&lines);
            }
        }
        Ok(())
    });
    told.expect("the receipts");
}

fn all_totals(text: &mut String, service: &Service, (actor, task): (&Actor, &Task), nodes: &[Node]) {
    let above = |node: &&Node| nodes.iter().any(|child| child.parent == Some(node.id));
    for node in nodes.iter().filter(above).filter(|node| node.path.starts_with(&task.path)) {
        for (basis, words) in [(Basis::InForce, "in force"), (Basis::Accepted, "accepted")] {
            let told = totals(service, actor, task.id, Some(&node.code), basis).expect("totals");
            let counts = Count::ALL.iter().zip(told.counts).filter(|(_, count)| *count > 0);
            let counts: Vec<String> =
                counts.map(|(number, count)| format!("{} {count}", number.code())).collect();
            writeln!(
                text,
                "  total {} {} {words}: {} counted; {}",
                node.code,
                node.name,
                told.counted,
                counts.join(", ")
            )
            .expect("text");
            writeln!(text, "    {}", figures(&told.form, &told.figures)).expect("text");
            if let Some(last) = &told.last_year {
                writeln!(text, "    last year {}", figures(&told.form, last)).expect("text");
            }
            for child in told.children.iter().filter(|child| child.counted > 0) {
                let (code, figures) = (&child.node.code, figures(&told.form, &child.figures));
                writeln!(text, "    below {code} {} of {}: {figures}", child.counted, child.units)
                    .expect("text");
            }
        }
    }
}

/// `1=3 2=1` or, where a form has columns, `1/month=3`.
fn figures(form: &Form, values: &[Option<Number>]) -> String {
    let named = |(figure, value): (usize, &Option<Number>)| {
        let (item, column) =
            (&form.items[figure / form.columns.len()], &form.columns[figure % form.columns.len()]);
        let name =
            if form.has_columns() { format!("{}/{}", item.code, column.code) } else { item.code.clone() };
        value.as_ref().map(|value| format!("{name}={value}"))
    };
    values.iter().enumerate().filter_map(named).collect::<Vec<_>>().join(" ")
}
