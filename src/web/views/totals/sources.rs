//! The units behind one total.

use super::super::board::{campaign_frame, tabs};
use super::super::figures::{exact, origin, place, raw};
use super::super::status;
use super::{accepted, coverage};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Arranged, Key};
use crate::web::pages::campaign::Tab;
use crate::web::pages::heads::Heads;
use crate::web::pages::totals::{Source, TotalSourcesPage};
use crate::workflow::board::urgency;
use crate::workflow::totals::{Basis, Behind};

/// The page; its units in the order that its address says. Nobody is ranked: there is none by figure.
pub fn sources_page(
    behind: &Behind,
    sort: &str,
    now: Instant,
    actor: &Actor,
    csrf: &str,
) -> TotalSourcesPage {
    let totals = &behind.totals;
    let (task, node, form) = (&totals.task, &totals.node, &totals.form);
    let (item, column) = (behind.figure / form.columns.len(), behind.figure % form.columns.len());
    let title = form.item_title(item, column);
    let mut units: Vec<_> = behind.units.iter().collect();
    Arranged::from_code(sort).sort(&mut units, |(standing, revision, _), column| match column {
        "code" => Key::words(&standing.code),
        "name" => Key::words(&standing.name),
        "file" => Key::words(revision.file.as_ref().map_or("", |file| file.name.as_str())),
        "status" => Key::Number(urgency(standing.status(Some(&totals.table), now))),
        _ => Key::Nothing,
    });
    let here = format!(
        "/campaigns/{}/totals/{}?node={}{}",
        task.id,
        behind.figure,
        node.code,
        accepted(totals.basis)
    );
    let sources = units.into_iter().map(|(standing, revision, answers)| {
        let answer = answers.get(behind.figure);
        let from = if revision.file.is_some() { origin(answer) } else { place(answer) };
        Source {
            code: standing.code.clone(),
            name: standing.name.clone(),
            parent: String::new(),
            value: answer.value.map_or_else(
                || if revision.nil { "零报告".to_owned() } else { "—".to_owned() },
                |value| value.to_string(),
            ),
            cell: if from.is_empty() { revision.channel.label().to_owned() } else { from },
            raw: raw(answer),
            file: revision.file.as_ref().map_or(String::new(), |file| file.name.clone()),
            submission: revision.id,
            status: status(standing, Some(&totals.table), now),
        }
    });
    let absent = behind.absent.iter().map(|standing| {
        (standing.code.clone(), standing.name.clone(), status(standing, Some(&totals.table), now))
    });
    TotalSourcesPage {
        frame: campaign_frame(format!("{title}的来源"), (task.id, &task.title), &title, actor, csrf),
        tabs: tabs(task, &node.code, Tab::Totals, actor),
        campaign: task.id,
        node_code: node.code.clone(),
        node_name: node.name.clone(),
        accepted_only: totals.basis == Basis::Accepted,
        item: title.clone(),
        measure: form.measure_of(behind.figure).text.clone(),
        total: exact(totals.figures[behind.figure]),
        coverage: coverage(totals),
        heads: Heads::new(here, sort, "list"),
        sources: sources.collect(),
        absent: absent.collect(),
    }
}
