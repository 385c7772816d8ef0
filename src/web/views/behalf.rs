//! 代报: a batch of files before and after it was sent.

use super::board::{campaign_frame, tabs};
use super::figures::exact;
use crate::campaign::Task;
use crate::vocabulary::{Actor, Severity};
use crate::web::pages::behalf::{
    BehalfFile, BehalfMaterial, BehalfOutcome, BehalfPage, BehalfPreviewPage, BehalfResultPage,
};
use crate::web::pages::campaign::Tab;
use crate::web::pages::check::Query;
use crate::web::pages::figures::FindingLine;
use crate::web::pages::layout::Frame;
use crate::web::pages::words;
use crate::workflow::behalf::{MOST, Material, Preview, Previewed, Sent};

fn place(task: &Task, actor: &Actor, csrf: &str) -> Frame {
    campaign_frame(format!("{}：代报", task.title), (task.id, &task.title), "代报", actor, csrf)
}

pub fn behalf_page(task: &Task, actor: &Actor, csrf: &str) -> BehalfPage {
    BehalfPage {
        frame: place(task, actor, csrf),
        tabs: tabs(task, "", Tab::Behalf, actor),
        campaign: task.id,
        title: task.title.clone(),
        node_name: actor.unit_name.clone(),
        largest: "50 MB".to_owned(),
        most: MOST,
    }
}

pub fn preview_page(previewed: &Previewed, batch: &str, actor: &Actor, csrf: &str) -> BehalfPreviewPage {
    let task = &previewed.task;
    BehalfPreviewPage {
        frame: place(task, actor, csrf),
        tabs: tabs(task, "", Tab::Behalf, actor),
        campaign: task.id,
        title: task.title.clone(),
        batch: batch.to_owned(),
        receiver: actor.unit_name.clone(),
        files: previewed.tables.iter().map(file).collect(),
        materials: previewed.materials.iter().map(material).collect(),
        offered: previewed.offered.clone(),
        units: previewed.units.clone(),
    }
}

fn material(material: &Material) -> BehalfMaterial {
    BehalfMaterial {
        ordinal: material.ordinal,
        name: material.file.name.clone(),
        about: format!("{}，{}", material.kind, words::size(material.file.bytes)),
        unit_name: material.unit.clone().map_or_else(String::new, |(_, name)| name),
        known_by: material.known_by.clone(),
        title: material.deliverable.clone().map_or_else(String::new, |(_, title)| title),
        hints: material.hints.clone(),
        refusal: material.refusal.clone(),
        is_known: material.is_known,
        is_open: !material.refusal.is_empty() && (material.unit.is_none() || material.deliverable.is_none()),
    }
}

fn file(preview: &Preview) -> BehalfFile {
    let mut shown = BehalfFile {
        ordinal: preview.ordinal,
        name: preview.file.name.clone(),
        size: words::size(preview.file.bytes),
        unit_code: String::new(),
        unit_name: String::new(),
        refusal: preview.refusal.clone(),
        revision: 0,
        nil: false,
        figures: Vec::new(),
        findings: Vec::new(),
        queries: Vec::new(),
        is_known: preview.is_known,
        ticked: preview.refusal.is_empty() && !preview.is_known,
    };
    let Some((expected, judged)) = &preview.sheet else { return shown };
    let form = &expected.form;
    shown.unit_code = expected.unit.code.clone();
    shown.unit_name = expected.unit.name.clone();
    shown.nil = judged.reading.nil;
    let sent = expected.standing.revisions;
    shown.revision = if sent == 0 { 0 } else { sent as u32 + 1 };
    let asked = (0..form.figures()).filter(|figure| !form.items[figure / form.columns.len()].section);
    shown.figures = asked
        .map(|figure| {
            let (item, column) = (figure / form.columns.len(), figure % form.columns.len());
            let label = format!(
                "{}（{}）",
                form.item_title(item, column),
                form.measure_of(form.figure(item, column)).text
            );
            (label, exact(judged.reading.answers.value(figure)))
        })
        .collect();
    for (index, finding) in judged.findings.iter().enumerate() {
        if finding.severity == Severity::Query {
            shown.queries.push(Query {
                index,
                sentences: vec![finding.sentence.clone()],
                explanation: judged.words[index].clone().unwrap_or_default(),
                earlier: None,
                may_stand: crate::validate::explanation::may_stand(finding),
                mending: None,
            });
        } else {
            shown.findings.push(FindingLine::new(finding.severity, &finding.sentence));
        }
    }
    // Somebody has to explain first; a tick that cannot be sent would only come back.
    shown.ticked = shown.ticked && shown.queries.is_empty();
    shown
}

pub fn result_page(task: &Task, sent: &[Sent], actor: &Actor, csrf: &str) -> BehalfResultPage {
    let outcomes = sent.iter().map(|sent| BehalfOutcome {
        file: sent.file.clone(),
        unit_name: sent.unit.clone(),
        receipt: sent.outcome.clone().unwrap_or_default(),
        reason: sent.outcome.clone().err().unwrap_or_default(),
    });
    BehalfResultPage {
        frame: place(task, actor, csrf),
        tabs: tabs(task, "", Tab::Behalf, actor),
        campaign: task.id,
        title: task.title.clone(),
        outcomes: outcomes.collect(),
    }
}
